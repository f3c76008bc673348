"""A page's slides in their order."""

from __future__ import annotations

from geotrack.handout.options import Options, Progress
from geotrack.handout.slides.closing import closed
from geotrack.handout.slides.listing import notes_slides, records_slides, sources_slides
from geotrack.handout.slides.opening import opened_deck
from geotrack.handout.slides.pieces import plain
from geotrack.handout.slides.scenes import scene_slides
from geotrack.handout.slides.sheets import Sheets
from geotrack.page import Briefing

__all__ = ["presentation"]


def presentation(page: Briefing, options: Options, progress: Progress) -> bytes:
    """Return title, scenes, records, sources and definitions of a page as a PPTX file."""
    deck = opened_deck(options.template)
    sheets = Sheets(deck, page)
    sheets.first()
    scene_slides(sheets, page, progress)
    records_slides(sheets, page)
    sources_slides(sheets, page)
    notes_slides(sheets, page)
    return closed(deck.presentation, plain(page.framed["title"]), page.tell.language)
