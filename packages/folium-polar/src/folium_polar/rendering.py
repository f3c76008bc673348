"""Rendering of folium's elements to text, once, without changing them.

folium renders by adding to its own tree and passes the output of a template to Jinja a second time:
a popup with ``{{`` in it breaks the page or is evaluated, a map rendered twice differs from itself,
and each piece costs a compilation. Here the text of each macro is final, and the tree is restored
afterwards.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any, NamedTuple

import folium
from branca.colormap import ColorMap
from branca.element import Element, Figure, Html, MacroElement
from folium.raster_layers import WmsTileLayer
from folium.template import tojavascript
from folium.utilities import deep_copy, image_to_url

from folium_polar.escaping import json_for_script
from folium_polar.folium_elements.colour_scales import legend_script
from folium_polar.folium_elements.frames import FrameData, draw_frame
from folium_polar.folium_elements.geojson import check_places, geojson_of
from folium_polar.folium_elements.plugins import has_class, is_offline, plugin_script
from folium_polar.markup import refuse_markup
from folium_polar.raster_layers.folium_images import unwarped_url
from folium_polar.raster_layers.tiles import wms_script
from folium_polar.refusals import descend, picture_file, refuse_unfit

__all__ = ["Pieces", "Text", "in_rendering", "render_pieces"]

# Parts of a folium template.
_PARTS = ("header", "html", "script")
# The random id of a folium element at the end of a name.
_ID = re.compile(r"_([0-9a-f]{32})(?![0-9a-f])")

_CATEGORIES_STYLE = """<style>
.maplegend { position: fixed; right: 10px; bottom: 48px; z-index: 900; max-height: 60vh;
  padding: 7px 11px; overflow: auto; border-radius: 4px; background: #fbfaf7e6; color: #16242c;
  font: 12px/1.5 system-ui, sans-serif; }
.maplegend .legend-title { font-weight: 600; }
.maplegend ul { margin: 2px 0 0; padding: 0; list-style: none; }
.maplegend li span { display: inline-block; width: 12px; height: 12px; margin-right: 6px;
  vertical-align: -1px; }
</style>"""


class Pieces(NamedTuple):
    """The text of a figure's three parts, and the function that numbers names of elements."""

    header: str
    html: str
    script: str
    number: Callable[[str], str]


class Text(Element):  # type: ignore[misc]  # branca ships no types
    """An element with final text, which is no template.

    Parameters
    ----------
    text : str
        The text.
    origin : str
        Name of the class of the element that wrote it.
    """

    def __init__(self, text: str, origin: str = "Text") -> None:
        super().__init__()
        self._name = "Text"
        self.text = text
        self.origin = origin

    def render(self, **_kwargs: Any) -> str:
        """Return the text."""
        return self.text


def render_pieces(figure: Figure) -> Pieces:
    """Render all that a figure contains.

    Raises
    ------
    NeedsNetworkError, UsageError
        If it contains something that a polar map cannot draw (see `folium_polar.refusals`).

    Warns
    -----
    MapWarning
        If an edge of a GeoJson layer spans more than 180° of longitude.
    """
    for child in tuple(figure._children.values()):
        if has_class(child, "DualMap"):
            _copy_to_second(child)
        network = getattr(child, "network", False)
        refuse_unfit(child, getattr(child, "hemisphere", 1), network=network)
    for element in descend(figure):
        if (geojson := geojson_of(element)) is not None:
            check_places(geojson[0], is_written=geojson[1])
    authors = list(figure.script._children.values())
    with _borrowed(figure) as names:
        for child in tuple(figure._children.values()):
            child.render()
        figure.header._children.pop("d3", None)  # for the legends of colour scales, drawn anew
        parts = [getattr(figure, part)._children for part in _PARTS]
        for part in parts:
            for element in part.values():
                refuse_unfit(element)
        rendered = [[(child, child.render()) for child in part.values()] for part in parts]
        # The legend of categories of `gdf.explore` can be moved by jQuery UI, which is not here.
        rendered[0] = [
            (child, _CATEGORIES_STYLE if ".maplegend" in text else text)
            for child, text in rendered[0]
        ]
        for child, text in (*rendered[0], *rendered[1]):
            refuse_markup(getattr(child, "origin", type(child).__name__), text)
        # An author's own script that names an element can run only when that element is there.
        rendered[2].sort(key=lambda made: made[0] in authors and _names_any(made[1], names))
        texts = ["\n".join(text.strip() for _, text in part) for part in rendered]
        names.update(name.rpartition("_")[2] for part in parts for name in part)
        number = _numbering(names)
        header, html, script = map(number, texts)
        return Pieces(header, html, script, number)


def _copy_to_second(dual: Any) -> None:
    """Copy what was added to both maps of a DualMap to the second, as folium does on rendering."""
    for child, name, index in dual.children_for_m2:
        if child._id not in dual.children_for_m2_copied:
            copied = deep_copy(child)
            if isinstance(copied, folium.LayerControl):
                copied.reset()
            # The index is of a time when none was copied.
            dual.m2.add_child(copied, name, index + len(dual.children_for_m2_copied))
            dual.children_for_m2_copied.append(child._id)


def _names_any(text: str, ids: set[str]) -> bool:
    return any(match[1] in ids for match in _ID.finditer(text))


def _numbering(ids: set[str]) -> Callable[[str], str]:
    """Return a function that numbers elements in texts, in order of appearance.

    An id is 128 random bits, so text with an id of the table refers to that element; text that
    merely looks like an id is not in the table and stays.
    """
    order: dict[str, int] = {}

    def number(match: re.Match[str]) -> str:
        key = match[1]
        if key not in ids:
            return match[0]
        return f"_{order.setdefault(key, len(order) + 1)}"

    return lambda text: _ID.sub(number, text)


@contextmanager
def _borrowed(figure: Figure) -> Iterator[set[str]]:
    """Prepare the tree for one rendering, yield its ids, and restore it."""
    elements = list(descend(figure))
    before = [(element, dict(vars(element))) for element in elements]
    for element in elements:
        element._children = OrderedDict(element._children)
        if isinstance(element, MacroElement):
            element._template = _Verbatim(element, figure)
        if isinstance(element, folium.raster_layers.ImageOverlay):
            element.url = unwarped_url(element)
        if has_class(element, "FloatImage") and (path := picture_file(str(element.image))):
            element.image = image_to_url(str(path))
        if isinstance(getattr(element, "data", None), FrameData):
            element.data = draw_frame(element.data, _code_of(element))
            element.options = {**getattr(element, "options", {}), "edges": "plane"}
        if isinstance(element, folium.GeoJson) and element.style:
            element.style_function = _with_sound_icons(element)
        if is_offline(element):
            element.default_js = element.default_css = ()
        if has_class(element, "GroupedLayerControl"):
            # A set of random names has another order in each process.
            names = [name for group in element.grouped_overlays.values() for name in group.values()]
            element.layers_untoggle = [name for name in names if name in element.layers_untoggle]
    try:
        yield {element._id for element in elements}
    finally:
        for element, attributes in before:
            vars(element).clear()
            vars(element).update(attributes)


def _code_of(element: Element) -> str:
    """Return the projection of the map that an element is on."""
    while not isinstance(element, folium.Map):
        element = element._parent
    return str(element.crs)


def _with_sound_icons(layer: folium.GeoJson) -> Callable[[Any], dict[str, Any]]:
    """Check the icons that a style function makes or changes, which are not in the tree."""
    style, icon = layer.style_function, getattr(layer.marker, "icon", None)

    def checked(feature: Any) -> dict[str, Any]:
        values: dict[str, Any] = style(feature)
        for value in values.values():
            if isinstance(value, Element):
                refuse_unfit(value)
        if icon is not None:
            changed = copy(icon)
            changed.options = icon.options | {
                re.sub("[A-Z]", lambda m: f"_{m[0].lower()}", key): value
                for key, value in values.items()
            }
            refuse_unfit(changed)
        return values

    return checked


def in_rendering(element: Element) -> bool:
    """Return whether the figure of an element is being rendered."""
    return isinstance(element._template, _Verbatim)


class _Verbatim:
    """Replaces an element's template while its figure is rendered.

    branca calls a template for its macros (`module`), folium.Popup for its text (`render`); both
    add the text directly to the figure.
    """

    def __init__(self, element: MacroElement, figure: Figure) -> None:
        self._element = element
        self._figure = figure
        self._template = element._template
        self._done = False

    @property
    def module(self) -> Any:
        self._record()
        return _NoMacros

    def render(self, **_kwargs: Any) -> str:
        # The result is compiled and added to the figure under the element's own name.
        self._record("_text")
        return ""

    def _record(self, suffix: str = "") -> None:
        if self._done:
            return
        self._done = True
        name = self._element.get_name() + suffix
        origin = type(self._element).__name__
        for part, text in self._texts().items():
            # folium names an SVG file's type by its ending, which no browser takes.
            sound = text.replace("data:image/svg;base64,", "data:image/svg+xml;base64,")
            getattr(self._figure, part).add_child(Text(sound, origin), name=name)

    def _texts(self) -> dict[str, str]:
        element = self._element
        if plugin := plugin_script(element):
            return {"script": plugin}
        for kind, script in _REWRITTEN.items():
            if isinstance(element, kind) and self._template is kind._template:
                return {"script": script(element)}
        if isinstance(element, folium.GeoJson) and element.style:
            element.style_map = _without_jinja(element.style_map, self._figure.script._children)
        macros = vars(self._template.module)
        return {part: macros[part](element, {}) for part in _PARTS if part in macros}


class _NoMacros:
    """A template's module with nothing in it."""


def _without_jinja(styles: dict[str, Any], names: OrderedDict[str, Element]) -> dict[str, Any]:
    """Return the icons of a style function as variables of the script, as folium intends."""

    def plain(style: str) -> str:
        return re.sub(r"\{\{'(\w+)'\}\}", lambda m: m[1] if m[1] in names else m[0], style)

    return {
        (key if key == "default" else plain(key)): (plain(value) if key == "default" else value)
        for key, value in styles.items()
    }


def _popup(popup: folium.Popup) -> str:
    name, parent = popup.get_name(), popup._parent.get_name()
    parts = [(part, part.render()) for part in popup.html._children.values()]
    for part, text in parts:
        if not isinstance(part, Html):  # its text was checked before it was escaped
            refuse_markup(type(popup).__name__, text)
    content = "".join(text for _, text in parts)
    # folium escaped the backticks for its template literal; this is a JSON string.
    fill = f"{name}.setContent({json_for_script(content.replace(chr(92) + '`', '`'))});"
    lines = [f"var {name} = L.popup({tojavascript(popup.options)});"]
    if content:
        lines.append(f"{parent}.once('click', function () {{ {fill} }});" if popup.lazy else fill)
    lines.append(f"{parent}.bindPopup({name});")
    if popup.show:
        lines.append(f"geotrackPolar.openWhenShown({parent});")
    lines += [element.render() for element in popup.script._children.values()]
    return "\n".join(lines)


def _tooltip(tooltip: folium.Tooltip) -> str:
    style = getattr(tooltip, "style", None)
    attribute = f" style={json_for_script(style)}" if style else ""
    content = json_for_script(f"<div{attribute}>{tooltip.text}</div>")
    parent = tooltip._parent.get_name()
    return f"{parent}.bindTooltip({content}, {tojavascript(tooltip.options)});"


# folium writes these texts into JavaScript template literals, where `${…}` in a title would be run.
_REWRITTEN: dict[Any, Callable[[Any], str]] = {
    folium.Popup: _popup,
    folium.Tooltip: _tooltip,
    ColorMap: legend_script,
    WmsTileLayer: wms_script,
}
