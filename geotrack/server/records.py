"""Records for the desk: read, check and save one record, by the functions of the command line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geotrack.errors import GeotrackError, UsageError, error_text
from geotrack.findings import Finding, errors_of, shown
from geotrack.messages import Message, in_language, sentence
from geotrack.reading import events_in, parse_json
from geotrack.server.finding_text import finding_json, findings_json
from geotrack.server.remedies import remedies_of
from geotrack.workspace import Edit
from geotrack.workspace.duplicates.find import duplicates_of
from geotrack.workspace.edit.add import Addition, ChangeKind, consequences, plan
from geotrack.workspace.edit.claims import cite_record
from geotrack.workspace.edit.compose import check_feature, ids_in_use
from geotrack.workspace.edit.record_ids import slug_of
from geotrack.workspace.property_differences import canonical

if TYPE_CHECKING:
    from geotrack.model import Event
    from geotrack.workspace import Workspace

__all__ = [
    "ConflictError",
    "Saved",
    "check_record",
    "refuse_if_other",
    "remove_record",
    "save_record",
    "similar_records",
    "stored_with_fingerprint",
    "with_fingerprint",
    "with_placeholders",
]

# Name of a record of the form in findings.
_INPUT = Path("record")
# Placeholders for missing properties, so that the others can be checked.
_PLACEHOLDERS = {"title": "–", "start": "unknown", "sources": [{"cite": "–"}]}

NEW_RECORDS = "added.geojson"
"""File of `events/` for new records."""


class ConflictError(GeotrackError):
    """The stored record is not the one that was edited.

    Parameters
    ----------
    id_ : str
        Its id.
    stored : Event or None
        The record as it is stored now; None if it was removed.
    """

    def __init__(self, id_: str, stored: Event | None) -> None:
        self.stored = stored
        action = "changed" if stored else "removed"
        super().__init__(
            Message(
                "the record {id} was {action} by someone else meanwhile",
                shown(id_),
                Message(action),
            )
        )


@dataclass(frozen=True)
class Saved:
    """The outcome of saving a record.

    Parameters
    ----------
    id : str
        Id of the record, if it is written.
    edit : Edit or None
        What was written; None if there are errors.
    findings : list of dict
        Findings about the record and about others that it would make invalid.
    differences : list of str
        The differences to the stored record, a line each.
    merged : tuple of str
        Ids of stored records that it replaces.
    """

    id: str | None
    edit: Edit | None
    findings: list[dict[str, Any]]
    differences: list[str]
    merged: tuple[str, ...] = ()


def _fingerprint(feature: Mapping[str, Any]) -> str:
    """Return a hash of a Feature, the same for each spelling of its numbers."""
    return sha256(canonical(feature).encode()).hexdigest()


def stored_with_fingerprint(workspace: Workspace, id_: str) -> dict[str, Any]:
    """Return a stored record, or the one that replaces it, with its fingerprint.

    Raises
    ------
    UsageError
        There is no such record.
    """
    event = workspace.find(id_)
    if event is None:
        raise UsageError(Message("there is no record {id}", shown(id_)))
    return with_fingerprint(event)


def with_fingerprint(event: Event) -> dict[str, Any]:
    """Return a record with its fingerprint, `base`, by which a change of this record is saved."""
    return {"feature": event.feature, "base": _fingerprint(event.feature)}


def check_record(feature: Mapping[str, Any], workspace: Workspace) -> list[dict[str, Any]]:
    """Return the findings about a record of the form, with pointers into its Feature.

    Each has `remedies`; see `geotrack.server.remedies.remedies_of`. Missing properties do not
    prevent the check of the others.
    """
    completed, placeholders = with_placeholders(feature)
    missing = []
    if placeholders:
        findings = check_feature(feature, workspace)
        missing = [f for f in findings if f.rule == "missing" and f.key in placeholders]
    findings = check_feature(completed, workspace)
    pointers = tuple(f"/properties/{key}" for key in placeholders)
    others = [f for f in findings if not f.pointer.startswith(pointers)]  # of no placeholder
    return [
        *({**finding_json(f, workspace), "remedies": []} for f in missing),
        *(
            {**told, "remedies": remedies_of(f, findings, completed, workspace)}
            for f, told in zip(others, findings_json(others, workspace), strict=True)
        ),
    ]


def with_placeholders(feature: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return a record with placeholders for missing properties, and these placeholders."""
    properties = feature.get("properties")
    if not isinstance(properties, Mapping):
        return feature, {}
    values = {key: value for key, value in _PLACEHOLDERS.items() if properties.get(key) is None}
    return {**feature, "properties": {**properties, **values}}, values


def similar_records(feature: Mapping[str, Any], workspace: Workspace) -> list[dict[str, Any]]:
    """Return stored records that are probably of the same event, best first."""
    parsed = parse_json(json.dumps(feature).encode("ascii"), "")
    if isinstance(parsed, Finding):
        return []
    records = events_in(parsed, workspace.taxonomy).records
    pairs = duplicates_of([located.record for located in records], workspace)
    own_id = str(feature.get("id"))
    return [
        {
            "id": pair.second.id,
            "title": pair.second.title,
            "score": round(pair.score, 2),
            "reasons": [in_language(reason) for reason in pair.reasons],
        }
        for pair in pairs
        if pair.second.id != own_id
    ]


def save_record(
    workspace: Workspace,
    feature: Mapping[str, Any],
    *,
    base: str | None,
    by: str,
    why: str | None,
    on: date,
    merges: Mapping[str, str] | None = None,
) -> Saved:
    """Store a new or changed record, as `geotrack add --replace` does.

    Parameters
    ----------
    workspace : Workspace
        The workspace as it is now.
    feature : mapping
        The record; a new one has no id.
    base : str or None
        Fingerprint of the record that was edited; None for a new one.
    by : str
        Author of the change.
    why : str or None
        Reason of the change.
    on : date
        Day of the change.
    merges : mapping, optional
        Fingerprint of each stored record that was merged into this one, by its id.

    Raises
    ------
    ConflictError
        The record was changed or removed since it was read.
    UsageError
        A record that was merged into this one was changed or removed since.
    BusyError
        Another writer is active, or a file was changed in this moment.
    OSError
        A file could not be written; nothing is changed.
    """
    if base is not None:
        _refuse_if_changed(workspace, str(feature.get("id")), base)
    for id_, fingerprint in (merges or {}).items():
        try:
            _refuse_if_changed(workspace, id_, fingerprint)
        except ConflictError as error:
            problem = error_text(error)
            raise UsageError(sentence(problem, Message("open it and compare again"))) from error
    addition = _planned(workspace, feature, replacing=base is not None, on=on)
    rules = {finding.rule for finding in addition.findings}
    if base is None and "id" not in feature and "stored-otherwise" in rules:
        # Another record has the id that follows from date and title: this one gets the next free
        # one, as of `geotrack new`.
        id_ = slug_of(feature["properties"], ids_in_use(workspace))
        addition = _planned(workspace, {**feature, "id": id_}, replacing=False, on=on)
    differences = [str(d) for record in addition.records for d in record.differences]
    if not addition.sound:
        return Saved(None, None, _with_remedies(addition, feature, workspace), differences)
    edit = addition.edit(NEW_RECORDS, by=by, on=on, why=why)
    for record in (*addition.of(ChangeKind.NEW), *addition.of(ChangeKind.CHANGED)):
        _name_in_claims(edit, workspace, record.event)
    edit.commit()
    saved_id = next((record.event.id for record in addition.records), None)
    findings = findings_json(addition.findings, workspace)
    return Saved(saved_id, edit, findings, differences, addition.merged)


def _planned(
    workspace: Workspace, feature: Mapping[str, Any], *, replacing: bool, on: date
) -> Addition:
    stream = BytesIO(json.dumps(feature).encode("ascii"))
    return plan(workspace, _INPUT, stream, replacing=replacing, today=on)


def _with_remedies(
    addition: Addition, feature: Mapping[str, Any], workspace: Workspace
) -> list[dict[str, Any]]:
    """Return the findings; first those of the record itself, with remedies, as in the form."""
    of_record = check_record({"id": "-", **feature}, workspace)
    keys = {(finding["rule"], finding["message"]) for finding in of_record}
    others = [
        finding
        for finding in findings_json(addition.findings, workspace)
        if (finding["rule"], finding["message"]) not in keys
    ]
    return [*of_record, *others]


def _name_in_claims(edit: Edit, workspace: Workspace, event: Event) -> None:
    """Name a record in the claims that it cites, as `geotrack report claim --event` does."""
    reports = workspace.reports_by_id
    linked = {(r.id, c.id) for r in reports.values() for c in r.claims if event.id in c.events}
    for source in event.sources:
        if source.seed and source.claim and (source.seed, source.claim) not in linked:
            cite_record(edit, workspace, (source.seed, source.claim), event.id)


def remove_record(
    workspace: Workspace, id_: str, base: str, *, force: bool
) -> tuple[list[dict[str, Any]], Edit | None]:
    """Remove a record as `geotrack remove` does; return the errors that this leaves, and the edit.

    If there are any, nothing is removed unless `force`.

    Raises
    ------
    ConflictError
        The record was changed or removed since it was read.
    """
    _refuse_if_changed(workspace, id_, base)
    errors = errors_of(consequences(workspace, [id_]))
    edit = Edit(workspace) if force or not errors else None
    if edit is not None:
        edit.remove(id_)
        edit.commit()
    return findings_json(errors, workspace), edit


def refuse_if_other(workspace: Workspace, id_: str, feature: Mapping[str, Any] | None) -> None:
    """Raise a `ConflictError` if a record is not stored as this Feature; None: if it is stored."""
    stored = workspace.by_id.get(id_)
    stored_feature = None if stored is None else stored.feature
    if stored_feature != feature:
        raise ConflictError(id_, stored)


def _refuse_if_changed(workspace: Workspace, id_: str, base: str) -> None:
    """Raise a `ConflictError` if a record has another fingerprint than `base`, or is removed."""
    stored = workspace.by_id.get(id_)
    if stored is None or _fingerprint(stored.feature) != base:
        raise ConflictError(id_, stored)
