"""The tables in DuckDB and SedonaDB, asked as docs/howto/engines.md says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.engine_questions import Ask, Rows, answers_of, build, statement

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("records")
    build(root)
    return root


@pytest.fixture(scope="module")
def answers(folder: Path) -> dict[str, Rows]:
    return answers_of(folder)


@pytest.fixture(scope="module")
def duckdb(folder: Path) -> Ask:
    import duckdb
    import duckdb_extension_spatial

    (extension,) = Path(duckdb_extension_spatial.__file__).parent.rglob("spatial.duckdb_extension")
    connected = duckdb.connect()
    connected.execute(f"LOAD '{extension}'; SET file_search_path = '{folder}'")
    connected.execute(statement("sql", "duckdb", "records"))
    return lambda sql: connected.execute(sql).fetchall()


@pytest.fixture(scope="module")
def sedonadb(folder: Path) -> Ask:
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
) -> None:  # fmt: skip
    ask: Ask = request.getfixturevalue(engine)
    assert answers[number]
    assert sorted(ask(statement("sql", "records", number))) == sorted(answers[number])
