"""Character recognition (the extra ``[ocr]``): a picture in memory to lines of text."""

from __future__ import annotations

import importlib
import importlib.util
import logging
from functools import cache
from typing import TYPE_CHECKING, Any

from luoshi.reading.intake.limits import MAX_OCR_SIDE
from luoshi.reading.intake.reading_order import Box, lines_in_order

if TYPE_CHECKING:
    from PIL.Image import Image

# The recogniser scales the shorter side up, so a strip would become a picture of gigabytes.
_MAX_ELONGATION = 4
_MIN_SIDE = 64
_NEEDED = ("rapidocr", "onnxruntime", "PIL", "numpy")


def is_installed() -> bool:
    """Whether the extra ``[ocr]`` is there and can be loaded (which takes a second or two, once)."""
    try:
        for module in _NEEDED:
            importlib.import_module(module)
    except ImportError:
        return False
    return True


def is_present() -> bool:
    """Whether the extra ``[ocr]`` is there, told without loading it."""
    return all(importlib.util.find_spec(module) is not None for module in _NEEDED)


def recognise(picture: Image) -> str:
    """The lines of ``picture`` in reading order, empty if there is no text."""
    import numpy as np

    # The recogniser takes its colours blue first.
    pixels = np.asarray(_fitted(picture))[:, :, ::-1]
    result = _engine()(pixels)
    if result.boxes is None or result.txts is None:
        return ""
    boxes = [
        Box(
            left=float(corners[:, 0].min()),
            top=float(corners[:, 1].min()),
            right=float(corners[:, 0].max()),
            bottom=float(corners[:, 1].max()),
            text=text.strip(),
        )
        for corners, text in zip(result.boxes, result.txts, strict=True)
    ]
    return "\n".join(lines_in_order([box for box in boxes if box.text]))


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    # The direction classifier lost a line where it was tried; reports are not upside down.
    engine = RapidOCR(params={"Global.use_cls": False, "Global.log_level": "critical"})
    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    return engine


def _fitted(picture: Image) -> Image:
    """``picture`` in RGB, scaled down to ``MAX_OCR_SIDE`` and put on white where it is a strip."""
    import PIL.Image

    picture = picture.convert("RGB")
    picture.thumbnail((MAX_OCR_SIDE, MAX_OCR_SIDE))
    shortest = max(max(picture.size) // _MAX_ELONGATION, _MIN_SIDE)
    if min(picture.size) >= shortest:
        return picture
    ground = PIL.Image.new("RGB", (max(picture.width, shortest), max(picture.height, shortest)), "white")
    ground.paste(picture, (0, 0))
    return ground
