"""The pages of units, posts, people and accounts."""
