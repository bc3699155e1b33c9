"""Uploaded reports, what was read from them, and people's corrections."""
