"""Records without links and names that must not be exported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from geotrack.model import Event
from geotrack.workspace import Workspace

__all__ = ["omitted_text", "public_record"]

_LABELS = {
    "link": ("link to a record that is not in the export", "links to records not in the export"),
    "replaced": ("id of a replaced record", "ids of replaced records"),
    "by": ("name of who changed or reviewed a record", "names of who changed or reviewed records"),
}


def public_record(
    event: Event, among: Collection[str], workspace: Workspace, omitted: Counter[str]
) -> dict[str, Any]:
    """Return a record's Feature without private links and names.

    Ids contain words of titles. So links are kept only to exported records or to those that
    replace them, and `replaces` is left out. The names in revisions are left out too; `geotrack
    show --history` prints them.

    Parameters
    ----------
    event : Event
        The record.
    among : collection of str
        Ids of the exported records.
    workspace : Workspace
        Resolves replaced ids.
    omitted : collections.Counter
        Counts what is left out: `link`, `replaced`, `by`.
    """
    stored: Mapping[str, Any] = event.feature["properties"]
    changed = dict(_changed(event, stored, among, workspace, omitted))
    if not changed:
        return event.feature
    merged = {**stored, **changed}
    properties = {key: value for key, value in merged.items() if key not in changed or value}
    return {**event.feature, "properties": properties}


def _changed(
    event: Event,
    stored: Mapping[str, Any],
    among: Collection[str],
    workspace: Workspace,
    omitted: Counter[str],
) -> Iterator[tuple[str, Any]]:
    """Yield the properties that differ from the stored ones; empty values are left out."""
    if event.part_of and event.part_of not in among:
        whole = workspace.resolved(event.part_of)
        omitted["link"] += whole not in among
        yield "part_of", whole if whole in among else None
    resolved = (i if i in among else workspace.resolved(i) for i in event.related)
    related = [id_ for id_ in dict.fromkeys(resolved) if id_ in among and id_ != event.id]
    if related != list(event.related):
        omitted["link"] += len(event.related) - len(related)
        yield "related", related
    if event.replaces:
        omitted["replaced"] += len(event.replaces)
        yield "replaces", None
    if any(revision.by for revision in event.revisions):
        revisions = stored["revisions"]
        steps = revisions if isinstance(revisions, list) else [revisions]
        omitted["by"] += sum("by" in step for step in steps)
        yield "revisions", [{k: v for k, v in step.items() if k != "by"} for step in steps]


def omitted_text(omitted: Mapping[str, int]) -> list[str]:
    """Return what was left out as text.

    Examples
    --------
    >>> omitted_text({"link": 2, "by": 1})
    ['2 links to records not in the export', '1 name of who changed or reviewed a record']
    """
    return [f"{n} {_LABELS[what][n > 1]}" for what, n in omitted.items() if n]
