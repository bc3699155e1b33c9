"""Lists of units as people write them in a cell."""

from __future__ import annotations

import pytest
from django.test import Client

from city.breakdown.bringing import brought, one_task

pytestmark = pytest.mark.django_db
EDUCATION, COMMERCE, FINANCE = "市教育局", "市商务局", "市财政局"
REFORM, HOUSING = "市发展和改革委员会", "市住房和城乡建设局"
BOTH = (EDUCATION, COMMERCE)


@pytest.mark.parametrize(
    ("cell", "units"),
    [
        ("市教育局、市商务局", BOTH),
        ("市教育局，市商务局", BOTH),
        ("市教育局,市商务局", BOTH),
        ("市教育局；市商务局。", BOTH),
        ("市教育局/市商务局", BOTH),
        ("市教育局／市商务局", BOTH),
        ("市教育局|市商务局", BOTH),
        ("市教育局\n市商务局", BOTH),
        ("市教育局\r\n\r\n市商务局\n", BOTH),
        ("市教育局 市商务局", BOTH),
        ("市教育局　　市商务局　", BOTH),
        ("市教育局和市商务局", BOTH),
        ("市教育局及市商务局", BOTH),
        ("市教育局以及市商务局", BOTH),
        ("市教育局与市商务局", BOTH),
        ("教育局、商务局", BOTH),
        ("1.市教育局 2.市商务局", BOTH),
        ("（1）市教育局（2）市商务局", BOTH),
        ("①市教育局②市商务局", BOTH),
        ("一、市教育局 二、市商务局", BOTH),
        ("市教育局、市商务局按职责分工负责", BOTH),
        ("无", ()),
        ("——", ()),
        ("市 教 育 局、市商务局", BOTH),
        ("市教育局、市教育局、市商务局", BOTH),
        ("市发展和改革委员会和市教育局", (REFORM, EDUCATION)),
        ("市发改委、发改委", (REFORM,)),
        ("市住房和城乡建设局及市发展和改革委员会", (HOUSING, REFORM)),
        ("市公共资源（政府采购）交易中心、市教育局", ("市公共资源（政府采购）交易中心", EDUCATION)),
        ("市公共资源(政府采购)交易中心", ("市公共资源（政府采购）交易中心",)),
        ("市教育局（基教科、高教科）、市商务局", BOTH),
        ("市教育局（配合）、市商务局（协办）", BOTH),
        ("市教育局、市商务局配合", BOTH),
        ("配合单位：市教育局、市商务局", BOTH),
        ("东港区、西山县人民政府", ("东港区人民政府", "西山县人民政府")),
    ],
)
def test_supporting_units(desk: Client, cell: str, units: tuple[str, ...]) -> None:
    found = brought(desk, one_task(("牵头单位", "配合单位"), (FINANCE, cell)))
    assert [task[2] for task in found.done] == [units], found.said


@pytest.mark.parametrize(
    ("cell", "lead", "supporting"),
    [
        ("市教育局（牵头）、市商务局", EDUCATION, (COMMERCE,)),
        ("市商务局、市教育局（牵头单位）", EDUCATION, (COMMERCE,)),
        ("市教育局牵头，市商务局、市财政局配合", EDUCATION, (COMMERCE, FINANCE)),
        ("牵头单位：市教育局；配合单位：市商务局", EDUCATION, (COMMERCE,)),
        ("牵头：市教育局\n配合：市商务局、市财政局", EDUCATION, (COMMERCE, FINANCE)),
        ("牵头单位：市教育局 配合单位：市商务局", EDUCATION, (COMMERCE,)),
        ("市教育局（牵头）", EDUCATION, ()),
        ("市教育局（张某）", EDUCATION, ()),
        ("市教育局。", EDUCATION, ()),
    ],
)
def test_who_leads_and_who_supports_in_one_cell(
    desk: Client, cell: str, lead: str, supporting: tuple[str, ...]
) -> None:
    found = brought(desk, one_task(("责任单位",), (cell,)))
    assert [task[1:3] for task in found.done] == [(lead, supporting)], found.said


@pytest.mark.parametrize(
    ("column", "cell", "named"),
    [
        ("配合单位", "各县（市、区）人民政府", "各县（市、区）人民政府"),
        ("配合单位", "市教育局、各县（市、区）人民政府", "各县（市、区）人民政府"),
        ("配合单位", "各有关部门", "各有关部门"),
        ("配合单位", "市直各单位", "市直各单位"),
        ("配合单位", "市教育局等有关部门", "市教育局等有关部门"),
        ("配合单位", "各县区", "各县区"),
        ("配合单位", "市教育局、市火星局", "市火星局"),
        ("配合单位", "市教育局 市火星局", "市火星局"),
        ("配合单位", "市教育局和市火星局", "市火星局"),
        ("配合单位", "市教育局市商务局", "市教育局市商务局"),
        ("配合单位", "市教育局（市商务局）", "市教育局（市商务局）"),
        ("牵头单位", "市教育局、市商务局", "市教育局、市商务局"),
        ("牵头单位", "市教育局（牵头）、市商务局（牵头）", "市教育局、市商务局"),
        ("责任单位", "各有关部门", "各有关部门"),
    ],
)
def test_what_is_no_single_unit_is_named_whole(desk: Client, column: str, cell: str, named: str) -> None:
    found = brought(desk, one_task((column,), (cell,)))
    assert [place for place, _ in found.faults] == ["D2"]
    assert f"“{named}”" in found.said
    assert found.tasks == []
