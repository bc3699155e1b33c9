"""The same report in other dress: titles, lines, characters. Every shape takes a paper and gives a text."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import NamedTuple

_ADDRESS = re.compile("各位代表|同志们")
_HEADING = re.compile("(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)[^。！；]{2,44}\\Z")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_POINT = re.compile(r"(?<=[0-9])\.(?=[0-9])")
_THOUSANDS = re.compile(r"(?<![0-9.])([0-9]{1,3})([0-9]{3})(?=(?:\.[0-9]+)?[万亿个人户家公元吨])")
_NOTED = re.compile("(?<=[一-龥]{2})(?:工程|行动|计划|机制|项目)(?=[，。、])")
_PAGE = 900  # characters


class Paper(NamedTuple):
    """A report as plain paragraphs: ``head`` are the lines before the address, ``body`` the rest."""

    name: str
    place: str
    year: int
    head: tuple[str, ...]
    body: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """All paragraphs."""
        return (*self.head, *self.body)

    @property
    def text(self) -> str:
        """One paragraph a line."""
        return "\n".join(self.lines)


Shape = Callable[[Paper], str]


def paper(name: str, place: str, year: int, text: str) -> Paper:
    """The paper of a text that has one paragraph a line."""
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines[:14]) if _ADDRESS.match(line)), 0)
    return Paper(name, place, year, tuple(lines[:first]), tuple(lines[first:]))


def titled(title: str, *further: str) -> Shape:
    """The body below another title (``{year}`` and ``{place}`` are set in) and nothing else."""

    def shape(of: Paper) -> str:
        lines = [line.format(year=of.year, place=of.place) for line in (title, *further)]
        return "\n".join([*lines, *of.body])

    return shape


def with_contents(of: Paper, *, leaders: bool) -> str:
    """A table of contents before the report, with pages or without."""
    headings = [line for line in of.lines if _HEADING.match(line)]
    if not leaders:
        headings = [line for line in headings if not line.startswith("（")]
    entries = [f"{line}{'…' * 6}{number}" if leaders else line for number, line in enumerate(headings, 1)]
    return "\n".join(["政府工作报告", "目　录", *entries, *of.lines])


def with_running_head(of: Paper, every: int = 9) -> str:
    """A title with the year between every ninth paragraph and the next, as the head of each page."""
    lines: list[str] = []
    for number, line in enumerate(of.lines):
        if number and number % every == 0:
            lines.append(f"{of.year}年政府工作报告")
        lines.append(line)
    return "\n".join(lines)


def wrapped(width: int, *, gap: str = "\n") -> Shape:
    """Lines of ``width`` characters, paragraphs indented by two."""

    def shape(of: Paper) -> str:
        lines: list[str] = []
        for line in of.lines:
            text = f"\u3000\u3000{line}" if len(line) > width - 2 else line
            lines += [text[at : at + width] for at in range(0, len(text), width)]
        return gap.join(lines)

    return shape


def cut(of: Paper) -> str:
    """A third of the long paragraphs cut in two by a blank line."""
    draw = random.Random(5)
    lines: list[str] = []
    for line in of.lines:
        if len(line) > 200 and draw.random() < 0.3:
            at = draw.randrange(60, len(line) - 60)
            lines += [line[:at], "", line[at:]]
        else:
            lines.append(line)
    return "\n".join(lines)


def paged(head: str = "") -> Shape:
    """Pages that break inside sentences, with numbers and maybe a running head."""

    def shape(of: Paper) -> str:
        lines: list[str] = []
        filled, page = 0, 1
        for paragraph in of.lines:
            rest = paragraph
            while filled + len(rest) > _PAGE:
                at = _PAGE - filled
                if at < 5 or at > len(rest) - 5:
                    break
                lines += [rest[:at], "", f"- {page} -", ""]
                lines += [head.format(year=of.year, place=of.place)] if head else []
                rest, filled, page = rest[at:], 0, page + 1
            lines.append(rest)
            filled = filled + len(rest) if filled + len(rest) <= _PAGE else 0
        return "\n".join(lines)

    return shape


def newspaper(of: Paper) -> str:
    """Columns of a newspaper: twenty characters a line, an empty line between paragraphs and none indented."""
    lines: list[str] = []
    for line in of.lines:
        lines += [*(line[at : at + 20] for at in range(0, len(line), 20)), ""]
    return "\n".join(lines)


def full_width(text: str) -> str:
    """Digits, Latin letters, points and percent signs as wide as Chinese."""
    return "".join(chr(ord(char) + 0xFEE0) if re.match(r"[0-9A-Za-z.%]", char) else char for char in text)


def half_width(text: str) -> str:
    """Chinese punctuation as a Latin keyboard has it."""
    return text.translate(str.maketrans("，；：！？（）", ",;:!?()"))


def _radicals() -> dict[int, str]:
    plain = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0x2F00, 0x2FD6)}
    plain |= dict(
        zip("民长见门车马龙鱼贝页风飞食黄齐青麦西", "⺠⻓⻅⻔⻋⻢⻰⻥⻉⻚⻛⻜⻝⻩⻬⻘⻨⻄", strict=True)
    )
    return {ord(char): radical for char, radical in plain.items()}


def noted(text: str) -> str:
    """The mark of a note behind some words."""
    marks = ["①", "[1]", "［7］", "〔3〕"]
    count = iter(range(len(text)))
    return _NOTED.sub(lambda match: match.group() + marks[next(count) % len(marks)], text)


def _of_text(change: Callable[[str], str]) -> Shape:
    return lambda of: change(of.text)


def _points(point: str) -> Shape:
    return _of_text(lambda text: _POINT.sub(point, text))


def _thousands(mark: str) -> Shape:
    return _of_text(lambda text: _THOUSANDS.sub(rf"\1{mark}\2", text))


def _joined(gap: str) -> Shape:
    return lambda of: gap.join(of.lines)


_NOTICE = (
    "{place}人民政府关于印发{year}年政府工作报告的通知",
    "各县（市、区）人民政府，市政府各部门：",
    "{year}年政府工作报告已经大会审议通过，现印发给你们，请认真贯彻落实。",
    "{place}人民政府",
    "{year}年2月3日",
    "政府工作报告",
)

TEXT_SHAPES: dict[str, Shape] = {
    "title: year in front": titled("{year}年政府工作报告"),
    "title: year behind": titled("政府工作报告{year}年"),
    "title: year in brackets": titled("政府工作报告（{year}年）"),
    "title: place and year": titled("{place}{year}年政府工作报告"),
    "title: （全文）": titled("{year}年{place}政府工作报告（全文）"),
    "title: （摘要）": titled("{year}年政府工作报告（摘要）"),
    "title: （摘登）": titled("{year}年政府工作报告（摘登）"),
    "title: (节选)": titled("{year}年政府工作报告(节选)"),
    "title: as a running head": with_running_head,
    "title: in a notice": titled(*_NOTICE),
    "title: contents with pages": lambda of: with_contents(of, leaders=True),
    "title: contents without pages": lambda of: with_contents(of, leaders=False),
    "title: none": lambda of: "\n".join(of.body),
    "lines: one, wide blanks": _joined("\u3000\u3000"),
    "lines: one, blanks": _joined(" "),
    "lines: one, nothing between": _joined(""),
    **{
        f"lines: of {width}{name}": wrapped(width, gap=gap)
        for width in (20, 37, 60)
        for name, gap in (("", "\n"), (", blank lines", "\n\n"))
    },
    "lines: CR LF": _of_text(lambda text: text.replace("\n", "\r\n")),
    "lines: cut paragraphs": cut,
    "lines: pages": paged(),
    "lines: pages with heads": paged("政府工作报告（{year}年）"),
    "lines: newspaper columns": newspaper,
    "characters: full width": _of_text(full_width),
    "characters: half width": _of_text(half_width),
    "characters: blanks at numbers": _of_text(lambda text: _NUMBER.sub(r" \g<0> ", text)),
    "characters: no-break blanks": _of_text(lambda text: _NUMBER.sub("\xa0\\g<0>\xa0", text)),
    "characters: zero width": _of_text(lambda text: re.sub("([0-9])", "\u200b\\1", text)),
    "characters: radicals": _of_text(lambda text: text.translate(_radicals())),
    **{f"characters: point {point}": _points(point) for point in "·．。﹒"},
    "characters: thousands ,": _thousands(","),
    "characters: thousands ，": _thousands("，"),
    "characters: note marks": _of_text(noted),
}


def names(shapes: Iterable[str], only: str) -> list[str]:
    """The names among ``shapes`` in which the pattern ``only`` is found."""
    return [name for name in shapes if re.search(only, name)]
