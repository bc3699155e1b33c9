"""The panel as a file: Parquet, CSV, Excel, Stata. Frames are taken as they come."""

from luoshi.ledger.panels.files.registry import PANEL_FORMATS, PanelFormat, panel_format, write_panel

__all__ = ["PANEL_FORMATS", "PanelFormat", "panel_format", "write_panel"]
