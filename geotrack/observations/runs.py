"""Rows sorted a run at a time on disk, and read again in the order of them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from geotrack.observations.arrow import pa, pc
from geotrack.observations.hilbert import hilbert
from geotrack.observations.layout import PER_METRE
from geotrack.polar.plane import project

__all__ = ["KEY", "merged", "placed", "put_run"]

KEY = "key"
"""The column by which a run is sorted: where a row lies along the curve."""

_SAMPLE = 1_000  # keys of each run, by which the runs are cut alike
_TOGETHER = 1_000_000  # rows that are merged at once, about


def placed(rows: Any) -> Any:
    """Return rows with their place in the plane and along the curve, in its order.

    Rows in one cell of the curve stand in the order of their times, then as they came.
    """
    x, y = project(rows["lon"].to_numpy(), rows["lat"].to_numpy())
    for name, values in (("plane_x", x), ("plane_y", y)):
        whole = np.rint(values * PER_METRE).astype(np.int32)
        rows = rows.append_column(name, pa.array(whole))
    rows = rows.append_column(KEY, pa.array(hilbert(x, y)))
    return _sorted(rows)


def _sorted(rows: Any) -> Any:
    # Arrow's own sort of several columns is not stable.
    order = rows.append_column("row", pa.array(np.arange(rows.num_rows)))
    by = [(KEY, "ascending"), ("time", "ascending"), ("row", "ascending")]
    return rows.take(pc.sort_indices(order, sort_keys=by))


def put_run(rows: Any, path: Path) -> None:
    """Write a run, so that it is there whole or not at all."""
    part = path.with_suffix(".part")
    with pa.OSFile(str(part), "wb") as file, pa.ipc.new_file(file, rows.schema) as writer:
        writer.write_table(rows)
    part.replace(path)


def merged(paths: Sequence[Path]) -> Iterator[Any]:
    """Yield the rows of all runs in their order, about a million at once.

    Runs are mapped, not read: what is held is what is yielded.
    """
    runs = [pa.ipc.open_file(pa.memory_map(str(path))).read_all() for path in paths]
    keys = [run[KEY].to_numpy() for run in runs]
    rows = sum(len(one) for one in keys)
    if not rows:
        return
    sample = np.sort(np.concatenate([one[:: max(1, len(one) // _SAMPLE)] for one in keys]))
    parts = max(1, round(rows / _TOGETHER))
    cuts = np.unique(sample[np.linspace(0, len(sample) - 1, parts + 1).astype(int)[1:-1]])
    starts = [0] * len(runs)
    for cut in [*cuts.tolist(), None]:
        ends = [len(k) if cut is None else int(np.searchsorted(k, cut)) for k in keys]
        pieces = [
            run.slice(start, end - start)
            for run, start, end in zip(runs, starts, ends, strict=True)
            if end > start
        ]
        starts = ends
        if pieces:
            yield _sorted(pa.concat_tables(pieces)).drop_columns([KEY])
