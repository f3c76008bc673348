"""The dataset that engines are asked about, and what geotrack answers.

The statements are those of docs/howto/engines.md, letter for letter. Many positions lie within some
metres of the borders and the corners of all regions.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from click.testing import CliRunner

from dataset_rows import made
from folium_polar.geometry.plane import unproject
from geotrack.cli import main
from geotrack.workspace import Workspace, open_workspace
from geotrack_observations import build
from tests.test_docs import DOCS, ROOT, blocks

STRAIT = ("--region", "Bering Strait", "--from", "2024-07", "--to", "2024-07")
Rows = list[tuple[Any, ...]]
Statement = Callable[..., str]


@dataclass(frozen=True)
class Asked:
    """A folder with a dataset and the regions, and geotrack's answers about it."""

    folder: Path
    hits: Rows
    counts: Rows


def near_borders(workspace: Workspace) -> list[tuple[Any, ...]]:
    """Return rows within some metres of the corners and the edges of each region."""
    chance = np.random.default_rng(3)
    places = []
    for region in workspace.regions.values():
        lines = shapely.get_parts(shapely.boundary(region.plane))
        rings = [shapely.get_coordinates(line) for line in lines]
        ends = np.concatenate([np.stack([r[:-1], r[1:]]) for r in rings], axis=1)
        start, end = ends[:, chance.integers(0, ends.shape[1], 40)]
        along = np.where(chance.random(40) < 0.5, 0, chance.random(40))[:, None]
        places.append(start + along * (end - start) + chance.normal(0, 1, (40, 2)))
    lon, lat = unproject(*np.concatenate(places).T)
    july = [f"2024-07-{1 + i % 31:02}T12:00:00Z" if i % 9 else "" for i in range(len(lon))]
    return [
        (-1 - i, july[i], round(x, 8), round(y, 8), i / 2)
        for i, (x, y) in enumerate(zip(lon.tolist(), lat.tolist(), strict=True))
    ]


def answered(folder: Path, *words: str) -> list[dict[str, str]]:
    """Return geotrack's answer about the dataset."""
    dataset = str(folder / "observations" / "ais")
    given = ["--workspace", str(ROOT), "query", "--dataset", dataset, *words, "--format", "csv"]
    result = CliRunner().invoke(main, given, prog_name="geotrack")
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


@pytest.fixture(scope="session")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    folder = tmp_path_factory.mktemp("engines")
    workspace = open_workspace(ROOT)
    rows: Sequence[Sequence[Any]] = [*made(4_000), *near_borders(workspace)]
    with (folder / "ais.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("mmsi", "time", "lon", "lat", "speed_kn"), *rows])
    build([folder / "ais.csv"], folder / "observations" / "ais")
    for name in ("regions.parquet", "regions.csv"):
        given = ["--workspace", str(ROOT), "regions", "export", str(folder / name)]
        assert CliRunner().invoke(main, given).exit_code == 0
    hits, counts = answered(folder, *STRAIT), answered(folder, "--count-by", "region,month")
    assert {row["match"] for row in hits} == {"certain"}
    assert {row["possible"] for row in counts} == {"0"}
    return Asked(
        folder,
        sorted(_hit(row["time"], row["mmsi"], row["speed_kn"]) for row in hits),
        [(row["region"], row["month"], int(row["certain"])) for row in counts],
    )


def _hit(time: Any, mmsi: Any, speed: Any) -> tuple[datetime, int, float]:
    moment = datetime.fromisoformat(time) if isinstance(time, str) else time
    return moment.astimezone(UTC), int(mmsi), float(speed)


@pytest.fixture
def same_hits(asked: Asked) -> Callable[[Rows], None]:
    """Hold an engine's hits to geotrack's; the order of rows is no part of an answer in SQL."""

    def hold(rows: Rows) -> None:
        assert len(asked.hits) > 20
        assert sorted(_hit(*row) for row in rows) == asked.hits

    return hold


@pytest.fixture
def same_counts(asked: Asked) -> Callable[[Rows], None]:
    """Hold an engine's counts to geotrack's."""

    def hold(rows: Rows) -> None:
        assert len(asked.counts) > 300
        assert sorted(rows) == sorted(asked.counts)

    return hold


@pytest.fixture(scope="session")
def statement() -> Statement:
    """Return a block of the page: what language it is in, and the words after that."""

    def find(language: str, *words: str) -> str:
        page = blocks(DOCS / "howto" / "engines.md")
        found = [b.text for b in page if (b.language, b.words) == (language, words)]
        assert len(found) == 1, words
        return found[0]

    return find
