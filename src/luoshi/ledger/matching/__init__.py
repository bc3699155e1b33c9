"""Matching: the promises of one report and the statements of the next, one to one at the least total cost."""

from luoshi.ledger.matching.items import Item, pledges, statements, years_of
from luoshi.ledger.matching.likeness import grams
from luoshi.ledger.matching.pairing import Pair, pair
from luoshi.ledger.matching.prose import Prose

__all__ = ["Item", "Pair", "Prose", "grams", "pair", "pledges", "statements", "years_of"]
