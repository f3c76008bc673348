"""An open workspace answers as the functions and the command line do."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from geopandas.testing import assert_geodataframe_equal

import geotrack
from geotrack.api import Answers, Hits, OpenWorkspace
from geotrack.cli import main
from geotrack.errors import FieldError, UsageError
from geotrack.files.resources import sample_workspace
from geotrack.observations import query as query_dataset
from tests.observing import put_map

DEFINITION = """
title = "Ships"
marking = "UNCLASSIFIED"
"""


@pytest.fixture(scope="module")
def ws() -> OpenWorkspace:
    return geotrack.open(sample_workspace())


@pytest.fixture
def ships(tmp_path: Path) -> OpenWorkspace:
    rows = [
        ("a", "2024-09-20T10:00:00Z", -172, 65),
        ("a", "2024-09-20T12:00:00Z", -169, 65.8),
        ("a", "2024-09-20T14:00:00Z", -168, 68),
        ("b", "", 20, 72),
    ]
    put_map(tmp_path, DEFINITION, ("mmsi", "time", "lon", "lat"), rows)
    return geotrack.open(tmp_path)


def test_hits_are_those_of_the_function(ws: OpenWorkspace) -> None:
    conditions = {"region": "Bering Strait", "start": 2024, "theme": ["coastguard", "naval"]}
    hits = ws.query(**conditions)
    frame = geotrack.query(ws.workspace, **conditions)
    assert_geodataframe_equal(hits.to_geodataframe(), frame)
    assert [hit.event.id for hit in hits] == list(frame.index)
    assert (hits.certain, hits.possible) == tuple((frame["match"] == m).sum() for m in MATCHES)
    assert len(hits) == len(frame) == hits.certain + hits.possible
    assert [event.id for event in hits.unplaced] == frame.attrs["unplaced"]
    assert list(hits.only("possible").to_geodataframe()["match"]) == ["possible"] * hits.possible


MATCHES = ("certain", "possible")


def test_counts_are_those_of_the_command_line(ws: OpenWorkspace) -> None:
    told = CliRunner().invoke(
        main,
        [
            *("--workspace", str(sample_workspace()), "query", "--from", "2024"),
            *("--count-by", "region,month", "--format", "json"),
        ],
    )
    counts = ws.query(start="2024").count_by("region", "month")
    assert counts.to_dict("records") == json.loads(told.stdout)["counts"]


def test_a_briefing_of_hits_and_of_a_map(ws: OpenWorkspace) -> None:
    hits = ws.query(region="Bering Strait", theme="coastguard").only("certain")
    page = hits.briefing(title="The strait")
    assert {event.id for event in page.records} == {hit.event.id for hit in hits}
    assert page.view.definition.title == "The strait"
    possible = ws.query(region="Bering Strait", start="2024", end="2024")
    for view in (possible.briefing().view, geotrack.briefing(possible.to_geodataframe()).view):
        assert view.matches == {hit.event.id: hit.match for hit in possible}
        assert "10 meet the selection only possibly" in str(view.lead)
    assert possible.briefing().view.counts.not_judged == 6
    assert "bering-strait" in ws.maps
    assert ws.map("bering-strait").digest == geotrack.briefing(ws.workspace, "bering-strait").digest


def test_both_kinds_of_answers_have_one_protocol(ws: OpenWorkspace, ships: OpenWorkspace) -> None:
    records = ws.query(region="Bering Strait")
    positions = ships.dataset("observations/ais").query(region="Bering Strait", where="mmsi=a")
    for answer in (records, positions):
        assert isinstance(answer, Answers)
        frame = answer.to_geodataframe()
        assert len(list(answer)) == len(answer) == len(frame) > 0
        assert {answer.certain, len(frame) - answer.possible} == {answer.certain}
        counts = answer.count_by("year")
        assert list(counts.columns) == ["year", "certain", "possible"]
        assert pd.api.types.is_integer_dtype(counts["certain"])


def test_rows_of_a_dataset_are_those_of_its_frame(ships: OpenWorkspace) -> None:
    dataset = ships.dataset("observations/ais")
    answer = dataset.query(north_of=60)
    frame = answer.to_geodataframe()
    rows = list(answer)
    assert [(row["lon"], row["lat"]) for row in rows] == list(
        zip(frame.geometry.x, frame.geometry.y, strict=True)
    )
    assert [row["mmsi"] for row in rows] == list(frame["mmsi"])
    assert [row["time"] is None for row in rows] == list(frame["time"].isna())
    assert len(dataset) == 4
    assert len(dataset.query(region="Bering Strait").crossings()) == 1
    again = query_dataset(ships.workspace.root / "observations/ais", north_of=60)
    assert_geodataframe_equal(frame, again.to_geodataframe())


def test_errors_name_the_keywords_of_python(ws: OpenWorkspace, ships: OpenWorkspace) -> None:
    dataset = ships.dataset("observations/ais")
    for query in (ws.query, dataset.query, lambda **k: geotrack.query(ws.workspace, **k)):
        with pytest.raises(FieldError, match="within"):
            query(within="300km")
    with pytest.raises(UsageError, match="write 'certain' or 'possible'"):
        ws.query().only("surely")
    with pytest.raises(UsageError, match="write one of date"):
        ws.query().sorted("size")
    with pytest.raises(UsageError, match="write 1 or more"):
        ws.query().first(0)
    with pytest.raises(TypeError, match="did you mean 'region'"):
        ws.query(regions="Bering Strait")


def test_it_shows_itself_in_a_notebook(ws: OpenWorkspace, ships: OpenWorkspace) -> None:
    hits = ws.query(region="Bering Strait", start="2024")
    assert repr(hits).startswith(f"<Hits: {hits.certain} certain, {hits.possible} possible;")
    assert "<table" in hits._repr_html_()
    assert f"{len(ws.records)} records" in repr(ws)
    assert repr(ships.dataset("observations/ais")).endswith("4 rows>")
    assert isinstance(hits, Hits)
