"""`geotrack observations` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from geotrack.cli import main

ROWS = "lon,lat,time,kind\n10,70,2024-01-01T00:00:00Z,cargo\n190,70,2024-01-01T00:00:00Z,tug\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["observations", *map(str, arguments)])


def test_it_builds_and_tells_what_it_left_out(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text(ROWS, "utf-8")
    done = run("build", source, "--out", tmp_path / "out")
    assert done.exit_code == 1, "something was left out"
    assert done.stdout == ""
    assert "1 observation\n" in done.stderr
    assert "1 × lon '190' is beyond 180" in done.stderr
    source.write_text(ROWS.replace("190", "-170"), "utf-8")
    done = run("build", source, "--out", tmp_path / "out")
    assert done.exit_code == 0
    told = json.loads(run("info", tmp_path / "out", "--json").stdout)
    assert (told["rows"], told["refused"], told["extent"]) == (2, 0, [-170.0, 70.0, 10.0, 70.0])
    assert told["columns"] == {"kind": "string"}
    assert told["first"] == told["last"] == "2024-01-01T00:00:00+00:00"


def test_errors_are_one_line(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text(ROWS, "utf-8")
    out = tmp_path / "out"
    for arguments, message in [
        (("build", source, "--out", out, "--time-zone", "Mars"), "no zone that is known"),
        (("build", source, "--out", out, "--lon", "east"), "no column is called 'east' (--lon)"),
        (("build", source, "--out", tmp_path), "no dataset of observations"),
        (("info", out), "no dataset of observations"),
    ]:
        done = run(*arguments)
        assert done.exit_code == 2, done.stderr
        assert message in done.stderr
        assert done.stderr.count("\n") == 1
