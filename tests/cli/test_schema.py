"""`geotrack schema` prints the schema, and needs no workspace."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geotrack.model.schema import event_schema
from tests.cli.conftest import Run


def test_the_schema_is_printed_anywhere(
    run: Run, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("empty"))
    result = run("schema")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == event_schema()


def test_printed_into_the_docs_it_is_the_committed_one(run: Run) -> None:
    committed = Path(__file__).parents[2] / "docs" / "schema" / "events.schema.json"
    assert run("schema").stdout == committed.read_text(encoding="utf-8")
