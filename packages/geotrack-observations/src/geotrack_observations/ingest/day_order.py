"""Order of day and month in dates such as `07/08/2024`, found from all dates of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from geotrack.errors import FieldError
from geotrack_observations.arrow import pa, pc
from geotrack_observations.ingest.batches import Batch

__all__ = ["with_day_order"]

# A date with two numbers before its year.
_DATE = r"^\s*(?P<a>\d{1,2})[-/](?P<b>\d{1,2})(?:[-/]\d{4}|/\d{2})(?:[ ,T].*)?$"
# A greater number is a day.
_LAST_MONTH = 12


def with_day_order(batches: Callable[[], Iterator[Batch]], path: Path) -> Iterator[Batch]:
    """Yield batches of a file with the order of its dates with slashes.

    A part above 12 is a day. The file is read twice only if its first batch has such dates but
    no part above 12.

    Parameters
    ----------
    batches : callable
        Returns the batches of the file, from the first.
    path : path
        The file, for messages.

    Raises
    ------
    FieldError
        No date has a part above 12, or dates contradict each other.
    """
    month_first: bool | None = None
    for batch in batches():
        if month_first is None and _is_undecided(batch):
            month_first = _month_first(batches(), path)
        if month_first is not None and batch.roles.times.month_first is None:
            times = replace(batch.roles.times, month_first=month_first)
            yield replace(batch, roles=replace(batch.roles, times=times))
        else:
            yield batch


def _is_undecided(batch: Batch) -> bool:
    """Return whether a batch has dates with slashes of which nothing states the order."""
    times = batch.roles.times
    return not times.formats and times.month_first is None and _first_date(batch.time) is not None


def _first_date(values: Any) -> str | None:
    """Return the first date with slashes; None if there is none."""
    if values is None or not pa.types.is_string(values.type):
        return None
    matches = values.filter(pc.match_substring_regex(values, _DATE))
    return matches[0].as_py() if len(matches) else None


def _month_first(batches: Iterable[Batch], path: Path) -> bool:
    """Return whether the month is first, by the first batch with a part above 12."""
    example = ""
    for batch in batches:
        if (text := _first_date(batch.time)) is None:
            continue
        example = example or text
        captured = pc.extract_regex(batch.time, _DATE).drop_null()
        is_first_a_day, is_second_a_day = (
            np.asarray(part.cast(pa.int64())) > _LAST_MONTH for part in captured.flatten()
        )
        day_first = bool(is_first_a_day.any())
        month_first = bool(is_second_a_day.any())
        if day_first and month_first:
            raise _refusal(
                "{path}: times have the day first in some rows, and the month in others",
                path,
                example,
            )
        if day_first or month_first:
            return month_first
    raise _refusal(
        "{path}: time {example!r}: day or month first? no time in the file shows it", path, example
    )


def _refusal(problem: str, path: Path, example: str) -> FieldError:
    """Return an error that names the two forms of `strptime` that an example may have."""
    sign = "/" if "/" in example else "-"
    clock = {0: "", 1: " %H:%M"}.get(example.count(":"), " %H:%M:%S")
    if example.rstrip()[-1:] in "Mm":  # AM or PM
        clock = clock.replace("%H", "%I") + " %p"
    forms = [sign.join(parts) + clock for parts in (("%d", "%m", "%Y"), ("%m", "%d", "%Y"))]
    message = f"{problem}; say which with {{time_format}} '{forms[0]}' or '{forms[1]}'"
    return FieldError(message, {"path": path, "example": example})
