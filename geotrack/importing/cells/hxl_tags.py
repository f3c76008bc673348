"""Rows of HXL tags below the names of columns: `#date`, `#geo+lat`.

Form: HXL 1.1, hashtags and attributes (https://hxlstandard.org).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

__all__ = ["NOTE", "are_tags"]

NOTE = "a row of HXL tags is no record; left out"
_TAG = re.compile(r"\s*#[a-z][a-z0-9_]*(?:\s*\+\s*[a-z][a-z0-9_]*)*\s*", re.IGNORECASE)
_LEAST = 2


def are_tags(cells: Iterable[Any]) -> bool:
    """Return whether all filled cells of a row are HXL tags, and there are two or more.

    Examples
    --------
    >>> are_tags(["#date", "", "#geo+lat", None]), are_tags(["#1", "#geo"]), are_tags(["#geo"])
    (True, False, False)
    """
    filled = [c for c in cells if c is not None and not (isinstance(c, str) and not c.strip())]
    return len(filled) >= _LEAST and all(isinstance(c, str) and _TAG.fullmatch(c) for c in filled)
