"""What the page answers by its packed footprints is what Python answers, but for a stated band."""

from __future__ import annotations

import json
import random
import subprocess
from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

import pyproj
import pytest
from pydantic import TypeAdapter

from geotrack.files.resources import sample_workspace
from geotrack.mapview.open import open_map
from geotrack.mapview.record.geometry import anchor
from geotrack.model import Event, MapDefinition
from geotrack.model.query import Drawn, Query, Within
from geotrack.page.footprints import packed_footprints
from geotrack.page.payload import FootprintsData
from geotrack.page.regions import packed_regions
from geotrack.page.times import times
from geotrack.queries.areas import Area, Match
from geotrack.queries.judge import Judge, Verdict
from geotrack.queries.record_arrays import columns_of
from geotrack.workspace import Workspace, open_workspace
from tests.node_packages import NODE, WEB
from tools.cases import read_groups, workspace_of

GEOD = pyproj.Geod(ellps="WGS84")
# Without a period no record is undated; the page counts from 0 what it cannot judge.
PAGE = {Verdict.NO: 0, Verdict.UNPLACED: 1, Verdict.POSSIBLE: 2, Verdict.CERTAIN: 3}
# Two outlines and a chord, each off by no more than the page says.
BAND = 2.0
BUDGET = 100_000
COUNT = 80
# Ways round an area are looked for in cells, so many across the start of a path.
CELLS = 16


class Records(NamedTuple):
    """The records of a page."""

    workspace: Workspace
    events: Sequence[Event]
    regions: Sequence[str]

    @property
    def parts(self) -> dict[int, list[int]]:
        definition = MapDefinition(title="Records", marking=None)
        parts: dict[int, list[int]] = times(self.workspace, self.events, definition)["parts"]
        return parts


@pytest.fixture(scope="module", params=["overview", "cases"])
def records(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Records:
    """The records of a sample map, and those of the page 'Certain and possible'."""
    if request.param == "cases":
        workspace = workspace_of(read_groups(), tmp_path_factory.mktemp("cases"))
        named = dict.fromkeys(id_ for event in workspace.current for id_ in event.regions)
        return Records(workspace, workspace.current, [r for r in named if r in workspace.regions])
    view = open_map(open_workspace(sample_workspace()), request.param)
    return Records(view.workspace, view.records, view.regions)


def random_areas(records: Records, count: int) -> list[dict[str, Any]]:
    """Discs and areas round records and elsewhere, across 180 degrees and round the pole."""
    rng = random.Random(19)  # noqa: S311 (areas of a test, no secret)
    spots = [at for e in records.events if (at := anchor(e, records.workspace.regions))]
    areas: list[dict[str, Any]] = []
    for n in range(count):
        lon, lat = rng.choice(spots) if n % 4 else (rng.uniform(-180, 180), rng.uniform(40, 90))
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


def answers(records: Records, areas: list[dict[str, Any]]) -> tuple[Any, list[dict[str, Any]]]:
    workspace, events, regions = records
    footprints, outlines = packed_footprints(workspace, events, regions)
    asked = {
        "footprints": footprints,
        "outlines": outlines,
        "regions": packed_regions([workspace.regions[id_] for id_ in regions]),
        "ids": regions,
        "parts": records.parts,
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


@pytest.mark.slow
def test_the_page_answers_as_python_does(records: Records) -> None:
    """They differ by *possible* alone, and only where the area ends in the band of an outline."""
    areas = random_areas(records, COUNT)
    footprints, found = answers(records, areas)
    columns = columns_of(records.workspace)
    rows = [columns.rows[event.id] for event in records.events]
    met: Counter[int] = Counter()
    other = 0
    for area, answer in zip(areas, found, strict=True):
        judge = Judge(records.workspace, query_of(area, answer), records.events)
        for n, page in enumerate(answer["verdicts"]):
            python = Verdict(int(judge.verdicts[rows[n]]))
            met[page] += 1
            if page == PAGE[python]:
                continue
            other += 1
            assert page == PAGE[Verdict.POSSIBLE], (records.events[n].id, area, python)
            family = [n, *records.parts.get(n, ())]
            bands = [BAND * band_m(footprints, m, area, judge, rows[m]) for m in family]
            near = map(partial(is_near, judge, answer=python), [rows[m] for m in family], bands)
            assert any(near), (records.events[n].id, area, python)
    # Areas of all kinds: many of each answer, and hardly one in a thousand in the band.
    assert min(met[PAGE[v]] for v in (Verdict.NO, Verdict.POSSIBLE, Verdict.CERTAIN)) > COUNT
    assert other < met.total() / 500


def band_m(footprints: Any, member: int, area: dict[str, Any], judge: Judge, row: int) -> float:
    """By how much the outlines of a record and of an area are off on the page, metres."""
    data = footprints["records"][member]
    where = judge.columns.footprint(row, judge.workspace)
    if data is None or where is None:
        return 0.0
    offs = [footprints["shapes"][n]["off"] for union in data["shapes"] for n in union]
    starts = [course.start.bounds for run in where.courses for course in run]
    cells = [max(east - west, north - south) / CELLS for west, south, east, north in starts]
    own = 3 + 1e-4 * area["metres"] if "at" in area else 30
    return float(max(offs)) + own + max(cells, default=0)


def test_footprints_are_what_the_payload_says(records: Records) -> None:
    footprints, outlines = packed_footprints(*records)
    TypeAdapter(FootprintsData).validate_python(footprints)
    assert len(footprints["records"]) == len(records.events)
    assert len(outlines) < BUDGET


def test_a_shape_of_several_records_is_packed_once(records: Records) -> None:
    footprints, _ = packed_footprints(*records)
    named = [shape["region"] for shape in footprints["shapes"] if "region" in shape]
    assert sorted(named) == sorted(set(records.regions))
