"""Which records are told as probably one event, and which not; a small table, and what holds."""

from __future__ import annotations

import copy
import dataclasses
import itertools
import math
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geotrack.files.resources import sample_workspace
from geotrack.model import Event
from geotrack.workspace import Workspace, open_workspace
from geotrack.workspace.duplicates.find import LEAST, Pair, duplicates_in, duplicates_of
from geotrack.workspace.duplicates.places import near
from tests.records import cap, feature, point, region, sector, workspace

REGIONS = [
    region("west-sea", sector(0, 20, 70, 75)),
    region("west-bay", sector(5, 12, 71, 74)),
    region("east-sea", sector(20, 40, 70, 75)),
    region("far-sea", sector(100, 140, 70, 75)),
]
NEAR = {"precision": "near", "radius_km": 30}


def moved(lon: float, lat: float, km: float) -> dict[str, Any]:
    lon, lat, _ = Geod(ellps="WGS84").fwd(lon, lat, 77.0, km * 1000.0)
    return point(lon, lat)


def sighting(**properties: Any) -> dict[str, Any]:
    """Return a sound record of one day and place, with some of it changed."""
    given = {
        "title": "Two patrol ships seen north of Vardø",
        "type": "coastguard/sighting",
        "start": "2025-06-14",
        "place": NEAR,
        "actors": [{"name": "FSB Border Service", "country": "RU"}],
        "sources": ["https://example.org/a"],
        "geometry": point(31.6, 71.9),
        **properties,
    }
    geometry, id_ = given.pop("geometry"), given.pop("id", "a")
    return feature(id_, geometry, **given)


def other(**properties: Any) -> dict[str, Any]:
    """Return the same as another source tells it: not one word of the source is shared."""
    return sighting(**{"id": "b", "sources": ["https://other.example/b"], **properties})


def scores(folder: Path, *features: Any, least: float = 0.0) -> list[Pair]:
    return everything(workspace(folder, *features, regions=REGIONS), least)


def everything(opened: Workspace, least: float) -> list[Pair]:
    return duplicates_in(opened, least=least, of_one=10**6, most=10**6).pairs


def score(folder: Path, *features: Any) -> float:
    return max((pair.score for pair in scores(folder, *features)), default=0.0)


SAME = {
    "another source": {},
    "another title": {"title": "Patrol ships off Vardø, says press release"},
    "another title, the same source": {
        "title": "Russian border guard vessels off Vardø, says press release",
        "sources": ["https://example.org/a"],
    },
    "the same thing in other words": {"title": "2 patrol ships observed north of Vardø"},
    "letters and accents": {"title": "TWO PATROL SHIPS SEEN NORTH OF VARDO"},
    "10 km off": {"geometry": moved(31.6, 71.9, 10)},
    "55 km off, within both": {"geometry": moved(31.6, 71.9, 55)},
    "70 km off, a little more": {"geometry": moved(31.6, 71.9, 70)},
    "the day after": {"start": "2025-06-15"},
    "one of two days": {"start": "[2025-06-13,2025-06-14]"},
    "the month alone": {"start": "2025-06"},
    "another type of the theme": {"type": "coastguard/patrol"},
    "another theme": {"type": "naval/sighting"},
    "actors by country": {"actors": [{"name": "Border guard", "country": "RU"}]},
    "no actors": {"actors": ...},
    "no place": {"geometry": None, "place": ...},
    "no date": {"start": "unknown"},
    "neither place nor date": {"geometry": None, "place": ..., "start": "unknown"},
    "all a little": {
        "title": "Patrol ships north of Vardø, two of them",
        "geometry": moved(31.6, 71.9, 10),
        "start": "[2025-06-13,2025-06-14]",
        "type": "coastguard/patrol",
    },
}
DIFFERENT = {
    "100 km off": {"geometry": moved(31.6, 71.9, 100)},
    "two days after": {"start": "2025-06-16"},
    "the year after": {"start": "2026-06-14"},
    "a statement on it": {"kind": "statement"},
    "titles alike by chance": {"title": "Yacht towed into the fishing harbour"},
    "titles alike by chance, no actors": {"title": "Yacht towed into harbour", "actors": ...},
    "another number": {"title": "Three patrol ships seen north of Vardø"},
    "the other side": {"title": "Two patrol ships seen south of Vardø"},
    "another event of the day": {
        "title": "Research vessel leaves Tromsø",
        "type": "research/voyage",
        "actors": [{"name": "Institute of Marine Research", "country": "NO"}],
    },
    "no place, other words": {
        "geometry": None,
        "place": ...,
        "title": "Aircraft on exercise",
        "type": "air/exercise",
    },
    "neither place nor date, other words": {
        "geometry": None,
        "place": ...,
        "start": "unknown",
        "title": "Patrol ships seen by Vardø",
    },
}


RING = {
    "geometry": moved(31.6, 71.9, 150),
    "place": {"precision": "ring", "radius_km": 250, "inner_radius_km": 100},
}
SAME["in a ring"] = RING
DIFFERENT["in the hole of a ring"] = {**RING, "geometry": moved(31.6, 71.9, 20)}


@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
def test_one_event_told_twice_is_found(change: dict[str, Any], tmp_path: Path) -> None:
    assert score(tmp_path, sighting(), other(**change)) >= LEAST


@pytest.mark.parametrize("change", DIFFERENT.values(), ids=DIFFERENT)
def test_two_events_are_not(change: dict[str, Any], tmp_path: Path) -> None:
    assert score(tmp_path, sighting(), other(**change)) < LEAST


TIES = {
    "related": ({}, {"related": "a"}),
    "related, from the other side": ({"related": "b"}, {}),
    "replaced": ({}, {"replaces": "a"}),
    "a part": ({}, {"part_of": "a"}),
    "a part of a part": ({}, {"part_of": "whole"}),
    "parts in order": ({"part_of": "whole", "sequence": 1}, {"part_of": "whole", "sequence": 2}),
}


@pytest.mark.parametrize("ties", TIES.values(), ids=TIES)
def test_records_that_are_tied_are_no_duplicates(ties: Any, tmp_path: Path) -> None:
    whole = feature("whole", None, title="Long voyage", start="1999", part_of="a")
    given = [sighting(**ties[0]), other(**ties[1])]
    if ties[0].get("part_of"):
        whole["properties"].pop("part_of")
    found = scores(tmp_path, *given, whole)
    assert [p for p in found if {p.first.id, p.second.id} == {"a", "b"}] == []


def test_two_that_a_third_replaces_are_told_once_for_all(tmp_path: Path) -> None:
    third = other(id="c", start="1999", replaces=["a", "b"])
    assert scores(tmp_path, sighting(), other(), third) == []


def test_parts_of_one_whole_without_an_order_may_be_one(tmp_path: Path) -> None:
    whole = feature("whole", None, title="Long voyage", start="1999")
    found = scores(tmp_path, sighting(part_of="whole"), other(part_of="whole"), whole)
    assert [(p.first.id, p.second.id) for p in found if p.score >= LEAST] == [("a", "b")]


def test_no_two_of_the_real_records_are_one(tmp_path: Path) -> None:
    opened = open_workspace(sample_workspace())
    best = max(pair.score for pair in everything(opened, 0.3))
    # Both margins are wanted: to these, and to the perturbed ones below.
    assert best < LEAST - 0.1


def perturbed(event: Event, n: int) -> dict[str, Any]:
    """Return a real record as another person may have written it down."""
    given = copy.deepcopy(event.feature)
    properties = given["properties"]
    for link in ("part_of", "sequence", "related", "replaces"):
        properties.pop(link, None)
    words = event.title.split()
    chance = random.Random(n)  # noqa: S311 - no secret hangs on it
    chance.shuffle(words)
    properties["title"] = " ".join([*words[1:], "reported"])
    properties["sources"] = ["https://other.example/account"]
    if given["geometry"] and given["geometry"]["type"] == "Point":
        given["geometry"] = moved(*given["geometry"]["coordinates"][:2], 10)
    if event.start.startswith("[") and ".." not in event.start:
        properties["start"] = event.start[1:].partition(",")[0]
    return {**given, "id": f"{event.id}-again"}


@pytest.mark.slow
def test_the_real_records_told_otherwise_are_found(tmp_path: Path) -> None:
    opened = open_workspace(sample_workspace())
    again = [perturbed(event, n) for n, event in enumerate(opened.events)]
    incoming = workspace(tmp_path, *again).events
    assert len(incoming) == len(opened.events)
    found = {p.first.id for p in duplicates_of(incoming, opened) if p.first.id == again_of(p)}
    missed = {e.id for e in incoming} - found
    # Without a place, "only with very strong rest": another title is too little.
    placeless = {f"{e.id}-again" for e in opened.events if not e.placed}
    assert missed <= placeless
    everyone = duplicates_of(incoming, opened, least=0.0, of_one=200, most=10**6)
    scored = {p.first.id: p.score for p in everyone if p.first.id == again_of(p)}
    assert min(scored[e.id] for e in incoming if e.id not in placeless) > LEAST + 0.05


def again_of(pair: Pair) -> str:
    return f"{pair.second.id}-again"


def test_records_by_region_go_by_what_regions_share(tmp_path: Path) -> None:
    def by(*ids: str) -> dict[str, Any]:
        return {"geometry": None, "place": {"regions": list(ids)}}

    def with_(n: int, *ids: str) -> float:
        return score(tmp_path / str(n), sighting(**by("west-sea")), other(**by(*ids)))

    same, inside, beside, apart = map(
        with_, range(4), ("west-sea", "west-bay", "east-sea", "far-sea")
    )
    assert same >= inside > beside > apart == 0.0
    assert with_(5, "far-sea", "west-sea") >= inside - 0.05


def test_a_point_goes_by_its_distance_from_a_region(tmp_path: Path) -> None:
    bay = {"geometry": None, "place": {"regions": "west-bay"}}
    (inside,) = scores(tmp_path / "in", sighting(**bay), other(geometry=point(8, 72)))
    assert inside.reasons[0] == "one in west-bay"
    (beside,) = scores(tmp_path / "by", sighting(**bay), other(geometry=point(12.5, 72)))
    assert beside.reasons[0] == "17 km from west-bay"
    assert beside.score == inside.score
    assert scores(tmp_path / "off", sighting(**bay), other(geometry=point(16, 72))) == []


def test_shapes_go_by_their_distance(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[30, 71.9], [31, 71.9]]}
    on_it = {"geometry": line, "place": {"precision": "line", "radius_km": 5}}
    (near,) = scores(tmp_path / "near", sighting(), other(**on_it))
    assert near.reasons[0] == "21 km apart, within 5 km and 30 km"
    far = {"geometry": point(28, 71.9)}
    assert scores(tmp_path / "far", sighting(**far), other(**on_it)) == []


def test_a_common_source_adds_what_no_source_takes(tmp_path: Path) -> None:
    title = {"title": "Russian border guard vessels off Vardø"}
    (apart,) = scores(tmp_path / "a", sighting(), other(**title))
    again = ["HTTP://www.EXAMPLE.org/a/?utm_source=x#top"]
    (common,) = scores(tmp_path / "b", sighting(), other(**title, sources=again))
    assert common.score > apart.score
    assert common.reasons == (*apart.reasons, "same source")
    # One page tells of several events.
    page = {"sources": "https://example.org/a", "title": "Ice closes Dikson harbour"}
    alone = {"start": "2024-02-01", "geometry": point(80, 73.5), "id": "b"}
    assert scores(tmp_path / "c", sighting(), sighting(**page, **alone)) == []


def test_a_claim_of_a_report_is_a_source(tmp_path: Path) -> None:
    def cited(claim: str) -> dict[str, Any]:
        return {"sources": [{"seed": "focus", "claim": claim}]}

    (same,) = scores(tmp_path / "a", sighting(**cited("S1")), other(**cited("S1"), start="2025-06"))
    (apart,) = scores(
        tmp_path / "b", sighting(**cited("S1")), other(**cited("S2"), start="2025-06")
    )
    assert same.score > apart.score
    assert ("same source" in same.reasons, "same source" in apart.reasons) == (True, False)


APART = [
    ("Kazan enters Kola Bay", "Kazan leaves Kola Bay"),
    ("Kazan reaches Kola Bay", "Kazan departs from Kola Bay"),
    ("First leg", "Second leg"),
    ("First leg of the voyage", "2nd leg of the voyage"),
    ("Exercise begins off Kirkenes", "Exercise ends off Kirkenes"),
    ("Convoy eastbound off Dikson", "Convoy westbound off Dikson"),
    ("GPS jamming, 3 June", "GPS jamming, 4 June"),
    ("GPS jamming, 30 June", "GPS jamming, 30 July"),
    ("GPS jamming on Monday", "GPS jamming on Tuesday"),
    ("79 transit voyages on the route", "23 transit voyages on the route"),
    ("Flying Fish 1 off Dikson", "Flying Fish 2 off Dikson"),
]
SHIP = {"actors": [{"name": "Navy", "country": "RU", "assets": ["Kazan"]}]}


@pytest.mark.parametrize(("one", "two"), APART)
def test_titles_apart_by_one_word_are_of_two_events(one: str, two: str, tmp_path: Path) -> None:
    # Whatever else they have in common: ship and source too.
    first, second = sighting(title=one, **SHIP), sighting(id="b", title=two, **SHIP)
    (pair,) = scores(tmp_path / "a", first, second)
    assert pair.score < LEAST
    assert [
        r for r in pair.reasons if r.endswith("alike, but for numbers, days or opposites")
    ] != []
    (same,) = scores(tmp_path / "b", first, sighting(id="b", title=f"{one}, report", **SHIP))
    assert same.score > LEAST + 0.1


def test_other_numbers_in_titles_of_other_words_count_less(tmp_path: Path) -> None:
    def with_(n: int, title: str) -> Pair:
        first = sighting(title="Three patrol ships seen north of Vardø")
        (pair,) = scores(tmp_path / str(n), first, other(title=title))
        return pair

    same, different = map(
        with_,
        (1, 2),
        ("Patrol ships by Vardø, three of them, north of port", "Patrol ships 12 miles off Vardø"),
    )
    assert LEAST < different.score < same.score
    assert different.reasons[-1].endswith("alike, with other numbers")


def test_titles_alike_by_chance_need_a_source_or_a_ship_in_common(tmp_path: Path) -> None:
    titles = {"title": "Yacht towed into harbour"}, {"title": "Inspection of a Russian trawler"}
    assert score(tmp_path / "a", sighting(**titles[0]), other(**titles[1])) < LEAST
    same_source = score(tmp_path / "b", sighting(**titles[0]), sighting(id="b", **titles[1]))
    (ship,) = scores(
        tmp_path / "c", sighting(**titles[0], **SHIP), other(**titles[1], **SHIP), least=LEAST
    )
    assert same_source == ship.score
    assert ship.reasons[-1] == "same ship"


SHIPS = [
    ("Kazan", "KAZAN", True),
    ("Newnew Polar Bear, IMO 9200811", "NewNew Polar Bear (IMO 9200811)", True),
    ("Polar Bear, IMO 9200811", "ex Baltic Fulmar, IMO 9200811", True),
    ("Kazan", "Severodvinsk", False),
    ("flag of Liberia", "flag of Liberia", False),
    ("4 ships", "4 ships", False),
    ("Tu-95MS", "Tu-95MS", False),
    ("C-130J of Air Station Kodiak", "C-130J of Air Station Kodiak", False),
]


@pytest.mark.parametrize(("one", "two", "same"), SHIPS)
def test_what_counts_as_one_ship(one: str, two: str, same: bool, tmp_path: Path) -> None:
    first, second = ({"actors": [{"name": "Navy", "assets": [ship]}]} for ship in (one, two))
    (pair,) = scores(tmp_path, sighting(**first), other(**second, start="2025-06"))
    assert ("same ship" in pair.reasons) == same


MOMENTS = [
    ("2025-06-14T23:30:00-09:00", "2025-06-15T08:30:00Z", "the same moment"),
    ("2025-06-14T23:30:00-09:00", "2025-06-15T08:50:00Z", "20 min apart"),
    ("2025-06-14T23:30:00Z", "2025-06-15T02:10:00Z", "3 h apart"),
]


@pytest.mark.parametrize(("one", "two", "words"), MOMENTS)
def test_moments_are_compared_as_moments(one: str, two: str, words: str, tmp_path: Path) -> None:
    title = {"title": "Two patrol ships seen by Vardø"}
    (pair,) = scores(tmp_path / "a", sighting(start=one), other(**title, start=two))
    (day,) = scores(tmp_path / "b", sighting(), other(**title))
    assert (pair.score, pair.reasons[1]) == (day.score, words)


def test_moments_far_apart_are_no_pair_though_their_days_meet(tmp_path: Path) -> None:
    early, late = {"start": "2025-06-14T00:30:00+09:00"}, {"start": "2025-06-14T23:30:00-09:00"}
    assert scores(tmp_path / "a", sighting(**early), other(**late)) == []
    same_day = {"start": "2025-06-14T20:30:00+09:00"}
    (pair,) = scores(tmp_path / "b", sighting(**early), other(**same_day))
    assert pair.reasons[1] == "20 h apart"
    assert pair.score < 1.0


def test_one_moment_is_one_however_it_is_written(tmp_path: Path) -> None:
    one, two, _ = MOMENTS[0]
    (pair,) = scores(tmp_path, sighting(start=one), sighting(id="b", start=two))
    assert pair.reasons == ("the same in all that is compared",)


def test_from_one_moment_to_another_goes_by_moments(tmp_path: Path) -> None:
    lasting = {"start": "2025-06-14T23:30:00-09:00", "end": "2025-06-15T01:30:00-09:00"}
    again = {"start": "2025-06-15T08:30:00Z", "end": "2025-06-15T10:30:00Z"}
    later = {"start": "2025-06-16T12:30:00Z", "end": "2025-06-16T13:30:00Z"}
    assert score(tmp_path / "a", sighting(**lasting), other(**again)) > 0.98
    assert scores(tmp_path / "b", sighting(**lasting), other(**later)) == []


def test_the_reasons_say_what_is_near_and_alike(tmp_path: Path) -> None:
    again = other(title="Two patrol ships seen by Vardø", geometry=moved(31.6, 71.9, 12.2))
    (pair,) = scores(tmp_path, sighting(), again)
    assert pair.reasons == (
        "12 km apart, both within 30 km",
        "the same day",
        "both coastguard/sighting",
        "both with FSB Border Service",
        "titles 90 % alike",
    )


REASONS = [
    ({}, {"geometry": point(31.6, 71.9)}, "the same place, both within 30 km"),
    ({}, {"geometry": moved(31.6, 71.9, 70)}, "70 km apart, 10 km more than within their radii"),
    (
        {"place": ...},
        {"place": ..., "geometry": moved(31.6, 71.9, 7)},
        "7 km apart, no radius",
    ),
    ({}, {"geometry": None, "place": ...}, "one has no place"),
    ({}, {"start": "2025-06-15"}, "one day apart"),
    ({}, {"start": "2025-06"}, "dates that meet, all within 30 days"),
    ({}, {"start": "2025-06-01", "end": ".."}, "dates that meet"),
    ({}, {"start": "unknown"}, "one has no date"),
    ({"start": "2025-06"}, {"start": "2025-06"}, "the same dates"),
    ({}, {"type": "naval/sighting"}, "coastguard/sighting and naval/sighting"),
    ({}, {"kind": "statement"}, "but event and statement"),
    ({}, {"actors": {"name": "Guards", "country": "RU"}}, "actors of RU"),
    ({}, {"actors": "Guards"}, "other actors"),
    ({}, {"actors": ...}, "one states no actors"),
]


@pytest.mark.parametrize(("one", "two", "words"), REASONS, ids=[r[2] for r in REASONS])
def test_reasons_in_words(one: Any, two: Any, words: str, tmp_path: Path) -> None:
    (pair,) = scores(tmp_path, sighting(**one), other(**two))
    assert words in pair.reasons


def told(pairs: list[Pair]) -> set[tuple[frozenset[str], float, tuple[str, ...]]]:
    return {(frozenset((p.first.id, p.second.id)), p.score, p.reasons) for p in pairs}


def mixed(folder: Path) -> Workspace:
    """Return a workspace of records with all that they may say and leave out, near each other."""
    chance = random.Random(3)  # noqa: S311 - no secret hangs on it
    wheres: list[dict[str, Any]] = [
        {"geometry": None, "place": ...},
        {"geometry": None, "place": {"regions": "west-sea"}},
        {"geometry": None, "place": {"regions": ["west-bay", "east-sea"]}},
        {"geometry": {"type": "LineString", "coordinates": [[4, 72], [9, 73]]}, "place": ...},
        {"geometry": sector(6, 9, 71, 73), "place": {"precision": "area"}},
        *({"geometry": point(8, 72 + n / 10), "place": NEAR} for n in range(4)),
    ]
    changes = [*SAME.values(), *({"kind": "statement", "start": d} for d in ("2025", "2025-06"))]
    features = [
        sighting(
            **chance.choice(changes)
            | chance.choice(wheres)
            | {"id": f"r{n}", "sources": f"https://example.org/{n // 2}"}
        )
        for n in range(48)
    ]
    return workspace(folder, *features, regions=REGIONS)


def test_the_order_of_records_changes_nothing(tmp_path: Path) -> None:
    opened = mixed(tmp_path)
    turned = dataclasses.replace(opened)
    turned.__dict__["located"] = tuple(reversed(opened.located))
    pairs = everything(opened, 0.5)
    assert len(pairs) > 100
    assert everything(turned, 0.5) == pairs
    assert [p.score for p in pairs] == sorted((p.score for p in pairs), reverse=True)


def test_a_quick_exit_leaves_out_nothing(tmp_path: Path) -> None:
    # What is bounded away with a high threshold is what has a low score without one.
    opened = mixed(tmp_path)
    all_pairs = everything(opened, 0.0)
    for least in (0.5, 0.6, 0.7, 0.8, 0.9):
        assert everything(opened, least) == [p for p in all_pairs if p.score >= least]


def test_incoming_records_are_told_as_stored_ones_are(tmp_path: Path) -> None:
    opened = mixed(tmp_path)
    stored, incoming = opened.located[:36], opened.events[36:]
    half = dataclasses.replace(opened)
    half.__dict__["located"] = stored
    ids = {event.id for event in incoming}
    pairs = duplicates_of(incoming, half, least=0.5, of_one=99, most=10**6)
    assert all(pair.first.id in ids for pair in pairs)
    others = {item for item in told(everything(opened, 0.5)) if item[0] & ids}
    assert told(pairs) == others
    assert len(others) > 50


def test_an_incoming_record_is_compared_with_all_that_may_be_simultaneous(tmp_path: Path) -> None:
    starts = [
        "2025-06-13", "2025-06-16", "2025-06-17", "2025-06", "2025", "unknown", "[2025-05,2025-08]",
        "2025-06-14T23:30+14:00", "2025-06-13T22:00-12:00", "2025-06-15T21:59-12:00", "../2020",
    ]  # fmt: skip
    spans = [*({"start": start} for start in starts), {"start": "2024-02-01", "end": "2025-06-12"}]
    features = [sighting(id=f"r{n}", **span) for n, span in enumerate(spans)]
    opened = workspace(tmp_path, *features, regions=REGIONS)
    pairs = everything(opened, 0.0)
    for event in opened.events:
        found = duplicates_of([event], opened, least=0.0, of_one=99, most=10**6)
        assert told(found) == {item for item in told(pairs) if event.id in item[0]}
    assert len(opened.events) * 2 < len(pairs) < len(opened.events) ** 2 / 2


def test_an_undated_record_is_compared_with_all_that_may_be_near(tmp_path: Path) -> None:
    ring = {"precision": "ring", "radius_km": 200, "inner_radius_km": 150}
    wheres: list[dict[str, Any]] = [
        {"geometry": None, "place": ...},
        {"geometry": None, "place": {"regions": "west-sea"}},
        {"geometry": {"type": "LineString", "coordinates": [[4, 72], [9, 73]]}, "place": ...},
        {"geometry": sector(6, 9, 71, 73), "place": {"precision": "area"}},
        {"geometry": point(-170, 60), "place": ring},
        {"geometry": point(8, -72), "place": NEAR},
        *({"geometry": point(8, lat), "place": NEAR} for lat in (72, 72.9, 73.1, 74, 86)),
        *({"geometry": point(lon, 89.9), "place": ...} for lon in (8, -170)),
        *({"geometry": point(-170, lat), "place": {"precision": "exact"}} for lat in (61.5, 62)),
    ]
    features = [
        sighting(id=f"r{n}{start}", start=start, **where)
        for n, where in enumerate(wheres)
        for start in ("unknown", "2025-06-13")
    ]
    opened = workspace(tmp_path, *features, regions=REGIONS)
    pairs = everything(opened, 0.0)
    undated = [event for event in opened.events if event.when.undated]
    for event in undated:
        found = duplicates_of([event], opened, least=0.0, of_one=99, most=10**6)
        assert told(found) == {item for item in told(pairs) if event.id in item[0]}
    compared = [near(opened.events, [event], opened).sum() for event in undated]
    assert min(compared) < len(opened.events) / 3


def test_a_record_is_no_pair_with_itself(tmp_path: Path) -> None:
    opened = workspace(tmp_path, sighting(), other(id="c", start="1999"), regions=REGIONS)
    assert duplicates_in(opened).pairs == []
    assert duplicates_of(opened.events, opened) == []
    assert duplicates_of([opened.events[0]] * 2, opened) == []
    changed = workspace(tmp_path / "x", sighting(title="Two ships"), regions=REGIONS).events
    assert duplicates_of(changed, opened) == []


def test_many_copies_are_told_each_once(tmp_path: Path) -> None:
    copies = [sighting(id=f"r{n:03}") for n in range(120)]
    pairs = scores(tmp_path, *copies, other(id="x", start="2025-06-15"), least=LEAST)
    same = [p for p in pairs if p.score == 1.0]
    assert [(p.first.id, p.second.id) for p in same] == [
        (f"r{n - 1:03}", f"r{n:03}") for n in range(1, 120)
    ]
    assert same[0].reasons == ("the same in all that is compared",)
    # One stands for all.
    assert [(p.first.id, p.second.id) for p in pairs if p.score < 1.0] == [("r000", "x")]


def very_many(folder: Path) -> Workspace:
    words = ["alpha", "bravo", "charlie", "delta", "echo"]
    words += ["foxtrot", "golf", "hotel", "india", "juliett"]
    many = [
        sighting(id=f"r{n:03}", title=f"{words[n // 100]} {words[n // 10 % 10]} {words[n % 10]}")
        for n in range(400)
    ]
    return workspace(folder, *many, regions=REGIONS)


def test_of_very_many_alike_a_bounded_number_is_told(tmp_path: Path) -> None:
    opened = very_many(tmp_path)
    pairs = duplicates_in(opened).pairs
    of_each = Counter(id_ for p in pairs for id_ in (p.first.id, p.second.id))
    assert max(of_each.values()) == 3
    # Those with the same words in another order are among them, and first.
    of_one = [p.second.id for p in pairs if p.first.id == "r012"]
    assert set(of_one) <= {"r021", "r102", "r120", "r201", "r210"}
    assert len(of_one) == 3
    assert len(duplicates_in(opened, most=7).pairs) == 7
    assert duplicates_in(opened, most=7).pairs == pairs[:7]


def test_what_is_not_told_is_counted(tmp_path: Path) -> None:
    found = duplicates_in(very_many(tmp_path))
    assert found.more > len(found.pairs)
    copies = workspace(tmp_path / "c", *(sighting(id=f"r{n:04}") for n in range(1100)))
    found = duplicates_in(copies)
    assert (len(found.pairs), found.more) == (1000, 99)
    assert duplicates_in(workspace(tmp_path / "d", sighting(), other())).more == 0


def test_the_same_titles_in_a_crowd_are_bounded_too(tmp_path: Path) -> None:
    many = [sighting(id=f"r{n:03}", sources=f"https://example.org/{n}") for n in range(400)]
    found = duplicates_in(workspace(tmp_path, *many))
    of_each = Counter(id_ for p in found.pairs for id_ in (p.first.id, p.second.id))
    assert max(of_each.values()) == 3
    assert found.more <= 50 * 400


def test_the_same_without_a_word_on_place_or_date_is_found(tmp_path: Path) -> None:
    bare = {"geometry": None, "place": ..., "start": "unknown", "actors": ...}
    assert score(tmp_path, sighting(**bare), sighting(id="b", **bare)) == 1.0


@pytest.mark.slow
def test_one_record_or_none_makes_no_pair(tmp_path: Path) -> None:
    assert scores(tmp_path / "a") == []
    assert scores(tmp_path / "b", sighting()) == []
    assert duplicates_of([], open_workspace(sample_workspace())) == []


SPELT = [
    (point(180, 72), point(-180, 72)),
    (point(179.9, 72), point(-180.1, 72)),
    (point(-170, 72), point(190, 72)),
    (point(0, 90), point(135, 90)),
    (sector(170, 190, 71, 72), sector(-190, -170, 71, 72)),
    (
        sector(170, 190, 71, 72),
        {
            "type": "MultiPolygon",
            "coordinates": [
                sector(170, 180, 71, 72)["coordinates"],
                sector(-180, -170, 71, 72)["coordinates"],
            ],
        },
    ),
    (cap(85), sector(-180, 180, 85, 90)),
]


@pytest.mark.parametrize(("one", "two"), SPELT)
def test_how_a_place_is_spelt_changes_nothing(one: Any, two: Any, tmp_path: Path) -> None:
    precision = "near" if one["type"] == "Point" else "area"
    place = {"precision": precision, "radius_km": 20}
    (same,) = scores(
        tmp_path / "same",
        sighting(geometry=one, place=place),
        sighting(id="b", geometry=two, place=place),
    )
    assert (same.score, same.reasons) == (1.0, ("the same in all that is compared",))
    for n, beside in enumerate([moved(180, 72, 25), moved(-170, 72, 25), moved(0, 90, 25)]):
        third = other(geometry=beside, start="2025-06-15")
        first, second = (
            told(scores(tmp_path / str(n) / name, sighting(geometry=g, place=place), third))
            for name, g in (("one", one), ("two", two))
        )
        assert first == second


@given(
    place_and_azimuth=st.tuples(st.floats(-180, 180), st.floats(-60, 90), st.floats(0, 360)),
    km=st.floats(0, 400),
    radii=st.tuples(*[st.sampled_from([1, 30, 110, 300])] * 2),
)
def test_points_are_found_by_their_distance_on_the_ellipsoid(
    tmp_path_factory: pytest.TempPathFactory,
    place_and_azimuth: tuple[float, float, float],
    km: float,
    radii: tuple[int, int],
) -> None:
    lon, lat, azimuth = place_and_azimuth
    there = Geod(ellps="WGS84").fwd(lon, lat, azimuth, km * 1000.0)[:2]
    place = [{"precision": "near", "radius_km": radius} for radius in radii]
    found = scores(
        tmp_path_factory.mktemp("w"),
        sighting(geometry=point(lon, lat), place=place[0]),
        other(geometry=point(*there), place=place[1]),
    )
    if not math.isclose(km, sum(radii) + 15, abs_tol=0.01):
        assert bool(found) == (km < sum(radii) + 15)


def test_links_to_records_that_are_not_there_stop_nothing(tmp_path: Path) -> None:
    links = {"part_of": "nowhere", "related": "no-one", "replaces": "nothing"}
    (pair,) = scores(tmp_path, sighting(**links), other())
    assert pair.score >= LEAST
    loop = [sighting(part_of="c"), other(), feature("c", None, start="1999", part_of="a")]
    assert [p for p in scores(tmp_path / "x", *loop) if p.score >= LEAST] != []


def test_a_region_that_nobody_knows_is_no_place(tmp_path: Path) -> None:
    lost = {"geometry": None, "place": {"regions": "atlantis"}}
    (pair,) = scores(tmp_path, sighting(**lost), other(**lost))
    assert pair.reasons[0] == "neither has a place"


def test_titles_in_any_script_are_compared(tmp_path: Path) -> None:
    here, there = {"title": "Пограничный корабль у Вардё"}, {"title": "巡逻船"}
    (alike,) = scores(tmp_path / "a", sighting(**here), other(title="ПОГРАНИЧНЫЙ корабль у Вардё"))
    (unlike,) = scores(tmp_path / "b", sighting(**here), other(**there))
    assert alike.reasons[-1] == "titles 100 % alike"
    assert unlike.score < alike.score - 0.2


def test_pairs_come_once(tmp_path: Path) -> None:
    pairs = everything(mixed(tmp_path), 0.0)
    ids = [frozenset((p.first.id, p.second.id)) for p in pairs]
    assert len(set(ids)) == len(ids)
    assert all(p.first.id < p.second.id for p in pairs)
    assert not any(a == b for a, b in itertools.pairwise(ids))
