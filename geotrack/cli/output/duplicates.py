"""Findings and output lines for probable duplicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.messages import Message, counted, in_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geotrack.findings import Finding
    from geotrack.workspace import Workspace
    from geotrack.workspace.duplicates.find import Pair

RULE = "duplicate"


def duplicate_findings(workspace: Workspace) -> list[Finding]:
    """Return a warning for each pair of probable duplicates, best first.

    The finding refers to the record that comes later in the files. Its `value` holds the other
    record's id, file and line, the score and the reasons.
    """
    from geotrack.findings import Finding, Severity, shown
    from geotrack.workspace.checks.rule_finding import lines_at
    from geotrack.workspace.duplicates.find import duplicates_in

    result = duplicates_in(workspace)
    pairs = result.pairs
    order = {located.record.id: n for n, located in enumerate(workspace.located)}
    ids = {event.id for pair in pairs for event in (pair.first, pair.second)}
    places = {
        located.record.id: (located.file, f"{located.pointer}/id")
        for located in workspace.located
        if located.record.id in ids
    }
    lines = lines_at(workspace.event_reads, places.values())
    findings = []
    for pair in pairs:
        first, second = sorted((pair.first.id, pair.second.id), key=order.__getitem__)
        (file, pointer), second_place = places[second], places[first]
        reference = f"{second_place[0]}:{lines[second_place]}"
        template = "{second} and {first} ({at}) are probably one event, {score:.2f}: {reasons}"
        message = Message(template, shown(second), shown(first), reference, pair.score, pair.text)
        remedy = "merge them with `geotrack merge`, or name one in 'related' of the other"
        value = {
            "id": first,
            "file": second_place[0],
            "line": lines[second_place],
            "score": pair.score,
            "reasons": [in_language(reason) for reason in pair.reasons],
        }
        line = lines[file, pointer]
        findings.append(
            Finding(file, message, remedy, RULE, pointer, line, value, Severity.WARNING)
        )
    if result.more:
        findings.append(_rest(findings[-1].file, len(pairs), result.more))
    return findings


def _rest(file: str, count: int, more: int) -> Finding:
    """Return the finding for pairs beyond the reported ones."""
    from geotrack.findings import Finding, Severity

    message = Message(
        "{pairs} reported, the best; about {more} more are as likely: so many similar records are "
        "probably not duplicates",
        counted(count, "1 pair", "{n} pairs"),
        more,
    )
    remedy = "resolve the reported pairs and check again"
    value = {"told": count, "more": more}
    return Finding(file, message, remedy, RULE, value=value, severity=Severity.WARNING)


def pair_lines(pair: Pair) -> Iterator[str]:
    """Yield the output lines for a new record that is probably stored already."""
    from geotrack.cli.app import wrap_text

    template = "twice?   {first} and {second} ({score:.2f})"
    yield Message(template, pair.first.id, pair.second.id, pair.score)
    yield wrap_text(in_language(pair.text), " " * 9)
