"""The annotated page: a whole report with its records marked in it, in one HTML file."""

from luoshi.output.page.render import IndexEntry, render_index, render_page

__all__ = ["IndexEntry", "render_index", "render_page"]
