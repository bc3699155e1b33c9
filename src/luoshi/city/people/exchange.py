"""The workbook of units, posts, people and holdings: its sheets, and what is there as such a workbook."""

from __future__ import annotations

from datetime import date

from luoshi.city.people.actors import Actor
from luoshi.city.people.models import ROLES, UNIT_KINDS, Holding, Person, Post, Unit
from luoshi.city.people.permissions import require
from luoshi.city.rules.permissions import role_words
from luoshi.city.rules.words import name_of
from luoshi.city.site.tables.columns import Choice, Column
from luoshi.city.site.tables.write import Sheet, workbook

UNITS, POSTS, HOLDINGS = "单位", "岗位", "人员任职"

_KINDS = tuple(
    Choice(kind, (name_of("unit_kind", kind, "zh"), name_of("unit_kind", kind, "en"))) for kind in UNIT_KINDS
)
_ROLES = tuple(
    Choice(role, (role_words(role, "zh"), role_words(role, "en")))  # type: ignore[arg-type]
    for role in ROLES
)
_KEY = Column("key", "编号", ("Key",), longest=40, width=16)
_POSITION = Column("position", "排序", ("Order",), kind="integer", width=8)

COLUMNS: dict[str, tuple[Column, ...]] = {
    UNITS: (
        _KEY,
        Column("name", "单位名称", ("名称", "单位", "Unit"), required=True, longest=100, width=28),
        Column("short_name", "简称", ("Short name",), longest=40, width=14),
        Column("aliases", "别名", ("Other names",), longest=400, width=20),
        Column("kind", "类型", ("单位类型", "Kind"), required=True, choices=_KINDS, width=12),
        Column("parent", "上级单位", ("Unit above",), longest=100, width=24),
        _POSITION,
        Column("since", "设立日期", ("From",), kind="date", width=12),
        Column("until", "撤销日期", ("To",), kind="date", width=12),
    ),
    POSTS: (
        _KEY,
        Column("unit", "单位", ("单位名称", "Unit"), required=True, longest=100, width=28),
        Column("name", "岗位名称", ("岗位", "Post"), required=True, longest=100, width=20),
        Column("role", "角色", ("Role",), required=True, choices=_ROLES, width=14),
        _POSITION,
        Column("since", "设立日期", ("From",), kind="date", width=12),
        Column("until", "撤销日期", ("To",), kind="date", width=12),
    ),
    HOLDINGS: (
        Column("key", "人员编号", ("Key",), longest=40, width=16),
        Column("name", "姓名", ("Name",), required=True, longest=100, width=14),
        Column("email", "电子邮箱", ("邮箱", "E-mail"), longest=254, width=26),
        Column("unit", "单位", ("单位名称", "Unit"), longest=100, width=28),
        Column("post", "岗位", ("岗位名称", "Post"), longest=100, width=20),
        Column("since", "任职开始", ("From",), kind="date", width=12),
        Column("until", "任职结束", ("To",), kind="date", width=12),
    ),
}


def template() -> bytes:
    """The workbook with its headers and nothing else."""
    return workbook([Sheet(name, columns, ()) for name, columns in COLUMNS.items()])


def exported(actor: Actor) -> bytes:
    """Every unit, post and person with all holdings; importing it again changes nothing."""
    require(actor, "unit.manage")
    rows = {UNITS: _unit_rows(), POSTS: _post_rows(), HOLDINGS: _holding_rows()}
    return workbook([Sheet(name, COLUMNS[name], rows[name]) for name in COLUMNS])


def _unit_rows() -> list[list[object]]:
    return [
        [unit.key, unit.name, unit.short_name, "、".join(unit.aliases), name_of("unit_kind", unit.kind),
         unit.parent.name if unit.parent else "", unit.position, unit.since, unit.until]
        for unit in Unit.objects.select_related("parent").order_by("position", "key")
    ]  # fmt: skip


def _post_rows() -> list[list[object]]:
    return [
        [post.key, post.unit.name, post.name, role_words(post.role, "zh"),  # type: ignore[arg-type]
         post.position, post.since, post.until]
        for post in Post.objects.select_related("unit").order_by("unit__position", "unit_id", "position")
    ]  # fmt: skip


def _holding_rows() -> list[list[object]]:
    rows: list[list[object]] = []
    held: dict[int, list[tuple[Post, date, date | None]]] = {}
    for holding in Holding.objects.select_related("post__unit").order_by("since", "pk"):
        held.setdefault(holding.person_id, []).append((holding.post, holding.since, holding.until))
    for person in Person.objects.order_by("name", "key"):
        head = [person.key, person.name, person.email]
        for post, since, until in held.get(person.pk, ()):
            rows.append([*head, post.unit.name, post.name, since, until])
        if person.pk not in held:
            rows.append([*head, "", "", None, None])
    return rows
