"""Positions of rows that state only a place in words, by the gazetteer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from functools import lru_cache, partial
from typing import Any

from geotrack.errors import UsageError, error_text
from geotrack.findings import shown
from geotrack.gazetteer import (
    AmbiguousPlaceError,
    Gazetteer,
    Location,
    UnknownPlaceError,
    UnplacedNameError,
)
from geotrack.gazetteer.derivation import why_wider
from geotrack.gazetteer.packed import NamedPlace
from geotrack.i18n import words
from geotrack.importing.completion import NO_PLACE, held_back
from geotrack.importing.faults import LIST_EACH, FewLines, row_name
from geotrack.importing.option_names import option_remedy
from geotrack.messages import LANGUAGE, Message, sentence
from geotrack.model.place_text import degrees

__all__ = ["DescribedPlaces"]

# Names of notes, by the way in which a place was read; the first that fits.
_HOW = {
    "described": Message("placed by a description"),
    "name": Message("placed by a name"),
    "regions": Message("placed by a region"),
}
# Keys of a place by which a row says itself how accurate its position is.
_OWN = ("precision", "radius_km")
_LISTED = 50
"""Places that are listed without --all."""
_KEPT = 10_000
"""Texts whose places are kept."""


class DescribedPlaces:
    """Derives the geometry of drafts from the words for their place, one after the other.

    Parameters
    ----------
    rows : sequence of str
        Name of each row in messages.
    gazetteer : Gazetteer
        The places.
    held : set of int
        Receives the rows whose place is ambiguous; they are held back.
    guess : bool
        Whether `place.name` is read too.
    incomplete : bool
        Whether such rows become records without a position.
    """

    def __init__(
        self,
        rows: Sequence[str],
        gazetteer: Gazetteer,
        held: set[int],
        *,
        guess: bool = True,
        incomplete: bool = False,
    ) -> None:
        self._rows, self._guess = rows, guess
        self._held, self._incomplete = held, incomplete
        self._found = {how: _Lines() for how in _HOW}
        self._named: dict[NamedPlace, list[str]] = {}
        language = LANGUAGE.get()
        self._label = words(gazetteer.language if language == "en" else language)
        self._unknown, self._unplaced, self._several = _Lines(), _Lines(), _Lines()
        self._faults = FewLines()
        # A column repeats few texts.
        self._locate = lru_cache(_KEPT)(lambda text: _located(text, gazetteer))

    def place(self, n: int, feature: dict[str, Any]) -> None:
        """Place the draft of a row, in place.

        `place.described`, or else `place.name`, is read. A description in `place.name` moves to
        `place.described`; the name of a place stays.
        """
        text = _text(feature, guess=self._guess)
        if text is None:
            return
        place, row = feature["properties"]["place"], self._rows[n]
        location = self._locate(text)
        if isinstance(location, UnknownPlaceError):
            self._unknown.add(Message("{row}, {text}", row_name(row), shown(text)))
        elif isinstance(location, UnplacedNameError):
            self._unplaced.add(_fault(row, location))
        elif isinstance(location, AmbiguousPlaceError):
            self._several.add(_fault(row, location))
            self._hold(n, feature)
        elif isinstance(location, UsageError):
            self._faults.append(_fault(row, location))
        elif "described" in location.place and any(own_key in place for own_key in _OWN):
            self._faults.append(
                Message(
                    "{row}: {text} gives a precision and a radius, and so does the row; leave one "
                    "of them out",
                    row_name(row),
                    shown(text),
                )
            )
            self._hold(n, feature)
        else:
            how = next((how for how in _HOW if how in location.place), "name")
            self._found[how].add(
                Message(
                    "{row}, {text} → {place}", row_name(row), shown(text), _words(location, place)
                )
            )
            for anchor in filter(_has_name, location.anchors):
                self._named.setdefault(anchor, []).append(row)
            _take(feature, place, location)

    def _hold(self, n: int, feature: dict[str, Any]) -> None:
        """Remove the geometry of a draft whose place is ambiguous, in place."""
        if not self._incomplete:
            del feature["geometry"]
            self._held.add(n)

    def notes(self) -> Iterator[str]:
        """Yield how many rows were placed and by which places, and which could not be."""
        for how, lines in self._found.items():
            yield from lines.notes(_HOW[how])
        if place_lines := list(self.named()):
            yield Message("place: names were read as:")
            yield from (Message("  {line}", line) for line in place_lines)
        yield from self._unknown.notes(Message("of no known place"))
        yield from self._unplaced.notes(Message("of a name that has no one position"))
        outcome = NO_PLACE if self._incomplete else held_back()
        yield from self._several.notes(
            Message("of a name that several places have; {outcome}", outcome)
        )
        yield from self._faults

    def named(self) -> Iterator[str]:
        """Yield each place that was used, with its rows; first those by an old or foreign name."""
        entries = sorted(self._named.items(), key=lambda one: not one[0].called)
        listed = entries if LIST_EACH.get() else entries[:_LISTED]
        for place, rows in listed:
            rest = Message(" and {n} more", len(rows) - 1) if rows[1:] else ""
            name = place.in_words(self._label)
            yield Message("{place}: {row}{rest}", name, row_name(rows[0]), rest)
        if left := len(entries) - len(listed):
            remedy = option_remedy("`geotrack import --all` lists them")
            yield sentence(Message("… and {n} more", left), remedy)


class _Lines:
    """Rows of one outcome: their number, and the first of them."""

    def __init__(self) -> None:
        self._count, self._few = 0, FewLines()

    def add(self, line: str) -> None:
        self._count += 1
        self._few.append(line)

    def notes(self, how: str) -> Iterator[str]:
        if self._count:
            rows = Message("1 row") if self._count == 1 else Message("{n} rows", self._count)
            yield Message("place: {rows} without a position, {how}:", rows, how)
            yield from (Message("  {line}", line) for line in self._few)


def _fault(row: str, error: UsageError) -> Message:
    return Message("{row}: {fault}", row_name(row), error_text(error))


def _has_name(place: NamedPlace) -> bool:
    return bool(place.id)


def _text(feature: dict[str, Any], *, guess: bool) -> str | None:
    """Return the words to read a place from, None if there are none or the place is stated."""
    place = feature["properties"].get("place")
    # A row whose own position could not be read has no member `geometry`.
    if feature.get("geometry", "") is not None or not isinstance(place, dict) or "regions" in place:
        return None
    text = place.get("described", place.get("name") if guess else None)
    return text if isinstance(text, str) else None


def _located(text: str, gazetteer: Gazetteer) -> Location | UsageError:
    try:
        return gazetteer.locate(text)
    except UsageError as error:
        return error


def _words(location: Location, row_place: dict[str, Any]) -> str:
    """Return where a row is placed, with the radius of the location if the row has none."""
    place = location.place
    if location.geometry is None:
        return ", ".join(place["regions"])
    if location.geometry["type"] != "Point":
        return str(place["name"])
    lon, lat = location.geometry["coordinates"][:2]
    position = Message("{position}", partial(degrees, lon, lat))
    if "radius_km" not in place or any(key in row_place for key in _OWN):
        return position
    why = location.description and (location.description, location.anchors)
    why = why if why and why_wider(*why) else None
    because = Message(", because {why}", partial(why_wider, *why)) if why else ""
    if "inner_radius_km" not in place:
        template = "within {radius:g} km of {position}{because}"
        return Message(template, place["radius_km"], position, because)
    template = "{inner:g} to {radius:g} km of {position}{because}"
    return Message(template, place["inner_radius_km"], place["radius_km"], position, because)


def _take(feature: dict[str, Any], place: dict[str, Any], location: Location) -> None:
    """Add a location to a feature; what its row states itself stays."""
    feature["geometry"], derived = deepcopy((location.geometry, location.place))
    name = None if place.get("name") == derived.get("described") else place.get("name")
    notes = [text for text in (place.get("note"), derived.get("note")) if text]
    if any(own_key in place for own_key in _OWN):
        derived = {key: value for key, value in derived.items() if key not in _OWN}
    added: dict[str, Any] = {**place, **derived, "name": name, "note": " ".join(notes) or None}
    first = {key: added.pop(key) for key in ("name", "described") if key in added}
    feature["properties"]["place"] = {
        key: value for key, value in [*first.items(), *added.items()] if value is not None
    }
