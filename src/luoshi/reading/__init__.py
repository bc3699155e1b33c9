"""The first floor: text in, report out. No database, no network, no Django."""
