"""Positions of rows that state only a place in words, by the gazetteer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from geotrack.errors import UsageError
from geotrack.findings import shown
from geotrack.gazetteer import Gazetteer, Location, UnknownPlaceError
from geotrack.importing.faults import few
from geotrack.model.place_text import degrees

__all__ = ["place_features"]

_HOW = {
    "described": "placed by a description",
    "name": "placed by a name",
    "regions": "placed by a region",
}
_OWN = ("precision", "radius_km")


def place_features(
    features: Sequence[dict[str, Any]],
    rows: Sequence[str],
    gazetteer: Gazetteer,
    *,
    guess: bool = True,
) -> list[str]:
    """Give features without a geometry the place that their words say; return messages.

    Parameters
    ----------
    features : sequence of dict
        Drafts of records, changed in place: `place.described`, or else `place.name`, is read. A
        description in `place.name` moves to `place.described`; the name of a place stays.
    rows : sequence of str
        Name of each row in messages.
    gazetteer : Gazetteer
        The places.
    guess : bool
        Whether `place.name` is read too.
    """
    found: dict[str, list[str]] = {how: [] for how in _HOW}
    unknown: list[str] = []
    faults: list[str] = []
    known: dict[str, Location | UsageError] = {}  # a column repeats few texts
    for feature, row in zip(features, rows, strict=True):
        text = _text(feature, guess=guess)
        if text is None:
            continue
        place = feature["properties"]["place"]
        if text not in known:
            known[text] = _located(text, gazetteer)
        location = known[text]
        if isinstance(location, UnknownPlaceError):
            unknown.append(f"{row}, {shown(text)}")
        elif isinstance(location, UsageError):
            faults.append(f"{row}: {location}")
        elif "described" in location.place and any(own in place for own in _OWN):
            faults.append(
                f"{row}: {shown(text)} gives a precision and a radius, and so does the row; "
                "leave one of them out"
            )
        else:
            how = next((how for how in _HOW if how in location.place), "name")
            found[how].append(f"{row}, {shown(text)} → {_words(location)}")
            _take(feature, place, location)
    placed = (line for how, lines in found.items() for line in _summary(_HOW[how], lines))
    return [*placed, *_summary("of no known place", unknown), *few(faults)]


def _text(feature: dict[str, Any], *, guess: bool) -> str | None:
    """Return the words to read a place from, None if there are none or the place is stated."""
    place = feature["properties"].get("place")
    if feature["geometry"] is not None or not isinstance(place, dict) or "regions" in place:
        return None
    text = place.get("described", place.get("name") if guess else None)
    return text if isinstance(text, str) else None


def _located(text: str, gazetteer: Gazetteer) -> Location | UsageError:
    try:
        return gazetteer.locate(text)
    except UsageError as error:
        return error


def _words(location: Location) -> str:
    place = location.place
    if location.geometry is None:
        return ", ".join(place["regions"])
    if location.geometry["type"] != "Point":
        return str(place["name"])
    at = degrees(*location.geometry["coordinates"][:2])
    if "radius_km" not in place:
        return at
    inner = f"{place['inner_radius_km']:g} to " if "inner_radius_km" in place else "within "
    return f"{inner}{place['radius_km']:g} km of {at}"


def _take(feature: dict[str, Any], place: dict[str, Any], location: Location) -> None:
    """Add a location to a feature; what its row states itself stays."""
    feature["geometry"], said = deepcopy((location.geometry, location.place))
    name = None if place.get("name") == said.get("described") else place.get("name")
    notes = [text for text in (place.get("note"), said.get("note")) if text]
    added: dict[str, Any] = {**place, **said, "name": name, "note": " ".join(notes) or None}
    first = {key: added.pop(key) for key in ("name", "described") if key in added}
    feature["properties"]["place"] = {
        key: value for key, value in [*first.items(), *added.items()] if value is not None
    }


def _summary(how: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        rows = "1 row" if len(lines) == 1 else f"{len(lines)} rows"
        yield f"place: {rows} without a position, {how}:"
        yield from (f"  {line}" for line in few(lines))
