"""Editing of the claims of a report as text; unchanged parts stay byte for byte."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from geotrack.errors import UsageError
from geotrack.findings import shown
from geotrack.messages import Message
from geotrack.reading import line_of
from geotrack.workspace.edit.changeset import Edit
from geotrack.workspace.edit.reports import report_at, set_report, toml_string, with_values
from geotrack.workspace.store import Workspace

__all__ = [
    "cite_record",
    "line_of_claim",
    "next_claim_id",
    "with_changed_claim",
    "with_claim",
    "with_event",
    "with_unmapped",
]

_KEYS = ("id", "section", "says", "kind", "when", "place", "events", "unmapped")
_FIRST = "S1"
_BOM = "\ufeff"


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
        return _FIRST
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
    for key in _KEYS:
        value = claim.get(key)
        if isinstance(value, str):
            lines.append(f"{key} = {toml_string(value)}")
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


def with_changed_claim(text: str, claim_id: str, fields: Mapping[str, str | None]) -> str:
    r"""Return the text of a report with other values of a claim.

    Parameters
    ----------
    text : str
        The report, valid TOML.
    claim_id : str
        Id of one of its claims.
    fields : mapping
        New values by key; None takes a key away.

    Raises
    ------
    UsageError
        There is no such claim.

    Examples
    --------
    >>> text = '[[claims]]\nid = "S1"\nsays = "It grew."  # by half\nwhen = "2025"\n'
    >>> print(with_changed_claim(text, "S1", {"says": "It shrank.", "when": None}))
    [[claims]]
    id = "S1"
    says = "It shrank."  # by half
    <BLANKLINE>
    """
    claims = tomllib.loads(text.removeprefix(_BOM)).get("claims", ())
    index = next((n for n, c in enumerate(claims) if str(c["id"]) == claim_id), None)
    if index is None:
        raise UsageError(Message("the report has no claim {claim_id}", shown(claim_id)))
    return with_values(text, ("claims", index), fields)


def with_unmapped(text: str, claim_ids: Collection[str], reason: str) -> str:
    r"""Return the text of a report in which claims say why they became no record.

    Examples
    --------
    >>> text = '[[claims]]\nid = "S1"\nkind = "event"\nquote = { start = 0, end = 9 }\n'
    >>> print(with_unmapped(text, ["S1"], "No event."))
    [[claims]]
    id = "S1"
    kind = "event"
    quote = { start = 0, end = 9 }
    unmapped = "No event."
    <BLANKLINE>
    """
    import tomlkit

    body = text.removeprefix(_BOM)
    document: Any = tomlkit.parse(body)
    for claim in document["claims"]:
        if str(claim["id"]) in claim_ids:
            claim["unmapped"] = reason
    return f"{text[: len(text) - len(body)]}{tomlkit.dumps(document)}"


def _list(items: Iterable[str]) -> str:
    return f"[{', '.join(map(toml_string, items))}]"


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
    value = claim.get("events", [])
    events = [value] if isinstance(value, str) else list(value)
    if event_id in events:
        return text
    claim["events"] = [*events, event_id]
    if not events:
        claim.pop("unmapped", None)
    new = _with_events(body, index, claim["events"])
    if _parses_to(new, expected):
        return f"{text[: -len(body)]}{new}"
    raise UsageError(
        Message(
            "the report is written in a way that geotrack does not change; add "
            "{event_id} to 'events' of claim {claim_id} by hand",
            shown(event_id),
            shown(claim_id),
        )
    )


def _with_events(text: str, index: int, events: Sequence[str]) -> str:
    """Return a text with the events of a claim, in the place of `unmapped` if it has no others."""
    import tomlkit

    document: Any = tomlkit.parse(text)
    claim = document["claims"][index]
    if "unmapped" not in claim:
        if isinstance(claim.get("events"), list) and events[1:]:
            claim["events"].append(events[-1])
        else:  # one text, or a sentence of which nothing is decided
            claim["events"] = events
        return tomlkit.dumps(document)
    claim["unmapped"] = events
    changed = tomlkit.dumps(document)
    line = line_of(changed, ("claims", index, "unmapped"))
    if line is None:
        return changed
    lines = changed.splitlines(keepends=True)
    lines[line - 1] = re.sub("[\"']?unmapped[\"']?", "events", lines[line - 1], count=1)
    return "".join(lines)


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
    if (changed := edit.text(path)) is not None:  # another claim of the report
        edit.set_text(path, with_event(changed, claim_id, event_id))
        return path
    text = path.read_bytes().decode("utf-8")
    set_report(edit, path, text, with_event(text, claim_id, event_id))
    return path


def line_of_claim(path: Path, claim_id: str) -> int | None:
    """Return the line of a claim in a report's file."""
    text = path.read_text(encoding="utf-8-sig")
    ids = [str(c["id"]) for c in tomllib.loads(text)["claims"]]
    return line_of(text, ("claims", ids.index(claim_id)))
