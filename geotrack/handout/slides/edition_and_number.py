"""The footer of a slide: the edition of the map, and the slide number."""

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
from geotrack.handout.slides.template.default_theme import QUIET
from geotrack.handout.slides.template.layouts import Deck
from geotrack.handout.slides.text_runs import Piece
from geotrack.handout.slides.text_width import shortened, width_of

__all__ = ["add_footer", "footers_of"]

# Font size of the footer, points.
_SIZE = 9.0
# Least width for the map's title, points.
_LEAST = 60.0
# Repeated from geotrack's own layout, since not every program inherits it.
_PARAGRAPH = '<a:pPr algn="l"/>'
_LETTERS = (
    f'<a:rPr sz="{round(_SIZE * 100)}"><a:solidFill><a:srgbClr val="{QUIET.upper()}"/>'
    '</a:solidFill><a:latin typeface="+mn-lt"/></a:rPr>'
)
# The same for all slides; it only identifies the field on its slide.
_FIELD = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"


def footers_of(layout: Any, high: float) -> dict[Any, Any]:
    """Return a layout's footer and slide number placeholders, if they are at its foot."""
    kinds = {PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}
    placeholders = {s.placeholder_format.type: s for s in layout.placeholders}
    return {k: s for k, s in placeholders.items() if k in kinds and area_of(s).top > high / 2}


def add_footer(
    slide: Any, feet: dict[Any, Any], texts: tuple[str, str], number: int, *, box: Area, deck: Deck
) -> None:
    """Add the footer to a slide, into the layout's placeholders or into a box.

    Parameters
    ----------
    slide : pptx.slide.Slide
        The slide.
    feet : dict
        See `footers_of`.
    texts : (str, str)
        The map's title, shortened so that both fit on one line, and its edition.
    number : int
        Number of the slide.
    box : Area
        Box for texts without a placeholder.
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
    """Add a layout's placeholder to a slide, with its own paragraph, above the marking."""
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
    area = area_of(placeholder)
    if area.top + area.height > lowest:
        shape = slide.shapes[-1]
        left, width, height = placeholder.left, placeholder.width, placeholder.height
        shape.left, shape.width, shape.height = left, width, height
        shape.top = Pt(lowest - area.height)
