"""Records in DuckDB, SedonaDB and PostGIS, asked as docs/howto/engines.md says.

All records are made up: discs, areas, points of no precision, regions, records without place or
date, approximate dates and durations.
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

import pytest
from click.testing import CliRunner

from geotrack.cli import main
from tests.records import collection, feature, point, written
from tests.test_docs import DOCS, ROOT, blocks
from tools.postgis import installed, serving

pytestmark = pytest.mark.slow

Rows = list[tuple[Any, ...]]
Ask = Callable[[str], Rows]
Statement = Callable[..., str]
REGIONS = ("barents-sea", "svalbard", "bering-strait", "kara-sea")
TYPES = ("coastguard/patrol", "naval/sighting", "air/patrol", "incident/attack")
ACTORS = [{"name": "Blue Navy", "country": "NO"}, {"name": "Red Guard", "country": "RU"}]


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


@pytest.fixture(scope="module")
def statement() -> Statement:
    """Return a block of the page, by its language and the words after that."""
    by_words = {(b.language, *b.words): b.text for b in blocks(DOCS / "howto" / "engines.md")}
    return lambda *words: by_words[words]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("records")
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
    return root


@pytest.fixture(scope="module")
def answers(folder: Path) -> dict[str, Rows]:
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


@pytest.fixture(scope="module")
def duckdb(folder: Path, statement: Statement) -> Ask:
    import duckdb
    import duckdb_extension_spatial

    (extension,) = Path(duckdb_extension_spatial.__file__).parent.rglob("spatial.duckdb_extension")
    connected = duckdb.connect()
    connected.execute(f"LOAD '{extension}'; SET file_search_path = '{folder}'")
    connected.execute(statement("sql", "duckdb", "records"))
    return lambda sql: connected.execute(sql).fetchall()


@pytest.fixture(scope="module")
def sedonadb(folder: Path, statement: Statement) -> Ask:
    import pyarrow as pa
    import sedonadb

    sd = sedonadb.connect()
    for name in ("records", "places", "actors", "relations"):
        files = sorted((folder / "records.parquet" / name).rglob("*.parquet"))
        sd.read_parquet(files).to_view(name)
    sd.read_parquet(folder / "records.parquet" / "regions.parquet").to_view("regions")
    sd.sql(statement("sql", "sedonadb", "in-regions")).to_view("in_regions")

    def answer(sql: str) -> Rows:
        table: Any = pa.table(sd.sql(sql))
        return [tuple(row.values()) for row in table.to_pylist()]

    return answer


@pytest.mark.parametrize("engine", ["duckdb", "sedonadb"])
@pytest.mark.parametrize("number", [str(n) for n in range(1, 11)])
def test_an_engine_gives_the_answer_of_geotrack(
    request: pytest.FixtureRequest, engine: str, number: str, answers: dict[str, Rows],
    statement: Statement,
) -> None:  # fmt: skip
    ask: Ask = request.getfixturevalue(engine)
    assert answers[number]
    assert sorted(ask(statement("sql", "records", number))) == sorted(answers[number])


def test_postgis_gives_the_answers_of_geotrack(
    folder: Path, answers: dict[str, Rows], statement: Statement, monkeypatch: pytest.MonkeyPatch
) -> None:
    if installed() is None:
        pytest.skip("PostGIS is not installed: make postgis")
    with serving() as server:
        monkeypatch.chdir(folder)
        exec(statement("python", "records-as-csv"), {})  # noqa: S102 (the documentation's own code)
        server.run(statement("sql", "postgis", "records"), folder)
        for number, expected in answers.items():
            printed = server.run(f"{statement('sql', 'records', number)};", folder)
            found = [tuple(row) for row in list(csv.reader(io.StringIO(printed)))[1:]]
            as_text = [tuple(map(_printed, row)) for row in expected]
            assert sorted(found) == sorted(as_text), number


def _printed(cell: object) -> str:
    """Return a cell as psql prints it."""
    return str(cell)[0].lower() if isinstance(cell, bool) else str(cell)
