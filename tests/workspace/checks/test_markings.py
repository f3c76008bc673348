"""Nothing is marked lower than what it holds."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from geotrack.model import Event, MapDefinition
from geotrack.workspace import Workspace, check
from tests.records import feature, workspace

REPORT = """\
id = "r"
title = "R"
marking = "{}"
[[claims]]
id = "S1"
says = "x"
kind = "event"
unmapped = "x"
"""
MAP = 'title = "M"\nmarking = "RESTRICTED // X"\n'
CITED = {"seed": "r", "claim": "S1"}
REMEDY = "raise the map's marking, or leave out what is above it (select.without)"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def opened(folder: Path, *events: Any, report: str = "", map_: str = "") -> Workspace:
    for name, text in {"seeds/r.toml": report, "maps/m.toml": map_}.items():
        if text:
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text)
    return workspace(folder, *events)


def told(found: Workspace) -> list[str]:
    def selected_records(definition: MapDefinition, _: object = None, /) -> Iterable[Event]:
        return [e for e in found.events if e.id not in definition.select.without]

    return [str(f) for f in check(found, selected_records=selected_records)]


def test_a_map_below_a_record_on_it_is_told(tmp_path: Path) -> None:
    secret = [feature(n, marking="SECRET") for n in "abc"]
    assert told(opened(tmp_path, feature("x"), *secret, map_=MAP)) == [
        "maps/m.toml:2: /marking: the map is marked 'RESTRICTED // X', below the record 'a': "
        f"'SECRET' (and 2 more); {REMEDY}"
    ]


def test_a_map_below_a_report_that_a_record_on_it_cites_is_told(tmp_path: Path) -> None:
    cites = feature("a", sources=CITED, marking="CONFIDENTIAL")
    lines = told(opened(tmp_path, cites, report=REPORT.format("CONFIDENTIAL"), map_=MAP))
    assert lines == [
        "maps/m.toml:2: /marking: the map is marked 'RESTRICTED // X', below the record 'a': "
        f"'CONFIDENTIAL'; {REMEDY}"
    ]
    cites = feature("a", sources=CITED, marking="RESTRICTED")
    lines = told(opened(tmp_path, cites, report=REPORT.format("SECRET"), map_=MAP))
    assert lines[1:] == [
        "maps/m.toml:2: /marking: the map is marked 'RESTRICTED // X', below the report 'r', which "
        f"the record 'a' cites: 'SECRET'; {REMEDY}"
    ]


def test_a_map_that_leaves_out_what_is_above_it_is_sound(tmp_path: Path) -> None:
    definition = MAP + '[select]\nwithout = ["a"]\n'
    secret, low = feature("a", marking="SECRET"), feature("b", marking="RESTRICTED")
    assert told(opened(tmp_path, secret, low, map_=definition)) == []


def test_a_map_is_not_asked_what_it_shows_where_nothing_is_above_it(tmp_path: Path) -> None:
    def refuse(*_: object) -> Iterable[Event]:
        raise AssertionError

    found = opened(tmp_path, feature("a", marking="RESTRICTED"), feature("b"), map_=MAP)
    assert check(found, selected_records=refuse) == []


@pytest.mark.parametrize(
    ("marking", "said"),
    [
        (..., "12: /features/0/properties: warning: the record is not marked"),
        (
            "RESTRICTED",
            "18: /features/0/properties/marking: warning: the record is marked 'RESTRICTED'",
        ),
    ],
)
def test_a_record_below_the_report_that_it_cites_is_a_warning(
    tmp_path: Path, marking: Any, said: str
) -> None:
    cites = feature("a", sources=CITED, marking=marking)
    (line,) = told(
        opened(
            tmp_path,
            cites,
            cites | {"id": "b", "properties": {**cites["properties"], "marking": "SECRET"}},
            report=REPORT.format("SECRET"),
        )
    )
    assert line.partition("geojson:")[2].partition(": ")[2] == said.partition(": ")[2] + (
        ", below the report 'r', which it cites: 'SECRET'; mark it as high as the report"
    )


def test_a_report_with_an_unknown_marking_is_told(tmp_path: Path) -> None:
    assert told(opened(tmp_path, report=REPORT.format("HIGH"))) == [
        "seeds/r.toml:3: /marking: 'HIGH' is not a marking of this workspace; "
        "begin it with one of UNCLASSIFIED, RESTRICTED, CONFIDENTIAL, SECRET"
    ]
