"""Release control: the marking of a product against those of its records and reports."""

from __future__ import annotations

from collections.abc import Iterable

from geotrack.errors import GeotrackError
from geotrack.model import Event
from geotrack.workspace import Workspace

__all__ = ["Above", "MarkingError", "banner", "markings_of", "unranked"]


class MarkingError(GeotrackError):
    """The marking of a product is lower than that of a record in it."""


def markings_of(event: Event, workspace: Workspace) -> dict[str, str]:
    """Return the markings of a record and of the reports that it cites, by what bears them."""
    marked = {f"the record {event.id!r}": event.marking}
    for source in event.sources:
        report = workspace.reports_by_id.get(source.seed or "")
        if report:
            what = f"the report {report.id!r}, which the record {event.id!r} cites,"
            marked[what] = report.marking
    return {what: marking for what, marking in marked.items() if marking}


def unranked(events: Iterable[Event], workspace: Workspace) -> tuple[str, ...]:
    """Return the markings of records that the workspace does not rank, each once."""
    return tuple(m for m in _markings(events, workspace) if workspace.config.level(m) is None)


def banner(events: Iterable[Event], workspace: Workspace) -> str | None:
    """Return the marking that a product needs: the highest of its records, or None.

    A marking of unknown rank may be the highest, so it precedes the highest known one.
    """
    events, level = tuple(events), workspace.config.level
    ranked = [m for m in _markings(events, workspace) if level(m) is not None]
    highest = max(ranked, key=lambda m: level(m) or 0, default=None)
    return " // ".join([*unranked(events, workspace), *([highest] if highest else [])]) or None


def _markings(events: Iterable[Event], workspace: Workspace) -> list[str]:
    marked = (m for e in events for m in markings_of(e, workspace).values())
    return list(dict.fromkeys(marked))


class Above:
    """Finds records that are marked higher than a product.

    Parameters
    ----------
    workspace : Workspace
        The records and the order of markings.
    marking : str or None
        The product's. Without one, only records with the lowest marking or none are allowed.
    product : str
        Its name in messages: `map`, `export`.
    remedy : str
        The remedy in messages.

    Raises
    ------
    MarkingError
        The marking does not begin with a marking of the workspace.
    """

    def __init__(
        self, workspace: Workspace, marking: str | None, product: str, remedy: str
    ) -> None:
        self.workspace, self.marking = workspace, marking
        self.product, self.remedy = product, remedy
        allowed = workspace.config.level(marking)
        if allowed is None:
            markings = ", ".join(workspace.config.markings)
            raise MarkingError(f"{marking!r} begins with no marking of this workspace ({markings})")
        self.allowed = allowed

    def why(self, event: Event) -> str:
        """Return what is marked higher than the product, and how; empty if nothing is."""
        for what, marking in markings_of(event, self.workspace).items():
            height = self.workspace.config.level(marking)
            if height is None:
                return f"{what} is marked {marking!r}, which this workspace does not know"
            if height > self.allowed:
                return f"{what} is marked {marking!r}, above the {self.product}'s {self.marking!r}"
        return ""

    def refuse(self, events: Iterable[Event]) -> None:
        """Raise an error for the first record that is marked higher than the product.

        Raises
        ------
        MarkingError
            There is one; the message names it and its marking.
        """
        for event in events:
            if why := self.why(event):
                raise MarkingError(f"{why}; {self.remedy}")
