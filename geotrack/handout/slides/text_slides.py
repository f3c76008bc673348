"""Slides of plain text, as many as needed."""

from __future__ import annotations

from collections.abc import Sequence

from geotrack.handout.slides.boxes import text_box
from geotrack.handout.slides.slide import Sheets
from geotrack.handout.slides.text_runs import Paragraph, cut, texts_of
from geotrack.handout.slides.text_width import fitting
from geotrack.i18n import Words

__all__ = ["text_slides", "titles"]

# Font sizes, points; the first that fits is used.
_SIZES = [16.0, 14.0, 13.0, 12.0]
# Longer lines are hard to read.
_WIDEST = 760.0
# Space after a paragraph, in lines.
_BETWEEN = 0.5


def titles(title: str, label: Words) -> tuple[str, str]:
    """Return the title of a first slide, and that of continuation slides."""
    return title, label("handout.continued", title=title)


def text_slides(sheets: Sheets, title: tuple[str, str], paragraphs: Sequence[Paragraph]) -> None:
    """Add paragraphs on as many slides as needed.

    Parameters
    ----------
    sheets : Sheets
        Where the slides are added.
    title : (str, str)
        Of the first slide, and of the following ones.
    paragraphs : sequence of Paragraph
        The text.
    """
    first, continued_title = title
    waiting = list(paragraphs)
    while waiting:
        slide, area = sheets.add(first)
        first = continued_title
        area = area._replace(width=min(area.width, _WIDEST))
        width = (area.width - 4) / sheets.deck.stretch
        size = fitting(texts_of(waiting), width, area.height, _SIZES)
        current, waiting = waiting, []
        if size is None:
            size = _SIZES[-1]
            current, waiting = cut(current, width, area.height, size)
        text_box(slide, area, current, size, after=_BETWEEN)
