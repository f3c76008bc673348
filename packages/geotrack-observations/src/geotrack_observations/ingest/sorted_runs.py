"""External merge sort: sorted runs on disk, merged on reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from folium_polar.geometry.plane import project
from geotrack_observations.arrow import pa, pc
from geotrack_observations.ingest.hilbert import hilbert
from geotrack_observations.storage.layout import PER_METRE

__all__ = ["KEY", "merged", "sort_along_curve", "write_run"]

Whole = NDArray[np.int64]
KEY = "key"
"""Sort key of a run: the position of a row along the curve."""

# Rows of each run in memory at once.
_PIECE = 2_048
# One row in this many is sampled, to find keys at which all runs are cut.
_SAMPLE_STEP = 256
# About how many rows are merged at once.
_MERGE_ROWS = 524_288


def sort_along_curve(rows: Any) -> Any:
    """Return rows with their positions in the plane and along the Hilbert curve, sorted along it.

    Rows in one cell of the curve are sorted by time, then keep their order.
    """
    x, y = project(rows["lon"].to_numpy(), rows["lat"].to_numpy())
    for name, values in (("plane_x", x), ("plane_y", y)):
        rounded = np.rint(values * PER_METRE).astype(np.int32)
        rows = rows.append_column(name, pa.array(rounded))
    rows = rows.append_column(KEY, pa.array(hilbert(x, y)))
    return _sorted(rows)


def _sorted(rows: Any) -> Any:
    """Return rows sorted by key and time; equal ones keep their order."""
    # Arrow's sort by several columns is not stable: the number of the row is a third key.
    numbered = rows.append_column("row", pa.array(np.arange(rows.num_rows)))
    sort_keys = [(KEY, "ascending"), ("time", "ascending"), ("row", "ascending")]
    return rows.take(pc.sort_indices(numbered, sort_keys=sort_keys))


def write_run(rows: Any, path: Path) -> None:
    """Write a run atomically."""
    part = path.with_suffix(".part")
    with pa.OSFile(str(part), "wb") as file, pa.ipc.new_file(file, rows.schema) as writer:
        writer.write_table(rows, max_chunksize=_PIECE)
    part.replace(path)


class _Run:
    """A run, read in pieces as needed.

    The file is open only during a read, since a long input may have more runs than a process may
    open files. Memory-mapped files would count towards the memory limit of a process.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        # Index of the next piece in the file.
        self._next = 0
        # Rows of the last piece that are not yielded yet.
        self._rest: Any = None
        self._ended = False

    def sample(self) -> tuple[Whole, Whole]:
        """Return keys and times of a sample of its rows."""
        with pa.OSFile(str(self._path)) as file, pa.ipc.open_file(file) as reader:
            fields = [reader.schema.get_field_index(name) for name in (KEY, "time")]
        options = pa.ipc.IpcReadOptions(included_fields=fields)
        keys, times = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        with pa.OSFile(str(self._path)) as file, pa.ipc.open_file(file, options=options) as run:
            for i in range(run.num_record_batches):
                batch_keys, batch_times = _keys_and_times(run.get_batch(i))
                keys.append(batch_keys[::_SAMPLE_STEP])
                times.append(batch_times[::_SAMPLE_STEP])
        return np.concatenate(keys), np.concatenate(times)

    def up_to(self, cut: tuple[int, int] | None, *, including: bool = False) -> Iterator[Any]:
        """Yield pieces with the next rows before a key and time; None for all remaining rows."""
        for batch in self._pieces():
            rows = batch.num_rows
            end = rows if cut is None else _rows_before(batch, cut, including=including)
            if end:
                yield batch.slice(0, end)
            if end < rows:
                self._rest = batch.slice(end)
                return

    def _pieces(self) -> Iterator[Any]:
        """Yield the rest of the last piece, then the next ones."""
        if self._rest is not None:
            rest, self._rest = self._rest, None
            yield rest
        if self._ended:
            return
        with pa.OSFile(str(self._path)) as file, pa.ipc.open_file(file) as run:
            while self._next < run.num_record_batches:
                self._next += 1
                yield run.get_batch(self._next - 1)
        self._ended = True


def _keys_and_times(batch: Any) -> tuple[Whole, Whole]:
    """Return the keys of rows, and their times as integers; rows without a time sort last."""
    times = pc.fill_null(batch["time"].cast(pa.int64()), np.iinfo(np.int64).max)
    return batch[KEY].to_numpy(), times.to_numpy(zero_copy_only=False)


def _rows_before(batch: Any, cut: tuple[int, int], *, including: bool) -> int:
    """Return how many rows of a sorted piece are before a key and time, or at it if `including`."""
    keys, times = _keys_and_times(batch)
    first, end = np.searchsorted(keys, cut[0]), np.searchsorted(keys, cut[0], side="right")
    side: Literal["left", "right"] = "right" if including else "left"
    return int(first + np.searchsorted(times[first:end], cut[1], side=side))


def merged(paths: Sequence[Path]) -> Iterator[Any]:
    """Yield the rows of all runs in sorted order, about half a million at once.

    Rows with equal key and time are yielded run by run, however many there are.
    """
    runs = [_Run(path) for path in paths]
    if not runs:
        return
    keys, times = (
        np.concatenate(arrays) for arrays in zip(*(run.sample() for run in runs), strict=True)
    )
    if not len(keys):
        return
    samples_per_cut = _MERGE_ROWS // _SAMPLE_STEP
    order = np.lexsort((times, keys))[samples_per_cut::samples_per_cut]
    cuts = list(zip(keys[order].tolist(), times[order].tolist(), strict=True))
    for n, cut in enumerate([*cuts, None]):
        # At equal cuts so many rows have one key and time that they do not fit in memory together.
        # They need no sorting, and are all yielded at the second of these cuts.
        if n and cut == cuts[n - 1]:
            is_second = n == 1 or cuts[n - 2] != cut
            if is_second:
                for run in runs:
                    yield from map(_without_key, run.up_to(cut, including=True))
            continue
        batches = [batch for run in runs for batch in run.up_to(cut)]
        if batches:
            yield _sorted(pa.Table.from_batches(batches).combine_chunks()).drop_columns([KEY])


def _without_key(batch: Any) -> Any:
    """Return a piece as a table without the sort key."""
    return pa.Table.from_batches([batch]).drop_columns([KEY])
