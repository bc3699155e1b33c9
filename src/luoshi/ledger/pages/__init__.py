"""The ledger to look at: its page, its charts, its rows.

``render_place`` one place's page; ``write_folder`` pages and the annotated reports beside them;
``write_charts`` PNG and SVG files for a paper.
"""

from luoshi.ledger.pages.drawing import write_charts
from luoshi.ledger.pages.i18n import LedgerView
from luoshi.ledger.pages.render import render_place
from luoshi.ledger.pages.selection import chosen
from luoshi.ledger.pages.site import write_folder, write_page
from luoshi.ledger.pages.view import PlaceView, views

__all__ = [
    "LedgerView",
    "PlaceView",
    "chosen",
    "render_place",
    "views",
    "write_charts",
    "write_folder",
    "write_page",
]
