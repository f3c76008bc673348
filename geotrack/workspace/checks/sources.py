"""Check of credibility grades against the origins of sources."""

from __future__ import annotations

from collections.abc import Iterator

from geotrack.findings import Severity, shown
from geotrack.i18n.folding import folded
from geotrack.model import Source
from geotrack.workspace.checks.rule_finding import RuleFinding
from geotrack.workspace.store import Workspace

__all__ = ["confirmed_means_two_origins"]

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
        only = (
            f"all goes back to {shown(*origins.values())}" if origins else "no source supports it"
        )
        message = f"credibility 1 is for what other origins confirm, and {only}"
        remedy = "cite a second origin ('origin' says what a copy goes back to), or grade it lower"
        for n in graded:
            path = ("properties", "sources", n, "grade", "credibility")
            severity = Severity.WARNING
            yield RuleFinding(located, path, message, remedy, "grade-origin", _CONFIRMED, severity)


def _origin(source: Source) -> str:
    """Return the origin of a source: as stated, else its publisher, host or work."""
    address = source.url or next(iter(source.read_at), "")
    host = address.partition("://")[2].partition("/")[0].casefold().removeprefix("www.")
    return source.origin or source.publisher or host or source.cite or source.seed or ""
