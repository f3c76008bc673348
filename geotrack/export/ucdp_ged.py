"""CSV with the columns of the UCDP Georeferenced Event Dataset, of records that have what it needs.

A record that was imported from the dataset has its columns as extra properties: they are written as
they are where the record still agrees with them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, BinaryIO

from geotrack.errors import UsageError
from geotrack.export.columns import Value
from geotrack.export.product import Product, Record
from geotrack.files.spreadsheets import write_csv
from geotrack.importing.event_datasets import read_codebook
from geotrack.model import Event
from geotrack.model.record_columns import days, extra_cell

__all__ = ["fitting", "write"]

# Start of the ids of records that were imported from the dataset.
_ID_PREFIX = "ucdp-ged-"
# Columns of codes.
_TYPE, _PRECISION, _DATE_PRECISION = "type_of_violence", "where_prec", "date_prec"
# Where a record without a geometry was coded, if the code is one of a region.
_POINT = ("coded_lon", "coded_lat")
# The greatest number of days of each code of `date_prec`; no code has more than a year.
_MOST_DAYS = {"1": 1, "2": 6, "3": 7, "4": 31, "5": 366}
# Number of actors that have a column.
_SIDES = 2
# Properties whose content has a column.
_WRITTEN = {"start", "end", "actors", "place", "sources", "dataset", "licence", *_POINT}
# Properties that are of the workspace alone.
_INTERNAL = {"review", "added", "added_by", "revisions"}


class _UnfitError(Exception):
    """A record lacks something that the dataset needs."""


def fitting(product: Product) -> Product:
    """Return a product without the records that lack something, with notes of what they lack.

    Raises
    ------
    UsageError
        No record fits.
    """
    records, unfit = [], Counter[str]()
    for record in product.records:
        try:
            _row(record)
        except _UnfitError as error:
            unfit[str(error)] += 1
        else:
            records.append(record)
    reasons = [f"{count} left out: {reason}" for reason, count in unfit.most_common()]
    if not records:
        raise UsageError("; ".join(["no record has what UCDP GED needs", *reasons]))
    return replace(product, records=tuple(records), notes=(*product.notes, *reasons))


def write(product: Product, file: BinaryIO) -> list[str]:
    """Write a row for each record of a `fitting` product; return notes about what is lost."""
    lost = Counter[str]()
    write_csv(_table(product, lost), file)
    notes = ["UCDP GED has no place for markings and the digest"]
    if lost:
        counts = ", ".join(f"{name} ({count})" for name, count in sorted(lost.items()))
        notes.append(f"without a column, with the number of records: {counts}")
    return notes


def _table(product: Product, lost: Counter[str]) -> Iterator[Sequence[Value]]:
    """Yield the headings and the row of each record; count what has no column."""
    layout = read_codebook("ucdp-ged").layout
    yield layout
    for record in product.records:
        row = _row(record)
        lost.update(_without_column(record, {*layout}))
        yield [row.get(column) for column in layout]


def _row(record: Record) -> dict[str, Value]:
    """Return the cells of a record by column.

    Raises
    ------
    _UnfitError
        It lacks something.
    """
    event = record.event
    extras = {key: extra_cell(value) for key, value in event.extra.items()}
    if str(extras.get(_TYPE)) not in read_codebook("ucdp-ged").types.words:
        raise _UnfitError(f"no {_TYPE}")
    if len(event.actors) < _SIDES:
        raise _UnfitError("no two actors")
    sides = {"side_a": event.actors[0].name, "side_b": event.actors[1].name}
    source = event.sources[0]
    defaults: dict[str, Value] = {
        "relid": event.id,
        "dyad_name": " - ".join(sides.values()),
        "number_of_sources": len(event.sources),
        "source_article": source.citation,
        "where_coordinates": event.place.name if event.place else None,
    }
    own: dict[str, Value] = {"source_office": source.origin or source.publisher}
    id_ = event.id.removeprefix(_ID_PREFIX)
    if id_ != event.id and id_.isdecimal():
        own["id"] = id_
    return {**defaults, **extras, **own, **sides, **_where(event, extras), **_when(event, extras)}


def _where(event: Event, extras: Mapping[str, Any]) -> dict[str, Value]:
    geometry, code = event.geometry, str(extras.get(_PRECISION))
    place = read_codebook("ucdp-ged").places.codes.get(code)
    if geometry is None and place is not None and place.regions and {*_POINT} <= extras.keys():
        lon, lat = (extras[key] for key in _POINT)
    elif geometry is None or geometry["type"] != "Point":
        raise _UnfitError("no single position")
    else:
        lon, lat = geometry["coordinates"][:2]
        if place is None or event.precision != "near" or event.radius_km != place.radius_km:
            code = _code_of_radius(event)
    shape = {"geom_wkt": f"POINT ({lon} {lat})", "latitude": lat, "longitude": lon}
    return {_PRECISION: code, **shape}


def _code_of_radius(event: Event) -> str:
    radius = 1.0 if event.precision == "exact" else event.radius_km
    if event.precision not in {"exact", "near"} or radius is None:
        raise _UnfitError("a precision of the place that has no code")
    for code, place in read_codebook("ucdp-ged").places.codes.items():
        if place.radius_km is not None and radius <= place.radius_km:
            return code
    raise _UnfitError("a radius beyond 25 km, which has no code")


def _when(event: Event, extras: Mapping[str, Any]) -> dict[str, Value]:
    first, last = days(event)
    if first is None or last is None:
        raise _UnfitError("no first and last day")
    stated = {"date_start": first, "date_end": last}
    # Whether the columns of an imported record still agree with its dates.
    is_unchanged = all(str(extras.get(key))[:10] == f"{day}" for key, day in stated.items())
    if is_unchanged and str(extras.get(_DATE_PRECISION)) in _MOST_DAYS:
        dates = {key: extras[key] for key in (*stated, _DATE_PRECISION)}
    else:
        dates = {key: f"{day}" for key, day in stated.items()} | {
            _DATE_PRECISION: _code_of_days(event)
        }
    year = extras.get("year", first.year) if is_unchanged else first.year
    return {**dates, "year": year}


def _code_of_days(event: Event) -> str:
    first, last = days(event)
    count = (last - first).days + 1 if isinstance(first, date) and isinstance(last, date) else 0
    if event.when.uncertain:
        raise _UnfitError("an approximate date")
    code = next((code for code, most in _MOST_DAYS.items() if count <= most), None)
    if code is None:
        raise _UnfitError("more than a year, which has no code")
    return code


def _without_column(record: Record, layout: set[str]) -> set[str]:
    """Return the properties of a record that no column holds."""
    event, stored = record.event, record.feature["properties"]
    names = {key for key, value in stored.items() if value is not None}
    names -= {*layout, *_WRITTEN, *_INTERNAL}
    if len(event.actors) > _SIDES:
        names.add("further actors")
    if len(event.sources) > 1:
        names.add("further sources")
    if event.end:
        names.add("whether it lasted")
    return names
