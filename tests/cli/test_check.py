"""`geotrack check`: findings on stdout, the sum on stderr, the verdict as exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.records import feature, written


def test_warnings_inform_and_are_no_failure(run: Run) -> None:
    result = run("check")
    assert result.exit_code == 0
    assert [line.partition(": warning: ")[0] for line in result.stdout.splitlines()] == [
        "events/e.geojson:26: /features/0/properties/fid",
        "events/e.geojson:82: /features/3/properties/match",
    ]
    assert result.stderr == "4 sound records in 1 file (1 unplaced): 0 errors, 2 warnings\n"


def test_an_error_is_exit_code_1_and_all_are_told(run: Run, folder: Path) -> None:
    written(folder / "events" / "f.geojson", feature("x", title=5), feature("y", start="2024-13"))
    (folder / "events" / "g.geojson").write_text("{")
    result = run("check")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-3:] == [
        'events/f.geojson:9: /features/0/properties/title: 5 is not text; write it in quotes: "5"',
        "events/f.geojson:24: /features/1/properties/start: '2024-13' is not a date: month 13; "
        "write 2024-12 or 2024-XX",
        "events/g.geojson:1: not JSON: expecting property name enclosed in double quotes, "
        "at column 2; mend the text there",
    ]
    assert result.stderr == "4 sound records in 3 files (1 unplaced): 3 errors, 2 warnings\n"


def test_findings_come_as_json_too(run: Run, folder: Path) -> None:
    written(folder / "events" / "f.geojson", feature("x", title="Bodø " * 20, kind=["ø"]))
    result = run("check", "--json")
    assert result.exit_code == 1
    (error,) = [f for f in json.loads(result.stdout) if f["severity"] == "error"]
    assert error == {
        "file": "events/f.geojson",
        "line": 15,
        "pointer": "/features/0/properties/kind",
        "severity": "error",
        "rule": "vocabulary",
        "value": ["ø"],
        "message": "a list of 1 is not a known kind",
        "remedy": "write one of event, statement, assessment, outlook",
    }
    assert '"ø"' in result.stdout


def test_a_file_needs_no_workspace(
    run: Run, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.chdir(elsewhere)
    written(elsewhere / "x.geojson", feature(related="other"))
    result = run("check", "x.geojson")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "1 sound record in 1 file (1 unplaced): 0 errors, 0 warnings\n"
    written(elsewhere / "x.geojson", feature(type="coastgard/patrol"))
    result = run("check", "x.geojson")
    assert result.exit_code == 1
    assert result.stdout == (
        "x.geojson:10: /features/0/properties/type: 'coastgard/patrol' is not a known type; "
        "did you mean 'coastguard/patrol'?\n"
    )


def test_a_folder_of_files_is_checked_file_by_file(run: Run, folder: Path) -> None:
    written(folder / "in" / "a.geojson", feature("x", title=5))
    written(folder / "in" / "b.geojson", feature("x"), feature("x"))
    result = run("check", "in")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    assert run("check", "events").exit_code == 0


def test_a_workspace_is_named_by_path_or_option(run: Run, folder: Path) -> None:
    here = run("check", ".").stderr
    assert here == run("check").stderr == run("--workspace", str(folder), "check").stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (
            ["check", "empty"],
            "error: nothing to check in empty: it has no geotrack.toml, events/ or",
        ),
        (["check", "none"], "Path 'none' does not exist"),
        (["--workspace", "empty", "check"], "error: empty is no workspace: it has neither"),
        (["--workspace", "none", "check"], "error: none is not a folder"),
    ],
)
def test_what_is_no_workspace_is_exit_code_2(
    run: Run, folder: Path, args: list[str], said: str
) -> None:
    (folder / "empty").mkdir()
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_an_empty_folder_by_itself_is_no_workspace(
    run: Run, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("empty"))
    result = run("check")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("error: no workspace at or above ")
    assert result.stderr.count("\n") == 1
