"""SedonaDB, asked as docs/howto/engines.md says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest
import sedonadb

from engine_answers import Asked, Rows, Statement

pytestmark = pytest.mark.slow

Hold = Callable[[Rows], None]
Ask = Callable[[str], Rows]


@pytest.fixture
def ask(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> Ask:
    monkeypatch.chdir(asked.folder)
    connected = sedonadb.connect()
    connected.read_parquet("observations/ais/observations.parquet").to_view("positions")
    connected.read_parquet("regions.parquet").to_view("regions")

    def answer(sql: str) -> Rows:
        table: Any = pa.table(connected.sql(sql))
        return [tuple(row.values()) for row in table.to_pylist()]

    return answer


def test_hits_are_those_of_geotrack(ask: Ask, statement: Statement, same_hits: Hold) -> None:
    same_hits(ask(statement("sql", "sedonadb", "hits")))


def test_counts_are_those_of_geotrack(ask: Ask, statement: Statement, same_counts: Hold) -> None:
    same_counts(ask(statement("sql", "sedonadb", "counts")))
