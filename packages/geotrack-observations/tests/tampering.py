"""Datasets that somebody has tampered with, and what a scan of all their rows answers.

Each variant is a small dataset, changed in one thing: a key of its metadata, a column, statistics,
the file itself or what lies beside it.
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyproj
import shapely
from pyarrow import parquet

from dataset_rows import made
from geotrack_observations import build

__all__ = ["FILE", "NORTH", "PERIOD", "Answers", "Variant", "base", "scan", "variants"]

FILE = "observations.parquet"
NORTH = 80.0
PERIOD = np.datetime64("2024-03-01"), np.datetime64("2024-07-01")
GROUP = 100
_ROWS = 600
_PLANE = pyproj.Transformer.from_crs("OGC:CRS84", "EPSG:6931", always_xy=True)
_GEOD = pyproj.Geod(ellps="WGS84")


class Variant(NamedTuple):
    """A change of a dataset.

    Parameters
    ----------
    name : str
        What is changed, for people.
    change : callable
        Takes the folder of a dataset that is its own.
    harmless : bool
        Whether the answers must be there: a reader has no reason to refuse it.
    moved : bool
        Whether the places of rows are moved away from their geometry. That is seen where both are
        read; else the places hold.
    """

    name: str
    change: Callable[[Path], object]
    harmless: bool = False
    moved: bool = False


class Answers(NamedTuple):
    """What a dataset answers: by `scan`, from all its rows, or by geotrack.

    Parameters
    ----------
    found : (list of int, list of int)
        The ids of rows certainly, and only possibly, north of `NORTH` in `PERIOD`.
    undated : int
        Rows there without a time.
    counts : dict of str to (int, int)
        How many of them have each name, certainly and only possibly.
    spans : tuple
        Extent, first and last time, rows without a time, radii, rows without a radius.
    """

    found: tuple[list[int], list[int]]
    undated: int
    counts: dict[str, tuple[int, ...]]
    spans: tuple[Any, ...]


def base(folder: Path) -> Path:
    """Build the dataset that variants are made of, in a folder; return its own."""
    rows = []
    for n, time, lon, lat, speed in made(_ROWS):
        far = abs(_from_pole(lat) - _from_pole(NORTH))
        # No edge of a disc is nearer to the parallel than a kilometre.
        radius = ("", 0, round(far / 3), round(far + 5_000))[n % 4]
        rows.append((n, "" if n % 7 == 0 else time, lon, lat, speed, radius, f"Ship {n % 5}"))
    head = "id,time,lon,lat,speed,radius_m,name"
    text = "".join(f"{','.join(map(str, row))}\n" for row in rows)
    (folder / "in.csv").write_text(f"{head}\n{text}", encoding="utf-8")
    build([folder / "in.csv"], folder / "base")
    return folder / "base"


def scan(path: Path, *, by_place: bool = False) -> Answers:
    """Return what all rows of a file answer: read by pyarrow, judged by PROJ's geodesics.

    Parameters
    ----------
    path : path
        The file.
    by_place : bool
        Whether rows are where `plane_x` and `plane_y` say, not where their geometry does.
    """
    table = parquet.ParquetFile(path).read()
    if by_place:
        places = (table[axis].to_numpy() / 100 for axis in ("plane_x", "plane_y"))
        lon, lat = _PLANE.transform(*places, direction="INVERSE")
    else:
        points = shapely.from_wkb(table["geometry"].to_pylist())
        lon, lat = shapely.get_x(points), shapely.get_y(points)
    time = table["time"].to_numpy()
    wide = "radius_m" in table.column_names
    radius = table["radius_m"].to_numpy() if wide else np.zeros(len(lon))
    stated = np.nan_to_num(radius)
    reach, edge = np.array([_from_pole(one) for one in lat]), _from_pole(NORTH)
    inside = (reach + stated <= edge) & ~np.isnan(radius)
    touched = (reach - stated <= edge) & ~inside
    dated, none = (time >= PERIOD[0]) & (time < PERIOD[1]), np.isnat(time)
    ids, names = table["id"].to_numpy(), np.array(table["name"].to_pylist())
    met = inside & dated, touched & dated
    there = sorted({*names[met[0] | met[1]].tolist()})
    times, radii = time[~none], radius[~np.isnan(radius)] if wide else np.empty(0)
    return Answers(
        (sorted(ids[met[0]].tolist()), sorted(ids[met[1]].tolist())),
        int(((inside | touched) & none).sum()),
        {
            one: (int((names[met[0]] == one).sum()), int((names[met[1]] == one).sum()))
            for one in there
        },
        (
            (lon.min(), lat.min(), lon.max(), lat.max()),
            times.min() if len(times) else None,
            times.max() if len(times) else None,
            int(none.sum()),
            (radii.min(), radii.max()) if len(radii) else None,
            int(np.isnan(radius).sum()) if wide else 0,
        ),
    )


def _from_pole(lat: float) -> float:
    return float(_GEOD.inv(0, 90, 0, lat)[2])


def variants() -> Iterator[Variant]:
    """Yield all variants; their names are unique."""
    yield from _of_metadata()
    yield from _of_geo()
    yield from _of_columns()
    yield from _of_cells()
    yield from _of_statistics()
    yield from _of_files()


def _put(folder: Path, table: pa.Table, *, group: int = GROUP, **options: Any) -> None:
    parquet.write_table(table, folder / FILE, row_group_size=group, **options)


def _read(folder: Path) -> pa.Table:
    return parquet.ParquetFile(folder / FILE).read()


# Metadata

_WORDS = "<b>x</b>[/b]\x1b[31m\u202e"
_VALUES = {
    "null": None, "true": True, "below 0": -1, "huge": 10**40, "real": 1e300, "NaN": float("nan"),
    "markup": _WORDS, "list": [], "object": {}, "deep": [[[[[[1]]]]]],
}  # fmt: skip
_KEYS = ("format", "plane", "plane_per_metre", "rows", "refused", "inputs")


def _of_metadata() -> Iterator[Variant]:
    for key in _KEYS:
        yield Variant(f"{key} left out", _stated("geotrack", lambda m, k=key: m.pop(k)))
        for name, value in _VALUES.items():
            change = _stated("geotrack", lambda m, k=key, v=value: m.update({k: v}))
            yield Variant(f"{key} {name}", change)
    others: list[tuple[str, Any]] = [
        ("plane", "EPSG:3413"), ("plane_per_metre", 1), ("plane_per_metre", 100.0), ("format", 2),
        *(("inputs", [name]) for name in ("../../etc/passwd", "/etc/passwd", "a\0b", "..", 7, "")),
    ]  # fmt: skip
    for key, value in others:
        change = _stated("geotrack", lambda m, k=key, v=value: m.update({k: v}))
        yield Variant(f"{key} {value!r}", change)
    marked = _stated("geotrack", lambda m: m.update({"inputs": [_WORDS.replace("/", "")] * 2}))
    yield Variant("inputs with markup, twice", marked, harmless=True)
    added = _stated("geotrack", lambda m: m.update({"more": [1]}))
    yield Variant("a key more", added, harmless=True)
    for name, raw in _RAW.items():
        yield Variant(f"geotrack {name}", _raw(b"geotrack", raw))
        yield Variant(f"geo {name}", _raw(b"geo", raw))


_RAW = {
    "left out": None, "empty": b"", "no JSON": b"{", "a list": b"[]", "a number": b"7",
    "nested": b"[" * 100_000, "no UTF-8": b'{"format": "\xff"}',
}  # fmt: skip


def _of_geo() -> Iterator[Variant]:
    def column(**said: Any) -> Callable[[Path], None]:
        return _stated("geo", lambda m: m["columns"]["geometry"].update(said))

    yield Variant("geo without columns", _stated("geo", lambda m: m.pop("columns")))
    yield Variant("geo columns list", _stated("geo", lambda m: m.update(columns=[])))
    other = _stated("geo", lambda m: m.update(primary_column="bbox"))
    yield Variant("geo of another column", other)
    yield Variant("geo encoding", column(encoding="point"))
    yield Variant("geo crs null", column(crs=None))
    yield Variant("geo crs", column(crs={"id": {"authority": "EPSG", "code": 3857}}))
    boxes: list[Any] = [
        None, "all", [], [1, 2, 3], [1, 2, 3, "4"], [-200, 70, 10, 80], [0, 70, 10, 95],
        [10, 70, 0, 80], [0, float("nan"), 10, 80], [0, 70, float("inf"), 80], [True, 70, 10, 80],
    ]  # fmt: skip
    for box in boxes:
        yield Variant(f"geo bbox {box}", column(bbox=box))
    yield Variant("geo bbox elsewhere", column(bbox=[0, 1, 2, 3]), harmless=True)


def _stated(key: str, change: Callable[[dict[str, Any]], object]) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        table = _read(folder)
        metadata = dict(table.schema.metadata)
        said = json.loads(metadata[key.encode()])
        change(said)
        metadata[key.encode()] = json.dumps(said).encode()
        _put(folder, table.replace_schema_metadata(metadata))

    return write


def _raw(key: bytes, raw: bytes | None) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        table = _read(folder)
        metadata = {k: v for k, v in table.schema.metadata.items() if k != key}
        _put(
            folder,
            table.replace_schema_metadata(metadata if raw is None else {**metadata, key: raw}),
        )

    return write


# Columns

_OWN = ("time", "radius_m", "plane_x", "plane_y", "bbox", "geometry")


def _of_columns() -> Iterator[Variant]:
    kinds = [pa.string(), pa.float32(), pa.int64(), pa.list_(pa.int64()), pa.null()]
    for name in _OWN:
        left = _table(lambda t, n=name: t.drop_columns([n]))
        yield Variant(f"{name} left out", left, harmless=name == "radius_m")
        for kind in kinds:
            yield Variant(f"{name} as {kind}", _column(name, lambda c, k=kind: _as(c, k)))
        yield Variant(f"{name} twice", _table(lambda t, n=name: t.append_column(n, t[n])))
        empty = _column(name, lambda c: pa.nulls(len(c), c.type))
        yield Variant(f"{name} empty", empty, harmless=name in {"time", "radius_m"})
        some = _column(name, lambda c: _replaced(c, 300, None))
        yield Variant(f"{name} empty once", some, harmless=name in {"time", "radius_m"})
    for unit, zone in (("ns", "UTC"), ("us", None), ("us", "Asia/Tokyo"), ("s", "UTC")):
        kind = pa.timestamp(unit, zone)
        yield Variant(f"time as {kind}", _column("time", lambda c, k=kind: _cast(c, k)))
    for name in ("lon", "lat", "match", "certain"):
        change = _table(lambda t, n=name: t.append_column(n, t["speed"]))
        yield Variant(f"a column {name} more", change)
    yield Variant("no columns", _table(lambda t: t.select([])))
    turned = _table(lambda t: t.select(t.column_names[::-1]))
    yield Variant("columns in another order", turned, harmless=True)
    odd = _table(lambda t: t.append_column(_WORDS, t["speed"]))
    yield Variant("a column with markup", odd, harmless=True)
    yield Variant("no name", _table(lambda t: t.append_column("", t["speed"])), harmless=True)


def _as(column: pa.ChunkedArray, kind: pa.DataType) -> pa.Array:
    try:
        return column.cast(kind)
    except pa.ArrowException:
        return pa.nulls(len(column), kind)


def _cast(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    return column.cast(pa.timestamp("us")).cast(kind, safe=False)


def _table(change: Callable[[pa.Table], pa.Table]) -> Callable[[Path], None]:
    return lambda folder: _put(folder, change(_read(folder)))


def _column(name: str, change: Callable[[pa.ChunkedArray], Any]) -> Callable[[Path], None]:
    def changed(table: pa.Table) -> pa.Table:
        values = change(table[name])
        # Datasets of an older layout could have empty places.
        field = pa.field(name, values.type)
        return table.set_column(table.column_names.index(name), field, values)

    return _table(changed)


# Cells


def _of_cells() -> Iterator[Variant]:
    for value in (float("nan"), float("inf"), -1.0, -float("inf"), 1e12):
        once = _column("radius_m", lambda c, v=value: _replaced(c, 300, v))
        yield Variant(f"a radius of {value}", once)
        always = _column("radius_m", lambda c, v=value: pa.array([v] * len(c)))
        yield Variant(f"radii of {value}", always)
    for count in (2**63 - 1, -(2**63) + 1, 253_402_300_800_000_000, -62_135_596_800_000_001):
        moment = _column("time", lambda c, n=count: _times(c, n))
        yield Variant(f"a time of {count} us", moment)
    for axis in ("plane_x", "plane_y"):
        for value in (2**31 - 1, -(2**31), 0, 200_000_000):
            moved = _column(axis, lambda c, v=value: _replaced(c, 300, v))
            yield Variant(f"{axis} once {value}", moved, moved=True)
        scaled = _column(axis, lambda c: pa.array(c.to_numpy() // 100, pa.int32()))
        yield Variant(f"{axis} in metres", scaled, moved=True)
    yield Variant("axes exchanged", _table(_exchanged), moved=True)
    for raw in (b"", b"\x01", b"\xff" * 21, b"\x00" * 21, _wkb(5, float("nan")), _wkb(5, 95.0),
                _wkb(400.0, 80.0), _wkb(5, 72), _wkb(5, 72) + b"x"):  # fmt: skip
        odd = _column("geometry", lambda c, r=raw: _replaced(c, 300, r))
        yield Variant(f"a geometry of {raw.hex() or 'nothing'}", odd, moved=True)
    box = {"xmin": 1.0, "ymin": 2.0, "xmax": 3.0, "ymax": 4.0}
    yield Variant("a box elsewhere", _column("bbox", lambda c: _replaced(c, 300, box)), moved=True)
    none = _column("speed", lambda c: _replaced(c, 300, float("nan")))
    yield Variant("a speed of NaN", none, harmless=True)
    yield Variant("rows in another order", _table(_shuffled), harmless=True)
    yield Variant("rows twice", _table(lambda t: pa.concat_tables([t, t])), harmless=True)
    yield Variant("fewer rows", _table(lambda t: t.slice(0, 150)), harmless=True)


def _replaced(column: pa.ChunkedArray, row: int, value: Any) -> pa.Array:
    values = column.to_pylist()
    values[row] = value
    return pa.array(values, column.type)


def _times(column: pa.ChunkedArray, count: int) -> pa.Array:
    return _replaced(column.cast(pa.int64()), 300, count).cast(column.type)


def _exchanged(table: pa.Table) -> pa.Table:
    names = {"plane_x": "plane_y", "plane_y": "plane_x"}
    return table.rename_columns([names.get(name, name) for name in table.column_names])


def _shuffled(table: pa.Table) -> pa.Table:
    return table.take(pa.array(np.random.default_rng(3).permutation(len(table))))


def _wkb(lon: float, lat: float) -> bytes:
    return struct.pack("<BIdd", 1, 1, lon, lat)


# Statistics and counts, which stand in the footer


def _of_statistics() -> Iterator[Variant]:
    far = {"plane_x": 2**31 - 1, "plane_y": 2**31 - 1, "time": 0, "radius_m": 0.0}
    for name, value in far.items():
        yield Variant(f"statistics of {name} lie", _statistics(name, value), harmless=True)
    odd = {"plane_x": -(2**31), "time": 2**63 - 1, "radius_m": float("nan")}
    for name, value in odd.items():
        yield Variant(f"statistics of {name} are {value}", _statistics(name, value), harmless=True)
    yield Variant("statistics hide that times are empty", _full_of_times, harmless=True)
    without = _table(lambda t: t)
    yield Variant("no statistics", lambda f: (without(f), _bare(f)), harmless=True)
    for i in range(4):
        yield Variant(f"another number of rows, {i}", lambda f, i=i: _another_number(f, i))
    yield Variant("row groups in another order", _reversed, harmless=True)


def _reversed(folder: Path) -> None:
    _put(folder, _read(folder).take(pa.array(range(_ROWS))[::-1]))


def _footer(path: Path) -> tuple[bytes, bytes, bytes]:
    whole = path.read_bytes()
    length = int.from_bytes(whole[-8:-4], "little")
    return whole[: -8 - length], whole[-8 - length : -8], whole[-8:]


def _statistics(name: str, value: float) -> Callable[[Path], None]:
    """Return what states that all cells of a column are one value, which none has."""

    def lie(folder: Path) -> None:
        _put(folder, _read(folder))
        metadata = parquet.read_metadata(folder / FILE)
        pages, footer, tail = _footer(folder / FILE)
        column = next(
            i
            for i in range(metadata.num_columns)
            if metadata.row_group(0).column(i).path_in_schema == name
        )
        kind = {"plane_x": "<i", "plane_y": "<i", "time": "<q", "radius_m": "<d"}[name]
        for i in range(metadata.num_row_groups):
            stated = metadata.row_group(i).column(column).statistics
            for raw in (stated.min_raw, stated.max_raw):
                # The length stands before the number.
                size = b"\x18" + bytes([struct.calcsize(kind)])
                old, new = (size + struct.pack(kind, one) for one in (raw, value))
                footer = footer.replace(old, new)
        (folder / FILE).write_bytes(pages + footer + tail)

    return lie


def _full_of_times(folder: Path) -> None:
    """State of each row group that none of its times is empty."""
    _put(folder, _read(folder))
    metadata = parquet.read_metadata(folder / FILE)
    pages, footer, tail = _footer(folder / FILE)
    for i in range(metadata.num_row_groups):
        stated = metadata.row_group(i).column(0).statistics
        low = b"\x18\x08" + struct.pack("<q", stated.min_raw) + b"\x16"
        # Counts are doubled, in a byte as far as they are small.
        footer = footer.replace(low + bytes([2 * stated.null_count]), low + b"\x00")
    (folder / FILE).write_bytes(pages + footer + tail)
    assert parquet.read_metadata(folder / FILE).row_group(0).column(0).statistics.null_count == 0


def _bare(folder: Path) -> None:
    _put(folder, _read(folder), write_statistics=False)


def _another_number(folder: Path, i: int) -> None:
    """Change a number in the footer that is that of the rows of a group, or of all."""
    _put(folder, _read(folder), group=_ROWS)
    pages, footer, tail = _footer(folder / FILE)
    number, other = (bytes([2 * n & 0x7F | 0x80, 2 * n >> 7]) for n in (_ROWS, _ROWS - 50))
    places = [at for at in range(len(footer)) if footer.startswith(number, at)]
    at = places[i * (len(places) - 1) // 3]
    (folder / FILE).write_bytes(pages + footer[:at] + other + footer[at + 2 :] + tail)


# Files


def _of_files() -> Iterator[Variant]:
    for part in (0, 3, 8, 200, -1, -5, -9, -200):
        yield Variant(f"torn at {part}", partial(_torn, part=part))
    for name, raw in {"zeros": bytes(5_000), "text": b"lon,lat\n5,72\n" * 9}.items():
        yield Variant(f"a file of {name}", lambda f, r=raw: (f / FILE).write_bytes(r))
    yield Variant("a footer without end", _long_footer)
    yield Variant("another Parquet file", _foreign)
    yield Variant("no file", lambda f: (f / FILE).unlink())
    yield Variant("a folder in its place", lambda f: ((f / FILE).unlink(), (f / FILE).mkdir()))
    yield Variant("a pipe in its place", lambda f: ((f / FILE).unlink(), os.mkfifo(f / FILE)))
    yield Variant("a device in its place", lambda f: _link(f, Path("/dev/zero")))
    yield Variant("a link to nothing", lambda f: _link(f, f / "none"))
    yield Variant("a link to itself", lambda f: _link(f, f / FILE))
    yield Variant("a link out of it", _moved_out)
    yield Variant("a link inside", _moved_inside, harmless=True)
    yield Variant("pages in another file", _pages_elsewhere)
    yield Variant("files more and fewer", _other_files, harmless=True)
    yield Variant("a row group too large", _large)
    yield Variant("texts that swell", _swollen)


def _torn(folder: Path, part: int) -> None:
    (folder / FILE).write_bytes((folder / FILE).read_bytes()[:part])


def _foreign(folder: Path) -> None:
    parquet.write_table(pa.table({"lon": [5.0]}), folder / FILE)


def _other_files(folder: Path) -> None:
    (folder / "more.parquet").write_bytes(b"x")
    (folder / "_refused.csv").unlink()


def _large(folder: Path) -> None:
    _put(folder, pa.concat_tables([_read(folder)] * 167), group=200_000)


def _long_footer(folder: Path) -> None:
    with (folder / FILE).open("r+b") as file:
        file.truncate(60_000_000)
        file.seek(0, os.SEEK_END)
        file.write((59_000_000).to_bytes(4, "little") + b"PAR1")


def _link(folder: Path, to: Path) -> None:
    (folder / FILE).unlink()
    (folder / FILE).symlink_to(to)


def _moved_out(folder: Path) -> None:
    other = folder.parent / f"{folder.name}-other"
    other.mkdir()
    (folder / FILE).rename(other / FILE)
    (folder / FILE).symlink_to(other / FILE)


def _moved_inside(folder: Path) -> None:
    (folder / FILE).rename(folder / "data.parquet")
    (folder / FILE).symlink_to("data.parquet")


def _pages_elsewhere(folder: Path) -> None:
    metadata = parquet.read_metadata(folder / FILE)
    metadata.set_file_path(f"../base/{FILE}")
    metadata.write_metadata_file(folder / FILE)


def _swollen(folder: Path) -> None:
    table = pa.concat_tables([_read(folder)] * 50).combine_chunks()
    one = pa.DictionaryArray.from_arrays(pa.array([0] * len(table), pa.int32()), ["x" * 10_000])
    table = table.set_column(table.column_names.index("name"), "name", one)
    fields = [f.with_type(pa.string()) if f.name == "name" else f for f in table.schema]
    _put(folder, table, group=50_000, store_schema=False)
    assert {f.name for f in fields} == set(parquet.read_schema(folder / FILE).names)
