"""folium's Icon and BeautifyIcon: pins whose glyphs are paths in the page, drawn by ``pins.js``."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache
from typing import Any

import folium
from branca.colormap import LinearColormap

from folium_polar.assets import glyphs, pins_js
from folium_polar.errors import MapWarning
from folium_polar.escaping import json_for_script
from folium_polar.markup import unfit

__all__ = ["check_beautify_icon", "check_icon", "glyph_svg", "pin_scripts"]

SHAPES = ("circle", "circle-dot", "doughnut", "marker", "rectangle", "rectangle-dot")
"""Shapes of a BeautifyIcon; a circle unless given."""

# Fonts of glyphs by the prefix of their classes.
_FONTS = {"fa": "Font Awesome", "glyphicon": "Bootstrap"}
# Prefix and glyph of a pin that states none.
_DEFAULT_GLYPHS = {"AwesomeMarkers": ("glyphicon", "home"), "BeautifyIcon": ("fa", "leaf")}
# A colour of CSS without names.
_CSS_COLOUR = re.compile(
    r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})|(?:rgb|hsl)a?\([\d\s.,%/+-]+\)|transparent",
    re.IGNORECASE,
)
# Options in a script are one object without another in it, as folium writes them.
_OPTIONS = re.compile(r"(?:\bL\.(AwesomeMarkers|BeautifyIcon)\b[\w.]*\(\s*)?\{([^{}]*)\}")
# Options of a pin in a script, with their values.
_ICON = re.compile(r"""\bicon["']?\s*:\s*(["'])([\w-]*)\1""")
_TEXT = re.compile(r"""\bisAlphaNumericIcon["']?\s*:\s*(true|false)""")
_PREFIX = re.compile(r"""\bprefix["']?\s*:\s*(["'])([\w-]*)\1""")


def check_icon(icon: folium.Icon) -> None:
    """Refuse an Icon with an unknown glyph or colour.

    Raises
    ------
    UsageError
        By the icon's class, with near names.
    """
    name, options = type(icon).__name__, icon.options
    _check_colour(name, "color", options.get("marker_color", "blue"))
    _check_colour(name, "icon_color", options.get("icon_color", "white"))
    _check_glyph(name, options.get("icon", "home"), options.get("prefix", "glyphicon"))


def check_beautify_icon(icon: Any) -> None:
    """Refuse a BeautifyIcon with an unknown glyph, colour or shape; errors as `check_icon`."""
    name, options = type(icon).__name__, icon.options
    for key in ("border_color", "text_color", "background_color"):
        _check_colour(name, key, options.get(key, "white"))
    shape = options.get("icon_shape", "circle")
    if shape not in SHAPES:  # as "triangle" in folium's documentation
        message = (
            f"{name} has no icon_shape {shape!r} and is drawn as a rectangle, as in folium; choose "
            f"one of {', '.join(SHAPES)}"
        )
        warnings.warn(message, MapWarning, stacklevel=2)
    if not options.get("isAlphaNumericIcon") and "html" not in options:
        _check_glyph(name, options.get("icon", "leaf"), options.get("prefix", "fa"))


def glyph_svg(name: str, prefix: str = "fa") -> str:
    """Return a glyph as inline SVG, as tall and of the colour of the text round it.

    Parameters
    ----------
    name, prefix : str
        As in `folium.Icon`.

    Returns
    -------
    str
        HTML for a DivIcon, a popup or a tooltip, with the notice of the glyph's licence.

    Raises
    ------
    UsageError
        If the glyph is not packed; with near names, or the prefix that has it.

    Examples
    --------
    >>> glyph_svg("ship")[:40]
    '<svg xmlns="http://www.w3.org/2000/svg" '
    """
    _check_glyph("glyph_svg", name, prefix)
    width, height, path, *reach = _shape(prefix, name.removeprefix(f"{prefix}-"))
    flip = f' transform="matrix(1 0 0 -1 0 {reach[0]})"' if reach else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" height="1em" '
        f'fill="currentColor" style="overflow: visible; vertical-align: -0.125em">'
        f'<!--! {glyphs()[prefix]["notice"]} --><path d="{path}"{flip}/></svg>'
    )


def _check_glyph(name: str, glyph: str, prefix: str) -> None:
    """Refuse the name of a glyph that is not packed; an empty name is a pin without one."""
    if prefix not in _FONTS:
        reason = (
            f"the glyphs of prefix {prefix!r} are not packed; "
            "those of 'fa' (Font Awesome's solid ones) and 'glyphicon' are"
        )
        raise unfit(name, reason)
    plain = glyph.removeprefix(f"{prefix}-")
    if not plain or _shape(prefix, plain):
        return
    font = next((each for each in _FONTS if _shape(each, plain)), None)
    similar = get_close_matches(plain, _names(prefix), n=5, cutoff=0.7)
    reason = f"{_FONTS[prefix]} has no glyph {plain!r}"
    if font:
        reason += f", but {_FONTS[font]} has: give prefix={font!r}"
    elif similar:
        reason += f"; near names are {', '.join(similar)}"
    else:
        reason += "; choose another, or use a DivIcon with an SVG, as for the logo of a brand"
    raise unfit(name, reason)


def _check_colour(name: str, key: str, colour: str) -> None:
    if colour in folium.Icon.color_options or _CSS_COLOUR.fullmatch(str(colour)):
        return
    try:
        LinearColormap([colour, colour])  # knows the names of CSS
    except ValueError:
        names = ", ".join(sorted(folium.Icon.color_options))
        reason = f"{key}={colour!r} is no colour; choose one of {names}, or one of CSS as '#0b62a4'"
        raise unfit(name, reason) from None


def pin_scripts(scripts: Iterable[str]) -> list[str]:
    """Return what a page's scripts need to draw pins: the classes, and the glyphs that they name.

    Parameters
    ----------
    scripts : iterable of str
        All scripts that may make an icon, folium's and the user's own.

    Returns
    -------
    list of str
        Scripts to run before them; empty if they make no pin.
    """
    texts = [text for text in scripts if "AwesomeMarkers" in text or "BeautifyIcon" in text]
    if not texts:
        return []
    used: dict[str, dict[str, Any]] = {}
    for prefix, name in sorted({glyph for text in texts for glyph in _named(text)}):
        if shape := _shape(prefix, name):
            used.setdefault(prefix, {})[name] = shape
    notices = [f"/*! {glyphs()[prefix]['notice']} */\n" for prefix in used]
    return ["".join([*notices, f"geotrackPolar.glyphs = {json_for_script(used)};"]), pins_js()]


def _named(script: str) -> Iterator[tuple[str, str]]:
    """Yield prefix and name of each glyph that a script gives in options of an icon."""
    for call, options in _OPTIONS.findall(script):
        icon, prefix = _ICON.search(options), _PREFIX.search(options)
        text = _TEXT.search(options)
        kind = call or ("BeautifyIcon" if text else "")
        if not (icon or kind) or (text and text[1] == "true"):
            continue
        # The values of a style function replace options of an icon with another prefix.
        likely = (prefix[2],) if prefix else (_DEFAULT_GLYPHS[kind][0],) if kind else tuple(_FONTS)
        name = icon[2] if icon else _DEFAULT_GLYPHS[kind][1]
        yield from ((font, name.removeprefix(f"{font}-")) for font in likely)


def _shape(prefix: str, name: str) -> Any:
    """Return width, height and path of a glyph, and how far a font's reaches above its baseline."""
    font = glyphs().get(prefix, {"glyphs": {}, "aliases": {}})
    return font["glyphs"].get(font["aliases"].get(name, name))


@cache
def _names(prefix: str) -> list[str]:
    return sorted(glyphs()[prefix]["glyphs"] | glyphs()[prefix]["aliases"])
