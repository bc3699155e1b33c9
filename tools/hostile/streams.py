"""Deflated streams of enormous contents, written without ever holding or packing the contents."""

from __future__ import annotations

import zlib

_MODULUS = 65_521
_HEAD, _LAST_BLOCK = b"\x78\xda", b"\x03\x00"
MEGABYTE = 1 << 20


def deflated(block: bytes, times: int) -> bytes:
    """The zlib stream of ``block`` said ``times`` times over."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    # A full flush forgets what came before, so that the packed block may be repeated like the block.
    piece = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"".join((_HEAD, piece * times, _LAST_BLOCK, _checksum(block, times).to_bytes(4, "big")))


def filled(unit: bytes, size: int = MEGABYTE) -> bytes:
    """``unit`` repeated up to about ``size`` bytes."""
    return unit * max(1, size // len(unit))


def _checksum(block: bytes, times: int) -> int:
    """Adler-32 of the repeated block, from that of one."""
    of_one = zlib.adler32(block)
    low, high = of_one & 0xFFFF, of_one >> 16
    sum_low, sum_high = 1, 0
    for _ in range(times):
        sum_high = (sum_high + high + len(block) * (sum_low - 1)) % _MODULUS
        sum_low = (sum_low + low - 1) % _MODULUS
    return sum_high << 16 | sum_low
