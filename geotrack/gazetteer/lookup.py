"""The one lookup of places: a workspace's own, its regions, then the packed gazetteer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from geotrack.errors import UsageError
from geotrack.findings import shown
from geotrack.footprint.regions import Regions
from geotrack.gazetteer.derivation import derive, part_note
from geotrack.gazetteer.description import (
    Description,
    parse_description,
    plain_text,
    without_article,
)
from geotrack.gazetteer.islands import is_built, without_those_on_islands
from geotrack.gazetteer.listed_positions import listed_positions
from geotrack.gazetteer.meaning import (
    AmbiguousPlaceError,
    UnplacedNameError,
    place_named,
    qualified,
)
from geotrack.gazetteer.own_places import (
    is_island,
    own_place,
    region_place,
    territory,
    unplaced_region,
)
from geotrack.gazetteer.packed import (
    NamedPlace,
    airfields_with,
    bearers,
    named_without_kind,
    packed_names,
    without_kind,
)
from geotrack.gazetteer.spelling import CYRILLIC, spelt, spelt_in_latin, without_hyphens
from geotrack.i18n import words
from geotrack.i18n.folding import folded
from geotrack.i18n.spelling import corrections, nearest_few
from geotrack.messages import Message, in_language, joined, sentence
from geotrack.model import LayerFeature
from geotrack.model.place_text import degrees
from geotrack.model.quantities import position

__all__ = ["AmbiguousPlaceError", "Gazetteer", "Location", "UnknownPlaceError", "UnplacedNameError"]

# Extent of a position that a text writes as coordinates, kilometres.
_POSITION_KM = 1.0
# Maximum number of airfields among similar names.
_MOST_AIRFIELDS = 3
# A shorter word (*sea*, *of*) does not identify a name.
_TELLING_LETTERS = 4


class UnknownPlaceError(UsageError):
    """No place or region has this name.

    Parameters
    ----------
    word : str
        The name.
    similar : callable
        Returns similar names; called only for the text, as it takes 0.1 s.
    """

    def __init__(self, word: str, similar: Callable[[str], Sequence[str]]) -> None:
        super().__init__(word)
        self.word = word
        self._similar = similar

    @cached_property
    def similar(self) -> Sequence[str]:
        """Similar names, the most similar first."""
        return self._similar(self.word)

    def __str__(self) -> str:
        remedy: str = "write lon,lat, or a name that the layers or the gazetteer have"
        if self.similar:
            names = joined(map(shown, self.similar), "{first} or {second}")
            remedy = Message("did you mean {guess}?", names)
        message = Message("no place or region is called {word}", shown(self.word))
        return in_language(sentence(message, remedy))


@dataclass(frozen=True)
class Location:
    """The place that a text states, as `Gazetteer.locate` returns it.

    Parameters
    ----------
    geometry : dict or None
        GeoJSON, lon/lat.
    place : dict
        Keys of `place` in a record: `regions`; or `name`, or of a description `described`, with
        `precision`, `radius_km`, `inner_radius_km`, and `note`, which says from what and why.
    description : Description, optional
        What the text states, if it is a description.
    anchors : tuple of NamedPlace
        The places that the text names, so that the reader sees which ones it was understood to
        mean: one, of a description one or two, of a position or a region none.
    """

    geometry: dict[str, Any] | None = None
    place: dict[str, Any] = field(default_factory=dict)
    description: Description | None = None
    anchors: tuple[NamedPlace, ...] = ()

    def in_words(self, language: str) -> tuple[str, ...]:
        """Return `anchors` as text, each with its country and position; positions are omitted."""
        label = words(language)
        return tuple(place.in_words(label) for place in self.anchors if place.id)


@dataclass(frozen=True)
class Gazetteer:
    """Places by name.

    Parameters
    ----------
    places : Mapping of str to LayerFeature
        The workspace's own places by id; they take precedence.
    regions : Regions
        The workspace's regions; they take precedence over the packed gazetteer.
    language : str
        Language of notes, one of `geotrack.i18n.LANGUAGES`.

    Notes
    -----
    Which method to call:

    * `locate`: for the place of a record. It accepts positions, names and descriptions such as
      `12 nm north of Vardø`. Own places precede regions, and regions precede packed places.
    * `find`: for one place with its middle and extent, to measure from. It accepts positions and
      names, and searches in the same order, but for an island it prefers the outline of a region.
    * `feature`: for the workspace's own place or region, never a packed place.
    * `candidates`: for all places of a name, so that the user may choose one.
    * `similar`: for names that an unknown one may misspell.
    """

    places: Mapping[str, LayerFeature]
    regions: Regions
    language: str = "en"

    @cached_property
    def _own_names(self) -> Mapping[str, LayerFeature]:
        """Own places by their ids and names, folded; an id precedes a name."""
        # In reverse, so that of two places of one name the first stays in the table.
        places = [*self.places.values()][::-1]
        names = {without_hyphens(n): p for p in places for n in reversed(p.all_names)}
        return names | {without_hyphens(p.id): p for p in places}

    @cached_property
    def _own_transliterated(self) -> Mapping[str, LayerFeature]:
        """Own places of Cyrillic countries by names reduced to one transliteration."""
        # In reverse, so that of two places of one name the first stays in the table.
        places = (p for p in [*self.places.values()][::-1] if CYRILLIC & {*p.country})
        return {spelt(folded(n), "RU"): p for p in places for n in p.all_names}

    def _own_named(self, word: str) -> LayerFeature | None:
        """Return the workspace's own place of a name, also in another spelling of that name."""
        if place := self._own_names.get(without_hyphens(word)):
            return place
        return self._own_transliterated.get(spelt_in_latin(word) or spelt(folded(word), "RU"))

    def feature(self, word: str) -> LayerFeature | None:
        """Return the workspace's own place of a name, else its region, else None.

        Parameters
        ----------
        word : str
            An id, a name or an alias, also with the country or the id behind it: `Vardø, NO`.
        """
        feature = self._own(word) or self.regions.find(word) or self._chosen_region(word)
        bare_word = without_article(word.strip())
        if feature is None and bare_word != word.strip():
            return self.feature(bare_word)  # of *the Barents Sea*: *Barents Sea*
        return feature

    def _own(self, word: str) -> LayerFeature | None:
        """Return the workspace's own place of a name, `name, country` or `name [id]`.

        None for a town or station on an island of that name: the island is meant.
        """
        place = self._own_named(word)
        if place is not None:
            return place if self._is_meant(place, word) else None
        if (parts := qualified(word, self._territory)) is None:
            return None
        name, is_qualified = parts
        place = self._own_named(name)
        # The country and the id are compared with those of a point with an extent.
        if place is None or place.geometry["type"] != "Point":
            return None
        return place if is_qualified(own_place(place)) else None

    def _is_meant(self, own: LayerFeature, word: str) -> bool:
        """Return whether a name means an own place, not the island on which it stands."""
        if own.geometry["type"] != "Point" or not is_built(own.kind or ""):
            return True
        place = own_place(own)
        return place in without_those_on_islands([place, *bearers(word).current])

    def _chosen_region(self, word: str) -> LayerFeature | None:
        """Return the region of `name [id]`, as the choices of an ambiguous name are written."""
        if (parts := qualified(word)) is None:
            return None
        name, is_qualified = parts
        for feature in self._without_kinds.get(folded(name), ()):
            if feature.id in self.regions and is_qualified(unplaced_region(feature)):
                return feature
        return None

    @cached_property
    def _without_kinds(self) -> Mapping[str, list[LayerFeature]]:
        """Places and regions by their folded names without the word for their kind."""
        by_name: dict[str, list[LayerFeature]] = {}
        for feature in (*self.places.values(), *self.regions.values()):
            for name in {without_kind(feature.name), folded(feature.name)}:
                by_name.setdefault(name, []).append(feature)
        return by_name

    def _with_kind_omitted(self, word: str) -> list[NamedPlace]:
        """Return the places that a word names without their kind: *Wrangel* of *Wrangel Island*.

        The workspace's own points come first, then its regions, then packed places.
        """
        features = self._without_kinds.get(folded(word), ())
        points = [own_place(feature) for feature in features if feature.geometry["type"] == "Point"]
        regions = [
            region_place(feature)
            for feature in features
            if feature.id in self.regions and feature.has_shape
        ]
        return [*points, *regions, *named_without_kind(word)]

    def locate(self, text: str) -> Location:
        """Return the place that a position, a name or a description states.

        Parameters
        ----------
        text : str
            A position (see `geotrack.notation`), several (see `listed_positions`), an id, name or
            alias, or a description (see `parse_description`).

        Raises
        ------
        UsageError
            The name is unknown (`UnknownPlaceError`), several places have it
            (`AmbiguousPlaceError`), what has it has no position (`UnplacedNameError`), it is not
            stated what several positions are (`UnstatedShapeError`), or the description is no
            place (`DescriptionError`).
        """
        if (listed := listed_positions(text, self.language)) is not None:
            return Location(*listed)
        lonlat = position(text)
        if lonlat is not None:
            return Location(_point(*lonlat))
        return self._named_or_described(text)

    def _named_or_described(self, text: str) -> Location:
        """Return the place that a name or a description states."""
        feature = self.feature(text)
        if feature is not None:
            is_region = feature is self.regions.get(feature.id)
            if is_region:
                return Location(None, {"regions": [feature.id]})
            if feature.geometry["type"] != "Point":
                return Location(feature.geometry, {"name": feature.name})
            point = own_place(feature)
            keys = {"name": feature.name, **_extent_keys(point)}
            return Location(feature.geometry, keys, anchors=(point,))
        packed = place_named(text, self._with_kind_omitted, self._territory)
        if packed is not None:
            keys = {"name": packed.name, **_extent_keys(packed), "note": self._note(packed)}
            return Location(_point(packed.lon, packed.lat), keys, anchors=(packed,))
        description = parse_description(text)
        if description is None:
            raise UnknownPlaceError(text, self.similar)
        try:
            return self._described(description, text)
        except AmbiguousPlaceError as error:
            raise error.in_phrase(plain_text(text)) from None

    def _described(self, description: Description, text: str) -> Location:
        """Return the place that a description states."""
        if description.parts is not None:
            return self._inside(description, text.strip())
        anchors = self._anchors(description)
        geometry, place = derive(description, anchors, self.language)
        note = place.pop("note")
        keys = {**place, "described": text.strip(), "note": note}
        return Location(geometry, keys, description, anchors)

    def _note(self, place: NamedPlace) -> str:
        """Return the note on the source of a packed place's position."""
        label = words(self.language)
        if place.kind == "pole":
            return label("places.derived.pole")
        note = label("places.derived.named", source=place.source, reach=place.radius_km)
        return f"{place.in_words(label)}. {note}" if place.called else note

    def _inside(self, description: Description, text: str) -> Location:
        """Return the place of something *in* a named place: a region, else a disc round a place.

        Each reading of the text has one name, and words for a part of it (*the northern part*).
        """
        names = [name for (name,) in description.anchors]
        readings = [*zip(names, description.parts or (), strict=True)]
        for name, part in readings:
            if region := self.regions.find(name):
                place = {"described": text, "regions": [region.id]}
                if note := part_note(part, self.language):
                    place["note"] = note
                return Location(None, place, description)
        for name, part in readings:
            reading = replace(description, anchors=((name,),), parts=(part,))
            with suppress(UnknownPlaceError):
                anchors = self._anchors(reading)
                geometry, derived = derive(reading, anchors, self.language)
                return Location(geometry, {"described": text, **derived}, reading, anchors)
        raise UnknownPlaceError(readings[-1][0], self.similar)

    def _territory(self, word: str) -> Callable[[NamedPlace], bool] | None:
        """Return the test of a place by a region's name; None if no region has it."""
        return territory(word, self.regions)

    def choices(self, error: AmbiguousPlaceError) -> list[tuple[NamedPlace, str]]:
        """Return the places of which one is to be chosen, each with the text that means it alone.

        Places without a position are omitted.
        """
        return [
            (place, error.naming(self._unique_name(place)))
            for place in error.candidates
            if place.is_placed
        ]

    def _unique_name(self, place: NamedPlace) -> str:
        """Return the name of a place if it means no other place, else `name [id]`."""
        with suppress(UsageError):
            if self.find(place.name).id == place.id:
                return place.name
        return f"{place.name} [{place.id}]"

    def candidates(self, word: str) -> list[NamedPlace]:
        """Return all places that a name or id may mean.

        The workspace's own place comes first, then packed places that bear the name today, then
        those that bear it as an old or foreign name, then those of a name without its kind.
        """
        place, name_bearers = self._own_named(word), bearers(word)
        is_point = place is not None and place.geometry["type"] == "Point"
        own_places = [own_place(place)] if place is not None and is_point else []
        candidates = [
            *own_places,
            *name_bearers.current,
            *(p for p in name_bearers.others if p not in name_bearers.current),
        ]
        if not candidates:
            return []
        try:
            self.find(word)
        except AmbiguousPlaceError as error:
            ids = {candidate.id for candidate in candidates}
            candidates += [p for p in error.candidates if p.id not in ids]
        except UnplacedNameError:
            # The place without a position is among the candidates. The name is not unknown.
            pass
        return candidates

    def find(self, word: str) -> NamedPlace:
        """Return the place that a name or a position means, with its middle and extent.

        Raises
        ------
        UnknownPlaceError, AmbiguousPlaceError, UnplacedNameError
            No place has the name, or several, or one without a position.
        """
        lonlat = position(word)
        if lonlat is not None:
            label = degrees(*lonlat)
            return NamedPlace("", label, "", "", *lonlat, _POSITION_KM, "")
        own_feature, region = self._own(word), self.regions.find_with_shape(word)
        # Of an island the region's outline states the extent, which its own point does not.
        if (
            own_feature is not None
            and own_feature.geometry["type"] == "Point"
            and not is_island(own_feature, region)
        ):
            return own_place(own_feature)
        region = region or self._chosen_region(word)
        if region is not None:
            return region_place(region)
        place = place_named(word, self._with_kind_omitted, self._territory)
        if place is None:
            raise UnknownPlaceError(word, self.similar)
        return place

    def _anchors(self, description: Description) -> tuple[NamedPlace, ...]:
        """Return the places of the first reading of a description whose names are known."""
        unknown: list[UnknownPlaceError] = []
        for names in description.anchors:
            try:
                return tuple(map(self.find, names))
            except UnknownPlaceError as error:
                unknown.append(error)
        raise unknown[0]

    def similar(self, word: str, others: Mapping[str, str] | None = None) -> list[str]:
        """Return names of places, regions and `others` that a word may misspell.

        At most three. The first of these sources that has any is used:

        1. own places, regions and `others`, by spelling;
        2. packed airfields whose names contain the word;
        3. packed places, by spelling;
        4. own places, regions and `others` that share a word with it, by similarity.
        """
        regions = (*self.regions.values(), *self.regions.administrative.values())
        names = {folded(n): p.name for p in self.places.values() for n in p.all_names}
        names |= {folded(n): r.name for r in regions for n in r.all_names}
        names |= {folded(n): name for n, name in dict(others or {}).items()}
        matches = (
            corrections(word, names)
            or [place.name for place in airfields_with(folded(word))[:_MOST_AIRFIELDS]]
            or corrections(word, packed_names())
        )
        if not matches:
            tokens = {t for t in _words(word) if len(t) >= _TELLING_LETTERS}
            matches = [name for name in nearest_few(word, names) if tokens & _words(name)]
        return list(matches)


def _words(text: str) -> set[str]:
    """Return the words of a text, folded."""
    return set(re.findall(r"\w+", folded(text)))


def _point(lon: float, lat: float) -> dict[str, Any]:
    """Return a GeoJSON Point."""
    return {"type": "Point", "coordinates": [*map(_without_decimal_zero, (lon, lat))]}


def _without_decimal_zero(number: float) -> float:
    """Return a whole number as an integer, so that a record states 70, not 70.0."""
    return int(number) if float(number).is_integer() else number


def _extent_keys(place: NamedPlace) -> dict[str, Any]:
    """Return the keys `precision` and `radius_km` of a named place; none if it has no extent."""
    if not place.radius_km:
        return {}
    return {"precision": "near", "radius_km": _without_decimal_zero(place.radius_km)}
