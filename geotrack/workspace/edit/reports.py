"""Editing of reports as text; unchanged parts stay byte for byte."""

from __future__ import annotations

import re
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from geotrack.errors import UsageError
from geotrack.files import is_portable_name
from geotrack.findings import Finding, shown
from geotrack.i18n.folding import folded
from geotrack.model import Report
from geotrack.reading import line_of, read_table
from geotrack.taxonomy import nearest_few
from geotrack.workspace.edit.changeset import Edit
from geotrack.workspace.store import Workspace, shown_path

__all__ = [
    "cite_record",
    "faults_of_text",
    "line_of_claim",
    "new_path",
    "next_claim_id",
    "report_at",
    "report_text",
    "set_report",
    "with_claim",
    "with_event",
]

_KEYS = {
    "publisher": "who published it",
    "published": "2026-02-05, 2026-02, 2026, as far as it is known",
    "url": "where it can be read",
    "language": "of the report: en, nb",
    "marking": "of the report; without it, the lowest of the workspace",
    "note": "what was read of it, and what was not",
}
_CLAIM_KEYS = ("id", "section", "says", "kind", "when", "place", "events", "unmapped")
_FIRST_CLAIM = "S1"
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
        others become comments.

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
        f"id = {_quoted(id_)}",
        f"title = {_quoted(fields['title'] or '')}",
    ]
    for key, hint in _KEYS.items():
        value = fields.get(key)
        lines.append(f"# {key}: {hint}" if value is None else f"{key} = {_quoted(value)}")
    return "".join(f"{line}\n" for line in lines)


def _quoted(text: str) -> str:
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
            f"{shown(id_)} is no id for a report; write small letters, digits and hyphens: "
            f"{words if words and is_portable_name(words) else 'focus-2026'}"
        )
    path = workspace.root / "seeds" / f"{id_}.toml"
    existing = [p for p, table in _reports(workspace) if table.record and table.record.id == id_]
    for there in (*existing, path):
        if there.exists():
            raise UsageError(
                f"the report {shown(id_)} is there: {shown_path(there)}; give another id, "
                f"or add to it: geotrack report claim {id_}"
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
            raise UsageError(f"{table.file} has errors; `geotrack check` lists them")
    ids = {known: known for known in workspace.reports_by_id}
    near = nearest_few(id_, ids, most=1)
    remedy = f"did you mean {near[0]!r}?" if near else f"start it: geotrack report new {id_}"
    raise UsageError(f"no report in seeds/ has the id {shown(id_)}; {remedy}")


def next_claim_id(ids: Sequence[str]) -> str:
    """Return an id for the next claim, following the pattern of the last.

    Examples
    --------
    >>> next_claim_id([]), next_claim_id(["S1", "S12"]), next_claim_id(["2.08", "2.09"])
    ('S1', 'S13', '2.10')
    >>> next_claim_id(["intro", "S4", "end"])
    'end-2'
    """
    if not ids:
        return _FIRST_CLAIM
    last = re.fullmatch(r"(.*?)([0-9]*)", ids[-1], re.DOTALL)
    stem, digits = last.groups() if last else (ids[-1], "")
    following = (
        (f"{stem}{n:0{len(digits)}d}" for n in count(int(digits) + 1))
        if digits
        else (f"{stem}-{n}" for n in count(2))
    )
    return next(id_ for id_ in following if id_ not in ids)


def with_claim(text: str, claim: Mapping[str, Any]) -> str:
    r"""Return the text of a report with a claim appended.

    Parameters
    ----------
    text : str
        The report, valid TOML.
    claim : mapping
        Its fields, as in a report; None and empty values are left out.

    Raises
    ------
    UsageError
        The claims of the report are an inline list.

    Examples
    --------
    >>> print(with_claim('id = "r"\n', {"id": "S1", "says": "It grew.", "kind": "event"}))
    id = "r"
    <BLANKLINE>
    [[claims]]
    id = "S1"
    says = "It grew."
    kind = "event"
    <BLANKLINE>
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = ["[[claims]]"]
    for key in _CLAIM_KEYS:
        value = claim.get(key)
        if isinstance(value, str):
            lines.append(f"{key} = {_quoted(value)}")
        elif value:
            lines.append(f"{key} = {_list(value)}")
    gap = "" if not text or text.endswith("\n") else newline
    new = text + gap + newline + "".join(f"{line}{newline}" for line in lines)
    try:
        tomllib.loads(new.removeprefix(_BOM))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(
            "the claims stand in one list in brackets; write each as a table: [[claims]]"
        ) from error
    return new


def _list(items: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, items))}]"


def with_event(text: str, claim_id: str, event_id: str) -> str:
    r"""Return the text of a report with a record added to a claim's events.

    The key replaces `unmapped`, if the claim has it.

    Parameters
    ----------
    text : str
        The report, valid TOML.
    claim_id : str
        Id of one of its claims.
    event_id : str
        Id of the record.

    Raises
    ------
    UsageError
        The text cannot be changed automatically.

    Examples
    --------
    >>> text = '[[claims]]\nid = "S1"\nunmapped = "No record yet."\n'
    >>> print(with_event(text, "S1", "2024-patrol"))
    [[claims]]
    id = "S1"
    events = ["2024-patrol"]
    <BLANKLINE>
    """
    body = text.removeprefix(_BOM)
    expected: Any = tomllib.loads(body)
    index = next(n for n, c in enumerate(expected["claims"]) if str(c["id"]) == claim_id)
    claim = expected["claims"][index]
    stated = claim.get("events", [])
    events = [stated] if isinstance(stated, str) else list(stated)
    if event_id in events:
        return text
    claim["events"] = [*events, event_id]
    key = "events" if events else "unmapped"
    if not events:
        claim.pop("unmapped", None)
    candidates = [*_appended(body, index, event_id)] if isinstance(stated, list) and events else []
    for new in (*candidates, *_rewritten(body, ("claims", index, key), claim["events"])):
        if _parses_to(new, expected):
            return f"{text[: -len(body)]}{new}"
    raise UsageError(
        "the report is written in a way that geotrack does not change; "
        f"add {shown(event_id)} to 'events' of claim {shown(claim_id)} by hand"
    )


def _appended(text: str, index: int, event_id: str) -> Iterator[str]:
    import tomlkit

    document: Any = tomlkit.parse(text)
    document["claims"][index]["events"].append(event_id)
    yield tomlkit.dumps(document)


def _rewritten(text: str, path: tuple[str | int, ...], events: Sequence[str]) -> Iterator[str]:
    """Yield candidate texts with the key at a path replaced by `events`, for any number of lines.

    Indentation and a trailing comment are kept.
    """
    line = line_of(text, path)
    if line is None:
        return
    lines = text.splitlines(keepends=True)
    start = line - 1
    ending = "\r\n" if lines[start].endswith("\r\n") else "\n"
    indent = lines[start][: len(lines[start]) - len(lines[start].lstrip(" \t"))]
    for end in range(line, len(lines) + 1):
        if lines[end - 1].startswith("[["):
            return
        comment = _comment_of("".join(lines[start:end]))
        new = f"{indent}events = {_list(events)}{comment}{ending}"
        yield "".join([*lines[:start], new, *lines[end:]])


def _comment_of(text: str) -> str:
    """Return the comment after a key's value, with leading white space; empty without one."""
    for sign in re.finditer(r"[ \t]*#", text):
        try:
            stated = tomllib.loads(text[: sign.start()])
        except tomllib.TOMLDecodeError:
            continue  # inside the value
        if stated:
            return text[sign.start() :].rstrip("\r\n")
    return ""


def _parses_to(text: str, expected: Mapping[str, Any]) -> bool:
    try:
        return tomllib.loads(text) == expected
    except tomllib.TOMLDecodeError:
        return False


def cite_record(edit: Edit, workspace: Workspace, cited: tuple[str, str], event_id: str) -> Path:
    """Add a record to the events of the claim that it cites, as part of an edit.

    Parameters
    ----------
    edit : Edit
        The edit.
    workspace : Workspace
        The workspace with the report.
    cited : (str, str)
        Ids of the report and of its claim.
    event_id : str
        The record.

    Returns
    -------
    Path
        The report's file.
    """
    seed, claim_id = cited
    path, _ = report_at(seed, workspace)
    text = path.read_bytes().decode("utf-8")
    set_report(edit, path, text, with_event(text, claim_id, event_id))
    return path


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
        raise UsageError(f"{shown_path(path)} was changed by someone else meanwhile; run it again")


def line_of_claim(path: Path, claim_id: str) -> int | None:
    """Return the line of a claim in a report's file."""
    text = path.read_text(encoding="utf-8-sig")
    ids = [str(c["id"]) for c in tomllib.loads(text)["claims"]]
    return line_of(text, ("claims", ids.index(claim_id)))


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
