"""Text in, report out. No database, no network, no Django."""
