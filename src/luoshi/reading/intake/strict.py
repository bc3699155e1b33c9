"""Word files of the kind “Strict Open XML” made into those of the usual kind, which differ in names only."""

from __future__ import annotations

import io
import re
import zipfile

_NAME = re.compile(rb"http://purl\.oclc\.org/ooxml/([A-Za-z]+)/")
_USUAL = rb"http://schemas.openxmlformats.org/\1/2006/"
_RELATIONS = "_rels/.rels"


def usual(data: bytes) -> bytes:
    """The package with the names of the usual kind in it; ``data`` itself where it has them already.

    ``http://purl.oclc.org/ooxml/wordprocessingml/main`` becomes the name that programs from 2007 on know.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        if _RELATIONS not in names or not _NAME.search(package.read(_RELATIONS)):
            return data
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as rewritten:
            for name in names:
                content = package.read(name)
                is_xml = name.lower().endswith((".xml", ".rels"))
                rewritten.writestr(name, _NAME.sub(_USUAL, content) if is_xml else content)
    return buffer.getvalue()
