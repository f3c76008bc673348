"""The packed place that a name means, and the errors where it means several or none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

from folium_polar.geometry import distance_m
from geotrack.errors import UsageError
from geotrack.findings import shown
from geotrack.gazetteer.description import without_article
from geotrack.gazetteer.islands import without_those_on_islands
from geotrack.gazetteer.packed import WIDE, NamedPlace, bearers, kind_in, longer_named
from geotrack.i18n.folding import folded
from geotrack.messages import OR, Message, joined, sentence
from geotrack.model.country import country_code

__all__ = ["AmbiguousPlaceError", "UnplacedNameError", "no_territory", "place_named", "qualified"]

# `name, country or kind`, `name (country or kind)` or `name [id]`.
_QUALIFIED = re.compile(
    r"(?P<name>.+?)\s*(?:,\s*(?P<comma>[^,]+)|\((?P<round>[^()]+)\)|\[(?P<id>[^\[\]]+)\])"
)
# Maximum number of candidates that a message lists.
_MOST_LISTED = 8
# Maximum number of characters of a name with a country or id behind it.
_LONGEST = 200
_WRITE_A_TOWN = (
    "write a town, a cape or an island of it, a region (`geotrack regions` lists them), or lon,lat"
)
# Kinds of places in `world.tsv`.
_WORLD = WIDE | {"city", "pole"}
# Maximum number of letters in the short name of a country: UK, USA.
_CODE_LETTERS = 3
# Least extent of a city of 100,000 inhabitants or more, kilometres.
_CITY_KM = 10.0
# A word of fewer letters is not read as the beginning of a longer name.
_SHORTEST_BEGINNING = 4
# Least extent of a city of a million inhabitants or more, kilometres.
_MILLION_KM = 20.0
# Places of one name within this distance, kilometres, are one place in two sources.
_ONE_PLACE_KM = 10.0

Test = Callable[[NamedPlace], bool]
"""Returns whether a place is the one meant: it lies in a country or region, or has a kind or id."""
Territories = Callable[[str], Test | None]
"""Returns the test of a state or region by its name; None if the word names neither."""


def no_territory(word: str) -> Test | None:
    """Return None: no word is a state or region."""
    del word
    return None


class AmbiguousPlaceError(UsageError):
    """Several places have this name; the text lists them.

    Parameters
    ----------
    word : str
        The name.
    candidates : sequence of NamedPlace
        The places.
    is_elsewhere : bool
        Whether the name is that of a place in no table, and only another name of the candidates.
    phrase : str
        The description in which the name stands; empty if it stands alone.

    Attributes
    ----------
    is_plain : bool
        Whether one of the candidates certainly is meant, and each has a position.
    """

    def __init__(
        self,
        word: str,
        candidates: Sequence[NamedPlace],
        *,
        is_elsewhere: bool = False,
        phrase: str = "",
    ) -> None:
        self.word, self.phrase, self.is_elsewhere = word, phrase, is_elsewhere
        if is_elsewhere:  # the text says that it is another name
            candidates = [replace(place, called="") for place in candidates]
        self.candidates = tuple(candidates)
        self.is_plain = not is_elsewhere and all(place.is_placed for place in candidates)
        labels: list[str] = [
            Message("{name}", place.label_in) for place in candidates[:_MOST_LISTED]
        ]
        if (extra := len(candidates) - _MOST_LISTED) > 0:
            labels.append(Message("{n} more", extra))
        listed = joined(labels, "{first}; {second}")
        # An example of what to write.
        first = next((place for place in candidates if place.is_placed), candidates[0])
        choice: str = f"'{self.naming(f'{first.name} [{first.id}]')}'"
        if is_elsewhere:
            template = (
                "{word} is another name of {places}, and the name of a place elsewhere that the "
                "gazetteer has not"
            )
            message = Message(template, shown(word), listed)
            super().__init__(sentence(message, Message("write {choice}, or lon,lat", choice)))
            return
        countries = [place.country for place in candidates]
        if first.country and countries.count(first.country) == 1:
            choice = Message(OR, f"'{self.naming(f'{first.name}, {first.country}')}'", choice)
        wide = next((place.kind for place in candidates if place.kind in WIDE), None)
        message = Message(
            "{n} places are called {word}: {places}", len(candidates), shown(word), listed
        )
        first_label = Message("the first of them") if first is candidates[0] else first.name
        also = Message(", or a place of the {kind}", _kind(wide)) if wide else ""
        remedy = Message("write {choice} for {place}{also}", choice, first_label, also)
        super().__init__(sentence(message, remedy))

    def naming(self, place: str) -> str:
        """Return the text that was looked up, with `place` in place of the ambiguous name.

        Examples
        --------
        >>> error = AmbiguousPlaceError("Vardo", bearers("Vardo").current, phrase="30 km off Vardo")
        >>> error.naming("Vardø")
        '30 km off Vardø'
        """
        # Not a name with an id behind it, which was chosen before.
        name = rf"(?<!\w){re.escape(self.word.strip())}(?!\w|\s*\[)"
        return re.sub(name, lambda _: place, self.phrase, count=1) if self.phrase else place

    def in_phrase(self, phrase: str) -> AmbiguousPlaceError:
        """Return the same error for a name inside a description."""
        return AmbiguousPlaceError(
            self.word, self.candidates, is_elsewhere=self.is_elsewhere, phrase=phrase
        )


class UnplacedNameError(UsageError):
    """A name of something that has no single position, or none with a source.

    Parameters
    ----------
    word : str
        The name.
    place : NamedPlace
        The thing with the name, such as a country.
    """

    def __init__(self, word: str, place: NamedPlace) -> None:
        self.word, self.place = word, place
        if place.kind in WIDE:
            name = "" if folded(place.name) == folded(word) else f" ({place.name})"
            template = (
                "{word} names an {kind}{name}, which is no one position"
                if place.kind[0] in "aeiou"
                else "{word} names a {kind}{name}, which is no one position"
            )
            message = Message(template, shown(word), _kind(place.kind), name)
            super().__init__(sentence(message, _WRITE_A_TOWN))
            return
        description = joined(
            [_kind(place.kind), *filter(None, (place.country,))], "{first}, {second}"
        )
        template = "{word} is known ({what}), but geotrack has no position of it with a source"
        remedy = "write lon,lat, or add it to layers/places.geojson"
        super().__init__(sentence(Message(template, shown(word), description), remedy))


def _kind(kind: str) -> Message:
    """Return a kind of place as a message, so that it is translated."""
    return Message("{name}", partial(kind_in, kind))


def place_named(
    word: str,
    kind_omitted: Callable[[str], Sequence[NamedPlace]],
    lies_in: Territories = no_territory,
) -> NamedPlace | None:
    """Return the packed place that a word means, by `name`, `name, country` or `name [id]`.

    Parameters
    ----------
    word : str
        The name.
    kind_omitted : callable
        Returns the places whose names without the word for their kind are a word: *Wrangel Island*
        for *Wrangel*. They precede places of the north that have the word only as an old name.
    lies_in : callable
        Returns the test of a place by a state or region, as in *Utqiaġvik, Alaska*; None for a
        word that is neither.

    Returns
    -------
    NamedPlace or None
        None if nothing has the name.

    Raises
    ------
    AmbiguousPlaceError, UnplacedNameError
        Several places bear it, or one that has no position.

    Notes
    -----
    A pole precedes all. Then come all that have the name today: places of the north, cities of
    100,000 inhabitants or more, countries, oceans. Only if there is none of them, places that have
    it as an old, foreign or other name count.
    """
    places = _meanings(word, kind_omitted)
    if not places and (parts := qualified(word, lies_in)):
        name, test = parts
        name_bearers = bearers(name)
        places = [*filter(test, name_bearers.current)] or [*filter(test, name_bearers.others)]
    if not places and (bare := without_article(word.strip())) != word.strip():
        return place_named(bare, kind_omitted, lies_in)  # for *the Kola Peninsula*
    if len(places) > 1:
        raise AmbiguousPlaceError(word, places)
    if places and not places[0].is_placed:
        raise UnplacedNameError(word, places[0])
    return places[0] if places else None


def _meanings(word: str, kind_omitted: Callable[[str], Sequence[NamedPlace]]) -> list[NamedPlace]:
    """Return the packed places that an unqualified word means, in the order of `place_named`."""
    name_bearers = bearers(word)
    # NO means Norway before all places of that name.
    kinds = {"pole", "country"} if _is_code(word) else {"pole"}
    if preceding := [place for place in name_bearers.current if place.kind in kinds]:
        return preceding
    current = _as_written(word, _distinct(name_bearers.current))
    # Also if there is none.
    are_cities_elsewhere = all(place.kind == "city" for place in current)
    if not current and not name_bearers.others:
        return []
    places = []
    if are_cities_elsewhere:
        places += [place for place in kind_omitted(word) if place not in current]
    places += _longer(word, current)
    places += current or _with_namesakes(name_bearers.others)
    if not current and name_bearers.is_elsewhere:
        raise AmbiguousPlaceError(word, places, is_elsewhere=True)
    return places


def _longer(word: str, current: Sequence[NamedPlace]) -> list[NamedPlace]:
    """Return places that a word may be short for: Rostov-on-Don for *Rostov*.

    There are none if the word is the name of anything but small towns (`current`). Beside small
    towns, only cities of 100,000 inhabitants count.
    """
    are_small_towns = all(p.kind == "town" and p.radius_km < _CITY_KM for p in current)
    if not are_small_towns or len(word) < _SHORTEST_BEGINNING:
        return []
    longer = [p for p in longer_named(word) if not current or p.radius_km >= _CITY_KM]
    return [p for p in _distinct(longer) if not any(_is_same_place(p, place) for place in current)]


def _with_namesakes(others: Sequence[NamedPlace]) -> list[NamedPlace]:
    """Return places with the larger cities of their current names: Houston for *Хьюстон*."""
    cities = (
        city
        for place in others
        for city in bearers(place.name).current
        if city.kind == "city" and city.radius_km > place.radius_km
    )
    return [*dict.fromkeys([*others, *cities])]


def _is_code(word: str) -> bool:
    """Return whether a word is written as the short name of a country."""
    word = word.strip()
    return len(word) <= _CODE_LETTERS and word.isupper() and word.isascii()


def _distinct(places: Iterable[NamedPlace]) -> list[NamedPlace]:
    """Return places without those that are the same place in a better source.

    A place of a source whose names are all current, such as an outline, precedes those of other
    sources, and a town precedes its airfield.
    """
    places = list(places)
    preferred = [place for place in places if place.is_current and place.kind not in _WORLD]
    towns = [place for place in places if place.kind == "town"]

    def is_repeated(place: NamedPlace) -> bool:
        better_places = [*preferred, *towns] if place.kind == "airfield" else preferred
        return any(_is_same_place(place, better) for better in better_places)

    return without_those_on_islands(
        [place for place in places if place in preferred or not is_repeated(place)]
    )


def _is_same_place(place: NamedPlace, other: NamedPlace) -> bool:
    """Return whether two places of one name are one place of two sources."""
    if not (place.is_placed and other.is_placed):
        return place.kind in WIDE and place.country == other.country
    distance_km = distance_m(place.lon, place.lat, other.lon, other.lat) / 1000
    return bool(distance_km <= max(_ONE_PLACE_KM, place.radius_km, other.radius_km))


def _as_written(word: str, places: Sequence[NamedPlace]) -> list[NamedPlace]:
    """Return places without those of another spelling, if some are spelt as the word.

    Where cities of the world have the name, a word without accents may mean any of them: people
    omit accents in typing. But a city of a million that is spelt as the word precedes those that
    are spelt in another way.
    """
    key = folded(word)
    exact = {place for place in places if place.name.casefold() == word.strip().casefold()}
    if any(place.radius_km >= _MILLION_KM for place in exact if place.kind in ("city", "town")):
        return [place for place in places if folded(place.name) == key or place.is_current]
    has_world_places = any(place.kind in _WORLD for place in places)
    if not exact or (has_world_places and word.isascii()):
        return list(places)
    return [
        place for place in places if place in exact or place.is_current or folded(place.name) != key
    ]


def qualified(word: str, lies_in: Territories = no_territory) -> tuple[str, Test] | None:
    """Return the name in `name, country`, `name (kind)` or `name [id]`, and the test of a place.

    None for a word that is not qualified.
    """
    # Matching takes time with the square of the length.
    parts = _QUALIFIED.fullmatch(word.strip()) if len(word) <= _LONGEST else None
    if parts is None:
        return None
    if id_ := (parts["id"] or "").strip().casefold():
        return parts["name"], lambda place: place.id.casefold() == id_
    qualifier = (parts["comma"] or parts["round"]).strip()
    country = country_code(qualifier) or qualifier.upper()
    # Svalbard and Jan Mayen (SJ) are parts of Norway.
    countries = {country, "SJ"} if country == "NO" else {country}
    kind, is_in_territory = folded(qualifier), lies_in(qualifier)

    def is_meant(place: NamedPlace) -> bool:
        return (
            bool(countries & {*place.country.split("/")})
            or folded(place.kind) == kind
            or (is_in_territory is not None and is_in_territory(place))
        )

    return parts["name"], is_meant
