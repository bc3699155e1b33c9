"""Attacks on a running site, over HTTP as anybody could make them; each gives rows of a table."""
