"""Reports shown: tables, files for other programs, the annotated page."""
