"""What an import of units and people did not read is told."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from luoshi.city.people.exchange import UNITS
from luoshi.city.people.models import Unit

if TYPE_CHECKING:
    from city.office import Office

pytestmark = pytest.mark.django_db


def test_headings_and_hidden_rows(office: Office) -> None:
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream)
    page = made.add_worksheet(UNITS)
    page.write_row(0, 0, ("单位名称", "类型", "电话"))
    page.merge_range("A2:B2", "一、政府部门")
    page.write_row(2, 0, ("市档案局", "部门", "0000"))
    page.set_row(2, None, None, {"hidden": True})
    made.close()
    file = SimpleUploadedFile("单位.xlsx", stream.getvalue())
    answer = office.client("admin").post("/people/exchange/", {"file": file, "step": "import"})
    assert answer.status_code == 200
    page_text = answer.content.decode()
    for said in ("“电话”一栏没有读", "“一、政府部门”是小标题", "这一行是隐藏的"):
        assert said in page_text
    assert Unit.objects.filter(name="市档案局").exists()
