"""Answers to records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from geotrack.errors import UsageError
from geotrack.reading import read_events
from geotrack.workspace import Workspace
from geotrack.workspace.edit.compose import (
    RecordAnswers,
    actor_of,
    compose,
    faults_of_answers,
    ids_in_use,
    locate,
)
from tests.records import feature, point, region, sector, workspace, written

WHOLE = RecordAnswers(
    title="Patrol sighted",
    type="coastguard/patrol",
    start="2024-09-28",
    sources=({"url": "https://example.org/a"},),
)


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    vardo = region("vardo", point(31.11, 70.37), name="Vardø", aliases="Wardhouse")
    twin = region("west", point(1, 71), name="West")
    written(tmp_path / "layers" / "places.geojson", vardo, twin)
    return workspace(
        tmp_path,
        feature("a", replaces="before-a"),
        feature("b", title=""),
        regions=[
            region("west", sector(0, 10, 70, 75), name="West"),
            region("east", sector(20, 30, 70, 75), name="Eastern Sea"),
        ],
    )


def said(answers: RecordAnswers, opened: Workspace) -> list[tuple[str, str]]:
    return [(f.rule, f.pointer) for f in faults_of_answers(answers, opened)]


def test_a_record_says_what_was_answered_and_no_more(opened: Workspace, tmp_path: Path) -> None:
    made = compose(WHOLE, opened)
    assert made == {
        "type": "Feature",
        "id": "2024-09-28-patrol-sighted",
        "geometry": None,
        "properties": {
            "title": "Patrol sighted",
            "type": "coastguard/patrol",
            "start": "2024-09-28",
            "sources": [{"url": "https://example.org/a"}],
            "review": "draft",
        },
    }
    read = read_events(written(tmp_path / "made.geojson", made), "made.geojson")
    assert read.findings == ()


def test_every_answer_has_its_property(opened: Workspace) -> None:
    answers = RecordAnswers(
        title="T",
        type=" Bomber-Sortie ",
        start="2024",
        end="2025",
        status="occurred",
        summary="S",
        kind="event",
        id="x",
        geometry=point(5, 72),
        place_name="off there",
        precision="near",
        radius_km=30,
        regions=("west",),
        sources=({"cite": "A book"},),
        actors=({"name": "FSB"},),
        tags=("t",),
    )
    assert compose(answers, opened)["properties"] == {
        "title": "T",
        "summary": "S",
        "type": "air/bomber-sortie",
        "kind": "event",
        "status": "occurred",
        "start": "2024",
        "end": "2025",
        "actors": [{"name": "FSB"}],
        "place": {"name": "off there", "precision": "near", "radius_km": 30, "regions": ["west"]},
        "sources": [{"cite": "A book"}],
        "tags": ["t"],
        "review": "draft",
    }
    assert said(answers, opened) == []


def test_what_is_not_answered_yet_is_no_fault(opened: Workspace) -> None:
    assert said(RecordAnswers(), opened) == []
    assert said(RecordAnswers(start="2024"), opened) == []


@pytest.mark.parametrize(
    ("answers", "faults"),
    [
        (RecordAnswers(title=" "), [("blank", "/properties/title")]),
        (RecordAnswers(title="a\ud800"), [("json-surrogate", "/properties/title")]),
        (RecordAnswers(type="patrol"), [("type", "/properties/type")]),
        (RecordAnswers(start="2024-13"), [("date", "/properties/start")]),
        (RecordAnswers(start="2024", end="2023"), [("date-order", "/properties/end")]),
        (RecordAnswers(geometry=point(5, 95)), [("latitude", "/geometry/coordinates/1")]),
        (
            RecordAnswers(geometry=point(5, 72), precision="near"),
            [("radius", "/properties/place/precision")],
        ),
        (RecordAnswers(sources=({"url": "example.org"},)), [("url", "/properties/sources/0/url")]),
        (RecordAnswers(sources=({"seed": "r"},)), [("source", "/properties/sources/0")]),
        (
            RecordAnswers(sources=({"seed": "r", "claim": "S"},)),
            [("claim", "/properties/sources/0/seed")],
        ),
        (RecordAnswers(id="a"), [("duplicate-id", "/id")]),
        (RecordAnswers(id=" "), [("blank", "/id")]),
    ],
)  # fmt: skip
def test_an_answer_is_judged_by_the_rules_of_the_files(
    opened: Workspace, answers: RecordAnswers, faults: list[tuple[str, str]]
) -> None:
    assert said(answers, opened) == faults


def test_ids_of_faulty_and_of_replaced_records_are_in_use(opened: Workspace) -> None:
    assert ids_in_use(opened) == {"a", "before-a", "b"}


def test_a_file_that_is_no_json_holds_no_ids(opened: Workspace, tmp_path: Path) -> None:
    (tmp_path / "events" / "e.geojson").write_text("{")
    assert ids_in_use(opened) == set()


NEAR: dict[str, Any] = {"precision": "near", "radius_km": 5}  # as far as the place reaches
VARDO = RecordAnswers(
    geometry=point(31.11, 70.37), place_name="Vardø", places=("Vardø (70.37° N 31.11° E)",), **NEAR
)


@pytest.mark.parametrize(
    ("word", "answers"),
    [
        ("-168.5, 65", RecordAnswers(geometry=point(-168.5, 65))),
        ("vardo", VARDO),
        ("WARDHOUSE", VARDO),
        (
            "west",
            RecordAnswers(
                geometry=point(1, 71), place_name="West", places=("West (71° N 1° E)",), **NEAR
            ),
        ),
        ("eastern sea", RecordAnswers(regions=("east",))),
    ],
)
def test_a_word_is_a_position_a_place_or_a_region(
    opened: Workspace, word: str, answers: RecordAnswers
) -> None:
    assert locate(word, opened) == answers


def test_a_word_that_is_none_is_told_the_nearest(opened: Workspace) -> None:
    with pytest.raises(UsageError, match="is called 'vardoo'; did you mean 'Vardø'"):
        locate("vardoo", opened)
    with pytest.raises(
        UsageError, match="is called 'zzz'; write lon,lat, or a name that the layers"
    ):
        locate("zzz", opened)


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("FSB: ru", {"name": "FSB", "country": "RU"}),
        ("FSB:Narnia", {"name": "FSB", "country": "Narnia"}),
        ("Operation: North:NO", {"name": "Operation: North", "country": "NO"}),
        ("A trawler:", {"name": "A trawler"}),
        (" ", {"name": " "}),
    ],
)
def test_an_actor_is_a_name_with_a_country(text: str, actor: dict[str, Any]) -> None:
    assert actor_of(text) == actor
