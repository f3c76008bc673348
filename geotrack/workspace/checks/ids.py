"""Check for repeated ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from geotrack.findings import shown
from geotrack.messages import Message
from geotrack.model import Event, LayerFeature
from geotrack.reading import Located, Read
from geotrack.workspace.checks.rule_finding import RuleFinding, lines_at

__all__ = ["ids_are_unique"]


def ids_are_unique(
    reads: Sequence[Read[Event]] | Sequence[Read[LayerFeature]],
) -> Iterator[RuleFinding]:
    """Find records with the id of an earlier record."""
    first: dict[str, Located[Any]] = {}
    repeats: list[tuple[Located[Any], Located[Any]]] = []
    for read in reads:
        for located in read.records:
            other = first.setdefault(located.record.id, located)
            if other is not located:
                repeats.append((located, other))
    lines = lines_at(reads, [(other.file, other.pointer + "/id") for _, other in repeats])
    for located, other in repeats:
        id_, at = located.record.id, other.pointer + "/id"
        message = Message(
            "the id {id} is taken by {file}:{lines}: {at}",
            shown(id_),
            other.file,
            lines[other.file, at],
            at,
        )
        yield RuleFinding(
            located, ("id",), message, "give one of them another", "duplicate-id", id_
        )
