"""A folder of GeoParquet for query engines: records, their footprints, actors and relations.

Each table is partitioned by the year in which a record may begin. Footprints are written once for
all records of a year that share them: thousands may name one sea.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import shapely

from folium_polar.geometry.plane import PLANE_CRS
from geotrack.dates.date import day_of
from geotrack.errors import GeometryError, missing_package
from geotrack.export.columns import columns, extra_notes, row_builder
from geotrack.export.product import Product, Record
from geotrack.footprint.land_mask import footprint
from geotrack.footprint.outline import BORDER_M, Footprint
from geotrack.footprint.regions import ISLANDS
from geotrack.index.record_rows import table_of
from geotrack.model import Event
from geotrack.model.record_columns import free_name

__all__ = ["write_tables"]

_OFTEN = 2_000
"""Records of a row group."""
_KEPT = 64
"""Shared footprints that are kept in memory."""
_UNDATED = "__HIVE_DEFAULT_PARTITION__"
_YEAR, _PLACE = "first_year", "place"
_DAYS = ("start_from", "start_until", "end_from", "end_until")
_BOUNDS = ("xmin", "ymin", "xmax", "ymax")
_OWN: dict[str, str] = {
    _YEAR: "integer", **dict.fromkeys(_DAYS, "date"), "approximate": "bool", "has_choices": "bool",
    _PLACE: "integer", **dict.fromkeys(_BOUNDS, "real"),
}  # fmt: skip
_TABLES: dict[str, dict[str, str]] = {
    "places": {
        _YEAR: "integer", _PLACE: "integer", "certainty": "text", "at_sea": "bool",
        "has_gaps": "bool", **dict.fromkeys(_BOUNDS, "real"), "footprint": "geometry",
    },
    "actors": {_YEAR: "integer", "id": "text", "number": "integer", "name": "text",
               "country": "text", "role": "text"},
    "regions": {"id": "text", "name": "text", "kind": "text", "authority": "text",
                "is_island": "bool", "geometry": "geometry", "inner": "geometry",
                "outer": "geometry"},
    "relations": {_YEAR: "integer", "id": "text", "relation": "text", "other": "text"},
}  # fmt: skip
Rows = list[dict[str, Any]]


def write_tables(
    product: Product, folder: Path, progress: Callable[[int], object] = lambda _: None
) -> list[str]:
    """Write the tables of a product to a folder; return notes about what they do not hold.

    Parameters
    ----------
    product : Product
        The records.
    folder : pathlib.Path
        An empty folder.
    progress : callable
        Receives the number of further records.

    Raises
    ------
    UsageError
        pyarrow is not installed.
    """
    try:
        import pyarrow as pa  # noqa: F401 (a test of the import)
    except ImportError as error:
        raise missing_package("pyarrow", "parquet", "GeoParquet") from error
    tables = _Tables(product)
    days = table_of(product.events).numbers("limits")[0].tolist()
    years = [first.year if (first := day_of(day)) else 0 for day in days]
    for year, rows in groupby(sorted(range(len(years)), key=years.__getitem__), years.__getitem__):
        tables.begin(folder, year or None)
        while batch := [product.records[row] for row in islice(rows, _OFTEN)]:
            tables.add(batch, year or None)
            progress(len(batch))
        tables.end()
    tables.write_regions(folder / "regions.parquet")
    left = tables.without_footprint
    notes = (
        [f"{left} south of the equator, or of unknown regions, without footprint"] if left else []
    )
    return [*notes, *extra_notes(product)]


@dataclass(frozen=True)
class _Place:
    """A footprint as the tables have it."""

    key: object
    certainty: str
    at_sea: bool
    has_gaps: bool
    bounds: tuple[float, ...]
    shape: bytes


@dataclass
class _Tables:
    """The files of one year, and what the years share."""

    product: Product
    without_footprint: int = 0
    _count: int = 0
    _numbers: dict[object, int] = field(default_factory=dict)
    _shared: dict[object, _Place | None] = field(default_factory=dict)
    _writers: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def _names(self) -> dict[str, str]:
        """Column names of rows by the names that these have in other formats."""
        return {name: free_name(name, _OWN) for name in columns(self.product)}

    @cached_property
    def _schemas(self) -> dict[str, Any]:
        own = {self._names[name]: kind for name, kind in columns(self.product).items()}
        about = json.dumps(self.product.about, ensure_ascii=False)
        tables = {"records": {**own, **_OWN}, **_TABLES}
        return {name: _schema(fields, about) for name, fields in tables.items()}

    @cached_property
    def _build(self) -> Callable[[Record], dict[str, Any]]:
        return row_builder(self.product)

    def begin(self, folder: Path, year: int | None) -> None:
        """Open the files of a year."""
        from pyarrow import parquet

        self._numbers.clear()
        for name, schema in self._schemas.items():
            if name == "regions":
                continue
            within = folder / name / f"{_YEAR}={_UNDATED if year is None else year}"
            within.mkdir(parents=True)
            path = within / f"{name}.parquet"
            self._writers[name] = parquet.ParquetWriter(path, schema, compression="zstd")

    def add(self, records: Sequence[Record], year: int | None) -> None:
        """Write some records of the year."""
        places, rows = [], []
        for record in records:
            place = self._place(record.event)
            if place is not None and place.key not in self._numbers:
                self._count += 1
                self._numbers[place.key] = self._count
                own = {"at_sea": place.at_sea, "has_gaps": place.has_gaps, "footprint": place.shape}
                key = {_YEAR: year, "certainty": place.certainty}
                places.append({**key, **own, **self._where(place)})
            named = {self._names[key]: value for key, value in self._build(record).items()}
            where = self._where(place) if place else {}
            rows.append({**named, _YEAR: year, **_when(record.event), **where})
        self._write("records", rows)
        self._write("places", places)
        self._write("actors", [{_YEAR: year, **row} for r in records for row in _actors(r)])
        self._write("relations", [{_YEAR: year, **row} for r in records for row in _relations(r)])

    def _write(self, name: str, rows: Rows) -> None:
        import pyarrow as pa

        if rows:
            schema = self._schemas[name]
            arrays = [pa.array([row.get(f.name) for row in rows], f.type) for f in schema]
            self._writers[name].write_batch(pa.RecordBatch.from_arrays(arrays, schema=schema))

    def write_regions(self, path: Path) -> None:
        """Write the regions of the workspace, and others that records name."""
        import pyarrow as pa
        from pyarrow import parquet

        known = self.product.workspace.regions
        regions = {region.id: region for region in (*known.values(), *self.product.regions)}
        rows = [
            {
                "id": one.id,
                "name": one.name,
                "kind": one.kind,
                "authority": one.authority,
                "is_island": one.kind in ISLANDS,
                "geometry": shapely.to_wkb(one.plane),
                "inner": shapely.to_wkb(shapely.buffer(one.plane, -BORDER_M, join_style="bevel")),
                "outer": shapely.to_wkb(shapely.buffer(one.plane, BORDER_M, join_style="bevel")),
            }
            for _, one in sorted(regions.items())
        ]
        table = pa.Table.from_pylist(rows, schema=self._schemas["regions"])
        parquet.write_table(table, path, compression="zstd")

    def end(self) -> None:
        """Close the files of a year."""
        for writer in self._writers.values():
            writer.close()

    def _place(self, event: Event) -> _Place | None:
        """Return the footprint of an event; the same one for events that name the same regions."""
        if event.geometry is not None and event.precision != "region":
            return self._new_place(event, None)
        place = event.place
        if place is None or not place.regions:
            return None
        key = (place.regions, place.regions_mode, tuple(place.excluding), event.type.medium)
        if key not in self._shared:
            if len(self._shared) >= _KEPT:
                self._shared.pop(next(iter(self._shared)))
            self._shared[key] = self._new_place(event, key)
        return self._shared[key]

    def _new_place(self, event: Event, key: object) -> _Place | None:
        try:
            where = footprint(event, self.product.workspace.regions)
        except GeometryError:
            where = None
        if where is None or not where.shapes:
            self.without_footprint += key is None
            return None
        shape = where.shapes[0] if len(where.shapes) == 1 else shapely.union_all(where.shapes)
        wkb = shapely.to_wkb(shape)
        words = _certainty(where), where.at_sea, where.gaps
        return _Place(key or event.id, *words, shape.bounds, wkb)

    def _where(self, place: _Place) -> dict[str, Any]:
        """Return the number of a place of this year, and its bounds."""
        number = self._numbers[place.key]
        return {_PLACE: number, **dict(zip(_BOUNDS, place.bounds, strict=True))}


def _certainty(where: Footprint) -> str:
    """Return what makes a record certain in an area: `inside`, if all its footprint lies there."""
    if where.doubt:
        return "never"
    if where.courses:
        return "path"
    return "each" if where.each and len(where.shapes) > 1 else "inside"


def _when(event: Event) -> dict[str, Any]:
    """Return the limits of start and end as half-open days; none for an undated record."""
    when = event.when
    if when.undated:
        return {}
    limits = [date.fromordinal(min(max(day, 1), date.max.toordinal())) for day in when.day_limits]
    has_choices = when.ongoing or len(when.start.spans) > 1
    return dict(zip(_DAYS, limits, strict=True)) | {
        "approximate": when.uncertain,
        "has_choices": has_choices,
    }


def _actors(record: Record) -> Iterator[dict[str, Any]]:
    for number, actor in enumerate(record.event.actors, start=1):
        yield {
            "id": record.event.id,
            "number": number,
            "name": actor.name,
            "country": actor.country,
            "role": actor.role,
        }


def _relations(record: Record) -> Iterator[dict[str, Any]]:
    """Yield the links of a record as exported: only to exported records."""
    stored = record.feature["properties"]
    related = stored.get("related") or ()
    others: Iterable[Any] = related if isinstance(related, list | tuple) else (related,)
    links = [("part_of", stored.get("part_of")), *(("related", other) for other in others)]
    for relation, other in links:
        if other is not None:
            yield {"id": record.event.id, "relation": relation, "other": str(other)}


def _schema(fields: dict[str, str], about: str) -> Any:
    """Return the schema of a table, with the metadata of GeoParquet if it has a geometry."""
    import pyarrow as pa
    from pyproj import CRS

    types = {
        "text": pa.string(), "real": pa.float64(), "integer": pa.int32(), "date": pa.date32(),
        "bool": pa.bool_(), "geometry": pa.binary(),
    }  # fmt: skip
    metadata = {"geotrack": about}
    if shapes := [name for name, kind in fields.items() if kind == "geometry"]:
        crs = CRS(PLANE_CRS).to_json_dict()
        described = {"encoding": "WKB", "geometry_types": [], "crs": crs}
        geo = {"version": "1.1.0", "primary_column": shapes[0]}
        metadata["geo"] = json.dumps({**geo, "columns": dict.fromkeys(shapes, described)})
    return pa.schema([pa.field(n, types[kind]) for n, kind in fields.items()], metadata=metadata)
