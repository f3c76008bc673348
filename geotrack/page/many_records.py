"""What a page of many records has in place of lines, cards and payload of each.

Columns of all records, which list, filters, timeline and dots need (`columns.py`), and blocks of
rows, cards and GeoJSON, which `web/src/page/many/` unpacks when they are needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from operator import is_
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from folium_polar.geometry.cache import WeakCache
from folium_polar.packed import packed, packed_bytes
from geotrack.mapview.map_view import MapView
from geotrack.mapview.record.view import RecordView
from geotrack.mapview.translations import (
    LocalizedText,
    Text,
    Texts,
    Translator,
    text_parts,
    unbroken,
)
from geotrack.model.localized import TextByLanguage
from geotrack.page.columns import Array, column_bytes, record_columns, shrunk
from geotrack.page.document import cards
from geotrack.page.payload import Days, EventData, PageData, RowData, TextData
from geotrack.page.times import entry_days

if TYPE_CHECKING:
    from folium_polar.figure import PolarFigure

__all__ = ["BLOCK", "columns_of", "pack_records", "row_data"]

BLOCK = 50
"""Records of a block: few enough to be unpacked and laid out between two frames."""


def columns_of(data: PageData) -> tuple[dict[str, Array], PageData]:
    """Return the columns of a payload, and what of the payload stands beside them."""
    symbols = sorted({event["symbol"] for event in data["events"] if "symbol" in event})
    facets, times = data["facets"], data["times"]
    arrays = record_columns(data["events"], facets["records"], times["records"], symbols)
    choices: dict[int, Days] = {
        n: days for n, days in enumerate(times["records"]) if days and isinstance(days[0], list)
    }
    no_values: Any = {name: [] for name in facets["records"]}
    rest: PageData = {
        **data,
        "events": [],
        "facets": {**facets, "records": no_values},
        "times": {**times, "records": [], "choices": choices},
        "symbols": symbols,
    }
    if "entered" in data:
        days = list(map(entry_days, data["entered"]["days"]))
        arrays["entered"] = np.array([day for some in days for day in some], dtype="i8")
        arrays["entered.ends"] = np.cumsum(list(map(len, days)))
        rest["entered"] = {**data["entered"], "days": []}
    return arrays, rest


def pack_records(
    figure: PolarFigure, view: MapView, data: PageData, features: Sequence[Any]
) -> PageData:
    """Pack the records of a page of many into it.

    Parameters
    ----------
    figure : PolarFigure
        The page.
    view : MapView
        Its map.
    data : PageData
        Its payload, as of a small page.
    features : sequence
        The records as GeoJSON.

    Returns
    -------
    PageData
        What of the payload stands beside the columns.
    """
    records, translate = view.record_views, view.translate
    arrays, rest = columns_of(data)
    columns = column_bytes(shrunk(arrays), n=len(records))
    figure.texts["geotrack-columns"] = packed_bytes(columns)
    graded = any(record.graded for record in records)
    by_id: dict[str, Sequence[Any]] = {
        "geotrack-rows": list(_rows(view, data["events"])),
        "geotrack-cards": cards(records, translate, graded=graded),
        "geotrack-features": features,
    }
    before: dict[int, _Block] = _BLOCKS.recall(view.workspace.layers_and_maps, None, dict)
    blocks = {id_: [_packed(b, before) for b in _blocks(vs)] for id_, vs in by_id.items()}
    before.clear()
    for id_, some in blocks.items():
        before.update((id(block.values[0]), block) for block in some)
        figure.data[id_] = [block.text for block in some]
    return rest


def _rows(view: MapView, events: Sequence[EventData]) -> Iterator[RowData]:
    """Yield the rows of records; that of an unchanged view is from an earlier page."""
    translate = view.translate
    for record, event in zip(view.record_views, events, strict=True):
        make = partial(row_data, record, event, translate)
        row, texts = _ROWS.recall(record, event, partial(translate.capture, make))
        translate.collect(texts)
        yield row


class _Block(NamedTuple):
    """Values of records that stand packed in one text."""

    values: Sequence[Any]
    text: str


_ROWS: WeakCache[tuple[RowData, Texts]] = WeakCache()
_BLOCKS: WeakCache[dict[int, _Block]] = WeakCache()
"""The blocks of the last page of a workspace, by the identity of their first value."""


def _packed(values: Sequence[Any], before: Mapping[int, _Block]) -> _Block:
    """Pack a block, unless the last page had one of the very same values."""
    block = before.get(id(values[0]))
    if block and len(block.values) == len(values) and all(map(is_, block.values, values)):
        return block
    return _Block(values, packed(values))


def _blocks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[n : n + BLOCK] for n in range(0, len(values), BLOCK))


def row_data(record: RecordView, event: EventData, translate: Translator) -> RowData:
    """Return the row of a record.

    Parameters
    ----------
    record : RecordView
        The record.
    event : EventData
        What the script of a small page reads of it.
    translate : Translator
        Translates into the page's language.
    """
    notes: list[tuple[TextData, str]] = []
    if record.draft:
        notes.append((_parts(translate("record.draft")), "draft"))
    if record.news:
        notes.append((_parts(record.news.word), f"draft {record.news.kind}"))
    row: RowData = {
        "id": record.event.id,
        "title": unbroken(record.event.title),
        "date": _parts(record.date),
        "place": _parts(record.place_short),
        "where": _parts(record.place),
        "shapes": event["shapes"],
    }
    if record.standing:
        row["standing"] = _parts(record.standing)
    if notes:
        row["notes"] = notes
    if record.corrected:
        corrected = (translate("record.correctedInIndex"), " ", *text_parts(record.corrected))
        row["corrected"] = _parts(corrected)
    if "label" in event:
        row["label"] = event["label"]
    if "labels" in event:
        row["labels"] = event["labels"]
    if "accounts" in event:
        row["accounts"] = event["accounts"]
    if "overlaps" in event:
        row["overlaps"] = event["overlaps"]
    return row


def _parts(text: Text) -> TextData:
    """Return a text for the script: its parts, those that have translations in lists."""
    parts: list[str | list[str]] = [
        [part] if isinstance(part, LocalizedText | TextByLanguage) else part
        for part in text_parts(text)
    ]
    return parts[0] if len(parts) == 1 and isinstance(parts[0], str) else parts
