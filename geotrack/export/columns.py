"""Records as table rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from geotrack.dates import in_words as date_words
from geotrack.export.citations import in_words
from geotrack.export.product import Product, Record
from geotrack.model import Event
from geotrack.model.place_text import place_words
from geotrack.strict_json import dump_json

__all__ = ["COLUMNS", "ColumnType", "Value", "days", "row", "rows"]

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
    lon, lat = _position(event)
    earliest, latest = days(event)
    return {
        "id": event.id,
        "number": record.number,
        "title": event.title,
        "theme": event.theme.id,
        "type": event.type_id,
        "kind": event.kind,
        "status": event.status,
        "date": date_words(event.when),
        "start": event.start,
        "end": event.end,
        "time_zone": event.time_zone,
        "earliest": earliest,
        "latest": latest,
        "where": place_words(event, product.workspace.regions),
        "place": event.place.name if event.place else None,
        "precision": event.precision,
        "radius_km": event.radius_km,
        "regions": "; ".join(event.regions) or None,
        "lon": lon,
        "lat": lat,
        "summary": event.summary,
        "actors": "; ".join(actor.name for actor in event.actors) or None,
        "countries": "; ".join(event.countries) or None,
        "verification": event.verification.level if event.verification else None,
        "confidence": event.confidence.level if event.confidence else None,
        "likelihood": event.likelihood.term if event.likelihood else None,
        "part_of": record.feature["properties"].get("part_of"),
        "tags": "; ".join(event.tags) or None,
        "match": query.match if query else None,
        "why": query.why if query else None,
        "distance_km": query.distance_km if query else None,
        "sources": in_words(record.sources, product.sources) or None,
        "marking": record.marking,
        "releasable_to": "; ".join(event.releasable_to) or None,
        "review": event.review,
        "product_marking": product.terms.marking,
        "as_of": product.terms.as_of,
        "geojson": dump_json(record.feature),
    }


def days(event: Event) -> tuple[date | None, date | None]:
    """Return the first and last day of a record."""
    lower, upper = event.when.lower, event.when.upper
    return lower, upper - timedelta(days=1) if upper else None


def _position(event: Event) -> tuple[float | None, float | None]:
    geometry = event.geometry
    if geometry is None or geometry["type"] != "Point":
        return None, None
    lon, lat = geometry["coordinates"][:2]
    return lon, lat
