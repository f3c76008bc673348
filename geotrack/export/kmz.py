"""KMZ (OGC KML 2.2 in a ZIP archive): folders by theme, time spans, balloons and icons.

Written here: GDAL's LIBKML driver has no styled folders, and crashes on a column named OGR_STYLE.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, BinaryIO
from xml.etree import ElementTree as ET

import shapely
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import to_geojson
from geotrack.export.balloon import about, balloon, region_balloon
from geotrack.export.columns import Value, extra_notes, rows
from geotrack.export.geometry import (
    cut,
    flat_shape,
    height_notes,
    members,
    south_notes,
    unfolded,
)
from geotrack.export.icons import png
from geotrack.export.product import Product, Record
from geotrack.export.record_footprints import RecordFootprint, footprints, missing_notes
from geotrack.export.reproducible_zip import sound_xml, zip_files
from geotrack.model.record_columns import MADE_COLUMN, days
from geotrack.taxonomy import Theme

__all__ = ["write"]

_NAMESPACE = "http://www.opengis.net/kml/2.2"
# Columns that stand in the placemark or its balloon.
_NOT_IN_DATA = {"lon", "lat", "summary", "why", "sources"}
_AREA_OPACITY, _FOOTPRINT_OPACITY, _REGION_OPACITY = "5a", "33", "22"
# Globes are slow with many vertices: the edge of an area is off by a thousandth of the square root
# of its area, at least by 100 m.
_SIMPLIFIED_RATIO, _LEAST_SIMPLIFIED_M = 1e-3, 100.0
_INK = "4f4733"  # blue, green, red
_DECIMALS = 5


def write(product: Product, file: BinaryIO) -> list[str]:
    """Write a KMZ file; return notes about what it does not hold."""
    theme_ids = {r.event.theme.id for r in product.records}
    taxonomy = product.workspace.taxonomy
    themes = [theme for theme in taxonomy.themes.values() if theme.id in theme_ids]
    root = ET.Element("kml", xmlns=_NAMESPACE)
    document = ET.SubElement(root, "Document")
    marking = product.terms.marking
    title = f"{product.terms.title} ({marking})" if marking else product.terms.title
    _text(document, "name", title)
    _text(document, "open", "1")
    _text(document, "description", about(product))
    for theme in themes:
        _style(document, theme)
    _region_style(document)
    table = list(zip(product.records, rows(product), strict=True))
    for theme in themes:
        folder = ET.SubElement(document, "Folder")
        records = [(r, row) for r, row in table if r.event.theme == theme]
        _text(folder, "name", f"{theme.label['en']} ({len(records)})")
        for record, row in records:
            _placemark(folder, record, row, product)
    found, southern = footprints(product)
    if found:
        _footprint_folder(document, found, product)
    _region_folder(document, product)
    ET.indent(root, " ")
    content = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    icons = {f"icons/{theme.id}.png": png(theme) for theme in themes}
    file.write(zip_files({"doc.kml": content, **icons}))
    return _notes(product, southern)


def _notes(product: Product, southern: Sequence[str]) -> list[str]:
    bare = sum(r.geometry is None for r in product.records)
    notes = [
        *missing_notes(product, southern),
        *extra_notes(product),
        *height_notes(product),
        *south_notes(product),
    ]
    if bare:
        subject = "placemark has" if bare == 1 else "placemarks have"
        notes.append(f"{bare} {subject} no geometry: globes list them and draw nothing")
    return notes


def _text(parent: ET.Element, tag: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, tag)
    element.text = sound_xml(text)
    return element


def _style(document: ET.Element, theme: Theme) -> None:
    # KML colours are opacity, blue, green, red.
    red, green, blue = (theme.colour[start : start + 2] for start in (1, 3, 5))
    colour = f"{blue}{green}{red}"
    for name, opacity in ((theme.id, _AREA_OPACITY), (f"{theme.id}-where", _FOOTPRINT_OPACITY)):
        style = ET.SubElement(document, "Style", id=name)
        icon = ET.SubElement(style, "IconStyle")
        _text(icon, "scale", "0.8")
        _text(ET.SubElement(icon, "Icon"), "href", f"icons/{theme.id}.png")
        _text(ET.SubElement(style, "LabelStyle"), "scale", "0.8")
        _stroke(style, f"ff{colour}", "3" if name == theme.id else "1.5")
        _text(ET.SubElement(style, "PolyStyle"), "color", f"{opacity}{colour}")
        _balloon_style(style)


def _region_style(document: ET.Element) -> None:
    style = ET.SubElement(document, "Style", id="region")
    _stroke(style, f"ff{_INK}", "1.5")
    _text(ET.SubElement(style, "PolyStyle"), "color", f"{_REGION_OPACITY}{_INK}")
    _balloon_style(style)


def _stroke(style: ET.Element, colour: str, width: str) -> None:
    line = ET.SubElement(style, "LineStyle")
    _text(line, "color", colour)
    _text(line, "width", width)


def _balloon_style(style: ET.Element) -> None:
    _text(ET.SubElement(style, "BalloonStyle"), "text", "$[description]")


def _placemark(
    folder: ET.Element, record: Record, row: Mapping[str, Value], product: Product
) -> None:
    event = record.event
    placemark = ET.SubElement(folder, "Placemark")
    number = f"{record.number}  " if record.number is not None else ""
    _text(placemark, "name", f"{number}{event.title}")
    # A Snippet of no lines: lists would show the balloon's markup.
    _text(placemark, "Snippet", "").set("maxLines", "0")
    _text(placemark, "description", balloon(record, product))
    _span(placemark, record)
    _text(placemark, "styleUrl", f"#{event.theme.id}")
    data = ET.SubElement(placemark, "ExtendedData")
    for name, value in row.items():
        if value is not None and name not in _NOT_IN_DATA:
            _text(ET.SubElement(data, "Data", name=name), "value", str(value))
    if record.geometry is not None:
        _geometry(placemark, _unfolded_shape(record.geometry))


def _span(placemark: ET.Element, record: Record) -> None:
    """Write the day limits of a record; an open end stays open."""
    first, last = days(record.event)
    if first is None and last is None:
        return
    span = ET.SubElement(placemark, "TimeSpan")
    for tag, day in (("begin", first), ("end", last)):
        if day is not None:
            _text(span, tag, day.isoformat())


def _unfolded_shape(geometry: Mapping[str, Any]) -> BaseGeometry:
    """Return a shape in lon/lat with vertices added, so that a globe draws straight edges."""
    shapes = []
    for part in members(geometry):
        is_point = part["type"] in {"Point", "MultiPoint"}
        flat = cut(part) if is_point else unfolded(part, _DECIMALS)
        shapes.append(flat_shape(flat))
    return shapes[0] if len(shapes) == 1 else shapely.GeometryCollection(shapes)


def _geometry(parent: ET.Element, shape: BaseGeometry) -> None:
    writers: dict[str, Callable[[ET.Element, Any], None]] = {
        "Point": _point,
        "LineString": _line,
        "Polygon": _polygon,
    }
    if shape.geom_type in writers:
        writers[shape.geom_type](parent, shape)
        return
    several = ET.SubElement(parent, "MultiGeometry")
    for part in shapely.get_parts(shape):
        _geometry(several, part)


def _point(parent: ET.Element, shape: BaseGeometry) -> None:
    _text(ET.SubElement(parent, "Point"), "coordinates", _coordinates(shape))


def _line(parent: ET.Element, shape: BaseGeometry) -> None:
    line = ET.SubElement(parent, "LineString")
    _text(line, "tessellate", "1")
    _text(line, "coordinates", _coordinates(shape))


def _polygon(parent: ET.Element, shape: shapely.Polygon) -> None:
    polygon = ET.SubElement(parent, "Polygon")
    _text(polygon, "tessellate", "1")
    for n, ring in enumerate((shape.exterior, *shape.interiors)):
        boundary = ET.SubElement(polygon, "innerBoundaryIs" if n else "outerBoundaryIs")
        _text(ET.SubElement(boundary, "LinearRing"), "coordinates", _coordinates(ring))


def _coordinates(shape: BaseGeometry) -> str:
    return " ".join(f"{lon!r},{lat!r}" for lon, lat in shapely.get_coordinates(shape).tolist())


def _footprint_folder(
    document: ET.Element, found: Sequence[RecordFootprint], product: Product
) -> None:
    folder = ET.SubElement(document, "Folder")
    _text(folder, "name", "Where each may have been")
    for footprint in found:
        event = footprint.record.event
        placemark = ET.SubElement(folder, "Placemark")
        _text(placemark, "name", event.title)
        _text(placemark, "description", balloon(footprint.record, product))
        _span(placemark, footprint.record)
        _text(placemark, "styleUrl", f"#{event.theme.id}-where")
        _mark_as_derived(placemark, "footprints")
        _area(placemark, footprint.shape)


def _region_folder(document: ET.Element, product: Product) -> None:
    if not product.regions:
        return
    folder = ET.SubElement(document, "Folder")
    _text(folder, "name", "Regions they name")
    # Hidden at first: a sea covers what lies in it.
    _text(folder, "visibility", "0")
    for region in product.regions:
        records = [r for r in product.records if region.id in r.event.regions]
        placemark = ET.SubElement(folder, "Placemark")
        _text(placemark, "name", region.name)
        _text(placemark, "visibility", "0")
        _text(placemark, "description", region_balloon(region, records))
        _text(placemark, "styleUrl", "#region")
        _mark_as_derived(placemark, "regions")
        _area(placemark, region.plane)


def _mark_as_derived(placemark: ET.Element, what: str) -> None:
    """Mark a placemark as no record, for `geotrack import`."""
    data = ET.SubElement(ET.SubElement(placemark, "ExtendedData"), "Data", name=MADE_COLUMN)
    _text(data, "value", what)


def _area(placemark: ET.Element, plane: BaseGeometry) -> None:
    tolerance = max(_SIMPLIFIED_RATIO * plane.area**0.5, _LEAST_SIMPLIFIED_M)
    simple = plane.simplify(tolerance)
    shape = plane if simple.is_empty else simple
    _geometry(placemark, flat_shape(to_geojson(shape, _DECIMALS)))
