"""The one lookup of places: a workspace's own, its regions, then the packed gazetteer."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import shapely

from geotrack import polar
from geotrack.errors import UsageError
from geotrack.findings import shown
from geotrack.footprint.regions import Regions
from geotrack.gazetteer.derivation import derive, part_note
from geotrack.gazetteer.description import Description, parse_description
from geotrack.gazetteer.packed import NamedPlace, packed_named, packed_names
from geotrack.gazetteer.territories import territory
from geotrack.i18n import words
from geotrack.i18n.folding import folded
from geotrack.model import LayerFeature
from geotrack.model.country import country_code
from geotrack.model.place_text import degrees
from geotrack.model.quantities import position
from geotrack.taxonomy import near_spellings, nearest_few

__all__ = ["AmbiguousPlaceError", "Gazetteer", "Location", "UnknownPlaceError"]

_POSITION_KM = 1.0
_OWN_KM, _ISLAND_KM = 5.0, 40.0
"""How far a place of a workspace reaches from its point, where no region has its name."""
_CIRCLE = 1.005  # the plane's least circle is not quite the ground's
_QUALIFIED = re.compile(
    r"(?P<name>.+?)\s*(?:,\s*(?P<comma>[^,]+)|\((?P<round>[^()]+)\)|\[(?P<id>[^\[\]]+)\])"
)
_MOST, _LONGEST = 8, 200
_LETTERS = 4  # of a word that tells a name


class UnknownPlaceError(UsageError):
    """No place or region has this name.

    Parameters
    ----------
    word : str
        The name.
    similar : callable
        Returns similar names, quoted; called only for the text, as it takes 0.1 s.
    """

    def __init__(self, word: str, similar: Callable[[str], Sequence[str]]) -> None:
        super().__init__(word)
        self.word = word
        self._similar = similar

    def __str__(self) -> str:
        near = self._similar(self.word)
        remedy = (
            f"did you mean {' or '.join(near)}?"
            if near
            else "write lon,lat, or a name that the layers or the gazetteer have"
        )
        return f"no place or region is called {shown(self.word)}; {remedy}"


class AmbiguousPlaceError(UsageError):
    """Several places have this name; the text lists them.

    Parameters
    ----------
    word : str
        The name.
    candidates : sequence of NamedPlace
        The places.
    """

    def __init__(self, word: str, candidates: Sequence[NamedPlace]) -> None:
        self.candidates = tuple(candidates)
        labels = [place.label for place in candidates[:_MOST]]
        more = len(candidates) - _MOST
        listed = "; ".join([*labels, *([f"{more} more"] if more > 0 else [])])
        first = candidates[0]
        countries = [place.country for place in candidates]
        choice = f"'{first.name} [{first.id}]'"
        if first.country and countries.count(first.country) == 1:
            choice = f"'{first.name}, {first.country}' or {choice}"
        super().__init__(
            f"{len(candidates)} places are called {shown(word)}: {listed}; write {choice} for the "
            "first of them"
        )


@dataclass(frozen=True)
class Location:
    """What a text says of a place.

    Parameters
    ----------
    geometry : dict or None
        GeoJSON, lon/lat.
    place : dict
        Keys of `place` in a record: `name`, `regions`, or of a description `precision`,
        `radius_km`, `inner_radius_km`, `described`; `note` where a source is to be named.
    description : Description, optional
        What the text states, if it is a description.
    anchors : tuple of NamedPlace
        The places that a description names.
    """

    geometry: dict[str, Any] | None = None
    place: dict[str, Any] = field(default_factory=dict)
    description: Description | None = None
    anchors: tuple[NamedPlace, ...] = ()


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
        names = {folded(n): p for p in places for n in reversed(p.all_names)}
        return names | {folded(p.id): p for p in places}

    def feature(self, word: str) -> LayerFeature | None:
        """Return the workspace's own place or region with an id, name or alias, or None."""
        return self._own_names.get(folded(word)) or self.regions.find(word)

    def locate(self, text: str) -> Location:
        """Return what a position, a name or a description says of a place.

        Parameters
        ----------
        text : str
            A position (see `geotrack.notation`), an id, name or alias, or a description (see
            `parse_description`).

        Raises
        ------
        UsageError
            The name is unknown (`UnknownPlaceError`) or several places have it
            (`AmbiguousPlaceError`), or the description is no place (`DescriptionError`).
        """
        lonlat = position(text)
        if lonlat is not None:
            return Location({"type": "Point", "coordinates": [_plain(x) for x in lonlat]})
        own = self.feature(text) or self._qualified(text)
        if own is not None:
            is_region = own is self.regions.get(own.id)
            place: dict[str, Any] = {"regions": [own.id]} if is_region else {"name": own.name}
            return Location(None if is_region else own.geometry, place)
        packed = self._packed(text)
        if packed is not None:
            at = {"type": "Point", "coordinates": [_plain(packed.lon), _plain(packed.lat)]}
            note = words(self.language)(
                "places.derived.named", source=packed.source, reach=packed.radius_km
            )
            return Location(at, {"name": packed.name, "note": note})
        description = parse_description(text)
        if description is None:
            raise UnknownPlaceError(text, self.similar)
        if description.parts is not None:
            return self._inside(description, text.strip())
        anchors = self._anchors(description)
        geometry, place = derive(description, anchors, self.language)
        note = place.pop("note")
        keys = {**place, "described": text.strip(), "note": note}
        return Location(geometry, keys, description, anchors)

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
            one = replace(description, anchors=((name,),), parts=(part,))
            with suppress(UnknownPlaceError):
                anchors = self._anchors(one)
                geometry, found = derive(one, anchors, self.language)
                return Location(geometry, {"described": text, **found}, one, anchors)
        raise UnknownPlaceError(readings[-1][0], self.similar)

    def _qualified(self, word: str) -> LayerFeature | None:
        """Return the workspace's own place of `name, country` or `name, region`."""
        found = _qualified(word)
        own = self._own_names.get(folded(found["name"])) if found else None
        if found is None or own is None or own.geometry["type"] != "Point":
            return None
        return own if self._fits(found)(_own_place(own)) else None

    def _packed(self, word: str) -> NamedPlace | None:
        """Return the packed place that a word means, by `name`, `name, country` or `name [id]`.

        Letters as written come before accents left out, a main name before another one.
        """
        main, other = packed_named(word)
        exact = [place for place in main if place.name.casefold() == word.casefold()]
        found = next((few for few in (exact, main, other) if len(few) == 1), [*main, *other])
        if not found and (qualified := _qualified(word)):
            main, other = packed_named(qualified["name"])
            fits = self._fits(qualified)
            found = [*filter(fits, main)] or [*filter(fits, other)]
        if len(found) > 1:
            raise AmbiguousPlaceError(word, found)
        return found[0] if found else None

    def _fits(self, qualified: re.Match[str]) -> Callable[[NamedPlace], bool]:
        """Return whether a place has the id, country, territory or kind behind a name."""
        if id_ := qualified["id"]:
            return lambda place: place.id == id_.strip().lower()
        word = (qualified["comma"] or qualified["round"]).strip()
        country, kind = country_code(word) or word.upper(), folded(word)
        countries = {country, "SJ"} if country == "NO" else {country}
        lies_in = territory(word, self.regions)
        return lambda place: (
            not countries.isdisjoint(place.country.split("/"))
            or place.kind == kind
            or (lies_in is not None and lies_in(place))
        )

    def candidates(self, word: str) -> list[NamedPlace]:
        """Return all places with a name or id: the workspace's own, then the packed ones."""
        own = self._own_names.get(folded(word))
        main, other = packed_named(word)
        is_point = own is not None and own.geometry["type"] == "Point"
        return [*([_own_place(own)] if own is not None and is_point else []), *main, *other]

    def find(self, word: str) -> NamedPlace:
        """Return the place that a name or a position means, with its extent.

        Raises
        ------
        UnknownPlaceError, AmbiguousPlaceError
            No place has the name, or several.
        """
        lonlat = position(word)
        if lonlat is not None:
            at = degrees(*lonlat)
            return NamedPlace("", at, "", "", *lonlat, _POSITION_KM, "")
        own = self._own_names.get(folded(word)) or self._qualified(word)
        region = self.regions.find_with_shape(word)
        if own is not None and own.geometry["type"] == "Point" and not _is_island(own, region):
            return _own_place(own)
        if region is not None:
            return _region_place(region)
        place = self._packed(word)
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
        """Return names that a word may misspell, quoted, of places, regions and `others`.

        Else those of which it has a word, as it may be a longer name of them.
        """
        known = {folded(n): p.name for p in self.places.values() for n in p.all_names}
        known |= {folded(n): r.name for r in self.regions.values() for n in r.all_names}
        known |= {folded(n): name for n, name in dict(others or {}).items()}
        near = near_spellings(word, known) or near_spellings(word, packed_names())
        if not near:
            said = {one for one in re.findall(r"\w+", folded(word)) if len(one) >= _LETTERS}
            alike = nearest_few(word, known)
            near = [n for n in alike if said & set(re.findall(r"\w+", folded(n)))]
        return [shown(name) for name in near]


def _plain(number: float) -> float:
    return int(number) if float(number).is_integer() else number


def _qualified(word: str) -> re.Match[str] | None:
    """Return the name and what stands behind it of `name, country` or `name [id]`."""
    # The pattern takes the square of a text's length.
    return _QUALIFIED.fullmatch(word.strip()) if len(word) <= _LONGEST else None


def _is_island(place: LayerFeature, region: LayerFeature | None) -> bool:
    """Return whether a region of the same name says how far an island reaches."""
    return region is not None and "island" in (place.kind or "")


def _own_place(place: LayerFeature) -> NamedPlace:
    lon, lat, *_ = place.geometry["coordinates"]
    reach = _ISLAND_KM if "island" in (place.kind or "") else _OWN_KM
    country = "/".join(place.country)
    return NamedPlace(
        place.id, place.name, place.kind or "", country, lon, lat, reach, place.source or ""
    )


def _region_place(region: LayerFeature) -> NamedPlace:
    """Return the least circle round a region."""
    middle = shapely.minimum_bounding_circle(region.plane).centroid
    lon, lat = (round(float(v), 4) for v in polar.unproject(middle.x, middle.y))
    corners = shapely.get_coordinates(region.plane)
    far = polar.distance_m(lon, lat, *polar.unproject(corners[:, 0], corners[:, 1]))
    reach = math.ceil(float(far.max()) / 1000 * _CIRCLE)
    return NamedPlace(region.id, region.name, region.kind or "", "", lon, lat, reach, "")
