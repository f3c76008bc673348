"""GeoJSON of other programs: nothing is lost, shapes stay, and messages have their Feature."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from geotrack.errors import UsageError
from geotrack.importing import MappingOptions, ReadingOptions, UnreadableError, draft
from tests.importing.conftest import Import, coordinates, properties

SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False), st.text("abø .;", max_size=5),
)  # fmt: skip
NAMES = st.text("abc._", min_size=1, max_size=4)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)
LONLAT = st.tuples(st.floats(-180, 180), st.floats(50, 89))
SHAPES = st.one_of(
    LONLAT.map(shapely.Point),
    st.lists(LONLAT, min_size=2, max_size=5).map(shapely.LineString),
    st.lists(LONLAT, min_size=1, max_size=4).map(shapely.MultiPoint),
    st.lists(LONLAT, min_size=4, max_size=5).map(lambda ring: shapely.Polygon([*ring, ring[0]])),
)


def written(folder: Path, *features: Any, name: str = "a.geojson", **members: Any) -> Path:
    path = folder / name
    whole = {"type": "FeatureCollection", **members, "features": features}
    path.write_text(json.dumps(whole), "utf-8")
    return path


def feature(geometry: Any, **own: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": own, "geometry": geometry}


def scalars(value: Any) -> Iterator[Any]:
    """Yield all that is no container and not empty, as JSON."""
    if isinstance(value, dict):
        for one in value.values():
            yield from scalars(one)
    elif isinstance(value, list):
        for one in value:
            yield from scalars(one)
    elif value is not None and not (isinstance(value, str) and not value.strip()):
        yield json.dumps(value, ensure_ascii=False)


@given(st.dictionaries(NAMES, VALUES, max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_value_of_a_nested_property_is_lost(tmp_path: Path, own: dict[str, Any]) -> None:
    path = written(tmp_path, feature(None, n=1, **own))
    made = draft(path, ReadingOptions(), MappingOptions(guess=False))
    text = json.dumps(properties(made), ensure_ascii=False)
    # Nested lists are text, with escaped quotes.
    plain = text.replace("\\", "")
    for value in scalars(own):
        assert value in text or value.replace("\\", "") in plain


@given(SHAPES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_sound_shape_stays(tmp_path: Path, shape: Any) -> None:
    geometry = json.loads(shapely.to_geojson(shape))
    (found,) = draft(
        written(tmp_path, feature(geometry, Name="A")), ReadingOptions(), MappingOptions()
    ).features
    # Not `equals`, which no area without extent is to itself.
    assert shapely.from_geojson(json.dumps(found["geometry"])).equals_exact(shape)
    assert found["geometry"]["type"] == geometry["type"]


@pytest.mark.parametrize("code", ["EPSG:3995", "EPSG:3413", "EPSG:32633", "EPSG:3006"])
@pytest.mark.parametrize("spelling", ["{}", "urn:ogc:def:crs:{}", "option"])
def test_another_crs_is_converted_x_first(
    tmp_path: Path, imported: Import, code: str, spelling: str
) -> None:
    there = Transformer.from_crs("EPSG:4326", code, always_xy=True)
    point = {"type": "Point", "coordinates": list(there.transform(15, 75))}
    name = spelling.format(code.replace(":", "::") if "urn" in spelling else code)
    crs = {"type": "name", "properties": {"name": code if spelling == "option" else name}}
    if spelling == "option":
        made = imported(written(tmp_path, feature(point, Name="A")), crs=code)
    else:
        made = imported(written(tmp_path, feature(point, Name="A"), crs=crs))
    assert coordinates(made) == [pytest.approx([15, 75], abs=1e-8)]
    with pytest.raises(UsageError, match=r"states .*; --crs is for files that state none"):
        imported(written(tmp_path, feature(point, Name="A"), crs=crs), crs="EPSG:5041")


def test_a_column_named_like_the_kept_text_stays(tmp_path: Path, imported: Import) -> None:
    odd = feature({"type": "Point", "coordinates": ["x", 1]}, unread_geometry="mine")
    assert properties(imported(written(tmp_path, odd))) == [
        {
            "unread_geometry": "mine",
            "unread_geometry*": '{"type": "Point", "coordinates": ["x", 1]}',
        }
    ]


def test_options_that_do_not_fit_are_refused(tmp_path: Path, imported: Import) -> None:
    path = written(tmp_path, feature({"type": "Point", "coordinates": [5, 70]}, lon=1, lat=2))
    with pytest.raises(UsageError, match="GeoJSON has its geometry apart: leave them out"):
        imported(path, lon="lon", lat="lat")
    with pytest.raises(UsageError, match="GeoJSON has no layers"):
        imported(path, layers=("a",))


@pytest.mark.parametrize("text", ["{", '{"type": "Feature"', "[1,", '{"a": ' + "[" * 200])
def test_broken_text_is_refused_in_a_line(tmp_path: Path, imported: Import, text: str) -> None:
    (tmp_path / "a.geojson").write_text(text)
    with pytest.raises(UnreadableError) as refusal:
        imported(tmp_path / "a.geojson")
    assert "\n" not in str(refusal.value)
    assert "geotrack.toml" not in str(refusal.value)
