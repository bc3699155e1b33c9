"""Logging what a test writes by hand."""

from __future__ import annotations

from luoshi.city.chain import chain
from luoshi.city.chain.writing import writes

record = writes(chain.record)
