"""Typefaces of a page: it contains every letter that it shows, in at most 130 kB."""

from __future__ import annotations

import html
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from geotrack.page import briefing
from tests.map_workspaces import DEFINITION
from tests.readable import readable
from tests.sample_pages import sample_page

ROOT = Path(__file__).parents[2]
FACE = re.compile(r"@font-face\{[^}]*?unicode-range:([^;]*);[^}]*?base64,([^\"]*)[^}]*\}")
RUSSIAN = "Подъём"
# Chinese characters would take more bytes than the page.
SCRIPTS = ("LATIN", "CYRILLIC")


def points(ranges: str) -> set[str]:
    ends = [one.removeprefix("U+").split("-") for one in ranges.split(",")]
    return {chr(n) for one in ends for n in range(int(one[0], 16), int(one[-1], 16) + 1)}


def letters_of(page: Any) -> tuple[set[str], int]:
    """Return the letters of the faces of a page, and the bytes of its fonts."""
    faces = FACE.findall("\n".join(page.get_root().styles))
    return set().union(*(points(ranges) for ranges, _ in faces)), sum(len(f) for _, f in faces)


def shown(page: Any) -> set[str]:
    """Return the letters that a page shows: all but those of its styles and its own code."""
    text = readable(str(page.get_root().render()))
    text = re.sub(r"<style>.*?</style>|<script>.*?</script>", "", text, flags=re.DOTALL)
    return set(html.unescape(text))


@pytest.mark.parametrize("name", ["overview", "bering-strait"])
def test_a_page_contains_every_letter_that_it_shows(name: str) -> None:
    page = sample_page(name)
    letters, size = letters_of(page)
    of_scripts = {c for c in shown(page) if unicodedata.name(c, "").startswith(SCRIPTS)}
    assert of_scripts <= letters
    assert ("ġ" in of_scripts) == (name == "overview")
    assert size <= 130_000
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page.get_root().render())
    assert policy
    assert policy[1].endswith("; font-src data:")


def test_letters_of_another_script_come_with_the_record_that_has_them(
    make: Any, feature: Any
) -> None:
    plain, russian = (
        letters_of(
            briefing(
                make(
                    feature("one", title=title),
                ),
                "plan",
            )
        )
        for title in ("Ascent", RUSSIAN)
    )
    assert not plain[0].intersection(RUSSIAN)
    assert russian[0].issuperset(RUSSIAN)
    assert plain[1] < 75_000 < russian[1] < 130_000


def test_a_map_with_titles_without_serifs_has_them_in_italics_alone(
    make: Any, feature: Any
) -> None:
    definition = f'{DEFINITION}[look]\ntypeface = "sans"\n'
    page = briefing(make(feature("one"), definition=definition), "plan")
    faces = re.findall(r'font-family:"Page Serif".*?font-style:(\w+)', str(page.get_root().styles))
    assert faces == ["italic"]
