"""QGIS layer styles (QML) with the colours and shapes of the taxonomy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.etree import ElementTree as ET

from geotrack.model.maps.contrast import channels
from geotrack.taxonomy import Theme

__all__ = ["MARKERS", "style"]

MARKERS = {
    "triangle": "triangle",
    "square": "square",
    "diamond": "diamond",
    "circle": "circle",
    "pill": "square_with_corners",
    "hexagon": "hexagon",
    "bar": "rectangle",
    "cross": "cross_fill",
    "pentagon": "pentagon",
    "star": "star",
    "shield": "shield",
    "trapezoid": "trapezoid",
    "parallelogram": "parallelogram_right",
    "octagon": "octagon",
}
"""QGIS marker shapes by the outlines of the taxonomy.

Shield, trapezoid and parallelogram are of QGIS 3.28; older versions draw a circle.
"""

# Markers that need a width and a height, which simple markers do not have.
_ELLIPSE_MARKERS = ("rectangle",)

_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_VERSION = "3.28.0"
_INK = "51,71,79"
_PAPER = "255,255,255,255"
_FILL_OPACITY, _FOOTPRINT_OPACITY = 0.35, 0.16
_POINT_LAYERS = ("points", "multipoints")


def style(layer: str, themes: Iterable[Theme]) -> str:
    """Return the QML style of a layer.

    Parameters
    ----------
    layer : str
        `points`, `multipoints`, `lines`, `areas`, `footprints` or `regions`.
    themes : iterable of Theme
        The themes in it, one legend entry each; regions have none.
    """
    root = ET.Element("qgis", version=_VERSION, styleCategories="Symbology|Labeling|MapTips")
    if layer == "regions":
        _region_symbols(root)
    else:
        listed = list(themes)
        symbols = _categorised(root, "theme", {theme.id: theme.label["en"] for theme in listed})
        for n, theme in enumerate(listed):
            _theme_symbol(symbols, str(n), layer, theme)
    if layer != "footprints":
        _labels(root, layer)
    tip = ET.SubElement(root, "mapTip")
    tip.text = _map_tip(layer)
    ET.indent(root, " ")
    return _DOCTYPE + ET.tostring(root, encoding="unicode")


def _map_tip(map_layer: str) -> str:
    if map_layer == "regions":
        return f"<b>{_escaped('name')}</b><br>{_escaped('count')} records"
    return f"<b>{_escaped('title')}</b><br>{_escaped('date')}<br>{_escaped('where')}"


def _escaped(column: str) -> str:
    """Return a QGIS expression for a column's value as escaped HTML."""
    value = f'"{column}"'
    for mark, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        value = f"replace({value}, '{mark}', '{entity}')"
    return f"[% {value} %]"


def _theme_symbol(symbols: ET.Element, name: str, map_layer: str, theme: Theme) -> None:
    rgb = ",".join(map(str, channels(theme.colour)))
    colour = f"{rgb},255"
    if map_layer in _POINT_LAYERS:
        symbol = _add_symbol(symbols, name, "marker")
        shape = MARKERS[theme.shape]
        rim = {"outline_color": _PAPER, "outline_width": "0.4", "outline_style": "solid"}
        if shape in _ELLIPSE_MARKERS:
            size = {"symbol_name": shape, "symbol_width": "4.8", "symbol_height": "3.2"}
            _add_symbol_layer(symbol, "EllipseMarker", {**size, "color": colour, **rim})
        else:
            size = {"name": shape, "size": "4.2", "size_unit": "MM", "joinstyle": "round"}
            _add_symbol_layer(symbol, "SimpleMarker", {**size, "color": colour, **rim})
    elif map_layer == "lines":
        symbol = _add_symbol(symbols, name, "line")
        _add_symbol_layer(symbol, "SimpleLine", {"line_color": _PAPER, "line_width": "1.6"})
        _add_symbol_layer(symbol, "SimpleLine", {"line_color": colour, "line_width": "0.8"})
    else:
        opacity = _FOOTPRINT_OPACITY if map_layer == "footprints" else _FILL_OPACITY
        symbol = _add_symbol(symbols, name, "fill")
        _add_symbol_layer(
            symbol,
            "SimpleFill",
            {
                "color": f"{rgb},{round(255 * opacity)}",
                "style": "solid",
                "outline_color": colour,
                "outline_style": "dash" if map_layer == "footprints" else "solid",
                "outline_width": "0.3",
            },
        )


def _region_symbols(root: ET.Element) -> None:
    """Hatch regions that records name, and outline the others."""
    attribute = """if("count" > 0, 'named', 'shown')"""
    symbols = _categorised(root, attribute, {"named": "Named by records", "shown": "On the map"})
    for name, is_hatched in (("0", True), ("1", False)):
        symbol = _add_symbol(symbols, name, "fill")
        if is_hatched:
            spaced = {"angle": "45", "distance": "3", "distance_unit": "MM", "line_width": "0.2"}
            # QGIS names the line symbol within a fill so: layer 0 of symbol 0.
            pattern = _add_symbol_layer(symbol, "LinePatternFill", spaced)
            line = {"line_color": f"{_INK},140", "line_width": "0.2"}
            _add_symbol_layer(_add_symbol(pattern, "@0@0", "line"), "SimpleLine", line)
        rim = {"outline_color": f"{_INK},255", "outline_style": "solid", "outline_width": "0.3"}
        _add_symbol_layer(symbol, "SimpleFill", {"style": "no", **rim})


def _categorised(root: ET.Element, attribute: str, labels: Mapping[str, str]) -> ET.Element:
    """Write a categorised renderer, and return the element for its symbols."""
    renderer = ET.SubElement(
        root, "renderer-v2", type="categorizedSymbol", attr=attribute, symbollevels="0",
        enableorderby="0", forceraster="0",
    )  # fmt: skip
    listed, symbols = ET.SubElement(renderer, "categories"), ET.SubElement(renderer, "symbols")
    for n, (value, label) in enumerate(labels.items()):
        ET.SubElement(
            listed, "category", value=value, symbol=str(n), label=label, render="true",
            type="string",
        )  # fmt: skip
    return symbols


def _add_symbol(parent: ET.Element, name: str, kind: str) -> ET.Element:
    return ET.SubElement(
        parent, "symbol", name=name, type=kind, alpha="1", clip_to_extent="1", force_rhr="0"
    )


def _add_symbol_layer(symbol: ET.Element, kind: str, properties: Mapping[str, str]) -> ET.Element:
    layer = ET.SubElement(symbol, "layer", {"class": kind, "enabled": "1", "locked": "0"})
    options = ET.SubElement(layer, "Option", type="Map")
    for key, value in properties.items():
        ET.SubElement(options, "Option", name=key, type="QString", value=value)
    # QGIS before 3.26 reads `prop` elements instead.
    for key, value in properties.items():
        ET.SubElement(layer, "prop", k=key, v=value)
    return layer


def _labels(root: ET.Element, map_layer: str) -> None:
    # The title of a record, after its number if it has one, as on a map. NULL || text is NULL.
    number = """coalesce(to_string("number") || '  ', '')"""
    field = '"name"' if map_layer == "regions" else f'{number} || "title"'
    labelling = ET.SubElement(root, "labeling", type="simple")
    settings = ET.SubElement(labelling, "settings", calloutType="simple")
    text = ET.SubElement(
        settings, "text-style", fieldName=field, isExpression="1", fontSize="8",
        fontSizeUnit="Point", fontWeight="50", namedStyle="Regular", textColor=f"{_INK},255",
        fontItalic="1" if map_layer == "regions" else "0", textOpacity="1",
    )  # fmt: skip
    ET.SubElement(
        text, "text-buffer", bufferDraw="1", bufferSize="0.8", bufferSizeUnits="MM",
        bufferColor=_PAPER, bufferOpacity="0.85",
    )  # fmt: skip
    # 3: lines are aligned as the label is placed.
    ET.SubElement(settings, "text-format", wrapChar="", autoWrapLength="28", multilineAlign="3")
    # 6: beside a point, at the best of some positions; 2: along a line; 1: over a point or area.
    placement = {"points": "6", "multipoints": "6", "lines": "2"}.get(map_layer, "1")
    ET.SubElement(settings, "placement", placement=placement, dist="1.5", priority="5")
    ET.SubElement(settings, "rendering", drawLabels="1", obstacle="1", scaleVisibility="0")
