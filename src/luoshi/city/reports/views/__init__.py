"""The pages of reports: the list, the report with its text, a promise, a figure, files."""
