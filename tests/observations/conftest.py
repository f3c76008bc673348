from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from geotrack.workspace import Workspace, open_workspace

ROOT = Path(__file__).parents[2]
Put = Callable[..., Path]
HEAD = ("id", "time", "lon", "lat", "speed")


def made(count: int, seed: int = 7) -> list[tuple[Any, ...]]:
    """Return rows all over the north, at 180° and at the pole too."""
    chance = np.random.default_rng(seed)
    lon = np.where(chance.random(count) < 0.2, 180 - chance.random(count) / 50, 0)
    lon = np.where(lon, lon * chance.choice([-1, 1], count), chance.uniform(-180, 180, count))
    lat = np.degrees(np.arcsin(chance.uniform(0.7, 1, count)))
    lat[:3] = 90.0
    hours = chance.integers(0, 8_000, count)
    times = np.datetime64("2024-01-01T00:00:00") + hours.astype("timedelta64[h]")
    return [
        (i, f"{times[i]}Z", round(float(lon[i]), 6), round(float(lat[i]), 6), float(i % 31))
        for i in range(count)
    ]


@pytest.fixture(scope="session")
def workspace() -> Workspace:
    """Open the samples: their regions, places and records."""
    return open_workspace(ROOT)


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Write rows as a CSV."""

    def write(rows: Sequence[Sequence[Any]], name: str = "in.csv", head: Any = HEAD) -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([head, *rows])
        return path

    return write
