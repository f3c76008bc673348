"""The page of types is what the taxonomy makes of it."""

from __future__ import annotations

import re

from geotrack.taxonomy import built_in_taxonomy
from tools import types_page


def test_the_page_is_what_the_tool_makes() -> None:
    known = types_page.PAGE.read_text(encoding="utf-8")
    assert known == types_page.page(built_in_taxonomy()), "python -m tools.types_page"


def test_each_type_stands_in_its_theme_and_what_is_enough_is() -> None:
    known, rows = built_in_taxonomy(), {}
    for section in types_page.page(known).split("\n## ")[1:-1]:  # the last is of outlines
        (theme,) = re.findall(r"^`(\w+)`, in", section, re.MULTILINE)
        for id_, enough in re.findall(
            r"^\| `([^`]+)` \|.*\| (?:`([^`]+)`)? ?\|[^|]+\|$", section, re.M
        ):
            rows[id_] = enough
            assert known.types[id_].theme.id == theme
            if enough:
                assert known.resolve(enough).id == id_
    assert list(rows) == list(known.types)
    assert {word for word in rows.values() if word} == {w for w in known.words if "/" not in w}
