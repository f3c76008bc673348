"""Places as people say them, read from English and Norwegian."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.gazetteer.description import DescriptionError, parse_description

NM, MI = 1852.0, 1609.344


def km(*values: float) -> tuple[float, ...]:
    return tuple(1000.0 * value for value in values)


@pytest.mark.parametrize(
    ("text", "anchor", "distance", "bearing"),
    [
        ("40 nm NW of Point Hope", "Point Hope", (35 * NM, 45 * NM), (315, 22.5)),
        ("120 km nordvest for Longyearbyen", "Longyearbyen", km(115, 125), (315, 22.5)),
        ("120–230 km fra Longyearbyen", "Longyearbyen", km(120, 230), None),
        ("between 120 and 230 km from Longyearbyen", "Longyearbyen", km(120, 230), None),
        ("mellom 120 og 230 km fra Longyearbyen", "Longyearbyen", km(120, 230), None),
        ("120-230 km NNW of Kirkenes", "Kirkenes", km(120, 230), (337.5, 11.25)),
        ("within 30 km of Vardø", "Vardø", km(0, 30), None),
        ("innen 30 km fra Vardø", "Vardø", km(0, 30), None),
        ("less than 30 nautical miles from Vardø", "Vardø", (0, 30 * NM), None),
        ("40 km off Vardø", "Vardø", km(35, 45), None),
        ("57 miles northwest of Point Hope", "Point Hope", (56.5 * MI, 57.5 * NM), (315, 22.5)),
        ("57 mi northwest of Point Hope", "Point Hope", (56.5 * MI, 57.5 * MI), (315, 22.5)),
        ("about 75 km SW of Gambell", "Gambell", km(67.5, 82.5), (225, 22.5)),
        ("ca. 40 nautiske mil sørøst av Vardø", "Vardø", (35 * NM, 45 * NM), (135, 22.5)),
        ("12,5 n mil ØNØ for Vardø", "Vardø", (12.45 * NM, 12.55 * NM), (67.5, 11.25)),
        ("40 nm due north of the Pole", "Pole", (35 * NM, 45 * NM), (0, 11.25)),
        ("40 nm to the north-west of Wales", "Wales", (35 * NM, 45 * NM), (315, 22.5)),
        ("310° and 40 nm from Vardø", "Vardø", (35 * NM, 45 * NM), (310, 5)),
        ("40 nm, 315° from Vardø", "Vardø", (35 * NM, 45 * NM), (315, 2.5)),
        ("40 nm på peiling 312 grader fra Vardø", "Vardø", (35 * NM, 45 * NM), (312, 0.5)),
        ("40 nm peiling 312 grader fra Vardø", "Vardø", (35 * NM, 45 * NM), (312, 0.5)),
        ("northwest of Point Hope, 40 nm", "Point Hope", (35 * NM, 45 * NM), (315, 22.5)),
        ("100 km from Vardø", "Vardø", km(75, 125), None),
        ("1 200 km fra Vardø", "Vardø", km(1150, 1250), None),
        ("300 m øst for Vardø", "Vardø", km(0.25, 0.35), (90, 22.5)),
        ("40 nm NW of Berezovka [geonames:1]", "Berezovka [geonames:1]", (35 * NM, 45 * NM),
         (315, 22.5)),
        ("Point Hope", None, None, None),
        ("fra Oslo", None, None, None),
        ("40 km", None, None, None),
    ],
)  # fmt: skip
def test_a_text_is_a_distance_and_a_bearing_from_a_place(
    text: str,
    anchor: str | None,
    distance: tuple[float, float] | None,
    bearing: tuple[float, float] | None,
) -> None:
    read = parse_description(text)
    if anchor is None:
        assert read is None
        return
    assert read is not None
    assert read.anchors == ((anchor,),)
    assert read.distance_m == pytest.approx(distance)
    assert read.bearing == bearing


def test_between_two_places_each_and_may_join_them() -> None:
    read = parse_description("between Fury and Hecla Strait and Igloolik")
    assert read is not None
    assert read.anchors == (
        ("Fury", "Hecla Strait and Igloolik"),
        ("Fury and Hecla Strait", "Igloolik"),
    )
    assert parse_description("midt mellom Bodø og Tromsø") == parse_description(
        "between Bodø and Tromsø"
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("off Vardø", "does not say how far it is from Vardø"),
        ("ved Vardø", "does not say how far"),
        ("NW of Point Hope", "does not say how far"),
        ("more than 30 km from Vardø", "no greatest distance"),
        ("20 mil nord for Bodø", "'mil' may be ten kilometres"),
        ("20 M north of Bodø", "'M' may be metres"),
        ("1,200 km from Vardø", "may be 1200 or a decimal fraction"),
        ("0 km from Vardø", "the distance is nothing"),
        ("230-120 km from Vardø", "a range whose end comes before its start"),
    ],
)
def test_a_description_without_one_meaning_is_refused(text: str, says: str) -> None:
    with pytest.raises(DescriptionError, match=says):
        parse_description(text)


@given(
    st.integers(1, 9999),
    st.sampled_from(["km", "nm", "nautical miles", "nautiske mil", "miles", "m"]),
    st.sampled_from(["about ", "ca. ", ""]),
)
def test_a_distance_holds_every_value_that_rounds_to_it(number: int, unit: str, hedge: str) -> None:
    read = parse_description(f"{hedge}{number} {unit} from X")
    assert read is not None
    assert read.distance_m is not None
    least, most = read.distance_m
    for factor in {"km": [1000], "m": [1], "miles": [MI, NM]}.get(unit, [NM]):
        for other in (number - 0.49, number, number + 0.49) if number > 1 else (0.76, 1.24):
            assert least <= other * factor <= most
            assert 0 < least < most <= 1.25 * number * NM


@given(st.text(max_size=60))
def test_any_text_is_a_description_none_or_refused(text: str) -> None:
    with contextlib.suppress(DescriptionError):
        parse_description(text)
