"""From a folder of reports to a panel: what is read, what is known, what is refused."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from luoshi.errors import UsageError
from luoshi.ledger.panels import BuildResult, Plan, Settings, build_panel
from luoshi.ledger.panels.store import opened_store

PLACES = ("吉林省四平市", "吉林省辽源市", "吉林省白山市")


def text(place: str, year: int, growth: float = 5) -> str:
    """A small report, made up."""
    return (
        f"{place}政府工作报告\n\n——{year}年1月10日在{place[3:]}第九届人民代表大会第三次会议上\n\n各位代表：\n\n"
        f"一、{year - 1}年工作回顾\n\n全市地区生产总值增长{growth + 1}%，粮食产量90.5亿斤。\n\n"
        f"二、{year}年工作安排\n\n主要预期目标是：地区生产总值增长{growth}%左右，城镇新增就业3万人以上，"
        f"到{year + 2}年森林覆盖率达到20%。\n"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Nine made-up reports of three cities."""
    made = tmp_path / "reports"
    made.mkdir()
    for place in PLACES:
        for year in (2022, 2023, 2024):
            (made / f"{place}-{year}.txt").write_text(text(place, year), encoding="utf-8")
    return made


def counts(built: BuildResult) -> tuple[int, int]:
    return built.read, built.known


def test_panel_has_one_row_a_place_year_indicator_and_status(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "panel.parquet"
    built = build_panel([folder], out)
    panel = pl.read_parquet(out)
    assert (built.rows, counts(built), built.failures) == (len(panel), (9, 0), ())
    assert not panel.select("place_code", "year", "indicator", "status").is_duplicated().any()
    assert panel["place_code"].is_sorted()
    targets = panel.filter(indicator="gdp_growth", status="target", place="四平市")
    assert targets.select("year", "value").rows() == [(2022, 5.0), (2023, 5.0), (2024, 5.0)]
    forest = panel.filter(indicator="forest_coverage", status="target", place="四平市")
    assert forest.select("year", "report_year").rows() == [(2024, 2022), (2025, 2023), (2026, 2024)]
    for row in panel.to_dicts():
        assert Path(row["file"]).read_text(encoding="utf-8")[row["start"] : row["end"]] == row["quote"]


def test_file_is_read_again_only_when_it_changed(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "panel.parquet"
    assert counts(build_panel([folder], out)) == (9, 0)
    before = out.read_bytes()
    assert counts(build_panel([folder], out)) == (0, 9)
    assert out.read_bytes() == before
    changed = folder / f"{PLACES[0]}-2023.txt"
    os.utime(changed, (0, 0))
    assert counts(build_panel([folder], out)) == (0, 9), "a new date is no new content"
    changed.write_text(text(PLACES[0], 2023, growth=8), encoding="utf-8")
    assert counts(build_panel([folder], out)) == (1, 8)
    panel = pl.read_parquet(out).filter(indicator="gdp_growth", status="target", place="四平市", year=2023)
    assert panel["value"].to_list() == [8.0]


def test_everything_is_read_again_by_another_reader(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "panel.parquet"
    build_panel([folder], out)
    monkeypatch.setattr("luoshi.ledger.panels.store.reader_fingerprint", lambda: "0123456789abcdef")
    assert counts(build_panel([folder], out)) == (9, 0)
    assert [path.name for path in (tmp_path / "panel.cache").iterdir() if path.is_dir()] == [
        "0123456789abcdef"
    ]


def test_everything_is_read_again_in_another_way(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "panel.parquet"
    build_panel([folder], out)
    assert counts(build_panel([folder], out, Plan(settings=Settings(place="四平市")))) == (9, 0)
    assert set(pl.read_parquet(out)["place"]) == {"四平市"}


def test_damaged_part_is_read_again(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "panel.parquet"
    build_panel([folder], out)
    before = out.read_bytes()
    first, second, *_ = sorted((tmp_path / "panel.cache").rglob("*.parquet"))
    first.write_bytes(first.read_bytes()[:-20])
    second.write_bytes(b"")
    assert counts(build_panel([folder], out)) == (2, 7)
    assert out.read_bytes() == before


def test_order_and_repetition_of_paths_do_not_matter(folder: Path, tmp_path: Path) -> None:
    files = sorted(folder.iterdir())
    one, two = tmp_path / "one.parquet", tmp_path / "two.parquet"
    build_panel(files, one)
    built = build_panel([*reversed(files), *files], two)
    assert counts(built) == (9, 0)
    assert one.read_bytes() == two.read_bytes()


def test_bad_files_stop_nothing_and_are_listed_at_the_end(folder: Path, tmp_path: Path) -> None:
    (folder / "0空.txt").write_text("", encoding="utf-8")
    (folder / "中.pdf").write_bytes(b"%PDF-1.4 broken")
    out = tmp_path / "panel.parquet"
    built = build_panel([folder, tmp_path / "nowhere.txt"], out)
    assert [error.code for error in built.failures] == ["empty_file", "damaged_pdf", "missing_file"]
    assert pl.read_parquet(out)["sha256"].n_unique() == 9
    assert counts(build_panel([folder], out)) == (2, 9), "what failed is tried again"


def test_nothing_readable_writes_nothing(tmp_path: Path) -> None:
    built = build_panel([tmp_path / "nowhere.txt"], tmp_path / "panel.csv")
    assert (built.rows, len(built.failures)) == (None, 1)
    assert not (tmp_path / "panel.csv").exists()


def test_collection_is_read_text_by_text(tmp_path: Path) -> None:
    lines = [json.dumps({"content": text(PLACES[0], year)}, ensure_ascii=False) for year in (2022, 2023)]
    collection = tmp_path / "all.jsonl"
    collection.write_text("\n".join([*lines, "{broken"]), encoding="utf-8")
    built = build_panel([collection], tmp_path / "p.parquet")
    assert (counts(built), [error.code for error in built.failures]) == ((2, 0), ["broken_json_line"])
    panel = pl.read_parquet(tmp_path / "p.parquet")
    assert set(panel["file"]) == {f"{collection}#1", f"{collection}#2"}
    assert counts(build_panel([collection], tmp_path / "p.parquet")) == (0, 2)


def test_wide_panel_has_one_row_a_place_and_year(folder: Path, tmp_path: Path) -> None:
    long, wide = tmp_path / "long.parquet", tmp_path / "wide.parquet"
    build_panel([folder], long)
    build_panel([folder], wide, Plan(wide=True, cache=tmp_path / "long.cache"))
    rows = pl.read_parquet(wide)
    assert not rows.select("place_code", "year").is_duplicated().any()
    assert rows.columns[:4] == ["place_code", "place", "province", "year"]
    for row in pl.read_parquet(long).to_dicts():
        cell = rows.filter(place_code=row["place_code"], year=row["year"])
        name = f"{row['indicator']}_{row['status']}"
        assert cell[name].to_list() == [row["value"]]
        if row["status"] == "target":
            assert cell[f"{name}_bound"].to_list() == [row["bound"]]


def test_wide_panel_names_units_where_they_differ(tmp_path: Path) -> None:
    for year, unit in ((2023, "斤"), (2024, "吨")):
        made = text(PLACES[0], year).replace("90.5亿斤", f"90.5亿{unit}")
        (tmp_path / f"{year}.txt").write_text(made, encoding="utf-8")
    out = tmp_path / "w.parquet"
    build_panel(sorted(tmp_path.glob("*.txt")), out, Plan(wide=True))
    rows = pl.read_parquet(out)
    assert rows["grain_output_actual_unit"].drop_nulls().to_list() == ["斤", "吨"]
    assert "gdp_growth_target_unit" not in rows.columns


def test_all_keeps_what_the_rule_left_out(folder: Path, tmp_path: Path) -> None:
    special = text(PLACES[0], 2024, growth=6)
    (folder / "再报.txt").write_text(special, encoding="utf-8")
    build_panel([folder], tmp_path / "p.csv", Plan(every=True))
    panel = pl.read_csv(tmp_path / "p.csv")
    targets = panel.filter(indicator="gdp_growth", status="target", place="四平市", year=2024)
    assert targets["choice"].to_list() == ["chosen", "outranked"]
    assert targets.select("candidates", "candidate_values").unique().rows() == [(2, 2)]


@pytest.mark.parametrize(
    ("out", "plan", "code"),
    [
        ("p.docx", Plan(), "unknown_panel_format"),
        ("p.csv", Plan(wide=True, every=True), "wide_of_all"),
        ("in.csv", Plan(), "output_is_input"),
        ("p.csv", Plan(cache=Path(__file__).parent), "panel_cache_is_not_one"),
        ("p.csv", Plan(settings=Settings(encoding="klingon")), "unknown_encoding"),
    ],
)
def test_impossible_plans_are_refused_before_anything_is_read(
    tmp_path: Path, out: str, plan: Plan, code: str
) -> None:
    (tmp_path / "in.csv").write_text("content\n", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        build_panel([tmp_path / "in.csv"], tmp_path / out, plan)
    assert caught.value.code == code


def test_two_runs_do_not_share_a_cache_at_once(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "panel.cache"
    with opened_store(cache), pytest.raises(UsageError, match="另一个"):
        build_panel([folder], tmp_path / "panel.csv")
    assert build_panel([folder], tmp_path / "panel.csv").rows


def test_killed_run_goes_on_where_it_was(folder: Path, tmp_path: Path) -> None:
    out, clean = tmp_path / "panel.parquet", tmp_path / "clean.parquet"
    build_panel([folder], clean)
    done = _killed_after(4, folder, out)
    assert done == -signal.SIGKILL
    assert not out.exists()
    read, known = counts(build_panel([folder], out))
    assert read + known == 9
    assert known >= 3
    assert out.read_bytes() == clean.read_bytes()


def _killed_after(texts: int, folder: Path, out: Path) -> int:
    """Run in a process of its own that kills itself once ``texts`` files are done."""
    code = f"""
import os, signal
from pathlib import Path
from luoshi.ledger.panels import build_panel

class Killer:
    count = 0
    def found(self, count): pass
    def done(self):
        self.count += 1
        if self.count == {texts}:
            os.kill(os.getpid(), signal.SIGKILL)

build_panel([{str(folder)!r}], Path({str(out)!r}), watcher=Killer())
"""
    return subprocess.run([sys.executable, "-c", code], check=False).returncode


def test_watcher_hears_of_everything_once(folder: Path, tmp_path: Path) -> None:
    class Counter:
        heard = 0
        finished = 0

        def found(self, count: int) -> None:
            self.heard += count

        def done(self) -> None:
            self.finished += 1

    (folder / "0空.txt").write_text("", encoding="utf-8")
    for _ in range(2):
        counter = Counter()
        build_panel([folder, folder], tmp_path / "p.csv", watcher=counter)
        assert counter.heard == counter.finished == 20


def test_bundled_city_is_one_place_once_it_is_named(fictional: tuple[Path, ...], tmp_path: Path) -> None:
    out = tmp_path / "p.parquet"
    build_panel(fictional, out, Plan(settings=Settings(place="青岚市")))
    panel = pl.read_parquet(out).filter(indicator="gdp_growth")
    targets = panel.filter(status="target").select("year", "value", "bound").rows()
    assert targets == [(2023, 6.5, "about"), (2024, 5.5, "about"), (2025, 5.5, "about"), (2026, 5.0, "about")]
    assert set(panel["place"]) == {"青岚市"}
