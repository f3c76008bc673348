"""Records as table rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from geotrack.export.citations import in_words
from geotrack.export.product import Product, Record
from geotrack.model.place_text import place_words
from geotrack.model.record_columns import RECORD_COLUMNS, joined
from geotrack.strict_json import dump_json

__all__ = ["COLUMNS", "ColumnType", "Value", "row", "rows"]

Value = str | float | int | date | None
ColumnType = Literal["text", "real", "integer", "date"]

COLUMNS: dict[str, ColumnType] = {
    "id": "text",
    "number": "integer",
    "title": "text",
    "theme": "text",
    "type": "text",
    "kind": "text",
    "status": "text",
    "date": "text",
    "start": "text",
    "end": "text",
    "time_zone": "text",
    "earliest": "date",
    "latest": "date",
    "where": "text",
    "place": "text",
    "precision": "text",
    "radius_km": "real",
    "regions": "text",
    "lon": "real",
    "lat": "real",
    "summary": "text",
    "actors": "text",
    "countries": "text",
    "verification": "text",
    "confidence": "text",
    "likelihood": "text",
    "part_of": "text",
    "tags": "text",
    "match": "text",
    "why": "text",
    "distance_km": "real",
    "sources": "text",
    "marking": "text",
    "releasable_to": "text",
    "review": "text",
    "product_marking": "text",
    "as_of": "text",
    "geojson": "text",
}
"""Column types by name."""


def rows(product: Product) -> Iterator[dict[str, Value]]:
    """Yield the records as rows with the columns of `COLUMNS`."""
    for record in product.records:
        yield row(record, product)


def row(record: Record, product: Product) -> dict[str, Value]:
    """Return a record as a row; `geojson` holds its whole Feature as JSON.

    `date` and `where` are text for people; `earliest` and `latest` are the day limits of the
    record.
    `lon` and `lat` are empty unless the geometry is a point.
    """
    event, query = record.event, record.query
    own: dict[str, Value] = {
        "number": record.number,
        "where": place_words(event, product.workspace.regions),
        "part_of": record.feature["properties"].get("part_of"),
        "match": query.match if query else None,
        "why": query.why if query else None,
        "distance_km": query.distance_km if query else None,
        "sources": in_words(record.sources, product.sources) or None,
        "marking": record.marking,
        "product_marking": product.terms.marking,
        "as_of": product.terms.as_of,
        "geojson": dump_json(record.feature),
    }
    return {
        name: own[name] if name in own else joined(RECORD_COLUMNS[name](event)) for name in COLUMNS
    }
