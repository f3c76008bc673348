"""A record as it is handed over: as stored, without what leads to what is not handed over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from geotrack.model import Event
from geotrack.workspace import Workspace

__all__ = ["left_words", "public_record"]

_WORDS = {
    "link": ("link to a record that is not in the export", "links to records not in the export"),
    "replaced": ("id of a replaced record", "ids of replaced records"),
    "by": ("name of who changed or reviewed a record", "names of who changed or reviewed records"),
}


def public_record(
    event: Event, among: Collection[str], workspace: Workspace, left: Counter[str]
) -> dict[str, Any]:
    """Return a record's Feature as stored, with what must stay behind left out.

    Ids hold words of titles: links lead only to records that go along, to those that stand for
    them in the end, and what a record replaces stays behind. So does who changed or reviewed it,
    which is for `geotrack show --history`.

    Parameters
    ----------
    event : Event
        The record.
    among : collection of str
        Ids of the records that are handed over.
    workspace : Workspace
        Knows which records stand for old ids.
    left : collections.Counter
        What is left out is counted here: `link`, `replaced`, `by`.
    """
    stored: Mapping[str, Any] = event.feature["properties"]
    changed = dict(_changed(event, stored, among, workspace, left))
    if not changed:
        return event.feature
    told = {**stored, **changed}
    properties = {key: value for key, value in told.items() if key not in changed or value}
    return {**event.feature, "properties": properties}


def _changed(
    event: Event,
    stored: Mapping[str, Any],
    among: Collection[str],
    workspace: Workspace,
    left: Counter[str],
) -> Iterator[tuple[str, Any]]:
    """Yield the properties that go along otherwise than stored; empty ones stay behind."""
    if event.part_of and event.part_of not in among:
        whole = workspace.resolved(event.part_of)
        left["link"] += whole not in among
        yield "part_of", whole if whole in among else None
    known = (i if i in among else workspace.resolved(i) for i in event.related)
    kept = [id_ for id_ in dict.fromkeys(known) if id_ in among and id_ != event.id]
    if kept != list(event.related):
        left["link"] += len(event.related) - len(kept)
        yield "related", kept
    if event.replaces:
        left["replaced"] += len(event.replaces)
        yield "replaces", None
    if any(revision.by for revision in event.revisions):
        said = stored["revisions"]
        steps = said if isinstance(said, list) else [said]
        left["by"] += sum("by" in step for step in steps)
        yield "revisions", [{k: v for k, v in step.items() if k != "by"} for step in steps]


def left_words(left: Mapping[str, int]) -> list[str]:
    """Return what was left out, in words.

    Examples
    --------
    >>> left_words({"link": 2, "by": 1})
    ['2 links to records not in the export', '1 name of who changed or reviewed a record']
    """
    return [f"{n} {_WORDS[what][n > 1]}" for what, n in left.items() if n]
