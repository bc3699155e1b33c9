"""Units, posts and people in and out by Excel: nothing half, faults with their place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luoshi.city.chain.models import Entry
from luoshi.city.chain.verifying import faults
from luoshi.city.people import exchange
from luoshi.city.people.actions import importing
from luoshi.city.people.actions.accounts import close_account
from luoshi.city.people.actions.importing import ImportFaultsError, import_people
from luoshi.city.people.exchange import COLUMNS, HOLDINGS, POSTS, UNITS
from luoshi.city.people.models import Holding, Person, Post, Unit
from luoshi.city.site.errors import ForbiddenError
from luoshi.city.site.tables.columns import Column
from luoshi.city.site.tables.read import UnreadableError
from luoshi.city.site.tables.write import Sheet, workbook

pytestmark = pytest.mark.django_db
DAY = date(2024, 3, 1)
Rows = Sequence[dict[str, object]]


def book(units: Rows | None = None, posts: Rows | None = None, holdings: Rows | None = None) -> bytes:
    """A workbook with the sheets given; every column of the template is there."""
    sheets = []
    for name, rows in ((UNITS, units), (POSTS, posts), (HOLDINGS, holdings)):
        if rows is not None:
            columns: tuple[Column, ...] = COLUMNS[name]
            cells = [[row.get(column.key) for column in columns] for row in rows]
            sheets.append(Sheet(name, columns, cells))
    return workbook(sheets)


def totals() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Unit, Post, Person, Holding, Entry))


def places(office: Any, data: bytes, who: str = "admin") -> list[tuple[str, int, str, str]]:
    """Where the faults are; nothing was written."""
    before = totals()
    with pytest.raises(ImportFaultsError) as caught:
        import_people(actor=office.actor(who), data=data)
    assert totals() == before
    for fault in caught.value.faults:
        assert fault.message("zh")
        assert fault.message("en")
    return [(fault.sheet, fault.row, fault.letter, fault.code) for fault in caught.value.faults]


NEW = book(
    [
        {"name": "市教育局招生办", "kind": "其他", "parent": "市教育局"},
        {
            "key": "education",
            "name": "市教育局",
            "kind": "部门",
            "short_name": "教育局",
            "aliases": "教委、教体局",
            "parent": "市政府领导",
            "since": DAY,
        },
    ],
    [
        {"unit": "市教育局", "name": "局长", "role": "单位负责人", "since": DAY},
        {"unit": "市教育局招生办", "name": "专员", "role": "Unit officer"},
    ],
    [
        {"name": "张某", "email": "zhang@example.test", "unit": "市教育局", "post": "局长", "since": DAY},
        {
            "name": "张某",
            "email": "zhang@example.test",
            "unit": "市教育局招生办",
            "post": "专员",
            "since": DAY,
            "until": date(2024, 6, 1),
        },
        {"name": "李某"},
    ],
)


def test_new_units_posts_and_people_come_in(office: Any) -> None:
    counts = import_people(actor=office.actor("office"), data=NEW)
    assert [(one.sheet, one.added, one.changed, one.left) for one in counts] == [
        (UNITS, 2, 0, 0),
        (POSTS, 2, 0, 0),
        (HOLDINGS, 3, 0, 0),
    ]
    unit = Unit.objects.get(key="education")
    assert (unit.parent, unit.aliases, unit.since) == (office.units["gov"], ["教委", "教体局"], DAY)
    assert Unit.objects.get(name="市教育局招生办").parent == unit
    zhang = Person.objects.get(name="张某")
    assert zhang.username is None
    assert not zhang.has_usable_password()
    assert {(one.post.name, one.until) for one in zhang.holdings.all()} == {
        ("局长", None),
        ("专员", date(2024, 6, 1)),
    }
    assert list(faults()) == []


@pytest.mark.parametrize("again", ["the same file", "the export", "the export, checked only"])
def test_the_same_again_changes_nothing(office: Any, again: str) -> None:
    actor = office.actor("admin")
    import_people(actor=actor, data=NEW)
    data = NEW if again == "the same file" else exchange.exported(actor)
    before = totals()
    counts = import_people(actor=actor, data=data, only_check="only" in again)
    assert all((one.added, one.changed) == (0, 0) for one in counts)
    assert sum(one.left for one in counts) > 5
    assert totals() == before


def test_only_checked_is_nothing_written(office: Any) -> None:
    before = totals()
    counts = import_people(actor=office.actor("office"), data=NEW, only_check=True)
    assert sum(one.added for one in counts) == 7
    assert totals() == before


def test_what_is_there_is_changed_by_key_or_name(office: Any) -> None:
    data = book(
        [
            {"key": "water", "name": "市水利局", "kind": "部门"},
            {"name": "市商务局", "kind": "部门", "short_name": "商务局", "since": date(2020, 1, 1)},
        ],
        [
            {
                "key": "water-head",
                "unit": "市水利局",
                "name": "主任",
                "role": "单位负责人",
                "since": date(2020, 1, 1),
            }
        ],
        [
            {
                "key": "water-head",
                "name": "新名字",
                "unit": "市水利局",
                "post": "主任",
                "since": date(2020, 1, 1),
                "until": date(2025, 1, 1),
            }
        ],
    )
    counts = import_people(actor=office.actor("admin"), data=data)
    assert [(one.added, one.changed, one.left) for one in counts] == [(0, 2, 0), (0, 1, 0), (0, 1, 0)]
    assert Unit.objects.get(key="water").name == "市水利局"
    assert Unit.objects.get(name="市商务局").short_name == "商务局"
    assert Holding.objects.get(person__name="新名字").until == date(2025, 1, 1)
    assert list(faults()) == []


A = {"kind": "部门"}
P = {"role": "单位专员"}
CASES: list[tuple[str, bytes, list[tuple[str, int, str, str]]]] = [
    ("cells", book([{"name": "", "kind": "衙门", "since": "某日"}]), [(UNITS, 2, "B", "cell_empty"), (UNITS, 2, "E", "cell_no_choice"), (UNITS, 2, "H", "cell_no_day")]),
    ("twice", book([{"name": "甲", **A}, {"name": "甲", **A}]), [(UNITS, 3, "B", "people_import_twice")]),
    ("name taken", book([{"key": "new", "name": "市水务局", **A}]), [(UNITS, 2, "B", "people_unit_name_taken")]),
    ("key", book([{"key": "../x", "name": "甲", **A}]), [(UNITS, 2, "A", "people_import_key_shape")]),
    ("parent", book([{"name": "甲", **A, "parent": "乙"}]), [(UNITS, 2, "F", "people_import_no_unit")]),
    ("circle", book([{"name": "甲", **A, "parent": "乙"}, {"name": "乙", **A, "parent": "甲"}]), [(UNITS, 3, "F", "people_unit_above_itself")]),
    ("days", book([{"name": "甲", **A, "since": DAY, "until": date(2020, 1, 1)}]), [(UNITS, 2, "I", "people_ends_before_start")]),
    ("open posts", book([{"name": "市水务局", **A, "until": DAY}]), [(UNITS, 2, "I", "people_unit_has_open_posts")]),
    ("no unit", book(None, [{"unit": "无", "name": "专员", **P}]), [(POSTS, 2, "B", "people_import_no_unit")]),
    ("post moves", book(None, [{"key": "water-head", "unit": "市商务局", "name": "新岗", **P}]), [(POSTS, 2, "B", "people_import_post_moves")]),
    ("open holders", book(None, [{"unit": "市水务局", "name": "局长", "role": "单位负责人", "until": DAY}]), [(POSTS, 2, "G", "people_post_has_holders")]),
    ("half", book(None, None, [{"name": "甲", "unit": "市水务局", "post": "局长"}]), [(HOLDINGS, 2, "F", "people_import_half")]),
    ("no post", book(None, None, [{"name": "甲", "unit": "市水务局", "post": "无", "since": DAY}]), [(HOLDINGS, 2, "E", "people_import_no_post")]),
    ("outside post", book(None, None, [{"name": "甲", "unit": "市水务局", "post": "局长", "since": date(2019, 1, 1)}]), [(HOLDINGS, 2, "F", "people_outside_post")]),
    ("overlap", book(None, None, [{"key": "water-head", "name": "局长4", "unit": "市水务局", "post": "局长", "since": DAY}]), [(HOLDINGS, 2, "F", "people_holds_already")]),
    ("mail", book(None, None, [{"name": "甲", "email": "不是"}]), [(HOLDINGS, 2, "C", "people_import_email")]),
    ("two mails", book(None, None, [{"key": "k", "name": "甲", "email": "a@example.test"}, {"key": "k", "name": "甲"}]), [(HOLDINGS, 3, "C", "people_import_two_values")]),
    ("twice held", book(None, None, [{"name": "甲", "unit": "市水务局", "post": "局长", "since": DAY}] * 2), [(HOLDINGS, 3, "E", "people_import_twice")]),
    ("last administrator", book(None, None, [{"key": "admin", "name": "管理员7", "unit": "市政务信息中心", "post": "管理员", "since": date(2020, 1, 1), "until": DAY}]), [(HOLDINGS, 1, "", "people_last_administrator")]),
]  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_every_fault_has_its_place_and_nothing_comes_in(
    office: Any, data: bytes, expected: list[tuple[str, int, str, str]]
) -> None:
    assert places(office, data) == expected


def test_a_good_row_beside_a_fault_does_not_come_in(office: Any) -> None:
    data = book(
        [{"name": "好的局", **A}],
        [{"unit": "好的局", "name": "局长", **P}, {"unit": "没有的局", "name": "局长", **P}],
    )
    assert places(office, data) == [(POSTS, 3, "B", "people_import_no_unit")]
    assert not Unit.objects.filter(name="好的局").exists()


def test_people_of_the_same_name_are_told_by_key(office: Any) -> None:
    import_people(
        actor=office.actor("admin"),
        data=book(None, None, [{"key": "a", "name": "重名"}, {"key": "b", "name": "重名"}]),
    )
    assert places(office, book(None, None, [{"name": "重名"}])) == [
        (HOLDINGS, 2, "B", "people_import_name_many")
    ]


def test_who_left_holds_nothing_again(office: Any) -> None:
    close_account(actor=office.actor("admin"), person="water-officer")
    data = book(
        None,
        None,
        [{"key": "water-officer", "name": "专员5", "unit": "市水务局", "post": "局长", "since": DAY}],
    )
    assert places(office, data) == [(HOLDINGS, 2, "B", "people_person_left")]


@pytest.mark.parametrize(
    "data",
    [
        book(None, [{"unit": "市政府督查室", "name": "二号", "role": "系统管理员"}]),
        book(None, [{"key": "office", "unit": "市政府督查室", "name": "督查专员", "role": "系统管理员"}]),
        book(
            None,
            None,
            [
                {
                    "key": "office",
                    "name": "督查专员1",
                    "unit": "市政务信息中心",
                    "post": "管理员",
                    "since": DAY,
                }
            ],
        ),
        book(None, None, [{"key": "admin", "name": "管理员7", "email": "office@example.test"}]),
    ],
)
def test_the_office_cannot_make_itself_administrator_by_excel(office: Any, data: bytes) -> None:
    assert [place[3] for place in places(office, data, "office")] == ["people_import_guarded"]


@pytest.mark.parametrize("who", ["mayor", "commerce-head", "auditor"])
def test_others_import_and_export_nothing(office: Any, who: str) -> None:
    with pytest.raises(ForbiddenError):
        import_people(actor=office.actor(who), data=NEW)
    with pytest.raises(ForbiddenError):
        exchange.exported(office.actor(who))


def test_a_workbook_of_other_sheets_is_refused(office: Any) -> None:
    with pytest.raises(UnreadableError):
        import_people(actor=office.actor("admin"), data=workbook([Sheet("别的", COLUMNS[UNITS], ())]))


def test_an_import_that_is_killed_leaves_nothing(office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_given: object) -> None:
        raise SystemExit(9)

    before = totals()
    monkeypatch.setattr(importing, "import_holdings", killed)
    with pytest.raises(SystemExit):
        import_people(actor=office.actor("admin"), data=NEW)
    assert totals() == before
    assert list(faults()) == []


def upload(data: bytes, name: str = "a.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_the_page_imports_checks_and_lists_faults(office: Any) -> None:
    client = office.client("office")
    checked = client.post("/people/exchange/", {"file": upload(NEW), "step": "check"})
    assert checked.status_code == 200
    assert not Unit.objects.filter(key="education").exists()
    html = client.post("/people/exchange/", {"file": upload(CASES[0][1]), "step": "import"})
    assert html.status_code == 400
    assert "衙门" in html.content.decode()
    assert client.post("/people/exchange/", {"file": upload(NEW), "step": "import"}).status_code == 200
    assert Unit.objects.filter(key="education").exists()


def test_what_was_checked_is_imported_once_and_only_as_it_was_seen(office: Any) -> None:
    client = office.client("office")
    checked = client.post("/people/exchange/", {"file": upload(NEW), "step": "check"}).context
    elsewhere = client.post("/people/exchange/", {"confirm": "0" * 64})
    assert elsewhere.status_code == 400
    assert not Unit.objects.filter(key="education").exists()
    done = client.post("/people/exchange/", {"confirm": checked["digest"]})
    assert done.status_code == 200
    assert done.context["counts"] == checked["counts"]
    after = totals()
    assert client.post("/people/exchange/", {"confirm": checked["digest"]}).status_code == 400
    assert totals() == after


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"PK\x03\x04 broken", b"words", b"MZ\x00"])
def test_what_is_no_workbook_is_refused_with_one_line(office: Any, content: bytes) -> None:
    response = office.client("office").post("/people/exchange/", {"file": upload(content), "step": "import"})
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()


def test_the_template_and_the_export_are_downloads(office: Any) -> None:
    client = office.client("admin")
    for which in ("template", "export"):
        response = client.get(f"/people/exchange/{which}/")
        data = response.content
        assert "filename*=UTF-8''%E5%8D%95" in response.headers["Content-Disposition"]
        if which == "template":
            assert (
                sum(one.left + one.added for one in import_people(actor=office.actor("admin"), data=data))
                == 0
            )
