"""PostGIS, asked as docs/howto/engines.md says.

It is 150 MB of Debian's packages (`make postgis`); where it is missing, that is said and nothing is
shown.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator

import pytest

from engine_answers import Asked, Rows, Statement
from tools.postgis import installed, serving

Hold = Callable[[Rows], None]
Ask = Callable[[str], Rows]


@pytest.fixture(scope="module")
def ask(asked: Asked, statement: Statement) -> Iterator[Ask]:
    if installed() is None:
        pytest.skip("PostGIS is not installed: make postgis")
    with pytest.MonkeyPatch.context() as patch, serving() as server:
        patch.chdir(asked.folder)
        exec(statement("python", "postgis"), {})  # noqa: S102 (the documentation's own code)
        server.run(statement("sql", "postgis", "tables"), asked.folder)

        def answer(sql: str) -> Rows:
            printed = server.run(sql, asked.folder)
            return [tuple(row) for row in list(csv.reader(io.StringIO(printed)))[1:]]

        yield answer


def test_hits_are_those_of_geotrack(ask: Ask, statement: Statement, same_hits: Hold) -> None:
    same_hits(ask(statement("sql", "postgis", "hits")))


def test_counts_are_those_of_geotrack(ask: Ask, statement: Statement, same_counts: Hold) -> None:
    rows = ask(statement("sql", "postgis", "counts"))
    same_counts([(region, month, int(many)) for region, month, many in rows])
