"""Writes of this application."""
