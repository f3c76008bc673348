"""The slides of a map in order."""

from __future__ import annotations

from geotrack.errors import UsageError
from geotrack.handout.options import Options, Progress
from geotrack.handout.slides.record_tables import notes_slides, records_slides, sources_slides
from geotrack.handout.slides.save import closed
from geotrack.handout.slides.scenes import scene_slides
from geotrack.handout.slides.slide import Sheets
from geotrack.handout.slides.template.layouts import Deck, opened_deck
from geotrack.handout.slides.template.read import UNUSABLE
from geotrack.handout.slides.text_runs import plain
from geotrack.mapview.map_view import MapView

__all__ = ["presentation"]


def presentation(view: MapView, options: Options, progress: Progress) -> bytes:
    """Return title, scenes, records, sources and definitions of a map as a PPTX file."""
    deck = opened_deck(options.template, view.look)
    if deck.own:
        return _filled(deck, view, progress)
    try:
        return _filled(deck, view, progress)
    except UNUSABLE as error:
        # An error that occurs with geotrack's own theme too is not the template's.
        _filled(opened_deck(None, view.look), view, progress)
        raise UsageError(
            f"{options.template}: its layouts are broken ({error}); give another .pptx"
        ) from None


def _filled(deck: Deck, view: MapView, progress: Progress) -> bytes:
    """Fill a presentation and return it as bytes."""
    sheets = Sheets(deck, view)
    sheets.first()
    scene_slides(sheets, view, progress)
    records_slides(sheets, view)
    sources_slides(sheets, view)
    notes_slides(sheets, view)
    return closed(deck.presentation, plain(view.frame_values["title"]), view.translate.language)
