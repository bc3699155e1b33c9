"""All hostile files, by the form that takes them."""

from __future__ import annotations

import sys
from pathlib import Path

from hostile.documents import DOCUMENTS
from hostile.model import Hostile
from hostile.pdfs import PDFS
from hostile.templates import TEMPLATES
from hostile.texts import TEXTS
from hostile.workbooks import WORKBOOKS

REPORTS = (*PDFS, *DOCUMENTS, *TEXTS)
EVERY = (*REPORTS, *WORKBOOKS, *TEMPLATES)


def named(name: str) -> Hostile:
    """The file of this name."""
    return next(one for one in EVERY if one.name == name)


def main() -> None:
    """Write every file into the folder that the command line names, to be looked at."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for one in EVERY:
        data = one.make()
        ending = one.file_name.rpartition(".")[2]
        place = folder / f"{one.name.replace('/', '-')}.{ending}"
        place.write_bytes(data)
        print(f"{len(data):>12,}  {place.name}  {one.asks}")


if __name__ == "__main__":
    main()
