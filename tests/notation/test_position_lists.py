"""Lists of positions: any notation and separator, and what they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.notation.position_lists import parse_position_list

_POSITIONS = st.lists(
    st.tuples(st.integers(-10799, 10799), st.integers(3000, 5399)),
    min_size=3,
    max_size=8,
    unique=True,
)
"""Longitudes and latitudes in minutes."""


def _angle(minutes: int, sides: str, width: int, form: str) -> str:
    side, (degrees, rest) = sides[minutes < 0], divmod(abs(minutes), 60)
    return form.format(d=f"{degrees:0{width}}", m=f"{rest:02}", side=side)


@given(
    _POSITIONS,
    st.sampled_from(["{d}°{m}'{side}", "{d}-{m}.0{side}", "{d}{m}{side}", "{side}{d} {m}"]),
    st.sampled_from(["\n", "; ", ";\n", ", "]),
    st.sampled_from(["", "area: ", "Area bounded by ", "linje ", "POINTS: "]),
    st.booleans(),
)
def test_what_is_written_is_read(
    positions: list[tuple[int, int]], form: str, separator: str, lead: str, numbered: bool
) -> None:
    parts = [
        f"{f'{n}. ' if numbered else ''}{_angle(lat, 'NS', 2, form)} {_angle(lon, 'EW', 3, form)}"
        for n, (lon, lat) in enumerate(positions, start=1)
    ]
    found = parse_position_list(lead + separator.join(parts))
    assert found is not None
    shapes = {"": None, "linje ": "line", "POINTS: ": "points"}
    assert found.shape == shapes.get(lead, "area")
    assert not found.faulty
    read = [(round(lon * 60), round(lat * 60)) for lon, lat in found.positions]
    assert read == positions


@pytest.mark.parametrize(
    ("text", "shape", "n"),
    [
        ("IN AREA BOUNDED BY 71-20N 025-40E, 71-30N 025-40E AND 71-30N 026-00E.", "area", 3),
        ("7120N02540E 7130N02540E 7130N02600E 7120N02540E", "area", 3),
        ("71 20 N 25 40 E - 72 N 25 E", None, 2),
        ("Air area:\nN71 E025\nN72 E026\nN71 E026", "air area", 3),
        ("A) 71,5° N 25,5° Ø\nB) 72° N 25° Ø", None, 2),
        ("71°20'N,\n25°40'E,\n71°30'N,\n25°40'E", None, 2),
    ],
)
def test_sources_write_lists_in_many_ways(text: str, shape: str | None, n: int) -> None:
    found = parse_position_list(text)
    assert found is not None
    assert (found.shape, len(found.positions), found.faulty) == (shape, n, "")


@pytest.mark.parametrize(
    "text",
    ["", "Bodø", "Bodø; Tromsø", "71-20N 025-40E", "area Barents Sea", "area 71-20N 025-40E",
     "line of ice", "between Bodø and 71-20N 025-40E", "71.5,25.5; 72,25", "N; E" * 5_000],
)  # fmt: skip
def test_other_texts_are_no_lists(text: str) -> None:
    assert parse_position_list(text) is None


def test_the_first_part_that_is_no_position_is_named() -> None:
    found = parse_position_list("area: 71N 25E; 72N; 72N 26E")
    assert found is not None
    assert found.faulty == "72N"
