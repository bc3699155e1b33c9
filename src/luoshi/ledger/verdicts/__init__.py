"""Verdicts: what became of a promise, with a reason in words and both quotes."""

from luoshi.ledger.verdicts.accounts import accounts, evidence
from luoshi.ledger.verdicts.judging import Ruling, judge, not_comparable
from luoshi.ledger.verdicts.many import all_accounts
from luoshi.ledger.verdicts.values import lower_is_better, standing, tolerance

__all__ = [
    "Ruling",
    "accounts",
    "all_accounts",
    "evidence",
    "judge",
    "lower_is_better",
    "not_comparable",
    "standing",
    "tolerance",
]
