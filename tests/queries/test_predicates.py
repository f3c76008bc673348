"""The conditions that ask for words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from geotrack.errors import UsageError
from geotrack.model.query import Query
from geotrack.queries import idle, select
from geotrack.workspace import Workspace
from tests.records import feature, workspace

URL = "https://example.org"
RECORDS = [
    feature(
        "plain",
        title="Kystvakten møter skip ved Grønland",
        summary="Utenfor Kulusuk.",
        tags=["Is", "Patrulje"],
        translations={"en": {"summary": "Off the village."}},
    ),
    feature(
        "graded",
        sources=[{"url": URL, "grade": {"reliability": "B", "credibility": 2}}],
        status="occurred",
        verification="confirmed",
        type="air/patrol",
    ),
    feature(
        "half-graded",
        sources=[
            {"url": URL, "grade": {"reliability": "A", "credibility": 6}},
            {"url": URL, "grade": {"reliability": "F", "credibility": 1}},
        ],
    ),
    feature("denied", sources=[URL, {"url": URL, "stance": "denies"}]),
    feature("disputed", verification="disputed"),
    feature("part", part_of="plain", status="planned"),
    feature("part-of-part", part_of="part"),
    feature("cited", sources=[{"seed": "focus", "claim": "S1"}], kind="statement"),
    feature("named", actors=["Ministère de la Défense", {"name": "CCG", "country": "CN"}]),
]
REPORT = """
id = "focus"
title = "A report"
publisher = "Somebody"
published = "2025"
language = "en"
[[claims]]
id = "S1"
section = "One"
says = "Something."
kind = "event"
events = ["cited"]
"""


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "focus.toml").write_text(REPORT, encoding="utf-8")
    return workspace(tmp_path, *RECORDS)


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ({"types": "air/patrol"}, ["graded"]),
        ({"types": ("air/patrol", "bomber-sortie")}, ["graded"]),
        ({"themes": "air"}, ["graded"]),
        ({"kinds": "statement"}, ["cited"]),
        ({"statuses": "planned"}, ["part"]),
        ({"statuses": ("planned", "occurred")}, ["graded", "part"]),
        ({"verifications": "confirmed"}, ["graded"]),
        ({"verifications": ("disputed", "refuted")}, ["disputed"]),
        ({"disputed": True}, ["denied", "disputed"]),
        ({"grade": "B2"}, ["graded"]),
        ({"grade": "C3"}, ["graded"]),
        ({"grade": "A"}, ["half-graded"]),
        ({"grade": "B"}, ["graded", "half-graded"]),
        ({"grade": "1"}, ["half-graded"]),
        ({"grade": "A1"}, []),
        ({"text": "GRONLAND kystvakten"}, ["plain"]),
        ({"text": "kulusuk"}, ["plain"]),
        ({"text": "kulusuk skip"}, ["plain"]),
        ({"text": "kulusuk village"}, ["plain"]),
        ({"text": "kulusuk bomber"}, []),
        ({"tags": "patrulje"}, ["plain"]),
        ({"tags": ("is", "x")}, ["plain"]),
        ({"part_of": "plain"}, ["part", "part-of-part"]),
        ({"part_of": "part"}, ["part-of-part"]),
        ({"part_of": "part-of-part"}, []),
        ({"sources": "focus"}, ["cited"]),
        ({"actors": "ministere"}, ["named"]),
        ({"actors": "China"}, ["named"]),
        ({"actors": "cn"}, ["named"]),
        ({"actors": "Norway"}, []),
    ],
)
def test_words_choose_records(opened: Workspace, asked: dict[str, Any], ids: list[str]) -> None:
    assert sorted(select(opened, Query(**asked)).ids) == sorted(ids)


def test_what_is_not_stated_can_be_asked_for(opened: Workspace) -> None:
    unstated = select(opened, Query(statuses="not-stated")).ids
    assert sorted(unstated) == sorted(e.id for e in opened.events if e.status is None)
    assert "graded" not in select(opened, Query(verifications="not-stated")).ids


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"part_of": "plane"}, "no record has the id 'plane'; did you mean 'plain'?"),
        ({"sources": "fokus"}, "no report has the id 'fokus'; did you mean 'focus'?"),
    ],
)
def test_an_unknown_record_or_report_is_refused(
    opened: Workspace, asked: dict[str, Any], said: str
) -> None:
    with pytest.raises(UsageError) as told:
        select(opened, Query(**asked))
    assert str(told.value) == said


def test_what_no_record_says_at_all_is_told(opened: Workspace) -> None:
    asked = Query(actors=("CCG", "NASA"), tags=("is", "fog"), text="kulusuk")
    asked &= Query(actors="Sweden", statuses="cancelled", verifications="claimed", grade="A1")
    assert idle(opened, asked & Query(text="submarine")) == (
        "no record names an actor 'NASA'; a country's code, such as CN, always fits",
        "no record has a tag 'fog'",
        "no record names an actor 'Sweden'",
        "no record has the status 'cancelled'",
        "no record has the verification 'claimed'",
        "no source is graded A1 or better",
        "no record has 'submarine' in its texts",
    )


def test_a_loop_of_parts_ends(tmp_path: Path) -> None:
    loop = [feature("a", part_of="b"), feature("b", part_of="a"), feature("c", part_of="a")]
    found = select(workspace(tmp_path, *loop), Query(part_of="b"))
    assert found.ids == ["a", "c"]


def test_an_old_id_of_a_whole_asks_for_the_one_that_replaces_it(tmp_path: Path) -> None:
    records = [feature("new", replaces="old"), feature("by-old", part_of="old"), feature("mid")]
    records += [feature("by-new", part_of="new"), feature("below", part_of="by-old")]
    opened = workspace(tmp_path, *records)
    for word in ("old", "new"):
        found = select(opened, Query(part_of=word)).ids
        assert sorted(found) == ["below", "by-new", "by-old"]
