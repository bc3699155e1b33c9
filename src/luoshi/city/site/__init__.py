"""What every page shares: layout, words in both languages, style, tables with filters."""
