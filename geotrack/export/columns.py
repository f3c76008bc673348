"""Records as table rows."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from datetime import date

from geotrack.export.citations import in_words
from geotrack.export.product import Product, Record
from geotrack.files.geopackage import ColumnType
from geotrack.files.strict_json import dump_json
from geotrack.model.place_text import place_words
from geotrack.model.record_columns import OWN_COLUMNS, RECORD_COLUMNS, extra_cell, free_name, joined
from geotrack.model.record_properties import PROPERTIES

__all__ = ["COLUMNS", "Value", "columns", "extra_notes", "row", "row_builder", "rows"]

Value = str | float | int | date | None

COLUMNS = {prop.name: prop.column for prop in PROPERTIES if prop.column}
"""Column types by name, without extra properties."""
# Maximum number of columns for extra properties.
_MOST_EXTRAS = 100
# Maximum length of the name of such a property.
_LONGEST_NAME = 60
# Number of properties without a column that a note names.
_NAMED_IN_NOTE = 5
# Names that formats and GIS programs use for columns of their own; case does not matter in them.
_RESERVED = {*OWN_COLUMNS, "name", "description", "folder"}


def extra_columns(product: Product) -> dict[str, str]:
    """Return the extra properties of records that have a column, by its name.

    A property named like another column, in any case, has `geotrack_` before its name.
    """
    used_names = {name.casefold() for name in (*COLUMNS, *_RESERVED)}
    extras: dict[str, str] = {}
    for key in sorted(product.extras):
        name = free_name(key, _CaselessNames(used_names))
        if _can_be_column_name(key) and len(extras) < _MOST_EXTRAS:
            extras[name] = key
            used_names.add(name.casefold())
    return extras


class _CaselessNames(Container[str]):
    """Names in which case does not matter."""

    def __init__(self, names: Container[str]) -> None:
        self._names = names

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.casefold() in self._names


def _can_be_column_name(key: str) -> bool:
    """Return whether a property's name can be that of a column in every format."""
    is_plain = key.isprintable() and key == key.strip() and not set(key) & set("\"';")
    return is_plain and key[:1].isalpha() and len(key) <= _LONGEST_NAME


def columns(product: Product) -> dict[str, ColumnType]:
    """Return the columns of the rows of a product, with those of extra properties at the end."""
    extras = extra_columns(product)
    return {
        **COLUMNS,
        **{name: "real" if product.extras[key] else "text" for name, key in extras.items()},
    }


def extra_notes(product: Product) -> Iterator[str]:
    """Yield a note about extra properties without a column."""
    shown = set(extra_columns(product).values())
    without_column = sorted(product.extras.keys() - shown)
    if without_column:
        remainder = (
            f" and {len(without_column) - _NAMED_IN_NOTE} more"
            if len(without_column) > _NAMED_IN_NOTE
            else ""
        )
        listed = ", ".join(map(repr, without_column[:_NAMED_IN_NOTE]))
        yield f"extra properties in geojson alone, without a column: {listed}{remainder}"


def rows(product: Product) -> Iterator[dict[str, Value]]:
    """Return the records of a product as rows with the columns of `columns`."""
    return map(row_builder(product), product.records)


def row_builder(product: Product) -> Callable[[Record], dict[str, Value]]:
    """Return the function that builds the row of a record, with the columns of `columns`."""
    types = columns(product)
    extras = extra_columns(product)

    def build(record: Record) -> dict[str, Value]:
        properties = record.feature["properties"]
        cells = {name: extra_cell(properties.get(key)) for name, key in extras.items()}
        typed: dict[str, Value] = {
            name: cell if cell is None or types[name] == "real" else str(cell)
            for name, cell in cells.items()
        }
        return {**row(record, product), **typed}

    return build


def row(record: Record, product: Product) -> dict[str, Value]:
    """Return a record as a row without extra properties; `geojson` holds its whole Feature as JSON.

    `date` and `where` are text for people; `earliest` and `latest` are the day limits of the
    record.
    `lon` and `lat` are empty unless the geometry is a point.
    """
    event, query = record.event, record.query
    values: dict[str, Value] = {
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
        name: values[name] if name in values else joined(RECORD_COLUMNS[name](event))
        for name in COLUMNS
    }
