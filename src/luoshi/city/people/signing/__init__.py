"""Signing in: where it comes from, how failed tries are counted and refused, what the log has of it."""
