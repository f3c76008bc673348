"""Pack the places north of 55°N into `geotrack/gazetteer/places.tsv`.

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

from geotrack.i18n.folding import folded
from geotrack.polar import distance_m
from tools import sources

__all__ = ["GAZETTEER", "SOUTH", "TOWN_KM", "Row", "build", "line_of"]

GAZETTEER = Path(__file__).parents[1] / "geotrack" / "gazetteer" / "places.tsv"

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


def build() -> str:
    """Return the table as text."""
    rows = [*_towns(), *_airfields(), *_waters(), *_capes_and_islands()]
    elsewhere = {folded(town["name"]) for town in sources.towns() if town["latitude"] < SOUTH}
    rows.sort(key=lambda r: (folded(r[1]), r[0]))
    return "".join(line_of(row, elsewhere) for row in rows)


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
    also = dict.fromkeys(folded(n) for n in names)
    also.pop(folded(name), None)
    can_be_other = id_.startswith(_FOREIGN) and (row[6] or 0) < _MILLION_KM
    marked = [f"?{n}" if can_be_other and n in elsewhere else n for n in sorted(also)]
    return "\t".join((id_, name, kind, country, *map(_number, numbers), "|".join(marked))) + "\n"


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
    path = Path(__file__).parent / "capes_and_islands.csv"
    with path.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            names = [name for name in row["other_names"].split("|") if name]
            lon, lat, km = float(row["lon"]), float(row["lat"]), int(row["reach_km"])
            id_ = f"ne-regions:{_slug(row['name'])}"
            yield id_, row["name"], row["kind"], row["country"], lon, lat, km, names


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
    kinds = Counter(line.split("\t")[2] for line in text.splitlines())
    print(f"{GAZETTEER.name}: {sum(kinds.values())} places, {len(text.encode()):,} bytes")
    print(", ".join(f"{kind} {count}" for kind, count in kinds.most_common()))
