"""Revisions and review states of records.

Functions take and return Features; arguments are not changed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from copy import deepcopy
from datetime import date
from typing import Any, Literal, TypeAlias

from geotrack.errors import GeotrackError, UsageError
from geotrack.findings import shown
from geotrack.i18n.folding import is_blank
from geotrack.messages import Message
from geotrack.model.base import listed
from geotrack.model.event import Revision
from geotrack.workspace.edit.signers import normalise_name, same_name
from geotrack.workspace.property_differences import Feature, canonical, difference

__all__ = [
    "SENT_BACK",
    "ReviewError",
    "Step",
    "apply_review",
    "entered",
    "is_link",
    "is_review",
    "link",
    "merge_records",
    "merged_ids",
    "next_step",
    "replaced_by",
    "review_of",
    "revise",
    "send_back",
    "since_release",
]

Step: TypeAlias = Literal["reviewed", "released"]

_STEPS: tuple[Step, ...] = ("reviewed", "released")
_STATES = ("draft", *_STEPS)
SENT_BACK = "sent back"
"""`what` of the revision of a record that a reviewer did not accept."""
_MERGED, _LINKED = "merged ", "linked to claim "


class ReviewError(GeotrackError):
    """The review step is not possible for the record."""


def entered(feature: Feature, on: date, by: str | None = None) -> dict[str, Any]:
    """Return a new record with the day of its entry into the workspace, and who entered it.

    >>> entered({"id": "a", "properties": {}}, date(2026, 11, 28), "Ida")["properties"]
    {'added': '2026-11-28', 'added_by': 'Ida'}
    """
    name = normalise_name(by) if by else None
    copy = {**feature, "properties": dict(feature["properties"])}
    return _with_entry(copy, {"added": on.isoformat(), "added_by": name})


def revise(old: Feature, new: Feature, *, by: str, on: date, why: str | None) -> dict[str, Any]:
    """Return a new version of a record with a revision for the change.

    Parameters
    ----------
    old, new : Feature
        The stored record and its new version.
    by : str
        Author of the change.
    on : date
        Date of the change.
    why : str or None
        Reason of the change.

    Returns
    -------
    dict
        The new Feature as a draft, with the day of entry of the old one, and the revisions of both
        and the new one; a copy of the old Feature if nothing differs.

    Examples
    --------
    >>> old = {"id": "a", "geometry": None, "properties": {"start": "2024-09"}}
    >>> new = {"id": "a", "geometry": None, "properties": {"start": "2024-09-28"}}
    >>> revise(old, new, by="Kari", on=date(2026, 11, 25), why=None)["properties"]["revisions"]
    [{'what': 'changed start', 'on': '2026-11-25', 'by': 'Kari'}]
    """
    differences = difference(old, new)
    if not differences:
        return deepcopy(dict(old))
    names = ", ".join(dict.fromkeys(item.name for item in differences))
    return _revised(old, new, _revision(f"changed {names}", by=by, on=on, why=why))


def link(old: Feature, report: str, claim: str, *, by: str, on: date) -> dict[str, Any]:
    """Return a record that cites a claim of a report too, as a draft with a revision for it.

    Parameters
    ----------
    old : Feature
        The stored record.
    report, claim : str
        Ids of the report and of its claim.
    by : str
        Author of the citation.
    on : date
        Its date.

    Examples
    --------
    >>> old = {"id": "a", "properties": {"sources": []}}
    >>> link(old, "north", "S1", by="Kari", on=date(2026, 11, 25))["properties"]["revisions"]
    [{'what': 'linked to claim S1 of north', 'on': '2026-11-25', 'by': 'Kari'}]
    """
    new = deepcopy(dict(old))
    sources: Any = listed(new["properties"].get("sources"))
    new["properties"]["sources"] = [*sources, {"seed": report, "claim": claim}]
    summary = f"{_LINKED}{claim} of {report}"
    return _revised(old, new, _revision(summary, by=by, on=on, why=None))


def _revised(old: Feature, new: Feature, latest: dict[str, Any]) -> dict[str, Any]:
    """Return the new version of a record with the revisions of both and the latest."""
    history = _revisions(old)
    # Exports leave out names: the revisions of a record that comes back lack them.
    earlier = [canonical(r) for r in (*history, *map(_without_name, history))]
    extra = [r for r in _revisions(new) if canonical(r) not in earlier]
    revised = _with_history(new, "draft", [*history, *extra, latest])
    return _with_entry(revised, old["properties"])


def merge_records(
    heir: Feature, gone: Sequence[Feature], *, by: str, on: date, why: str | None
) -> dict[str, Any]:
    """Return a record merged with the records that it replaces.

    Parameters
    ----------
    heir : Feature
        The record, which names the others in `replaces`.
    gone : sequence of Feature
        The replaced records.
    by : str
        Author of the merge.
    on : date
        Date of the merge.
    why : str or None
        Reason of the merge.

    Returns
    -------
    dict
        The record as a draft, with the combined `replaces` and revisions, a revision for the merge,
        and the first day of entry; without one if that of any of them is not known.

    Examples
    --------
    >>> old = {"id": "b", "properties": {"replaces": "a", "revisions": [{"what": "changed start"}]}}
    >>> new = {"id": "c", "properties": {"title": "x", "replaces": ["b"]}}
    >>> record = merge_records(new, [old], by="Kari", on=date(2026, 11, 25), why=None)
    >>> record["properties"]["replaces"]
    ['b', 'a']
    """
    history = [r for feature in (*gone, heir) for r in _revisions(feature)]
    summary = f"{_MERGED}{', '.join(str(feature.get('id')) for feature in gone)}"
    merged = _with_history(heir, "draft", [*history, _revision(summary, by=by, on=on, why=why)])
    ids = (id_ for feature in (heir, *gone) for id_ in replaced_by(feature))
    merged["properties"]["replaces"] = list(dict.fromkeys(ids))
    entries = [feature["properties"] for feature in (heir, *gone)]
    return _with_entry(merged, min(entries, key=lambda entry: str(entry.get("added") or "")))


def _with_entry(feature: dict[str, Any], entry: Mapping[str, Any]) -> dict[str, Any]:
    """Set the day of entry of a record and who entered it, as far as they are known."""
    for key in ("added", "added_by"):
        feature["properties"].pop(key, None)
        if entry.get(key):
            feature["properties"][key] = entry[key]
    return feature


def replaced_by(feature: Feature) -> list[str]:
    """Return the ids that a Feature replaces, as text."""
    value = (feature.get("properties") or {}).get("replaces")
    ids = value if isinstance(value, list) else [] if value is None else [value]
    return [str(id_) for id_ in ids]


def next_step(feature: Feature) -> Step | None:
    """Return the next review step of a record; None if it is released.

    >>> next_step({"properties": {}}), next_step({"properties": {"review": "released"}})
    ('reviewed', None)
    """
    state = _STATES.index(review_of(feature))
    return _STEPS[state] if state < len(_STEPS) else None


def review_of(feature: Feature) -> str:
    """Return the review state of a record; `draft` if none is stated."""
    return str((feature.get("properties") or {}).get("review") or _STATES[0])


def apply_review(feature: Feature, *, by: str, on: date, to: Step) -> dict[str, Any]:
    """Return a record after a review step.

    Parameters
    ----------
    feature : Feature
        The record.
    by : str
        The reviewer; must not be the author of the last change, or who entered a record that has
        not changed, in any spelling.
    on : date
        Date of the review.
    to : {"reviewed", "released"}
        The step.

    Raises
    ------
    ReviewError
        The record has that state already, or `by` made its last change or entered it.
    UsageError
        `by` is not a valid name.

    Examples
    --------
    >>> record = {"properties": {"revisions": [{"what": "changed start", "by": "Ida"}]}}
    >>> apply_review(record, by="Ola", on=date(2026, 11, 25), to="reviewed")["properties"]["review"]
    'reviewed'
    >>> apply_review(record, by="IDA", on=date(2026, 11, 25), to="reviewed")
    Traceback (most recent call last):
    ...
    geotrack.workspace.edit.revisions.ReviewError: 'IDA' made its last change; let another review it
    """
    by = normalise_name(by)
    state = review_of(feature)
    if _STATES.index(to) <= _STATES.index(state):
        raise ReviewError(Message("it is {state} already", state))
    changes = [r for r in _revisions(feature) if not is_review(r.get("what"))]
    author = changes[-1].get("by") if changes else feature["properties"].get("added_by")
    if author is not None and same_name(str(author), by):
        template = (
            "{name} made its last change; let another review it"
            if changes
            else "{name} entered it; let another review it"
        )
        raise ReviewError(Message(template, shown(by)))
    return _with_history(feature, to, [*_revisions(feature), _revision(to, by=by, on=on, why=None)])


def send_back(feature: Feature, *, by: str, on: date, why: str) -> dict[str, Any]:
    """Return a record that a reviewer did not accept: a draft, with the reason.

    Parameters
    ----------
    feature : Feature
        The record.
    by : str
        The reviewer.
    on : date
        Date of the review.
    why : str
        What is to be mended.

    Raises
    ------
    ReviewError
        The record is released already.
    UsageError
        `by` is not a valid name, or there is no reason.
    """
    if review_of(feature) == "released":
        raise ReviewError("it is released already: correct it, and it is a draft again")
    if is_blank(why):
        raise UsageError("say why it is sent back")
    revision = _revision(SENT_BACK, by=by, on=on, why=why.strip())
    return _with_history(feature, _STATES[0], [*_revisions(feature), revision])


def is_review(what: object) -> bool:
    """Return whether a revision is of a review and changes nothing else, by its `what`.

    >>> is_review("reviewed"), is_review("sent back"), is_review("changed start")
    (True, True, False)
    """
    return what in (*_STEPS, SENT_BACK)


def since_release(revisions: Sequence[Revision]) -> Sequence[Revision]:
    """Return the revisions after a record was first released: readers know no earlier version.

    >>> [r.what for r in since_release([Revision(what=w) for w in ("a", "released", "b")])]
    ['b']
    """
    releases = (n for n, revision in enumerate(revisions) if revision.what == "released")
    return revisions[next(releases, len(revisions)) + 1 :]


def is_link(what: object) -> bool:
    """Return whether a revision only added a citation of a claim, by its `what`.

    >>> is_link("linked to claim S1 of north"), is_link("changed sources")
    (True, False)
    """
    return isinstance(what, str) and what.startswith(_LINKED)


def merged_ids(what: str, replaced: Collection[str]) -> tuple[str, ...]:
    """Return the replaced records that a revision merged, by its `what`; empty without a merge.

    >>> merged_ids("merged a, b", ["a", "b"]), merged_ids("merged two reports", ["a", "b"])
    (('a', 'b'), ())
    """
    ids = what.removeprefix(_MERGED).split(", ") if what.startswith(_MERGED) else []
    return tuple(ids) if set(ids) <= set(replaced) else ()


def _revisions(feature: Feature) -> list[dict[str, Any]]:
    value = (feature.get("properties") or {}).get("revisions")
    revisions = [value] if isinstance(value, dict) else value or []
    return [r for r in revisions if isinstance(r, dict)]


def _without_name(revision: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in revision.items() if key != "by"}


def _revision(what: str, *, by: str, on: date, why: str | None) -> dict[str, Any]:
    fields = {"what": what, "on": on.isoformat(), "by": normalise_name(by), "why": why}
    return {key: value for key, value in fields.items() if value}


def _with_history(feature: Feature, review: str, revisions: list[dict[str, Any]]) -> dict[str, Any]:
    copy = deepcopy(dict(feature))
    copy["properties"] = {
        **(copy.get("properties") or {}),
        "review": review,
        "revisions": deepcopy(revisions),
    }
    return copy
