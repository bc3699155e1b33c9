"""Reading takes time in proportion to the text, whatever stands in it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from lxml import etree

from luoshi import read
from luoshi.reading.intake import from_bytes
from luoshi.reading.intake.numbering import Numbering
from luoshi.reading.normalization import normalize
from luoshi.reading.text import LONGEST_SENTENCE, Source

ROOT = Path(__file__).resolve().parents[2]
PLAN = "2026年青岚市政府工作报告\n二、2026年工作安排\n"


def test_double_the_hostile_text_takes_at_most_double_the_time_and_a_half() -> None:
    """Processor seconds of child processes at doubled length, best of three: see tools/recipes.py."""
    recipes = ROOT / "tools" / "recipes.py"
    arguments = ("--only", "^named:", "--lengths", "20000", "40000", "--further", "0", "--jobs", "2")
    ran = subprocess.run(
        [sys.executable, str(recipes), *arguments], check=False, capture_output=True, text=True, timeout=300
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_a_sentence_that_never_ends_is_read_in_parts_between_its_clauses() -> None:
    text = PLAN + "".join(f"新建学校{number}所，" for number in range(100, 1000))
    report = read(text, year=2026, any_text=True)
    assert [figure.quote for figure in report.figures] == [f"{number}所" for number in range(100, 1000)]
    assert {figure.subject for figure in report.figures} == {"新建学校"}
    assert all(text[figure.start : figure.end] == figure.quote for figure in report.figures)


def test_no_sentence_of_a_normalized_text_is_longer_than_any_that_is_written() -> None:
    for unit in ("甲", "甲、", "甲，乙、", "甲；", "增长5%？", "1", "|甲"):
        normalized, _ = normalize(unit * 3 * LONGEST_SENTENCE)
        assert max(map(len, normalized.text.replace("。", "\n").split("\n"))) <= LONGEST_SENTENCE
        assert normalized.text.replace("\n", "") == unit * 3 * LONGEST_SENTENCE


def test_a_long_sentence_that_is_written_stays_whole() -> None:
    sentence = "，".join(["推进城市建设"] * (LONGEST_SENTENCE // 2 // 7)) + "。"
    normalized, notices = normalize(sentence * 5)
    assert (normalized.text, notices) == (sentence * 5, ())


def test_numbers_of_any_length_are_read_or_left_out() -> None:
    for digits in (24, 25, 4301, 40000):
        nines = "9" * digits
        text = (
            f"{PLAN}占1/{nines}，比例1:{nines}，从1至{nines}，投资{nines}亿元，{nines}年，第{nines}，增长5%。"
        )
        assert "5%" in [figure.quote for figure in read(text, year=2026, any_text=True).figures]


def test_noise_is_refused_by_its_first_bad_bytes() -> None:
    report = "青岚市政府工作报告\n".encode("gb18030") * 20
    found = list(from_bytes(report + b"\xff" * 100_000, "甲.txt"))
    assert [getattr(one, "code", None) for one in found] == ["undecodable"]
    damaged = list(from_bytes(report * 10 + b"\xff" + report, "甲.txt"))
    assert [type(one) for one in damaged] == [Source]


def test_the_number_a_word_list_starts_at_is_short() -> None:
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    for digits, prefix in (("7", "G"), ("999999999", "A"), ("9" * 5000, "A")):
        level = f'<w:lvl w:ilvl="0"><w:start w:val="{digits}"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%1"/>'
        number = '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
        lists = f'<w:abstractNum w:abstractNumId="1">{level}</w:lvl></w:abstractNum>{number}'
        counting = Numbering(etree.fromstring(f'<w:numbering xmlns:w="{main}">{lists}</w:numbering>'), None)
        of_list = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        assert counting.prefix(etree.fromstring(f'<w:p xmlns:w="{main}">{of_list}</w:p>')) == prefix
