"""Reading a number where it stands: on the pages as they are served, in the bulletin, from the API."""

from __future__ import annotations

import hashlib
import io
import json
import re
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.test import Client
from django.utils import timezone
from docx import Document
from lxml import html

from city.agreement.world import LED, YEAR
from city.logged import record
from luoshi.city.chain.entries import Signature
from luoshi.city.people.models import Token
from luoshi.city.rules.permissions import permissions
from luoshi.city.rules.words import name_of
from luoshi.city.site.words import say_in

if TYPE_CHECKING:
    from city.office import Office

LEADER, OFFICE, UNIT, UNITS = (f"/dashboards/{name}/" for name in ("leader", "office", "unit", "units"))


class Pages:
    """The pages as they are served now, each fetched once."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._clients: dict[str | None, Client] = {}
        self._served: dict[tuple[str | None, str], Any] = {}
        self._pages: dict[tuple[str | None, str], Any] = {}

    def served(self, who: str | None, address: str) -> Any:
        if who not in self._clients:
            self._clients[who] = self._office.client(who)
        if (who, address) not in self._served:
            answer = self._clients[who].get(address)
            assert answer.status_code == 200, (address, answer.status_code)
            self._served[who, address] = answer
        return self._served[who, address]

    def page(self, who: str | None, address: str) -> Any:
        if (who, address) not in self._pages:
            self._pages[who, address] = html.fromstring(self.served(who, address).content.decode())
        return self._pages[who, address]

    def sentence(self, who: str | None, address: str, key: str) -> dict[str, int]:
        """The numbers in the words of ``key``, as the page says them."""
        return _numbers_in(_bare(self.page(who, address).text_content()), say_in("zh", key))

    def chart(self, who: str, address: str, query: str) -> int:
        """The number beside the link to the list of ``query`` below a chart."""
        found = self.page(who, address).xpath(
            f"//ul[@class='key']/li[a[contains(concat(@href, '&'), '{query}&')]]/span[@class='n']"
        )
        return int(found[0].text_content())

    def listed(self, query: str, who: str = "office") -> int:
        """How many tasks the list of ``query`` has."""
        return self.sentence(who, f"/tasks/?year={YEAR}&{query}", "tasks.task_list.found")["count"]

    def api(self, query: str) -> int:
        """How many tasks the API gives for ``query``."""
        answer = Client().get(f"/api/v1/tasks?limit=200&year={YEAR}&{query}", headers=self._token)
        return len(json.loads(answer.content)["items"])

    @cached_property
    def _token(self) -> dict[str, str]:
        digest = hashlib.sha256(b"one number").hexdigest()
        token = Token.objects.filter(digest=digest).first() or Token.objects.create(
            person=self._office.people["office"], name="tests", digest=digest, scopes=list(permissions()),
            expires_at=timezone.now() + timedelta(days=1),
        )  # fmt: skip
        record(Signature.program("tests"), "token.add", token)
        return {"Authorization": "Bearer one number"}

    @cached_property
    def units(self) -> dict[str, dict[str, str]]:
        """The cells of the comparison of units, by the unit and the head of the column."""
        return {
            row.xpath("string(th)").strip(): {
                cell.get("data-label"): _bare(cell.text_content()) for cell in row.xpath("td")
            }
            for row in self.page("office", UNITS).xpath("//table/tbody/tr")
        }

    def compared(self, unit: str, column: str, key: str = "") -> Any:
        """A cell of the comparison of units: its number, or the numbers in the words of ``key``."""
        cell = self.units[LED[unit]][say_in("zh", f"dashboards.units_page.{column}")]
        return _numbers_in(cell, say_in("zh", key)) if key else int(cell or 0)

    def lit(self, unit: str, colour: str) -> int:
        """How many tasks of a colour the comparison says that a unit has."""
        found = re.search(rf"{name_of('light', colour)}(\d+);", self.units[LED[unit]][_word("red")])
        return int(found.group(1)) if found else 0

    @cached_property
    def _paper(self) -> Any:
        given = {
            "month": f"{YEAR}-01", "lists": ["units", "overdue", "obstacles"], "silent": self.candidates("silent"),
        }  # fmt: skip
        answer = self._office.client("office").post("/documents/bulletin.docx", given)
        assert answer.status_code == 200, answer.content.decode()[:500]
        return Document(io.BytesIO(answer.getvalue()))

    @cached_property
    def paper(self) -> str:
        """The words of the bulletin."""
        return _bare("".join(paragraph.text for paragraph in self._paper.paragraphs))

    def told(self, words: str) -> int:
        """A number in the bulletin: ``逾期任务{n}项``; 0 where it is not spoken of."""
        found = re.search(words.replace("{n}", r"(\d+)"), self.paper)
        return int(found.group(1)) if found else 0

    def rows(self, head: str) -> list[dict[str, str]]:
        """The rows of the bulletin's table with a column called ``head``."""
        for table in self._paper.tables:
            columns = [cell.text for cell in table.rows[0].cells]
            if head in columns:
                return [
                    dict(zip(columns, (cell.text for cell in row.cells), strict=True))
                    for row in table.rows[1:]
                ]
        return []

    def of_unit(self, unit: str, column: str) -> int:
        """A number of a unit in the bulletin."""
        return next(int(row[column]) for row in self.rows("按期办结") if row["单位"] == LED[unit])

    def candidates(self, group: str) -> list[str]:
        """The units that the form of the bulletin gives reason to name."""
        page = self.page("office", f"/documents/bulletin/?month={YEAR}-01")
        return [str(box) for box in page.xpath(f"//input[@name='{group}']/@value")]

    def lines(self, part: str) -> list[Any]:
        """The lines of a part of the office's desk."""
        found = self.page("office", OFFICE).xpath(f"//section[@aria-labelledby='{part}']//li")
        return list(found)

    def numbers_in(self, words: str, key: str) -> dict[str, int]:
        """The numbers in ``words``, which are those of ``key``."""
        return _numbers_in(words, say_in("zh", key))

    def line(self, name: str, words: str) -> str:
        """The line of a part of the office's desk that links to ``words``."""
        rows = [row for row in self.lines(name) if row.xpath("string(a)").strip() == words]
        return _bare(rows[0].text_content())


def _bare(words: str) -> str:
    return re.sub(r"\s+", "", words)


def _numbers_in(words: str, template: str) -> dict[str, int]:
    parts = re.split(r"(\{\w+\})", _bare(template))
    pattern = "".join(
        rf"(?P<{part[1:-1]}>\d+)" if part.startswith("{") else re.escape(part) for part in parts
    )
    found = re.search(pattern, words)
    assert found, (template, words)
    return {name: int(number) for name, number in found.groupdict().items()}


def _word(column: str) -> str:
    return say_in("zh", f"dashboards.units_page.{column}")
