"""Made-up traffic of ships in the Arctic, as a CSV: the same rows each time.

    python benchmarks/make_observations.py COUNT OUT.csv

Ships sail to and fro along the Northern Sea Route, the Northwest Passage, the straits and the
fishing grounds, each at its own speed, and tell where they are every few minutes. Positions scatter
as those of AIS do; a few rows are damaged as such rows are (a latitude of 91, a 30 February). From
ten thousand to a hundred million rows; a million take some seconds.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["ROUTES", "traffic"]

SEED = 20_240_701
STEP_S = 360
SPEED_KN = (3.0, 16.0)
SCATTER_M = 30.0
DAMAGED = 1e-5
ROWS = 500_000
START = np.datetime64("2024-01-01T00:00:00", "s")
# Longitude and latitude of the turns of a route, and its share of all ships.
ROUTES: dict[str, tuple[float, list[tuple[float, float]]]] = {
    "Northern Sea Route": (
        0.3,
        [(33.4, 69.3), (45, 71), (58, 73), (68, 76.8), (80, 76.5), (98, 77.6), (105, 78),
         (113, 77), (130, 74.5), (150, 74), (162, 71), (176, 70), (-172, 67.5), (-168.9, 66),
         (-170, 63), (178, 60)],
    ),
    "across the pole": (
        0.02, [(5, 79.5), (10, 84), (60, 88.5), (170, 88), (-165, 76), (-168.9, 66)],
    ),
    "Northwest Passage": (
        0.05,
        [(-62, 66), (-75, 73.5), (-85, 74.2), (-97, 74.1), (-100, 70), (-115, 68.5), (-127, 70.5),
         (-141, 70), (-156.5, 71.5), (-168.9, 66)],
    ),
    "Bering Sea": (0.18, [(-166.5, 53.9), (-172, 58), (178, 60), (165, 56), (159, 53)]),
    "Barents Sea": (0.25, [(25, 71), (30, 73), (38, 72), (45, 74), (33, 76), (20, 74.5), (17, 72)]),
    "Svalbard": (0.08, [(18, 69.7), (17, 74), (14, 77), (15.6, 78.2), (11.9, 78.9)]),
    "Greenland": (0.12, [(-52, 64), (-54, 68), (-56, 72), (-68, 76.5)]),
}  # fmt: skip


def traffic(count: int) -> Iterator[dict[str, NDArray[np.generic]]]:
    """Yield rows in pieces: `mmsi`, `time` (UTC), `lon`, `lat` (degrees), `speed_kn`, `kind`."""
    chance = np.random.default_rng(SEED)
    shares = np.array([share for share, _ in ROUTES.values()])
    lines = [_line(turns) for _, turns in ROUTES.values()]
    done = 0
    while done < count:
        rows = min(ROWS, count - done)
        yield _piece(rows, done // 1_000, lines, shares, chance)
        done += rows


def _line(turns: list[tuple[float, float]]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the turns of a route on the unit sphere, and how far along each lies, in radians."""
    lon, lat = np.radians(np.array(turns)).T
    points = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
    legs = np.arccos(np.clip((points[1:] * points[:-1]).sum(axis=1), -1, 1))
    return points, np.concatenate([[0], np.cumsum(legs)])


def _piece(
    rows: int,
    ship: int,
    lines: list[tuple[NDArray[np.float64], NDArray[np.float64]]],
    shares: NDArray[np.float64],
    chance: np.random.Generator,
) -> dict[str, NDArray[np.generic]]:
    """Return voyages of a thousand reports each."""
    ships = ship + np.arange(rows) // 1_000
    voyages = -(-rows // 1_000)
    route = chance.choice(len(lines), voyages, p=shares / shares.sum())
    knots = chance.uniform(*SPEED_KN, voyages)
    begin = chance.uniform(0, 1, voyages)
    first = START + chance.integers(0, 330 * 86_400, voyages).astype("timedelta64[s]")
    n, report = np.arange(rows) // 1_000, np.arange(rows) % 1_000
    sailed = knots[n] * 1852 / 3600 * STEP_S * report / 6_371_000
    points = np.empty((rows, 3))
    for i, (turns, along) in enumerate(lines):
        of = route[n] == i
        # To and fro between its ends.
        way = (begin[n[of]] * along[-1] + sailed[of]) % (2 * along[-1])
        way = np.where(way > along[-1], 2 * along[-1] - way, way)
        for axis in range(3):
            points[of, axis] = np.interp(way, along, turns[:, axis])
    points += chance.normal(0, SCATTER_M / 6_371_000, points.shape)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    lon = np.degrees(np.arctan2(points[:, 1], points[:, 0])).round(5)
    lat = np.degrees(np.arcsin(points[:, 2])).round(5)
    lat[chance.random(rows) < DAMAGED] = 91.0
    time = np.datetime_as_string(first[n] + (report * STEP_S).astype("timedelta64[s]"), unit="s")
    time = np.char.add(time, "Z")
    time[chance.random(rows) < DAMAGED] = "2024-02-30T00:00:00Z"
    speed = np.maximum(0, knots[n] + chance.normal(0, 0.4, rows)).round(1)
    kinds = np.array(["cargo", "tanker", "fishing", "passenger", "research", "coastguard"])
    return {
        "mmsi": 200_000_000 + ships * 7,
        "time": time,
        "lon": lon,
        "lat": lat,
        "speed_kn": speed,
        "kind": kinds[ships % len(kinds)],
    }


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
