"""APP-6 symbols of records as SVG, rendered by milsymbol (extra `symbols`).

A record's own code is rendered as written. The code of a type has an unknown standard identity:
geotrack does not say who is friend and who is hostile.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from xml.etree import ElementTree as ET

from geotrack.errors import missing_package
from geotrack.model import Event

__all__ = ["App6Symbols", "app6_symbols", "cleaned", "code_of"]

# The parts of the twenty digits drawn besides frame and entity: status, headquarters or task force,
# echelon, two modifiers.
_SIDC = re.compile(r"\d{20}", re.ASCII)
# Parts of a symbol code that milsymbol leaves out where it does not know them.
_OPTIONAL_PARTS = (slice(6, 7), slice(7, 8), slice(8, 10), slice(16, 18), slice(18, 20))
_SVG = "{http://www.w3.org/2000/svg}"
# Elements and attributes of SVG that are taken from the library; others are left out.
_SHAPES = ("path", "circle", "rect", "ellipse", "line", "polygon", "polyline")
_ELEMENTS = {*_SHAPES, "text", "g"}
_ATTRIBUTES = {
    *("d", "points", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry"),
    *("width", "height", "transform", "fill", "fill-opacity", "fill-rule", "opacity"),
    *("stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin"),
    *("font-size", "font-family", "font-weight", "text-anchor", "dominant-baseline"),
}
# Values without references, addresses and functions, except colours and transforms.
_VALUE = re.compile(r"[\w\s.,:%#+-]*|([a-zA-Z]+\([\d\s.,%e-]*\)\s*)*")
# The viewBox of an SVG.
_BOX = re.compile(r"-?[\d.]+( -?[\d.]+){3}")


@dataclass(frozen=True, slots=True)
class App6Symbols:
    """The APP-6 symbols of a page.

    Parameters
    ----------
    ids : mapping of str to str
        Ids of symbols in the sheet by the ids of records.
    codes : frozenset of str
        The records' own codes that are rendered.
    undrawn : tuple of str
        Ids of records whose code cannot be rendered completely.
    sheet : str
        The symbols as SVG, each once.
    """

    ids: Mapping[str, str] = field(default_factory=dict)
    codes: frozenset[str] = frozenset()
    undrawn: tuple[str, ...] = ()
    sheet: str = ""


def code_of(event: Event) -> str | None:
    """Return the code of a record's symbol: its own, else its type's, else None."""
    return event.symbol or event.type.app6


def app6_symbols(events: Iterable[Event]) -> App6Symbols:
    """Return the symbols of records, each distinct one once.

    Parameters
    ----------
    events : iterable of Event
        The records of a page.

    Raises
    ------
    UsageError
        milsymbol is not installed.
    """
    codes = {e.id: code for e in events if (code := code_of(e))}
    symbol_by_id = {e.id: e.symbol for e in events if e.symbol}
    images = {code: svg for code in sorted(set(codes.values())) if (svg := _drawing(code))}
    ids = {code: f"app6-{n}" for n, code in enumerate(images, 1)}
    return App6Symbols(
        ids={id_: ids[code] for id_, code in codes.items() if code in ids},
        codes=frozenset(code for code in symbol_by_id.values() if code in images),
        undrawn=tuple(id_ for id_, code in symbol_by_id.items() if code not in images),
        sheet="".join(_symbol(ids[code], svg) for code, svg in images.items()),
    )


def _drawing(code: str) -> str | None:
    """Return the SVG of a code, or None if it would not show all of the code."""
    image = _milsymbol(code)
    if image is None:
        return None
    # milsymbol ignores unknown parts of a code: planned would be drawn as present.
    for part in _OPTIONAL_PARTS:
        unmodified = code[: part.start] + "0" * len(code[part]) + code[part.stop :]
        if unmodified != code and _milsymbol(unmodified) == image:
            return None
    return image


@cache  # all records of a type share one
def _milsymbol(code: str) -> str | None:
    try:
        from milsymbol import Symbol
    except ImportError as error:
        refusal = missing_package("milsymbol", "symbols", "APP-6")
        raise refusal from error
    symbol = Symbol(code) if _SIDC.fullmatch(code) else None
    return str(symbol.as_svg()) if symbol is not None and symbol.is_valid() else None


def _symbol(id_: str, svg: str) -> str:
    box, parts = cleaned(svg)
    return f'<symbol id="{id_}" viewBox="{box}" overflow="visible">{parts}</symbol>'


def cleaned(svg: str) -> tuple[str, str]:
    """Return the box and the shapes of an SVG document, without anything else.

    Parameters
    ----------
    svg : str
        A whole SVG document.

    Returns
    -------
    tuple of (str, str)
        Its `viewBox`, and markup with allowed elements and attributes only.
    """
    root = ET.fromstring(svg)  # noqa: S314 (made by an installed library of its own tables)
    box = root.get("viewBox", "")
    parts = "".join(ET.tostring(part, encoding="unicode") for part in _safe_elements(root))
    return (box if _BOX.fullmatch(box) else "0 0 200 200"), parts


def _safe_elements(parent: ET.Element) -> Iterator[ET.Element]:
    for child in parent:
        name = str(child.tag).removeprefix(_SVG)
        if name not in _ELEMENTS:
            continue
        attributes = {
            k: v for k, v in child.attrib.items() if k in _ATTRIBUTES and _VALUE.fullmatch(v)
        }
        # The page's style of markers must not apply.
        defaults = {} if name == "g" else {"fill": "black", "stroke": "none"}
        copy = ET.Element(name, {**defaults, **attributes})
        copy.text = child.text if name == "text" else None
        copy.extend(_safe_elements(child))
        yield copy
