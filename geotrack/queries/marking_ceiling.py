"""Release control: no record or report of a product is marked higher than the product."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from geotrack.errors import GeotrackError
from geotrack.index.record_rows import events_at, table_of
from geotrack.messages import Message
from geotrack.model import Event
from geotrack.workspace import Workspace
from geotrack.workspace.markings import Marking, markings_of, report_marking, settings_fault

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "MarkingCeiling",
    "MarkingError",
    "banner",
    "first_of_each_marking",
    "highest",
    "unranked",
]


class MarkingError(GeotrackError):
    """The marking of a product is lower than that of a record in it."""


def unranked(events: Iterable[Event], workspace: Workspace) -> tuple[Marking, ...]:
    """Return the markings of unknown rank of records and of the reports that they cite.

    Of several with the same text and the same reason the first.
    """
    markings = (m for e in events for m in markings_of(e, workspace) if m.level is None)
    return tuple({(m.text, m.fault): m for m in reversed(list(markings))}.values())[::-1]


def banner(events: Sequence[Event], workspace: Workspace) -> str | None:
    """Return the marking that a product needs: the highest of its records, or None.

    A marking of unknown rank may be the highest, so it precedes the highest known one.
    """
    marked = [m for e in first_of_each_marking(events) for m in markings_of(e, workspace)]
    unknown = [m.text for m in marked if m.level is None]
    ranked = [m for m in marked if m.level is not None]
    return " // ".join(dict.fromkeys([*unknown, *filter(None, [highest(ranked)])])) or None


def first_of_each_marking(events: Sequence[Event]) -> Sequence[Event]:
    """Return the first of those records that are marked, and cite reports, in the same way."""
    marking, reports = (table_of(events).shared(name) for name in ("marking", "reports"))
    pairs = marking.codes.astype(np.int64) * len(reports.values) + reports.codes
    return events_at(np.sort(np.unique(pairs, return_index=True)[1]), events)


def highest(markings: Sequence[Marking]) -> str | None:
    """Return the highest of some markings, or None; one of unknown rank may be it."""
    unknown = (m.text for m in markings if m.level is None)
    ranked = max(markings, key=lambda m: m.level or 0, default=None)
    return next(unknown, ranked.text if ranked else None)


class MarkingCeiling:
    """Finds and refuses records and reports that are marked higher than a product.

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
        The marking does not begin with a marking of the workspace, or the settings have an error.
    """

    def __init__(
        self, workspace: Workspace, marking: str | None, product: str, remedy: str
    ) -> None:
        self.workspace, self.marking = workspace, marking
        self.product, self.remedy = product, remedy
        allowed = workspace.config.level(marking)
        if allowed is None:
            if fault := settings_fault(workspace):
                raise MarkingError(
                    Message("the rank of {marking!r} is not known: {fault}", marking, fault)
                )
            markings = ", ".join(workspace.config.markings)
            raise MarkingError(
                Message(
                    "{marking!r} begins with no marking of this workspace ({markings})",
                    marking,
                    markings,
                )
            )
        self.allowed = allowed

    def why(self, event: Event) -> str:
        """Return what is marked higher than the product, and how; empty if nothing is."""
        return next(filter(None, map(self._why, markings_of(event, self.workspace))), "")

    def _why(self, marking: Marking) -> str:
        """Return how a marking is higher than the product's; empty if it is not."""
        bearer, text = marking.bearer, marking.text
        if marking.citing:
            bearer = Message("{bearer}{citing},", bearer, marking.citing)
        if marking.fault:
            return Message("{bearer} has a marking of unknown rank: {fault}", bearer, marking.fault)
        if marking.level is None:
            return Message(
                "{bearer} is marked {text!r}, which this workspace does not know", bearer, text
            )
        if marking.level > self.allowed:
            return Message(
                "{bearer} is marked {text!r}, above the {product}'s {marking!r}",
                bearer,
                text,
                Message(self.product),
                self.marking,
            )
        return ""

    def refuse(self, events: Iterable[Event]) -> None:
        """Raise an error for the first record that is marked higher than the product.

        Raises
        ------
        MarkingError
            There is one; the message names it and its marking.
        """
        for event in events:
            for marking in markings_of(event, self.workspace):
                self._refuse(marking)

    def refuse_reports(self, ids: Iterable[str]) -> None:
        """Raise an error for the first report that is marked higher; see `refuse`."""
        for id_ in ids:
            if marking := report_marking(id_, self.workspace):
                self._refuse(marking)

    def _refuse(self, marking: Marking) -> None:
        if why := self._why(marking):
            # The fault has a remedy of its own.
            raise MarkingError(why if marking.fault else f"{why}; {self.remedy}")

    def admits_each(self, events: Sequence[Event]) -> NDArray[np.bool_]:
        """Return for each record whether nothing is marked higher than the product."""
        table, level = table_of(events), self.workspace.config.level

        def is_above(marking: str | None) -> bool:
            rank = level(marking) if marking else 0
            return rank is None or rank > self.allowed

        above = table.shared("marking").where(is_above)
        above |= table.shared("reports").where(lambda ids: not all(map(self.admits_report, ids)))
        return ~above

    def admits_report(self, id_: str) -> bool:
        """Return whether a report is marked no higher than the product."""
        marking = report_marking(id_, self.workspace)
        return marking is None or not self._why(marking)
