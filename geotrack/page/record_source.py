"""What a desk's page of many asks the server for: columns, rows, cards and GeoJSON of its records.

`web/src/page/many/` has the other side: a page in a file has all of it packed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from geotrack.errors import BusyError, UsageError
from geotrack.index.record_rows import rows_of_digests
from geotrack.index.stored_texts import are_stored
from geotrack.mapview.map_of_many import MapOfMany
from geotrack.messages import Message
from geotrack.model.query import Drawn, Query, Within
from geotrack.page.columns import column_bytes, column_changes, shrunk
from geotrack.page.data import many_data
from geotrack.page.document import cards
from geotrack.page.download import collection
from geotrack.page.many_records import BLOCK, row_data
from geotrack.page.payload import RowData
from geotrack.page.records import record_data
from geotrack.queries.judge import Judge
from geotrack.queries.verdict import Verdict

__all__ = ["RecordSource"]

# Of `web/src/questions/judge.js`, by `geotrack.queries.verdict.Verdict`.
_VERDICTS = np.array([0, 1, 1, 2, 3])


class RecordSource:
    """The records of a page, in its order: what it asks for of them.

    Parameters
    ----------
    view : MapOfMany
        The map.
    version : str
        Names the state of the workspace.
    """

    def __init__(self, view: MapOfMany, version: str) -> None:
        self.version, self.view = version, view
        arrays, self.data = many_data(view)
        self.arrays, self.count = shrunk(arrays), len(view.records)
        self.data["version"] = version

    def columns(self, before: RecordSource | None = None) -> bytes:
        """Return the columns, and in their header the payload beside them.

        Parameters
        ----------
        before : RecordSource, optional
            The records of an earlier version. Then only what has changed since is in the columns.
        """
        if before is not None:
            places = rows_of_digests(self.view.values.digests, before.view.values.digests)
            if changes := column_changes(self.arrays, before.arrays, places):
                arrays, whole = changes
                return column_bytes(arrays, n=self.count, data=self.data, whole=whole)
        return column_bytes(self.arrays, n=self.count, data=self.data)

    @property
    def collection(self) -> dict[str, Any]:
        """The FeatureCollection of the records, without these."""
        return collection(self.view.workspace, self.view.definition, (), self.view.page_ids, "")

    def rows(self, block: int) -> list[RowData]:
        """Return the rows of a block of records."""
        translate = self.view.translate
        views = self.view.views(_block(block, self.count))
        return [row_data(view, record_data(view), translate) for view in views]

    def card(self, place: int) -> str:
        """Return the card of a record as HTML."""
        if place >= self.count:
            raise UsageError(Message("the page has no record at {place}", place))
        views = self.view.views([place])
        return cards(views, self.view.translate, graded=self.view.graded)[0]

    def place(self, id_: str) -> int:
        """Return the place of a record by its id; -1 if there is none."""
        row = self.view.table.row_by_id.get(id_)
        return -1 if row is None else row

    def features(self, block: int) -> list[dict[str, Any]]:
        """Return a block of records as GeoJSON."""
        view = self.view
        events = [view.records[place] for place in _block(block, self.count)]
        found: list[dict[str, Any]] = collection(
            view.workspace, view.definition, events, view.page_ids, ""
        )["features"]
        return found

    def search(self, question: Mapping[str, Any]) -> list[int]:
        """Return the places of the records that have all `words` of a question in their texts.

        A word such as `#12` is found in their numbers.
        """
        text = question.get("words")
        words = text.split() if isinstance(text, str) else []
        numbers = [word[1:] for word in words if word[0] == "#" and word[1:].isdecimal()]
        rest = " ".join(word for word in words if word[1:] not in numbers or word[0] != "#")
        judge = Judge(self.view.workspace, Query(text=rest))
        found = (judge.verdicts[self.view.rows] >= Verdict.POSSIBLE) & bool(words)
        for number in numbers:
            found &= np.char.startswith(self.view.number_column.astype(str), number)
        return np.flatnonzero(found).tolist()

    def prepare_search(self) -> None:
        """Read the texts in which searches look, if they are stored."""
        if are_stored(self.view.records):
            self.search({"words": "-"})

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
        judge = Judge(self.view.workspace, _query(area))
        rows = self.view.rows
        possible = np.flatnonzero(judge.verdicts[rows] == Verdict.POSSIBLE).tolist()
        vague = [place for place in possible if judge.is_vague(int(rows[place]))]
        judge.save()
        return {"verdicts": _VERDICTS[judge.verdicts[rows]].tolist(), "vague": vague}

    def check(self, version: str) -> None:
        """Raise a `BusyError` if a page of another version asks."""
        if version != self.version:
            raise BusyError("the records have changed since this page was loaded")


def _block(block: int, count: int) -> range:
    return range(block * BLOCK, min((block + 1) * BLOCK, count))


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
