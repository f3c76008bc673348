"""Many records at once answer as each does by itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from folium_polar.geometry import disc, to_plane
from geotrack.dates import Certainty, Period
from geotrack.files.resources import sample_workspace
from geotrack.footprint.land_mask import footprint, remaining
from geotrack.footprint.outline import outline
from geotrack.model import Event
from geotrack.model.query import Query
from geotrack.queries import Area, Match, areas, judge, record_arrays, select
from geotrack.queries.discs import CUT, INSIDE, OUTSIDE, discs_in
from geotrack.queries.record_arrays import Columns
from geotrack.workspace import Workspace, open_workspace
from tests.records import cap, sector

BY_MATCH = {None: OUTSIDE, Match.POSSIBLE: CUT, Match.CERTAIN: INSIDE}


@pytest.fixture(scope="module")
def sample() -> Workspace:
    return open_workspace(sample_workspace())


def made(lon: float, lat: float, radius_km: float, start: str = "2024", **given: Any) -> Event:
    properties = {
        "title": "Seen",
        "type": "air/patrol",
        "start": start,
        "sources": "https://example.org",
        "place": {"precision": "near", "radius_km": radius_km},
        **given,
    }
    members = {
        "@id": f"{lon} {lat} {radius_km} {start}",
        "@geometry": {"type": "Point", "coordinates": [lon, lat]},
        "@feature": {"properties": properties},
    }
    return Event.model_validate({**properties, **members})


def holding(events: list[Event], sample: Workspace) -> Workspace:
    """Return a workspace of these events and the sample's layers."""
    workspace = Workspace(sample.root, (), sample.layer_folder)
    vars(workspace)["events"] = tuple(events)
    return workspace


def scattered(count: int, around: tuple[float, float, float, float], seed: int) -> list[Event]:
    chance = np.random.default_rng(seed)
    west, east, south, north = around
    return [
        made(*place)
        for place in zip(
            chance.uniform(west, east, count).tolist(),
            chance.uniform(south, north, count).tolist(),
            (10 ** chance.uniform(-1, 2.5, count)).tolist(),
            strict=True,
        )
    ]


@pytest.mark.parametrize(
    ("region", "around"),
    [
        ("bering-strait", (-176, -160, 63, 69)),
        ("bering-sea", (160, 210, 50, 68)),
        ("arctic-circle", (-180, 180, 62, 70)),
        ("arctic-ocean-central", (-180, 180, 78, 90)),
    ],
)
def test_circles_tell_what_the_polygons_tell(
    sample: Workspace, region: str, around: tuple[float, float, float, float]
) -> None:
    events = scattered(400, around, seed=3)
    area = Area([sample.regions[region].plane])
    codes = discs_in(area, Columns(events).discs)
    alone = [area.judge(where) for e in events if (where := outline(e, sample.regions))]
    assert codes.tolist() == [BY_MATCH[match] for match in alone]
    assert set(codes.tolist()) == {OUTSIDE, CUT, INSIDE}


def test_a_grid_of_distances_changes_no_answer(sample: Workspace) -> None:
    events = scattered(2_500, (160, 210, 50, 68), seed=5)
    area, discs = Area([sample.regions["bering-sea"].plane]), Columns(events).discs
    least, _ = area.edge.distances(discs.x, discs.y)
    assert (least > discs.reach).any()
    together = discs_in(area, discs)
    halves = [discs_in(area, discs.of(r)) for r in np.array_split(np.arange(len(events)), 2)]
    assert np.isinf(area.edge.distances(discs.x[:10], discs.y[:10])[1]).all()
    assert together.tolist() == np.concatenate(halves).tolist()


places = st.tuples(
    st.floats(-180, 180),
    st.floats(40, 90),
    st.floats(0.05, 3_000),
)


@given(st.lists(places, min_size=1, max_size=6), st.floats(0, 360), st.floats(60, 88))
def test_the_two_circles_hold_what_they_promise(
    drawn: list[tuple[float, float, float]], west: float, south: float
) -> None:
    discs = Columns([made(*place) for place in drawn]).discs
    for lon, lat, radius, x, y, reach, core in zip(
        discs.lon, discs.lat, discs.radius, discs.x, discs.y, discs.reach, discs.core, strict=True
    ):
        vertices = np.array(disc(lon, lat, radius).exterior.coords)
        away = np.hypot(vertices[:, 0] - x, vertices[:, 1] - y)
        assert away.max() <= reach
        assert away.min() >= core
    area = Area([to_plane(sector(west, west + 40, south, 89))])
    codes = discs_in(area, discs)
    for place, code in zip(drawn, codes.tolist(), strict=True):
        where = disc(place[0], place[1], place[2] * 1000)
        expected = INSIDE if area.contains(where) else CUT if area.meets(where) else OUTSIDE
        assert code == expected


DATES = ["2024", "2024-05", "2024-05-17", "2024~", "[2024-05-01,2024-05-09]", "unknown", "2023"]
ENDS = [None, "2024-06", "..", "unknown", "2024-05-20~"]


@given(
    st.sampled_from(DATES),
    st.sampled_from(ENDS),
    st.sampled_from(["2023", "2024-05", "2024-05-03", "2024-05-17T12:00:00Z", "2025"]),
    st.booleans(),
)
def test_dates_in_columns_answer_as_each_does(
    start: str, end: str | None, asked: str, open_ended: bool
) -> None:
    if end is not None and start == "2023" and end == "2024-05-20~":
        end = None
    event = made(0, 80, 10, start, **({} if end is None else {"end": end}))
    workspace = Workspace(sample_workspace(), (), sample_workspace() / "layers")
    vars(workspace)["events"] = (event,)
    period = Period.parse(asked, None if open_ended else asked)
    query = Query(period=period)
    found = select(workspace, query)
    answer = event.when.within(period, as_of=query.known_until)
    assert (answer is Certainty.UNDATED) == bool(found.undated)
    assert [m.value for m in found.matches] == (
        [answer.value] if answer in {Certainty.CERTAIN, Certainty.POSSIBLE} else []
    )


@pytest.fixture(params=[0, 1_000], ids=["many", "few"])
def few_or_many(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let edges be grown whole, and land be joined with an area, at once or not at all."""
    monkeypatch.setattr(areas, "_SHAPES_PER_BUFFER", request.param)
    monkeypatch.setattr(areas, "_VERTICES_PER_SHAPE", 1_000_000)
    monkeypatch.setattr(areas, "_FEW_MASKED", request.param)


@pytest.mark.parametrize(
    ("type_", "region", "around"),
    [
        ("naval/patrol", "bering-strait", (-176, -160, 63, 69)),
        ("air/patrol", "bering-strait", (-176, -160, 63, 69)),
        ("air/basing", "barents-sea", (15, 60, 66, 78)),
        ("naval/patrol", "barents-sea", (15, 60, 66, 78)),
        ("naval/patrol", "svalbard", (8, 36, 75, 81)),
    ],
)
@pytest.mark.usefixtures("few_or_many")
def test_what_a_coast_cuts_is_judged_by_what_is_left_of_it(
    sample: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    type_: str,
    region: str,
    around: tuple[float, float, float, float],
) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(
        record_arrays, "remaining", lambda *of: (drawn.append(of[1].id), remaining(*of))[1]
    )
    events = [
        made(e.geometry["coordinates"][0], e.geometry["coordinates"][1], e.radius_km, type=type_)
        for e in scattered(60, around, seed=7)
        if e.geometry and e.radius_km
    ]
    workspace, area = holding(events, sample), Area([sample.regions[region].plane])
    monkeypatch.setattr(judge, "areas_of", lambda *_: (area,))
    found = select(workspace, Query(regions=region))
    by_id = dict(zip(found.ids, found.matches, strict=True))
    footprints = [where for e in events if (where := footprint(e, workspace.regions))]
    assert [by_id.get(event.id) for event in events] == [*map(area.judge, footprints)]
    assert len(drawn) <= len(events) / 3


def test_a_disc_that_takes_in_half_the_world_is_judged_too(sample: Workspace) -> None:
    events = [made(0, 60, radius) for radius in (8_000.0, 9_500.0, 19_000.0)]
    found = select(holding(events, sample), Query(regions="bering-strait"))
    assert found.matches == [Match.POSSIBLE] * 3


def test_a_cap_over_the_pole_holds_what_is_there(sample: Workspace) -> None:
    workspace = holding([made(0, 90, 100), made(77, 89.9, 500)], sample)
    asked = Query(north_of=85)
    assert select(workspace, asked).matches == [Match.CERTAIN, Match.CERTAIN]
    assert to_plane(cap(85)).area == pytest.approx(
        select(workspace, asked).judge.areas[0].shape.area, rel=1e-6
    )
