"""Logging what a test writes by hand."""

from __future__ import annotations

from luoshi.city.history import chain
from luoshi.city.history.writing import writes

record = writes(chain.record)
