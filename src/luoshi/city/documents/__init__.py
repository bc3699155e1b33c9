"""Word and Excel files that offices use, out and in."""
