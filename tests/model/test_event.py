"""An event is short to write and exact inside; nothing is assumed that it does not say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from tests.records import event, feature, point, read, sector


def test_only_five_things_are_needed_and_a_gap_stays_a_gap(tmp_path: Path) -> None:
    record = event(tmp_path)
    assert record.kind == "event"
    assert record.status is None
    assert record.verification is None
    assert record.confidence is None
    assert record.likelihood is None
    assert record.end is None
    assert record.place is None
    assert record.precision == "unstated"
    assert record.radius_km is None
    assert not record.placed
    assert record.regions == record.actors == record.countries == record.tags == ()
    assert record.sources[0].grade is None
    assert record.extra == {}


def test_one_value_and_a_bare_text_stand_for_the_full_form(tmp_path: Path) -> None:
    short = event(
        tmp_path,
        sources="https://example.org/a",
        actors="Rosatom",
        place="Kola Bay",
        confidence="low",
        verification="reported",
        likelihood="likely",
        tags="x",
        related=7,
    )
    full = event(
        tmp_path,
        sources=[{"url": "https://example.org/a"}],
        actors=[{"name": "Rosatom"}],
        place={"name": "Kola Bay"},
        confidence={"level": "low"},
        verification={"level": "reported"},
        likelihood={"term": "likely"},
        tags=["x"],
        related=["7"],
    )
    assert short.model_dump(exclude={"feature"}) == full.model_dump(exclude={"feature"})


def test_the_bare_type_stands_for_the_full_one(tmp_path: Path) -> None:
    record = event(tmp_path, type="bomber-sortie")
    assert record.type_id == "air/bomber-sortie"
    assert record.theme.id == "air"
    assert record.type.medium == "air"


@pytest.mark.parametrize(("id_", "text"), [("a", "a"), (10, "10"), (1.5, "1.5"), ("10", "10")])
def test_an_id_is_compared_as_text(tmp_path: Path, id_: Any, text: str) -> None:
    assert event(tmp_path, id_).id == text


def test_a_record_that_names_regions_is_as_precise_as_they_are(tmp_path: Path) -> None:
    record = event(tmp_path, place={"regions": "kara-sea"})
    assert record.precision == "region"
    assert record.placed
    assert event(tmp_path, "a", point(1, 80), place={"regions": "kara-sea"}).precision == "unstated"


def test_countries_are_those_of_the_actors_each_once(tmp_path: Path) -> None:
    actors = [{"name": n, "country": c} for n, c in [("a", "RU"), ("b", "CN"), ("c", "RU")]]
    assert event(tmp_path, actors=actors).countries == ("RU", "CN")


def test_a_record_cannot_be_changed(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        event(tmp_path).title = "other"


def test_null_is_the_same_as_absent_where_nothing_is_needed(tmp_path: Path) -> None:
    names = ("end", "summary", "status", "place", "confidence", "part_of", "marking", "sequence")
    record = event(tmp_path, **dict.fromkeys(names))
    assert all(getattr(record, name) is None for name in names)


def test_a_place_within_one_kilometre_is_exact(tmp_path: Path) -> None:
    place = {"precision": "exact", "radius_km": 1}
    assert event(tmp_path, "a", point(1, 80), place=place).radius_km == 1.0


def test_what_stands_in_sources_is_kept_apart(tmp_path: Path) -> None:
    source = {
        "seed": "focus-2025", "claim": "S6", "claimant": "FSB", "stance": "disputes",
        "says": "x", "start": "2024-09-20", "place": "Bering Sea", "assets": "Anadyr",
        "read_at": "https://copy.example", "origin": "TASS",
        "grade": {"reliability": "B", "credibility": 2, "by": "me", "on": "2025"},
    }  # fmt: skip
    (kept,) = event(tmp_path, sources=source).sources
    assert kept.read_at == ("https://copy.example",)
    assert kept.assets == ("Anadyr",)
    assert kept.grade is not None
    assert (kept.grade.reliability, kept.grade.credibility) == ("B", 2)


def test_unknown_keys_are_kept_at_every_depth(tmp_path: Path) -> None:
    record = event(tmp_path, place={"name": "x", "depth_m": 3}, sources={"cite": "x", "page": 7})
    assert record.place is not None
    assert record.place.model_extra == {"depth_m": 3}
    assert record.sources[0].model_extra == {"page": 7}


def test_a_web_address_may_have_any_letters(tmp_path: Path) -> None:
    url = "HTTPS://пример.рф/путь?q=%20#å"
    assert event(tmp_path, sources=url).sources[0].url == url
    for wrong in ("javascript:alert(1)", "http://", "//a.org", "http:// a", "http://a\x7fb"):
        assert read(tmp_path, feature(sources=wrong)).records == ()


LINE = {"type": "LineString", "coordinates": [[5, 72], [6, 72]]}
BOTH = {"type": "GeometryCollection", "geometries": [sector(0, 10, 70, 75), point(5, 72)]}
AREA, ON_A_LINE = {"precision": "area"}, {"precision": "line", "radius_km": 5}


@pytest.mark.parametrize(
    ("geometry", "place", "said"),
    [
        (point(5, 72), AREA, "'area' on a Point; draw the area as a Polygon, or write 'near'"),
        (LINE, AREA, "'area' on a LineString; draw the area as a Polygon, or write 'near' with"),
        (BOTH, AREA, "'area' on a Point; draw"),
        (point(5, 72), ON_A_LINE, "'line' on a Point; draw the line as a LineString, or write 'n"),
        (sector(0, 10, 70, 75), ON_A_LINE, "'line' on a Polygon; draw the line as a LineString, o"),
    ],
)
def test_a_precision_fits_its_geometry(
    tmp_path: Path, geometry: Any, place: Any, said: str
) -> None:
    (finding,) = read(tmp_path, feature(geometry=geometry, place=place)).findings
    assert finding.rule == "precision"
    assert finding.pointer == "/features/0/properties/place/precision"
    assert said in str(finding)


@pytest.mark.parametrize(
    ("geometry", "place"),
    [
        (sector(0, 10, 70, 75), AREA),
        (LINE, ON_A_LINE),
        ({"type": "MultiLineString", "coordinates": [LINE["coordinates"]]}, ON_A_LINE),
        ({"type": "GeometryCollection", "geometries": [{**BOTH, "geometries": [LINE]}]}, ON_A_LINE),
        (point(5, 72), {"precision": "region", "regions": "kara-sea"}),
        (None, {**AREA, "regions": "kara-sea"}),
    ],
)
def test_a_precision_that_fits_is_kept(tmp_path: Path, geometry: Any, place: Any) -> None:
    assert event(tmp_path, geometry=geometry, place=place).precision == place["precision"]


def test_near_a_line_that_stays_at_one_position_is_near_a_point(tmp_path: Path) -> None:
    still = {"type": "LineString", "coordinates": [[5, 72], [5, 72]]}
    made = event(tmp_path, geometry=still, place=ON_A_LINE)
    assert (made.geometry, made.precision, made.radius_km) == (point(5, 72), "near", 5)
    assert made.feature["geometry"] == still
