"""Panels: the table of a folder of reports, one row a place, year, indicator and status."""

from luoshi.ledger.panels.building import BuildResult, Plan, build_panel, panel_of
from luoshi.ledger.panels.columns import Column, columns
from luoshi.ledger.panels.files import PANEL_FORMATS, PanelFormat
from luoshi.ledger.panels.jobs import Settings

__all__ = [
    "PANEL_FORMATS",
    "BuildResult",
    "Column",
    "PanelFormat",
    "Plan",
    "Settings",
    "build_panel",
    "columns",
    "panel_of",
]
