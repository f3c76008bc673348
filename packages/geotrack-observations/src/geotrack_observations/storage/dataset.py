"""A dataset of observations and its metadata."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from geotrack.errors import UsageError
from geotrack.files import AnyPath, leads_out
from geotrack_observations.storage.layout import DAY_END, OWN, RADIUS
from geotrack_observations.storage.row_groups import RowGroups
from geotrack_observations.storage.statistics import Span, cell_spans, check_first_rows, extent
from geotrack_observations.storage.unfinished_build import unfinished
from geotrack_observations.storage.validation import read_metadata
from geotrack_observations.times.moments import moment_of

__all__ = ["FILE", "REFUSED", "Dataset", "open_dataset"]

FILE = "observations.parquet"
REFUSED = "_refused.csv"
"""Starts with `_`, so that readers of the folder as a Parquet dataset ignore it."""


@dataclass(frozen=True)
class Dataset:
    """A dataset with its metadata.

    Metadata is read on opening. What it states about rows is not trusted, but computed from them
    when needed.

    Parameters
    ----------
    path : path
        Its Parquet file.
    rows, row_groups, bytes : int
        Size of the file, bytes.
    refused : int
        Rejected rows of its inputs.
    inputs : tuple of str
        Names of its inputs.
    columns : dict of str to str
        Types of the columns besides position and time.
    has_radius : bool
        Whether rows may have a radius.
    has_days : bool
        Whether rows may state only a day.
    """

    path: Path
    rows: int
    row_groups: int
    bytes: int
    refused: int
    inputs: tuple[str, ...]
    columns: dict[str, str]
    has_radius: bool = False
    has_days: bool = False

    @cached_property
    def extent(self) -> tuple[float, float, float, float]:
        """West, south, east, north, degrees.

        All longitudes if the data cross 180 degrees or surround the pole.
        """
        return extent(self._groups)

    @property
    def first(self) -> datetime | None:
        """The earliest time, UTC; None without any."""
        least = self._times.least
        return None if least is None else moment_of(least)

    @property
    def last(self) -> datetime | None:
        """The latest time, UTC; None without any."""
        most = self._times.most
        return None if most is None else moment_of(most)

    @property
    def timeless(self) -> int:
        """Number of rows without a time."""
        return self._times.empty

    @property
    def radii(self) -> tuple[float, float] | None:
        """The smallest and the largest radius, metres; None without any."""
        least, most, _ = self._radii
        return None if least is None else (least, most)

    @property
    def radiusless(self) -> int:
        """Number of rows without a radius.

        0 if the dataset has no radii.
        """
        return self._radii.empty

    @property
    def days(self) -> int:
        """Number of rows that state only a day."""
        return self.rows - self._day_ends.empty if self.has_days else 0

    @cached_property
    def _groups(self) -> RowGroups:
        return RowGroups(self.path)

    @cached_property
    def _times(self) -> Span:
        return cell_spans(self._groups, "time")

    @cached_property
    def _day_ends(self) -> Span:
        return cell_spans(self._groups, DAY_END)

    @cached_property
    def _radii(self) -> Span:
        return cell_spans(self._groups, RADIUS) if self.has_radius else Span(None, None, 0)


def open_dataset(folder: AnyPath) -> Dataset:
    """Return the dataset in a folder.

    Parameters
    ----------
    folder : path
        Folder of the dataset, or the Parquet file in it.

    Raises
    ------
    UsageError
        There is no dataset, or its file is damaged, of another format, or not written by a build.
    """
    folder = Path(folder)
    path = folder / FILE if folder.is_dir() else folder
    if not path.is_file():
        message = f"{folder}: no dataset of observations; {_remedy(folder)}"
        raise UsageError(message)
    _check_link(path, folder)
    metadata, schema, about = read_metadata(path)
    dataset = Dataset(
        path=path,
        rows=metadata.num_rows,
        row_groups=metadata.num_row_groups,
        bytes=path.stat().st_size,
        refused=about["refused"],
        inputs=tuple(about["inputs"]),
        columns={field.name: str(field.type) for field in schema if field.name not in OWN},
        has_radius=RADIUS in schema.names,
        has_days=DAY_END in schema.names,
    )
    check_first_rows(dataset._groups)
    return dataset


def _check_link(path: Path, folder: Path) -> None:
    """Refuse a file that is a link out of the dataset's folder, which may be untrusted."""
    if path.is_symlink() and folder.is_dir() and leads_out(path, folder):
        real = path.resolve()
        message = f"{path}: a link leads out of the dataset to {real}; name that file itself"
        raise UsageError(message)


def _remedy(folder: Path) -> str:
    """Return the remedy for a folder without a dataset."""
    inside = sorted(path.parent.name for path in folder.glob(f"*/{FILE}"))
    if inside:
        return f"inside lie {', '.join(inside)}: name one, such as {folder / inside[0]}"
    return unfinished(folder) or "`geotrack observations build` makes one"
