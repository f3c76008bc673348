"""Points in and out of well-known binary, beside shapely's."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geotrack_observations.storage.points import from_wkb, to_wkb

PLACES = st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), max_size=20)


@given(PLACES)
def test_they_are_those_of_shapely(places: list[tuple[float, float]]) -> None:
    lon, lat = np.array(places, dtype=float).reshape(-1, 2).T
    made = to_wkb(lon, lat)
    assert made.to_pylist() == [shapely.to_wkb(shapely.Point(*place)) for place in places]
    back = from_wkb(made)
    assert back[0].tolist() == lon.tolist()
    assert back[1].tolist() == lat.tolist()
    assert back[2].all()


def test_what_is_no_such_point_is_told_apart() -> None:
    point = shapely.Point(1, 2)
    values = [
        shapely.to_wkb(point),
        None,
        shapely.to_wkb(shapely.Point(1, 2, 3)),
        shapely.to_wkb(point, byte_order=0),
        shapely.to_wkb(shapely.LineString([(0, 0), (1, 1)])),
        b"",
        b"\x01\x02\x00\x00\x00" + bytes(16),
    ]
    lon, _, good = from_wkb(pa.array(values, pa.binary()))
    assert good.tolist() == [True, False, False, False, False, False, False]
    assert lon[0] == 1
    assert np.isnan(lon[1:]).all()
