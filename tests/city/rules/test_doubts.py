"""What is asked before it is written: days that are past, years that are over, other places."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.city.rules.doubts import Place, days_past, doubts, is_elsewhere, year_is_over

SIPING = Place("四平市", "220300")
QINGLAN = Place("青岚市")


@pytest.mark.parametrize(
    ("due", "days"),
    [(date(2026, 11, 29), 1), (date(2026, 11, 30), 0), (date(2026, 12, 1), 0), (date(2020, 12, 31), 2160)],
)
def test_days_past(due: date, days: int) -> None:
    assert days_past(due, date(2026, 11, 30)) == days


def test_a_year_is_over_once_the_next_has_begun() -> None:
    assert doubts().report_years == 1
    over = [year for year in (None, 2020, 2025, 2026, 2027) if year_is_over(year, date(2026, 1, 1))]
    assert over == [2020, 2025]


@pytest.mark.parametrize(
    ("site", "of", "elsewhere"),
    [
        # by code: the place itself, a district of it, its province, the nation
        (SIPING, Place("四平市", "220300"), False),
        (SIPING, Place("铁东区", "220302"), False),
        (SIPING, Place("吉林省", "220000"), False),
        (SIPING, Place("全国", "000000"), False),
        # another prefecture of the province, its district, another province
        (SIPING, Place("辽源市", "220400"), True),
        (SIPING, Place("龙山区", "220402"), True),
        (SIPING, Place("辽宁省", "210000"), True),
        # a county's site: its city and its province are above it, its neighbour is another
        (Place("梨树县", "220322"), SIPING, False),
        (Place("梨树县", "220322"), Place("吉林省", "220000"), False),
        (Place("梨树县", "220322"), Place("伊通满族自治县", "220323"), True),
        # a place that the table lacks, by name
        (QINGLAN, Place("青岚市"), False),
        (QINGLAN, Place("青岚市东港区"), False),
        (QINGLAN, Place("岚江省青岚市"), False),
        (QINGLAN, Place("全国", "000000"), False),
        (QINGLAN, SIPING, True),
        (QINGLAN, Place("白沙市"), True),
        # a county of a name that several have is told by the names inside the site's place
        (SIPING, Place("铁东区"), False),
        (SIPING, Place("朝阳区"), True),
        # nothing is known, nothing is asked
        (SIPING, Place(""), False),
        (Place(""), SIPING, False),
    ],
)
def test_another_place(site: Place, of: Place, elsewhere: bool) -> None:
    assert is_elsewhere(site, of, below=("铁东区", "铁西区", "梨树县")) is elsewhere
