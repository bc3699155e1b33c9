"""Books: per place the report of each year, with gaps and special editions said plainly."""

from luoshi.ledger.report_series.grouping import Grouping, ReportSeries, group_reports

__all__ = ["Grouping", "ReportSeries", "group_reports"]
