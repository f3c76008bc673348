"""Check of labels, the short names of records on maps."""

from __future__ import annotations

from collections.abc import Iterator

from geotrack.findings import Severity, shown
from geotrack.messages import Message
from geotrack.model.event import LABEL_LIMIT
from geotrack.workspace.checks.rule_finding import RuleFinding
from geotrack.workspace.store import Workspace

__all__ = ["labels_are_short"]


def labels_are_short(workspace: Workspace) -> Iterator[RuleFinding]:
    """Warn of labels that a map has to shorten."""
    for located in workspace.located:
        label = located.record.label
        if label is not None and len(label) > LABEL_LIMIT:
            message = Message(
                "the label {label} has {n} characters; the limit is {most}",
                shown(label),
                len(label),
                LABEL_LIMIT,
            )
            remedy = "shorten it, or leave it out: a map then shortens the title"
            path = ("properties", "label")
            severity = Severity.WARNING
            yield RuleFinding(located, path, message, remedy, "label-length", label, severity)
