"""Records that come in: what each would change in a workspace, and writing it.

Nothing is written that has an error, and of one incoming text all or nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from geotrack.errors import UsageError
from geotrack.findings import Finding, Severity, errors_of, shown
from geotrack.model import Event
from geotrack.reading import Located, Read, events_in, lines_of, parse_json
from geotrack.reading.files import read_file, read_stream
from geotrack.reading.members import features_in, lift_ids
from geotrack.workspace.checks import check
from geotrack.workspace.diff.property_differences import Difference, difference
from geotrack.workspace.edit import revisions
from geotrack.workspace.edit.changeset import Edit
from geotrack.workspace.edit.record_ids import slug_of
from geotrack.workspace.store import Workspace, shown_path

if TYPE_CHECKING:
    from geotrack.workspace.duplicates.find import Pair

__all__ = ["STORED", "Addition", "Change", "Incoming", "consequences", "plan"]

STORED = 0.9
"""The score of a pair from which a new record is probably one that is stored.

With its date, title, type, actors or place corrected a record scores more with itself as it was;
two accounts in other words, or two calls at one port a day apart, score less."""

Feature = Mapping[str, Any]

_REVIEWED = ("reviewed", "released")


class Change(StrEnum):
    """What an incoming record is to the workspace."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Incoming:
    """One sound record that comes in.

    Parameters
    ----------
    located : Located
        The record and where it stands in what was given.
    change : Change
        What it is to the workspace.
    differences : tuple of Difference
        Of a changed record: each property that differs from what is stored.
    """

    located: Located[Event]
    change: Change
    differences: tuple[Difference, ...] = ()

    @property
    def event(self) -> Event:
        """The record."""
        return self.located.record


@dataclass(frozen=True)
class Addition:
    """What one incoming text would do to a workspace.

    Parameters
    ----------
    workspace : Workspace
        As it is.
    file : str
        The name of the text, as messages show it.
    records : tuple of Incoming
        Its sound records.
    findings : tuple of Finding
        All that the checks have to say of it, and of stored records that it would put in the
        wrong.
    merged : tuple of str
        Ids of stored records that a record replaces: they are taken out.
    after : Workspace, optional
        As the workspace would be.
    """

    workspace: Workspace
    file: str
    records: tuple[Incoming, ...]
    findings: tuple[Finding, ...]
    merged: tuple[str, ...] = ()
    after: Workspace | None = None

    @property
    def sound(self) -> bool:
        """Whether nothing refuses it."""
        return not errors_of(self.findings)

    def count(self, change: Change) -> int:
        """Return how many of the records are of one kind."""
        return sum(r.change is change for r in self.records)

    def of(self, change: Change) -> tuple[Incoming, ...]:
        """Return the records of one kind."""
        return tuple(r for r in self.records if r.change is change)

    def lost(self, id_: str) -> tuple[Difference, ...]:
        """Return in what a record that is taken out differs from the one that replaces it."""
        heir = next(r.event for r in self.records if id_ in r.event.replaces)
        found = difference(self.workspace.by_id[id_].feature, heir.feature)
        return tuple(d for d in found if d.name not in {"id", "replaces"})

    def stored_already(self, pairs: Iterable[Pair]) -> list[tuple[str, str]]:
        """Return the ids of new records that are probably stored, each with that of the stored one.

        A record that takes the place of stored ones, as it replaces them, is none.

        Parameters
        ----------
        pairs : iterable of Pair
            What the records are alike to.
        """
        stored, merged = self.workspace.by_id, set(self.merged)
        new = {r.event.id for r in self.of(Change.NEW) if merged.isdisjoint(r.event.replaces)}
        likely = ((p.first.id, p.second.id) for p in pairs if p.score >= STORED)
        either_order = (pair for one, other in likely for pair in ((one, other), (other, one)))
        return [(one, other) for one, other in either_order if one in new and other in stored]

    @property
    def changes_anything(self) -> bool:
        """Whether there is anything to write."""
        return any(r.change is not Change.SAME for r in self.records) or bool(self.merged)

    def write(self, into: str, *, by: str, on: date, why: str | None = None) -> tuple[Path, ...]:
        """Write it all, or nothing.

        Parameters
        ----------
        into : str
            Name of the file of `events/` for new records; changed ones stay in theirs.
        by : str
            Who changes records; told in their revisions.
        on : date
            The day of the change.
        why : str, optional
            The reason.

        Returns
        -------
        tuple of Path
            The files written.

        Raises
        ------
        BusyError
            A file was changed by someone else meanwhile, or another writer is busy.
        OSError
            Something could not be written; all is as before.
        """
        edit = Edit(self.workspace)
        for record in self.records:
            gone = [
                self.workspace.by_id[i].feature for i in record.event.replaces if i in self.merged
            ]
            if record.change is Change.SAME and not gone:
                continue
            feature = record.event.feature
            if record.change is not Change.NEW:
                stored = self.workspace.by_id[record.event.id].feature
                feature = revisions.revised(
                    stored, _with_replaced(feature, stored), by=by, on=on, why=why
                )
            if gone:
                feature = revisions.merged(feature, gone, by=by, on=on, why=why)
            if record.change is Change.NEW:
                edit.add(feature, into)
            else:
                edit.replace(record.event.id, feature)
        for id_ in self.merged:
            edit.remove(id_)
        edit.commit()
        return edit.paths


def plan(
    workspace: Workspace,
    path: Path,
    stream: BinaryIO | None = None,
    *,
    replacing: bool = False,
    today: date | None = None,
) -> Addition:
    """Check a file of events against a workspace, and tell what adding it would do.

    A Feature without an id gets one, made of its date and title; if the very record is stored
    already, that record's id.

    Parameters
    ----------
    workspace : Workspace
        As it is.
    path : Path
        The file.
    stream : binary file, optional
        Where the text comes from if it is no file; `path` is then its name in messages.
    replacing : bool
        Whether a record may take the place of a stored one with other content, and of those that
        it names in `replaces`. Otherwise that is an error.
    today : date, optional
        As in `check`.
    """
    file, limits = shown_path(path), workspace.config.limits
    raw = read_file(path, file, limits) if stream is None else read_stream(stream, file, limits)
    json = raw if isinstance(raw, Finding) else parse_json(raw, file, limits)
    if isinstance(json, Finding):
        return Addition(workspace, file, (), (json,))
    _give_ids(json.value, workspace)
    read = events_in(json)
    records = tuple(_judged(workspace, located) for located in read.records)
    merged: tuple[str, ...] = ()
    if replacing:
        named = dict.fromkeys(id_ for r in records for id_ in r.event.replaces)
        merged = tuple(id_ for id_ in named if id_ in workspace.by_id)
    unchanged = tuple(r.located.pointer for r in records if r.change is Change.SAME)
    after = _afterwards(workspace, path, read, merged)
    findings = [
        finding
        for finding in _new_findings(workspace, after, file, today)
        # Of what is stored already, `geotrack check` warns.
        if not (finding.severity is Severity.WARNING and _is_below(finding, file, unchanged))
    ]
    findings += _retired(workspace, read, records)
    findings += _reviewed_elsewhere(read, records)
    if not replacing:
        findings += _stored_otherwise(read, records)
    findings.sort(key=lambda f: (f.file != file, f.line or 0))
    addition = Addition(workspace, file, records, tuple(findings), merged, after)
    if addition.changes_anything and os.path.realpath(path) in _real_paths(workspace):
        raise UsageError(
            f"{file} lies in events/ already: `geotrack check` tells what to mend in it; to add it "
            "to another file, move it out first"
        )
    return addition


def _real_paths(workspace: Workspace) -> set[str]:
    return {os.path.realpath(path) for path in workspace.event_files}


def _with_replaced(feature: Feature, stored: Feature) -> Feature:
    """Return a Feature that replaces what the stored one does, too: no id gets lost."""
    ids = list(dict.fromkeys([*revisions.replaced_by(feature), *revisions.replaced_by(stored)]))
    if not ids:
        return feature
    return {**feature, "properties": {**feature["properties"], "replaces": ids}}


def _give_ids(value: Any, workspace: Workspace) -> None:
    lift_ids(value)
    features = features_in(value)
    used = {str(f["id"]) for f in features if "id" in f}
    for feature in features:
        if "id" not in feature and isinstance(feature.get("properties"), dict):
            feature["id"] = _new_id(feature, workspace, used)
            used.add(feature["id"])


def _new_id(feature: Feature, workspace: Workspace, used: set[str]) -> str:
    """Return the id of the very record where it is stored, else one of date and title.

    That may be the id of a record which has been corrected since: to be taken for that one, and
    told, is better than to stand beside it under another id.
    """
    passed = set(used)
    while (id_ := slug_of(feature["properties"], passed)) in workspace.by_id:
        if not difference(workspace.by_id[id_].feature, {**feature, "id": id_}):
            return id_
        passed.add(id_)
    return slug_of(feature["properties"], used)


def _judged(workspace: Workspace, located: Located[Event]) -> Incoming:
    stored = workspace.by_id.get(located.record.id)
    if stored is None:
        return Incoming(located, Change.NEW)
    incoming = _with_replaced(located.record.feature, stored.feature)
    differences = difference(stored.feature, incoming)
    return Incoming(located, Change.CHANGED if differences else Change.SAME, differences)


def consequences(workspace: Workspace, gone: Collection[str]) -> list[Finding]:
    """Return what the checks would say if records were taken out, and do not say now.

    Parameters
    ----------
    workspace : Workspace
        As it is.
    gone : collection of str
        Ids of the records.
    """
    return list(_new_findings(workspace, workspace.with_reads(_without(workspace, gone))))


def _afterwards(
    workspace: Workspace, path: Path, read: Read[Event], merged: tuple[str, ...]
) -> Workspace:
    """Return the workspace as it would be with the incoming records, which stand in their file."""
    reads = _without(workspace, {located.record.id for located in read.records} | set(merged))
    others = {p: r for p, r in reads.items() if shown_path(p) != shown_path(path)}
    return workspace.with_reads({**others, path: read})


def _without(workspace: Workspace, gone: Collection[str]) -> dict[Path, Read[Event]]:
    return {
        path: replace(read, records=tuple(r for r in read.records if r.record.id not in gone))
        for path, read in workspace.reads_by_file.items()
    }


def _new_findings(
    workspace: Workspace, after: Workspace, file: str = "", today: date | None = None
) -> Iterator[Finding]:
    now = {_key(f) for f in check(workspace, today=today)}
    found = check(after, today=today)
    return (f for f in found if f.file == file or _key(f) not in now)


def _is_below(finding: Finding, file: str, pointers: tuple[str, ...]) -> bool:
    return finding.file == file and f"{finding.pointer}/".startswith(
        tuple(f"{pointer}/" for pointer in pointers)
    )


def _key(finding: Finding) -> tuple[str, str, str, str]:
    # What is told once a file, with a count, is no other thing when the count changes.
    return finding.file, finding.pointer, finding.rule, re.sub(r"\d+", "", finding.message)


def _retired(
    workspace: Workspace, read: Read[Event], records: tuple[Incoming, ...]
) -> Iterator[Finding]:
    """Find ids of records that another one has replaced: they would come back beside it."""
    back = [r for r in records if r.change is Change.NEW and r.event.id in workspace.replaced]
    for record, line in _at_ids(read, back):
        id_ = record.event.id
        message = f"the record {shown(id_)} has been replaced by {shown(workspace.resolved(id_))}"
        remedy = "leave it out; or, if it is another one, give it another id"
        at = f"{record.located.pointer}/id"
        yield Finding(record.located.file, message, remedy, "replaced-id", at, line, id_)


def _at_ids(read: Read[Event], records: list[Incoming]) -> Iterator[tuple[Incoming, int]]:
    pointers = [f"{r.located.pointer}/id" for r in records]
    lines = lines_of(read.text, pointers) if pointers else {}
    return ((r, lines[at]) for r, at in zip(records, pointers, strict=True))


def _reviewed_elsewhere(read: Read[Event], records: tuple[Incoming, ...]) -> Iterator[Finding]:
    """Warn of new records that bring a review with them."""
    with_review = [r for r in records if r.change is Change.NEW and r.event.review in _REVIEWED]
    for record, line in _at_ids(read, with_review):
        review, at = record.event.review, f"{record.located.pointer}/properties/review"
        message = f"the new record comes as {shown(review)}; who reviewed it is not known here"
        remedy = "leave 'review' out, and let `geotrack review` tell it"
        yield Finding(
            record.located.file, message, remedy, "review-given", at, line, review, Severity.WARNING
        )


def _stored_otherwise(read: Read[Event], records: tuple[Incoming, ...]) -> Iterator[Finding]:
    changed = [r for r in records if r.change is Change.CHANGED]
    for record, line in _at_ids(read, changed):
        id_, what = record.event.id, ", ".join(d.path for d in record.differences)
        message = f"the id {shown(id_)} is stored with other content (differs in {what})"
        remedy = "--replace puts this in its place; or give this record another id"
        at = f"{record.located.pointer}/id"
        yield Finding(record.located.file, message, remedy, "stored-otherwise", at, line, id_)
