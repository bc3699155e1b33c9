"""The list of tasks: filters, search, pages, export."""
