"""`geotrack init`: a workspace that works at once, and in which nothing was overwritten."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from geotrack.model import MapDefinition
from geotrack.model.explained_term import ExplainedTerm
from geotrack.model.limits import Limits
from geotrack.model.maps.look import Look
from geotrack.taxonomy import built_in_taxonomy
from geotrack.workspace import Config, check, open_workspace
from geotrack.workspace.new_workspace import FIRST_MAP, SETTINGS
from tests.cli.conftest import Run
from tests.cli.terminal import answered

MADE = [
    "events/", "seeds/", "layers/", "maps/", "geotrack.toml", ".gitignore", "maps/overview.toml",
    "events-template.xlsx",
]  # fmt: skip


@pytest.fixture
def empty(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder, and the current one; `run` has made another beside it."""
    (tmp_path / "new").mkdir()
    monkeypatch.chdir(tmp_path / "new")
    return tmp_path / "new"


def contents(folder: Path) -> dict[Path, bytes | None]:
    return {p: p.read_bytes() if p.is_file() else None for p in folder.rglob("*")}


def uncommented(text: str) -> dict[str, Any]:
    """Return what a text says once the # is taken away before each key and table."""
    return tomllib.loads(re.sub(r"^# (?=\[*\w+(?:\]| = ))", "", text, flags=re.MULTILINE))


def test_a_map_can_be_built_at_once(run: Run, empty: Path) -> None:
    result = run("init")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == MADE
    assert result.stderr == (
        "next: `geotrack new`, `geotrack import FILE` or `geotrack add FILE`, and `geotrack map "
        "--open` shows what is there\n"
    )
    assert run("check", "--strict").exit_code == 0
    assert run("map").stderr.startswith("maps/overview.html: 0 records")
    assert (empty / "maps" / "overview.html").stat().st_size > 100_000
    asked = ("--type", "naval/patrol", "--start", "2024", "--region", "Bering Strait")
    assert run("new", "--title", "T", *asked, "--cite", "x").exit_code == 0
    assert run("query", "--region", "Bering Strait", "--format", "ids").stdout == "2024-t\n"
    assert run("map", "overview").stderr.startswith("maps/overview.html: 1 record,")


def test_it_is_made_elsewhere_with_the_folders_above(run: Run, empty: Path) -> None:
    result = run("init", "a b/c")
    assert result.stdout.splitlines() == [f"a b/c/{name}" for name in MADE]
    assert result.stderr.startswith("next: cd 'a b/c', then `geotrack new`,")
    assert not check(open_workspace(empty / "a b" / "c"))


def test_a_second_time_it_makes_nothing(run: Run, empty: Path) -> None:
    run("init")
    before = contents(empty)
    again = run("init", ".")
    assert (again.exit_code, again.stdout) == (1, "")
    assert again.stderr == ".: nothing to make, it is a workspace with a map already\n"
    assert contents(empty) == before


def test_what_is_there_stays_and_the_rest_is_added(run: Run, empty: Path) -> None:
    (empty / "geotrack.toml").write_text('format = 1\nmarkings = ["Åpen", "Skjermet"]\n', "utf-8")
    (empty / "events").mkdir()
    (empty / "README").write_text("mine")
    before = contents(empty)
    result = run("init")
    assert result.stdout.splitlines() == ["seeds/", "layers/", *MADE[3:4], *MADE[5:]]
    assert before.items() <= contents(empty).items()
    # The first map bears the lowest marking that the workspace knows.
    assert not check(open_workspace(empty))
    assert run("map").exit_code == 0


def test_of_maps_that_are_there_none_is_added(run: Run, empty: Path) -> None:
    (empty / "maps").mkdir()
    (empty / "maps" / "mine.toml").write_text('title = "Mine"\nmarking = "UNCLASSIFIED"\n')
    run("init")
    assert [p.name for p in (empty / "maps").iterdir()] == ["mine.toml"]


@pytest.mark.parametrize("name", ["w", "w/events", "w/maps"])
def test_a_file_in_the_place_of_a_folder_is_refused_before_anything_is_made(
    run: Run, empty: Path, name: str
) -> None:
    path = empty / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine")
    before = contents(empty)
    result = run("init", "w")
    assert result.exit_code == 2
    assert "is no folder; move it away, or make the workspace elsewhere" in result.stderr
    assert contents(empty) == before


def test_the_folder_is_named_once(run: Run, empty: Path) -> None:
    result = run("--workspace", str(empty), "init")
    assert (result.exit_code, result.stderr) == (
        2,
        "error: name the folder behind the command: geotrack init DIR\n",
    )
    assert contents(empty) == {}


def test_every_key_of_the_settings_stands_there_with_its_default() -> None:
    given = uncommented(SETTINGS)
    assert set(given) == set(Config.model_fields)
    assert Look.model_validate(given.pop("look")).model_fields_set == set(Look.model_fields)
    assert ExplainedTerm.model_validate(*given.pop("terms")).forms == ("sortie",)
    assert given.pop("record_language") == Config().own_language
    assert given.pop("title") == "Arctic activity"  # by default the folder's name
    excluded = {"look", "terms", "record_language", "title"}
    assert given == Config().model_dump(mode="json", exclude=excluded)
    assert set(given["limits"]) == set(Limits.model_fields)
    assert tomllib.loads(SETTINGS) == {"format": 1}


def test_the_examples_of_the_first_map_hold(run: Run, empty: Path) -> None:
    text = FIRST_MAP.format(title='"Overview"', marking='"UNCLASSIFIED"')
    whole = uncommented(text)
    assert set(MapDefinition.model_validate(whole).model_fields_set) == set(whole)
    run("init")
    path = empty / "maps" / "overview.toml"
    assert path.read_text("utf-8") == text
    path.write_text(re.sub(r"^# (?=\[*\w+(?:\]| = ))", "", text, flags=re.MULTILINE), "utf-8")
    assert not check(open_workspace(empty))


def test_options_are_its_settings(run: Run, empty: Path) -> None:
    options = ("--title", 'Nord "2026"', "--language", "nb", "--projection", "EPSG:3571")
    assert run("init", *options, "--marking", "Åpen", "--marking", "Fortrolig").exit_code == 0
    made = open_workspace(empty)
    assert made.config == Config(
        language="nb", projection="EPSG:3571", markings=("Åpen", "Fortrolig")
    )
    assert not check(made)
    first = tomllib.loads((empty / "maps" / "overview.toml").read_text("utf-8"))
    assert first == {"title": 'Nord "2026"', "marking": "Åpen", "view": {"fit": "records"}}


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (("--language", "no"), "language: 'no' is not a known language; write one of en, nb"),
        (("--projection", "EPSG:3857"), "projection: 'EPSG:3857' is not a polar projection"),
        (("--marking", "A", "--marking", " "), "markings: the text is blank; write something"),
        (("--title", " "), "title: the text is blank; write something"),
    ],
)
def test_invalid_settings_are_refused_before_anything_is_made(
    run: Run, empty: Path, options: tuple[str, ...], error: str
) -> None:
    result = run("init", *options)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"error: {error}")
    assert contents(empty) == {}


def test_settings_without_an_option_are_questions_at_a_terminal(empty: Path) -> None:
    code, screen = answered(
        empty,
        ["init", "--title", "Mine"],
        [
            ("en or nb (Enter: en):", "no"),
            ("en or nb (Enter: en):", "nb"),
            ("(Enter: EPSG:3995):", ""),
            ("SECRET):", "Åpen, Skjermet"),
        ],
    )
    assert code == 0
    assert "'no' is not a known language" in screen
    made = open_workspace(empty).config
    assert made == Config(language="nb", markings=("Åpen", "Skjermet"))


def test_what_is_built_and_locked_is_ignored_by_git(run: Run, empty: Path) -> None:
    run("init")
    subprocess.run(["git", "init", "-q", "."], check=True)
    asked = ("--type", "naval/patrol", "--start", "2024", "--region", "Bering Strait")
    run("new", "--title", "T", *asked, "--cite", "x")
    run("map")
    status = subprocess.run(
        ["git", "status", "--porcelain", "-uall"], check=True, capture_output=True, text=True
    )
    files = {line[3:] for line in status.stdout.splitlines()}
    assert files == {
        ".gitignore", "events-template.xlsx", "events/added.geojson", "geotrack.toml",
        "maps/overview.numbers.json", "maps/overview.toml",
    }  # fmt: skip


def test_a_template_that_is_filled_in_becomes_records(run: Run, empty: Path) -> None:
    import openpyxl

    run("init")
    book = openpyxl.load_workbook("events-template.xlsx")
    sheet = book["Events"]
    column = {cell.value: cell.column for cell in sheet[1]}
    offered = {
        str(rule.sqref).split(":")[0][:-1]: rule for rule in sheet.data_validations.dataValidation
    }
    assert len(offered) == len(column)
    types = offered[sheet.cell(1, column["type"]).column_letter].formula1
    assert types == f"Lists!$A$1:$A${len(built_in_taxonomy().types)}"
    assert [row[0] for row in book["Lists"].iter_rows(max_col=1, values_only=True)] == [
        *built_in_taxonomy().types
    ]
    row = {
        "title": "Øvelse", "type": "naval/exercise", "start": "2026-10",
        "lat_lon": "69°43.8'N 30°03'E", "precision": "near", "radius_km": 2,
        "source_cite": "Log, page 3",
    }  # fmt: skip
    for name, value in row.items():
        sheet.cell(2, column[name], value)
    assert sheet.column_dimensions["C"].number_format == "@"  # else Excel makes a date of it
    book.save("mine.xlsx")
    assert run("import", "mine.xlsx").exit_code == 0
    assert run("add", "mine-draft.geojson").exit_code == 0
    (record,) = open_workspace(empty).current
    assert (record.title, record.type.id) == ("Øvelse", "naval/exercise")
    assert record.feature["geometry"]["coordinates"] == [30.05, 69.73]
