"""Filling in a Word template, as text: nothing in it is run. Runs in a child process, knows no Django."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from luoshi.city.site.zip_guard import check_packed
from luoshi.errors import LuoshiError

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LONGEST_PRODUCT = 100_000
_UNSOUND = (
    AttributeError, KeyError, OSError, OverflowError, SyntaxError, TypeError, ValueError, zipfile.BadZipFile,
)  # fmt: skip


class TemplateFaultError(LuoshiError):
    """A template that cannot be filled in: no Word file, a field that there is none of, a fault of syntax."""


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2 that reaches nothing but the fields; products that would fill the memory are refused."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Multiply numbers that are not too large."""
        if not all(isinstance(one, (int, float)) and abs(one) <= _LONGEST_PRODUCT for one in (left, right)):
            raise SecurityError(f"{operator} is for small numbers only")
        if operator == "**":
            raise SecurityError("** is not allowed")
        return super().call_binop(context, operator, left, right)


def filled(template: bytes, fields: Mapping[str, Any]) -> bytes:
    """A template with its fields filled in.

    Raises ``TemplateFaultError``, and ``OversizedError`` for what swells.

    Fields are plain values; ``{{`` or ``<`` in them comes out as text, since the result is not read again as
    a template and every value is escaped.
    """
    check_packed(template)
    sandbox = _Sandbox(autoescape=True, undefined=StrictUndefined)
    out = io.BytesIO()
    try:
        paper = DocxTemplate(io.BytesIO(template))
        paper.render(_plain(fields), sandbox)
        paper.save(out)
    except TemplateError as error:
        raise TemplateFaultError("template_fault", said=str(error)[:300]) from error
    except RecursionError as error:
        raise TemplateFaultError("template_endless") from error
    except _UNSOUND as error:
        # python-docx and lxml raise these for what is no sound Word file
        raise TemplateFaultError("template_unreadable") from error
    return out.getvalue()


def _plain(value: Any) -> Any:
    """Values without characters that Word files cannot hold."""
    if isinstance(value, str):
        return _UNPRINTABLE.sub("�", value)
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value
