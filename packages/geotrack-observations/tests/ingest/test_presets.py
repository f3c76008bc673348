"""Files in the manner of each publisher, made up, come in without an option."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pyarrow import parquet

from dataset_rows import ROOT
from geotrack.cli import main
from geotrack.errors import UsageError
from geotrack_observations import Naming, build, id_column, open_dataset
from geotrack_observations.cli.build_dataset import reading_notes
from geotrack_observations.ingest.presets import PRESETS, Preset

FILES = ROOT / "tests" / "foreign_files" / "tracks"
# By file: the preset, the id, how many rows come in, the first time, and what is left out.
CASES: dict[str, tuple[str | None, str | None, int, str, list[str]]] = {
    "dma.csv": ("dma", "MMSI", 2, "2024-07-04T00:00:00", ["no position"]),
    "marinecadastre.csv": ("marinecadastre", "MMSI", 2, "2024-07-24T00:00:01", []),
    "marinecadastre-2025.csv": ("marinecadastre", "mmsi", 2, "2025-07-24T00:00:01", []),
    "gfw-cells.csv": ("gfw", None, 2, "2024-07-24T00:00:00", []),
    "gfw-training.csv": ("gfw", "mmsi", 2, "2024-07-24T13:05:00", []),
    "movebank.csv": (
        "movebank", "individual-local-identifier", 2, "2024-07-24T13:05:00", ["lon (empty)"],
    ),
    "argo.csv": ("argo", "PLATFORM_CODE", 2, "2024-07-24T13:05:00", []),
    "argo-juld.csv": ("argo", "PLATFORM_NUMBER", 2, "2024-07-24T13:05:00", []),
    "opensky.csv": ("opensky", "icao24", 2, "2024-07-24T13:05:00", ["lon (empty)"]),
    "receiver.nmea": (
        "nmea", "mmsi", 4, "2024-07-24T13:05:00", ["no position", "an AIS sentence whose checksum"],
    ),
    "statsat.csv": (None, "mmsi", 2, "2024-07-24T13:05:00", []),
    "us-clock.csv": (None, None, 2, "2024-07-12T23:59:00", []),
    "buoy.csv": (None, None, 2, "2024-07-24T13:05:00", []),
    "flight.csv": (None, None, 2, "2024-07-24T13:05:00", []),
}  # fmt: skip


def test_each_file_has_its_case() -> None:
    assert {path.name for path in FILES.iterdir()} == {*CASES}


@pytest.mark.parametrize("name", CASES)
def test_it_comes_in_without_an_option(name: str, tmp_path: Path) -> None:
    preset, column, rows, first, reasons = CASES[name]
    built = build(FILES / name, tmp_path / "out")
    dataset = open_dataset(tmp_path / "out")
    (roles,) = built.roles.values()
    assert (roles.preset and roles.preset.name, built.rows) == (preset, rows)
    assert dataset.first is not None
    assert dataset.first.isoformat() == f"{first}+00:00"
    assert [
        one.reason.text[: len(why)] for one, why in zip(built.reasons, reasons, strict=True)
    ] == reasons
    if column:
        assert id_column(dataset) == column


def rows_of(tmp_path: Path, name: str) -> list[dict[str, Any]]:
    build(FILES / name, tmp_path / "out")
    return parquet.read_table(tmp_path / "out" / "observations.parquet").sort_by("time").to_pylist()


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("dma.csv", ("SOG", "COG", "Heading")),
        ("marinecadastre-2025.csv", ("sog", "cog")),
        ("statsat.csv", ("sog", "cog")),
        ("receiver.nmea", ("speed", "course", "heading")),
    ],
)
def test_numbers_that_stand_for_no_value_are_empty(
    tmp_path: Path, name: str, columns: tuple[str, ...]
) -> None:
    first, second, *_ = rows_of(tmp_path, name)
    assert all(first[column] is not None for column in columns)
    assert [second[column] for column in columns] == [None] * len(columns)


def test_a_word_that_stands_for_no_number_leaves_a_column_of_numbers(tmp_path: Path) -> None:
    assert [row["IMO"] for row in rows_of(tmp_path, "dma.csv")] == [None, 9123456]
    assert [row["AirTemp"] for row in rows_of(tmp_path, "buoy.csv")] == [-1.2, None]


def test_without_ids_of_ais_no_number_stands_for_none(tmp_path: Path) -> None:
    path = tmp_path / "bird.csv"
    path.write_text(
        "time,lon,lat,speed\n2024-07-24T10:00:00Z,181,70,1\n2024-07-24T10:00:00Z,1,70,102.3\n"
    )
    built = build(path, tmp_path / "out")
    assert built.reasons[0].reason.text == "lon '181' is beyond 180"
    assert parquet.read_table(open_dataset(tmp_path / "out").path)["speed"].to_pylist() == [102.3]


def test_what_was_recognised_is_told(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        main, ["observations", "build", str(FILES / "dma.csv"), "--out", str(tmp_path / "out")]
    )
    assert done.stderr.splitlines()[1:4] == [
        f"note: {FILES / 'dma.csv'}: read as Danish Maritime Authority (--as dma): "
        "time '# Timestamp', day before month",
        "note: 3 times without a zone are UTC, as AIS counts time (ITU-R M.1371); --time-zone "
        "states another",
        "note: cells left empty that state, as AIS does, that the value is not known: "
        "1 of COG, 1 of Heading, 1 of SOG",
    ]


@pytest.mark.parametrize(
    ("header", "is_utc"),
    [
        ("mmsi,timestamp", True),
        ("vessel_mmsi,time", True),
        ("ID,ais_pos_timestamp", True),
        ("mmsi_count_of,time", False),
        ("id,timestamp", False),
    ],
)
def test_times_of_ais_without_a_zone_are_utc(tmp_path: Path, header: str, is_utc: bool) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{header},lon,lat\n257000001,2024-07-24 10:00,31,70\n")
    if not is_utc:
        with pytest.raises(UsageError, match="states no time zone"):
            build(path, tmp_path / "out")
        return
    built = build(path, tmp_path / "out")
    (note,) = [line for line in reading_notes(built) if "zone" in line]
    assert note == (
        "1 time without a zone is UTC, as AIS counts time (ITU-R M.1371); --time-zone states "
        "another"
    )
    first = open_dataset(tmp_path / "out").first
    assert first is not None
    assert first.isoformat() == "2024-07-24T10:00:00+00:00"
    build(path, tmp_path / "oslo", Naming(time_zone="Europe/Oslo"))
    first = open_dataset(tmp_path / "oslo").first
    assert first is not None
    assert first.isoformat() == "2024-07-24T08:00:00+00:00"


def test_a_zone_that_rows_state_is_no_assumption(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("mmsi,time,lon,lat\n257000001,2024-07-24T10:00:00+02:00,31,70\n")
    assert not [line for line in reading_notes(build(path, tmp_path / "out")) if "zone" in line]


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.label)
def test_each_publisher_states_its_zone(preset: Preset) -> None:
    assert (preset.zone, preset.zone_by.startswith("as ")) == ("UTC", True)


def test_a_preset_that_does_not_fit_names_its_columns(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'preset' movebank needs the columns location_lat, loc"):
        build(FILES / "dma.csv", tmp_path / "out", Naming(preset="movebank"))
    with pytest.raises(UsageError, match="'elsewhere' is none of dma, marinecadastre, gfw"):
        Naming(preset="elsewhere")


def test_a_stated_zone_goes_before_that_of_a_preset(tmp_path: Path) -> None:
    build(FILES / "dma.csv", tmp_path / "out", Naming(time_zone="Europe/Oslo"))
    first = open_dataset(tmp_path / "out").first
    assert first is not None
    assert first.isoformat() == "2024-07-03T22:00:00+00:00"
