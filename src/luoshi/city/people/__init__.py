"""Units, posts, persons, who holds which post, signing in."""
