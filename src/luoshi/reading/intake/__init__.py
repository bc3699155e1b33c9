"""Files in: a path, bytes or standard input become sources, and what cannot be read one clear error each."""

from luoshi.reading.intake.columns import Columns
from luoshi.reading.intake.entry import from_bytes, single, sources

__all__ = ["Columns", "from_bytes", "single", "sources"]
