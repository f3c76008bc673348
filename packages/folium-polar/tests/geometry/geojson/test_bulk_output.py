"""Many lines and points at once come out as each by itself."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from folium_polar.geometry.geojson.bulk_output import lines_to_geojson, points_to_geojson
from folium_polar.geometry.geojson.output import to_geojson

# Metres: at the pole, on the meridians of 0 and 180 degrees, and round them.
_SPECIAL = st.sampled_from([0.0, -0.0, 1e-9, -1e-9, 1e-6, 0.3, -0.3, 2.0, -2.0, 500.0, -500.0])
_METRES = _SPECIAL | st.floats(-6e6, 6e6) | st.floats(-2e4, 2e4)
_VERTEX = st.tuples(_METRES, _METRES)


@st.composite
def _line(draw: st.DrawFn) -> list[tuple[float, float]]:
    """Return a line of short steps, or of any."""
    x, y = draw(_VERTEX)
    steps = draw(
        st.lists(_VERTEX | st.tuples(st.floats(-9e3, 9e3), st.floats(-9e3, 9e3)), max_size=6)
    )
    line = [(x, y)]
    for along, up in steps or [(1.0, 1.0)]:
        line.append((line[-1][0] + along, line[-1][1] + up))
    return line


@given(st.lists(_line(), max_size=6))
def test_lines(lines: list[list[tuple[float, float]]]) -> None:
    found = lines_to_geojson([np.array(line) for line in lines])
    assert found == [to_geojson(shapely.LineString(line)) for line in lines]


@given(st.lists(_VERTEX, min_size=1, max_size=9))
def test_points(places: list[tuple[float, float]]) -> None:
    found = points_to_geojson(*np.array(places).T)
    assert found == [to_geojson(shapely.Point(place)) for place in places]
