"""Differences between two versions of a record or table, by property."""

from __future__ import annotations

import itertools
import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from enum import Enum
from functools import partial
from typing import Any, TypeAlias

from folium_polar.geometry import distance_m
from folium_polar.geometry.geojson.positions import leaves
from geotrack.errors import GeometryError
from geotrack.findings import shown
from geotrack.messages import Message, in_language
from geotrack.model.base import listed
from geotrack.model.event import LISTED, SHORT_KEYS
from geotrack.model.place_text import degrees

__all__ = ["ABSENT", "Difference", "Feature", "canonical", "difference", "table_difference"]

Feature: TypeAlias = Mapping[str, Any]

# Metadata of the record, not of the event.
_HISTORY = ("revisions", "review", "added", "added_by")
_LISTED_IN_PLACE = ("place.regions", "place.excluding")
# Keys that name an object in messages.
_TITLE_KEYS = ("name", "url", "cite", "title", "level", "term", "reliability", "type", "what")
# Short lists are shown in full.
_FEW = 3
# Maximum number of characters of a text that is shown whole.
_LONG_TEXT = 50
# Longer lists are not compared item by item, which takes quadratic time.
_LONG_LIST = 500
# Metres in a kilometre.
_KM = 1000.0
# Smaller differences of positions are ignored; 180 and -180 are one longitude.
_SAME_PLACE_M = 0.1
_Position: TypeAlias = tuple[float, float]


class _Absent(Enum):
    ABSENT = "absent"


ABSENT = _Absent.ABSENT
"""Marks a missing value, as null is a value."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference in one property.

    Parameters
    ----------
    path : str
        The property: dotted for objects, `/n` from 0 for items of lists.
    what : str
        The difference as short text.
    old, new : JSON value or ABSENT
        Its values, short forms expanded.

    Examples
    --------
    >>> print(Difference("place.radius_km", "50 → 20"))
    place.radius_km: 50 → 20
    """

    path: str
    what: str
    old: Any = field(default=ABSENT, compare=False, repr=False)
    new: Any = field(default=ABSENT, compare=False, repr=False)

    @property
    def name(self) -> str:
        """The property without list indexes, as in revisions."""
        return re.split(r"/\d+(?=[./]|$)", self.path)[0]

    def __str__(self) -> str:
        return f"{self.path}: {in_language(self.what)}"


def difference(old: Feature, new: Feature, *, with_history: bool = False) -> tuple[Difference, ...]:
    """Return the differences between two versions of a record, by property.

    Parameters
    ----------
    old, new : Feature
        GeoJSON Features as parsed. The order of keys, the spelling of numbers and short forms are
        ignored.
    with_history : bool
        Whether `revisions`, `review`, `added` and `added_by` are compared too.

    Returns
    -------
    tuple of Difference
        In the order of the new Feature's properties, then removed ones; empty if nothing differs.

    Examples
    --------
    >>> old = {"geometry": {"type": "Point", "coordinates": [5, 72]}, "properties": {
    ...     "start": "2024-09", "place": {"name": "off Bodø", "radius_km": 50}}}
    >>> new = {"geometry": {"type": "Point", "coordinates": [5, 72.1]}, "properties": {
    ...     "start": "2024-09-28", "place": "off Bodø", "tags": ["patrol"]}}
    >>> for one in difference(old, new):
    ...     print(one)
    geometry: moved 11.2 km, 72° N 5° E → 72.1° N 5° E
    start: '2024-09' → '2024-09-28'
    place.radius_km: removed, was 50
    tags/0: added 'patrol'
    """
    return tuple(_differences(old, new, () if with_history else _HISTORY))


def table_difference(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Return the differences between two versions of a TOML table, by setting.

    Parameters
    ----------
    old, new : mapping
        Tables as parsed.

    Examples
    --------
    >>> for one in table_difference({"select": {"themes": ["air"]}}, {"title": "The north"}):
    ...     print(one)
    title: added 'The north'
    select: removed, was an object
    """
    return tuple(_in_objects(old, new, ""))


def _differences(old: Feature, new: Feature, passed_over: Sequence[str]) -> Iterator[Difference]:
    if str(old.get("id")) != str(new.get("id")):
        ids = old.get("id"), new.get("id")
        yield Difference("id", f"{shown(ids[0])} → {shown(ids[1])}", *ids)
    if not _same(old.get("geometry"), new.get("geometry")):
        shapes = old.get("geometry"), new.get("geometry")
        yield Difference("geometry", _redrawn(*shapes), *shapes)
    was, new_members = (_compared(f.get("properties") or {}, passed_over) for f in (old, new))
    yield from _in_objects(was, new_members, "")
    compared_apart = ("type", "id", "geometry", "properties")
    was, new_members = ({k: v for k, v in f.items() if k not in compared_apart} for f in (old, new))
    for change in _in_objects(was, new_members, ""):
        yield replace(change, path=f"(member) {change.path}")


def _compared(properties: Mapping[str, Any], passed_over: Sequence[str]) -> dict[str, Any]:
    """Return properties with short forms expanded, without nulls."""
    members = {k: v for k, v in properties.items() if k not in passed_over and v is not None}
    return {k: _long(k, v) for k, v in members.items()}


def _long(path: str, value: Any) -> Any:
    if path in (*LISTED, *_LISTED_IN_PLACE):
        value = listed(value)
    if path not in SHORT_KEYS:
        return value
    key = SHORT_KEYS[path]
    if isinstance(value, list):
        return [{key: v} if isinstance(v, str) else v for v in value]
    return {key: value} if isinstance(value, str) else value


def _in_objects(old: Mapping[str, Any], new: Mapping[str, Any], below: str) -> Iterator[Difference]:
    for key in (*new, *(k for k in old if k not in new)):
        path = f"{below}{key}"
        if key not in old:
            yield from _added(path, _long(path, new[key]))
        elif key not in new:
            yield _removed(path, old[key])
        else:
            yield from _in_values(_long(path, old[key]), _long(path, new[key]), path)


def _added(path: str, value: Any) -> Iterator[Difference]:
    if path in LISTED and isinstance(value, list) and value:
        yield from _in_lists([], value, path)
    else:
        yield _new(path, value)


def _in_values(old: Any, new: Any, path: str) -> Iterator[Difference]:
    if _same(old, new):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _in_objects(old, new, f"{path}.")
    elif isinstance(old, list) and isinstance(new, list):
        yield from _in_lists(old, new, path)
    elif isinstance(old, str) and isinstance(new, str):
        yield Difference(path, " → ".join(_apart(old, new)), old, new)
    else:
        yield Difference(path, f"{_value_text(old)} → {_value_text(new)}", old, new)


def _in_lists(old: Sequence[Any], new: Sequence[Any], path: str) -> Iterator[Difference]:
    """Yield changed, added and removed items; moved items are ignored."""
    was, after = ([canonical(item) for item in items] for items in (old, new))
    if Counter(was) == Counter(after):
        yield Difference(path, "in another order", old, new)
        return
    if max(len(old), len(new)) > _LONG_LIST:
        yield Difference(
            path, Message("changed, {old} → {new} items", len(old), len(new)), old, new
        )
        return
    for _, i, i_end, j, j_end in SequenceMatcher(None, was, after, autojunk=False).get_opcodes():
        pairs = min(i_end - i, j_end - j)
        for n in range(pairs):
            yield from _in_values(old[i + n], new[j + n], f"{path}/{j + n}")
        for n in range(i + pairs, i_end):
            yield _removed(f"{path}/{n}", old[n])
        for n in range(j + pairs, j_end):
            yield _new(f"{path}/{n}", new[n])


def _new(path: str, value: Any) -> Difference:
    return Difference(path, Message("added {value}", _value_text(value)), ABSENT, value)


def _removed(path: str, value: Any) -> Difference:
    return Difference(path, Message("removed, was {value}", _value_text(value)), value, ABSENT)


def _value_text(value: Any) -> str:
    """Return a value as short text: an object by its name, a short list by its items."""
    if isinstance(value, dict):
        titles = (value[key] for key in _TITLE_KEYS if isinstance(value.get(key), str))
        return shown(next(titles, value))
    if isinstance(value, list) and 0 < len(value) <= _FEW:
        items = ", ".join(map(shown, value))
        if len(items) <= _LONG_TEXT and not any(isinstance(v, list | dict) for v in value):
            return f"[{items}]"
    return shown(value)


def _apart(old: str, new: str) -> tuple[str, str]:
    """Return two texts for display, long ones from the first differing word."""
    if max(len(old), len(new)) <= _LONG_TEXT:
        return shown(old), shown(new)
    alike = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False))
    start = old.rfind(" ", 0, sum(1 for _ in alike)) + 1
    if not start:
        return shown(old), shown(new)
    return shown(f"…{old[start:]}"), shown(f"…{new[start:]}")


def _same(old: Any, new: Any) -> bool:
    """Return whether two JSON values are equal: keys in any order, 10 as 10.0, 1 not as true."""
    if isinstance(old, dict) and isinstance(new, dict):
        return old.keys() == new.keys() and all(_same(old[k], new[k]) for k in old)
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(_same, old, new))
    if isinstance(old, bool) or isinstance(new, bool):
        return old is new
    return bool(old == new)


def canonical(value: Any) -> str:
    """Return a JSON value as canonical text."""
    return json.dumps(_plain(value), sort_keys=True)


def _plain(value: Any) -> Any:
    """Return a JSON value with whole numbers as integers."""
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _redrawn(old: Any, new: Any) -> str:
    kinds = tuple(g.get("type") if isinstance(g, dict) else None for g in (old, new))
    if kinds[0] != kinds[1]:
        return " → ".join(str(kind) if kind else "none" for kind in kinds)
    try:
        (was, parts, heights), (after, others, above) = (_geometry_parts(g) for g in (old, new))
    except (GeometryError, TypeError, ValueError):  # input may be unchecked
        return "changed"
    if len(was) != len(after) or parts != others:
        n = Message("{old} → {new} positions", len(was), len(after))
        return Message("redrawn, {how}", n if len(was) != len(after) else Message("in other parts"))
    columns = (*zip(*was, strict=True), *zip(*after, strict=True))
    furthest = float(distance_m(*columns).max()) if was else 0.0
    if furthest < _SAME_PLACE_M:
        is_level = heights == above
        return "written otherwise, in the same place" if is_level else "at another height"
    if not math.isfinite(furthest):
        return "changed"
    return _moved(was, after, furthest)


def _moved(was: Sequence[_Position], now: Sequence[_Position], furthest: float) -> str:
    length = Message("{m:.1f} m", furthest)
    if furthest >= _KM:
        length = Message("{km:.1f} km", furthest / _KM)
    if len(was) > 1:
        return Message("redrawn, by up to {length}", length)
    places = partial(degrees, *was[0]), partial(degrees, *now[0])
    return Message("moved {length}, {old} → {new}", length, *places)


def _geometry_parts(geometry: Mapping[str, Any]) -> tuple[list[_Position], list[Any], list[Any]]:
    """Return a geometry's positions, its parts with their lengths, and its heights."""
    parts = [
        (path, kind, [body] if kind == "position" else body)
        for path, kind, body in leaves(geometry)
    ]
    return (
        [(float(lon), float(lat)) for *_, body in parts for lon, lat, *_ in body],
        [(path, kind, len(body)) for path, kind, body in parts],
        [height for *_, body in parts for _, _, *height in body],
    )
