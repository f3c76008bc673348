"""The slides of a map in order."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from geotrack.errors import UsageError
from geotrack.export.reproducible_zip import zip_files
from geotrack.handout.options import Options, Progress
from geotrack.handout.slides.record_tables import notes_slides, records_slides, sources_slides
from geotrack.handout.slides.scenes import comparison_slides, scene_slides, text_paragraphs
from geotrack.handout.slides.slide import Sheets
from geotrack.handout.slides.template.layouts import Deck, opened_deck
from geotrack.handout.slides.template.read import UNUSABLE
from geotrack.handout.slides.text_runs import plain
from geotrack.mapview.map_view import MapView

__all__ = ["presentation"]


def presentation(view: MapView, options: Options, progress: Progress) -> bytes:
    """Return title with lead, scenes, records, sources and definitions of a map as a PPTX file."""
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
    sheets.first(list(text_paragraphs(view.lead, deck)))
    scene_slides(sheets, view, progress)
    comparison_slides(sheets, view, progress)
    records_slides(sheets, view)
    sources_slides(sheets, view)
    notes_slides(sheets, view)
    return _closed(deck.presentation, plain(view.frame.title), view.translate.language)


# The earliest date of a zip.
_DAY = datetime(1980, 1, 1)  # noqa: DTZ001 (written without a zone, and no moment in time)
# Properties of a document that a template may have; they are emptied.
_TEXTS = (
    "author",
    "category",
    "comments",
    "content_status",
    "identifier",
    "keywords",
    "last_modified_by",
    "subject",
    "version",
)
# Replaces the template's, which describes its own slides.
_PROGRAM = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'extended-properties"><Application>geotrack</Application></Properties>'
)
_PROGRAM_PART = "docProps/app.xml"


def _closed(presentation: Any, title: str, language: str) -> bytes:
    """Return a presentation as bytes.

    Parameters
    ----------
    presentation : pptx.presentation.Presentation
        The complete presentation.
    title, language : str
        Its core properties; all others are empty, or fixed.
    """
    core = presentation.core_properties
    for name in _TEXTS:
        setattr(core, name, "")
    core.title, core.language, core.revision = title[:255], language, 1
    core.created = core.modified = core.last_printed = _DAY
    saved = io.BytesIO()
    presentation.save(saved)
    with zipfile.ZipFile(saved) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    if _PROGRAM_PART in files:
        files[_PROGRAM_PART] = _PROGRAM
    return zip_files(files)
