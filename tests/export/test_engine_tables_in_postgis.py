"""The tables in PostGIS, asked as docs/howto/engines.md says, where it is installed."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.engine_questions import answers_of, build, statement
from tools.postgis import installed, serving


def test_postgis_gives_the_answers_of_geotrack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if installed() is None:
        pytest.skip("PostGIS is not installed: make postgis")
    build(tmp_path)
    monkeypatch.chdir(tmp_path)
    exec(statement("python", "records-as-csv"), {})  # noqa: S102 (the documentation's own code)
    with serving() as server:
        server.run(statement("sql", "postgis", "records"), tmp_path)
        for number, expected in answers_of(tmp_path).items():
            printed = server.run(f"{statement('sql', 'records', number)};", tmp_path)
            found = [tuple(row) for row in list(csv.reader(io.StringIO(printed)))[1:]]
            assert sorted(found) == sorted(tuple(map(_printed, row)) for row in expected), number


def _printed(cell: object) -> str:
    """Return a cell as psql prints it."""
    return str(cell)[0].lower() if isinstance(cell, bool) else str(cell)
