"""Columns of a dataset as NumPy arrays: numbers with a mask, texts by category."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geotrack_observations.arrow import pa, pc

__all__ = ["EXACT", "Column", "NumberColumn", "TextColumn", "column_of"]

EXACT = 2**53
"""Integers from here on become text, since floating point numbers (as in JSON) are not exact."""


@dataclass(frozen=True, slots=True, eq=False)
class NumberColumn:
    """Numbers, some of which may be missing.

    Parameters
    ----------
    values : numpy.ndarray of shape (n,)
        Integers or floating point numbers; any number where missing.
    missing : numpy.ndarray of bool, shape (n,)
        Which are missing, including NaN.
    """

    values: NDArray[Any]
    missing: NDArray[np.bool_]

    @property
    def is_exact(self) -> bool:
        """Whether floating point numbers represent all of them exactly."""
        present = self.values[~self.missing]
        if present.dtype.kind == "f" or not len(present):
            return True
        return int(present.max()) < EXACT and int(present.min()) > -EXACT


@dataclass(frozen=True, slots=True, eq=False)
class TextColumn:
    """Texts, some of which may be missing.

    Parameters
    ----------
    codes : numpy.ndarray of int, shape (n,)
        Index into `categories`; -1 if missing.
    categories : tuple of str
        Distinct texts in order of first occurrence.
    """

    codes: NDArray[np.int64]
    categories: tuple[str, ...]


Column = NumberColumn | TextColumn
"""A column; any other type is converted to text."""


def column_of(values: Any) -> Column:
    """Return a column of a table as arrays.

    Parameters
    ----------
    values : pyarrow.ChunkedArray
        Any type. Times become texts such as `2024-07-24 16:40:00 UTC`, without a zone if they have
        none.
    """
    missing = np.asarray(values.is_null().to_numpy(zero_copy_only=False))
    if pa.types.is_integer(values.type):
        return NumberColumn(np.asarray(pc.fill_null(values, 0)), missing)
    if pa.types.is_floating(values.type):
        numbers = np.asarray(pc.fill_null(values, 0.0), np.float64)
        return NumberColumn(numbers, missing | np.isnan(numbers))
    listed = _texts(values).combine_chunks().dictionary_encode()
    codes = np.asarray(pc.fill_null(listed.indices, -1), np.int64)
    return TextColumn(codes, tuple(listed.dictionary.to_pylist()))


def _texts(values: Any) -> Any:
    kind = values.type
    if not pa.types.is_timestamp(kind):
        return values.cast(pa.string())
    texts = values.cast(pa.timestamp(kind.unit)).cast(pa.string())
    texts = pc.replace_substring_regex(texts, r"(\.[0-9]*[1-9])0+$|\.0+$", r"\1")
    return pc.binary_join_element_wise(texts, "UTC", " ") if kind.tz else texts
