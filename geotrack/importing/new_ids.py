"""Ids of drafts whose rows state none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

__all__ = ["NewIds", "Slug"]

Slug = Callable[[Mapping[str, Any]], str]
"""Returns an id made of the properties of a record; equal ones are numbered."""


class NewIds:
    """Gives ids to drafts, one after the other: the same file gives the same ones.

    Parameters
    ----------
    slug : callable
        Makes an id of properties.
    used : iterable of str
        Ids that rows state.
    """

    def __init__(self, slug: Slug, used: Iterable[str]) -> None:
        self._slug, self._used = slug, {*used}
        self._last: dict[str, int] = {}

    def give(self, n: int, feature: dict[str, Any]) -> None:
        """Give the draft of a row an id, in place, if it has none."""
        if "id" in feature:
            return
        id_ = slug = self._slug(feature["properties"])
        # From the last number on, since a file may have a million rows of one title.
        number = self._last.get(slug, 1)
        while id_ in self._used:
            number += 1
            id_ = f"{slug}-{number}"
        if number > 1:
            self._last[slug] = number
        self._used.add(id_)
        # A row that is held back may have no geometry.
        members: dict[str, Any] = {
            key: feature.pop(key) for key in ("geometry", "properties") if key in feature
        }
        feature |= {"id": id_, **members}
