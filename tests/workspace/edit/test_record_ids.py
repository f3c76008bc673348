"""Ids made of date and title."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.workspace.edit.record_ids import slug_of


def slug(title: Any, start: Any = "2024-09-28", type_: Any = "coastguard/joint-patrol") -> str:
    return slug_of({"title": title, "start": start, "type": type_}, ())


@pytest.mark.parametrize(
    ("start", "date"),
    [
        ("2024", "2024-"),
        ("2024-09", "2024-09-"),
        ("2024-09-28", "2024-09-28-"),
        ("2024-07-24T16:40:00-09:00", "2024-07-24-"),
        ("2024-05-17%", "2024-05-17-"),
        ("2024-05?", "2024-05-"),
        ("[2024-09-20,2024-09-21]", "2024-09-"),
        ("[2024-10-01..2024-11-10]", "2024-"),
        ("2024-1X", "2024-"),
        ("2024-XX-05", "2024-"),
        ("2024-24", "2024-"),
        ("202X", ""),
        ("[..2024-09]", ""),
        ("[2024-09..]", ""),
        ("unknown", ""),
        ("..", ""),
        ("28.09.2024", ""),
        ("9999-12-31", ""),
        (None, ""),
        (2024, ""),
    ],
)
def test_the_date_counts_as_far_as_it_is_known(start: Any, date: str) -> None:
    assert slug("Patrol", start) == f"{date}patrol"


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Two patrol ships seen southwest of Gambell", "two-patrol-ships-seen-southwest-gambell"),
        ("One two three four five six seven", "one-two-three-four-five-six"),
        ("China’s “Xue Long 2” at Tromsø", "chinas-xue-long-2-tromso"),
        ("Þórshöfn – Kárášjohka", "thorshofn-karasjohka"),
        ("2024-09-28: patrol", "patrol"),
        ("Exercise 2024-09-28", "exercise-2024-09-28"),
        ("../../etc/passwd", "etc-passwd"),
        ("x" * 80, "x" * 60),
        ("short " + "y" * 80, "short"),
        ("Патруль Mars у Чукотки", "joint-patrol"),
        ("联合巡航", "joint-patrol"),
        ("USCGC Healy встретил", "uscgc-healy"),
        ("?!", "joint-patrol"),
        ("In the", "joint-patrol"),
        ("", "joint-patrol"),
        (None, "joint-patrol"),
    ],
)
def test_the_title_gives_its_first_words_in_ascii(title: Any, words: str) -> None:
    assert slug(title) == f"2024-09-28-{words}"


def test_without_anything_it_is_still_an_id() -> None:
    assert slug_of({}, ()) == "record"
    assert slug_of({"title": 5, "start": [], "type": None}, {"record"}) == "record-2"
    assert slug("联合", "2024", "巡航") == "2024-record"


def test_the_first_free_number_is_taken() -> None:
    properties = {"title": "Patrol", "start": "2024"}
    assert slug_of(properties, {"2024-patrol", "2024-patrol-3"}) == "2024-patrol-2"
    assert slug_of(properties, {"2024-patrol", "2024-patrol-2"}) == "2024-patrol-3"


@given(st.text(), st.one_of(st.text(), st.none(), st.integers()))
def test_any_title_and_start_give_a_plain_id(title: str, start: Any) -> None:
    made = slug(title, start)
    assert made
    assert made.isascii()
    assert all(c.isdigit() or c.islower() or c == "-" for c in made)
    assert not made.startswith("-")
    assert not made.endswith("-")
    assert "--" not in made
