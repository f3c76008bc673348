"""geotrack's own theme of presentations: the page's colours and fonts, at 16:9, with its look."""

from __future__ import annotations

import io
import re
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.oxml.shapes.picture import CT_Picture
from pptx.util import Inches, Pt

from geotrack.export.reproducible_zip import sound_xml
from geotrack.handout.slides.text_runs import coloured
from geotrack.mapview.look import LookView

__all__ = ["ACCENT", "HAIR", "INK", "PAPER", "QUIET", "SANS", "TITLE_LOGO", "own_presentation"]

PAPER, INK, QUIET, HAIR, ACCENT = "fbfaf7", "16242c", "54656f", "d8dcd9", "0b5a8f"
"""Colours of the page's light theme."""
# Fonts of the page. Where they are not installed, PowerPoint takes one by the classification:
# that of Arial and of Georgia, which Windows and macOS have.
SANS, _SERIF = "Inter", "Source Serif 4"
_CLASSES = {SANS: ("020B0604020202020204", 34), _SERIF: ("02040502050405020303", 18)}
# Layouts that are kept.
_LAYOUTS = {"title", "titleOnly"}
# Size of a slide and its margin, inches: 16:9.
_WIDE, _HIGH = 13.333, 7.5
_MARGIN = 0.5
# Left, top, width, height in inches.
_AT = {
    PP_PLACEHOLDER.CENTER_TITLE: (0.9, 1.55, 11.5, 1.9),
    PP_PLACEHOLDER.SUBTITLE: (0.9, 3.78, 11.5, 2.9),
    PP_PLACEHOLDER.TITLE: (_MARGIN, 0.42, _WIDE - 2 * _MARGIN, 0.66),
    PP_PLACEHOLDER.BODY: (_MARGIN, 1.2, _WIDE - 2 * _MARGIN, 5.5),
    PP_PLACEHOLDER.DATE: (_MARGIN, 6.86, 2.0, 0.28),
    PP_PLACEHOLDER.FOOTER: (_MARGIN, 6.86, 10.8, 0.28),
    PP_PLACEHOLDER.SLIDE_NUMBER: (_WIDE - _MARGIN - 1.2, 6.86, 1.2, 0.28),
}
# Colours of the theme by PowerPoint's names.
_COLOURS = {
    "dk1": INK,
    "lt1": PAPER,
    "dk2": QUIET,
    "lt2": "e6eef1",
    "accent1": ACCENT,
    "accent2": "c2410c",
    "accent3": "0f766e",
    "accent4": "1d4ed8",
    "accent5": "a16207",
    "accent6": "7e22ce",
    "hlink": ACCENT,
    "folHlink": QUIET,
}


# A box for the logo on the title and, at the foot left of the slide number, on other slides.
TITLE_LOGO = (0.9, 0.62, 3.4, 0.72)
_FOOT_LOGO = (_WIDE - _MARGIN - 1.5, 6.83, 1.0, 0.34)


def own_presentation(look: LookView) -> Any:
    """Return a presentation without slides: one master, layouts for the title and for the rest.

    Parameters
    ----------
    look : LookView
        Its logo is on the layouts, its accent and typeface in the theme.
    """
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(_WIDE), Inches(_HIGH)
    for layout in list(deck.slide_layouts):
        if layout.element.get("type") not in _LAYOUTS:
            deck.slide_layouts.remove(layout)
    master = deck.slide_master
    fill = master.background.fill
    fill.solid()
    fill.fore_color.rgb = coloured(PAPER)
    _set_theme(master, look)
    _set_text(master)
    for sheet in (master, *deck.slide_layouts):
        for shape in sheet.placeholders:
            _place(shape, title_sheet=sheet.element.get("type") == "title")
    for layout in deck.slide_layouts:
        is_title = layout.element.get("type") == "title"
        _add_logo(layout, look, TITLE_LOGO if is_title else _FOOT_LOGO, right=not is_title)
    # Printer settings of the default template.
    for id_, relation in list(deck.part.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.PRINTER_SETTINGS:
            deck.part.drop_rel(id_)
            for settings in deck.part._element.findall(qn("p:prSettings")):
                deck.part._element.remove(settings)
    return deck


def _place(shape: Any, *, title_sheet: bool) -> None:
    kind = shape.placeholder_format.type
    left, top, width, height = (Inches(inches) for inches in _AT[kind])
    shape.left, shape.top, shape.width, shape.height = left, top, width, height
    frame = shape.text_frame
    body = frame._txBody.bodyPr
    for key in ("lIns", "rIns", "tIns", "bIns"):
        body.set(key, "0")
    anchors = {PP_PLACEHOLDER.CENTER_TITLE: "b", PP_PLACEHOLDER.SUBTITLE: "t"}
    body.set("anchor", anchors.get(kind, "ctr"))
    for style in frame._txBody.iter(qn("a:lvl1pPr")):
        small = kind in {PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}
        style.set("algn", "r" if kind == PP_PLACEHOLDER.SLIDE_NUMBER else "l")
        for words in style.iter(qn("a:defRPr")):
            if small:
                words.set("sz", "900")
            elif kind == PP_PLACEHOLDER.SUBTITLE:
                words.set("sz", "2000")
    if title_sheet and kind == PP_PLACEHOLDER.CENTER_TITLE:
        style = frame._txBody.find(qn("a:lstStyle"))
        style.append(parse_xml(f'<a:lvl1pPr {nsdecls("a")}><a:defRPr sz="4000"/></a:lvl1pPr>'))


def _set_text(master: Any) -> None:
    """Align titles left, in the size and colour of the page."""
    styles = master.element.find(qn("p:txStyles"))
    title = styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    title.set("algn", "l")
    title.find(qn("a:defRPr")).set("sz", str(Pt(26).pt * 100).partition(".")[0])


def _add_logo(layout: Any, look: LookView, box: tuple[float, ...], *, right: bool) -> None:
    """Add the logo to a layout, so that it is in one place; at the left or right of a box."""
    logo = look.print_logo
    if logo is None:
        return
    left, top, most, high = box
    scale = min(most / logo.width, high / logo.height)
    width, height = logo.width * scale, logo.height * scale
    left += most - width if right else 0.0
    _, relation = layout.part.get_or_add_image_part(io.BytesIO(logo.data))
    described = sound_xml(look.settings.logo_alt or "")
    place = (Inches(v) for v in (left, top + (high - height) / 2, width, height))
    picture = CT_Picture.new_pic(90, "Logo", "", relation, *place)  # type: ignore[no-untyped-call] # no types
    picture.nvPicPr.cNvPr.set("descr", described)
    layout.shapes._spTree.append(picture)


def _set_theme(master: Any, look: LookView) -> None:
    """Set the theme's fonts and colours, so that later additions have them too."""
    accent = look.accent.lstrip("#") or ACCENT
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = theme.blob.decode("utf-8")
    for font, letters in (("major", SANS if look.is_sans else _SERIF), ("minor", SANS)):
        panose, pitch = _CLASSES[letters]
        latin = f'<a:latin typeface="{letters}" panose="{panose}" pitchFamily="{pitch}"/>'
        text = re.sub(rf"(<a:{font}Font>\s*)<a:latin [^>]*>", rf"\g<1>{latin}", text, count=1)
    for name, colour in (_COLOURS | {"accent1": accent, "hlink": accent}).items():
        xml = f'<a:{name}><a:srgbClr val="{colour.upper()}"/></a:{name}>'
        text = re.sub(rf"<a:{name}>.*?</a:{name}>", xml, text, count=1, flags=re.DOTALL)
    theme._blob = text.encode("utf-8")
