"""Conditions on the columns of a dataset."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geotrack.errors import FieldError, UsageError
from geotrack_observations.arrow import pa, pc
from geotrack_observations.queries.unknown_columns import remedy
from geotrack_observations.storage.dataset import Dataset
from geotrack_observations.storage.layout import RADIUS

__all__ = ["TEXTS", "Condition", "flags"]

TEXTS = ("string", "large_string")
"""Types of columns of text."""

_SIGNS = {
    "=": pc.equal, "!=": pc.not_equal, "<": pc.less,
    "<=": pc.less_equal, ">": pc.greater, ">=": pc.greater_equal,
}  # fmt: skip
_OTHER_OPTIONS = {
    "time": "{start} and {end}",
    "lon": "{bbox} or a region",
    "lat": "{north_of}, {bbox} or a region",
}
_PLAIN = {"double": "number", "int64": "whole number"}
_CONDITION = re.compile(r"(.+?)(<=|>=|!=|=|<|>)(.*)")


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on a column.

    Parameters
    ----------
    column : str
        Name of the column.
    sign : {"=", "!=", "<", "<=", ">", ">="}
        Comparison operator. Missing values (null, NaN, empty text) never match, as in SQL, not even
        `!=`.
    value : str
        Value to compare with, as written.
    """

    column: str
    sign: str
    value: str

    @classmethod
    def parse(cls, text: str) -> Condition:
        """Parse a condition.

        Raises
        ------
        UsageError
            The text is not a condition.

        Examples
        --------
        >>> Condition.parse("speed_kn >= 10")
        Condition(column='speed_kn', sign='>=', value='10')
        """
        match = _CONDITION.fullmatch(text.strip())
        if not match:
            message = f"{text!r} is no condition: write a column, a sign and a value: speed_kn>=10"
            raise UsageError(message)
        return cls(*map(str.strip, match.groups()))

    def fits(self, values: Any) -> NDArray[np.bool_]:
        """Return which values of a column meet it."""
        value = pa.scalar(self.value, pa.string()).cast(values.type)
        compared = _SIGNS[self.sign](values, value)
        if pa.types.is_floating(values.type):
            compared = pc.and_(compared, pc.invert(pc.is_nan(values)))
        elif str(values.type) in TEXTS:
            compared = pc.and_(compared, pc.not_equal(values, ""))
        return flags(compared)

    def check(self, dataset: Dataset) -> None:
        """Refuse an unknown column, a value of another type, or an order of texts.

        Raises
        ------
        UsageError
            The condition is refused.
        """
        if self.column in _OTHER_OPTIONS:
            message = f"{self.column!r} is asked by {_OTHER_OPTIONS[self.column]}"
            raise FieldError(message)
        columns = {RADIUS: "double"} if dataset.has_radius else {}
        columns |= dataset.columns
        if self.column not in columns:
            message = f"no column of the dataset is called {self.column!r}; "
            raise UsageError(message + remedy(self.column, columns))
        kind = columns[self.column]
        if kind in TEXTS and self.sign not in {"=", "!="}:
            message = (
                f"{self.column!r} is a column of text, which = and != compare, not {self.sign}"
            )
            raise UsageError(message)
        if kind in TEXTS and self.sign == "=" and not self.value:
            message = f"an empty {self.column!r} fits no condition; write what it must be"
            raise UsageError(message)
        try:
            type_ = pa.type_for_alias(kind)
            value = pa.scalar(self.value, pa.string()).cast(type_).as_py()
            self.fits(pa.chunked_array([], type_))
        # The type has no comparison, or the value does not convert (ArrowInvalid is a ValueError).
        except (pa.ArrowNotImplementedError, ValueError):
            value = math.nan
        if value != value:  # noqa: PLR0124 - NaN alone
            message = f"{self.value!r} is no {_PLAIN.get(kind, kind)}, as {self.column!r} has them"
            raise UsageError(message)


def flags(compared: Any) -> NDArray[np.bool_]:
    """Return a comparison as flags; False for empty cells."""
    return np.asarray(pc.fill_null(compared, False).combine_chunks().to_numpy(zero_copy_only=False))
