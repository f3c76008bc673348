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
from geotrack.i18n.spelling import near_spellings, nearest_few
from geotrack.messages import Message, in_language, joined, sentence
from geotrack.model import LayerFeature
from geotrack.model.place_text import degrees
from geotrack.model.quantities import position

__all__ = ["AmbiguousPlaceError", "Gazetteer", "Location", "UnknownPlaceError", "UnplacedNameError"]

_POSITION_KM = 1.0
_FEW = 3
_LETTERS = 4  # of a word that tells a name


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
    def near(self) -> Sequence[str]:
        """Similar names."""
        return self._similar(self.word)

    def __str__(self) -> str:
        remedy: str = "write lon,lat, or a name that the layers or the gazetteer have"
        if self.near:
            names = joined(map(shown, self.near), "{first} or {second}")
            remedy = Message("did you mean {guess}?", names)
        message = Message("no place or region is called {word}", shown(self.word))
        return in_language(sentence(message, remedy))


@dataclass(frozen=True)
class Location:
    """The place that a text states.

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
        The places that it names, for the reader to see which were taken: one, or of a description
        one or two; none of a position or a region.
    """

    geometry: dict[str, Any] | None = None
    place: dict[str, Any] = field(default_factory=dict)
    description: Description | None = None
    anchors: tuple[NamedPlace, ...] = ()

    def in_words(self, language: str) -> tuple[str, ...]:
        """Return the named places that were taken, each with its country and position."""
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
    """

    places: Mapping[str, LayerFeature]
    regions: Regions
    language: str = "en"

    @cached_property
    def _own_names(self) -> Mapping[str, LayerFeature]:
        places = [*self.places.values()][::-1]
        names = {without_hyphens(n): p for p in places for n in reversed(p.all_names)}
        return names | {without_hyphens(p.id): p for p in places}

    @cached_property
    def _own_alike(self) -> Mapping[str, LayerFeature]:
        """Places of countries whose names come in several Latin spellings, by levelled names."""
        places = (p for p in [*self.places.values()][::-1] if CYRILLIC & {*p.country})
        return {spelt(folded(n), "RU"): p for p in places for n in p.all_names}

    def _own_named(self, word: str) -> LayerFeature | None:
        """Return the workspace's own place of a name, also in another spelling of that name."""
        level = spelt_in_latin(word) or spelt(folded(word), "RU")
        return self._own_names.get(without_hyphens(word)) or self._own_alike.get(level)

    def feature(self, word: str) -> LayerFeature | None:
        """Return the workspace's own place or region of a word, or None.

        Parameters
        ----------
        word : str
            An id, a name or an alias, also with the country or the id behind it: `Vardø, NO`.
        """
        feature = self._own(word) or self.regions.find(word) or self._chosen_region(word)
        if feature is None and (bare := without_article(word.strip())) != word.strip():
            return self.feature(bare)  # the Barents Sea
        return feature

    def _own(self, word: str) -> LayerFeature | None:
        """Return the workspace's own place of a name; not what stands on an island of that name."""
        place = self._own_named(word)
        if place is not None:
            return place if self._is_meant(place, word) else None
        if (parts := qualified(word, self._territory)) is None:
            return None
        name, test = parts
        place = self._own_named(name)
        is_point = place is not None and place.geometry["type"] == "Point"
        return place if place is not None and is_point and test(own_place(place)) else None

    def _is_meant(self, own: LayerFeature, word: str) -> bool:
        if own.geometry["type"] != "Point" or not is_built(own.kind or ""):
            return True
        place = own_place(own)
        return place in without_those_on_islands([place, *bearers(word).current])

    def _chosen_region(self, word: str) -> LayerFeature | None:
        """Return the region of `name [id]`, as a list of places of one name shows it."""
        parts = qualified(word)
        bare_name = folded(parts[0]) if parts else ""
        regions = (r for r in self._without_kinds.get(bare_name, ()) if r.id in self.regions)
        return next((r for r in regions if parts and parts[1](unplaced_region(r))), None)

    @cached_property
    def _without_kinds(self) -> Mapping[str, list[LayerFeature]]:
        """Places and regions by their folded names without the word for their kind."""
        by_name: dict[str, list[LayerFeature]] = {}
        for feature in (*self.places.values(), *self.regions.values()):
            for name in {without_kind(feature.name), folded(feature.name)}:
                by_name.setdefault(name, []).append(feature)
        return by_name

    def _near(self, word: str) -> list[NamedPlace]:
        """Return the places whose names are a word and their kind: *Wrangel Island*."""
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
            A position (see `geotrack.notation`), an id, name or alias, or a description (see
            `parse_description`).

        Raises
        ------
        UsageError
            The name is unknown (`UnknownPlaceError`), several places have it
            (`AmbiguousPlaceError`), what has it has no position (`UnplacedNameError`), or the
            description is no place (`DescriptionError`).
        """
        lonlat = position(text)
        if lonlat is not None:
            return Location({"type": "Point", "coordinates": [_plain(x) for x in lonlat]})
        feature = self.feature(text)
        if feature is not None:
            is_region = feature is self.regions.get(feature.id)
            place: dict[str, Any] = (
                {"regions": [feature.id]} if is_region else {"name": feature.name}
            )
            if is_region or feature.geometry["type"] != "Point":
                return Location(None if is_region else feature.geometry, place)
            point = own_place(feature)
            return Location(feature.geometry, place | _reach(point), anchors=(point,))
        packed = place_named(text, self._near, self._territory)
        if packed is not None:
            geometry = {"type": "Point", "coordinates": [_plain(packed.lon), _plain(packed.lat)]}
            place = {"name": packed.name, **_reach(packed), "note": self._note(packed)}
            return Location(geometry, place, anchors=(packed,))
        description = parse_description(text)
        if description is None:
            raise UnknownPlaceError(text, self.similar)
        try:
            return self._described(description, text)
        except AmbiguousPlaceError as error:
            raise error.within(plain_text(text)) from None

    def _described(self, description: Description, text: str) -> Location:
        if description.parts is not None:
            return self._inside(description, text.strip())
        anchors = self._anchors(description)
        geometry, place = derive(description, anchors, self.language)
        note = place.pop("note")
        keys = {**place, "described": text.strip(), "note": note}
        return Location(geometry, keys, description, anchors)

    def _note(self, place: NamedPlace) -> str:
        """Return where the position of a packed place is from, for its record."""
        label = words(self.language)
        if place.kind == "pole":
            return label("places.derived.pole")
        note = label("places.derived.named", source=place.source, reach=place.radius_km)
        return f"{place.in_words(label)}. {note}" if place.called else note

    def _inside(self, description: Description, text: str) -> Location:
        """Return the region that something is in, or the whole of another place."""
        parts = description.parts or ()
        readings = [*zip((name for (name,) in description.anchors), parts, strict=True)]
        for name, part in readings:
            if region := self.regions.find(name):
                note = {"note": why} if (why := part_note(part, self.language)) else {}
                place = {"described": text, "regions": [region.id], **note}
                return Location(None, place, description)
        for name, part in readings:
            reading = replace(description, anchors=((name,),), parts=(part,))
            with suppress(UnknownPlaceError):
                anchors = self._anchors(reading)
                geometry, derived = derive(reading, anchors, self.language)
                return Location(geometry, {"described": text, **derived}, reading, anchors)
        raise UnknownPlaceError(readings[-1][0], self.similar)

    def _territory(self, word: str) -> Callable[[NamedPlace], bool] | None:
        return territory(word, self.regions)

    def choices(self, error: AmbiguousPlaceError) -> list[tuple[NamedPlace, str]]:
        """Return the places of which one is to be chosen, each with the text that means it.

        The text has the name alone where no other place has it, else with the id behind it.
        """
        return [
            (place, error.naming(self._only_name(place)))
            for place in error.candidates
            if place.is_placed
        ]

    def _only_name(self, place: NamedPlace) -> str:
        with suppress(UsageError):
            if self.find(place.name).id == place.id:
                return place.name
        return f"{place.name} [{place.id}]"

    def candidates(self, word: str) -> list[NamedPlace]:
        """Return all places that a name or id may mean: the workspace's own, then packed ones."""
        place, name_bearers = self._own_named(word), bearers(word)
        is_point = place is not None and place.geometry["type"] == "Point"
        first = [own_place(place)] if place is not None and is_point else []
        candidates = [
            *first,
            *name_bearers.current,
            *(p for p in name_bearers.others if p not in name_bearers.current),
        ]
        if not candidates:
            return []
        try:
            self.find(word)
        except AmbiguousPlaceError as error:
            candidates += [
                p
                for p in error.candidates
                if p.id not in {candidate.id for candidate in candidates}
            ]
        except UnplacedNameError:
            pass
        return candidates

    def find(self, word: str) -> NamedPlace:
        """Return the place that a name or a position means, with its extent.

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
        if (
            own_feature is not None
            and own_feature.geometry["type"] == "Point"
            and not is_island(own_feature, region)
        ):
            return own_place(own_feature)
        region = region or self._chosen_region(word)
        if region is not None:
            return region_place(region)
        place = place_named(word, self._near, self._territory)
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

        If there are none, similar names that share a word with it are returned.
        """
        regions = (*self.regions.values(), *self.regions.administrative.values())
        names = {folded(n): p.name for p in self.places.values() for n in p.all_names}
        names |= {folded(n): r.name for r in regions for n in r.all_names}
        names |= {folded(n): name for n, name in dict(others or {}).items()}
        matches = (
            near_spellings(word, names) or [p.name for p in airfields_with(folded(word))][:_FEW]
        )
        matches = matches or near_spellings(word, packed_names())
        if not matches:
            tokens = {token for token in re.findall(r"\w+", folded(word)) if len(token) >= _LETTERS}
            alike = nearest_few(word, names)
            matches = [n for n in alike if tokens & set(re.findall(r"\w+", folded(n)))]
        return list(matches)


def _plain(number: float) -> float:
    return int(number) if float(number).is_integer() else number


def _reach(place: NamedPlace) -> dict[str, Any]:
    """Return the precision and radius of a place that is known by its name: its reach."""
    return {"precision": "near", "radius_km": _plain(place.radius_km)} if place.radius_km else {}
