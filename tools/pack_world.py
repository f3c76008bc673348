"""Pack the names of the world's cities, countries, oceans and poles into `world.tsv`.

Run it with `python -m tools.pack_world`. The format is that of `places.tsv`, in
`geotrack/gazetteer/README.md`: these names are there so that none of them becomes a place of the
north that is called alike. So are some fifty towns of which
the north has a much smaller namesake.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from geotrack.files.resources import PACKAGE
from geotrack.gazetteer.spelling import CYRILLIC, spelt, spelt_in_latin
from geotrack.i18n.folding import folded
from tools import sources
from tools.pack_gazetteer import SOUTH, TOWN_KM, line_of

__all__ = ["CITY", "WORLD", "build"]

WORLD = Path(__file__).parents[1] / "geotrack" / "gazetteer" / "world.tsv"

CITY = 100_000
"""Inhabitants from which on a city is known far away."""
_TOWN, _LARGER = 15_000, 5
"""Inhabitants of towns that are asked for too, if they have so many times as many as each namesake
in the north, and lie where the same news may speak of both."""
_SAME_NEWS = CYRILLIC | {"CA", "GB", "US"}
_GONE = {"AN", "CS"}  # countries of the source that are no more
_ADJECTIVES = re.compile(
    r"American|Belgian|British|Canadian|Chinese|Danish|Dutch|Estonian|Finnish|French|German|Greek|"
    r"Greenlandic|Icelandic|Indian|Irish|Italian|Japanese|Korean|Liberian|Norwegian|Panamanian|"
    r"Polish|Russian|Spanish|Swedish|Turkish|Ukrainian"
)
_NATIONS = {
    "The Netherlands": ("Netherlands",),
    "United Kingdom": ("Great Britain", "Britain", "U.K.", "England", "Scotland", "Skottland",
                       "Northern Ireland", "Nord-Irland"),
    "United States": ("United States of America", "USA", "US", "Amerika"),
    "Russia": ("Soviet Union", "Sovjetunionen", "СССР"),
    "Vatican": ("Vatican City", "Vatikanstaten"),
    "Myanmar": ("Burma",), "Czechia": ("Czech Republic",),
    "Democratic Republic of the Congo": ("Congo", "Kongo"),
    "Cabo Verde": ("Cape Verde", "Kapp Verde"),
    "Aland Islands": ("Åland",), "Hungary": ("Ungarn",), "Brazil": ("Brasil",),
    "South Africa": ("Sør-Afrika",), "Saudi Arabia": ("Saudi-Arabia",),
    "United Arab Emirates": ("UAE", "De forente arabiske emirater"),
}  # fmt: skip
"""Further names of countries, by the source's."""
_CONTINENTS = {
    "Africa": ("Afrika",), "Antarctica": ("Antarktis",), "Asia": ("Азия",),
    "Europe": ("Europa", "Европа"), "North America": ("Nord-Amerika",),
    "South America": ("Sør-Amerika",), "Oceania": ("Oseania",),
}  # fmt: skip
_OCEANS = {
    "Arctic Ocean": ("Arctic", "the Arctic", "Nordishavet", "Polhavet", "Arktis",
                     "Северный Ледовитый океан", "Арктика"),
    "Atlantic Ocean": ("Atlantic", "North Atlantic", "North Atlantic Ocean", "Atlanterhavet",
                       "Nord-Atlanteren", "Атлантический океан"),
    "Pacific Ocean": ("Pacific", "North Pacific", "North Pacific Ocean", "Stillehavet",
                      "Тихий океан"),
    "Indian Ocean": ("Indiahavet", "Det indiske hav", "Индийский океан"),
    "Southern Ocean": ("Antarctic Ocean", "Sørishavet", "Южный океан"),
}  # fmt: skip
_POLES = {
    "North Pole": (90.0, ("the North Pole", "geographic North Pole", "the geographic North Pole",
                          "Nordpolen", "den geografiske nordpol", "Северный полюс")),
    "South Pole": (-90.0, ("the South Pole", "geographic South Pole", "Sydpolen", "Sørpolen",
                           "Южный полюс")),
}  # fmt: skip
_STATES = {
    f"CA province {name}": ""
    for name in (
        "Alberta", "British Columbia", "Manitoba", "New Brunswick", "Newfoundland and Labrador",
        "Nova Scotia", "Ontario", "Prince Edward Island", "Quebec", "Saskatchewan",
    )
}  # fmt: skip
_CITIES = {
    "CN Beijing": "Peking|Пекин", "UA Kyiv": "Kiev|Kyjiv|Киев", "PL Warsaw": "Warszawa|Варшава",
    "AT Vienna": "Wien", "DE Munich": "München", "DE Köln": "Cologne", "IT Rome": "Roma|Рим",
    "IT Milan": "Milano", "IT Naples": "Napoli", "CZ Prague": "Praha|Прага",
    "BE Brussels": "Brussel|Bruxelles|Брюссель", "PT Lisbon": "Lisboa|Lisbon",
    "GR Athens": "Athen|Athína", "RO Bucharest": "București|Bukarest", "RS Belgrade": "Beograd",
    "NL The Hague": "Den Haag|Haag", "IN Mumbai": "Bombay", "IN Kolkata": "Calcutta",
    "IN Chennai": "Madras", "VN Ho Chi Minh City": "Saigon", "PL Gdańsk": "Danzig",
    "CH Geneva": "Genève|Genf", "US New York City": "New York", "UA Kharkiv": "Kharkov|Харьков",
    "UA Odesa": "Odessa|Одесса", "UA Lviv": "Lvov|Львов", "UA Mykolayiv": "Nikolaev|Николаев",
    "KZ Almaty": "Alma-Ata", "KZ Astana": "Nur-Sultan", "DE Berlin": "Берлин",
    "FR Paris": "Париж", "GB London": "Лондон", "JP Tokyo": "Токио", "KR Seoul": "Сеул",
    "FR Strasbourg": "Strassburg", "KP Pyongyang": "Пхеньян", "CA Québec": "Quebec City",
}  # fmt: skip
"""Names of cities that English or Norwegian readers say too; each is a name of the source."""


def build() -> str:
    """Return the table as text."""
    rows = [*_cities(), *_countries(), *_others()]
    return "".join(line_of(row) for row in sorted(rows, key=lambda r: (folded(r[1]), r[0])))


def _cities() -> Iterator[tuple[Any, ...]]:
    wanted = dict(_CITIES)
    towns = list(sources.towns())
    north = _inhabitants_of_the_north(towns)
    for town in towns:
        if town["latitude"] >= SOUTH or not _is_meant(town, north):
            continue
        km = next(km for most, km in TOWN_KM if town["population"] < most)
        name, country = town["name"].strip(), town["countrycode"]
        said = wanted.pop(f"{country} {name}", "")
        names = [n for n in said.split("|") if n]
        if unknown := set(names) - {*town["alternatenames"]}:
            raise ValueError(f"no name of {name} in the source: {', '.join(unknown)}")
        if country in CYRILLIC:
            level = spelt(folded(name), country)
            names += [n for n in town["alternatenames"] if spelt_in_latin(n) == level]
        id_, at = f"geonames:{town['geonameid']}", (town["longitude"], town["latitude"])
        kind = "city" if town["population"] >= CITY else "town"
        yield id_, name, kind, country, *at, km, names
    if wanted:
        raise ValueError(f"no city of the source is called {', '.join(wanted)}")


def _inhabitants_of_the_north(towns: list[dict[str, Any]]) -> Mapping[str, int]:
    """Return the inhabitants of the largest town of the north of each name, levelled."""
    largest: dict[str, int] = {}
    for town in towns:
        if town["latitude"] >= SOUTH:
            key = _level(town)
            largest[key] = max(largest.get(key, 0), town["population"])
    return largest


def _level(town: dict[str, Any]) -> str:
    return spelt(folded(town["name"].strip()), town["countrycode"])


def _is_meant(town: dict[str, Any], north: Mapping[str, int]) -> bool:
    """Return whether a town of the south may be meant before one of the north."""
    if town["population"] >= CITY:
        return True
    if town["population"] < _TOWN or town["countrycode"] not in _SAME_NEWS:
        return False
    small = north.get(_level(town))
    return small is not None and town["population"] >= _LARGER * small


def _countries() -> Iterator[tuple[Any, ...]]:
    known = tomllib.loads((PACKAGE / "taxonomy" / "countries.toml").read_text(encoding="utf-8"))
    for code, country in sources.countries().items():
        if code in _GONE:
            continue
        name = country["name"].strip()
        names = [n for n in known.get(code, ()) if n[0].isupper() and not _ADJECTIVES.fullmatch(n)]
        names += _NATIONS.get(name, ())
        yield _unplaced(f"geonames:{country['geonameid']}", name, "country", code, names)


def _others() -> Iterator[tuple[Any, ...]]:
    areas: Mapping[str, Mapping[str, tuple[str, ...]]]
    areas = {"continent": _CONTINENTS, "ocean": _OCEANS}
    for kind, known in areas.items():
        for name, names in known.items():
            yield _unplaced(f"{kind}:{name.split()[0].lower()}", name, kind, "", list(names))
    for what, said in _STATES.items():
        country, kind, name = what.split(" ", 2)
        id_ = f"{kind}:{name.lower().replace(' ', '-')}"
        yield _unplaced(id_, name, kind, country, said.split("|") if said else [])
    for name, (lat, names) in _POLES.items():
        yield f"pole:{name.split()[0].lower()}", name, "pole", "", 0.0, lat, 0, list(names)


def _unplaced(id_: str, name: str, kind: str, country: str, names: list[str]) -> tuple[Any, ...]:
    return id_, name, kind, country, None, None, None, names


if __name__ == "__main__":
    text = build()
    WORLD.write_text(text, encoding="utf-8", newline="\n")
    kinds = Counter(line.split("\t")[2] for line in text.splitlines())
    print(f"{WORLD.name}: {sum(kinds.values())} names, {len(text.encode()):,} bytes")
    print(", ".join(f"{kind} {count}" for kind, count in kinds.most_common()))
