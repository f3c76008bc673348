"""Pack the places of the north into `geotrack/gazetteer/places.tsv`.

They are all towns and airfields north of 55°N, and what Arctic reports name, wherever it lies:
`arctic_places.csv` has positions, other spellings of places that stand already, and names that are
known without a position. `arctic_sources.tsv` says where each position of that file was read.

Run it with `python -m tools.pack_gazetteer`. The format is in `geotrack/gazetteer/README.md`.
"""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from pathlib import Path

import numpy as np
import shapely
from pyproj import CRS, Transformer
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import distance_m
from geotrack.i18n.folding import folded
from tools import sources

__all__ = [
    "GAZETTEER",
    "SOURCES",
    "SOUTH",
    "TOWN_KM",
    "Row",
    "build",
    "build_sources",
    "line_of",
]

GAZETTEER = Path(__file__).parents[1] / "geotrack" / "gazetteer" / "places.tsv"
SOURCES = GAZETTEER.with_name("arctic_sources.tsv")

SOUTH = 55.0
TOWN_KM = ((10_000, 3), (100_000, 5), (1_000_000, 10), (5_000_000, 20), (math.inf, 30))
"""How far a town reaches from its point, by its inhabitants: an allowance, no measurement."""
AIRFIELD_KM = 3
SEA_KM = 250
"""Waters that reach farther from their middle are left out: a point stands for none of them."""
_ROUGH_KM = 2  # the source's shores are thinned
_SCRIPTS = ("LATIN", "CYRILLIC")
_CODE = re.compile(r"[A-Z]{3,4}")
_AIRPORT = re.compile(
    r"[ ,]+(?:(?:international|regional|municipal|military) )?"
    r"(?:airport|airfield|airstrip|air base|aerodrome|lufthavn|flygplats)$",
    re.IGNORECASE,
)
_KINDS = {
    "strait": ("Strait", "Channel", "Sound", "Passage", "Øresund", "Kattegat", "Entrance"),
    "bay": ("Bay", "Gulf", "Inlet", "fjord", "Fjord", "Guba", "Basin", "Kangertittivaq"),
}

Row = tuple[str, str, str, str, float | None, float | None, int | None, list[str]]
"""Id, name, kind, country, lon and lat (degrees), reach (km), other names."""
_MILLION_KM = 20
_FOREIGN = ("geonames:", "icao:")
"""Sources whose other names may be old or foreign ones, or codes."""
_BY_HAND = "="
"""Marks another name of theirs that was written by hand: a current one."""


def build() -> str:
    """Return the table as text.

    Raises
    ------
    ValueError
        If `arctic_places.csv` spells a place that no source has.
    """
    rows = [*_towns(), *_airfields(), *_waters(), *_capes_and_islands(), *_arctic()]
    names = {row[0]: row[-1] for row in rows}
    for place in _arctic_places():
        if (id_ := place["same_as"]) and id_ not in names:
            message = f"arctic_places.csv: {place['name']}: no source has {id_}"
            raise ValueError(message)
        if id_:
            names[id_] += [_BY_HAND + name for name in _names(place)]
    elsewhere = {folded(town["name"]) for town in sources.towns() if town["latitude"] < SOUTH}
    rows.sort(key=lambda r: (folded(r[1]), r[0]))
    return "".join(line_of(row, elsewhere) for row in rows)


def build_sources() -> str:
    """Return where the positions of `arctic_places.csv` were read, a line an id, as text."""
    rows = sorted(_arctic_places(), key=lambda place: place["slug"])
    placed = (place for place in rows if place["lon"])
    return "".join(f"arctic:{p['slug']}\t{p['source']} ({p['date']})\n" for p in placed)


def line_of(row: Row, elsewhere: Set[str] = frozenset()) -> str:
    """Return the line of a place.

    Parameters
    ----------
    row : Row
        The place; without a position its numbers are empty.
    elsewhere : set of str
        Folded names of living places that the table has not: an old or foreign name that is one of
        them is marked, unless a city of a million has it.
    """
    id_, name, kind, country, *numbers, names = row
    by_hand = {folded(n[1:]) for n in names if n.startswith(_BY_HAND)}
    also = {folded(n.removeprefix(_BY_HAND)) for n in names} - {folded(name)}
    is_foreign = id_.startswith(_FOREIGN)
    is_known = (row[6] or 0) >= _MILLION_KM

    def mark(key: str) -> str:
        if not is_foreign or (key not in by_hand and (is_known or key not in elsewhere)):
            return key
        return f"{_BY_HAND if key in by_hand else '?'}{key}"

    cells = (id_, name, kind, country, *map(_number, numbers), "|".join(map(mark, sorted(also))))
    return "\t".join(cells) + "\n"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}".rstrip("0").rstrip(".")


def _towns() -> Iterator[Row]:
    for town in sources.towns():
        if town["latitude"] < SOUTH:
            continue
        km = next(km for most, km in TOWN_KM if town["population"] < most)
        names = [n for n in town["alternatenames"] if not _CODE.fullmatch(n)]
        yield (
            f"geonames:{town['geonameid']}",
            town["name"].strip(),
            "town",
            town["countrycode"],
            town["longitude"],
            town["latitude"],
            km,
            list(_readable(names)),
        )


def _readable(names: Iterable[str]) -> Iterator[str]:
    """Yield names in the scripts of the sources that people read here: Latin and Cyrillic."""
    for name in names:
        letters = [c for c in name if c.isalpha()]
        if letters and all(unicodedata.name(c, "").startswith(_SCRIPTS) for c in letters):
            yield name.replace("|", " ").replace("\t", " ")


def _airfields() -> Iterator[Row]:
    for field in sources.airfields():
        lat, icao = float(field["lat"]), field["icao"]
        if lat < SOUTH or not _CODE.fullmatch(icao):
            continue
        names = [icao, field["iata"], _AIRPORT.sub("", field["name"])]
        yield (
            f"icao:{icao}",
            field["name"].strip(),
            "airfield",
            field["country"],
            float(field["lon"]),
            lat,
            AIRFIELD_KM,
            [n for n in names if n],
        )


def _waters() -> Iterator[Row]:
    for name, shapes in sources.marine().items():
        shape = shapely.union_all(shapes)
        if not name or shape.is_empty or shape.bounds[1] < SOUTH:
            continue
        lon, lat, km = _circle(shape)
        if km > SEA_KM:
            continue
        kind = next((k for k, ends in _KINDS.items() if any(e in name for e in ends)), "sea")
        yield f"naturalearth:{_slug(name)}", name, kind, "", lon, lat, km, []


def _capes_and_islands() -> Iterator[Row]:
    for row in _table("capes_and_islands.csv"):
        yield _row(f"ne-regions:{_slug(row['name'])}", row, _names(row)[1:])


def _arctic() -> Iterator[Row]:
    for row in _arctic_places():
        if not row["same_as"]:
            yield _row(f"arctic:{row['slug']}", row, _names(row)[1:])


def _arctic_places() -> list[dict[str, str]]:
    return _table("arctic_places.csv")


def _table(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def _row(id_: str, row: dict[str, str], names: list[str]) -> Row:
    lon, lat = (float(row[key]) if row[key] else None for key in ("lon", "lat"))
    km = int(row["reach_km"]) if row["reach_km"] else None
    return id_, row["name"], row["kind"], row["country"], lon, lat, km, names


def _names(row: dict[str, str]) -> list[str]:
    """Return the name of a row and the others."""
    return [row["name"], *filter(None, row["other_names"].split("|"))]


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", folded(name)).strip("-")


def _circle(shape: BaseGeometry) -> tuple[float, float, int]:
    """Return the middle of the least circle round a shape, and its radius in whole kilometres."""
    corners = shapely.get_coordinates(shape)
    lon, lat = shape.representative_point().coords[0]
    plane = CRS.from_proj4(f"+proj=aeqd +lon_0={lon} +lat_0={lat} +datum=WGS84")
    there = Transformer.from_crs("OGC:CRS84", plane, always_xy=True)
    x, y = there.transform(corners[:, 0], corners[:, 1])
    middle = shapely.minimum_bounding_circle(shapely.MultiPoint(np.column_stack([x, y]))).centroid
    lon, lat = (round(v, 4) for v in there.transform(middle.x, middle.y, direction="INVERSE"))
    far = distance_m(lon, lat, corners[:, 0], corners[:, 1]).max() / 1000
    return lon, lat, math.ceil(far) + _ROUGH_KM


if __name__ == "__main__":
    text = build()
    GAZETTEER.write_text(text, encoding="utf-8", newline="\n")
    SOURCES.write_text(build_sources(), encoding="utf-8", newline="\n")
    kinds = Counter(line.split("\t")[2] for line in text.splitlines())
    print(f"{GAZETTEER.name}: {sum(kinds.values())} places, {len(text.encode()):,} bytes")
    print(", ".join(f"{kind} {count}" for kind, count in kinds.most_common()))
