"""Where two rules meet: what a reviewer broke once, and what holds now."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geotrack.model.query import Query
from geotrack.queries import count_by, reference, regions_of, select
from geotrack.workspace import Workspace
from tests.records import feature, point, polygon, region, sector, workspace

REGIONS = [
    region("west", sector(0, 20, 70, 80)),
    region("east", sector(20, 40, 70, 80)),
    region("wide", sector(0, 40, 70, 80)),
    region("south", sector(0, 40, 60, 70), kind="sea"),
    region("upper", sector(0, 40, 80.000005, 85)),
]
CONTRADICTED = "does not fit together"


def near(km: float, **given: Any) -> dict[str, Any]:
    return {"precision": "near", "radius_km": km, **given}


def line(*places: list[float]) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": list(places)}


def asked(folder: Path, *records: Any, **conditions: Any) -> dict[str, tuple[str, str]]:
    any_type = {"type": "air/patrol"}
    events = [
        feature(f"e{n}", *record[:1], **any_type, **record[1]) for n, record in enumerate(records)
    ]
    found = select(workspace(folder, *events, regions=REGIONS), Query(**conditions))
    return {hit.event.id: (str(hit.match), hit.why) for hit in found.hits}


@pytest.mark.parametrize(
    "places",
    [
        [[30, 75], [30.1, 75], [30.2, 75]],
        [[30, 75], [30.2, 75], [30.1, 75], [30, 75]],
        [[30, 75], [31, 75.2]],
    ],
)
def test_a_line_shorter_than_its_radius_is_judged(tmp_path: Path, places: Any) -> None:
    record = (line(*places), {"place": {"precision": "line", "radius_km": 30}})
    assert asked(tmp_path, record, north_of=70)["e0"][0] == "certain"
    assert asked(tmp_path, record, north_of=75)["e0"][0] == "possible"


def test_to_share_a_border_with_a_region_is_not_to_meet_it(tmp_path: Path) -> None:
    place = {"precision": "area", "regions": ["west"]}
    record = (sector(5, 15, 60, 70), {"place": place})
    assert asked(tmp_path, record, bbox=(4, 69.9, 16, 70.1))["e0"][0] == "possible"
    assert asked(tmp_path, record, bbox=(0, 79, 20, 80))["e0"][0] == "possible"
    assert asked(tmp_path, record, regions="west")["e0"][0] == "certain"


@pytest.mark.parametrize(
    ("bbox", "match"),
    [((25, 65, 35, 85), None), ((0, 69, 20, 81), "certain"), ((0, 70, 40, 80), "certain")],
)
def test_what_exclusion_leaves_along_a_border_is_no_place(
    tmp_path: Path, bbox: Any, match: str | None
) -> None:
    record = (None, {"place": {"regions": "wide", "excluding": "east"}})
    found = asked(tmp_path, record, bbox=bbox)
    assert found.get("e0", (None,))[0] == match


@pytest.mark.parametrize(
    "place",
    [
        {"regions": "wide", "excluding": ["west", "east"]},
        near(30, excluding=["water"]),
        {"regions": "south", "excluding": ["water"]},
        near(30, excluding=["wide"]),
    ],
)
def test_what_excludes_all_that_it_allows_is_never_certain(tmp_path: Path, place: Any) -> None:
    at = None if "regions" in place else point(30, 75)
    match, why = asked(tmp_path, (at, {"place": place}), bbox=(-10, 50, 60, 86))["e0"]
    assert match == "possible"
    assert CONTRADICTED in why


def test_land_excluded_inland_is_a_contradiction(tmp_path: Path) -> None:
    record = (point(100, 65), {"place": near(30, excluding="land")})
    match, why = asked(tmp_path, record, north_of=60)["e0"]
    assert (match, CONTRADICTED in why) == ("possible", True)


def test_a_record_is_near_itself_wherever_else_it_must_be(tmp_path: Path) -> None:
    record = (point(30, 75), {"place": near(50)})
    match, why = asked(tmp_path, record, regions="east", within=(10, "e0"))["e0"]
    assert (match, why.endswith("all of that disc is inside")) == ("certain", True)
    across = (point(20, 75), {"place": near(50)})
    assert asked(tmp_path, across, regions="east", within=(10, "e0"))["e0"][0] == "possible"
    assert asked(tmp_path, across, within=(10, "e0"))["e0"][1].endswith("it is that record")


@pytest.mark.parametrize(
    "record",
    [
        (None, {"place": {"regions": "wide"}}),
        (sector(0, 40, 1, 2), {"place": {"precision": "area"}}),
        (point(0, 80), {"place": near(50)}),
    ],
)
def test_a_distance_that_reaches_the_south_pole_takes_in_everything(
    tmp_path: Path, record: Any
) -> None:
    other = (point(0, 20), {"place": near(5)})
    assert asked(tmp_path, record, other, within=(19_990, "e0"))["e1"][0] == "certain"


@pytest.mark.parametrize(
    ("end", "match"),
    [
        ("2024-10-15T10:00:00Z", "possible"),
        ("2024-10-16T00:00:00+14:00", "possible"),
        ("2024-10-16T11:00:00Z", "possible"),
        ("2024-10-16T13:00:00Z", "certain"),
    ],
)
def test_what_goes_on_is_known_to_the_end_of_a_day_in_any_zone(
    tmp_path: Path, end: str, match: str
) -> None:
    place = {"regions": ["west", "east"], "regions_mode": "each"}
    events = [feature("e0", start="2024-09-10", end="..", place=place, type="air/patrol")]
    opened = workspace(tmp_path, *events, regions=REGIONS)
    query = Query.parse(
        regions="east", start="2024-09-01T00:00:00Z", end=end, as_of=date(2024, 10, 15)
    )
    assert [str(m) for m in select(opened, query).matches] == [match]


def test_a_gap_narrower_than_two_borders_is_none_for_any_shape(tmp_path: Path) -> None:
    both = {"regions": ("wide", "upper")}
    disc = (point(20, 80), {"place": near(50)})
    same = ({"type": "MultiPoint", "coordinates": [[20, 80]]}, {"place": near(50)})
    found = asked(tmp_path, disc, same, **both)
    assert [match for match, _ in found.values()] == ["certain", "certain"]


@pytest.mark.parametrize("mode", ["one", "each"])
def test_a_path_in_named_regions_stays_a_path(tmp_path: Path, mode: str) -> None:
    place = {"precision": "line", "radius_km": 30, "regions": "wide", "regions_mode": mode}
    record = (line([5, 75], [35, 75]), {"place": place})
    assert asked(tmp_path, record, bbox=(15, 74, 25, 76))["e0"][0] == "certain"
    assert asked(tmp_path, record, bbox=(15, 75, 25, 76))["e0"][0] == "possible"


def test_a_path_was_in_each_region_that_it_names(tmp_path: Path) -> None:
    place = {
        "precision": "line",
        "radius_km": 300,
        "regions": ["west", "east"],
        "regions_mode": "each",
    }
    record = (line([18, 75], [22, 75]), {"place": place})
    assert asked(tmp_path, record, regions="east")["e0"][0] == "certain"


def test_an_unknown_region_beside_a_disc_is_told_as_that(tmp_path: Path) -> None:
    record = (point(30, 75), {"place": near(5, regions=["nowhere"])})
    match, why = asked(tmp_path, record, bbox=(20, 70, 40, 80))["e0"]
    assert match == "possible"
    assert why.endswith("; but ‘nowhere’ is no region known here")


def test_a_region_without_a_sound_shape_stops_no_other_answer(tmp_path: Path) -> None:
    bad = region("bad", polygon([0, 80], [180, 80], [0, 70]))
    opened: Workspace = workspace(
        tmp_path,
        feature("a", point(30, 75), place=near(5), type="air/patrol"),
        regions=[*REGIONS, bad],
    )
    found = select(opened, Query(bbox=(20, 70, 40, 80)))
    assert {c.labels[0] for c in count_by(found, "region").cells} >= {"wide", "east"}
    assert {r.id for r, _ in regions_of(opened, reference("30,75", opened))} == {"wide", "east"}


def test_a_part_of_what_was_planned_still_happened(tmp_path: Path) -> None:
    events = [
        feature("whole"),
        feature("plan", part_of="whole", status="planned"),
        feature("done", point(30, 75), place=near(5), part_of="plan"),
    ]
    opened = workspace(tmp_path, *events, regions=REGIONS)
    assert select(opened, Query(regions="east")).ids == ["whole", "plan", "done"]


def test_the_share_of_a_line_is_of_its_length_on_the_ground(tmp_path: Path) -> None:
    record = (line([10, 0], [10, 90]), {})
    assert "50 % of that line" in asked(tmp_path, record, north_of=45)["e0"][1]


@pytest.mark.parametrize(("km", "said"), [(1234.5678, "1,234.5678 km"), (0.0002, "0.0002 km")])
def test_a_radius_is_told_as_it_is_stated(tmp_path: Path, km: float, said: str) -> None:
    record = (point(30, 75), {"place": near(km)})
    assert f"within {said} of" in asked(tmp_path, record, north_of=0)["e0"][1]
