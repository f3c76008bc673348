from __future__ import annotations

import io
import json
import re
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pyogrio
import pytest
import shapely

from folium_polar.geometry import project, to_plane
from geotrack.export import Product, Terms, gather, geopackage
from geotrack.export.columns import row_builder
from geotrack.export.product import Record
from geotrack.export.qgis import MARKERS, style
from geotrack.files.geopackage import TIME_OF_CHANGE
from geotrack.taxonomy import built_in_taxonomy
from geotrack.workspace import Workspace
from tests.export.conftest import LONG, SCRIPTS, Put, by_gdal, parsed, written
from tests.records import feature, point, workspace

LAYERS = ("regions", "footprints", "areas", "lines", "multipoints", "points")
TABLES = ("without_geometry", "sources", "about", "layer_styles")
CHECK = (
    "import sys; from osgeo_utils.samples import validate_gpkg as v; print(v.check(sys.argv[1]))"
)


@pytest.fixture
def path(product: Product, put: Put) -> Path:
    return put(product, "gpkg")[0]


@pytest.fixture
def tables(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as file:
        file.row_factory = sqlite3.Row
        yield file


def ids(features: list[dict[str, Any]]) -> set[str]:
    return {f["properties"]["id"] for f in features}


def test_it_is_a_valid_geopackage(path: Path) -> None:
    done = subprocess.run(
        ["/usr/bin/python3", "-I", "-c", CHECK, str(path)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


def test_there_is_a_layer_for_each_type_of_geometry(path: Path) -> None:
    named = dict(pyogrio.list_layers(path).tolist())
    assert tuple(named) == (*LAYERS, *TABLES)
    assert [named[layer] for layer in LAYERS] == [
        *["MultiPolygon"] * 3, "MultiLineString", "MultiPoint", "Point",
    ]  # fmt: skip


def test_every_record_stands_in_a_layer_or_in_the_table_of_those_without(
    product: Product, path: Path, tables: sqlite3.Connection
) -> None:
    found = {layer: ids(by_gdal(path, layer)) for layer in LAYERS[2:]}
    bare = {row["id"] for row in tables.execute("SELECT id FROM without_geometry")}
    assert bare == {"nowhere", "by-region"}
    assert set().union(*found.values()) | bare == {r.event.id for r in product.records}
    assert {layer for layer, some in found.items() if "mixed" in some} == {
        "points", "lines", "areas",
    }  # fmt: skip


def test_what_it_cannot_hold_is_told(product: Product, put: Put) -> None:
    assert put(product, "gpkg")[1] == [
        "1 record of mixed geometry stands in several layers, with one id",
        "1 record has heights, which only the format geojson keeps",
    ]


def test_layers_are_in_the_polar_crs_where_nothing_is_cut(path: Path) -> None:
    for layer in LAYERS:
        assert pyogrio.read_info(path, layer=layer)["crs"] == "EPSG:3995"
    shapes = {
        row["id"]: row["geometry"]
        for _, row in pyogrio.read_dataframe(path, layer="areas").iterrows()
    }
    assert [len(shapes[id_].geoms) for id_ in ("box", "cap")] == [1, 1]
    assert shapes["cap"].contains(shapely.Point(0, 0))
    (route,) = pyogrio.read_dataframe(path, layer="lines").query("id == 'route'").geometry
    assert len(route.geoms) == 1


def test_points_come_back_to_the_millimetre(product: Product, path: Path) -> None:
    read = {f["properties"]["id"]: f["geometry"]["coordinates"] for f in by_gdal(path, "points")}
    for record in product.records:
        if record.geometry and record.geometry["type"] == "Point":
            lon, lat = record.geometry["coordinates"][:2]
            x, y = project([lon, read[record.event.id][0]], [lat, read[record.event.id][1]])
            assert np.hypot(*(np.diff(x), np.diff(y))) < 1e-3 * 1.5


def test_edges_are_bent_as_they_are_meant(path: Path) -> None:
    (box,) = (f for f in by_gdal(path, "areas") if f["properties"]["id"] == "box")
    meant = to_plane(
        {
            "type": "Polygon",
            "coordinates": [[[175, 70], [185, 70], [185, 75], [175, 75], [175, 70]]],
        }
    )
    made = to_plane(box["geometry"])
    assert shapely.symmetric_difference(made, meant).area < 1e-5 * meant.area


def test_footprints_are_where_a_record_may_have_been(path: Path) -> None:
    read = pyogrio.read_dataframe(path, layer="footprints").set_index("id")
    assert {"long", "seam", "pole", "route", "box", "cap"} <= set(read.index)
    assert "by-region" not in read.index
    assert "in-latin" not in read.index, "nobody said how exact it is"
    assert read.geometry["pole"].contains(shapely.Point(0, 0))
    assert len(read.geometry["seam"].geoms) == 1


def test_a_batch_of_records_is_written_before_the_next_is_read(
    product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 100,000 records neither the rows nor the footprints are held together."""
    steps: list[str] = []
    write = pyogrio.raw.write

    def builder(product: Product) -> Callable[[Record], dict[str, Any]]:
        build = row_builder(product)

        def build_row(record: Record) -> dict[str, Any]:
            steps.append("read")
            return build(record)

        return build_row

    def written(*args: Any, **options: Any) -> None:
        steps.append("write")
        write(*args, **options)

    monkeypatch.setattr(geopackage, "row_builder", builder)
    monkeypatch.setattr(pyogrio.raw, "write", written)
    monkeypatch.setattr("geotrack.files.geopackage._BATCH", 3)
    geopackage.write(product, io.BytesIO())
    assert steps.count("read") > len(product.records)
    assert max(len(list(group)) for step, group in groupby(steps) if step == "read") == 3


def test_the_largest_footprint_comes_first(path: Path) -> None:
    areas = shapely.area(pyogrio.read_dataframe(path, layer="footprints").geometry)
    assert list(areas) == pytest.approx(sorted(areas, reverse=True), rel=0.3)
    assert areas[0] == max(areas)


def test_regions_name_their_records(tables: sqlite3.Connection) -> None:
    (row,) = tables.execute("SELECT * FROM regions")
    assert (row["id"], row["name"], row["count"], row["records"]) == (
        "west", "Western Sea", 1, "by-region",
    )  # fmt: skip


def test_text_dates_and_json_come_back(product: Product, path: Path) -> None:
    read = {f["properties"]["id"]: f["properties"] for f in by_gdal(path, "points")}
    assert {s: read[f"in-{s}"]["title"] for s in SCRIPTS} == SCRIPTS
    assert read["long"]["summary"] == LONG
    assert read["month"]["earliest"].replace("/", "-") == "2024-02-01"
    assert read["undated"]["earliest"] is None
    stored = next(r.feature for r in product.records if r.event.id == "markup")
    assert parsed(read["markup"]["geojson"]) == stored


def test_marking_digest_and_sources_are_tables_and_metadata(
    product: Product, path: Path, tables: sqlite3.Connection
) -> None:
    about = {row["what"]: row["value"] for row in tables.execute("SELECT * FROM about")}
    assert about["marking"] == "RESTRICTED // TEST"
    assert about["digest"] == f"sha256:{product.digest}"
    metadata = json.loads(pyogrio.read_info(path, layer="about")["dataset_metadata"]["geotrack"])
    assert metadata["marking"] == "RESTRICTED // TEST"
    (source,) = tables.execute("SELECT * FROM sources")
    assert (source["number"], source["url"]) == (1, "https://example.org/a")
    for layer in LAYERS:
        marked = tables.execute(f'SELECT DISTINCT product_marking FROM "{layer}"').fetchall()  # noqa: S608 (names of this module)
        assert [row[0] for row in marked] == ["RESTRICTED // TEST"]


def test_no_clock_is_in_it(tables: sqlite3.Connection) -> None:
    changed = tables.execute("SELECT DISTINCT last_change FROM gpkg_contents").fetchall()
    assert [row[0] for row in changed] == [TIME_OF_CHANGE]


def test_every_layer_has_a_default_style(tables: sqlite3.Connection) -> None:
    styles = {row["f_table_name"]: row for row in tables.execute("SELECT * FROM layer_styles")}
    assert set(styles) == set(LAYERS)
    for row in styles.values():
        assert row["useAsDefault"] == 1
        assert row["f_geometry_column"] == "geom"
        root = ET.fromstring(row["styleQML"].partition("\n")[2])  # noqa: S314 (made here)
        (renderer,) = root.findall("renderer-v2")
        assert renderer.get("type") == "categorizedSymbol"
        assert renderer.findall("categories/category")


@pytest.mark.parametrize("layer", [n for n in LAYERS if n != "regions"])
def test_categories_have_the_colours_of_the_taxonomy(layer: str) -> None:
    themes = built_in_taxonomy().themes
    root = ET.fromstring(style(layer, themes.values()).partition("\n")[2])  # noqa: S314 (made here)
    categories = root.findall("renderer-v2/categories/category")
    assert [c.get("value") for c in categories] == list(themes)
    assert [c.get("label") for c in categories] == [t.label["en"] for t in themes.values()]
    for category, theme in zip(categories, themes.values(), strict=True):
        symbol = f"renderer-v2/symbols/symbol[@name='{category.get('symbol')}']"
        told = ET.tostring(root.find(symbol), encoding="unicode")  # type: ignore[arg-type] # it is there
        colour = ",".join(str(int(theme.colour[at : at + 2], 16)) for at in (1, 3, 5))
        assert f'value="{colour},' in told
        assert layer not in {"points", "multipoints"} or f'value="{MARKERS[theme.shape]}"' in told


def test_every_outline_of_the_taxonomy_has_a_marker_of_its_own() -> None:
    shapes = {theme.shape for theme in built_in_taxonomy().themes.values()}
    assert shapes <= set(MARKERS)
    assert len(set(MARKERS.values())) == len(MARKERS)


def test_a_shape_that_the_crs_cannot_draw_is_told_and_kept(tmp_path: Path) -> None:
    lost = {"precision": "region", "regions": ["nowhere"]}
    records = [
        feature("south", point(0, -90)),
        feature("a", point(5, 72)),
        feature("b", place=lost),
    ]
    south = workspace(tmp_path, *records)
    content, notes = written("gpkg", gather(south, south.current, Terms()))
    assert notes == [
        "not drawn, and in without_geometry: "
        "south (it reaches where the projection has no coordinates)",
        "no footprint, too far south: south",
        "regions without a shape in layers/: nowhere",
    ]
    (tmp_path / "x.gpkg").write_bytes(content)
    with closing(sqlite3.connect(tmp_path / "x.gpkg")) as file:
        assert file.execute("SELECT id FROM without_geometry").fetchall() == [("south",), ("b",)]


def test_the_crs_is_the_maps_where_a_map_is_exported(hard: Workspace, tmp_path: Path) -> None:
    product = gather(hard, hard.current, Terms(projection="EPSG:3571"))
    (tmp_path / "x.gpkg").write_bytes(written("gpkg", product)[0])
    assert pyogrio.read_info(tmp_path / "x.gpkg", layer="points")["crs"] == "EPSG:3571"


@pytest.mark.parametrize("layer", LAYERS)
def test_map_tips_escape_each_value(layer: str) -> None:
    tip = ET.fromstring(style(layer, []).partition("\n")[2]).findtext("mapTip") or ""  # noqa: S314 (made here)
    values = re.findall(r"\[%\s*(.*?)\s*%\]", tip)
    assert len(values) == (2 if layer == "regions" else 3)
    for value in values:
        column = re.fullmatch(
            r"""replace\(replace\(replace\("(\w+)", '&', '&amp;'\), '<', '&lt;'\), '>', '&gt;'\)""",
            value,
        )
        assert column, value
