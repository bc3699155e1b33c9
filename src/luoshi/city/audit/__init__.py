"""The log as a page and as a file: who did what to which record, and when."""
