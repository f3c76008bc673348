"""Rows of made-up positions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[3]
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
