"""Layers of observations packed for a page, as columns of integers in few bytes.

A column is text in base 91 (`folium_polar.geometry.base91`), read by
`web/src/observations/data/packed-column.js`. Numbers are offsets from the smallest one, or their
first or second differences, whichever DEFLATE compresses best. They are stored as planes of bytes:
the lowest bytes of all numbers first, then the next ones. A long column can be cut into parts that
are read independently.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from folium_polar.geometry.base91 import to_letters
from geotrack_observations.density.density import NO_MONTH, Level
from geotrack_observations.layers.colours import DAY, NIGHT, ramp
from geotrack_observations.layers.columns import EXACT, Column, NumberColumn
from geotrack_observations.layers.layer import DensityLayer, MapLayer, PointLayer, TrackLayer

__all__ = [
    "BUDGET",
    "PART",
    "PackedColumn",
    "PackedLayer",
    "letters",
    "pack_column",
    "pack_density",
    "pack_level",
    "pack_numbers",
    "pack_points",
    "pack_tracks",
]

PART = 65_536
"""Numbers in a part of a cut column."""

# Greatest number of steps between the least and the greatest of some integers: 32 bits.
_MOST_STEPS = 2**31 - 1
# Maximum number of decimals of numbers that are stored as integers.
_DECIMALS = 6
# Numbers in the middle of a column by which the way of storing it is chosen.
_SAMPLE = 65_536
# Bytes of a number of 64 bits, and bits of a byte.
_BYTE = 8

Ints = NDArray[np.int64]


class PackedColumn(NamedTuple):
    """A column, packed.

    Parameters
    ----------
    how : dict
        Encoding: `planes`, bytes of a number; `base` and `step`, the value of 0 and the
        distance to that of 1; `differences`, order of the differences, 0 to 2; `gaps`, whether 0
        means missing and other numbers are increased by 1; `decimals`, the power of ten by which
        values were multiplied; `texts`, the texts of which numbers are indices; `part`, numbers in
        each part of a cut column. Without `step` the planes are of floating point numbers.
    raw : bytes
        The planes of bytes, part by part.
    """

    how: dict[str, Any]
    raw: bytes

    @property
    def parts(self) -> list[bytes]:
        """Its parts; one if it is not cut."""
        size = self.how.get("part", 0) * self.how["planes"] or max(1, len(self.raw))
        return [self.raw[start : start + size] for start in range(0, max(1, len(self.raw)), size)]

    @property
    def lines(self) -> str:
        """Its text in the page, a line for each part."""
        return "\n".join(map(letters, self.parts))

    def counted(self, many: int) -> PackedColumn:
        """Return the column with its number of values, for a reader that cannot know it."""
        return self._replace(how={**self.how, "many": many})


@dataclass(frozen=True, slots=True)
class PackedLayer:
    """A layer of observations as a page holds it.

    Parameters
    ----------
    layer : MapLayer
        The layer, without the levels for which the page has no room.
    about : dict
        JSON metadata for the script: `kind` selects the class that draws the layer, `packed` has
        the encoding of each column.
    columns : mapping of str to PackedColumn
        Packed columns by name.
    """

    layer: MapLayer
    about: dict[str, Any]
    columns: Mapping[str, PackedColumn]


def _day_span(layer: MapLayer) -> dict[str, list[int]]:
    """Return the first and the last day of a layer for its script; empty without times."""
    return {"days": list(layer.days)} if layer.days else {}


def letters(raw: bytes) -> str:
    """Return bytes as letters of raw DEFLATE."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    return to_letters(squeeze.compress(raw) + squeeze.flush())


def pack_column(column: Column) -> PackedColumn:
    """Pack a column of a layer, in parts; missing values stay missing."""
    if isinstance(column, NumberColumn):
        return pack_numbers(column.values, column.missing, cut=True)
    return _pack_texts(column.codes, column.categories, column.codes < 0)


def pack_numbers(
    values: NDArray[Any], missing: NDArray[np.bool_] | None = None, *, cut: bool = False
) -> PackedColumn:
    """Pack numbers without loss.

    Parameters
    ----------
    values : numpy.ndarray of shape (n,)
        Whole numbers or floating point ones; whole ones beyond 2**53 are packed as texts.
    missing : numpy.ndarray of shape (n,), optional
        Which values are missing.
    cut : bool
        Whether to cut the column into parts, so that single rows can be read.
    """
    part = PART if cut else max(1, len(values))
    present = values if missing is None else values[~missing]
    gaps = missing is not None and len(present) < len(values)
    if not len(present):
        present = np.zeros(1, values.dtype)
    if values.dtype.kind == "f":
        decimals = _decimals_of(present)
        if decimals is None:
            return _pack_floating(values, missing if gaps else None, part)
        integers, integers_present = _whole(values, decimals, missing), _whole(present, decimals)
    else:
        if int(present.max()) >= EXACT or int(present.min()) <= -EXACT:
            return _pack_texts(*_listed(values), missing)
        decimals, integers, integers_present = 0, values.astype(np.int64), present.astype(np.int64)
    base = int(integers_present.min())
    step = int(np.gcd.reduce(integers_present - base)) or 1
    counted = (integers - base) // step
    if int((integers_present.max() - base) // step) >= _MOST_STEPS:
        return _pack_floating(values.astype(np.float64), missing if gaps else None, part)
    if missing is not None and gaps:
        counted = np.where(missing, 0, counted + 1)
    cuts = _cuts(counted, part)
    differences, planes = _shortest(counted, cuts)
    how: dict[str, Any] = {"planes": planes, "base": base, "step": step}
    how |= {"differences": differences} if differences else {}
    how |= {"gaps": True} if gaps else {}
    how |= {"decimals": decimals} if decimals else {}
    how |= {"part": part} if len(cuts) > 1 else {}
    return PackedColumn(how, b"".join(_planes(chunk, differences, planes) for chunk in cuts))


def _pack_radii(radius_m: NDArray[np.float64]) -> PackedColumn:
    """Pack radii in whole metres; NaN is missing."""
    missing = np.isnan(radius_m)
    return pack_numbers(np.where(missing, 0, radius_m).astype(np.int64), missing)


def _whole(values: NDArray[Any], decimals: int, missing: NDArray[np.bool_] | None = None) -> Ints:
    filled = values if missing is None else np.where(missing, 0, values)
    return np.rint(filled * 10.0**decimals).astype(np.int64)


def _decimals_of(values: NDArray[np.float64]) -> int | None:
    """Return the number of decimals that represents numbers exactly; None above `_DECIMALS`."""
    if not np.isfinite(values).all() or (np.signbit(values) & (values == 0)).any():
        return None
    for decimals in range(_DECIMALS + 1):
        power = 10.0**decimals
        with np.errstate(over="ignore"):
            rounded = np.rint(values * power)
        if np.abs(rounded).max() < EXACT and (rounded / power == values).all():
            return decimals
    return None


def _pack_floating(
    values: NDArray[np.float64], missing: NDArray[np.bool_] | None, part: int
) -> PackedColumn:
    filled = values if missing is None else np.where(missing, np.nan, values)
    cuts = _cuts(filled.astype("<f8"), part)
    planes = (cut.view(np.uint8).reshape(-1, _BYTE).T for cut in cuts)
    how = {"planes": _BYTE, **({"part": part} if len(cuts) > 1 else {})}
    return PackedColumn(how, b"".join(np.ascontiguousarray(plane).tobytes() for plane in planes))


def _pack_texts(
    codes: NDArray[Any], categories: Sequence[str], missing: NDArray[np.bool_] | None
) -> PackedColumn:
    packed = pack_numbers(codes, missing, cut=True)
    return packed._replace(how={**packed.how, "texts": list(categories)})


def _listed(values: NDArray[Any]) -> tuple[Ints, list[str]]:
    """Return numbers as indices into a list of distinct texts, in order of first occurrence."""
    distinct, first, places = np.unique(values, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return rank[places], distinct[order].astype(str).tolist()


def _cuts(values: NDArray[Any], part: int) -> list[NDArray[Any]]:
    return [values[start : start + part] for start in range(0, max(1, len(values)), part)]


def _shortest(counted: Ints, cuts: list[Ints]) -> tuple[int, int]:
    """Return the order of differences that compresses best, and the bytes of a number then."""
    middle = max(0, (len(counted) - _SAMPLE) // 2)
    sample = counted[middle : middle + _SAMPLE]
    tried = (_planes(sample, times, _wide([sample], times)) for times in range(3))
    sizes = [len(zlib.compress(planes, 1)) for planes in tried]
    best = sizes.index(min(sizes))
    return best, _wide(cuts, best)


def _wide(cuts: list[Ints], times: int) -> int:
    most = max(int(_differences(cut, times).max(initial=0)) for cut in cuts)
    return max(1, -(-most.bit_length() // _BYTE))


def _differences(counted: Ints, times: int) -> Ints:
    numbers = counted
    for _ in range(times):
        numbers = np.diff(numbers, prepend=0)
    if times:
        # Zigzag encoding; sums modulo 2**32 are right even if a step overflows 32 bits.
        steps = numbers.astype(np.int32)
        numbers = ((steps << 1) ^ (steps >> 31)).view(np.uint32).astype(np.int64)
    return numbers


def _planes(counted: Ints, times: int, wide: int) -> bytes:
    numbers = _differences(counted, times)
    planes = (((numbers >> (_BYTE * n)) & 0xFF).astype(np.uint8) for n in range(wide))
    return b"".join(plane.tobytes() for plane in planes)


def pack_points(layer: PointLayer) -> PackedLayer:
    """Pack a layer of points.

    Positions are integer steps of `rounded_m` metres in EPSG:6931, times whole seconds.
    """
    settings = layer.settings
    undated = np.isnat(layer.time)
    seconds = np.where(undated, 0, layer.time.astype(np.int64))
    columns = {
        "x": pack_numbers(layer.x_m // settings.rounded_m),
        "y": pack_numbers(layer.y_m // settings.rounded_m),
        "time": pack_numbers(seconds, undated, cut=True),
    }
    if layer.possible.any():
        columns["possible"] = pack_numbers(layer.possible.astype(np.int64))
    if layer.radius_m is not None:
        columns["radius"] = _pack_radii(layer.radius_m)
    for n, column in enumerate(layer.columns.values()):
        columns[f"column{n}"] = pack_column(column)
    about: dict[str, Any] = {
        "kind": layer.kind,
        "title": settings.title,
        "source": settings.source,
        "many": layer.count,
        "metres": settings.rounded_m,
        "columns": list(layer.columns),
        "timeless": layer.undated_count,
        "colours": list(layer.colours),
        "packed": {name: column.how for name, column in columns.items()},
        **_day_span(layer),
    }
    if layer.classes:
        number = list(layer.columns).index(layer.classes.column)
        about["by"] = {"column": f"column{number}", "values": list(layer.classes.values)}
    return PackedLayer(layer, about, columns)


def pack_tracks(layer: TrackLayer) -> PackedLayer:
    """Pack a layer of tracks.

    Positions are integer steps of `rounded_m` metres in EPSG:6931, times whole seconds.
    """
    settings = layer.settings
    columns = {
        "x": pack_numbers(layer.x_m // settings.rounded_m),
        "y": pack_numbers(layer.y_m // settings.rounded_m),
        "time": pack_numbers(layer.time.astype(np.int64)),
        "link": pack_numbers(layer.link.astype(np.int64)),
        "whose": pack_column(layer.ids),
    }
    if layer.possible.any():
        columns["possible"] = pack_numbers(layer.possible.astype(np.int64))
    if layer.radius_m is not None:
        columns["radius"] = _pack_radii(layer.radius_m)
    columns = {name: column.counted(len(layer.x_m)) for name, column in columns.items()}
    about = {
        "kind": layer.kind,
        "title": settings.title,
        "source": settings.source,
        "many": layer.count,
        "metres": settings.rounded_m,
        "columns": [settings.id],
        "colours": list(layer.colours),
        "gap": layer.limits.gap,
        **_day_span(layer),
        "packed": {name: column.how for name, column in columns.items()},
    }
    return PackedLayer(layer, about, columns)


BUDGET = 800_000
"""Maximum bytes of one density in a page; further sizes of hexagons are omitted."""


def pack_density(layer: DensityLayer) -> PackedLayer:
    """Pack a density with the levels that fit into the budget, at least the first."""
    first_month = layer.months[0] if layer.months else 0
    columns: dict[str, PackedColumn] = {}
    levels: list[dict[str, Any]] = []
    spent = 0
    for n, (level, breaks) in enumerate(zip(layer.levels, layer.breaks, strict=True)):
        about, packed = pack_level(level, first_month)
        spent += sum(len(letters(column.raw)) for column in packed.values())
        if n and spent > BUDGET:
            break
        levels.append({**about, "classes": list(breaks)})
        columns |= {f"{name}{n}": column for name, column in packed.items()}
    shown = replace(layer, levels=layer.levels[: len(levels)], breaks=layer.breaks[: len(levels)])
    colour = layer.definition.colour
    about = {
        "kind": layer.kind,
        "title": layer.settings.title,
        "source": layer.settings.source,
        "colours": [colour],
        "many": layer.count,
        "timeless": layer.undated_count,
        "months": layer.months and list(layer.months),
        **_day_span(layer),
        "levels": levels,
        "ramp": {"day": ramp(colour, DAY), "night": ramp(colour, NIGHT)},
        "packed": {name: column.how for name, column in columns.items()},
    }
    return PackedLayer(shown, about, columns)


def pack_level(level: Level, first_month: int) -> tuple[dict[str, Any], dict[str, PackedColumn]]:
    """Return the metadata of a level for the script, and its columns.

    Hexagons are numbered row by row in a box; `months` is the number of months with positions of
    each, `month` lists them, counted from 1, with 0 for none.
    """
    starts = np.flatnonzero(level.first)
    q, r = level.q[starts], level.r[starts]
    west, south = (int(axis.min()) if len(axis) else 0 for axis in (q, r))
    width = 1 + int(q.max()) - west if len(q) else 1
    values = {
        "cell": (r - south) * width + (q - west),
        "months": np.diff(np.append(starts, len(level.q))),
        "month": np.where(level.month == NO_MONTH, 0, level.month - first_month + 1),
        "certain": level.certain,
    }
    if level.possible.any():
        values["possible"] = level.possible
    columns = {
        name: pack_numbers(numbers).counted(len(numbers)) for name, numbers in values.items()
    }
    about = {"km2": level.lattice.area_km2, "west": west, "south": south, "width": width}
    return about, columns
