"""GeoJSON, as a FeatureCollection or as newline-delimited Features."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO

from geotrack.export.geometry import cut, loses_height, south_notes
from geotrack.export.product import Product, Record
from geotrack.files.strict_json import dump_json
from geotrack.model.record_columns import free_name
from geotrack.reading.text.geojson_text import collection_parts

__all__ = ["features_of", "write", "write_sequence"]


def write(product: Product, file: BinaryIO) -> list[str]:
    """Write a FeatureCollection; return notes about what it does not hold.

    The member `geotrack` holds the marking, as-of date, digest and numbered sources. With a query,
    each Feature has properties for its match.
    """
    about = {**product.about, "sources": _sources(product)}
    parts = collection_parts(features_of(product.records), {"geotrack": about})
    file.writelines(part.encode() for part in parts)
    return _notes(product)


def write_sequence(product: Product, file: BinaryIO) -> list[str]:
    """Write one Feature on each line; return notes about what the format does not hold."""
    file.writelines(f"{dump_json(f)}\n".encode() for f in features_of(product.records))
    return [
        *_notes(product),
        "a sequence has no place for marking, digest and the list of sources; each record has its "
        f"own marking and sources; sha256:{product.digest}",
    ]


def _notes(product: Product) -> list[str]:
    notes = list(south_notes(product))
    ids = [r.event.id for r in product.records if r.geometry and loses_height(r.geometry)]
    if ids:
        notes.insert(0, f"heights are left out where a shape is cut at 180°: {', '.join(ids)}")
    return notes


def _sources(product: Product) -> list[dict[str, Any]]:
    members = (
        {
            "number": source.number,
            "label": source.label,
            "published": source.published,
            "url": source.url,
            "read_at": list(source.read_at),
            "records": product.records_by_source[source.number],
        }
        for source in product.sources
    )
    return [{key: value for key, value in member.items() if value} for member in members]


def _cut(record: Record) -> dict[str, Any] | None:
    geometry = record.feature["geometry"]
    return cut(geometry) if geometry else None


def features_of(
    records: Iterable[Record], shape: Callable[[Record], dict[str, Any] | None] = _cut
) -> Iterator[dict[str, Any]]:
    """Yield the Feature of each record, with its number and its match where it has them.

    Parameters
    ----------
    records : iterable of Record
        The records.
    shape : callable
        Returns the GeoJSON geometry of a record; by default the stored one cut at 180°.
    """
    for record in records:
        properties = record.feature["properties"]
        # `free_name`: a property of the record's own with that name is kept.
        further = {
            free_name(k, properties): value for k, value in _number_and_match(record).items()
        }
        yield {**record.feature, "geometry": shape(record), "properties": {**properties, **further}}


def _number_and_match(record: Record) -> dict[str, Any]:
    members: dict[str, Any] = {} if record.number is None else {"number": record.number}
    if record.query:
        members |= {"match": record.query.match, "why": record.query.why}
        if record.query.distance_km is not None:
            members["distance_km"] = record.query.distance_km
    return members
