"""DuckDB's spatial extension, asked as docs/howto/engines.md says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import duckdb_extension_spatial
import pytest

from engine_answers import Asked, Rows, Statement

pytestmark = pytest.mark.slow

Hold = Callable[[Rows], None]
Ask = Callable[[str], Rows]


@pytest.fixture
def ask(asked: Asked, statement: Statement, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    monkeypatch.chdir(asked.folder)
    # `INSTALL spatial` would fetch it; DuckDB checks the signature of this one as of that.
    (extension,) = Path(duckdb_extension_spatial.__file__).parent.rglob("spatial.duckdb_extension")
    with duckdb.connect() as connected:
        connected.execute(f"LOAD '{extension}'")
        connected.execute(statement("sql", "duckdb", "views"))
        yield lambda sql: [
            tuple(row.values()) for row in connected.execute(sql).to_arrow_table().to_pylist()
        ]


def test_hits_are_those_of_geotrack(ask: Ask, statement: Statement, same_hits: Hold) -> None:
    same_hits(ask(statement("sql", "duckdb", "hits")))


def test_counts_are_those_of_geotrack(ask: Ask, statement: Statement, same_counts: Hold) -> None:
    same_counts(ask(statement("sql", "duckdb", "counts")))
