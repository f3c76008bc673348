"""Slides with title, marking at head and foot, and number."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pptx.enum.shapes import MSO_SHAPE, PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from geotrack.handout.fonts_and_colours import marking_colour
from geotrack.handout.slides.boxes import Area, area_of, flat, text_box
from geotrack.handout.slides.edition_and_number import add_footer, footers_of
from geotrack.handout.slides.template.default_theme import ACCENT, INK, QUIET, TITLE_LOGO
from geotrack.handout.slides.template.layouts import Deck
from geotrack.handout.slides.text_runs import Paragraph, Piece, fill, plain, texts_of
from geotrack.handout.slides.text_width import LINE, fitting, lines_of, shortened
from geotrack.handout.wording import edition
from geotrack.mapview.map_view import MapView

__all__ = ["Sheets"]

# Least height of the band of a marking, points.
_BAND = 20.0
# Font sizes of markings, titles and subtitles, points; the first that fits is used.
_MARKED = [11.0, 10.0, 9.0, 8.0, 7.0]
_SIZES = [44.0, 40.0, 36.0, 32.0, *(float(size) for size in range(28, 6, -2))]
_SUBTITLE = [20.0, 18.0, 16.0, 14.0, 12.0, 10.0, 8.0]
# Font size of what stands below the subtitle, points.
_SMALL = 14.0
# English Metric Units of a point.
_EMU = 12700
# Parts of the width: of a title too narrow to align the content with, and of the margins then.
_NARROW, _EDGE = 0.6, 0.04


class Sheets:
    """Adds slides to a presentation.

    Parameters
    ----------
    deck : Deck
        The presentation, without slides.
    view : MapView
        The map, for marking and edition.
    """

    def __init__(self, deck: Deck, view: MapView) -> None:
        self.deck = deck
        self._view = view
        self._marking = plain(view.frame.marking or "")
        self._wide = deck.presentation.slide_width / _EMU
        self._high = deck.presentation.slide_height / _EMU
        self._size, self._lines = self._marked()
        self._numbers = itertools.count(1)

    def first(self, lead: Sequence[Paragraph] = ()) -> None:
        """Add the title slide with the map's title, lead and edition."""
        frame, view = self._view.frame, self._view
        slide = self._new(self.deck.first, plain(frame.title))
        subtitle: list[Paragraph] = []
        if frame.subtitle:
            subtitle.append((Piece(plain(frame.subtitle), colour=self.deck.colour(QUIET)),))
        for paragraph in lead:
            ink = self.deck.colour(INK)
            subtitle.append(
                tuple(replace(p, colour=p.colour or ink, titled=True) for p in paragraph)
            )
        text = plain(f"{' · '.join(edition(view))} {view.digest}")
        subtitle.append((Piece(text, colour=self.deck.colour(QUIET), size=_SMALL),))
        subtitles = [
            s for s in slide.placeholders if s.placeholder_format.type == self.deck.subtitle
        ]
        title = area_of(slide.shapes.title)
        below = title._replace(top=title.top + title.height + 6, height=self._high / 6)
        frame = (subtitles[0] if subtitles else text_box(slide, below, [()], _SMALL)).text_frame
        box = area_of(subtitles[0]) if subtitles else below
        size = fitting(texts_of(subtitle), box.width / self.deck.stretch, box.height, _SUBTITLE)
        fill(frame, subtitle, size or _SUBTITLE[-1], after=0.6)
        if self.deck.own:
            line = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Pt(65), Pt(258), Pt(90), Pt(2.25))
            flat(line, view.look.accent.lstrip("#") or ACCENT)
            line.name = "Line"
            self._add_organisation(slide)
        # A title slide shows no number.

    def _add_organisation(self, slide: Any) -> None:
        """Add the organisation to the title slide, at the right of the logo."""
        look = self._view.look
        if not look.organisation:
            return
        left, top, most, high = (72 * inches for inches in TITLE_LOGO)
        if (logo := look.print_logo) is not None:
            left += min(most, high * logo.width / logo.height) + 16
        room = self._wide - left - 36
        text = shortened(plain(look.organisation), _SMALL, room)
        colour = look.accent.lstrip("#") or QUIET
        box = Area(left, top + (high - _SMALL * LINE) / 2, room, _SMALL * LINE)
        piece = Piece(text, bold=True, colour=colour)
        text_box(slide, box, [(piece,)], _SMALL).name = "Organisation"

    def add(self, title: str) -> tuple[Any, Area]:
        """Add a slide and return it with its free area."""
        slide = self._new(self.deck.rest, plain(title))
        box = area_of(slide.shapes.title)
        left, width = box.left, box.width
        if width < _NARROW * self._wide or left < 0 or left + width > self._wide:
            left, width = _EDGE * self._wide, (1 - 2 * _EDGE) * self._wide
        top = box.top + box.height + 0.012 * self._high
        feet = [area_of(foot).top for foot in footers_of(self.deck.rest, self._high).values()]
        bottom = min([*feet, self._high - self._band - 0.04 * self._high]) - 4
        return slide, Area(left, top, width, bottom - top)

    @property
    def _band(self) -> float:
        if not self._marking:
            return 0.0
        return max(_BAND, len(self._lines) * self._size * LINE + 4)

    def _marked(self) -> tuple[float, list[str]]:
        width = self._wide - 24
        for size in _MARKED:
            # Letter spacing.
            lines = lines_of(self._marking, size * 1.18, width, bold=True)
            if len(lines) == 1:
                break
        return size, lines

    def _new(self, layout: Any, title: str) -> Any:
        slide = self.deck.presentation.slides.add_slide(layout)
        number = next(self._numbers)
        for shape in list(slide.placeholders):
            kinds = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, self.deck.subtitle}
            if shape.placeholder_format.type not in kinds:
                shape.element.getparent().remove(shape.element)
        self._set_title(slide, layout, title)
        self._mark(slide)
        if number > 1:
            self._foot(slide, layout, number)
        return slide

    def _set_title(self, slide: Any, layout: Any, title: str) -> None:
        shape = slide.shapes.title
        box = area_of(shape)
        if box.top < self._band:  # the content must not lie under the marking
            left, width, height = shape.left, shape.width, shape.height
            shape.left, shape.width = left, width
            shape.top = Pt(self._band + 2)
            shape.height = max(height - Pt(self._band + 2 - box.top), Pt(24))
            box = area_of(shape)
        layout_size = _own_size(layout)
        sizes = [layout_size, *(size for size in _SIZES if size < layout_size)]
        width = (box.width - 6) / self.deck.stretch
        fits = fitting([title], width, box.height, sizes, bold=True)
        if fits is None:
            line_count = max(int(box.height / (_SIZES[-1] * LINE)), 1)
            lines = lines_of(title, _SIZES[-1], width, bold=True)
            title, fits = "".join(lines[:line_count]).rstrip() + "…", _SIZES[-1]
        fill(shape.text_frame, [(Piece(title),)], None if fits == layout_size else fits)

    def _mark(self, slide: Any) -> None:
        if not self._marking:
            return
        colour = marking_colour(self._view.frame.level).lstrip("#")
        for top, name in ((0.0, "Marking"), (self._high - self._band, "Marking at the foot")):
            band = slide.shapes.add_shape(
                MSO_SHAPE.RECTANGLE, Pt(0), Pt(top), Pt(self._wide), Pt(self._band)
            )
            flat(band, colour)
            band.name = name
            frame = band.text_frame
            frame.margin_left = frame.margin_right = Pt(8)
            frame.margin_top = frame.margin_bottom = Pt(0)
            frame.vertical_anchor = MSO_ANCHOR.MIDDLE
            fill(frame, [(Piece(self._marking, bold=True, colour="ffffff"),)], self._size)
            frame.paragraphs[0].alignment = PP_ALIGN.CENTER
            for words in frame._txBody.iter(qn("a:rPr")):
                words.set("spc", str(round(self._size * 12)))

    def _foot(self, slide: Any, layout: Any, number: int) -> None:
        frame = self._view.frame
        edition_of = [frame.as_of, f"{edition(self._view)[-1]} {self._view.digest}"]
        texts = plain(frame.title), " · ".join(plain(part) for part in edition_of if part)
        box = Area(36, self._high - self._band - 17, self._wide - 72, 14)
        feet = footers_of(layout, self._high)
        add_footer(slide, feet, texts, number, box=box, deck=self.deck)


def _own_size(layout: Any) -> float:
    """Return the title size of a layout, points."""
    master = layout.slide_master.element.find(qn("p:txStyles")).find(qn("p:titleStyle"))
    title = next(
        s
        for s in layout.placeholders
        if s.placeholder_format.type in {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE}
    )
    for where in (title.element, master):
        level = next(where.iter(qn("a:lvl1pPr")), None)
        words = level.find(qn("a:defRPr")) if level is not None else None
        if words is not None and words.get("sz"):
            return int(words.get("sz")) / 100
    return _SIZES[0]
