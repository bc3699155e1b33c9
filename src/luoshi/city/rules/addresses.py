"""The address that somebody comes from, in whatever form a proxy or a server writes it."""

from __future__ import annotations

from ipaddress import ip_address


def plain_address(raw: str) -> str:
    """``1.2.3.4:5678``, ``[2001:db8::1]:80`` -> the address alone; empty for what is none."""
    bare = raw[1:].partition("]")[0] if raw.startswith("[") else raw
    for candidate in (bare, bare.rpartition(":")[0]):
        try:
            found = ip_address(candidate)
        except ValueError:
            continue
        return str(getattr(found, "ipv4_mapped", None) or found)
    return ""
