"""Nothing is modelled: the index is a table of the database's own kind, see ``search.index``."""
