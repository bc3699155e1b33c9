"""The command line: ``luoshi read``, ``luoshi demo``."""

from luoshi.cli.entry import main

__all__ = ["main"]
