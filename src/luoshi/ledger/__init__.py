"""The second floor: many reports in; indicators, verdicts, contradictions and panels out. No Django."""
