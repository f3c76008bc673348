"""Records that are probably of one event, as `geotrack check --duplicates` tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geotrack.findings import Finding
    from geotrack.workspace import Workspace
    from geotrack.workspace.duplicates.find import Pair

RULE = "duplicate"


def duplicate_findings(workspace: Workspace) -> list[Finding]:
    """Return a warning for each pair of records that are probably of one event, best first.

    It stands at the record that comes later in the files, and names both. Its `value` holds what
    a program needs: the other record's id, file and line, the score and the reasons.
    """
    from geotrack.findings import Finding, Severity, shown
    from geotrack.workspace.checks.rule_finding import lines_at
    from geotrack.workspace.duplicates.find import duplicates_in

    found = duplicates_in(workspace)
    pairs = found.pairs
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
        (file, pointer), other = places[second], places[first]
        at = f"{other[0]}:{lines[other]}"
        message = (
            f"{shown(second)} and {shown(first)} ({at}) are probably one event, "
            f"{pair.score:.2f}: {'; '.join(pair.reasons)}"
        )
        remedy = "keep one that 'replaces' the other, or name one in 'related' of the other"
        value = {
            "id": first,
            "file": other[0],
            "line": lines[other],
            "score": pair.score,
            "reasons": list(pair.reasons),
        }
        line = lines[file, pointer]
        findings.append(
            Finding(file, message, remedy, RULE, pointer, line, value, Severity.WARNING)
        )
    if found.more:
        findings.append(_rest(findings[-1].file, len(pairs), found.more))
    return findings


def _rest(file: str, told: int, more: int) -> Finding:
    """Return the last line, where more pairs are alike than are told."""
    from geotrack.cli.app import counted
    from geotrack.findings import Finding, Severity

    message = (
        f"{counted(told, 'pair')} told, the best; about {more} more are as likely: "
        f"where so many are alike, the data is rather of one kind than doubled"
    )
    remedy = "settle those that are told and check again"
    value = {"told": told, "more": more}
    return Finding(file, message, remedy, RULE, value=value, severity=Severity.WARNING)


def pair_lines(pair: Pair) -> Iterator[str]:
    """Yield what is said of a new record that is probably told already."""
    from geotrack.cli.app import wrapped

    yield f"twice?   {pair.first.id} and {pair.second.id} ({pair.score:.2f})"
    yield wrapped("; ".join(pair.reasons), " " * 9)
