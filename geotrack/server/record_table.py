"""The table of records at the desk: its cells, and what edited cells mean."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geotrack.dates import in_words
from geotrack.findings import shown
from geotrack.i18n import words
from geotrack.importing.own_exports.cell_edits import set_property, value_of_cell
from geotrack.importing.targets.properties import properties
from geotrack.messages import Message, in_language
from geotrack.model.base import listed
from geotrack.model.place_text import place_words
from geotrack.model.record_columns import RECORD_COLUMNS, days, joined
from geotrack.model.record_properties import PROPERTIES
from geotrack.server.lookups import find_dates
from geotrack.server.records import NEW_RECORDS, check_record
from geotrack.taxonomy import countries
from geotrack.workspace.edit.add import plan

if TYPE_CHECKING:
    from geotrack.model import Event
    from geotrack.workspace import Edit, Workspace

__all__ = ["CellEdit", "EditedTable", "check_cells", "save_cells", "table_of_records"]

_COLUMNS = {
    "title": "title", "type": "type", "date": "time", "where": "place", "precision": "precision",
    "radius_km": "radius", "actors": "actors", "status": "status", "kind": "kind",
    "verification": "verification", "confidence": "confidence", "likelihood": "likelihood",
    "marking": "marking", "tags": "tags", "label": "label", "summary": "summary",
    "review": "review",
}  # fmt: skip
"""Columns in their order, each with its text in `desk.fields`."""
_READ_ONLY = frozenset({"where", "review"})
"""Columns that are changed in the form and in *Review*."""
_PATHS = {one.name: one.at for one in PROPERTIES}
_COLUMN_OF_KEY = {path.partition(".")[0]: name for name, path in _PATHS.items() if name in _COLUMNS}
_COLUMN_OF_KEY |= {"start": "date", "end": "date", "geometry": "where", "place": "where"}
_COLUMN_OF_KEY |= {"precision": "precision", "radius_km": "radius_km", "inner_radius_km": "where"}
_MOST_RECORDS = 10_000
_ACTOR = re.compile(r"(?P<name>[^()]+?)\s*(?:\((?P<country>[^()]+)\))?")
_INPUT = Path("the table")

Feature = dict[str, Any]


@dataclass(frozen=True)
class CellEdit:
    """An edited cell.

    Parameters
    ----------
    id : str
        Id of the record.
    column : str
        Name of the column.
    before, after : str
        Its text as it was read, and as it is now.
    """

    id: str
    column: str
    before: str
    after: str


@dataclass
class EditedTable:
    """What edited cells mean.

    Parameters
    ----------
    ids : tuple of str
        Records that are written; empty if there is an error.
    findings : list of dict
        `id`, `column` (empty for the whole record), `severity` and `message`.
    edit : Edit or None
        What is written; None if there is an error.
    """

    ids: tuple[str, ...] = ()
    findings: list[dict[str, str]] = field(default_factory=list)
    edit: Edit | None = None

    @property
    def is_sound(self) -> bool:
        """Whether there is no error."""
        return all(finding["severity"] != "error" for finding in self.findings)

    def add(self, id_: str, column: str, message: str, severity: str = "error") -> None:
        """Add a finding about a record."""
        self.findings.append(
            {"id": id_, "column": column, "severity": severity, "message": message}
        )


def table_of_records(
    workspace: Workspace, ids: Sequence[str] | None, language: str
) -> dict[str, Any]:
    """Return the table of records.

    Parameters
    ----------
    workspace : Workspace
        The workspace.
    ids : sequence of str or None
        The records, in this order; None for all that are not replaced. The table has at most
        10,000.
    language : str
        Language of its texts.

    Returns
    -------
    dict
        `columns`, each with `name`, `label`, `is_edited`, and the `options` of a choice; `rows`,
        each an id, the first day (empty if it is open) and the texts of the cells; and `count`, how
        many records there are.
    """
    texts = words(language)
    # Only the records of its rows are built.
    by_id, current = workspace.by_id, workspace.current
    known = None if ids is None else [id_ for id_ in ids if id_ in by_id]
    events: Iterable[Event] = (
        current[:_MOST_RECORDS] if known is None else (by_id[id_] for id_ in known[:_MOST_RECORDS])
    )
    readers = _readers(workspace, language)
    return {
        "columns": [
            {
                "name": name,
                "label": texts(f"desk.fields.{key}") if key != "review" else texts("desk.review"),
                "is_edited": name not in _READ_ONLY,
                "options": [*_choices(name, workspace, language).values()],
            }
            for name, key in _COLUMNS.items()
        ],
        "rows": [
            [event.id, str(days(event)[0] or ""), *(read(event) for read in readers.values())]
            for event in events
        ],
        "count": len(current if known is None else known),
    }


def _choices(name: str, workspace: Workspace, language: str) -> dict[str, str]:
    """Return the words for each value from which a cell is chosen; none for a free text."""
    texts = words(language)
    if name == "type":
        types = workspace.taxonomy.types
        return {t.id: f"{t.theme.label[language]} / {t.label[language]}" for t in types.values()}
    if name == "marking":
        return {marking: marking for marking in workspace.config.markings}
    if name == "review":
        return dict(texts.section("desk.states"))
    target = properties().get(_PATHS[name])
    key = "precision" if name == "precision" else "values"
    return {value: texts(f"desk.{key}.{value}") for value in (target.choices if target else ())}


def _readers(workspace: Workspace, language: str) -> dict[str, Callable[[Event], str]]:
    """Return the readers of the texts of cells, by column."""
    precisions = _choices("precision", workspace, language)
    special: dict[str, Callable[[Event], str]] = {
        "date": lambda e: in_words(e.when, language),
        "where": lambda e: place_words(e, workspace.regions, language),
        "actors": lambda e: "; ".join(
            f"{actor.name} ({actor.country})" if actor.country else actor.name for actor in e.actors
        ),
        "marking": lambda e: e.marking or "",
        "precision": lambda e: precisions.get(e.precision, ""),
    }
    return {
        name: special.get(name) or _reader(name, _choices(name, workspace, language))
        for name in _COLUMNS
    }


def _reader(name: str, choices: Mapping[str, str]) -> Callable[[Event], str]:
    """Return the reader of a column as exports have it, with the words of its choices."""

    def read(event: Event) -> str:
        value = joined(RECORD_COLUMNS[name](event))
        text = "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
        return choices.get(text, text)

    return read


def check_cells(
    edits: Sequence[CellEdit], workspace: Workspace, language: str
) -> tuple[list[Feature], EditedTable]:
    """Return the records that edited cells make of the stored ones, and what is found in them.

    A cell that was changed by someone else since it was read is an error.
    """
    answer = EditedTable()
    readers = _readers(workspace, language)
    by_id: dict[str, list[CellEdit]] = {}
    for edit in edits:
        by_id.setdefault(edit.id, []).append(edit)
    features: list[Feature] = []
    for id_, of_record in by_id.items():
        event = workspace.by_id.get(id_)
        if event is None:
            answer.add(id_, "", in_language(Message("the record was removed meanwhile")))
            continue
        feature = deepcopy(dict(event.feature))
        for edit in of_record:
            if edit.column in _READ_ONLY or edit.column not in _COLUMNS:
                continue
            now = readers[edit.column](event)
            if now != edit.before:
                template = "changed by someone else meanwhile: {text}"
                answer.add(id_, edit.column, in_language(Message(template, shown(now))))
            elif problem := _set_cell(feature["properties"], edit, workspace, language):
                answer.add(id_, edit.column, problem)
        features.append(feature)
        for finding in check_record(feature, workspace):
            keys = [*finding["pointer"].split("/")[1:], finding["key"]]
            column = next((c for key in reversed(keys) if (c := _COLUMN_OF_KEY.get(key))), "")
            answer.add(id_, column, finding["message"], finding["severity"])
    return features, answer


def _set_cell(record: dict[str, Any], edit: CellEdit, workspace: Workspace, language: str) -> str:
    """Set a property of a record to an edited cell; return what is wrong with it."""
    text, name = edit.after.strip(), edit.column
    if name == "date":
        return _set_date(record, text, language)
    if name == "actors":
        actors = [_actor(part.strip(), record) for part in text.split(";") if part.strip()]
        set_property(record, "actors", actors)
        return ""
    labels = _choices(name, workspace, language)
    value = next((value for value, label in labels.items() if label == text), text)
    target = properties(workspace.taxonomy)[_PATHS[name]]
    set_property(record, _PATHS[name], value_of_cell(target, value or None))
    return ""


def _set_date(record: dict[str, Any], text: str, language: str) -> str:
    """Set start and end to a text with one reading; return what is wrong with another."""
    found = find_dates(text, language)
    readings = found.get("readings", [])
    if len(readings) == 1:
        set_property(record, "start", readings[0]["start"])
        set_property(record, "end", readings[0]["end"])
        return ""
    if len(readings) > 1:
        meanings = " / ".join(reading["text"] for reading in readings)
        return in_language(
            Message("{text} has several meanings: {meanings}", shown(text), meanings)
        )
    reason: str = found.get("reason") or found.get("problem", "")
    return reason or in_language(Message("{text} is no date that can be read", shown(text)))


def _actor(text: str, record: Mapping[str, Any]) -> Any:
    """Return the actor of a text `name (country)`; one that the record has keeps its other keys."""
    match = _ACTOR.fullmatch(text)
    if match is None:
        return text
    name, stated = match["name"].strip(), match["country"]
    country = stated and countries().get(stated.strip().casefold(), stated.strip())
    actors: Any = listed(record.get("actors"))
    stored = next((a for a in actors if isinstance(a, dict) and a.get("name") == name), {})
    actor = {**stored, "name": name, "country": country}
    return {key: value for key, value in actor.items() if value is not None}


def save_cells(
    edits: Sequence[CellEdit],
    workspace: Workspace,
    *,
    by: str,
    why: str | None,
    on: date,
    language: str,
) -> EditedTable:
    """Write edited cells: the changes of all records, or none if there is an error.

    Parameters
    ----------
    edits : sequence of CellEdit
        The cells.
    workspace : Workspace
        The workspace as it is now.
    by, why : str
        Author and reason of the change.
    on : date
        Day of the change.
    language : str
        Language of the table.
    """
    features, answer = check_cells(edits, workspace, language)
    if not answer.is_sound or not features:
        return answer
    collection = {"type": "FeatureCollection", "features": features}
    stream = BytesIO(json.dumps(collection).encode("ascii"))
    addition = plan(workspace, _INPUT, stream, replacing=True, today=on)
    if not addition.sound:
        for finding in addition.findings:
            answer.add("", "", finding.message, finding.severity)
        return answer
    answer.edit = addition.edit(NEW_RECORDS, by=by, on=on, why=why)
    answer.edit.commit()
    answer.ids = tuple(record.event.id for record in addition.records)
    return answer
