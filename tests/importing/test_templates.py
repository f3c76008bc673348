"""The GeoPackage to draw in: what QGIS sees of it, and how it comes back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from shapely import LineString, Point, Polygon

from geotrack.importing import write_template
from geotrack.importing.targets.properties import property_of_column
from geotrack.importing.templates import COLUMNS, LAYERS
from geotrack.taxonomy import built_in_taxonomy
from tests.importing.conftest import Import, faults, frame, properties

SHAPES = {
    "events_point": Point(30.05, 69.73),
    "events_line": LineString([(170, 70), (180, 71)]),
    "events_polygon": Polygon([(0, 70), (10, 70), (10, 75), (0, 75)]),
}


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "events.gpkg"
    write_template(path)
    return path


def test_it_has_a_layer_for_each_shape(template: Path) -> None:
    import pyogrio

    assert dict(pyogrio.list_layers(template)) == LAYERS
    for layer in LAYERS:
        info = pyogrio.read_info(template, layer=layer)
        assert (list(info["fields"]), info["crs"]) == (list(COLUMNS), "EPSG:4326")
        assert info["features"] == 0


def test_it_has_the_same_bytes_each_time(template: Path, tmp_path: Path) -> None:
    write_template(tmp_path / "again.gpkg")
    assert (tmp_path / "again.gpkg").read_bytes() == template.read_bytes()


def test_every_column_fills_a_property() -> None:
    assert all(property_of_column(column) for column in COLUMNS)


def test_lists_are_those_of_geotrack(template: Path) -> None:
    with closing(sqlite3.connect(template)) as file:
        offered = dict(
            file.execute(
                "SELECT c.table_name || '.' || c.column_name, group_concat(v.value, ' ') "
                "FROM gpkg_data_columns c JOIN gpkg_data_column_constraints v "
                "USING (constraint_name) GROUP BY 1"
            ).fetchall()
        )
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
        extensions = file.execute(
            "SELECT table_name FROM gpkg_extensions WHERE extension_name = 'gpkg_schema'"
        ).fetchall()
    assert set(offered["events_line.type"].split()) == set(built_in_taxonomy().types)
    assert set(offered["events_line.precision"].split()) == {"line", "near"}
    assert set(offered["events_polygon.precision"].split()) == {"area", "near"}
    stances = {"supports", "disputes", "denies", "silent"}
    assert set(offered["events_polygon.source_stance"].split()) == stances
    assert "occurred" in offered["events_point.status"].split()
    assert set(extensions) == {("gpkg_data_columns",), ("gpkg_data_column_constraints",)}


def test_what_is_drawn_in_it_becomes_records(
    template: Path, tmp_path: Path, imported: Import
) -> None:
    precision = {"events_point": "near", "events_line": "line", "events_polygon": "area"}
    for layer, shape in SHAPES.items():
        drawn = frame(
            [shape], title=["Søk"], type=["coastguard/patrol"], start=["2024-09"],
            precision=[precision[layer]], radius_km=[5.0], source_url=["https://example.org/"],
        )  # fmt: skip
        drawn.to_file(template, layer=layer, mode="a")
    made = imported(template)
    assert len(made.features) == len(SHAPES)
    assert not faults(made, tmp_path)
    assert [p["place"]["precision"] for p in properties(made)] == list(precision.values())
    assert not any("missing" in line or "extra" in line for line in made.messages)


def test_a_column_of_ones_own_may_stand_in_one_layer(template: Path, imported: Import) -> None:
    frame([Point(0, 90)], title=["a"]).to_file(template, layer="events_point", mode="a")
    with closing(sqlite3.connect(template)) as file:
        file.execute("ALTER TABLE events_point ADD COLUMN skip TEXT DEFAULT 'mine'")
    line = LineString([(0, 70), (1, 71)])
    frame([line], title=["b"]).to_file(template, layer="events_line", mode="a")
    assert properties(imported(template)) == [{"title": "a", "skip": "mine"}, {"title": "b"}]


def test_points_alone_are_enough(template: Path, imported: Import) -> None:
    frame([Point(0, 90)], title=["Pole"]).to_file(template, layer="events_point", mode="a")
    assert [p["title"] for p in properties(imported(template))] == ["Pole"]


def test_nothing_is_left_beside_it(template: Path) -> None:
    assert [p.name for p in template.parent.iterdir()] == ["events.gpkg"]
    with pytest.raises(FileNotFoundError):
        write_template(template.parent / "no folder" / "a.gpkg")
