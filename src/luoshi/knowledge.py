"""Knowledge that ships as TOML beside the code that uses it."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any


def toml_table(package: str, name: str) -> dict[str, Any]:
    """The TOML file ``name`` of ``package``, read anew: ``toml_table("luoshi", "messages.toml")``.

    ``FileNotFoundError`` where the package has no such file; callers keep what they use more than once.
    """
    return tomllib.loads(files(package).joinpath(name).read_text(encoding="utf-8"))
