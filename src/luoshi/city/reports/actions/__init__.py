"""Writes to reports. Each takes the acting person, runs in one transaction, locks its row and logs itself."""
