"""What is kept of a record's changes: the revision that tells one, and the review after it.

Features go in and Features come out; nothing is read or written here, and what is given is left
as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from datetime import date
from typing import Any, Literal, TypeAlias

from geotrack.errors import GeotrackError
from geotrack.findings import shown
from geotrack.workspace.diff.property_differences import Feature, canonical, difference
from geotrack.workspace.edit.signers import same_name, signed

__all__ = [
    "ReviewError",
    "Step",
    "is_review",
    "merged",
    "next_step",
    "replaced_by",
    "review_of",
    "reviewed",
    "revised",
]

Step: TypeAlias = Literal["reviewed", "released"]

_STEPS: tuple[Step, ...] = ("reviewed", "released")
_STATES = ("draft", *_STEPS)


class ReviewError(GeotrackError):
    """A record cannot take this review step."""


def revised(old: Feature, new: Feature, *, by: str, on: date, why: str | None) -> dict[str, Any]:
    """Return a new version of a record with the revision that tells of the change.

    Parameters
    ----------
    old, new : Feature
        The stored record and the one that takes its place.
    by : str
        Who changed it.
    on : date
        When.
    why : str or None
        Why, where that is said.

    Returns
    -------
    dict
        The new Feature as a draft, with the old one's revisions, those that only the new one has,
        and one more; a copy of the old Feature where nothing differs.

    Examples
    --------
    >>> old = {"id": "a", "geometry": None, "properties": {"start": "2024-09"}}
    >>> new = {"id": "a", "geometry": None, "properties": {"start": "2024-09-28"}}
    >>> revised(old, new, by="Kari", on=date(2026, 11, 25), why=None)["properties"]["revisions"]
    [{'what': 'changed start', 'on': '2026-11-25', 'by': 'Kari'}]
    """
    found = difference(old, new)
    if not found:
        return deepcopy(dict(old))
    history = _revisions(old)
    known = [canonical(r) for r in history]
    extra = [r for r in _revisions(new) if canonical(r) not in known]
    names = ", ".join(dict.fromkeys(one.name for one in found))
    latest = _revision(f"changed {names}", by=by, on=on, why=why)
    return _with_history(new, "draft", [*history, *extra, latest])


def merged(
    heir: Feature, gone: Sequence[Feature], *, by: str, on: date, why: str | None
) -> dict[str, Any]:
    """Return a record that takes the place of others.

    Parameters
    ----------
    heir : Feature
        The record that stands in for them, which names them in `replaces`.
    gone : sequence of Feature
        The records that it replaces.
    by : str
        Who merged them.
    on : date
        When.
    why : str or None
        Why, where that is said.

    Returns
    -------
    dict
        The record as a draft, with what each of them had replaced, with their revisions before its
        own, and with one more that tells of the merge.

    Examples
    --------
    >>> old = {"id": "b", "properties": {"replaces": "a", "revisions": [{"what": "changed start"}]}}
    >>> new = {"id": "c", "properties": {"title": "x", "replaces": ["b"]}}
    >>> merged(new, [old], by="Kari", on=date(2026, 11, 25), why=None)["properties"]["replaces"]
    ['b', 'a']
    """
    history = [r for feature in (*gone, heir) for r in _revisions(feature)]
    what = f"merged {', '.join(str(feature.get('id')) for feature in gone)}"
    one = _with_history(heir, "draft", [*history, _revision(what, by=by, on=on, why=why)])
    ids = (id_ for feature in (heir, *gone) for id_ in replaced_by(feature))
    one["properties"]["replaces"] = list(dict.fromkeys(ids))
    return one


def replaced_by(feature: Feature) -> list[str]:
    """Return the ids that a Feature replaces, as text."""
    value = (feature.get("properties") or {}).get("replaces")
    ids = value if isinstance(value, list) else [] if value is None else [value]
    return [str(id_) for id_ in ids]


def next_step(feature: Feature) -> Step | None:
    """Return the review step that a record takes next; None where it is released.

    >>> next_step({"properties": {}}), next_step({"properties": {"review": "released"}})
    ('reviewed', None)
    """
    at = _STATES.index(review_of(feature))
    return _STEPS[at] if at < len(_STEPS) else None


def review_of(feature: Feature) -> str:
    """Return the review state of a record; one that states none is a draft."""
    return str((feature.get("properties") or {}).get("review") or _STATES[0])


def reviewed(feature: Feature, *, by: str, on: date, to: Step) -> dict[str, Any]:
    """Return a record after a review step.

    Parameters
    ----------
    feature : Feature
        The record.
    by : str
        Who reviewed it: not the author of its last change, however they are spelt.
    on : date
        When.
    to : {"reviewed", "released"}
        The step.

    Raises
    ------
    ReviewError
        The record is that far already, or `by` made its last change.
    UsageError
        `by` is no name that a reader can tell from others.

    Examples
    --------
    >>> record = {"properties": {"revisions": [{"what": "changed start", "by": "Ida"}]}}
    >>> reviewed(record, by="Ola", on=date(2026, 11, 25), to="reviewed")["properties"]["review"]
    'reviewed'
    >>> reviewed(record, by="IDA", on=date(2026, 11, 25), to="reviewed")
    Traceback (most recent call last):
    ...
    geotrack.workspace.edit.revisions.ReviewError: 'IDA' made its last change; let another review it
    """
    by = signed(by)
    state = review_of(feature)
    if _STATES.index(to) <= _STATES.index(state):
        raise ReviewError(f"it is {state} already")
    changes = [r for r in _revisions(feature) if not is_review(r.get("what"))]
    author = changes[-1].get("by") if changes else None
    if author is not None and same_name(str(author), by):
        raise ReviewError(f"{shown(by)} made its last change; let another review it")
    return _with_history(feature, to, [*_revisions(feature), _revision(to, by=by, on=on, why=None)])


def is_review(what: object) -> bool:
    """Tell whether a revision is a review step by its `what`, and no change of the record.

    >>> is_review("reviewed"), is_review("changed start")
    (True, False)
    """
    return what in _STEPS


def _revisions(feature: Feature) -> list[dict[str, Any]]:
    value = (feature.get("properties") or {}).get("revisions")
    revisions = [value] if isinstance(value, dict) else value or []
    return [r for r in revisions if isinstance(r, dict)]


def _revision(what: str, *, by: str, on: date, why: str | None) -> dict[str, Any]:
    fields = {"what": what, "on": on.isoformat(), "by": signed(by), "why": why}
    return {key: value for key, value in fields.items() if value}


def _with_history(feature: Feature, review: str, revisions: list[dict[str, Any]]) -> dict[str, Any]:
    copy = deepcopy(dict(feature))
    copy["properties"] = {
        **(copy.get("properties") or {}),
        "review": review,
        "revisions": deepcopy(revisions),
    }
    return copy
