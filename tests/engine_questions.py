"""Made-up records in the tables of `geotrack export`, and what geotrack answers about them.

Discs, areas, points of no precision, regions, records without place or date, approximate dates and
durations. The statements are those of docs/howto/engines.md.
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from geotrack.cli import main
from tests.records import collection, feature, point, written
from tests.test_docs import DOCS, ROOT, blocks

__all__ = ["Ask", "Rows", "answers_of", "build", "statement"]

Rows = list[tuple[Any, ...]]
Ask = Callable[[str], Rows]
REGIONS = ("barents-sea", "svalbard", "bering-strait", "kara-sea")
TYPES = ("coastguard/patrol", "naval/sighting", "air/patrol", "incident/attack")
ACTORS = [{"name": "Blue Navy", "country": "NO"}, {"name": "Red Guard", "country": "RU"}]


def statement(*words: str) -> str:
    """Return a block of the page, by its language and the words after that."""
    by_words = {(b.language, *b.words): b.text for b in blocks(DOCS / "howto" / "engines.md")}
    return by_words[words]


def made(chance: random.Random, n: int) -> dict[str, Any]:
    """Return a made-up record."""
    day = (
        f"{chance.randrange(2022, 2026)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 27):02}"
    )
    start, end = chance.choice(
        [(day, ...), (day[:7], ...), (day[:4], ...), (f"{day}~", ...), ("unknown", ...),
         (f"[{day}..{day[:8]}27]", ...), (day, f"{day[:4]}-12-28")]
    )  # fmt: skip
    lon, lat = round(chance.uniform(10, 70), 4), round(chance.uniform(68, 82), 4)
    corners = [[lon, lat], [lon + 8, lat], [lon + 8, lat + 2], [lon, lat]]
    geometry, place = chance.choice(
        [(point(lon, lat), {"precision": "near", "radius_km": chance.choice([5, 60, 300])}),
         (point(lon, lat), {"precision": "near", "radius_km": chance.choice([5, 60, 300])}),
         (point(lon, lat), {"precision": "exact"}),
         (point(lon, lat), {"name": "somewhere there"}),
         (None, {"precision": "region", "regions": chance.sample(REGIONS, chance.choice([1, 2]))}),
         ({"type": "Polygon", "coordinates": [corners]}, {"precision": "area"}),
         (None, {"name": "at sea"})]
    )  # fmt: skip
    title = f"Record {n} {chance.choice(['Alpha', 'beta'])}"
    more = {"actors": chance.sample(ACTORS, chance.randrange(3)), "type": chance.choice(TYPES)}
    if not more["actors"]:
        more["actors"] = ...
    return feature(f"r{n}", geometry, title=title, start=start, end=end, place=place, **more)


def command(folder: Path, *words: str) -> str:
    result = CliRunner().invoke(main, ["--workspace", str(folder), *words], prog_name="geotrack")
    assert result.exit_code == 0, result.output
    return result.stderr if "--limit" in words else result.stdout


def build(root: Path) -> None:
    """Write a workspace of made-up records, and its tables."""
    chance = random.Random(5)  # noqa: S311 (made-up records)
    parts = [
        feature(f"part{n}", None, start="unknown", part_of="r1" if n < 2 else f"part{n - 2}")
        for n in range(5)
    ]
    written(root / "events" / "a.geojson", *(made(chance, n) for n in range(120)), *parts)
    layer = json.loads((ROOT / "layers" / "regions.geojson").read_text("utf-8"))
    chosen = [one for one in layer["features"] if one["id"] in REGIONS]
    (root / "layers").mkdir()
    (root / "layers" / "regions.geojson").write_text(json.dumps(collection(*chosen)), "utf-8")
    command(root, "export", "--to", f"{root}/records.parquet/")


def answers_of(folder: Path) -> dict[str, Rows]:
    """Return what geotrack answers, by the number of the question."""

    def rows(*words: str) -> list[dict[str, str]]:
        return list(
            csv.DictReader(io.StringIO(command(folder, "query", *words, "--format", "csv")))
        )

    def ids(*words: str) -> Rows:
        return [(row["id"],) for row in rows(*words)]

    def counts(key: str) -> Rows:
        found = rows("--count-by", key)
        return [(r[key], int(r["certain"]), int(r["possible"])) for r in found]

    period = ("--region", "barents-sea", "--from", "2023", "--to", "2023-06")
    regions = [row for row in counts("region") if row[0] in REGIONS]
    countries = [row[:2] for row in counts("country") if len(row[0]) == 2]
    judged = command(folder, "query", "--region", "barents-sea", "--limit", "1")
    (unplaced,) = re.findall(r"not judged: (\d+) unplaced", judged)
    return {
        "1": [(row["id"], row["match"] == "certain") for row in rows(*period)],
        "2": regions,
        "3": ids("--region", "barents-sea", "--theme", "incident", "--certain"),
        "4": [row[:2] for row in counts("theme")],
        "5": countries,
        "6": ids("--actor", "Blue", "--theme", "naval"),
        "7": ids("--from", "2024", "--certain"),
        "8": [(int(unplaced),)],
        "9": ids("--text", "alpha"),
        "10": ids("--part-of", "r1"),
    }
