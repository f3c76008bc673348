"""Places that a text names, and what they mean together: an area, or what is between two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from geotrack.gazetteer import Location
from geotrack_extraction.sentences import Span

__all__ = ["PlaceMention", "area_of", "joined_places"]

# An area has so many corners; its positions stand so many characters apart; it lies within degrees.
_CORNERS, _GAP, _HALF_TURN = 3, 12, 180


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place in a text.

    Parameters
    ----------
    span : Span
        Its words, with those of the distance and direction before it.
    words : str
        The words as `place.name` or `place.described` has them.
    relation : str
        How it stands to what happened: `position`, `offset`, `between`,
        `near`, `in`, `to`, `from`; without a word
        before it `attribute`, or `object` if only some acts happen there; empty if it is no place.
    location : Location, optional
        What the gazetteer reads in the words; None where only the words are known.
    candidates : tuple of str
        The places that the name may mean, where it means several.
    is_country : bool
        Whether it is a country, of which no position is stated.
    is_vague : bool
        Whether its limits are no one's: the Arctic, international waters.
    is_joined : bool
        Whether it stands behind *and* or a comma.
    """

    span: Span
    words: str
    relation: str
    location: Location | None = None
    candidates: tuple[str, ...] = ()
    is_country: bool = False
    is_vague: bool = False
    is_joined: bool = False

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions that it names."""
        return tuple(self.location.place.get("regions", ())) if self.location else ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The regions and places that it names, by their ids."""
        anchors = self.location.anchors if self.location else ()
        return (*self.regions, *(anchor.id for anchor in anchors if anchor.id))


def area_of(positions: Sequence[PlaceMention], text: str) -> PlaceMention | None:
    """Return the area that positions bound which follow each other; None if they bound none."""
    if len(positions) < _CORNERS:
        return None
    if any(b.span.start - a.span.end > _GAP for a, b in pairwise(positions)):
        return None
    shapes = [p.location.geometry for p in positions if p.location and p.location.geometry]
    corners = [list(shape["coordinates"]) for shape in shapes]
    lons = [lon for lon, _ in corners]
    if max(lons) - min(lons) > _HALF_TURN:
        return None
    span = Span(positions[0].span.start, positions[-1].span.end)
    geometry = {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}
    words = " ".join(text[span.start : span.end].split())
    return PlaceMention(span, words, "position", Location(geometry, {"precision": "area"}))


def joined_places(mentions: list[PlaceMention], text: str) -> list[PlaceMention]:
    """Return places with those joined that something was between: only their words are known."""
    joined: list[PlaceMention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if last and mention.relation == "list" and last.is_country and mention.is_country:
            relation = "" if last.relation == "between" else last.relation
            joined[-1] = replace(last, relation=relation)
            joined.append(replace(mention, relation=relation))
        elif last and last.relation == "between" and mention.relation == "list":
            span = Span(last.span.start, mention.span.end)
            joined[-1] = PlaceMention(span, " ".join(text[span.start : span.end].split()), "near")
        elif mention.relation == "list":
            joined.append(_with_relation(mention, last.relation if last else "attribute"))
        else:
            joined.append(mention)
    return joined


def _with_relation(mention: PlaceMention, relation: str) -> PlaceMention:
    if relation in {"near", "offset", "position"}:
        return replace(mention, relation="near", location=None)
    if relation == "attribute" and not mention.regions:
        return replace(mention, relation="")
    return replace(mention, relation=relation)
