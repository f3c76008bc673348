"""`geotrack report`: reports and their claims, with the records that they become."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from geotrack.workspace import check, open_workspace
from tests.cli.conftest import Run

CLAIM = ("report", "claim", "r", "--says", "It grew.", "--kind", "statement")
RECORD = ("--event", "--title", "It grew", "--type", "naval/patrol", "--start", "2024")
REPORT = """\
# By hand.
id   = "r"
title = 'A report'
"""


@pytest.fixture
def report(folder: Path) -> Path:
    path = folder / "seeds" / "r.toml"
    path.parent.mkdir()
    path.write_text(REPORT)
    return path


def errors(folder: Path) -> list[str]:
    return [str(f) for f in check(open_workspace(folder)) if f.severity == "error"]


def claims(path: Path) -> Any:
    return tomllib.loads(path.read_text("utf-8"))["claims"]


def test_a_report_is_begun(run: Run, folder: Path) -> None:
    result = run("report", "new", "focus-2026", "--title", "Focus", "--published", "2026-02")
    assert (result.exit_code, result.stdout) == (0, "seeds/focus-2026.toml: focus-2026\n")
    assert "geotrack report claim focus-2026" in result.stderr
    text = (folder / "seeds" / "focus-2026.toml").read_text("utf-8")
    assert tomllib.loads(text) == {"id": "focus-2026", "title": "Focus", "published": "2026-02"}
    assert errors(folder) == []
    again = run("report", "new", "focus-2026", "--title", "Focus")
    assert again.exit_code == 2
    assert "is there: seeds/focus-2026.toml" in again.stderr


def test_a_dry_run_prints_the_report(run: Run, folder: Path) -> None:
    result = run("report", "new", "x", "--title", "T", "--dry-run")
    assert tomllib.loads(result.stdout) == {"id": "x", "title": "T"}
    assert not (folder / "seeds").exists()


def test_what_is_wrong_with_a_report_is_told_by_its_option(run: Run, folder: Path) -> None:
    options = ("--published", "2026-2", "--url", "nix", "--marking", "TOP")
    result = run("report", "new", "x", "--title", "T", *options)
    assert result.exit_code == 2
    lines = [line.split("; ")[0] for line in result.stderr.splitlines()]
    assert lines == [
        "error: --published: '2026-2' is not a date: months have two digits",
        "error: --url: 'nix' is not a web address",
        "error: --marking: 'TOP' is not a marking of this workspace",
    ]
    assert run("report", "new", "x").stderr == "error: missing: --title\n"
    assert not (folder / "seeds").exists()


def test_a_claim_without_a_record_says_why(run: Run, report: Path) -> None:
    result = run(*CLAIM, "--unmapped", "No place.", "--section", "One", "--when", "2024")
    assert (result.exit_code, result.stdout) == (0, "seeds/r.toml:5: S1\n")
    assert report.read_text() == (
        f"{REPORT}\n[[claims]]\n"
        'id = "S1"\nsection = "One"\nsays = "It grew."\nkind = "statement"\nwhen = "2024"\n'
        'unmapped = "No place."\n'
    )
    assert run(*CLAIM, "--unmapped", "x").stdout.endswith(": S2\n")
    assert run(*CLAIM, "--unmapped", "x", "--claim-id", "7").stdout.endswith(": 7\n")


def test_a_claim_and_its_new_record_cite_each_other(run: Run, folder: Path, report: Path) -> None:
    result = run(*CLAIM, *RECORD, "--region", "west", "--place", "in the west")
    assert result.exit_code == 0
    assert result.stdout == "events/added.geojson:4: 2024-it-grew\nseeds/r.toml:5: S1\n"
    (claim,) = claims(report)
    assert claim["events"] == ["2024-it-grew"]
    made = open_workspace(folder).by_id["2024-it-grew"].feature["properties"]
    assert made["sources"] == [{"seed": "r", "claim": "S1"}]
    assert (made["kind"], made["review"]) == ("statement", "draft")
    assert made["place"] == {"name": "in the west", "regions": ["west"]}
    assert errors(folder) == []
    coverage = run("coverage")
    assert (coverage.exit_code, coverage.stdout) == (
        0,
        "r: A report\n  S1   It grew.\n       → 2024-it-grew (placed)\n",
    )


def test_a_dry_run_writes_neither(run: Run, folder: Path, report: Path) -> None:
    made = json.loads(run(*CLAIM, *RECORD, "--no-place", "--dry-run").stdout)
    assert made["properties"]["sources"] == [{"seed": "r", "claim": "S1"}]
    assert run(*CLAIM, "--unmapped", "x", "--dry-run").stdout.startswith("[[claims]]\nid = ")
    assert report.read_text() == REPORT
    assert not (folder / "events" / "added.geojson").exists()


def test_where_the_record_cannot_be_written_the_claim_is_not(
    run: Run, folder: Path, report: Path
) -> None:
    (folder / "events" / "added.geojson").write_text("{")
    result = run(*CLAIM, *RECORD, "--no-place")
    assert result.exit_code == 2
    assert report.read_text() == REPORT


@pytest.mark.usefixtures("report")
def test_stored_records_that_a_claim_became_cite_it(run: Run, folder: Path, report: Path) -> None:
    refused = run(*CLAIM, "--events", "patrol, edge")
    assert refused.exit_code == 2
    assert refused.stderr == (
        "error: --events needs the name of who links the records: add --by NAME, "
        "or set GEOTRACK_BY\n"
    )
    unknown = run(*CLAIM, "--events", "patrol,egde", "--by", "Kari")
    assert "no record has the id 'egde'; did you mean 'edge'?" in unknown.stderr
    assert report.read_text() == REPORT
    assert run(*CLAIM, "--events", "patrol, edge", "--by", "Kari").exit_code == 0
    assert claims(report)[0]["events"] == ["patrol", "edge"]
    opened = open_workspace(folder)
    for id_ in ("patrol", "edge"):
        event = opened.by_id[id_]
        assert (event.sources[-1].seed, event.sources[-1].claim) == ("r", "S1")
        assert (event.review, event.revisions[-1].by) == ("draft", "Kari")
        assert event.revisions[-1].what == "linked to claim S1 of r"
    assert errors(folder) == []


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (("report", "claim", "q"),
         "no report in seeds/ has the id 'q'; start it: geotrack report new q"),
        (("report", "claim", "r"), "missing: --says, --kind, --event (or --events, --unmapped)"),
        (("report", "claim", "r", "--event", "--title", "T"),
         "missing: --says, --kind, --type, --start, "
         "--at (or --region, --geometry, --no-place)"),
        (("report", "claim", "r", "--says", "x", "--kind", "statment", "--unmapped", "x"),
         "--kind: 'statment' is not a known kind; did you mean 'statement'? It is one of event, "
         "statement, assessment, outlook"),
        (("report", "claim", "r", "--says", " ", "--kind", "event", "--unmapped", "x"),
         "--says: the text is blank; write something"),
        ((*CLAIM, "--unmapped", "x", "--claim-id", "A1"),
         "--claim-id: the claim id 'A1' is taken; give one of them another"),
        ((*CLAIM, "--unmapped", "x", "--events", "patrol"),
         "--event, --events and --unmapped do not go together; leave all but one out"),
        ((*CLAIM, "--unmapped", "x", "--title", "T", "--no-place", "--tag", "t"),
         "only a record takes --title, --no-place, --tag; add --event, or leave it out"),
        ((*CLAIM, *RECORD[:-1], "2024-13", "--no-place"),
         "--start: '2024-13' is not a date: month 13; write 2024-12 or 2024-XX"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_claim_is_one_line(
    run: Run, report: Path, args: tuple[str, ...], line: str
) -> None:
    text = REPORT + '\n[[claims]]\nid = "A1"\nsays = "x"\nkind = "event"\nunmapped = "x"\n'
    report.write_text(text)
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"error: {line}\n"
    assert report.read_text() == text
