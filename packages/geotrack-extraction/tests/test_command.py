"""`geotrack extract`: from a report to stored records."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

TEXT = (
    "On 24 July 2024 two Russian Tu-95 bombers flew over the Chukchi Sea. "
    "A Finnish choir was in Kirkenes on 3 May 2024. Much is unclear."
)


@pytest.fixture
def note(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A report in the current folder, which is a workspace."""
    monkeypatch.chdir(folder)
    path = folder / "note.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def drafted(run: Run, *options: str) -> tuple[Path, Path]:
    """Extract the note; return the drafts and the report."""
    result = run("extract", "note.txt", "--published", "2024-10-12", *options)
    assert result.exit_code == 0, result.output
    return Path("note-draft.geojson"), Path("note-report.toml")


def test_drafts_are_added_once_each_has_a_type(run: Run, note: Path) -> None:
    del note
    drafts, report = drafted(run)
    _moved(report)
    refused = run("add", str(drafts), "--by", "Me", "--yes")
    assert refused.exit_code == 1
    data = json.loads(drafts.read_text(encoding="utf-8"))
    assert [f["properties"]["type"] for f in data["features"]] == ["air/bomber-sortie", ""]
    data["features"][1]["properties"]["type"] = "diplomacy/visit"
    drafts.write_text(json.dumps(data), encoding="utf-8")
    added = run("add", str(drafts), "--by", "Me", "--yes")
    assert added.exit_code == 0, added.output
    stored = json.loads(Path("events/note.geojson").read_text(encoding="utf-8"))
    quotes = [q for f in stored["features"] for q in f["properties"]["extracted"]["quotes"]]
    assert [sorted(quote) for quote in quotes] == [["end", "paragraph", "start"]] * 2
    coverage = run("coverage")
    assert coverage.exit_code == 1
    assert "3 sentences: 2 with a record, 1 without, 1 open" in coverage.output


def _moved(report: Path) -> None:
    report.rename("seeds/note.toml")


def test_the_wording_stays_out_of_the_workspace_unless_it_is_asked_for(
    run: Run, note: Path
) -> None:
    del note
    drafts, report = drafted(run, "--tier", "1")
    _moved(report)
    assert run("add", str(drafts), "--by", "Me", "--yes", "--keep-quotes").exit_code == 0
    stored = json.loads(Path("events/note.geojson").read_text(encoding="utf-8"))
    (feature,) = stored["features"]
    (quote,) = feature["properties"]["extracted"]["quotes"]
    assert quote["text"] == TEXT[quote["start"] : quote["end"]]


def test_a_type_of_the_workspace_is_found_by_its_phrases(run: Run, note: Path) -> None:
    Path("taxonomy.toml").write_text(
        '[types]\n"research/ice-camp" = { label = { en = "Ice camp", nb = "Isleir" }, '
        'phrases = ["ice camp*"] }\n',
        encoding="utf-8",
    )
    note.write_text("On 3 May 2024 Russia opened an ice camp in the Laptev Sea.", encoding="utf-8")
    drafts, _ = drafted(run)
    (feature,) = json.loads(drafts.read_text(encoding="utf-8"))["features"]
    assert feature["properties"]["type"] == "research/ice-camp"


def test_refused_proposals_are_listed_and_the_others_are_drafts(run: Run, note: Path) -> None:
    del note
    lines = ['{"quote": "Much is unclear", "type": "diplomacy/statement"}', '{"quote": "None"}']
    Path("p.jsonl").write_text("\n".join(lines), encoding="utf-8")
    result = run("extract", "note.txt", "--proposals", "p.jsonl")
    assert result.exit_code == 1
    assert "refused: p.jsonl:2: 'None' is not in the text" in result.output
    features = json.loads(Path("note-draft.geojson").read_text(encoding="utf-8"))["features"]
    assert "diplomacy/statement" in {f["properties"]["type"] for f in features}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--published", "soon"], "is no date of publication"),
        (["--out", "events/note-draft.geojson"], "a draft is no record"),
    ],
)
def test_wrong_options_are_refused(options: list[str], message: str, run: Run, note: Path) -> None:
    del note
    Path("events").mkdir(exist_ok=True)
    result = run("extract", "note.txt", *options)
    assert result.exit_code == 2
    assert message in result.output


def test_nothing_is_overwritten(run: Run, note: Path) -> None:
    del note
    drafted(run)
    assert "is there already" in run("extract", "note.txt").output
    assert run("extract", "note.txt", "--force").exit_code == 0
