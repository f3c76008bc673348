"""Answers as Python code works with them: the records that meet a query."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from geotrack.errors import UsageError
from geotrack.queries import Hit, Match, Selection, count_by, to_frame
from geotrack.queries.python_values import Matching, check_match
from geotrack.queries.selection import ORDERS, Order

if TYPE_CHECKING:
    import geopandas
    import pandas

    from geotrack.model import Event
    from geotrack.page import Briefing

__all__ = ["Answers", "Hits", "check_limit", "check_order"]


@runtime_checkable
class Answers(Protocol):
    """Protocol of answers of records (`Hits`) and of observations (`DatasetHits`)."""

    @property
    def certain(self) -> int:
        """Number of certain hits."""

    @property
    def possible(self) -> int:
        """Number of possible hits."""

    def __len__(self) -> int:
        """Return how many there are."""

    def __iter__(self) -> Iterator[Any]:
        """Yield each hit, or each row as a dict."""

    def to_geodataframe(self) -> geopandas.GeoDataFrame:
        """Return them in lon/lat, with a column `match`."""

    def count_by(self, *keys: str) -> pandas.DataFrame:
        """Count them: a row a combination of keys, with columns `certain` and `possible`."""


class Hits:
    """The records that meet a query, in order.

    Parameters
    ----------
    selection : Selection
        The answer that it shows.
    """

    def __init__(self, selection: Selection) -> None:
        self.selection = selection

    def __repr__(self) -> str:
        """Return the numbers of hits by match, and of records not judged."""
        return (
            f"<Hits: {self.certain} certain, {self.possible} possible; "
            f"{len(self.unplaced)} unplaced, {len(self.undated)} undated>"
        )

    def _repr_html_(self) -> str:
        """Return them as a table."""
        from html import escape

        table = self.to_geodataframe().drop(columns="geometry").to_html(notebook=True)
        return f"<p>{escape(repr(self)[1:-1])}</p>{table}"

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.selection)

    def __iter__(self) -> Iterator[Hit]:
        """Yield each hit with its record, match, reason and distance."""
        return iter(self.selection.hits)

    @property
    def certain(self) -> int:
        """Number of certain hits."""
        return self.selection.count(Match.CERTAIN)

    @property
    def possible(self) -> int:
        """Number of possible hits."""
        return self.selection.count(Match.POSSIBLE)

    @property
    def unplaced(self) -> tuple[Event, ...]:
        """Records that a query for a place could not judge."""
        return self.selection.unplaced

    @property
    def undated(self) -> tuple[Event, ...]:
        """Records that a query for a period could not judge."""
        return self.selection.undated

    def only(self, match: Matching) -> Hits:
        """Return only the `certain` or only the `possible` hits.

        Raises
        ------
        UsageError
            It is neither.
        """
        check_match(match)
        return Hits(self.selection.only(Match(match)))

    def sorted(self, order: Order) -> Hits:
        """Return them by `date`, `distance` (nearest first) or `title`.

        Raises
        ------
        UsageError
            It is none of these, or the query names nothing to tell distances from.
        """
        check_order(order)
        return Hits(self.selection.sorted(order))

    def first(self, count: int) -> Hits:
        """Return the first hits.

        Raises
        ------
        UsageError
            The number is below 1.
        """
        check_limit(count)
        return Hits(self.selection.first(count))

    def to_geodataframe(self, *, why: bool = False) -> geopandas.GeoDataFrame:
        """Return them in lon/lat (EPSG:4326), one row a record; see `to_frame`.

        Parameters
        ----------
        why : bool
            Whether to say in words why each is a hit.
        """
        return to_frame(self.selection, why=why)

    def count_by(self, *keys: str) -> pandas.DataFrame:
        """Count them.

        Parameters
        ----------
        *keys : str
            `region`, `theme`, `type`, `kind`, `month`, `year`, `actor`, `country`, `status` or
            `verification`; see `geotrack.queries.count_by`.

        Returns
        -------
        pandas.DataFrame
            A row for each combination that there is: the keys as text, then `certain` and
            `possible`.

        Raises
        ------
        UsageError
            A key is none, or stands there twice.
        """
        import pandas

        cells = count_by(self.selection, keys).cells
        rows = [(*cell.labels, cell.certain, cell.possible) for cell in cells]
        return pandas.DataFrame(rows, columns=[*keys, "certain", "possible"])

    def briefing(self, title: str | None = None, **options: Any) -> Briefing:
        """Build a briefing of them.

        Parameters
        ----------
        title : str, optional
            Of the page.
        **options
            As for `geotrack.briefing`.
        """
        from geotrack.page import briefing

        return briefing(self.selection, title=title, **options)


def check_order(order: str) -> None:
    """Refuse an unknown order."""
    if order not in ORDERS:
        raise UsageError(f"nothing is sorted by {order!r}; write one of {', '.join(ORDERS)}")


def check_limit(limit: int) -> None:
    """Refuse a number of hits below 1."""
    if limit < 1:
        raise UsageError(f"a limit of {limit} shows nothing; write 1 or more")
