"""Names and texts of others in a dataset: nothing acts, nothing runs, and JSON stays JSON."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.hostile.conftest import Run
from tests.hostile.test_tables import acts

NAMES = ["[/b]", "[link=https://evil.example]x[/link]", "[red]", "\x1b[31m", "a\u202eb", "\x9b5m",
         "=1+1", "a\nb"]  # fmt: skip


@pytest.fixture
def dataset(run: Run, folder: Path) -> Path:
    """A dataset whose columns and cells try to be more than text."""
    head = io.StringIO(newline="")
    table = csv.writer(head)
    table.writerow(["lon", "lat", "time", "speed", *NAMES])
    cells = ["=cmd|' /C calc'!A0", "a;=1+1", "@x", "\x1b]0;x\x07", "\u202ex", "\x9b", "-1", "=2"]
    table.writerow([5, 72, "2024-07-24T12:00:00Z", "nan", *cells])
    table.writerow([5, 72, "2024-07-24T13:00:00Z", "inf", *cells])
    table.writerow([5, 72, "2024-07-24T14:00:00Z", "1.5", *cells])
    table.writerow(["=1+1", 72, "", "1", *cells])
    (folder / "in.csv").write_text(head.getvalue(), encoding="utf-8", newline="")
    done = run("observations", "build", "in.csv", "--out", "ais")
    assert "3 observations" in done.stderr
    return folder / "ais"


def test_no_heading_is_markup(run: Run, dataset: Path) -> None:
    assert dataset.is_dir()
    done = run("query", "--dataset", "ais")
    assert done.exit_code == 0
    assert "[/b]" in done.stdout
    assert "[link=https://evil.example]x[/link]" in done.stdout
    assert not acts(done.output)
    assert not acts(run("observations", "info", "ais").output)
    for name in NAMES:
        assert not acts(run("query", "--dataset", "ais", "--count-by", name).output)


@pytest.mark.parametrize("out", [None, "out"])
@pytest.mark.parametrize("form", ["json", "geojson", "csv"])
def test_what_a_dataset_answers_is_data(
    run: Run, folder: Path, dataset: Path, form: str, out: str | None
) -> None:
    assert dataset.is_dir()
    to = ["--out", f"{out}.{form}"] if out else ["--format", form]
    done = run("query", "--dataset", "ais", *to)
    assert done.exit_code == 0, done.stderr
    text = (folder / f"{out}.{form}").read_text("utf-8") if out else done.stdout
    # What turns text about is a part of a text in CSV, where it acts on no terminal.
    assert not acts(text) - ({"\u202e"} if form == "csv" else set())
    if form == "csv":
        cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
        assert not [c for c in cells if c.startswith(("=", "@"))]
        assert ";=" not in text
    else:
        json.loads(text, parse_constant=pytest.fail)


def test_refused_rows_run_nothing(dataset: Path) -> None:
    text = (dataset / "_refused.csv").read_text("utf-8")
    assert "lon '=1+1' is no number" in text
    assert not acts(text)
