"""All positions of a dataset as arrays, for notebooks."""

from __future__ import annotations

from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from geotrack_observations.arrow import pa, reading
from geotrack_observations.engines import Threads
from geotrack_observations.storage.dataset import Dataset
from geotrack_observations.storage.layout import PER_METRE, PLANE
from geotrack_observations.storage.row_groups import RowGroups

__all__ = ["load_positions"]


def load_positions(dataset: Dataset) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the positions of all rows of a dataset in the analysis plane.

    Parameters
    ----------
    dataset : Dataset
        From `open_dataset`.

    Returns
    -------
    x, y : numpy.ndarray of shape (rows,)
        Metres in EPSG:6931, to the centimetre, in the order of the file, which is that of pyarrow
        and GeoPandas. Sixteen bytes a row together.

    Raises
    ------
    UsageError
        The file is damaged.
    """
    groups = RowGroups(dataset.path)
    sizes = [groups.metadata.row_group(i).num_rows for i in range(groups.metadata.num_row_groups)]
    starts = [0, *accumulate(sizes)]
    x, y = _room(starts[-1]), _room(starts[-1])
    places = dict(zip(PLANE, (x, y), strict=True))

    def load(i: int) -> None:
        """Read a row group into its slice of the arrays."""
        table = groups.read(i, places, threads=len(sizes) == 1)
        with reading(dataset.path, KeyError, ValueError):
            for axis, place in places.items():
                np.divide(table[axis].to_numpy(), PER_METRE, out=place[starts[i] : starts[i + 1]])

    for _ in Threads().each(load, range(len(sizes))):
        pass
    return x, y


def _room(count: int) -> NDArray[np.float64]:
    """Return an uninitialised array.

    Arrow's allocator reuses freed memory. Memory freed by NumPy returns to the system, and page
    faults on the next allocation take longer than filling it.
    """
    return np.frombuffer(pa.allocate_buffer(count * 8), np.float64)
