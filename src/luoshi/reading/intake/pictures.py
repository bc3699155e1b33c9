"""The text of a picture of a page (PNG, JPEG)."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from typing import TYPE_CHECKING

from luoshi.errors import InputError
from luoshi.reading.intake import limits, recognition

if TYPE_CHECKING:
    from PIL.Image import Image

_DAMAGED = (EOFError, OSError, OverflowError, SyntaxError, TypeError, ValueError, struct.error, zlib.error)


def read_picture(data: bytes, name: str, *, ocr: bool = True) -> str:
    """The lines of a picture in reading order.

    ``InputError`` where recognition is switched off or not installed, the picture is damaged or
    has too many pixels, or there is no text on it.
    """
    if not ocr:
        raise InputError("ocr_off", name)
    if not recognition.is_installed():
        raise InputError("ocr_missing", name)
    import PIL.Image
    from PIL import ImageOps

    try:
        with warnings.catch_warnings():
            # Our own limit is checked below, before any pixel is unpacked.
            warnings.simplefilter("ignore")
            with PIL.Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
                if picture.width * picture.height > limits.MAX_PIXELS:
                    raise InputError("picture_too_large", name, megapixels=limits.MAX_PIXELS // 1_000_000)
                picture.load()
                page = _on_white(ImageOps.exif_transpose(picture))
    except PIL.Image.DecompressionBombError as error:
        raise InputError("picture_too_large", name, megapixels=limits.MAX_PIXELS // 1_000_000) from error
    except _DAMAGED as error:
        raise InputError("damaged_picture", name) from error
    text = recognition.recognise(page)
    if not text:
        raise InputError("picture_without_text", name)
    return text


def _on_white(picture: Image) -> Image:
    """``picture`` in RGB: what is transparent becomes white, and 16 bits of grey become 8."""
    import PIL.Image

    if picture.mode.startswith("I"):
        # A plain conversion would cut off all but the darkest greys.
        return picture.convert("F").point(lambda value: value / 256).convert("RGB")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    ground = PIL.Image.new("RGBA", layer.size, "white")
    return PIL.Image.alpha_composite(ground, layer).convert("RGB")
