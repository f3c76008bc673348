"""The frame: real processes, odd terminals, exit codes, and no traceback ever."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geotrack.cli.app import plain
from tests.children import child
from tests.cli.conftest import Run
from tests.mutations import JSON_VALUES, paths_of
from tests.records import feature, region, sector, workspace, written

ROOT = Path(__file__).parents[2]


def process(folder: Path, *args: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "geotrack", *args],
        cwd=folder, env=env, capture_output=True, check=False,
    )  # fmt: skip
    assert b"Traceback" not in done.stderr, done.stderr.decode(errors="replace")
    return done


@pytest.mark.slow
def test_exit_codes_are_0_1_2(folder: Path) -> None:
    assert process(folder, "check").returncode == 0
    (folder / "events" / "f.geojson").write_text("{")
    done = process(folder, "check")
    assert done.returncode == 1
    assert done.stdout.decode().splitlines()[-1].startswith("events/f.geojson:1: not JSON")
    assert done.stderr.decode().startswith("4 sound records in 2 files")
    done = process(folder, "query", "--region", "nowhere")
    assert (done.returncode, done.stdout) == (2, b"")
    assert process(folder, "nonsense").returncode == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "latin-1", "NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "20"},
        {"FORCE_COLOR": "1", "LC_ALL": "C"},
    ],
    ids=str,
)
def test_any_terminal_gets_an_answer(folder: Path, environment: dict[str, str]) -> None:
    written(folder / "events" / "f.geojson", feature("ø", title="Utqiaġvik → 北 😀", kind="ø"))
    written(folder / "events" / "g.geojson", feature("g", title="Utqiaġvik → 北 😀"))
    for args in (["query"], ["show", "北"]):
        assert process(folder, *args, **environment).returncode in {0, 1, 2}


def test_an_ascii_terminal_gets_json_that_is_json(folder: Path) -> None:
    written(folder / "events" / "g.geojson", feature("g", title="Utqiaġvik 😀"))
    written(folder / "events" / "f.geojson", feature("ø", title="Utqiaġvik → 北 😀", kind="ø"))
    for args in (["check"], ["query", "--format", "geojson"]):
        assert process(folder, *args, PYTHONIOENCODING="ascii").returncode in {0, 1, 2}
    done = process(folder, "show", "g", "--json", PYTHONIOENCODING="ascii")
    assert json.loads(done.stdout)["properties"]["title"] == "Utqiaġvik 😀"


def test_no_colour_reaches_a_pipe(folder: Path) -> None:
    assert b"\x1b" not in process(folder, "query").stdout


def test_a_reader_that_closes_early_is_no_error(folder: Path) -> None:
    many = [feature(str(n), title="x" * 1000) for n in range(300)]
    written(folder / "events" / "many.geojson", *many)
    with child(
        [sys.executable, "-m", "geotrack", "query", "--format", "geojson"],
        cwd=folder, env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as reader:  # fmt: skip
        assert reader.stdout is not None
        assert reader.stderr is not None
        reader.stdout.read(10)
        reader.stdout.close()
        assert b"Traceback" not in reader.stderr.read()


REGION = region("kara-sea", sector(0, 10, 70, 75), names={"nb": "x"}, aliases=["y"], country="NO")
EVENT = feature(
    "a",
    sector(2, 3, 71, 72),
    place={"precision": "area", "regions": ["kara-sea"], "regions_mode": "each"},
    actors=[{"name": "x", "country": "NO"}],
    related=["b"],
    part_of="b",
    marking="SECRET",
)
PLACES = [
    (which, path) for which, whole in enumerate((REGION, EVENT)) for path in paths_of(whole)[1:]
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(PLACES), JSON_VALUES)
def test_whatever_stands_in_a_workspace_every_command_answers(
    run: Run, folder: Path, place: tuple[int, tuple[Any, ...]], value: Any
) -> None:
    which, path = place
    mutated = json.loads(json.dumps([REGION, EVENT]))
    here = mutated[which]
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
    workspace(folder, mutated[1], feature("b"), regions=[mutated[0]])
    for args in (
        ["check", "--json"],
        ["query", "--region", "y", "--format", "json"],
        ["query"],
        ["show", "a"],
        ["regions"],
    ):
        assert run(*args).exit_code in {0, 1, 2}


def test_help_and_version(run: Run) -> None:
    for args in (["--help"], ["-h"], ["check", "--help"], ["query", "-h"]):
        result = run(*args)
        assert result.exit_code == 0
        assert result.stdout.startswith("Usage: geotrack")
    assert run("--version").stdout.startswith("geotrack, version ")


def test_control_letters_are_spelt_out_and_lines_stay() -> None:
    assert plain("Bodø\n\x1b[31m\x07\x9b\t") == "Bodø\n\\x1b[31m\\x07\\x9b\\t"
