"""Signing in: its pages and forms, how failed tries are refused, what the log has of it."""
