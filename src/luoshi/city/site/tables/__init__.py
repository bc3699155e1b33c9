"""Tables in and out: columns, files read into rows, rows written to files, import with preview."""
