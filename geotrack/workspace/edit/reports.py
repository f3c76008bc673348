"""Editing of reports as text; unchanged parts stay byte for byte."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from geotrack.errors import UsageError
from geotrack.files import is_portable_name
from geotrack.findings import Finding, shown
from geotrack.i18n.folding import folded
from geotrack.i18n.spelling import nearest_few
from geotrack.index.record_rows import table_of
from geotrack.messages import Message, did_you_mean, sentence
from geotrack.model import Report
from geotrack.notation.dates import parse_date_text
from geotrack.reading import line_of, read_table
from geotrack.workspace.edit.changeset import Edit
from geotrack.workspace.store import Workspace, shown_path
from geotrack.workspace.transaction import locked

__all__ = [
    "cited_reports",
    "faults_of_text",
    "new_path",
    "remove_report",
    "report_at",
    "report_text",
    "set_report",
    "toml_string",
    "with_changed_report",
    "with_values",
]

_KEYS = {
    "publisher": "who published it",
    "published": "2026-02-05, 2026-02, 2026, as far as it is known",
    "url": "where it can be read",
    "language": "of the report: en, nb",
    "marking": "of the report; without it, the lowest of the workspace",
    "note": "what was read of it, and what was not",
}
_BOM = "\ufeff"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def report_text(id_: str, fields: Mapping[str, str | None]) -> str:
    """Return the text of a new report without claims.

    Parameters
    ----------
    id_ : str
        Its id and file name.
    fields : mapping
        `title`, and any of `publisher`, `published`, `url`, `language`, `marking` and `note`; the
        others become comments. A date in words becomes one in the notation of records.

    Examples
    --------
    >>> print(report_text("focus-2026", {"title": "Focus 2026", "language": "en"}))
    # A report. Each claim is in our own words, and becomes records or says why it became none:
    # `geotrack report claim focus-2026` adds one, `geotrack coverage` shows them all.
    <BLANKLINE>
    id = "focus-2026"
    title = "Focus 2026"
    # publisher: who published it
    # published: 2026-02-05, 2026-02, 2026, as far as it is known
    # url: where it can be read
    language = "en"
    # marking: of the report; without it, the lowest of the workspace
    # note: what was read of it, and what was not
    <BLANKLINE>
    """
    lines = [
        "# A report. Each claim is in our own words, and becomes records or says why it"
        " became none:",
        f"# `geotrack report claim {id_}` adds one, `geotrack coverage` shows them all.",
        "",
        f"id = {toml_string(id_)}",
        f"title = {toml_string(fields['title'] or '')}",
    ]
    for key, hint in _KEYS.items():
        value = fields.get(key)
        value = _dated(key, value)
        lines.append(f"# {key}: {hint}" if value is None else f"{key} = {toml_string(value)}")
    return "".join(f"{line}\n" for line in lines)


def _dated(key: str, value: str | None) -> str | None:
    """Return a value of a report; a date in words in the notation of records."""
    date = parse_date_text(value) if key == "published" and value else None
    return date.date if date else value


def with_changed_report(text: str, fields: Mapping[str, str | None]) -> str:
    r"""Return the text of a report with new values of its top-level keys; None removes a key.

    Examples
    --------
    >>> text = 'id = "a"\ntitle = "A"  # short\nnote = "x"\n\n[[claims]]\nid = "S1"\n'
    >>> print(with_changed_report(text, {"title": "B", "note": None, "published": "5 May 2026"}))
    id = "a"
    published = "2026-05-05"
    title = "B"  # short
    <BLANKLINE>
    [[claims]]
    id = "S1"
    <BLANKLINE>
    """
    return with_values(text, (), {key: _dated(key, value) for key, value in fields.items()})


def with_values(text: str, path: Sequence[str | int], fields: Mapping[str, str | None]) -> str:
    """Return the text of a report with other values in the table at a path, which has an id.

    Keys with the value None are removed.
    """
    import tomlkit

    body = text.removeprefix(_BOM)
    document: Any = tomlkit.parse(body)
    table = document
    for key in path:
        table = table[key]
    new = {key: value for key, value in fields.items() if value and key not in table}
    for key in [key for key in fields if key in table]:
        if fields[key] is None:
            del table[key]
        elif table[key] != fields[key]:
            table[key] = fields[key]
    changed = tomlkit.dumps(document)
    lines = changed.splitlines(keepends=True)
    # New keys stand below the id: at the end they would follow the comment of the next table.
    below = line_of(changed, (*path, "id")) or len(lines)
    ending = "\r\n" if "\r\n" in body else "\n"
    lines[below:below] = [f"{key} = {toml_string(value)}{ending}" for key, value in new.items()]
    return f"{text[: len(text) - len(body)]}{''.join(lines)}"


def toml_string(text: str) -> str:
    """Return a text as a string of TOML."""
    import tomlkit

    return tomlkit.string(text).as_string()


def new_path(id_: str, workspace: Workspace) -> Path:
    """Return the path of a new report.

    Raises
    ------
    UsageError
        The id is not valid, or a report or file with it exists.
    """
    if not _ID.fullmatch(id_) or not is_portable_name(id_):
        words = "-".join(re.findall(r"[a-z0-9]+", folded(id_)))
        raise UsageError(
            Message(
                "{id} is no id for a report; write small letters, digits and hyphens: {text}",
                shown(id_),
                words if words and is_portable_name(words) else "focus-2026",
            )
        )
    path = workspace.root / "seeds" / f"{id_}.toml"
    existing = [p for p, table in _reports(workspace) if table.record and table.record.id == id_]
    for occupied in (*existing, path):
        if occupied.exists():
            raise UsageError(
                Message(
                    "the report {id} is there: {there}; give another id, or add to it: "
                    "geotrack report claim {name}",
                    shown(id_),
                    shown_path(occupied),
                    id_,
                )
            )
    return path


def _reports(workspace: Workspace) -> Iterator[tuple[Path, Any]]:
    paths = sorted(workspace.root.glob("seeds/*.toml"))
    return zip(paths, workspace.reports, strict=True)


def report_at(id_: str, workspace: Workspace) -> tuple[Path, Report]:
    """Return the file of a report, and the report.

    Raises
    ------
    UsageError
        No report has the id; the nearest one is suggested.
    """
    for path, table in _reports(workspace):
        if table.record is not None and table.record.id == id_:
            return path, table.record
        if table.record is None and path.stem == id_:
            raise UsageError(Message("{file} has errors; `geotrack check` lists them", table.file))
    ids = {report_id: report_id for report_id in workspace.reports_by_id}
    similar = nearest_few(id_, ids, most=1)
    start = Message("start it: geotrack report new {id}", id_)
    message = Message("no report in seeds/ has the id {seed}", shown(id_))
    raise UsageError(sentence(message, did_you_mean(similar[0] if similar else None, start)))


def set_report(edit: Edit, path: Path, old: str, new: str) -> None:
    """Set the text of a report, as part of an edit.

    Parameters
    ----------
    edit : Edit
        The edit.
    path : Path
        The report's file.
    old, new : str
        Its text as read, and the new text.

    Raises
    ------
    UsageError
        The file has changed since it was read.
    """
    edit.set_text(path, new)
    # Compare after the edit has read the file, so that no change goes unnoticed.
    if path.read_bytes() != old.encode():
        raise UsageError(
            Message("{path} was changed by someone else meanwhile; run it again", shown_path(path))
        )


def cited_reports(workspace: Workspace) -> frozenset[str]:
    """Return the ids of reports that records cite."""
    values: Iterable[Any] = table_of(workspace.events).shared("reports").values
    return frozenset(chain.from_iterable(values))


def remove_report(id_: str, workspace: Workspace) -> tuple[Path, str]:
    """Remove the file of a report; return its path and its text.

    Raises
    ------
    UsageError
        A record cites it, or no report has the id.
    BusyError
        Another writer is active.
    """
    path, report = report_at(id_, workspace)
    if id_ in cited_reports(workspace):
        raise UsageError(
            Message("records cite the report {title}; remove them first", shown(report.title))
        )
    with locked(workspace.root):
        text = path.read_bytes().decode("utf-8")
        path.unlink()
    return path, text


def faults_of_text(text: str, name: str) -> list[Finding]:
    """Return the findings about the text of a report.

    Parameters
    ----------
    text : str
        TOML.
    name : str
        Its file name in messages.
    """
    with tempfile.TemporaryDirectory(prefix="geotrack-") as folder:
        path = Path(folder) / "report.toml"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        return [replace(f, file=name) for f in read_table(path, name, Report).findings]
