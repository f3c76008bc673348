"""Names and texts of others in tables: nothing acts, nothing runs, and JSON stays JSON."""

from __future__ import annotations

import json
from pathlib import Path

from tests.hostile.conftest import Run

__all__ = ["acts"]


def acts(text: str) -> set[str]:
    return {c for c in text if c in "\x1b\x9b\x07\u202e"}


def test_records_are_printed_as_json_that_acts_on_nothing(run: Run, folder: Path) -> None:
    from tests.records import feature, point, written

    record = feature("b", point(5, 72), title="a\x9bb\u202ec\x1b")
    written(folder / "events" / "b.geojson", record)
    for command in (["query", "--format", "json"], ["show", "b", "--json"], ["query"]):
        done = run(*command)
        assert not acts(done.stdout), command
    shown = json.loads(run("show", "b", "--json").stdout)
    assert shown["properties"]["title"] == "a\x9bb\u202ec\x1b"


def test_a_guard_is_taken_away_by_import(run: Run, folder: Path) -> None:
    from tests.records import feature, point, written

    title = '=HYPERLINK("http://x");=1'
    written(folder / "events" / "b.geojson", feature("b", point(5, 72), title=title))
    assert run("export", "--to", "out.csv").exit_code == 0
    assert "'=HYPERLINK" in (folder / "out.csv").read_text("utf-8")
    draft = json.loads(run("import", "out.csv", "--out", "-").stdout)
    assert title in [f["properties"]["title"] for f in draft["features"]]
