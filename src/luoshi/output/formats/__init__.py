"""File formats: each turns a report into bytes, and writes the bytes of many reports.

The two halves are apart so that reports can be encoded in several processes and written in one.
"""

from luoshi.output.formats.base import FormatName, Request, Write
from luoshi.output.formats.registry import FORMATS, encode, format_of_suffix, writing

__all__ = ["FORMATS", "FormatName", "Request", "Write", "encode", "format_of_suffix", "writing"]
