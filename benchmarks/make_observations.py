"""Made-up traffic of ships in the Arctic, as a CSV: the same rows each time.

    python benchmarks/make_observations.py COUNT OUT.csv

Ships sail the routes of `layers/`, the way between the ports and the fishing grounds, each at its
own speed and on its own side of the fairway as far as there is water, in their seasons; fishing
boats tow to and fro. They tell where they are every few minutes and fall silent for hours now and
then. Positions scatter as those of AIS do; a few rows are damaged as such rows are (a latitude of
91, a 30 February). From ten thousand to a hundred million rows; a million take some seconds.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from folium_polar.geometry import project, unproject
from geotrack.coastline.coast import land_near

__all__ = ["traffic"]

SEED = 20_240_701
ROWS = 500_000
REPORTS = 1_000
"""Of one ship, one after another."""
STEPS_S = (120, 180, 360, 600, 900, 1200)
SCATTER_M = 30.0
DAMAGED = 1e-5
# So many ships fall silent once, for some hours.
SILENT, SILENCE_H = 0.25, (4.0, 40.0)
START = np.datetime64("2024-01-01T00:00:00", "s")
KNOT = 1852 / 3600
# A fairway is no wider to either side, and keeps from land by its share of the room.
WIDEST_M, OFF_LAND, VERTEX_M = 60_000.0, 0.6, 10_000.0
# Ships swing from side to side over such lengths.
SWINGS_M = (900_000.0, 230_000.0)
KINDS = ("cargo", "tanker", "fishing", "passenger", "research", "coastguard")

# Share of all ships; days of the year between which they set out; and a route of `layers/`, or the
# turns of a way in longitude and latitude.
SUMMER, LATE, ALL_YEAR = (185, 300), (205, 255), (0, 345)
WAYS: list[tuple[float, tuple[int, int], str | list[tuple[float, float]]]] = [
    (0.22, SUMMER, "northern-sea-route"),
    (0.04, LATE, "northwest-passage"),
    (0.02, LATE, "transpolar"),
    (0.12, ALL_YEAR, [(-168.9, 65.6), (-172, 62.5), (-178, 60), (172, 57), (163, 53.5)]),
    (0.05, ALL_YEAR, [(-168.9, 65.6), (-168.5, 62), (-168, 57), (-166.5, 54.6)]),
    (0.12, ALL_YEAR, [(33.6, 69.6), (28, 71.4), (20, 71), (13, 69), (9, 66), (4, 62.5)]),
    (0.06, ALL_YEAR, [(18, 70.6), (17, 74), (14, 77), (10.5, 78.3), (9, 79.5)]),
    (0.07, ALL_YEAR, [(-52.5, 63.8), (-54.5, 66), (-55.5, 69), (-58, 72.5), (-66, 75.5)]),
    (0.03, SUMMER, [(-52.5, 63.8), (-58, 67), (-66, 71), (-72.8, 72.5)]),
]
# Share of all ships; centre in longitude and latitude; radius, km.
GROUNDS = [
    (0.08, (33, 73.5), 170),
    (0.06, (42, 71.5), 130),
    (0.03, (20, 75), 90),
    (0.05, (-175, 59.5), 200),
    (0.03, (-18, 67.3), 60),
    (0.02, (-57, 66), 60),
]


@dataclass(frozen=True)
class Lane:
    """A way in the polar plane, and how wide it is.

    Parameters
    ----------
    line : numpy.ndarray of shape (k, 2)
        Metres in EPSG:6931.
    along : numpy.ndarray of shape (k,)
        How far along each vertex lies.
    room : numpy.ndarray of shape (k,)
        Metres to either side that ships use.
    """

    line: NDArray[np.float64]
    along: NDArray[np.float64]
    room: NDArray[np.float64]


def traffic(count: int) -> Iterator[dict[str, NDArray[np.generic]]]:
    """Yield rows in pieces: `mmsi`, `time` (UTC), `lon`, `lat` (degrees), `speed_kn`, `kind`."""
    chance = np.random.default_rng(SEED)
    for done in range(0, count, ROWS):
        yield _piece(min(ROWS, count - done), done // REPORTS, chance)


@cache
def _lanes() -> list[Lane]:
    text = (Path(__file__).parents[1] / "layers" / "routes.geojson").read_text(encoding="utf-8")
    routes = {one["id"]: one["geometry"] for one in json.loads(text)["features"]}
    lanes = []
    for _, _, way in WAYS:
        if isinstance(way, str):
            parts = routes[way]["coordinates"]
            turns = np.array(
                parts if routes[way]["type"] == "LineString" else np.concatenate(parts)
            )
        else:
            turns = np.array(way)
        lanes.append(_lane(np.column_stack(project(turns[:, 0], turns[:, 1]))))
    return lanes


def _lane(turns: NDArray[np.float64]) -> Lane:
    line = shapely.segmentize(shapely.LineString(turns), VERTEX_M)
    points = shapely.get_coordinates(line)
    points = points[np.append(True, np.any(np.diff(points, axis=0) != 0, axis=1))]
    along = np.append(0, np.cumsum(np.hypot(*np.diff(points, axis=0).T)))
    land = land_near(line.buffer(WIDEST_M).bounds)
    room = np.minimum(shapely.distance(land, shapely.points(points)), WIDEST_M) * OFF_LAND
    # No wider than anywhere near, and narrowing gently.
    near = np.lib.stride_tricks.sliding_window_view(np.pad(room, 4, mode="edge"), 9)
    return Lane(points, along, np.minimum(near.min(axis=1), near.mean(axis=1)))


def _piece(rows: int, ship: int, chance: np.random.Generator) -> dict[str, NDArray[np.generic]]:
    """Return the reports of some ships, one after another."""
    ships = -(-rows // REPORTS)
    shares = np.array([share for share, *_ in (*WAYS, *GROUNDS)])
    where = chance.choice(len(shares), ships, p=shares / shares.sum())
    step = chance.choice(STEPS_S, ships)
    n, report = np.arange(rows) // REPORTS, np.arange(rows) % REPORTS
    silent = np.where(chance.random(ships) < SILENT, chance.integers(100, 900, ships), REPORTS)
    hours = chance.uniform(*SILENCE_H, ships)
    seconds = report * step[n] + np.where(report >= silent[n], hours[n] * 3600, 0)
    x, y, first = np.empty(rows), np.empty(rows), np.empty(ships, np.int64)
    for i in range(len(shares)):
        of = np.flatnonzero(where == i)
        days = WAYS[i][1] if i < len(WAYS) else ALL_YEAR
        first[of] = chance.integers(days[0] * 86_400, days[1] * 86_400, len(of))
        at = np.flatnonzero(where[n] == i)
        whose = np.searchsorted(of, n[at])
        if i < len(WAYS):
            x[at], y[at] = _sailed(_lanes()[i], whose, seconds[at], chance)
        else:
            x[at], y[at] = _fished(*GROUNDS[i - len(WAYS)][1:], whose, seconds[at], chance)
    # As fast as on the way here; at first, as on the way to the next.
    came = np.where(report > 0, np.arange(rows), np.minimum(np.arange(rows) + 1, rows - 1))
    moved = np.hypot(x[came] - x[came - 1], y[came] - y[came - 1])
    took = np.maximum(seconds[came] - seconds[came - 1], 1)
    speed = moved / took / KNOT + chance.normal(0, 0.3, rows)
    lon, lat = unproject(
        x + chance.normal(0, SCATTER_M, rows), y + chance.normal(0, SCATTER_M, rows)
    )
    lat[chance.random(rows) < DAMAGED] = 91.0
    time = START + (first[n] + seconds.astype(np.int64)).astype("timedelta64[s]")
    texts = np.char.add(np.datetime_as_string(time, unit="s"), "Z")
    texts[chance.random(rows) < DAMAGED] = "2024-02-30T00:00:00Z"
    kinds = np.where(where < len(WAYS), chance.integers(0, len(KINDS), ships), 2)
    return {
        "mmsi": 200_000_000 + (ship + n) * 7,
        "time": texts,
        "lon": np.round(lon, 5),
        "lat": np.round(lat, 5),
        "speed_kn": np.maximum(speed, 0).round(1),
        "kind": np.array(KINDS)[kinds[n]],
    }


def _sailed(
    lane: Lane, whose: NDArray[np.intp], seconds: NDArray[np.float64], chance: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return where ships on a lane are: to and fro between its ends, from side to side."""
    ships = int(whose.max(initial=-1)) + 1
    knots, begin = chance.uniform(7, 15, ships), chance.uniform(0, 2, ships)
    phases = chance.uniform(0, 2 * np.pi, (2, ships))
    length = lane.along[-1]
    way = (begin[whose] * length + knots[whose] * KNOT * seconds) % (2 * length)
    way = np.where(way > length, 2 * length - way, way)
    swing = [np.sin(2 * np.pi * way / s + p[whose]) for s, p in zip(SWINGS_M, phases, strict=True)]
    side = (0.7 * swing[0] + 0.3 * swing[1]) * np.interp(way, lane.along, lane.room)
    steps = np.gradient(lane.line, lane.along, axis=0)
    x, y, ahead_x, ahead_y = (
        np.interp(way, lane.along, values) for values in (*lane.line.T, *steps.T)
    )
    ahead = np.hypot(ahead_x, ahead_y)
    return x - side * ahead_y / ahead, y + side * ahead_x / ahead


def _fished(
    centre: tuple[float, float],
    radius_km: float,
    whose: NDArray[np.intp],
    seconds: NDArray[np.float64],
    chance: np.random.Generator,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return where boats are: towing to and fro over a few kilometres, about a ground."""
    ships = int(whose.max(initial=-1)) + 1
    (x,), (y,) = project([centre[0]], [centre[1]])
    radius = radius_km * 1000 * np.sqrt(chance.random(ships))
    angle = chance.uniform(0, 2 * np.pi, ships)
    places = x + radius * np.cos(angle), y + radius * np.sin(angle)
    moved = []
    for place in places:
        at = place[whose]
        for reach_m, knots in ((9_000, 1.5), (4_000, 3.0)):
            turn, phase = chance.uniform(0.5, 1, ships), chance.uniform(0, 2 * np.pi, ships)
            at = at + reach_m * np.sin(
                turn[whose] * knots * KNOT / reach_m * seconds + phase[whose]
            )
        moved.append(at)
    return moved[0], moved[1]


def main() -> None:
    """Write the file."""
    import pyarrow as pa
    from pyarrow import csv

    count, out = int(float(sys.argv[1])), Path(sys.argv[2])
    writer = None
    for piece in traffic(count):
        table = pa.table(piece)
        writer = writer or csv.CSVWriter(out, table.schema)
        writer.write_table(table)
    if writer:
        writer.close()


if __name__ == "__main__":
    main()
