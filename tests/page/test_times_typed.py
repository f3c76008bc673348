"""Periods that a reader types mean to the page's script the days that they mean to Python.

`GEOTRACK_WRITE_GOLDEN=1` writes what web/tests/page/periods.test.js holds the script to.
"""

from __future__ import annotations

import json
import os
from datetime import timedelta

from geotrack.dates import When
from geotrack.files.resources import PACKAGE
from geotrack.notation.date_expressions import parse_date_range

FIXTURE = PACKAGE.parent / "web" / "tests" / "fixtures" / "typed-periods.json"
MONTHS = (("February", "februar"), ("August", "august"), ("November", "november"))
OF_MONTHS = (
    ("early {en} {y}", "tidlig i {nb} {y}"), ("mid-{en} {y}", "midten av {nb} {y}"),
    ("at the end of {en} {y}", "slutten av {nb} {y}"), ("late {en} {y}", "ultimo {nb} {y}"),
    ("first half of {en} {y}", "første halvdel av {nb} {y}"),
    ("the second half of {en} {y}", "siste halvdel av {nb} {y}"),
    ("24/25 {en} {y}", "24./25. {nb} {y}"), ("6 and 7 {en} {y}", "6. og 7. {nb} {y}"),
    ("night of 27–28 {en} {y}", "natten mellom 27. og 28. {nb} {y}"),
    ("night to 1 {en} {y}", "natt til 1. {nb} {y}"),
    ("from early {en} to mid-December {y}", "fra tidlig i {nb} til midten av desember {y}"),
    ("since late {en} {y}", "siden slutten av {nb} {y}"),
    ("{en} {y}", "{nb} {y}"), ("1–10 {en} {y}", "1.–10. {nb} {y}"),
)  # fmt: skip
OF_YEARS = (
    ("early {y}", "i begynnelsen av {y}"), ("mid-{y}", "midten av {y}"), ("late {y}", "sent i {y}"),
    ("first half of {y}", "første halvår {y}"), ("H2 {y}", "annet halvår {y}"),
    ("Q3 {y}", "3. kvartal {y}"), ("third quarter of {y}", "tredje kvartal {y}"),
    ("{y} Q4", "siste kvartal {y}"), ("week 48 of {y}", "uke 48 {y}"), ("week 1, {y}", "uke 1/{y}"),
    ("week 53 of {y}", "uke 53 {y}"), ("summer {y}", "sommeren {y}"), ("fall {y}", "høsten {y}"),
    ("winter {y}", "vinteren {y}"), ("winter {y}/28", "vinteren {y}–28"), ("{y}", "{y}"),
)  # fmt: skip
OTHERS = ("the 1990s", "1990-tallet", "31 November 2026", "6 and 9 July 2024", "soon", "yesterday",
          "night of 27 November 2024", "summr 2025", "early Foo 2024")  # fmt: skip


def texts() -> list[tuple[str, ...]]:
    pairs = [
        tuple(text.format(en=en, nb=nb, y=year) for text in pair)
        for pair in OF_MONTHS
        for en, nb in MONTHS
        for year in (2023, 2024)
    ]
    pairs += [tuple(text.format(y=y) for text in pair) for pair in OF_YEARS for y in (2026, 2027)]
    return [*pairs, *((text,) for text in OTHERS)]


def limits(text: str) -> str | None:
    """Return the first and the last day that a text allows, as a permalink has them."""
    readings = parse_date_range(text)
    if len(readings) != 1:
        return None
    when = When.parse(readings[0].start, readings[0].end)
    last = (when.upper - timedelta(days=1)).isoformat() if when.upper else ""
    return f"{when.lower or ''}..{last}"


def test_the_script_is_held_to_what_python_reads_in_both_languages() -> None:
    found = [[*group, limits(group[0])] for group in texts()]
    for *group, expected in found:
        assert [limits(str(text)) for text in group] == [expected] * len(group), group
    text = "[\n" + ",\n".join(json.dumps(one, ensure_ascii=False) for one in found) + "\n]\n"
    if os.environ.get("GEOTRACK_WRITE_GOLDEN"):
        FIXTURE.write_text(text, encoding="utf-8")
    assert FIXTURE.read_text(encoding="utf-8") == text
