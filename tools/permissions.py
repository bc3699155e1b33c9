"""Write docs/permissions.md from the table of permissions."""

from __future__ import annotations

from corpus import ROOT
from luoshi.city.rules.permissions import ROLES, permission_words, permissions, role_words, scope_of
from luoshi.city.rules.separation import kind_of, kind_words, kinds

TARGET = ROOT / "docs" / "permissions.md"
HEAD = """\
# Who may see and do what

Made by `make docs-permissions` from `src/luoshi/city/rules/permissions.toml`; change the table there.
A role is a role of a post: whoever holds the post today has it, on pages and in the API alike, and loses it
at the first request after the last day. `tests/city/permissions` walks it over every page and API call.

| scope | reaches |
|---|---|
| all | every object |
| unit | tasks that the person's unit leads or supports, once issued, and what belongs to them |
| lead | tasks that the person's unit leads, once issued |
| sponsored | tasks whose sponsor holds the person's post, once issued |
| released | what the office has released to the public |
| – | nothing: the page answers 403, an object outside the scope 404 |

"""

SEPARATION = """\

## Posts that exclude each other

From `src/luoshi/city/rules/separation.toml` (GB/T 22239-2019, 8.1.4.2 d, 8.1.5;
[why](decisions/0025-posts-that-exclude-each-other.md)). Posts of different kinds are not held on the same
day, and nobody gives a post to themselves, holds it longer or changes its role. Where older data breaks
this, the kind named first gives permissions and the others rest.

"""


def permissions_text() -> str:
    """The page as the published file holds it."""
    columns = "".join(f" {role_words(role, 'zh')} {role_words(role, 'en')} |" for role in ROLES)
    lines = [f"| permission | what it allows |{columns}", "|---|---|" + "---|" * len(ROLES)]
    for permission in permissions():
        words = f"{permission_words(permission, 'zh')}<br>{permission_words(permission, 'en')}"
        cells = "".join(f" {_cell(scope_of(role, permission))} |" for role in ROLES)
        lines.append(f"| `{permission}` | {words} |{cells}")
    return HEAD + "\n".join(lines) + "\n" + _separation_text()


def _separation_text() -> str:
    """Which posts exclude each other, and which roles give much."""
    lines = ["| kind | roles |", "|---|---|"]
    for kind in kinds():
        roles = [role for role in ROLES if role != "public" and kind_of(role) == kind]
        words = "、".join(role_words(role, "zh") for role in roles)
        lines.append(f"| {kind_words(kind, 'zh')} {kind_words(kind, 'en')} | {words} |")
    return SEPARATION + "\n".join(lines) + "\n"


def _cell(scope: str) -> str:
    return "–" if scope == "none" else scope


if __name__ == "__main__":
    TARGET.write_text(permissions_text(), encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)} written")
