"""Where the shared material lies: reports, labels and scorers that are no part of the repository."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def shared_folder() -> Path | None:
    """``LUOSHI_SHARED``, else ``shared`` beside the checkout; ``None`` where neither holds reports."""
    folder = Path(os.environ.get("LUOSHI_SHARED") or ROOT.parent / "shared")
    return folder if (folder / "reports").is_dir() else None


def demo_folder() -> Path:
    """The bundled reports of the fictional city."""
    return ROOT / "src" / "luoshi" / "demo" / "reports"
