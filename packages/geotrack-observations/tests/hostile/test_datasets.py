"""Datasets of observations from elsewhere, and inputs with rows that are out of all bounds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from geotrack_observations import Naming, build, open_dataset
from geotrack_observations.arrow import pa, parquet
from geotrack_observations.storage.unfinished_build import PLAN, WORK
from tests.hostile.conftest import Run
from tests.hostile.limits import bounded

GOOD = "2024-07-24T12:00:00Z"
# Times that no calendar has once they are in UTC.
BEYOND = [
    "9999-12-31T23:59:59-14:00",
    "0001-01-01T00:00:00+14:00",
    "0000-01-01T00:00:00Z",
    "0000-13-45T99:99:99Z",
]


def _csv(path: Path, *times: str) -> Path:
    rows = "".join(f"5,72,{time}\n" for time in times)
    path.write_text(f"lon,lat,time\n{rows}", encoding="utf-8")
    return path


@pytest.mark.parametrize("time", BEYOND)
def test_a_time_beyond_the_calendar_is_a_refused_row(tmp_path: Path, time: str) -> None:
    built = build([_csv(tmp_path / "in.csv", GOOD, time, GOOD)], tmp_path / "out")
    assert (built.rows, built.refused) == (2, 1)
    assert "time" in built.reasons[0].reason.text
    assert open_dataset(tmp_path / "out").rows == 2


# West of Greenwich the last evening is in the year 10000, and Adak kept Asia's days until 1867.
@pytest.mark.parametrize(("zone", "refused"), [("Pacific/Kiritimati", 0), ("America/Adak", 2)])
def test_so_is_one_beyond_it_in_a_zone(tmp_path: Path, zone: str, refused: int) -> None:
    path = _csv(tmp_path / "in.csv", "2024-07-24 12:00", "9999-12-31 23:30", "0001-01-01 00:30")
    built = build([path], tmp_path / "out", Naming(time_zone=zone))
    assert (built.rows, built.refused) == (3 - refused, refused)
    assert open_dataset(tmp_path / "out").rows == built.rows


@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
@pytest.mark.parametrize("zone", [None, "UTC", "Pacific/Kiritimati"])
def test_and_so_is_one_of_a_parquet_file(tmp_path: Path, unit: str, zone: str | None) -> None:
    whole = 2**63 - 1
    counts = [0, whole, -whole, 1_721_822_400 * (10 ** (3 * ["s", "ms", "us", "ns"].index(unit)))]
    times = pa.array(counts, pa.int64()).cast(pa.timestamp(unit, zone))
    table = pa.table({"lon": [5.0] * 4, "lat": [72.0] * 4, "time": times})
    parquet.write_table(table, tmp_path / "in.parquet")
    naming = Naming(time_zone=None if zone else "Pacific/Kiritimati")
    built = build([tmp_path / "in.parquet"], tmp_path / "out", naming)
    assert built.rows + built.refused == 4
    assert built.rows >= 2
    assert open_dataset(tmp_path / "out").rows == built.rows


def test_a_file_that_cannot_be_read_never_takes_the_place_of_a_good_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    build([_csv(tmp_path / "in.csv", GOOD)], out)
    before = (out / "observations.parquet").read_bytes()
    from geotrack_observations.ingest import build as building

    monkeypatch.setattr(
        building, "_merge_runs", lambda _, work, __: (work / building.FILE).write_bytes(b"PAR1")
    )
    with pytest.raises(Exception, match="torn"):
        build([_csv(tmp_path / "two.csv", GOOD, GOOD)], out)
    assert (out / "observations.parquet").read_bytes() == before


@pytest.mark.parametrize(
    "plan",
    [
        b"", b"{", b"[]", b"7", b"null", b"{}", b'{"inputs": 3}', b'{"inputs": [3], "naming": {}}',
        b'{"inputs": [[]], "naming": {}}', b'{"inputs": [["a"]], "naming": [1]}',
        b'{"inputs": [["a"]], "naming": {"lon": {"x": 1}}}', b"[" * 100_000, b"\xff",
        b'{"inputs": [["a", 1, 2]], "naming": {}, "pieces": []}',
    ],
)  # fmt: skip
def test_an_unreadable_plan_is_another_plan(run: Run, tmp_path: Path, plan: bytes) -> None:
    path, out = _csv(tmp_path / "in.csv", GOOD, GOOD), tmp_path / "out"
    (out / WORK).mkdir(parents=True)
    (out / WORK / PLAN).write_bytes(plan)
    assert run("observations", "info", str(out)).exit_code == 2
    done = run("observations", "build", str(path), "--out", str(out))
    assert done.exit_code == 0, done.stderr
    assert open_dataset(out).rows == 2
    assert not (out / WORK).exists()


def test_a_build_does_not_work_through_links(
    run: Run, folder: Path, outside: Path, tmp_path: Path
) -> None:
    path, out = _csv(tmp_path / "in.csv", GOOD), tmp_path / "out"
    out.mkdir()
    (out / WORK).symlink_to(outside)
    assert run("observations", "build", str(path), "--out", str(out)).exit_code == 0
    (out / "_lock").unlink(missing_ok=True)
    (out / "_lock").symlink_to(outside / "secret.txt")
    done = run("observations", "build", str(path), "--out", str(out))
    assert done.exit_code == 2
    assert "a link leads out of" in done.stderr
    assert open_dataset(out).rows == 1


@pytest.mark.parametrize(
    "head",
    [
        b"a" * 2_000_000,
        b'"' + b"x" * 200_000 + b'",lat',
        b"x" * 100_000 + b",lat",
        b",".join([b"%d" % n for n in range(10_000)]),
        b",".join([b"x" * 100_000] * 2),
        b"lon,lat,\x80",
    ],
)
def test_a_head_that_is_none_is_one_line(run: Run, folder: Path, head: bytes) -> None:
    (folder / "in.csv").write_bytes(head + b"\n5,72\n")
    # The csv module has one limit for all of a process, which an import raises for itself.
    run("import", "in.csv", "--out", "-")
    done = run("observations", "build", "in.csv", "--out", "out")
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert len(done.stderr) < 600


def test_columns_of_one_name_are_refused(run: Run, folder: Path) -> None:
    one = pa.array([5.0])
    table = pa.Table.from_arrays([one, one, one, one], names=["lon", "lat", "x", "x"])
    parquet.write_table(table, folder / "in.parquet")
    done = run("observations", "build", "in.parquet", "--out", "out")
    assert done.exit_code == 2
    assert "two columns are called 'x'" in done.stderr


def test_texts_that_swell_are_refused(folder: Path) -> None:
    # Seven kilobytes that are two gigabytes of text.
    many = 200_000
    text = pa.DictionaryArray.from_arrays(pa.array([0] * many, pa.int32()), ["x" * 10_000])
    place = pa.array([5.0] * many), pa.array([72.0] * many)
    table = pa.Table.from_arrays([*place, text], names=["lon", "lat", "x"])
    parquet.write_table(table, folder / "in.parquet", compression="zstd", store_schema=False)
    assert (folder / "in.parquet").stat().st_size < 20_000
    done = bounded(folder, "observations", "build", "--no-time", "in.parquet", "--out", "out")
    assert done.code == 2
    assert "the texts of" in done.errors


@pytest.mark.slow
def test_millions_of_rows_at_one_place_are_merged_in_bounded_memory(folder: Path) -> None:
    many = 2_000_000
    time = pa.array([0] * many, pa.timestamp("us", "UTC"))
    table = pa.table({"lon": pa.array([5.0] * many), "lat": pa.array([72.0] * many), "time": time})
    parquet.write_table(table, folder / "in.parquet", compression="zstd")
    done = bounded(folder, "observations", "build", "in.parquet", "--out", "out")
    assert done.code == 0
    assert done.peak_mb < 280  # as much as 6,000,000 rows take, and 30 MB more than 100,000
    assert open_dataset(folder / "out").rows == many


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a dataset of 100,000 positions, each of another ship."""
    folder = tmp_path_factory.mktemp("crowd")
    many = 100_000
    chance = np.random.default_rng(5)
    columns = {
        "lon": chance.uniform(-180, 180, many),
        "lat": chance.uniform(70, 90, many),
        "time": pa.array(np.arange(many) * 1_000_000, pa.timestamp("us", "UTC")),
        "mmsi": pa.array(chance.permutation(many) + 200_000_000).cast(pa.string()),
    }
    parquet.write_table(pa.table(columns), folder / "in.parquet")
    build([folder / "in.parquet"], folder / "out")
    return folder / "out"


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        ("observations", "tracks", "--out", "tracks.geojson"),
        ("query", "--count-by", "mmsi", "--dataset"),
    ],
)
def test_ids_by_the_hundred_thousand_stay_in_bounds(
    crowd: Path, folder: Path, words: tuple[str, ...]
) -> None:
    done = bounded(folder, *words, str(crowd))
    assert done.code == 0, done.errors
    assert done.peak_mb < 330  # 258 and 238 are taken; by 300,000 positions 297 and 358


def test_a_row_of_other_bytes_than_text_is_one_line(
    capfd: pytest.CaptureFixture[str], run: Run, folder: Path
) -> None:
    """Of a row with too few cells pyarrow makes text, whatever its bytes are."""
    (folder / "in.csv").write_bytes(b"lon,lat\n5,72\n5\xff\n")
    done = run("observations", "build", "--no-time", "in.csv", "--out", "out")
    assert done.stderr == "error: in.csv: not UTF-8; save the file as UTF-8\n"
    assert not capfd.readouterr().err


@pytest.mark.parametrize("column", ["time", "name"])
def test_texts_of_a_parquet_file_that_are_none_are_refused(
    run: Run, folder: Path, column: str
) -> None:
    text = pa.array([b"2024-07-2\xff"]).view(pa.string())
    table = pa.table({"lon": [5.0], "lat": [72.0], column: text})
    parquet.write_table(table, folder / "in.parquet")
    done = run("observations", "build", "--no-time", "in.parquet", "--out", "out")
    assert done.exit_code == 2
    assert "Invalid UTF8" in done.stderr


@pytest.mark.parametrize(
    "feature",
    [
        '{"geometry": {"type": "\\ud800"}}',
        '{"geometry": {"type": "Point", "coordinates": [5, 72]}, "properties": {"\\ud800": 1}}',
    ],
)
def test_half_of_a_letter_in_a_feature_is_a_refused_row(tmp_path: Path, feature: str) -> None:
    good = '{"geometry": {"type": "Point", "coordinates": [5, 72]}}'
    (tmp_path / "in.geojsonl").write_text(f"{good}\n{feature}\n", "utf-8")
    built = build([tmp_path / "in.geojsonl"], tmp_path / "out")
    assert (built.rows, built.refused) == (1, 1)
