"""The second floor: many reports in; indicators, verdicts, contradictions and panels out. No Django.

>>> from luoshi.ledger import ledger
>>> ledger([]).accounts
()
"""

from luoshi.ledger.api import Ledger, ledger

__all__ = ["Ledger", "ledger"]
