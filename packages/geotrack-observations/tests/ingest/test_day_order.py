"""Whether the day or the month stands first is decided by all dates of a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from dataset_rows import Put
from geotrack.cli import main
from geotrack.errors import UsageError
from geotrack_observations import Naming, build, open_dataset
from geotrack_observations.ingest import batches

HEAD = ("time", "lon", "lat")
UTC = Naming(time_zone="UTC")


def first(put: Put, tmp_path: Path, *times: str) -> str:
    build(put([(time, 10, 70) for time in times], head=HEAD), tmp_path / "out", UTC)
    found = open_dataset(tmp_path / "out").first
    return f"{found:%Y-%m-%d %H:%M}"


def test_a_part_above_twelve_is_the_day(put: Put, tmp_path: Path) -> None:
    assert first(put, tmp_path, "03/07/2024 13:05", "24/07/2024 13:05") == "2024-07-03 13:05"
    assert first(put, tmp_path, "07/03/2024 01:05 PM", "07/24/2024 01:05 PM") == "2024-07-03 13:05"
    assert first(put, tmp_path, "03-07-2024", "24-07-2024") == "2024-07-03 00:00"


def test_it_may_stand_far_down_in_the_file(
    put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BLOCK", 8_000)
    times = [f"{day:02}/07/2024 10:{minute:02}" for day in range(1, 13) for minute in range(60)]
    assert first(put, tmp_path, *times, "13/07/2024 10:00") == "2024-07-01 10:00"
    assert open_dataset(tmp_path / "out").rows == 721


@pytest.mark.parametrize(
    ("times", "message"),
    [
        (
            ["03/07/2024 13:05"],
            "time '03/07/2024 13:05': day or month first? no time in the file shows it; say which "
            "with --time-format '%d/%m/%Y %H:%M' or '%m/%d/%Y %H:%M'",
        ),
        (
            ["03-07-2024 01:05:09 PM"],
            "with --time-format '%d-%m-%Y %I:%M:%S %p' or '%m-%d-%Y %I:%M:%S %p'",
        ),
        (
            ["24/07/2024", "07/24/2024"],
            "times have the day first in some rows, and the month in others; say which with "
            "--time-format '%d/%m/%Y' or '%m/%d/%Y'",
        ),
    ],
)
def test_else_the_two_forms_are_named(
    put: Put, tmp_path: Path, times: list[str], message: str
) -> None:
    path = put([(time, 10, 70) for time in times], head=HEAD)
    base = [
        "observations",
        "build",
        str(path),
        "--out",
        str(tmp_path / "out"),
        "--time-zone",
        "UTC",
    ]
    done = CliRunner().invoke(main, base)
    assert done.exit_code == 2
    assert done.stderr == f"error: {path}: {message}\n" or message in done.stderr
    form = message.rpartition(" or ")[2].strip("'")
    assert CliRunner().invoke(main, [*base, "--time-format", form]).exit_code in {0, 1}


def test_files_are_judged_apart(put: Put, tmp_path: Path) -> None:
    one = put([("24/07/2024", 10, 70)], "one.csv", HEAD)
    other = put([("07/25/2024", 10, 70)], "other.csv", HEAD)
    build([one, other], tmp_path / "out", UTC)
    dataset = open_dataset(tmp_path / "out")
    assert dataset.first is not None
    assert dataset.last is not None
    assert (dataset.first.day, dataset.last.day) == (24, 25)
    with pytest.raises(UsageError, match=r"one\.csv: time '01/02/2024': day or month first"):
        build([put([("01/02/2024", 10, 70)], "one.csv", HEAD), other], tmp_path / "out", UTC)
