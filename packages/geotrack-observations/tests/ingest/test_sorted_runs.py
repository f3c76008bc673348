"""Runs merged from the disk, beside all of their rows sorted at once."""

from __future__ import annotations

import os
import resource
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack_observations.ingest import sorted_runs
from geotrack_observations.ingest.sorted_runs import merged, sort_along_curve, write_run
from geotrack_observations.times.parse import TIME


def rows(places: list[tuple[int, int]], first: int) -> pa.Table:
    """Return rows in one of few cells of the curve and at one of few times, each with a number."""
    lon, hour = np.array(places, dtype=np.int64).reshape(-1, 2).T
    return pa.table(
        {
            "lon": lon * 30.0,
            "lat": np.full(len(lon), 80.0),
            "time": pa.array(hour * 3_600_000_000).cast(TIME),
            "n": np.arange(first, first + len(lon)),
        }
    )


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 11), st.integers(0, 2)), max_size=40),
        min_size=1,
        max_size=5,
    ),
    st.integers(1, 9),
    st.integers(1, 5),
)
def test_all_rows_come_in_their_order_however_they_are_cut(
    given_rows: list[list[tuple[int, int]]], piece: int, every: int
) -> None:
    firsts = np.cumsum([0, *(len(one) for one in given_rows)]).tolist()
    inputs = [rows(one, first) for one, first in zip(given_rows, firsts, strict=False)]
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sorted_runs, "_PIECE", piece)
        patch.setattr(sorted_runs, "_SAMPLE_STEP", every)
        patch.setattr(sorted_runs, "_MERGE_ROWS", 3 * every)
        paths = [Path(folder) / f"{n}.arrow" for n in range(len(inputs))]
        for path, one in zip(paths, inputs, strict=True):
            write_run(sort_along_curve(one), path)
        found = [n for part in merged(paths) for n in part["n"].to_pylist()]
    whole = sort_along_curve(pa.concat_tables(inputs))
    assert found == whole["n"].to_pylist()
    assert len(found) == firsts[-1]


def test_more_runs_are_merged_than_files_may_be_open(tmp_path: Path) -> None:
    paths = [tmp_path / f"{n}.arrow" for n in range(80)]
    for n, path in enumerate(paths):
        write_run(sort_along_curve(rows([(n % 12, 0), (n % 7, 1)], 2 * n)), path)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    free = os.open(tmp_path, os.O_RDONLY)
    os.close(free)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (free + 30, hard))
        assert sum(part.num_rows for part in merged(paths)) == 160
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
