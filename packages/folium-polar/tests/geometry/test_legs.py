"""Geodesic legs in the plane beside pyproj."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from folium_polar.geometry.legs import Legs
from folium_polar.geometry.plane import project, unproject

GEOD = Geod(ellps="WGS84")
PLACES = st.lists(
    st.tuples(st.floats(-180, 180), st.floats(0, 90), st.floats(0, 360), st.floats(0, 6e6)),
    min_size=1,
    max_size=8,
)


@given(PLACES)
def test_they_hold_to_geodesics(places: list[tuple[float, float, float, float]]) -> None:
    lon, lat, azimuth, metres = np.array(places).T
    end_lon, end_lat, _ = GEOD.fwd(lon, lat, azimuth, metres)
    north = np.flatnonzero(end_lat >= 0)
    ends = *project(lon, lat), *project(end_lon, end_lat)
    legs = Legs(*(values[north] for values in ends))
    assert np.allclose(legs.lengths(), metres[north], rtol=1e-9, atol=1e-3)
    vertices, of = legs.vertices()
    chords, bulges = legs.chords(), legs.bulges()
    for n, row in enumerate(north.tolist()):
        line = vertices[of == n]
        assert line[0].tolist() == [legs.x0[n], legs.y0[n]]
        assert line[-1].tolist() == [legs.x1[n], legs.y1[n]]
        run = np.linspace(0, metres[row], 201)
        on_lon, on_lat, _ = GEOD.fwd(*(np.full(201, v[row]) for v in (lon, lat, azimuth)), run)
        points = shapely.points(*project(on_lon, on_lat))
        chord = shapely.LineString([line[0], line[-1]])
        # GEOS may leave the processor's flag of an invalid number set; NaN would still fail here.
        with np.errstate(invalid="ignore"):
            assert shapely.distance(shapely.LineString(line), points).max() < 1
            assert shapely.distance(chord, points).max() <= bulges[n] + 1e-3
        half = legs.at(np.array([n])).places(np.array([0.25]))
        assert np.hypot(half[0] - points[50].x, half[1] - points[50].y)[0] < 1e-2
    assert len(chords) == len(north)


def test_over_the_pole_it_is_straight() -> None:
    ends = [*project([10.0], [85.0]), *project([-170.0], [85.0])]
    vertices, _ = Legs(*ends).vertices()
    lon, lat = unproject(*vertices.T)
    assert lat.max() > 89.9
    assert set(np.round(lon[lat < 89.9], 6)) == {10.0, -170.0}
