"""`geotrack coverage`: what became of each claim."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.records import feature, written

REPORT = """\
id = "r"
title = "A report"
[[claims]]
id = "S1"
says = "One thing"
kind = "event"
events = ["patrol", "unplaced"]
[[claims]]
id = "S2"
says = "Another"
kind = "outlook"
unmapped = "no place"
"""


@pytest.fixture
def report(folder: Path) -> Path:
    path = folder / "seeds" / "r.toml"
    path.parent.mkdir()
    path.write_text(REPORT)
    return path


def test_each_claim_is_mapped_or_says_why_not(run: Run, report: Path) -> None:
    result = run("coverage")
    assert result.exit_code == 0
    assert (
        result.stdout
        == """\
r: A report
  S1   One thing
       → patrol (placed)
       → unplaced (unplaced)
  S2   Another
       – not mapped: no place
"""
    )
    assert result.stderr == "1 of 2 claims mapped, the other says why not\n"
    report.write_text(report.read_text().replace('unmapped = "no place"', 'events = ["patrol"]'))
    assert run("coverage").stderr == "2 of 2 claims mapped\n"


@pytest.mark.usefixtures("report")
def test_claims_come_as_json_too(run: Run) -> None:
    first, second = json.loads(run("coverage", "--json").stdout)
    assert (first["report"], first["events"]) == ("r", ["patrol", "unplaced"])
    assert second["unmapped"] == "no place"


def test_a_claim_that_leads_nowhere_is_exit_code_1(run: Run, report: Path) -> None:
    report.write_text(REPORT.replace('"unplaced"', '"lost"'))
    result = run("coverage")
    assert result.exit_code == 1
    assert "→ lost (not there)" in result.stdout


def test_a_report_with_errors_is_told_not_dropped(run: Run, report: Path) -> None:
    (report.parent / "s.toml").write_text("id = 5")
    result = run("coverage")
    assert result.exit_code == 1
    assert "S1" in result.stdout
    assert result.stderr.startswith(
        "note: seeds/s.toml has errors and is left out; `geotrack check` lists them\n"
    )


def test_a_workspace_without_reports_says_so(run: Run) -> None:
    result = run("coverage")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "no reports in seeds/; `geotrack report new ID` begins one\n"


def test_the_old_id_of_a_record_leads_to_the_one_that_replaces_it(
    run: Run, report: Path, folder: Path
) -> None:
    report.write_text(REPORT.replace('"unplaced"', '"lost"'))
    written(folder / "events" / "n.geojson", feature("new", replaces="lost"))
    result = run("coverage")
    assert result.exit_code == 0
    assert "→ lost, now new (unplaced)" in result.stdout
