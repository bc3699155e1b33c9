"""The sheets of a workbook as rows of cells, laid out in a child process.

The library lays a sheet out from its first to its last cell and aborts the process where memory does not do;
where a sheet says how far apart these lie can be written in many ways, so a child is what dies of it.
"""

from __future__ import annotations

import io
import multiprocessing

from luoshi.confinement import Limits, OutOfBoundsError, confined
from luoshi.errors import InputError
from luoshi.reading.intake import limits
from luoshi.reading.intake.packages import WORKBOOK

Sheet = tuple[str, list[list[str]]]

_LIMITS = Limits(
    memory_bytes=2048 * 1024 * 1024,
    processor_seconds=120,
    deadline_seconds=240,
    answer_bytes=2 * limits.MAX_UNPACKED_BYTES,
    niceness=0,
)


def sheets_in(data: bytes, name: str) -> list[Sheet]:
    """Each worksheet with its name. Raises ``InputError``."""
    # Who is confined already needs no further child, and may have none.
    if multiprocessing.current_process().daemon:
        return laid_out(data, name)
    try:
        return confined(laid_out, data, name, answer=list[Sheet], limits=_LIMITS)
    except OutOfBoundsError:
        raise InputError("file_out_of_bounds", name) from None


def laid_out(data: bytes, name: str) -> list[Sheet]:
    """Each worksheet with its cells as text."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = [one.name for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        grids = ((one, book.get_sheet_by_name(one).to_python()) for one in names)
        return [(one, [[str(cell) for cell in row] for row in grid]) for one, grid in grids]
    except PasswordError as error:
        raise InputError(WORKBOOK.encrypted, name) from error
    except (CalamineError, OSError, ValueError) as error:
        raise InputError(WORKBOOK.damaged, name) from error
