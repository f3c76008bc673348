"""Adding of records to a workspace: a plan of the changes, and writing it.

Nothing with an error is written, and each file is added as a whole or not at all.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from geotrack.errors import UsageError
from geotrack.findings import Finding, Severity, errors_of, shown
from geotrack.index.record_rows import read_without
from geotrack.messages import Message
from geotrack.model import Event
from geotrack.reading import Located, Read, events_in, lines_of, parse_json
from geotrack.reading.files import read_file, read_stream
from geotrack.reading.members import features_in
from geotrack.workspace.checks import check
from geotrack.workspace.edit import revisions
from geotrack.workspace.edit.changeset import Edit
from geotrack.workspace.edit.record_ids import give_ids
from geotrack.workspace.property_differences import Difference, difference
from geotrack.workspace.store import Workspace, shown_path

if TYPE_CHECKING:
    from geotrack.workspace.duplicates.find import Pair

__all__ = ["STORED", "Addition", "ChangeKind", "Incoming", "consequences", "plan"]

STORED = 0.9
"""Minimum score of a new record with a stored one to count as stored already.

A record with a corrected date, title, type, actors or place scores more with its old version. Two
accounts in different words, or two port calls a day apart, score less."""

Feature = Mapping[str, Any]

_REVIEWED = ("reviewed", "released")


class ChangeKind(StrEnum):
    """The change by an incoming record."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A valid incoming record.

    Parameters
    ----------
    located : Located
        The record and its position in the input.
    change : ChangeKind
        The change to the workspace.
    differences : tuple of Difference
        Differences of a changed record to the stored one.
    """

    located: Located[Event]
    change: ChangeKind
    differences: tuple[Difference, ...] = ()

    @property
    def event(self) -> Event:
        """The record."""
        return self.located.record


@dataclass(frozen=True)
class Addition:
    """The plan of adding one file to a workspace.

    Parameters
    ----------
    workspace : Workspace
        The workspace before the change.
    file : str
        The name of the input in messages.
    records : tuple of Incoming
        Its valid records.
    findings : tuple of Finding
        Findings about it, and about stored records that it would make invalid.
    merged : tuple of str
        Ids of stored records that it replaces: they are removed.
    after : Workspace, optional
        The workspace after the change.
    """

    workspace: Workspace
    file: str
    records: tuple[Incoming, ...]
    findings: tuple[Finding, ...]
    merged: tuple[str, ...] = ()
    after: Workspace | None = None

    @property
    def sound(self) -> bool:
        """Whether there is no error."""
        return not errors_of(self.findings)

    def count(self, change: ChangeKind) -> int:
        """Return the number of records with a kind of change."""
        return sum(r.change is change for r in self.records)

    def of(self, change: ChangeKind) -> tuple[Incoming, ...]:
        """Return the records with a kind of change."""
        return tuple(r for r in self.records if r.change is change)

    def lost(self, id_: str) -> tuple[Difference, ...]:
        """Return the differences of a removed record to the one that replaces it."""
        heir = next(r.event for r in self.records if id_ in r.event.replaces)
        differences = difference(self.workspace.by_id[id_].feature, heir.feature)
        return tuple(d for d in differences if d.name not in {"id", "replaces"})

    def stored_already(self, pairs: Iterable[Pair]) -> list[tuple[str, str]]:
        """Return the ids of new records that are probably stored, with those of the stored ones.

        Records that replace stored ones are excluded.

        Parameters
        ----------
        pairs : iterable of Pair
            Probable duplicates of the records.
        """
        stored, merged = self.workspace.by_id, set(self.merged)
        new = {r.event.id for r in self.of(ChangeKind.NEW) if merged.isdisjoint(r.event.replaces)}
        likely = ((p.first.id, p.second.id) for p in pairs if p.score >= STORED)
        either_order = (pair for a, b in likely for pair in ((a, b), (b, a)))
        return [(a, b) for a, b in either_order if a in new and b in stored]

    @property
    def changes_anything(self) -> bool:
        """Whether there is anything to write."""
        return any(r.change is not ChangeKind.SAME for r in self.records) or bool(self.merged)

    def write(self, into: str, *, by: str, on: date, why: str | None = None) -> tuple[Path, ...]:
        """Write all records, or none, and return the files written; parameters as of `edit`.

        Raises
        ------
        BusyError
            A file was changed by someone else in the meantime, or another writer is active.
        OSError
            A file could not be written; nothing is changed.
        """
        edit = self.edit(into, by=by, on=on, why=why)
        edit.commit()
        return edit.paths

    def edit(self, into: str, *, by: str, on: date, why: str | None = None) -> Edit:
        """Return the changes of all records, not yet written.

        Parameters
        ----------
        into : str
            Name of the file of `events/` for new records; changed ones stay in their files.
        by : str
            Author of the change, for revisions, and of new records.
        on : date
            Date of the change.
        why : str, optional
            Reason of the change.
        """
        edit = Edit(self.workspace)
        for record in self.records:
            gone = [
                self.workspace.by_id[i].feature for i in record.event.replaces if i in self.merged
            ]
            if record.change is ChangeKind.SAME and not gone:
                continue
            feature = record.event.feature
            if record.change is ChangeKind.NEW:
                feature = revisions.entered(feature, on, by)
            else:
                stored = self.workspace.by_id[record.event.id].feature
                feature = revisions.revise(
                    stored, _with_replaced(feature, stored), by=by, on=on, why=why
                )
            if gone:
                feature = revisions.merge_records(feature, gone, by=by, on=on, why=why)
            if record.change is ChangeKind.NEW:
                edit.add(feature, into)
            else:
                edit.replace(record.event.id, feature)
        for id_ in self.merged:
            edit.remove(id_)
        return edit


def plan(
    workspace: Workspace,
    path: Path,
    stream: BinaryIO | None = None,
    *,
    replacing: bool = False,
    today: date | None = None,
    left_out: Collection[str] = (),
    keep_quotes: bool = False,
) -> Addition:
    """Return the plan of adding a file of events to a workspace.

    A Feature without an id gets that of an identical stored record, else one of its date and title.

    Parameters
    ----------
    workspace : Workspace
        The workspace.
    path : Path
        The file.
    stream : binary file, optional
        Input in place of the file; `path` is then its name in messages.
    replacing : bool
        Whether records may replace stored ones with the same id and different content, and those
        named in `replaces`. Otherwise that is an error.
    today : date, optional
        As in `check`.
    left_out : collection of str
        JSON pointers of Features that are not added.
    keep_quotes : bool
        Whether drafts of a report keep its own wording in the text of their quotes.
    """
    file, limits = shown_path(path), workspace.config.limits
    raw = read_file(path, file, limits) if stream is None else read_stream(stream, file, limits)
    json = raw if isinstance(raw, Finding) else parse_json(raw, file, limits)
    if isinstance(json, Finding):
        return Addition(workspace, file, (), (json,))
    if not keep_quotes:
        _drop_quotes(json.value)
    give_ids(json.value, workspace)
    result = events_in(json, workspace.taxonomy)
    if left_out:
        chosen = tuple(r for r in result.records if r.pointer not in left_out)
        result = replace(result, records=chosen)
    records = tuple(_judged(workspace, located) for located in result.records)
    merged: tuple[str, ...] = ()
    if replacing:
        replaced_ids = dict.fromkeys(id_ for r in records for id_ in r.event.replaces)
        merged = tuple(id_ for id_ in replaced_ids if id_ in workspace.by_id)
    unchanged = tuple(r.located.pointer for r in records if r.change is ChangeKind.SAME)
    after = _afterwards(workspace, path, result, merged)
    touched = {*merged, *(record.event.id for record in records)}
    findings = [
        finding
        for finding in _new_findings(workspace, after, touched, file, today)
        # `geotrack check` reports warnings about stored records.
        if not (finding.severity is Severity.WARNING and _is_below(finding, file, unchanged))
    ]
    findings += _retired(workspace, result, records)
    findings += _reviewed_elsewhere(result, records)
    if not replacing:
        findings += _stored_otherwise(result, records)
    findings.sort(key=lambda f: (f.file != file, f.line or 0))
    addition = Addition(workspace, file, records, tuple(findings), merged, after)
    if addition.changes_anything and os.path.realpath(path) in _real_paths(workspace):
        raise UsageError(
            Message(
                "{file} lies in events/ already: `geotrack check` lists its faults; to add "
                "it to another file, move it out first",
                file,
            )
        )
    return addition


def _drop_quotes(value: Any) -> None:
    """Remove a report's own wording: the text of quotes; hash, offsets and page stay."""
    for feature in features_in(value):
        properties = feature.get("properties")
        extracted = properties.get("extracted") if isinstance(properties, dict) else None
        quotes = extracted.get("quotes") if isinstance(extracted, dict) else None
        for quote in quotes if isinstance(quotes, list) else ():
            if isinstance(quote, dict):
                quote.pop("text", None)


def _real_paths(workspace: Workspace) -> set[str]:
    return {os.path.realpath(path) for path in workspace.event_files}


def _with_replaced(feature: Feature, stored: Feature) -> Feature:
    """Return a Feature whose `replaces` includes that of the stored one."""
    ids = list(dict.fromkeys([*revisions.replaced_by(feature), *revisions.replaced_by(stored)]))
    if not ids:
        return feature
    return {**feature, "properties": {**feature["properties"], "replaces": ids}}


def _judged(workspace: Workspace, located: Located[Event]) -> Incoming:
    stored = workspace.by_id.get(located.record.id)
    if stored is None:
        return Incoming(located, ChangeKind.NEW)
    incoming = _with_replaced(located.record.feature, stored.feature)
    differences = difference(stored.feature, incoming)
    return Incoming(located, ChangeKind.CHANGED if differences else ChangeKind.SAME, differences)


def consequences(workspace: Workspace, gone: Collection[str]) -> list[Finding]:
    """Return the findings that removing records would cause.

    Parameters
    ----------
    workspace : Workspace
        The workspace.
    gone : collection of str
        Ids of the records.
    """
    after = workspace.with_reads(_without(workspace, gone))
    return list(_new_findings(workspace, after, gone, "", None))


def _afterwards(
    workspace: Workspace, path: Path, read: Read[Event], merged: tuple[str, ...]
) -> Workspace:
    """Return the workspace as it would be with the incoming records in their own file."""
    reads = _without(workspace, {located.record.id for located in read.records} | set(merged))
    other_reads = {p: r for p, r in reads.items() if shown_path(p) != shown_path(path)}
    return workspace.with_reads({**other_reads, path: read})


def _without(workspace: Workspace, gone: Collection[str]) -> dict[Path, Read[Event]]:
    return {path: read_without(gone, result) for path, result in workspace.reads_by_file.items()}


def _new_findings(
    workspace: Workspace, after: Workspace, ids: Collection[str], file: str, today: date | None
) -> Iterator[Finding]:
    """Find what is wrong after a change of some records and was not before."""
    before, findings = (check(state, today=today, about=ids) for state in (workspace, after))
    known_keys = set(map(_key, before))
    return (f for f in findings if f.file == file or _key(f) not in known_keys)


def _is_below(finding: Finding, file: str, pointers: tuple[str, ...]) -> bool:
    return finding.file == file and f"{finding.pointer}/".startswith(
        tuple(f"{pointer}/" for pointer in pointers)
    )


def _key(finding: Finding) -> tuple[object, ...]:
    # Ignore counts in messages that are reported once a file.
    return finding.file, finding.pointer, finding.rule, *_uncounted(finding.message)


def _uncounted(message: str) -> Iterator[object]:
    if not isinstance(message, Message):
        yield message
        return
    yield message.template
    for value in message.values.values():
        if isinstance(value, str):
            yield from _uncounted(value)


def _retired(
    workspace: Workspace, read: Read[Event], records: tuple[Incoming, ...]
) -> Iterator[Finding]:
    """Find new records with the id of a replaced record."""
    back = [r for r in records if r.change is ChangeKind.NEW and r.event.id in workspace.replaced]
    for record, line in _at_ids(read, back):
        id_ = record.event.id
        message = Message(
            "the record {id} has been replaced by {other}",
            shown(id_),
            shown(workspace.resolved(id_)),
        )
        remedy = "leave it out; or, if it is another one, give it another id"
        path = f"{record.located.pointer}/id"
        yield Finding(record.located.file, message, remedy, "replaced-id", path, line, id_)


def _at_ids(read: Read[Event], records: list[Incoming]) -> Iterator[tuple[Incoming, int]]:
    pointers = [f"{r.located.pointer}/id" for r in records]
    lines = lines_of(read.text, pointers) if pointers else {}
    return ((r, lines[path]) for r, path in zip(records, pointers, strict=True))


def _reviewed_elsewhere(read: Read[Event], records: tuple[Incoming, ...]) -> Iterator[Finding]:
    """Warn of new records that are marked as reviewed."""
    with_review = [r for r in records if r.change is ChangeKind.NEW and r.event.review in _REVIEWED]
    for record, line in _at_ids(read, with_review):
        review, path = record.event.review, f"{record.located.pointer}/properties/review"
        message = Message(
            "the new record comes as {review}; who reviewed it is not known here", shown(review)
        )
        remedy = "leave 'review' out, and use `geotrack review`"
        yield Finding(
            record.located.file,
            message,
            remedy,
            "review-given",
            path,
            line,
            review,
            Severity.WARNING,
        )


def _stored_otherwise(read: Read[Event], records: tuple[Incoming, ...]) -> Iterator[Finding]:
    changed = [r for r in records if r.change is ChangeKind.CHANGED]
    for record, line in _at_ids(read, changed):
        id_, paths = record.event.id, ", ".join(d.path for d in record.differences)
        message = Message(
            "the id {id} is stored with other content (differs in {what})", shown(id_), paths
        )
        remedy = "--replace puts this in its place; or give this record another id"
        path = f"{record.located.pointer}/id"
        yield Finding(record.located.file, message, remedy, "stored-otherwise", path, line, id_)
