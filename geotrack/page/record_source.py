"""What a desk's page of many asks the server for: columns, rows, cards and GeoJSON of its records.

`web/src/page/many/` has the other side: a page in a file has all of it packed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from geotrack.errors import BusyError, UsageError
from geotrack.mapview.map_view import MapView
from geotrack.messages import Message
from geotrack.model.query import Drawn, Query, Within
from geotrack.page.columns import Array, column_bytes
from geotrack.page.data import page_data
from geotrack.page.document import cards
from geotrack.page.download import collection
from geotrack.page.many_records import BLOCK, columns_of, row_data
from geotrack.page.payload import RowData
from geotrack.page.records import record_data
from geotrack.queries import select
from geotrack.queries.judge import Judge

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["RecordSource"]

# Of `web/src/questions/judge.js`, by `geotrack.queries.verdict.Verdict`.
_VERDICTS = np.array([0, 1, 1, 2, 3])


class RecordSource:
    """The records of a page, in its order: what it asks for of them.

    Parameters
    ----------
    view : MapView
        The map.
    version : str
        Names the state of the workspace.
    """

    def __init__(self, view: MapView, version: str) -> None:
        self.version, self._view = version, view
        self.arrays, self.data = columns_of(page_data(view))
        self.data["version"] = version
        self._graded = any(record.graded for record in view.record_views)
        self._places = {event.id: place for place, event in enumerate(view.records)}

    def columns(self, before: RecordSource | None = None) -> bytes:
        """Return the columns, and in their header the payload beside them.

        Parameters
        ----------
        before : RecordSource, optional
            The records of an earlier version. Then the column `before` has for each record its
            place in that version; -1 for one that is new, -2 - place for one that has changed.
        """
        arrays: dict[str, Array] = dict(self.arrays)
        if before is not None:
            arrays["before"] = self._places_in(before)
        return column_bytes(arrays, self.data)

    def _places_in(self, before: RecordSource) -> NDArray[np.int64]:
        places = []
        for event in self._view.records:
            place = before._places.get(event.id, -1)
            is_same = place < 0 or before._view.records[place] is event
            places.append(place if is_same else -2 - place)
        return np.array(places, dtype=np.int64)

    @property
    def collection(self) -> dict[str, Any]:
        """The FeatureCollection of the records, without these."""
        view = self._view
        found = collection(view.workspace, view.definition, view.records, view.page_ids, "")
        return {**found, "features": []}

    def rows(self, block: int) -> list[RowData]:
        """Return the rows of a block of records."""
        views, translate = self._view.record_views[_slice(block)], self._view.translate
        return [row_data(view, record_data(view), translate) for view in views]

    def card(self, place: int) -> str:
        """Return the card of a record as HTML."""
        views = self._view.record_views[place : place + 1]
        if not views:
            raise UsageError(Message("the page has no record at {place}", place))
        return cards(views, self._view.translate, graded=self._graded)[0]

    def features(self, block: int) -> list[dict[str, Any]]:
        """Return a block of records as GeoJSON."""
        view = self._view
        events = view.records[_slice(block)]
        found: list[dict[str, Any]] = collection(
            view.workspace, view.definition, events, view.page_ids, ""
        )["features"]
        return found

    def search(self, question: Mapping[str, Any]) -> list[int]:
        """Return the places of the records that have all `words` of a question in their texts."""
        words = question.get("words")
        if not isinstance(words, str) or not words.strip():
            return []
        hits = select(self._view.workspace, Query(text=words)).ids
        return sorted(self._places[id_] for id_ in hits if id_ in self._places)

    def verdicts(self, area: Mapping[str, Any]) -> dict[str, list[int]]:
        """Return the verdicts on the records by an area, as `web/src/questions/judge.js` does.

        Parameters
        ----------
        area : mapping
            A disc: `at`, lon and lat in degrees, and `metres`; or an `outline` of such positions.

        Returns
        -------
        dict
            `verdicts` of all records: 0 no, 1 unplaced, 2 possible, 3 certain; `vague`, the places
            of those that follow only from parts that are known by a region alone.
        """
        judge = Judge(self._view.workspace, _query(area))
        rows = [judge.columns.rows[event.id] for event in self._view.records]
        vague = [place for place, row in enumerate(rows) if judge.is_vague(row)]
        return {"verdicts": _VERDICTS[judge.verdicts[rows]].tolist(), "vague": vague}

    def check(self, version: str) -> None:
        """Raise a `BusyError` if a page of another version asks."""
        if version != self.version:
            raise BusyError("the records have changed since this page was loaded")


def _slice(block: int) -> slice:
    return slice(block * BLOCK, (block + 1) * BLOCK)


def _query(area: Mapping[str, Any]) -> Query:
    try:
        if "outline" in area:
            ring = [(float(lon), float(lat)) for lon, lat in area["outline"]]
            geometry = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
            return Query(
                drawn=(Drawn(Message("the area that is drawn"), geometry),), as_of=date.min
            )
        lon, lat = map(float, area["at"])
        return Query(within=Within(float(area["metres"]) / 1000.0, (lon, lat)), as_of=date.min)
    except (KeyError, IndexError, TypeError, ValueError):
        raise UsageError("a question needs 'at' and 'metres', or an 'outline'") from None
