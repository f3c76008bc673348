"""Layouts of the presentation to fill: the user's template, or geotrack's own theme."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE

from geotrack.errors import UsageError
from geotrack.handout.slides.template.default_theme import own_presentation
from geotrack.handout.slides.template.read import UNUSABLE, read_template
from geotrack.mapview.look import LookView

__all__ = ["Deck", "opened_deck"]

# Placeholders that are titles.
_TITLES = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE}
# Widths beside Arial's: Inter has the one, Verdana and DejaVu Sans have the other.
_OWN_STRETCH, _STRETCH = 1.1, 1.18
# Placeholders that every layout may have.
_FEET = {PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}
_WRITE = "give a .pptx with a layout for the title and one with a title alone"


@dataclass(frozen=True)
class Deck:
    """A presentation to fill.

    Parameters
    ----------
    presentation : pptx.presentation.Presentation
        A presentation without slides.
    first, rest : pptx.slide.SlideLayout
        The layout of the title slide, with a subtitle, and of all other slides, with a title only.
    own : bool
        Whether it has geotrack's own theme.
    """

    presentation: Any
    first: Any
    rest: Any
    own: bool

    @property
    def stretch(self) -> float:
        """Font width relative to Arial; an estimate for templates."""
        return _OWN_STRETCH if self.own else _STRETCH

    def colour(self, colour: str) -> str:
        """Return a colour for geotrack's own theme; None in a template."""
        return colour if self.own else ""

    @property
    def subtitle(self) -> Any:
        """The placeholder type of the title slide's subtitle, or None."""
        kinds = _kinds(self.first)
        types = (PP_PLACEHOLDER.SUBTITLE, PP_PLACEHOLDER.BODY)
        return next((kind for kind in types if kind in kinds), None)


def opened_deck(template: Path | None, look: LookView) -> Deck:
    """Return a presentation without slides.

    Parameters
    ----------
    template : path, optional
        A .pptx whose masters, layouts and size are used; its slides are removed.
    look : LookView
        The look of a presentation without a template.

    Raises
    ------
    UsageError
        It is no presentation, or lacks the layouts.
    """
    if template is None:
        deck = own_presentation(look)
        _without_thumbnail(deck)
        first, rest = (_typed(deck, kind) for kind in ("title", "titleOnly"))
        return Deck(deck, first, rest, own=True)
    deck = read_template(template)
    try:
        first = _typed(deck, "title") or _with(deck, PP_PLACEHOLDER.SUBTITLE)
        rest = _typed(deck, "titleOnly") or _with(deck)
    except UNUSABLE:
        raise UsageError(f"{template}: its layouts are broken; {_WRITE}") from None
    for layout, description in ((first, "a title and a subtitle"), (rest, "a title alone")):
        if layout is None:
            raise UsageError(f"{template}: no layout has {description}; {_WRITE}")
    return Deck(deck, first, rest, own=False)


def _without_thumbnail(deck: Any) -> None:
    """Remove the thumbnail of a first slide that no longer exists."""
    package = deck.part.package
    for id_, relation in list(package._rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            package._rels.pop(id_)


def _typed(deck: Any, kind: str) -> Any:
    """Return the layout of a type, if it has a title placeholder."""
    for layout in _layouts(deck):
        if layout.element.get("type") == kind and _kinds(layout) & _TITLES:
            return layout
    return None


def _with(deck: Any, *others: Any) -> Any:
    """Return the first layout with a title and some other placeholders only."""
    for layout in _layouts(deck):
        kinds = _kinds(layout)
        if kinds & _TITLES and kinds - _TITLES - _FEET == set(others):
            return layout
    return None


def _layouts(deck: Any) -> list[Any]:
    return [layout for master in deck.slide_masters for layout in master.slide_layouts]


def _kinds(layout: Any) -> set[Any]:
    return {shape.placeholder_format.type for shape in layout.placeholders}
