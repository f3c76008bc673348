"""Moments in datasets: microseconds since 1970, UTC."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

__all__ = ["SECOND", "count_of", "moment_of"]

SECOND = 1_000_000
"""Microseconds in a second."""


def moment_of(count: int) -> datetime:
    """Return the moment of a count of microseconds since 1970, UTC."""
    seconds, rest = divmod(count, SECOND)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest)


def count_of(moment: datetime) -> int:
    """Return the count of microseconds since 1970 of a moment."""
    return int(np.datetime64(moment.astimezone(UTC).replace(tzinfo=None), "us").astype(np.int64))
