"""Promises become tasks; tasks enter from elsewhere."""
