from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geotrack.export import ExportQuery, Product, Terms, gather
from geotrack.workspace import Workspace, open_file
from tests.export.conftest import Put, by_gdal, written
from tests.export.test_geometry import assert_safe
from tests.records import feature, point, workspace


def test_what_is_exported_is_read_as_the_same_records(
    product: Product, hard: Workspace, put: Put
) -> None:
    path, notes = put(product, "geojson")
    assert not notes
    again = open_file(path)
    assert not again.left_out
    assert {e.id: e.feature["properties"] for e in again.current} == {
        e.id: e.feature["properties"] for e in hard.current
    }
    stored, read = ({e.id: e.feature["geometry"] for e in w.current} for w in (hard, again))
    assert {i for i, shape in stored.items() if read[i] != shape} == {"past", "route", "box"}


def test_gdal_reads_every_record_and_letter(product: Product, put: Put) -> None:
    read = {f["properties"]["title"]: f for f in by_gdal(put(product, "geojson")[0])}
    assert set(read) == {r.event.title for r in product.records}
    assert read["Without a place"]["geometry"] is None


@pytest.mark.parametrize("name", ["geojson", "geojsonseq"])
def test_no_line_or_area_runs_over_180(product: Product, put: Put, name: str) -> None:
    path, _ = put(product, name)
    text = path.read_text("utf-8")
    features = (
        json.loads(text)["features"] if name == "geojson" else map(json.loads, text.splitlines())
    )
    for one in features:
        # A line that stays at one position is valid by RFC 7946, but not by shapely.
        simple = one["id"] != "still" and one["geometry"]
        if simple and simple["type"] != "GeometryCollection":
            assert_safe(simple)


def test_the_collection_says_what_holds_of_all(product: Product, put: Put) -> None:
    about = json.loads(put(product, "geojson")[0].read_text("utf-8"))["geotrack"]
    assert about["marking"] == "RESTRICTED // TEST"
    assert about["digest"] == f"sha256:{product.digest}"
    assert about["records"] == len(product.records)
    (source,) = about["sources"]
    assert source["number"] == 1
    assert source["url"] == "https://example.org/a"
    assert len(source["records"]) == len(product.records)


def test_a_sequence_has_a_record_a_line_and_says_what_it_lacks(product: Product, put: Put) -> None:
    path, (note,) = put(product, "geojsonseq")
    assert len(path.read_text("utf-8").split("\n")) == len(product.records) + 1
    assert "no place for marking" in note
    assert not open_file(path).left_out
    assert len(by_gdal(path)) == len(product.records)


def test_heights_that_a_cut_takes_are_told(tmp_path: Path) -> None:
    over = {"type": "LineString", "coordinates": [[170, 70, 9], [-170, 71, 9]]}
    beside = {"type": "LineString", "coordinates": [[160, 70, 9], [170, 71, 9]]}
    made = workspace(tmp_path, feature("over", over), feature("beside", beside))
    content, notes = written("geojson", gather(made, made.current, Terms()))
    assert notes == ["heights are left out where a shape is cut at 180°: over"]
    shapes = {f["id"]: f["geometry"] for f in json.loads(content)["features"]}
    assert shapes["beside"] == beside


def test_a_match_stands_beside_the_records_own_properties(tmp_path: Path) -> None:
    made = workspace(tmp_path, feature("a", point(5, 72), match="mine"), feature("b"))
    asked = {"a": ExportQuery("possible", "its circle reaches it", 12.3)}
    product = gather(made, made.current, Terms(), queries=asked, numbers={"a": 7})
    one, other = json.loads(written("geojson", product)[0])["features"]
    assert (
        one["properties"]
        | {
            "number": 7,
            "match": "mine",
            "geotrack_match": "possible",
            "why": "its circle reaches it",
            "distance_km": 12.3,
        }
        == one["properties"]
    )
    assert other["properties"] == made.by_id["b"].feature["properties"]


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)


@given(TEXT, st.dates(), st.floats(-180, 180), st.floats(0, 90))
def test_any_text_date_and_place_comes_back(
    tmp_path_factory: pytest.TempPathFactory, text: str, day: object, lon: float, lat: float
) -> None:
    folder = tmp_path_factory.mktemp("any")
    made = workspace(folder, feature("a", point(lon, lat), start=str(day), note=text))
    product = gather(made, made.current, Terms())
    (back,) = json.loads(written("geojson", product)[0])["features"]
    assert back == made.by_id["a"].feature
    assert shapely.geometry.shape(back["geometry"]).equals(shapely.Point(lon, lat))
