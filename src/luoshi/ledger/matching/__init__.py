"""Matching: the promises of one report and the statements of the next, one to one at the least total cost."""

from luoshi.ledger.matching.items import Item, pledges, statements, years_of
from luoshi.ledger.matching.likeness import bags
from luoshi.ledger.matching.pairing import Pair, pair, pair_each
from luoshi.ledger.matching.prose import Prose

__all__ = ["Item", "Pair", "Prose", "bags", "pair", "pair_each", "pledges", "statements", "years_of"]
