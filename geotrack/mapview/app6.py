"""APP-6 symbols of records as parts of the page's sheet, drawn by milsymbol (extra `symbols`).

A record's own code is drawn as it was written. A type's code is of an unknown standard identity:
nothing here says who is friend and who is hostile.
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

# Of the code's twenty digits what is drawn beside frame and entity: status, headquarters or task
# force, echelon, two modifiers.
_SIDC = re.compile(r"\d{20}", re.ASCII)
_FURTHER = (slice(6, 7), slice(7, 8), slice(8, 10), slice(16, 18), slice(18, 20))
_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = ("path", "circle", "rect", "ellipse", "line", "polygon", "polyline")
_ELEMENTS = {*_SHAPES, "text", "g"}
_ATTRIBUTES = {
    *("d", "points", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry"),
    *("width", "height", "transform", "fill", "fill-opacity", "fill-rule", "opacity"),
    *("stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin"),
    *("font-size", "font-family", "font-weight", "text-anchor", "dominant-baseline"),
}
# No reference, no address, no function but that of a colour and of a transform.
_VALUE = re.compile(r"[\w\s.,:%#+-]*|([a-zA-Z]+\([\d\s.,%e-]*\)\s*)*")
_BOX = re.compile(r"-?[\d.]+( -?[\d.]+){3}")


@dataclass(frozen=True, slots=True)
class App6Symbols:
    """The APP-6 symbols of a page.

    Parameters
    ----------
    ids : mapping of str to str
        By the id of a record, that of its symbol in the sheet.
    codes : frozenset of str
        The codes that records themselves bear and that are drawn.
    undrawn : tuple of str
        Ids of records that bear a code of which not all can be drawn.
    sheet : str
        The symbols as SVG, each once.
    """

    ids: Mapping[str, str] = field(default_factory=dict)
    codes: frozenset[str] = frozenset()
    undrawn: tuple[str, ...] = ()
    sheet: str = ""


def code_of(event: Event) -> str | None:
    """Return the code by which a record is drawn: its own, else its type's, else None."""
    return event.symbol or event.type.app6


def app6_symbols(events: Iterable[Event]) -> App6Symbols:
    """Return the symbols of some records, each distinct one once.

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
    own = {e.id: e.symbol for e in events if e.symbol}
    drawn = {code: svg for code in sorted(set(codes.values())) if (svg := _drawing(code))}
    ids = {code: f"app6-{n}" for n, code in enumerate(drawn, 1)}
    return App6Symbols(
        ids={id_: ids[code] for id_, code in codes.items() if code in ids},
        codes=frozenset(code for code in own.values() if code in drawn),
        undrawn=tuple(id_ for id_, code in own.items() if code not in drawn),
        sheet="".join(_symbol(ids[code], svg) for code, svg in drawn.items()),
    )


def _drawing(code: str) -> str | None:
    """Return a code's drawing; None where not all that the code says would be in it."""
    drawn = _milsymbol(code)
    if drawn is None:
        return None
    # What milsymbol does not know of a code it passes over: planned would be drawn as present.
    for part in _FURTHER:
        less = code[: part.start] + "0" * len(code[part]) + code[part.stop :]
        if less != code and _milsymbol(less) == drawn:
            return None
    return drawn


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
    """Return the box and the shapes of a drawing, and nothing else that it may hold.

    Parameters
    ----------
    svg : str
        A whole SVG document.

    Returns
    -------
    tuple of (str, str)
        Its `viewBox`, and markup of known elements with known attributes alone.
    """
    root = ET.fromstring(svg)  # noqa: S314 (made by an installed library of its own tables)
    box = root.get("viewBox", "")
    parts = "".join(ET.tostring(part, encoding="unicode") for part in _kept(root))
    return (box if _BOX.fullmatch(box) else "0 0 200 200"), parts


def _kept(parent: ET.Element) -> Iterator[ET.Element]:
    for child in parent:
        name = str(child.tag).removeprefix(_SVG)
        if name not in _ELEMENTS:
            continue
        said = {k: v for k, v in child.attrib.items() if k in _ATTRIBUTES and _VALUE.fullmatch(v)}
        # The page's own look of a marker must not shine through.
        look = {} if name == "g" else {"fill": "black", "stroke": "none"}
        kept = ET.Element(name, {**look, **said})
        kept.text = child.text if name == "text" else None
        kept.extend(_kept(child))
        yield kept
