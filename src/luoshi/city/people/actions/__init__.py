"""Writes to units, posts, persons and accounts. Each takes the acting person and logs itself."""
