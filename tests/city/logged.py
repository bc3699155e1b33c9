"""Logging what a test writes by hand."""

from __future__ import annotations

from luoshi.city.chain import entries
from luoshi.city.chain.writing import writes

record = writes(entries.record)
