"""An open workspace answers as the functions and the command line do."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from click.testing import CliRunner
from geopandas.testing import assert_geodataframe_equal

import geotrack
from geotrack.api import Answers, Hits, OpenWorkspace
from geotrack.cli import main
from geotrack.errors import FieldError, UsageError
from geotrack.files.resources import sample_workspace


@pytest.fixture(scope="module")
def ws() -> OpenWorkspace:
    return geotrack.open(sample_workspace())


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


def test_hits_have_the_protocol_of_answers(ws: OpenWorkspace) -> None:
    answer = ws.query(region="Bering Strait")
    assert isinstance(answer, Answers)
    frame = answer.to_geodataframe()
    assert len(list(answer)) == len(answer) == len(frame) > 0
    assert {answer.certain, len(frame) - answer.possible} == {answer.certain}
    counts = answer.count_by("year")
    assert list(counts.columns) == ["year", "certain", "possible"]
    assert pd.api.types.is_integer_dtype(counts["certain"])


def test_errors_name_the_keywords_of_python(ws: OpenWorkspace) -> None:
    for query in (ws.query, lambda **k: geotrack.query(ws.workspace, **k)):
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


def test_it_shows_itself_in_a_notebook(ws: OpenWorkspace) -> None:
    hits = ws.query(region="Bering Strait", start="2024")
    assert repr(hits).startswith(f"<Hits: {hits.certain} certain, {hits.possible} possible;")
    assert "<table" in hits._repr_html_()
    assert f"{len(ws.records)} records" in repr(ws)
    assert isinstance(hits, Hits)
