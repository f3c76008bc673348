"""The presentation that slides are put into: the user's template, or geotrack's own look."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE

from geotrack.errors import UsageError
from geotrack.handout.slides.default_theme import own_presentation
from geotrack.handout.slides.template import UNUSABLE, read_template

__all__ = ["Deck", "opened_deck"]

_TITLES = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE}
# Verdana and DejaVu Sans are as wide.
_STRETCH = 1.18
# What every slide may have, whatever else it is for.
_FEET = {PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}
_WRITE = "give a .pptx with a layout for the title and one with a title alone"


@dataclass(frozen=True)
class Deck:
    """A presentation to fill.

    Parameters
    ----------
    presentation : pptx.presentation.Presentation
        It has no slides yet.
    first, rest : pptx.slide.SlideLayout
        The layout of the title, with a subtitle, and that of all other slides: a title alone.
    own : bool
        Whether its look is geotrack's own.
    """

    presentation: Any
    first: Any
    rest: Any
    own: bool

    @property
    def stretch(self) -> float:
        """How many times as wide as Arial its letters may be: of a template nobody knows."""
        return 1.0 if self.own else _STRETCH

    def colour(self, colour: str) -> str:
        """Return a colour where the ground is geotrack's; in a template none, but its own."""
        return colour if self.own else ""

    @property
    def subtitle(self) -> Any:
        """The kind of placeholder under the title of its title slide; None where it has none."""
        kinds = _kinds(self.first)
        under = (PP_PLACEHOLDER.SUBTITLE, PP_PLACEHOLDER.BODY)
        return next((kind for kind in under if kind in kinds), None)


def opened_deck(template: Path | None) -> Deck:
    """Return a presentation without slides.

    Parameters
    ----------
    template : path, optional
        A .pptx whose masters, layouts and size are used as they are; its slides are left out.

    Raises
    ------
    UsageError
        It is none, or has not the layouts.
    """
    if template is None:
        deck = own_presentation()
        _without_thumbnail(deck)
        first, rest = (_typed(deck, kind) for kind in ("title", "titleOnly"))
        return Deck(deck, first, rest, own=True)
    deck = read_template(template)
    try:
        first = _typed(deck, "title") or _with(deck, PP_PLACEHOLDER.SUBTITLE)
        rest = _typed(deck, "titleOnly") or _with(deck)
    except UNUSABLE:
        message = f"{template}: its layouts are broken; {_WRITE}"
        raise UsageError(message) from None
    for layout, what in ((first, "a title and a subtitle"), (rest, "a title alone")):
        if layout is None:
            message = f"{template}: no layout has {what}; {_WRITE}"
            raise UsageError(message)
    return Deck(deck, first, rest, own=False)


def _without_thumbnail(deck: Any) -> None:
    """Take out the picture of a first slide that is not there."""
    package = deck.part.package
    for id_, relation in list(package._rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            package._rels.pop(id_)


def _typed(deck: Any, kind: str) -> Any:
    """Return the layout that says of itself what it is for, if it has the title for it."""
    for layout in _layouts(deck):
        if layout.element.get("type") == kind and _kinds(layout) & _TITLES:
            return layout
    return None


def _with(deck: Any, *others: Any) -> Any:
    """Return the first layout that has a title and some other placeholders, and nothing else."""
    for layout in _layouts(deck):
        kinds = _kinds(layout)
        if kinds & _TITLES and kinds - _TITLES - _FEET == set(others):
            return layout
    return None


def _layouts(deck: Any) -> list[Any]:
    return [layout for master in deck.slide_masters for layout in master.slide_layouts]


def _kinds(layout: Any) -> set[Any]:
    return {shape.placeholder_format.type for shape in layout.placeholders}
