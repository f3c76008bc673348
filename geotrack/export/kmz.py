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
# Globes are slow with many vertices: the edge of an area may be off by a thousandth of the square
# root of its area, or by 100 m if that is more.
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
    _add_text(document, "name", title)
    _add_text(document, "open", "1")
    _add_text(document, "description", about(product))
    for theme in themes:
        _add_style(document, theme)
    _add_region_style(document)
    table = list(zip(product.records, rows(product), strict=True))
    for theme in themes:
        folder = ET.SubElement(document, "Folder")
        records = [(r, row) for r, row in table if r.event.theme == theme]
        _add_text(folder, "name", f"{theme.label['en']} ({len(records)})")
        for record, row in records:
            _add_placemark(folder, record, row, product)
    found, southern = footprints(product)
    if found:
        _add_footprint_folder(document, found, product)
    _add_region_folder(document, product)
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


def _add_text(parent: ET.Element, tag: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, tag)
    element.text = sound_xml(text)
    return element


def _add_style(document: ET.Element, theme: Theme) -> None:
    # KML colours are opacity, blue, green, red.
    red, green, blue = (theme.colour[start : start + 2] for start in (1, 3, 5))
    colour = f"{blue}{green}{red}"
    for name, opacity in ((theme.id, _AREA_OPACITY), (_footprint_style(theme), _FOOTPRINT_OPACITY)):
        style = ET.SubElement(document, "Style", id=name)
        icon = ET.SubElement(style, "IconStyle")
        _add_text(icon, "scale", "0.8")
        _add_text(ET.SubElement(icon, "Icon"), "href", f"icons/{theme.id}.png")
        _add_text(ET.SubElement(style, "LabelStyle"), "scale", "0.8")
        _add_line_style(style, f"ff{colour}", "3" if name == theme.id else "1.5")
        _add_text(ET.SubElement(style, "PolyStyle"), "color", f"{opacity}{colour}")
        _add_balloon_style(style)


def _footprint_style(theme: Theme) -> str:
    """Return the id of the style of footprints of a theme."""
    return f"{theme.id}-where"


def _add_region_style(document: ET.Element) -> None:
    style = ET.SubElement(document, "Style", id="region")
    _add_line_style(style, f"ff{_INK}", "1.5")
    _add_text(ET.SubElement(style, "PolyStyle"), "color", f"{_REGION_OPACITY}{_INK}")
    _add_balloon_style(style)


def _add_line_style(style: ET.Element, colour: str, width: str) -> None:
    line = ET.SubElement(style, "LineStyle")
    _add_text(line, "color", colour)
    _add_text(line, "width", width)


def _add_balloon_style(style: ET.Element) -> None:
    _add_text(ET.SubElement(style, "BalloonStyle"), "text", "$[description]")


def _add_placemark(
    folder: ET.Element, record: Record, row: Mapping[str, Value], product: Product
) -> None:
    event = record.event
    placemark = ET.SubElement(folder, "Placemark")
    number = f"{record.number}  " if record.number is not None else ""
    _add_text(placemark, "name", f"{number}{event.title}")
    # A Snippet of no lines: lists would show the balloon's markup.
    _add_text(placemark, "Snippet", "").set("maxLines", "0")
    _add_text(placemark, "description", balloon(record, product))
    _add_time_span(placemark, record)
    _add_text(placemark, "styleUrl", f"#{event.theme.id}")
    data = ET.SubElement(placemark, "ExtendedData")
    for name, value in row.items():
        if value is not None and name not in _NOT_IN_DATA:
            _add_text(ET.SubElement(data, "Data", name=name), "value", str(value))
    if record.geometry is not None:
        _add_geometry(placemark, _unfolded_shape(record.geometry))


def _add_time_span(placemark: ET.Element, record: Record) -> None:
    """Write the day limits of a record; an open end stays open."""
    first, last = days(record.event)
    if first is None and last is None:
        return
    span = ET.SubElement(placemark, "TimeSpan")
    for tag, day in (("begin", first), ("end", last)):
        if day is not None:
            _add_text(span, tag, day.isoformat())


def _unfolded_shape(geometry: Mapping[str, Any]) -> BaseGeometry:
    """Return a shape in planar lon/lat, cut at 180°.

    Lines and areas have vertices added, so that a globe draws the edges that are straight.
    """
    shapes = []
    for part in members(geometry):
        is_point = part["type"] in {"Point", "MultiPoint"}
        cut_part = cut(part) if is_point else unfolded(part, _DECIMALS)
        shapes.append(flat_shape(cut_part))
    return shapes[0] if len(shapes) == 1 else shapely.GeometryCollection(shapes)


def _add_geometry(parent: ET.Element, shape: BaseGeometry) -> None:
    writers: dict[str, Callable[[ET.Element, Any], None]] = {
        "Point": _add_point,
        "LineString": _add_line,
        "Polygon": _add_polygon,
    }
    if shape.geom_type in writers:
        writers[shape.geom_type](parent, shape)
        return
    several = ET.SubElement(parent, "MultiGeometry")
    for part in shapely.get_parts(shape):
        _add_geometry(several, part)


def _add_point(parent: ET.Element, shape: BaseGeometry) -> None:
    _add_text(ET.SubElement(parent, "Point"), "coordinates", _coordinates(shape))


def _add_line(parent: ET.Element, shape: BaseGeometry) -> None:
    line = ET.SubElement(parent, "LineString")
    _add_text(line, "tessellate", "1")
    _add_text(line, "coordinates", _coordinates(shape))


def _add_polygon(parent: ET.Element, shape: shapely.Polygon) -> None:
    polygon = ET.SubElement(parent, "Polygon")
    _add_text(polygon, "tessellate", "1")
    for n, ring in enumerate((shape.exterior, *shape.interiors)):
        boundary = ET.SubElement(polygon, "innerBoundaryIs" if n else "outerBoundaryIs")
        _add_text(ET.SubElement(boundary, "LinearRing"), "coordinates", _coordinates(ring))


def _coordinates(shape: BaseGeometry) -> str:
    return " ".join(f"{lon!r},{lat!r}" for lon, lat in shapely.get_coordinates(shape).tolist())


def _add_footprint_folder(
    document: ET.Element, found: Sequence[RecordFootprint], product: Product
) -> None:
    folder = ET.SubElement(document, "Folder")
    _add_text(folder, "name", "Where each may have been")
    for footprint in found:
        event = footprint.record.event
        placemark = ET.SubElement(folder, "Placemark")
        _add_text(placemark, "name", event.title)
        _add_text(placemark, "description", balloon(footprint.record, product))
        _add_time_span(placemark, footprint.record)
        _add_text(placemark, "styleUrl", f"#{_footprint_style(event.theme)}")
        _mark_as_derived(placemark, "footprints")
        _add_area(placemark, footprint.shape)


def _add_region_folder(document: ET.Element, product: Product) -> None:
    if not product.regions:
        return
    folder = ET.SubElement(document, "Folder")
    _add_text(folder, "name", "Regions they name")
    # Hidden at first: a sea covers what lies in it.
    _add_text(folder, "visibility", "0")
    for region in product.regions:
        records = [r for r in product.records if region.id in r.event.regions]
        placemark = ET.SubElement(folder, "Placemark")
        _add_text(placemark, "name", region.name)
        _add_text(placemark, "visibility", "0")
        _add_text(placemark, "description", region_balloon(region, records))
        _add_text(placemark, "styleUrl", "#region")
        _mark_as_derived(placemark, "regions")
        _add_area(placemark, region.plane)


def _mark_as_derived(placemark: ET.Element, what: str) -> None:
    """Mark a placemark as no record, for `geotrack import`."""
    data = ET.SubElement(ET.SubElement(placemark, "ExtendedData"), "Data", name=MADE_COLUMN)
    _add_text(data, "value", what)


def _add_area(placemark: ET.Element, plane: BaseGeometry) -> None:
    tolerance = max(_SIMPLIFIED_RATIO * plane.area**0.5, _LEAST_SIMPLIFIED_M)
    simple = plane.simplify(tolerance)
    shape = plane if simple.is_empty else simple
    _add_geometry(placemark, flat_shape(to_geojson(shape, _DECIMALS)))
