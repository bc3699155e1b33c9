"""Books: per place the report of each year, with gaps and special editions said plainly."""

from luoshi.ledger.books.shelving import Book, Shelf, shelve

__all__ = ["Book", "Shelf", "shelve"]
