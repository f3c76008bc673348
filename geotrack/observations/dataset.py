"""A dataset of observations as it lies there: what it holds, told from its metadata alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from geotrack.errors import UsageError
from geotrack.files import AnyPath
from geotrack.observations.arrow import parquet, reading
from geotrack.observations.layout import FORMAT, OWN, RADIUS
from geotrack.observations.unfinished import unfinished

__all__ = ["FILE", "REFUSED", "Dataset", "open_dataset"]

FILE = "observations.parquet"
REFUSED = "_refused.csv"
"""Its name begins so that readers of the folder as a Parquet dataset pass over it."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset, described.

    Parameters
    ----------
    path : path
        Its Parquet file.
    rows, row_groups, bytes : int
        How large it is.
    refused : int
        Rows of its inputs that are no observations.
    inputs : tuple of str
        The files that it was made of.
    extent : tuple of float
        West, south, east, north, degrees; of what lies on both sides of 180° or round the pole, the
        whole turn.
    first, last : datetime, optional
        The earliest and the latest time, UTC; None where no row has one.
    timeless : int
        Rows without a time.
    radii : (float, float), optional
        The least and the greatest radius, metres; None where no row has one.
    radiusless : int
        Rows of which it is not stated how far from its position they may have been, where others
        state it.
    columns : dict of str to str
        What each row has beside position and time, and of which type.
    """

    path: Path
    rows: int
    row_groups: int
    bytes: int
    refused: int
    inputs: tuple[str, ...]
    extent: tuple[float, float, float, float]
    first: datetime | None
    last: datetime | None
    timeless: int
    columns: dict[str, str]
    radii: tuple[float, float] | None = None
    radiusless: int = 0

    @property
    def has_radius(self) -> bool:
        """Whether its rows have a radius, or may."""
        return self.radii is not None or self.radiusless > 0


def open_dataset(folder: AnyPath) -> Dataset:
    """Return the dataset in a folder.

    Parameters
    ----------
    folder : path
        As `build` was given it, or the Parquet file in it.

    Raises
    ------
    UsageError
        There is none, or its file is torn or of another make.
    """
    folder = Path(folder)
    path = folder / FILE if folder.is_dir() else folder
    if not path.is_file():
        message = f"{folder}: no dataset of observations; {_remedy(folder)}"
        raise UsageError(message)
    with reading(path, ValueError, KeyError, TypeError, AttributeError, OverflowError):
        metadata = parquet.read_metadata(path)
        schema = metadata.schema.to_arrow_schema()
        told = (schema.metadata or {}).get(b"geotrack")
        about: dict[str, Any] = json.loads(told) if told else {}
        if about.get("format") == FORMAT:
            return _described(path, metadata, schema, about)
    message = (
        f"{path}: was not built by this geotrack; `geotrack observations build {path.name} "
        "--out DIR` makes a dataset of it"
    )
    raise UsageError(message)


def _remedy(folder: Path) -> str:
    """Return what to do where there is no dataset."""
    inside = sorted(path.parent.name for path in folder.glob(f"*/{FILE}"))
    if inside:
        return f"inside lie {', '.join(inside)}: name one, such as {folder / inside[0]}"
    return unfinished(folder) or "`geotrack observations build` makes one"


def _described(path: Path, metadata: Any, schema: Any, about: dict[str, Any]) -> Dataset:
    geo = json.loads(schema.metadata[b"geo"])["columns"]["geometry"]
    times, timeless = _spans(metadata, schema.names, "time")
    radii, radiusless = _spans(metadata, schema.names, RADIUS)
    columns = {f.name: str(f.type) for f in schema if f.name not in OWN}
    return Dataset(
        path=path,
        rows=metadata.num_rows,
        row_groups=metadata.num_row_groups,
        bytes=path.stat().st_size,
        refused=about["refused"],
        inputs=tuple(about["inputs"]),
        extent=tuple(geo["bbox"]),
        first=times and times[0],
        last=times and times[1],
        timeless=timeless,
        columns=columns,
        # Parquet tells the least of zeros as -0.
        radii=radii and (radii[0] + 0.0, radii[1] + 0.0),
        radiusless=radiusless,
    )


def _spans(metadata: Any, names: list[str], column: str) -> tuple[tuple[Any, Any] | None, int]:
    """Return the least and the greatest of a column, and its empty cells, by its statistics."""
    if column not in names:
        return None, 0
    groups = [metadata.row_group(i) for i in range(metadata.num_row_groups)]
    told = [group.column(names.index(column)).statistics for group in groups]
    if any(one is None for one in told):
        message = f"{column!r} is not described"
        raise ValueError(message)
    spans = [(one.min, one.max) for one in told if one.has_min_max]
    none = sum(one.null_count for one in told)
    if not spans:
        return None, none
    return (min(least for least, _ in spans), max(most for _, most in spans)), none
