"""Columns in few bytes: whole numbers as steps, cut into planes of bytes, for DEFLATE to squeeze.

A column is written as text in base 85 (`geotrack.polar.base85`) and read by
`web/src/observations/data/packed-column.js`. Numbers are counted in steps from the least of them;
then differences of neighbours, or differences of those, stand in their place, whichever come out
shortest: what moves on evenly leaves next to nothing. The lowest bytes of all numbers come first,
then the next ones. A long column can be cut into parts, each of which is read by itself.
"""

from __future__ import annotations

import zlib
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geotrack.observations.store.arrow import pa, pc
from geotrack.polar.base85 import to_letters

__all__ = ["PART", "Column", "as_texts", "letters", "pack_column", "pack_numbers", "unpack_numbers"]

PART = 65_536
"""So many numbers are in a part of a column that is cut."""

_WIDEST = 2**31 - 1
_EXACT = 2**53
_DECIMALS = 6
_SAMPLE = 65_536
_BYTE = 8

Ints = NDArray[np.int64]


class Column(NamedTuple):
    """A column, packed.

    Parameters
    ----------
    how : dict
        What its reader must know: `planes`, how many bytes a number has; `base` and `step`, its
        number 0 and how far 1 is from it; `differences`, 0 to 2 times; `gaps`, whether 0 stands
        for nothing and all else is one more; `decimals`, by which power of ten it is too large;
        `texts`, of which text it is the place; `part`, how many numbers are in each part, where it
        is cut. Without `step` the planes are of floating point numbers.
    raw : bytes
        The planes of bytes, of one part after another.
    """

    how: dict[str, Any]
    raw: bytes

    @property
    def parts(self) -> list[bytes]:
        """Its parts; one where it is not cut."""
        size = self.how.get("part", 0) * self.how["planes"] or max(1, len(self.raw))
        return [self.raw[at : at + size] for at in range(0, max(1, len(self.raw)), size)]

    @property
    def lines(self) -> str:
        """Its text in the page: a line each part."""
        return "\n".join(map(letters, self.parts))


def letters(raw: bytes) -> str:
    """Return bytes as letters of raw DEFLATE."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    return to_letters(squeeze.compress(raw) + squeeze.flush())


def pack_column(values: Any) -> Column:
    """Pack a column of a table, of whatever type, in parts.

    Parameters
    ----------
    values : pyarrow.ChunkedArray
        What is empty stays empty. What is neither number nor text is told as text: see `as_texts`.
    """
    kind = values.type
    missing = np.asarray(values.is_null().to_numpy(zero_copy_only=False))
    if pa.types.is_integer(kind):
        return pack_numbers(np.asarray(pc.fill_null(values, 0)), missing, cut=True)
    if pa.types.is_floating(kind):
        numbers = np.asarray(pc.fill_null(values, 0.0), np.float64)
        return pack_numbers(numbers, missing | np.isnan(numbers), cut=True)
    return _pack_texts(as_texts(values), missing)


def as_texts(values: Any) -> Any:
    """Return values as texts that are read: times as `2024-07-24 16:40:00 UTC`.

    Parameters
    ----------
    values : pyarrow.ChunkedArray
        Of whatever type. Of times that state no zone none is told.
    """
    kind = values.type
    if not pa.types.is_timestamp(kind):
        return values.cast(pa.string())
    texts = values.cast(pa.timestamp(kind.unit)).cast(pa.string())
    texts = pc.replace_substring_regex(texts, r"(\.[0-9]*[1-9])0+$|\.0+$", r"\1")
    return pc.binary_join_element_wise(texts, "UTC", " ") if kind.tz else texts


def pack_numbers(
    values: NDArray[Any], missing: NDArray[np.bool_] | None = None, *, cut: bool = False
) -> Column:
    """Pack numbers, each of which can be read again to its last bit.

    Parameters
    ----------
    values : numpy.ndarray of shape (n,)
        Whole numbers or floating point ones; whole ones beyond 2**53 are packed as texts.
    missing : numpy.ndarray of shape (n,), optional
        Which of them stand for nothing.
    cut : bool
        Whether in parts, for what is asked of one row at a time.
    """
    part = PART if cut else max(1, len(values))
    there = values if missing is None else values[~missing]
    gaps = missing is not None and len(there) < len(values)
    if not len(there):
        there = np.zeros(1, values.dtype)
    if values.dtype.kind == "f":
        decimals = _decimals_of(there)
        if decimals is None:
            return _pack_floating(values, missing if gaps else None, part)
        whole, held = _whole(values, decimals, missing), _whole(there, decimals)
    else:
        if int(there.max()) >= _EXACT or int(there.min()) <= -_EXACT:
            return _pack_texts(pa.array(values.astype(str)), missing)
        decimals, whole, held = 0, values.astype(np.int64), there.astype(np.int64)
    base = int(held.min())
    step = int(np.gcd.reduce(held - base)) or 1
    counted = (whole - base) // step
    if int((held.max() - base) // step) >= _WIDEST:
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
    return Column(how, b"".join(_planes(one, differences, planes) for one in cuts))


def unpack_numbers(column: Column, many: int) -> NDArray[np.float64]:
    """Return the numbers of a column that is not of texts, NaN where there is none.

    Parameters
    ----------
    column : Column
        As `pack_numbers` returns it.
    many : int
        How many there are.
    """
    read = np.concatenate([_unpacked(raw, column.how) for raw in column.parts])
    if len(read) != many:
        message = f"{many} numbers are wanted of a column of {len(read)}"
        raise ValueError(message)
    return read


def _unpacked(raw: bytes, how: dict[str, Any]) -> NDArray[np.float64]:
    planes = np.frombuffer(raw, np.uint8).reshape(how["planes"], -1)
    many = planes.shape[1]
    if "step" not in how:
        return np.ascontiguousarray(planes.T).view("<f8").ravel()
    width = 4
    cells = np.zeros((many, width), np.uint8)
    cells[:, : how["planes"]] = planes.T
    counted = cells.view("<u4").ravel()
    if how.get("differences"):
        counted = (counted >> 1) ^ -(counted & 1)
    counted = counted.view(np.int32)
    for _ in range(how.get("differences", 0)):
        counted = np.cumsum(counted, dtype=np.int32)
    numbers = counted.astype(np.float64)
    if how.get("gaps"):
        numbers = np.where(counted == 0, np.nan, numbers - 1)
    return np.asarray((numbers * how["step"] + how["base"]) / 10.0 ** how.get("decimals", 0))


def _whole(values: NDArray[Any], decimals: int, missing: NDArray[np.bool_] | None = None) -> Ints:
    known = values if missing is None else np.where(missing, 0, values)
    return np.rint(known * 10.0**decimals).astype(np.int64)


def _decimals_of(values: NDArray[np.float64]) -> int | None:
    """Return with how many decimals numbers are written, None where with too many."""
    if not np.isfinite(values).all() or (np.signbit(values) & (values == 0)).any():
        return None
    for decimals in range(_DECIMALS + 1):
        power = 10.0**decimals
        whole = np.rint(values * power)
        if np.abs(whole).max() < _EXACT and (whole / power == values).all():
            return decimals
    return None


def _pack_floating(
    values: NDArray[np.float64], missing: NDArray[np.bool_] | None, part: int
) -> Column:
    known = values if missing is None else np.where(missing, np.nan, values)
    cuts = _cuts(known.astype("<f8"), part)
    planes = (cut.view(np.uint8).reshape(-1, _BYTE).T for cut in cuts)
    how = {"planes": _BYTE, **({"part": part} if len(cuts) > 1 else {})}
    return Column(how, b"".join(np.ascontiguousarray(one).tobytes() for one in planes))


def _pack_texts(values: Any, missing: NDArray[np.bool_] | None) -> Column:
    told = pa.chunked_array([values]) if isinstance(values, pa.Array) else values
    listed = told.combine_chunks().dictionary_encode()
    places = np.asarray(pc.fill_null(listed.indices, 0), np.int64)
    packed = pack_numbers(places, missing, cut=True)
    return packed._replace(how={**packed.how, "texts": listed.dictionary.to_pylist()})


def _cuts(values: NDArray[Any], part: int) -> list[NDArray[Any]]:
    return [values[at : at + part] for at in range(0, max(1, len(values)), part)]


def _shortest(counted: Ints, cuts: list[Ints]) -> tuple[int, int]:
    """Return how often to take differences, and how many bytes a number then has."""
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
        # Both ways from 0; sums of 32 bits come out right though a step may not fit.
        steps = numbers.astype(np.int32)
        numbers = ((steps << 1) ^ (steps >> 31)).view(np.uint32).astype(np.int64)
    return numbers


def _planes(counted: Ints, times: int, wide: int) -> bytes:
    numbers = _differences(counted, times)
    planes = (((numbers >> (_BYTE * n)) & 0xFF).astype(np.uint8) for n in range(wide))
    return b"".join(plane.tobytes() for plane in planes)
