"""How much of a file is accepted; beyond, a file is more likely a mistake or an attack than a report."""

from __future__ import annotations

MEGABYTE = 1_000_000

MAX_FILE_BYTES = 100 * MEGABYTE
"""The largest file that is read whole; JSON Lines and CSV are read row by row and may be larger."""

MAX_ROW_CHARACTERS = 20 * MEGABYTE
"""The longest line of a JSON Lines file and the longest field of a CSV file."""

MAX_UNPACKED_BYTES = 400 * MEGABYTE
"""The largest sum of the unpacked members of a Word file, pictures included."""

MAX_XML_BYTES = 64 * MEGABYTE
"""The largest unpacked XML member of a Word file: about a thousand reports."""

MAX_RATIO = 200
"""How many times larger than packed a member may be, once it is larger than ``RATIO_MATTERS_BYTES``."""

RATIO_MATTERS_BYTES = 10 * MEGABYTE

MAX_MEMBERS = 10_000
"""The most members in a Word file."""

MAX_PIXELS = 100_000_000
"""The most pixels of a picture: an A3 page at 600 dpi has 70 million."""

MAX_OCR_SIDE = 4_000
"""The longest side in pixels of what goes to character recognition; larger pictures are scaled down."""

MAX_STATA_BYTES = 1_000 * MEGABYTE
"""The largest Stata file: the collection of a country, which is held in memory."""

MAX_CELLS = 4_000_000
"""The most cells between the first and the last of a sheet, which are laid out in memory."""

MAX_ARCHIVE_MEMBERS = 20_000
"""The most files in a zip: every county's report of several years."""

MAX_ARCHIVE_BYTES = 2_000 * MEGABYTE
"""The largest sum of the unpacked files of a zip, which are unpacked one at a time."""
