"""The foot of a slide: which edition of a map it is of, and its number."""

from __future__ import annotations

from copy import deepcopy
from typing import Any
from xml.sax.saxutils import escape

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from geotrack.handout.slides.boxes import Area, area_of, text_box
from geotrack.handout.slides.default_theme import QUIET
from geotrack.handout.slides.template_layouts import Deck
from geotrack.handout.slides.text_runs import Piece
from geotrack.handout.slides.text_width import shortened, width_of

__all__ = ["add_footer", "footers_of"]

_SIZE = 9.0
# So much of the map's title is worth beginning, points.
_LEAST = 60.0
# Said again where geotrack's own layout says it: not every program takes it from there.
_PARAGRAPH = '<a:pPr algn="l"/>'
_LETTERS = (
    f'<a:rPr sz="{round(_SIZE * 100)}"><a:solidFill><a:srgbClr val="{QUIET.upper()}"/>'
    '</a:solidFill><a:latin typeface="+mn-lt"/></a:rPr>'
)
# One for all: it tells a field from others on its slide.
_FIELD = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"


def footers_of(layout: Any, high: float) -> dict[Any, Any]:
    """Return a layout's footer and slide number by their kinds, where they stand at its foot."""
    kinds = {PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}
    placeholders = {s.placeholder_format.type: s for s in layout.placeholders}
    return {k: s for k, s in placeholders.items() if k in kinds and area_of(s).top > high / 2}


def add_footer(
    slide: Any, feet: dict[Any, Any], texts: tuple[str, str], number: int, *, box: Area, deck: Deck
) -> None:
    """Put the foot on a slide: into the layout's places for it, or into a box.

    Parameters
    ----------
    slide : pptx.slide.Slide
        The slide.
    feet : dict
        See `footers_of`.
    texts : (str, str)
        What the map is called, which is shortened to where one line holds both, and its edition.
    number : int
        The slide's.
    box : Area
        For what the layout has no place for.
    deck : Deck
        The presentation.
    """
    lowest = box.top + box.height + 2
    note = feet.get(PP_PLACEHOLDER.FOOTER)
    room = (area_of(note).width - 14) / deck.stretch if note is not None else 0.0
    if width_of(texts[1], _SIZE) + _LEAST < room:
        attributes, letters = (
            (_PARAGRAPH, _LETTERS) if deck.own else ("", f'<a:rPr sz="{_SIZE * 100:.0f}"/>')
        )
        text = escape(_line(texts, _SIZE, room))
        _inherit(slide, note, f"{attributes}<a:r>{letters}<a:t>{text}</a:t></a:r>", lowest)
    else:
        piece = Piece(
            _line(texts, _SIZE, (box.width - 60) / deck.stretch), colour=deck.colour(QUIET)
        )
        text_box(slide, box._replace(width=box.width - 60), [(piece,)], _SIZE).name = "Edition"
    field = f'<a:fld {nsdecls("a")} id="{_FIELD}" type="slidenum"><a:t>{number}</a:t></a:fld>'
    if PP_PLACEHOLDER.SLIDE_NUMBER in feet:
        _inherit(slide, feet[PP_PLACEHOLDER.SLIDE_NUMBER], field, lowest)
        return
    right = Area(box.left + box.width - 50, box.top, 50, box.height)
    shape = text_box(slide, right, [()], _SIZE)
    shape.name = "Slide number"
    paragraph = shape.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT
    paragraph._p.insert(1, parse_xml(field))


def _line(texts: tuple[str, str], size: float, width: float) -> str:
    title, edition = texts
    rest = f" · {edition}"
    return shortened(title, size, width - width_of(rest, size)) + rest


def _inherit(slide: Any, placeholder: Any, content: str, lowest: float) -> None:
    """Put a layout's placeholder on a slide, with a paragraph of its own, above the marking."""
    tree = slide.shapes._spTree
    identity = max((int(i) for i in tree.xpath(".//p:cNvPr/@id")), default=1) + 1
    element = parse_xml(
        f'<p:sp {nsdecls("p", "a", "r")}><p:nvSpPr><p:cNvPr id="{identity}" name=""/>'
        '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr/></p:nvSpPr><p:spPr/>'
        f"<p:txBody><a:bodyPr/><a:lstStyle/><a:p>{content}</a:p></p:txBody></p:sp>"
    )
    element.nvSpPr.cNvPr.set("name", placeholder.name)
    form = placeholder.element.find(f".//{qn('p:ph')}")
    element.find(f".//{qn('p:nvPr')}").append(deepcopy(form))
    tree.append(element)
    at = area_of(placeholder)
    if at.top + at.height > lowest:
        shape = slide.shapes[-1]
        left, width, height = placeholder.left, placeholder.width, placeholder.height
        shape.left, shape.width, shape.height = left, width, height
        shape.top = Pt(lowest - at.height)
