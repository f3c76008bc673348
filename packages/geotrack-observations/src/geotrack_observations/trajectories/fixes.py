"""Fixes of a dataset sorted by id and time, the input of tracks.

They are stored as integers, some thirty bytes a fix while they are sorted: ten million take less
than a gigabyte. Tracks are made for some ids at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geotrack.errors import FieldError, UsageError
from geotrack_observations.arrow import pa, parquet, pc
from geotrack_observations.ingest.presets import fold_name
from geotrack_observations.queries.conditions import TEXTS
from geotrack_observations.queries.query import DatasetQuery
from geotrack_observations.queries.unknown_columns import remedy
from geotrack_observations.storage.dataset import Dataset
from geotrack_observations.storage.layout import DAY_END, PER_METRE, RADIUS
from geotrack_observations.times.moments import SECOND

__all__ = ["Fixes", "id_column", "id_type", "read_fixes", "without_place_and_period"]

# Usual names of columns of ids, folded.
_IDS = (
    "mmsi", "imo", "icao24", "track_id", "vessel_id", "flight_id", "platform_code",
    "platform_number", "individual_local_identifier", "tag_local_identifier",
)  # fmt: skip
# If both columns are there, the value is the id: an IMO number is often missing, a tag is reused.
_PREFERRED = {"imo": "mmsi", "tag_local_identifier": "individual_local_identifier"}
# About how many fixes are processed at once.
_PART = 1_000_000
# Seconds.
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Fixes:
    """Positions with an id and a time, sorted by both.

    Parameters
    ----------
    column : str
        Column of the ids.
    ids : sequence
        Distinct ids, sorted, in the type of the dataset.
    code : numpy.ndarray of shape (n,)
        Index of the id of each fix in `ids`.
    time : numpy.ndarray of shape (n,)
        Microseconds since 1970, UTC.
    x, y : numpy.ndarray of shape (n,)
        Whole centimetres in EPSG:6931.
    resolution_s : float
        Resolution of the times, seconds: 60 if all are whole minutes, 1 if all are whole seconds,
        else 0.
    radius : numpy.ndarray of shape (n,), optional
        Radius of uncertainty, metres; NaN if not stated, None if the dataset has no radius.
    timeless, nameless, repeated, days : int
        Rows that are no fixes: without a time, without an id, duplicates, or with a day instead of
        a time.
    kind : type
        Type of the ids.
    """

    column: str
    ids: Sequence[Any]
    code: NDArray[np.int32]
    time: NDArray[np.int64]
    x: NDArray[np.int32]
    y: NDArray[np.int32]
    resolution_s: float
    radius: NDArray[np.float64] | None = None
    timeless: int = field(default=0)
    nameless: int = field(default=0)
    repeated: int = field(default=0)
    kind: type = field(default=str)
    days: int = field(default=0)

    def __len__(self) -> int:
        """Return the number of fixes."""
        return len(self.code)

    @property
    def radius_or_zero(self) -> NDArray[np.float64]:
        """The radius of each, metres; 0 if not stated."""
        return np.zeros(len(self)) if self.radius is None else np.nan_to_num(self.radius)

    @property
    def metres(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Positions, metres in EPSG:6931."""
        return self.x / PER_METRE, self.y / PER_METRE

    def parts(self, rows: int = _PART) -> Iterator[Fixes]:
        """Yield parts of about this size, with all fixes of an id in one part."""
        begin = 0
        while begin < len(self):
            end = min(begin + rows, len(self))
            end = int(np.searchsorted(self.code, self.code[end - 1], side="right"))
            yield self.of(begin, end)
            begin = end

    def of(self, first: int, after: int) -> Fixes:
        """Return a slice, without a copy."""
        rows = slice(first, after)
        return Fixes(
            self.column, self.ids, self.code[rows], self.time[rows], self.x[rows], self.y[rows],
            self.resolution_s, None if self.radius is None else self.radius[rows], kind=self.kind,
        )  # fmt: skip


def id_column(dataset: Dataset, named: str | None = None) -> str:
    """Return the column of ids.

    Parameters
    ----------
    dataset : Dataset
        The dataset.
    named : str, optional
        Name of the column. Default the one with a usual name, such as `mmsi` or `icao24`; `mmsi`
        before `imo`.

    Raises
    ------
    UsageError
        An unknown column, or none or several with a usual name.
    """
    if named is not None:
        if named not in dataset.columns:
            message = "no column of the dataset is called {name!r} ({id}); {remedy}"
            values = {"name": named, "remedy": remedy(named, dataset.columns)}
            raise FieldError(message, values)
        return named
    folded = {name: fold_name(name) for name in dataset.columns}
    candidates = [
        name
        for name, plain in folded.items()
        if plain in _IDS and _PREFERRED.get(plain) not in folded.values()
    ]
    if len(candidates) == 1:
        return candidates[0]
    if not candidates:
        has = ", ".join(dataset.columns) or "none of its own"
        message = (
            "no column's name says that it is an id: name it with {id}; the dataset has {columns}"
        )
        raise FieldError(message, {"columns": has})
    message = "{columns} may be the id: say which with {id}"
    raise FieldError(message, {"columns": " and ".join(candidates)})


def id_type(dataset: Dataset, column: str) -> type:
    """Return the type of the ids of a column: integers, numbers, or text.

    Raises
    ------
    UsageError
        The column has a type that is no id, such as lists.
    """
    kind = parquet.read_schema(dataset.path).field(column).type
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return int if pa.types.is_integer(kind) else float
    if str(kind) not in {*TEXTS, "null"}:
        message = f"{column!r} is a column of {kind}, and an id is a text or a number"
        raise UsageError(message)
    return str


def without_place_and_period(dataset_query: DatasetQuery) -> DatasetQuery:
    """Return a query without its place and period, since fixes outside them end legs, too."""
    query = replace(
        dataset_query.query, regions=(), all_regions=False, drawn=(), bbox=None, within=None,
        north_of=None, period=None, also=(),
    )  # fmt: skip
    return replace(dataset_query, query=query)


def read_fixes(
    dataset_query: DatasetQuery, column: str, progress: Callable[[int], object] = lambda _: None
) -> Fixes:
    """Return the fixes that match a query.

    Parameters
    ----------
    dataset_query : DatasetQuery
        The query.
    column : str
        Column of the ids.
    progress : callable
        Called with the number of rows read since the last call.

    Raises
    ------
    UsageError
        The column holds what is no id.
    """
    kind = id_type(dataset_query.dataset, column)
    has_radius = dataset_query.dataset.has_radius
    has_days = dataset_query.dataset.has_days
    names = ["time", *([DAY_END] if has_days else []), "plane_x", "plane_y", column]
    names = list(dict.fromkeys([*names, *([RADIUS] if has_radius else [])]))
    # Room for all rows of the dataset; those without a match remain unused at the end.
    size = dataset_query.dataset.rows
    code: NDArray[np.int32] = np.empty(size, np.int32)
    time: NDArray[np.int64] = np.empty(size, np.int64)
    x: NDArray[np.int32] = np.empty(size, np.int32)
    y: NDArray[np.int32] = np.empty(size, np.int32)
    radius: NDArray[np.float64] = np.empty(size if has_radius else 0)
    codes: dict[Any, int] = {}
    count = timeless = nameless = days = 0
    for table in dataset_query.matching_rows(names):
        progress(table.num_rows)
        rows = table.select(names)
        if has_days:
            rows = rows.filter(pc.is_null(rows[DAY_END]))
            days += table.num_rows - rows.num_rows
        has_time, has_id = (pc.is_valid(rows[name]) for name in ("time", column))
        timeless += rows.num_rows - (pc.sum(has_time).as_py() or 0)
        nameless += pc.sum(pc.and_(has_time, pc.invert(has_id))).as_py() or 0
        rows = rows.filter(pc.and_(has_time, has_id))
        part = slice(count, count := count + rows.num_rows)
        code[part] = _id_codes(rows[column], codes)
        time[part] = rows["time"].cast(pa.int64()).to_numpy()
        x[part], y[part] = (rows[name].to_numpy() for name in ("plane_x", "plane_y"))
        if has_radius:
            radius[part] = rows[RADIUS].to_numpy()
    code, time, x, y = code[:count], time[:count], x[:count], y[:count]
    # Codes in the order of occurrence become codes in the order of ids.
    ids = sorted(codes)
    rank = np.empty(len(ids), np.int32)
    rank[[codes[id_] for id_ in ids]] = np.arange(len(ids), dtype=np.int32)
    code = rank[code]
    order = _order(code, time)
    # One after the other, so that only one is in memory twice.
    code = code[order]
    time = time[order]
    x = x[order]
    y = y[order]
    radius = radius[order] if has_radius else radius
    del order
    is_distinct = _without_duplicates(code, time, x, y, radius if has_radius else None)
    repeated = count - int(is_distinct.sum())
    if repeated:
        code, time, x, y = code[is_distinct], time[is_distinct], x[is_distinct], y[is_distinct]
        radius = radius[is_distinct] if has_radius else radius
    return Fixes(
        column, ids, code, time, x, y, _resolution_s(time), radius if has_radius else None,
        timeless, nameless, repeated, kind, days,
    )  # fmt: skip


def _id_codes(values: Any, codes: dict[Any, int]) -> NDArray[np.int32]:
    """Return a code for each value, equal for equal values; adds new values to the known ones."""
    coded = values.combine_chunks().dictionary_encode()
    numbers = [codes.setdefault(value, len(codes)) for value in coded.dictionary.to_pylist()]
    result: NDArray[np.int32] = np.array(numbers, np.int32)[coded.indices.to_numpy()]
    return result


def _order(code: NDArray[np.int32], time: NDArray[np.int64]) -> NDArray[np.intp]:
    """Return the order by id and time; sorts one combined integer if both fit."""
    if not len(time):
        return np.zeros(0, np.intp)
    first, span = int(time.min()), int(time.max()) - int(time.min()) + 1
    if (int(code.max()) + 1) * span >= 1 << 63:
        return np.lexsort((time, code))
    # code * span + time - first, in place.
    key = code.astype(np.int64)
    key *= span
    key += time
    key -= first
    return np.argsort(key, kind="stable")


def _without_duplicates(
    code: NDArray[np.int32],
    time: NDArray[np.int64],
    x: NDArray[np.int32],
    y: NDArray[np.int32],
    radius: NDArray[np.float64] | None,
) -> NDArray[np.bool_]:
    """Sort fixes with equal id and time by position; return which are no duplicates.

    Their order in the input has no meaning.
    """
    is_distinct = np.ones(len(code), np.bool_)
    has_same_time = (code[1:] == code[:-1]) & (time[1:] == time[:-1])
    repeats = np.flatnonzero(has_same_time) + 1
    if not len(repeats):
        return is_distinct
    group = np.union1d(repeats, repeats - 1)
    columns: list[NDArray[Any]] = [x, y] if radius is None else [x, y, radius]
    sort_columns: list[NDArray[Any]] = [code, time, *columns]
    sort_keys = [column[group] for column in sort_columns]
    order = group[np.lexsort(sort_keys[::-1])]  # whose last key is the first to sort by
    is_distinct[repeats] = False
    for column in columns:
        column[group] = column[order]
        this, previous = column[repeats], column[repeats - 1]
        # Two radii that are not stated (NaN) are equal.
        is_equal = (this == previous) | (np.isnan(this) & np.isnan(previous))
        is_distinct[repeats] |= ~is_equal
    return is_distinct


def _resolution_s(time: NDArray[np.int64]) -> float:
    """Return the resolution of times, as `Fixes.resolution_s`; in parts, to bound the memory."""
    for seconds in (_MINUTE, 1):
        starts = range(0, len(time), _PART)
        if not any((time[start : start + _PART] % (seconds * SECOND)).any() for start in starts):
            return float(seconds)
    return 0.0
