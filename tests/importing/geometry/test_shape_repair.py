"""Odd shapes, and sound ones that stay as they are."""

from __future__ import annotations

import struct
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import GeometryCollection, LineString, MultiPoint, Point, Polygon, from_wkt

from geotrack.importing.geometry.shape_repair import read_wkb, repair

LONLAT = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
WITH_HEIGHT = st.tuples(st.floats(-180, 180), st.floats(-90, 90), st.floats(-100, 9000))


def shapes_of(position: Any) -> Any:
    points = position.map(Point)
    lines = st.lists(position, min_size=2, max_size=4).map(LineString)
    rings = st.lists(position, min_size=3, max_size=5).map(lambda r: [*r, r[0]])
    areas = st.tuples(rings, st.lists(rings, max_size=2)).map(lambda made: Polygon(*made))
    several = st.one_of(
        st.lists(points, min_size=1, max_size=3).map(MultiPoint),
        st.lists(lines, min_size=1, max_size=3).map(shapely.MultiLineString),
        st.lists(areas, min_size=1, max_size=3).map(shapely.MultiPolygon),
    )
    one = st.one_of(points, lines, areas, several)
    return st.recursive(one, lambda s: st.lists(s, min_size=1, max_size=3).map(GeometryCollection))


SOUND = st.one_of(shapes_of(LONLAT), shapes_of(WITH_HEIGHT))


@given(st.lists(SOUND, max_size=4))
def test_a_sound_shape_stays_as_it_is(shapes: list[Any]) -> None:
    found, odd = repair([*shapes, None])
    assert odd == {}
    assert [shapely.to_wkt(f, -1) for f in found[:-1]] == [shapely.to_wkt(s, -1) for s in shapes]
    assert found[-1] is None


def wkb(kind: int, *parts: Any, count: bool = True) -> bytes:
    """Return WKB of a kind: of positions, of rings, or of shapes that are WKB already."""
    head = struct.pack("<BI", 1, kind) + (struct.pack("<I", len(parts)) if count else b"")
    return head + b"".join(_packed(part) for part in parts)


def _packed(part: Any) -> bytes:
    if isinstance(part, bytes):
        return part
    if isinstance(part, list):
        return struct.pack("<I", len(part)) + b"".join(map(_packed, part))
    return struct.pack(f"<{len(part)}d", *part)


ONE = wkb(2, (1, 70))
TWO = wkb(2, (1, 70), (2, 70))
RING = [(0, 70), (1, 70), (1, 71), (0, 70)]
LINE_TO_POINT = "a line of one position became a point"


@given(SOUND, st.sampled_from([0, 1]), st.sampled_from(["iso", "extended"]))
def test_what_is_sound_beside_it_is_read_as_shapely_reads_it(
    shape: Any, order: int, flavour: str
) -> None:
    blob = shapely.to_wkb(shape, byte_order=order, flavor=flavour, output_dimension=3)
    assert read_wkb([blob, None]) == ([shape, None], {})
    (found,), odd = read_wkb([wkb(7, ONE, blob)])
    assert odd == {0: [LINE_TO_POINT]}
    assert shapely.to_wkt(found.geoms[1], -1) == shapely.to_wkt(shape, -1)


@pytest.mark.parametrize(
    ("blob", "expected", "said"),
    [
        (ONE, "POINT (1 70)", [LINE_TO_POINT]),
        (wkb(1002, (1, 70, 5)), "POINT Z (1 70 5)", [LINE_TO_POINT]),
        (wkb(3002, (1, 70, 5, 9)), "POINT Z (1 70 5)", [LINE_TO_POINT]),
        (wkb(2002, (1, 70, 9)), "POINT (1 70)", [LINE_TO_POINT]),
        (wkb(5, ONE), "POINT (1 70)", [LINE_TO_POINT]),
        (wkb(5, ONE, ONE), "MULTIPOINT ((1 70), (1 70))", [LINE_TO_POINT] * 2),
        (
            wkb(5, ONE, TWO),
            "GEOMETRYCOLLECTION (POINT (1 70), LINESTRING (1 70, 2 70))",
            [LINE_TO_POINT],
        ),
        (wkb(5, TWO, wkb(2)), None, None),
        (
            wkb(3, RING[:3]),
            "POLYGON ((0 70, 1 70, 1 71, 0 70))",
            ["a ring without an end was closed"],
        ),
        (
            wkb(6, wkb(3, RING[:3])),
            "MULTIPOLYGON (((0 70, 1 70, 1 71, 0 70)))",
            ["a ring without an end was closed"],
        ),
        (
            wkb(3, RING[:2]),
            "LINESTRING (0 70, 1 70)",
            ["an area of too few positions became a line"],
        ),
        (wkb(3, RING[:1]), "POINT (0 70)", ["an area of too few positions became a point"]),
        (
            wkb(3, RING, RING[:1]),
            "POLYGON ((0 70, 1 70, 1 71, 0 70))",
            ["a hole of too few positions was left out"],
        ),
        (
            wkb(7, wkb(7, ONE), TWO),
            "GEOMETRYCOLLECTION (GEOMETRYCOLLECTION (POINT (1 70)), LINESTRING (1 70, 2 70))",
            [LINE_TO_POINT],
        ),
    ],
)
def test_an_odd_shape_of_wkb_is_made_sound(
    blob: bytes, expected: str | None, said: list[str] | None
) -> None:
    (found, sound), odd = read_wkb([blob, Point(3, 70).wkb])
    assert sound == Point(3, 70)
    if expected is not None:
        assert shapely.to_wkt(found) == shapely.to_wkt(from_wkt(expected))
        assert odd == {0: said}
    else:
        assert odd == {}


@pytest.mark.parametrize(
    "blob", [b"\x01", ONE[:-1], wkb(2) + b"", wkb(99, (1, 2)), wkb(0), b"\x01" * 40], ids=repr
)
def test_what_is_no_wkb_is_refused(blob: bytes) -> None:
    if blob == wkb(2):  # an empty line is one
        assert read_wkb([blob])[0][0].is_empty
        return
    with pytest.raises(shapely.errors.ShapelyError):
        read_wkb([blob])


@pytest.mark.parametrize(
    ("text", "expected", "said"),
    [
        ("POINT EMPTY", None, []),
        ("MULTILINESTRING EMPTY", None, []),
        ("GEOMETRYCOLLECTION (POINT EMPTY)", None, []),
        ("MULTIPOINT (EMPTY, (1 70))", "MULTIPOINT ((1 70))", []),
        ("GEOMETRYCOLLECTION (POINT EMPTY, POINT (1 70))", "GEOMETRYCOLLECTION (POINT (1 70))", []),
        (
            "POLYGON ((0 70, 1 70, 1 71, 0 70), EMPTY)",
            "POLYGON ((0 70, 1 70, 1 71, 0 70))",
            [],
        ),
        (
            "MULTIPOLYGON (((0 70, 1 70, 1 71, 0 70)), EMPTY)",
            "MULTIPOLYGON (((0 70, 1 70, 1 71, 0 70)))",
            [],
        ),
        (
            "POLYGON ((0 70, 1 70, 0 70))",
            "LINESTRING (0 70, 1 70)",
            ["an area of too few positions became a line"],
        ),
    ],
)
def test_parts_that_say_nothing_are_left_out(
    text: str, expected: str | None, said: list[str]
) -> None:
    (found,), odd = repair([from_wkt(text)])
    assert (found and shapely.to_wkt(found)) == (expected and shapely.to_wkt(from_wkt(expected)))
    assert odd == ({0: said} if said else {})
