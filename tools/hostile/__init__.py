"""Files that try to stop the site, made at run time by small generators of our own and never committed."""
