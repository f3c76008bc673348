"""Markings of records and of the reports that they cite.

A marking that cannot be read, such as that of a report with an error, has no known rank: no product
is marked high enough for it.
"""

from __future__ import annotations

from dataclasses import dataclass

from geotrack.findings import Finding, errors_of
from geotrack.messages import Message
from geotrack.model import Event
from geotrack.workspace.store import Workspace

__all__ = ["UNKNOWN", "Marking", "markings_of", "report_marking", "settings_fault"]

UNKNOWN = "MARKING UNKNOWN"
"""What a product bears for a marking that cannot be read."""


@dataclass(frozen=True, slots=True)
class Marking:
    """The marking of a record, or of a report that it cites.

    Parameters
    ----------
    bearer : str
        What bears it: `the record 'a'`.
    text : str
        As written; `UNKNOWN` if it cannot be read.
    level : int or None
        Its rank, from 0; None if the rank is not known.
    fault : str
        Why it cannot be read, with file, line and remedy; empty if it can.
    citing : str
        Of a report: the record that cites it, as a clause of a message.
    """

    bearer: str
    text: str
    level: int | None
    fault: str = ""
    citing: str = ""


def settings_fault(workspace: Workspace) -> str:
    """Return why the workspace ranks no marking, which is an error in its settings; else empty."""
    return "" if workspace.settings.record else str(errors_of(workspace.settings.findings)[0])


def markings_of(event: Event, workspace: Workspace) -> list[Marking]:
    """Return the markings of a record and of the reports that it cites; its own first."""
    lines = []
    if event.marking:
        lines.append(_marking(Message("the record {id!r}", event.id), event.marking, workspace))
    for id_ in dict.fromkeys(s.seed for s in event.sources if s.seed):
        citing = Message(", which the record {id!r} cites", event.id)
        lines += filter(None, [report_marking(id_, workspace, citing)])
    return lines


def report_marking(id_: str, workspace: Workspace, citing: str = "") -> Marking | None:
    """Return the marking of a report; None if it has none.

    Parameters
    ----------
    id_ : str
        Its id, which may be unknown.
    workspace : Workspace
        The workspace.
    citing : str
        What follows the report in messages.
    """
    bearer = Message("the report {id!r}", id_)
    text = workspace.layers_and_maps.report_markings.of(id_)
    if isinstance(text, Finding):
        return Marking(bearer, UNKNOWN, None, str(text), citing)
    return _marking(bearer, text, workspace, citing) if text else None


def _marking(bearer: str, text: str, workspace: Workspace, citing: str = "") -> Marking:
    level = workspace.config.level(text)
    fault = "" if level is not None else settings_fault(workspace)
    return Marking(bearer, text, level, fault, citing)
