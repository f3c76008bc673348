"""A build that was broken off says so, and the command that it tells goes on with it."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dataset_rows import Put, made
from geotrack.cli import main
from geotrack.errors import UsageError
from geotrack_observations import Naming, build, open_dataset
from geotrack_observations.ingest import batches
from geotrack_observations.storage.unfinished_build import PLAN, WORK, unfinished


def broken_off(path: Path, out: Path, naming: Naming | None = None) -> None:
    def stop(_: Path, __: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([path], out, naming, progress=stop)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_the_command_that_is_told_goes_on(
    put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BLOCK", 10_000)
    monkeypatch.chdir(tmp_path)
    path, out = put(made(2_000), "two words.csv"), Path("out")
    broken_off(path, out, Naming(time_zone="UTC", lon="lon"))
    with pytest.raises(UsageError, match="no dataset of observations; a build here has not ended"):
        open_dataset(out)
    done = run("query", "--dataset", "out")
    assert done.exit_code == 2
    (command,) = re.findall("`geotrack (.+)`", done.stderr)
    assert command == ("observations build 'two words.csv' --out out --lon lon --time-zone UTC")
    done = run(*shlex.split(command))
    assert done.exit_code == 0
    assert "went on after 1 run of a build that did not end\n" in done.stderr
    assert unfinished(out) == ""


def test_the_command_has_options_of_all_kinds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path, out = tmp_path / "in.csv", Path("out")
    head = "timestamp,location-long,location-lat"
    path.write_text(f"{head}\n24.7.24 kl. 10,190,70\n25.7.24 kl. 10,10,70\n", "utf-8")
    forms = ("%d.%m.%y kl. %H", "epoch")
    naming = Naming(time_format=forms, time_zone="UTC", preset="movebank", wrap_longitude=True)
    broken_off(path, out, naming)
    done = run("observations", "info", "out")
    (command,) = re.findall("`geotrack (.+)`", done.stderr)
    assert command == (
        "observations build in.csv --out out --time-zone UTC --time-format '%d.%m.%y kl. %H' "
        "--time-format epoch --as movebank --wrap-longitude"
    )
    done = run(*shlex.split(command))
    assert "went on after 1 run of a build that did not end\n" in done.stderr
    assert "note: 1 row has a longitude from 180 to 360, read as -180 to 0\n" in done.stderr


@pytest.mark.parametrize(
    "asked",
    [
        ("observations", "info", "out"),
        ("query", "--dataset", "out"),
        ("query", "--dataset", "out", "--crossings", "--id", "id", "--region", "bering-strait"),
        ("observations", "density", "out", "--out", "d.geojson"),
        ("observations", "tracks", "out", "--id", "id", "--out", "t.geojson"),
    ],
)
def test_whoever_asks_the_old_dataset_is_told(
    put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    path = put(made(10))
    build([path], Path("out"))
    note = (
        "note: out: a build here has not ended; `geotrack observations build in.csv --out out` "
        "goes on where it was; this is of the dataset that was there before\n"
    )
    assert note not in run(*asked).stderr
    put(made(20))
    broken_off(path, Path("out"))
    done = run(*asked)
    assert (done.exit_code, note in done.stderr) == (0, True), done.stderr


def test_what_a_build_left_may_be_torn(tmp_path: Path) -> None:
    (tmp_path / WORK).mkdir()
    assert unfinished(tmp_path) == ""
    (tmp_path / WORK / PLAN).write_text('{"inputs": [["a', "utf-8")
    assert unfinished(tmp_path) == ""


def test_a_folder_of_datasets_names_them(put: Put, tmp_path: Path) -> None:
    for name in ("ships", "planes"):
        build([put(made(5))], tmp_path / name)
    message = rf"inside lie planes, ships: name one, such as {re.escape(str(tmp_path))}/planes"
    with pytest.raises(UsageError, match=message):
        open_dataset(tmp_path)
