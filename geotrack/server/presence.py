"""Who uses a desk now, and which record each has open."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = ["Presence"]

# Who has said nothing for so long is gone, seconds; a page reports three times as often.
_GONE_S = 60.0
# Maximum number of pages that are known, and of characters of what they report.
_MOST_PAGES, _LONGEST = 100, 200


@dataclass(frozen=True, slots=True)
class _Visit:
    """What a page last reported."""

    name: str
    record: str
    at: float


@dataclass
class Presence:
    """The open pages of a desk.

    Parameters
    ----------
    clock : callable
        Returns the time, seconds.
    """

    clock: Callable[[], float] = time.monotonic
    _visits: dict[str, _Visit] = field(default_factory=dict)

    def report(self, page: str, name: str, record: str, *, leaves: bool = False) -> None:
        """Note what a page has open.

        Parameters
        ----------
        page : str
            The page: a random word that it has chosen.
        name : str
            Who uses it; empty if it does not know.
        record : str
            Id of the record in its form; empty for none.
        leaves : bool, optional
            Whether it is being closed.
        """
        now = self.clock()
        visits = {id_: visit for id_, visit in self._visits.items() if now - visit.at < _GONE_S}
        visits.pop(page, None)
        if not leaves and len(visits) < _MOST_PAGES:
            visits[page[:_LONGEST]] = _Visit(name[:_LONGEST], record[:_LONGEST], now)
        self._visits = visits

    def others(self, page: str) -> list[dict[str, str]]:
        """Return `name` and `record` of the other pages."""
        return [
            {"name": visit.name, "record": visit.record}
            for id_, visit in self._visits.items()
            if id_ != page
        ]
