"""A database filled with the fictional city."""
