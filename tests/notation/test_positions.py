"""Longitude and latitude in one text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.notation import degrees_of, parse_position, plain_pair

LON, LAT = st.floats(-179.99, 179.99), st.floats(-89.99, 89.99)


def split(value: float, digits: int) -> tuple[int, int, float]:
    """Return degrees, minutes and seconds, rounded as a whole."""
    unit = 10**digits
    total = round(abs(value) * 3600 * unit)
    degrees, rest = divmod(total, 3600 * unit)
    minutes, seconds = divmod(rest, 60 * unit)
    return degrees, minutes, seconds / unit


def minutes_of(value: float, digits: int) -> tuple[int, float]:
    unit = 10**digits
    degrees, rest = divmod(round(abs(value) * 60 * unit), 60 * unit)
    return degrees, rest / unit


def letter(value: float, letters: str) -> str:
    return letters[value < 0]


@given(LON, LAT)
def test_a_position_comes_back_from_each_notation(lon: float, lat: float) -> None:
    n, e, o = letter(lat, "NS"), letter(lon, "EW"), letter(lon, "ØV")
    d, m, s = split(lat, 1)
    d2, m2, s2 = split(lon, 1)
    dm, mm = minutes_of(lat, 2)
    dm2, mm2 = minutes_of(lon, 2)
    second, hundredth = 1 / 3600 / 20, 1 / 60 / 200
    written = {
        f"{d}°{m}'{s}\"{n} {d2}°{m2}'{s2}\"{e}": second,
        f"{d}° {m}′ {s}″ {n}, {d2}° {m2}′ {s2}″ {o}": second,
        f"{n} {d} {m} {s} {e} {d2} {m2} {s2}": second,
        f"{d2}-{m2}-{s2}{e} {d}-{m}-{s}{n}": second,
        f"{dm:02}-{mm:05.2f}{n} {dm2:03}-{mm2:05.2f}{e}": hundredth,
        f"{dm}°{mm:.2f}'{n} / {dm2}°{mm2:.2f}'{o}".replace(".", ","): hundredth,
        f"{dm:02}{mm:05.2f},{n},{dm2:03}{mm2:05.2f},{e}": hundredth,
        f"{d:02}{m:02}{s:04.1f}{n} {d2:03}{m2:02}{s2:04.1f}{e}": second,
        f"{abs(lat):.5f}{n} {abs(lon):.5f}{e}": 6e-6,
        f"{abs(lat):.5f}° {n}; {abs(lon):.5f}° {o}".replace(".", ","): 6e-6,
        f"lat {lat:.5f}, lon {lon:.5f}": 6e-6,
        f"Lengdegrad: {lon:.5f} Breddegrad: {lat:.5f}".replace(".", ","): 6e-6,
    }
    for text, off in written.items():
        found = parse_position(text)
        assert found == (pytest.approx(lon, abs=off * 1.01), pytest.approx(lat, abs=off * 1.01)), (
            text
        )


@given(LON, LAT, st.sampled_from([", ", " ", "; ", ",", "/", " / "]))
def test_a_pair_of_numbers_is_read_in_its_order(lon: float, lat: float, between: str) -> None:
    text = f"{lat:.6f}{between}{lon:.6f}"
    assert parse_position(text) is None
    at = (pytest.approx(lon, abs=6e-7), pytest.approx(lat, abs=6e-7))
    assert parse_position(text, "latlon") == at
    assert parse_position(f"({lon:.6f}{between}{lat:.6f})", "lonlat") == at
    if between != ",":
        assert plain_pair(text.replace(".", ",")) == (at[1], at[0])


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("71 deg 20 min north 25 deg 40 min east", (25 + 2 / 3, 71 + 1 / 3)),
        ("71°20' nord, 25°40' øst", (25 + 2 / 3, 71 + 1 / 3)),
        ("71°20' n.br. 25°40' ø.l.", (25 + 2 / 3, 71 + 1 / 3)),
        ("71d20m30sN 025d40m30sE", (25.675, 71 + 20.5 / 60)),
        ("71 20 30 S 25 40 0 W", (-(25 + 2 / 3), -(71 + 20.5 / 60))),
        ("7120N 02540E", (25 + 2 / 3, 71 + 1 / 3)),
        ("N71 E025", (25.0, 71.0)),
        ("71°N E025", (25.0, 71.0)),
        ("33XVG 74570 43590", (13.91627, 77.86546)),
    ],
)
def test_notations(text: str, at: tuple[float, float]) -> None:
    assert parse_position(text) == (pytest.approx(at[0]), pytest.approx(at[1]))


@pytest.mark.parametrize(
    "text",
    [
        "", "Kirkenes", "E6 N", "71°20'N", "71°20' 25°40'", "71°20'N 25°40'N", "91°N 25°E",
        "71°N 181°E", "71°60'N 25°E", "NE 12", "SW of Vardø", "Svalbard, 78 N 20 E",
        "2024-09-28", "71.5.3 N 25 E", "N", "NE", "N,E", "lat lon", "71°20.5'30\"N 25°E",
    ],
)  # fmt: skip
def test_a_text_that_is_no_position(text: str) -> None:
    assert parse_position(text) is None


@given(st.text() | st.text(alphabet="0123456789°'\".,-NSEØVW latlon"))
def test_no_text_breaks_a_position(text: str) -> None:
    for order in (None, "latlon", "lonlat"):
        found = parse_position(text, order)
        assert found is None or (abs(found[0]) <= 360 and abs(found[1]) <= 90)
    degrees_of(text, "lat")


def test_no_name_of_a_layer_is_a_position() -> None:
    layers = Path(__file__).parents[2] / "layers"
    names = set()
    for path in layers.rglob("*.geojson"):
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
            given = feature["properties"]
            names |= {feature.get("id"), given.get("name"), *given.get("aliases", ()),
                      *given.get("names", {}).values()}  # fmt: skip
    assert len(names) > 100
    assert [name for name in names if name and parse_position(str(name))] == []
