"""Tasks from promises and elsewhere, and everything done to them."""
