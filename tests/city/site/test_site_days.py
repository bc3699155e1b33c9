"""A day of a year that cannot be meant is refused wherever one comes in: in forms, in tables, by the API."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django import forms
from django.utils import translation

from city.office import Office
from corpus import ROOT
from luoshi.city.api.schemas import ProgressIn
from luoshi.city.documents.bulletin import month_of
from luoshi.city.rules.years import OutOfYearsError
from luoshi.city.site.errors import InvalidError
from luoshi.city.site.forms import DayField
from luoshi.city.site.tables.columns import CellError, Column, content
from luoshi.city.tasks.actions.drafts import Source, add_task_from_elsewhere
from luoshi.city.tasks.models import Task
from luoshi.city.tasks.terms import TaskTerms

NEVER_MEANT = ("0001-01-01", "0026-01-01", "9999-12-31")


@pytest.mark.parametrize("day", NEVER_MEANT)
@pytest.mark.parametrize(("language", "words"), [("zh-hans", "请核对年份"), ("en", "check the year")])
def test_a_form_says_so_beside_the_field(day: str, language: str, words: str) -> None:
    with translation.override(language), pytest.raises(forms.ValidationError, match=words):
        DayField().clean(day)


def test_a_form_takes_the_others() -> None:
    assert DayField().clean("2026-06-30") == date(2026, 6, 30)
    assert DayField(required=False).clean("") is None
    assert 'type="date"' in DayField().widget.render("due", date(2026, 6, 30))


def test_no_form_takes_days_otherwise() -> None:
    for path in (ROOT / "src" / "luoshi" / "city").rglob("*.py"):
        if path.name != "days.py":
            assert not re.search(r"forms\.Date(?:Time)?Field\(", path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize(
    "cell", [*NEVER_MEANT, "00260101", date(9999, 12, 31), "1900-01-00", 2_958_465], ids=str
)
def test_a_cell_is_named(cell: object) -> None:
    with pytest.raises(CellError):
        content(cell, Column("due", "完成时限", kind="date"))


@pytest.mark.parametrize("day", NEVER_MEANT)
def test_the_api_refuses_it(day: str) -> None:
    with pytest.raises(OutOfYearsError):
        ProgressIn.model_validate({"submission": "a1b2c3d4e5", "as_of": day, "words": "建成12个"})


@pytest.mark.parametrize("month", ["0026-01", "9999-12"])
def test_a_bulletin_has_no_such_month(month: str) -> None:
    with pytest.raises(InvalidError):
        month_of(month)


@pytest.mark.parametrize(("start", "due"), [("0026-01-01", "2026-12-31"), ("2026-01-01", "9999-12-31")])
def test_no_task_is_made_whose_page_cannot_be_reached(office: Office, start: str, due: str) -> None:
    draft = TaskTerms(title="建社区菜店", start=date.fromisoformat(start), due=date.fromisoformat(due))
    source = Source(origin="meeting", origin_words="常务会议", words="建社区菜店40个")
    with pytest.raises(OutOfYearsError):
        add_task_from_elsewhere(actor=office.actor("office"), source=source, draft=draft)
    assert not Task.objects.exists()
