"""A task's page and everything that is done there."""
