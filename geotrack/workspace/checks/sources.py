"""Checks of sources: what they name, and grades of credibility against their origins."""

from __future__ import annotations

from collections.abc import Iterator

from geotrack.findings import Severity, shown
from geotrack.i18n.folding import folded
from geotrack.index.record_rows import rows_with
from geotrack.messages import Message
from geotrack.model import Source
from geotrack.workspace.checks.rule_finding import RuleFinding
from geotrack.workspace.store import Workspace

__all__ = ["confirmed_means_two_origins", "sources_are_documents"]

_AGAINST = ("disputes", "denies", "silent")
_CONFIRMED = 1


def confirmed_means_two_origins(workspace: Workspace) -> Iterator[RuleFinding]:
    """Warn of credibility 1 (confirmed) where all sources have one origin."""
    for located in workspace.located:
        sources = located.record.sources
        graded = [n for n, s in enumerate(sources) if s.grade and s.grade.credibility == _CONFIRMED]
        if not graded:
            continue
        origins = {folded(o): o for s in sources if s.stance not in _AGAINST if (o := _origin(s))}
        if len(origins) > 1:
            continue
        reason = (
            Message("all goes back to {values}", shown(*origins.values()))
            if origins
            else Message("no source supports it")
        )
        message = Message("credibility 1 is for what other origins confirm, and {only}", reason)
        remedy = "cite a second origin ('origin' says what a copy goes back to), or grade it lower"
        for n in graded:
            path = ("properties", "sources", n, "grade", "credibility")
            severity = Severity.WARNING
            yield RuleFinding(located, path, message, remedy, "grade-origin", _CONFIRMED, severity)


def sources_are_documents(workspace: Workspace) -> Iterator[RuleFinding]:
    """Warn, once a file, of records whose only source is the row that they were imported from."""
    for result in workspace.event_reads:
        by_row = rows_with("row_only", True, result.records)
        if by_row:
            first = result.records[by_row[0]]
            count = Message(" (in {n} records)", len(by_row)) if by_row[1:] else ""
            cite = first.record.sources[0].cite
            message = Message(
                "the only source is the row of an imported file{more}: {cite}", count, shown(cite)
            )
            remedy = "cite the document that states it, by 'url' or 'cite', or leave it so"
            path = ("properties", "sources", 0, "cite")
            yield RuleFinding(first, path, message, remedy, "source-row", cite, Severity.WARNING)


def _origin(source: Source) -> str:
    """Return the origin of a source: as stated, else its publisher, host or work."""
    address = source.url or next(iter(source.read_at), "")
    host = address.partition("://")[2].partition("/")[0].casefold().removeprefix("www.")
    return source.origin or source.publisher or host or source.cite or source.seed or ""
