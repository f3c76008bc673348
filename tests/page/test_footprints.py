"""What the page answers by its packed footprints is what Python answers, but for a stated band."""

from __future__ import annotations

import json
import random
import subprocess
from collections import Counter
from functools import cache, partial
from typing import Any

import pyproj
import pytest
from pydantic import TypeAdapter

from geotrack.mapview.map_view import MapView
from geotrack.mapview.open import open_map
from geotrack.mapview.record.geometry import anchor, packed_regions
from geotrack.mapview.text.times import times
from geotrack.model.query import Drawn, Query, Within
from geotrack.page.footprints import packed_footprints
from geotrack.page.payload import FootprintsData
from geotrack.queries.areas import Area, Match
from geotrack.queries.judge import Judge, Verdict
from geotrack.resources import sample_workspace
from geotrack.workspace import open_workspace
from tests.node_packages import NODE, WEB

GEOD = pyproj.Geod(ellps="WGS84")
# Without a period no record is undated; the page counts from 0 what it cannot judge.
PAGE = {Verdict.NO: 0, Verdict.UNPLACED: 1, Verdict.POSSIBLE: 2, Verdict.CERTAIN: 3}
# Two outlines and a chord, each off by no more than the page says.
BAND = 2.0
BUDGET = 120_000


@cache
def view(name: str) -> MapView:
    return open_map(open_workspace(sample_workspace()), name)


def random_areas(name: str, count: int) -> list[dict[str, Any]]:
    """Discs and areas round records and elsewhere, across 180 degrees and round the pole."""
    rng = random.Random(19)  # noqa: S311 - the same areas each time
    view_ = view(name)
    spots = [at for e in view_.records if (at := anchor(e, view_.workspace.regions))]
    areas: list[dict[str, Any]] = []
    for n in range(count):
        lat, lon = rng.choice(spots) if n % 4 else (rng.uniform(40, 90), rng.uniform(-180, 180))
        lon, lat, _ = GEOD.fwd(lon, lat, rng.uniform(0, 360), rng.expovariate(1 / 80_000))
        size = 10 ** rng.uniform(3.5, 6.7)
        if n % 2:
            areas.append({"at": [lon, lat], "metres": min(size, 5e6)})
            continue
        turns = sorted(rng.uniform(0, 360) for _ in range(rng.randint(3, 7)))
        far = [GEOD.fwd(lon, lat, turn, min(size, 2e6) * rng.uniform(0.4, 1))[:2] for turn in turns]
        areas.append({"corners": far})
    return areas


def query_of(area: dict[str, Any], answer: dict[str, Any]) -> Query:
    """Ask of Python as the page's command, or the outline that it saves, does."""
    if "at" in area:
        return Query(within=Within(area["metres"] / 1000, tuple(area["at"])))
    return Query(drawn=(Drawn("drawn", answer["polygon"]),))


def answers(name: str, areas: list[dict[str, Any]]) -> tuple[Any, list[dict[str, Any]]]:
    view_ = view(name)
    workspace, records = view_.workspace, view_.records
    footprints, outlines = packed_footprints(workspace, records, view_.regions)
    asked = {
        "footprints": footprints,
        "outlines": outlines,
        "regions": packed_regions([workspace.regions[id_] for id_ in view_.regions]),
        "ids": view_.regions,
        "parts": times(workspace, records, view_.definition)["parts"],
        "areas": areas,
    }
    done = subprocess.run(
        [NODE, WEB / "tests" / "questions" / "answers.mjs"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    return footprints, json.loads(done.stdout)


def is_near(judge: Judge, row: int, off: float, answer: Verdict) -> bool:
    """Whether an answer of Python changes where the area is smaller or greater by a band."""
    where = judge.columns.footprint(row, judge.workspace)
    if where is None:  # one of its parts decides
        return False
    (area,) = judge.areas
    if answer is Verdict.CERTAIN:
        return Area([area.shape.buffer(-off)]).judge(where) is not Match.CERTAIN
    return Area([area.shape.buffer(off)]).judge(where) is not None


@pytest.mark.parametrize(("name", "count"), [("overview", 200), ("bering-strait", 100)])
def test_the_page_answers_as_python_does(name: str, count: int) -> None:
    """They differ by *possible* alone, and only where the area ends in the band of an outline."""
    areas = random_areas(name, count)
    footprints, found = answers(name, areas)
    view_ = view(name)
    met: Counter[int] = Counter()
    seen = Counter()
    for area, answer in zip(areas, found, strict=True):
        judge = Judge(view_.workspace, query_of(area, answer), view_.records)
        for n, (event, page) in enumerate(zip(view_.records, answer["verdicts"], strict=True)):
            row = judge.columns.rows[event.id]
            python = Verdict(int(judge.verdicts[row]))
            met[page] += 1
            seen[python, page] += 1
            if page == PAGE[python]:
                continue
            assert page == PAGE[Verdict.POSSIBLE], (event.id, area, python)
            family = [n, *judge_parts(name).get(n, ())]
            rows = [judge.columns.rows[view_.records[m].id] for m in family]
            bands = [BAND * band_m(footprints, m, area) for m in family]
            assert any(map(partial(is_near, judge, answer=python), rows, bands)), (event.id, area)
    print(seen)
    # Areas of all kinds: hundreds of each answer.
    assert min(met[PAGE[v]] for v in (Verdict.NO, Verdict.POSSIBLE, Verdict.CERTAIN)) > count / 2


def judge_parts(name: str) -> dict[int, list[int]]:
    view_ = view(name)
    parts: dict[int, list[int]] = times(view_.workspace, view_.records, view_.definition)["parts"]
    return parts


def band_m(footprints: Any, member: int, area: dict[str, Any]) -> float:
    """By how much the outlines of a record and of an area are off on the page, metres."""
    data = footprints["records"][member]
    offs = (
        [footprints["shapes"][n]["off"] for union in data["shapes"] for n in union] if data else [0]
    )
    return float(max(offs)) + (3 + 1e-4 * area["metres"] if "at" in area else 30)


def test_a_page_holds_the_footprints_of_its_own_records_alone() -> None:
    footprints, outlines = packed_footprints(
        view("overview").workspace, view("overview").records, []
    )
    TypeAdapter(FootprintsData).validate_python(footprints)
    assert len(footprints["records"]) == len(view("overview").records)
    assert sum("region" in shape for shape in footprints["shapes"]) == 0
    assert len(outlines) < BUDGET


def test_shapes_of_records_are_packed_once() -> None:
    (workspace, records) = view("overview").workspace, view("overview").records
    footprints, _ = packed_footprints(workspace, records, view("overview").regions)
    used = [n for data in footprints["records"] if data for union in data["shapes"] for n in union]
    same = [n for n in used if footprints["shapes"][n].get("region") == "northern-sea-route"]
    assert len(same) > 1
    assert len(set(same)) == 1
