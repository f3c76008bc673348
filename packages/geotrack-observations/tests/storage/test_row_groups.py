"""Row groups are read by any number of threads, and what is torn is told."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from geotrack.errors import UsageError
from geotrack_observations.storage.row_groups import RowGroups


@pytest.fixture
def table() -> pa.Table:
    return pa.table({"n": range(4_000), "text": [f"no. {i}" for i in range(4_000)]})


@pytest.fixture
def groups(table: pa.Table, tmp_path: Path) -> RowGroups:
    parquet.write_table(table, tmp_path / "a.parquet", row_group_size=100)
    return RowGroups(tmp_path / "a.parquet")


def test_threads_read_at_once_what_is_there(groups: RowGroups, table: pa.Table) -> None:
    assert groups.metadata.num_row_groups == 40
    with ThreadPoolExecutor(8) as pool:
        read = pool.map(lambda i: groups.read(i, ["text", "n", "other"]), range(40))
        assert pa.concat_tables(read).select(["n", "text"]).equals(table)


def test_another_process_reads_them(groups: RowGroups) -> None:
    assert groups.metadata.num_rows == 4_000
    sent = pickle.loads(pickle.dumps(groups))  # noqa: S301 (its own bytes)
    assert sent.read(7, ["n"]).equals(groups.read(7, ["n"]))


def test_a_torn_file_is_told(groups: RowGroups) -> None:
    whole = groups.path.read_bytes()
    groups.path.write_bytes(whole[:-9])
    with pytest.raises(UsageError, match=r"a\.parquet: no Parquet file, or a torn one: "):
        groups.read(0, ["n"])
    groups.path.write_bytes(whole)
    assert groups.metadata.num_rows == 4_000
    groups.path.write_bytes(whole[:200])
    with pytest.raises(UsageError, match=r"a\.parquet: no Parquet file, or a torn one: "):
        groups.read(39, ["n"])
