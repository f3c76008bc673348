"""GeoPackage with layer styles for QGIS.

Layers are in the polar CRS of the map, which has no seam at 180°; a QGIS project takes the CRS of
its first layer.
"""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any, BinaryIO

import shapely
from shapely.geometry.base import BaseGeometry

from geotrack.errors import GeometryError
from geotrack.export.columns import COLUMNS, Value, columns, extra_notes, row_builder
from geotrack.export.geometry import (
    height_notes,
    members,
    projected,
    to_crs,
)
from geotrack.export.product import Product, Record
from geotrack.export.qgis import style
from geotrack.export.record_footprints import (
    Missing,
    RecordFootprint,
    footprint_of,
    missing_notes,
)
from geotrack.files.geopackage import TIME_OF_CHANGE, ColumnType, Feature, write_layer

__all__ = ["write"]

Move = Callable[[BaseGeometry], BaseGeometry]
BuildRow = Callable[[Record], Mapping[str, Value]]

_LAYER_OF = {
    "Point": "points", "MultiPoint": "multipoints", "LineString": "lines",
    "MultiLineString": "lines", "Polygon": "areas", "MultiPolygon": "areas",
}  # fmt: skip
_TYPES = {
    "regions": "MultiPolygon", "footprints": "MultiPolygon", "areas": "MultiPolygon",
    "lines": "MultiLineString", "multipoints": "MultiPoint", "points": "Point",
}  # fmt: skip
_DESCRIPTIONS = {
    "regions": "Regions that records name as their place",
    "footprints": "Where each record may have been, as far as that is an area",
    "areas": "Records drawn as areas",
    "lines": "Records drawn as lines",
    "multipoints": "Records drawn as several points",
    "points": "Records drawn as points",
    "without_geometry": "Records without a geometry of their own; some name regions",
    "sources": "The numbered sources",
    "about": "What holds of all: marking, as-of date, digest",
}
_REGION: dict[str, ColumnType] = {
    "id": "text", "name": "text", "count": "integer", "records": "text", "authority": "text",
    "definition": "text", "licence": "text", "product_marking": "text",
}  # fmt: skip
_FOOTPRINT: dict[str, ColumnType] = {
    name: COLUMNS[name]
    for name in ("id", "number", "title", "theme", "type", "date", "earliest", "latest", "where",
                 "precision", "radius_km", "inner_radius_km", "verification", "marking",
                 "product_marking")
} | {"basis": "text"}  # fmt: skip
_SOURCE: dict[str, ColumnType] = {
    "number": "integer", "label": "text", "published": "text", "url": "text", "read_at": "text",
    "records": "text",
}  # fmt: skip
_STYLE: dict[str, ColumnType] = {
    "f_table_catalog": "text", "f_table_schema": "text", "f_table_name": "text",
    "f_geometry_column": "text", "styleName": "text", "styleQML": "text", "styleSLD": "text",
    "useAsDefault": "boolean", "description": "text", "owner": "text", "ui": "text",
    "update_time": "datetime",
}  # fmt: skip


def write(product: Product, file: BinaryIO) -> list[str]:
    """Write a GeoPackage; return notes about what it does not hold.

    It has a layer for each geometry type and layers of footprints and regions, in the polar CRS of
    the product. Records without geometry, the sources and the product's metadata are tables. GDAL
    writes a temporary file, layer by layer and record by record.
    """
    crs = product.terms.projection or product.workspace.config.projection
    move, fields, build_row = to_crs(crs), columns(product), row_builder(product)
    undrawn: dict[str, str] = {}
    southern: list[str] = []
    layers: dict[str, tuple[Mapping[str, ColumnType], Iterator[Feature]]] = {
        "regions": (_REGION, _regions(product, move)),
        "footprints": (_FOOTPRINT, _footprints(product, move, build_row, southern)),
    }
    for name in ("areas", "lines", "multipoints", "points"):
        layers[name] = fields, _records(product, name, move, build_row, undrawn)
    themes: dict[str, set[Value]] = defaultdict(set)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "records.gpkg"
        metadata = {"geotrack": json.dumps(product.about, ensure_ascii=False)}
        # Features are read while their layer is written, which also fills `undrawn`, `southern` and
        # `themes`: the tables and the notes need them.
        for name, (types, features) in layers.items():
            if (first := next(features, None)) is None:
                continue  # a layer without features is not written
            write_layer(
                path,
                name,
                types,
                _with_themes(chain([first], features), themes[name]),
                geometry_type=_TYPES[name],
                crs=crs,
                description=_DESCRIPTIONS[name],
                metadata=metadata,
            )
        bare = [r for r in product.records if r.geometry is None or r.event.id in undrawn]
        about = ({"what": key, "value": str(value)} for key, value in product.about.items())
        tables: dict[str, tuple[Mapping[str, ColumnType], Iterator[Mapping[str, Value]]]] = {
            **({"without_geometry": (fields, map(build_row, bare))} if bare else {}),
            "sources": (_SOURCE, _sources(product)),
            "about": ({"what": "text", "value": "text"}, about),
            "layer_styles": (_STYLE, _styles(product, themes)),
        }
        for name, (types, values) in tables.items():
            write_layer(
                path,
                name,
                types,
                ((None, row) for row in values),
                key="id" if name == "layer_styles" else "fid",
                description=_DESCRIPTIONS.get(name, ""),
                metadata=metadata,
            )
        with path.open("rb") as written:
            shutil.copyfileobj(written, file)
    return list(_notes(product, undrawn, southern))


def _with_themes(features: Iterator[Feature], themes: set[Value]) -> Iterator[Feature]:
    """Yield features, and add their themes to a set."""
    for shape, values in features:
        themes.add(values.get("theme"))
        yield shape, values


def _regions(product: Product, move: Move) -> Iterator[Feature]:
    for region in product.regions:
        ids = [r.event.id for r in product.records if region.id in r.event.regions]
        yield _wkb(shapely.orient_polygons(move(region.plane)), "regions"), {
            "id": region.id, "name": region.name, "count": len(ids),
            "records": "; ".join(ids) or None, "authority": region.authority,
            "definition": region.definition.text, "licence": region.licence,
            "product_marking": product.terms.marking,
        }  # fmt: skip


def _footprints(
    product: Product, move: Move, build_row: BuildRow, southern: list[str]
) -> Iterator[Feature]:
    """Yield footprints, the largest first, so that it is drawn under the others.

    Ids of records too far south are added to `southern`. Shapes wait in a temporary file until all
    areas are known, since very many do not fit in memory.
    """
    with TemporaryFile() as shapes:
        index = []
        for record in product.records:
            result = footprint_of(record, product)
            if isinstance(result, RecordFootprint):
                wkb = _wkb(shapely.orient_polygons(move(result.shape)), "footprints")
                index.append((result.area, record, result.basis, shapes.tell(), len(wkb)))
                shapes.write(wkb)
            elif result is Missing.TOO_FAR_SOUTH:
                southern.append(record.event.id)
        index.sort(key=lambda entry: entry[0], reverse=True)
        for _, record, basis, start, size in index:
            shapes.seek(start)
            yield shapes.read(size), {**build_row(record), "basis": basis}


def _records(
    product: Product, layer: str, move: Move, build_row: BuildRow, undrawn: dict[str, str]
) -> Iterator[Feature]:
    """Yield the shapes of records in a layer; records that cannot be drawn are added to `undrawn`.

    A record of which only some parts cannot be drawn is in a layer and in `undrawn`.
    """
    for record in product.records:
        if layer not in _layers_of(record.geometry):
            continue
        values = build_row(record)
        for part in members(record.geometry or {}):
            if _LAYER_OF[part["type"]] != layer:
                continue
            try:
                yield _wkb(projected(part, move), layer), values
            except GeometryError as error:
                undrawn[record.event.id] = error.problem


def _layers_of(geometry: Mapping[str, Any] | None) -> set[str]:
    return {_LAYER_OF[part["type"]] for part in members(geometry)} if geometry else set()


def _wkb(shape: BaseGeometry, layer: str) -> bytes:
    """Return a shape as WKB of the geometry type of a layer."""
    if _TYPES[layer].startswith("Multi") and not hasattr(shape, "geoms"):
        shape = getattr(shapely, _TYPES[layer])([shape])
    return bytes(shapely.to_wkb(shape))


def _sources(product: Product) -> Iterator[dict[str, Value]]:
    for source in product.sources:
        yield {
            "number": source.number, "label": source.label, "published": source.published or None,
            "url": source.url or None, "read_at": " ".join(source.read_at) or None,
            "records": "; ".join(product.records_by_source[source.number]),
        }  # fmt: skip


def _styles(product: Product, themes: Mapping[str, set[Value]]) -> Iterator[dict[str, Value]]:
    """Yield a style of each layer, with categories of its themes, in the table that QGIS reads."""
    for layer, ids in themes.items():
        listed = [theme for theme in product.workspace.taxonomy.themes.values() if theme.id in ids]
        yield {
            "f_table_catalog": "", "f_table_schema": "", "f_table_name": layer,
            "f_geometry_column": "geom", "styleName": "geotrack", "styleQML": style(layer, listed),
            "styleSLD": "", "useAsDefault": True, "description": _DESCRIPTIONS[layer], "owner": "",
            "ui": None, "update_time": TIME_OF_CHANGE.removesuffix("Z"),
        }  # fmt: skip


def _notes(product: Product, undrawn: Mapping[str, str], southern: Sequence[str]) -> Iterator[str]:
    if mixed := sum(len(_layers_of(record.geometry)) > 1 for record in product.records):
        subject = (
            "record of mixed geometry stands" if mixed == 1 else "records of mixed geometry stand"
        )
        yield f"{mixed} {subject} in several layers, with one id"
    if undrawn:
        listed = ", ".join(f"{id_} ({problem})" for id_, problem in undrawn.items())
        yield f"not drawn, and in without_geometry: {listed}"
    yield from missing_notes(product, southern)
    yield from extra_notes(product)
    yield from height_notes(product)
