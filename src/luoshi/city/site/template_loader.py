"""Templates as they are sent: without the blanks that indent their lines."""

from __future__ import annotations

import re

from django.template.base import Origin
from django.template.loaders.app_directories import Loader

_INDENT = re.compile(r"\n[ \t]+")


class UnindentedLoader(Loader):
    """The templates of the applications. Indentation is a quarter of a page; a line break says the same."""

    def get_contents(self, origin: Origin) -> str:
        """The text of the template."""
        contents: str = super().get_contents(origin)
        return _INDENT.sub("\n", contents) if origin.name.endswith(".html") else contents
