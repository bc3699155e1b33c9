"""Papers from templates: the office's own ones, or those that come with the program."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from luoshi.city.documents.filling import filled
from luoshi.city.documents.models import PaperKind, Template
from luoshi.city.site.errors import NotFoundError
from luoshi.city.site.openings import opened_for_page
from luoshi.city.site.uploads import path_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def render(kind: PaperKind, fields: Mapping[str, Any]) -> bytes:
    """The paper of ``kind`` by the office's template, or by the built-in one. Raises as ``fill``."""
    return fill(template_bytes(kind), fields)


def fill(template: bytes, fields: Mapping[str, Any]) -> bytes:
    """A template filled in by a child process.

    Raises ``TemplateFaultError``, ``OversizedError``, ``OutOfBoundsError`` and ``BusyError``.
    """
    return opened_for_page(filled, template, fields, answer=bytes)


def template_bytes(kind: PaperKind) -> bytes:
    """The template in use. Raises ``NotFoundError`` where the office's own one is lost."""
    own = own_template(kind)
    if own is None:
        return built_in(kind)
    try:
        return path_of(own.sha256).read_bytes()
    except OSError:
        raise NotFoundError("file_missing") from None


def own_template(kind: PaperKind) -> Template | None:
    """The office's own template, where there is one."""
    return Template.objects.filter(kind=kind, withdrawn_at__isnull=True).first()


def built_in(kind: PaperKind) -> bytes:
    """The template that comes with the program, made by ``tools/documents.py``."""
    return files("luoshi.city.documents").joinpath("templates_docx", f"{kind}.docx").read_bytes()
