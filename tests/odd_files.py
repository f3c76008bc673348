"""Odd files, made at random: of bytes that change, and of values that change in parsed JSON."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["made", "mutated", "written_out"]

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "tests" / "corpus"
_RECORDS = 3

Steps = tuple[Any, ...]

# Where tokens of JSON change places, most of what comes out is JSON still.
_TOKENS = [
    b"{", b"}", b"[", b"]", b",", b":", b'"', b"null", b"true", b"false", b"0", b"-1", b"1e999",
    b"NaN", b"-Infinity", b"\\u0000", b"\\ud800", b"\\", b"\n", b"\x1e", b"\r\n", b"\x00", b"\xff",
    b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"1" * 400, b"-0.0", b'"type"', b'"Feature"', b'"id"',
    b'"coordinates"', b'"geometry"', b'"properties"', b'"FeatureCollection"', b"{}", b"[]", b"[[]]",
    b'"crs":{"type":"name","properties":{"name":"EPSG:25833"}},', b"//", b"/*", b"<kml>",
]  # fmt: skip

_TEXTS = [
    "", " ", "unknown", "..", "2024", "2024-13", "2024-02-30", "202X", "XXXX", "[2024,2025]",
    "[..]", "[2024-09-25..2024-09-20]", "2024-07-24T16:40:00-09:00", "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:60Z", "9999", "9999-24", "9999-12-31", "0001", "0000", "2024-24~",
    "[..9999-12-31]", "Point", "Polygon", "GeometryCollection",
    "Feature", "near", "exact", "area", "region", "line", "representative", "each", "land", "water",
    "barents-sea", "Barents Sea", "bering-strait", "arctic-circle", "coastguard/patrol", "patrol",
    "https://example.org/a", "https://[::1]:99999/", "https://a@b", "http://", "https://[",
    "ftp://a.b", "https://a..b", "https://\u2028.org", "a", "b", "\ud800", "\U0001f6a2",
    "e\u0301", "\u202e", "\x00",
    "\x1b[31m", "a/b~c", "Europe/Oslo", "UNCLASSIFIED", "SECRET//X", "confirmed", "occurred", "A",
    "draft", "RUS", "NO", "x" * 5000, "١٢٣٤", "²", "٢٠٢٤-٠٩", "%", "%s{0}", "'\"",
]  # fmt: skip
_NUMBERS = [
    0, -0.0, 1, -1, 2, 6, 7, 45, 60, 89.9999999, 90, 90.0000001, -90, 91, 179.9999999, 180, -180,
    180.0000001, 181, 190, 270, 359.9999999, 360, -360, 361, 539.9, 540, 541, 1e-320, 1e-9, 1e22,
    1e308, 10**25, 10**400, 2**63, -(2**63) - 1, 20_000, 20_001, 0.1, float("nan"), float("inf"),
]  # fmt: skip
_OTHERS: list[Any] = [None, True, False, [], {}, [[]], [{}], {"type": "Feature"}, {"": {}}, [None]]
_KEYS = [
    "id", "type", "geometry", "properties", "coordinates", "geometries", "features", "crs", "bbox",
    "title", "start", "end", "time_zone", "sources", "actors", "place", "precision", "radius_km",
    "regions", "regions_mode", "excluding", "part_of", "related", "replaces", "sequence", "grade",
    "verification", "confidence", "likelihood", "marking", "review", "revisions", "tags", "status",
    "kind", "summary", "@id", "@geometry", "@feature", "", "titel", "\ud800", "a/b~c", "fid",
    "releasable_to", "symbol", "url", "seed", "claim", "read_at", "origin", "publisher", "when",
]  # fmt: skip


def _odd(rng: random.Random, depth: int = 2) -> Any:
    """Return a value that may stand anywhere."""
    makers: list[Callable[[], Any]] = [
        lambda: rng.choice(_TEXTS),
        lambda: rng.choice(_NUMBERS),
        lambda: deepcopy(rng.choice(_OTHERS)),
        lambda: _geometry(rng),
        lambda: _nested(deepcopy(rng.choice(_OTHERS)), rng.choice([5, 40, 101, 200])),
        lambda: [_odd(rng, depth - 1) for _ in range(rng.randrange(5))],
        lambda: {rng.choice(_KEYS): _odd(rng, depth - 1) for _ in range(rng.randrange(5))},
    ]
    weights = [8, 4, 3, 1, 1, *((2, 2) if depth else (0, 0))]
    return rng.choices(makers, weights)[0]()


def _nested(value: Any, depth: int) -> Any:
    for _ in range(depth):
        value = [value]
    return value


_LON = [-540, -360, -190, -180, -179.9999999, -170, -90, 0, 5, 10, 45, 90, 170, 180, 190, 360, 540]
_LAT = [-90, -1, 0, 1e-9, 45, 66.5, 70, 75, 80, 85, 89.9999999, 90]
_KINDS = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2}


def _geometry(rng: random.Random) -> Any:
    """Return a geometry of sound form and doubtful meaning: at the poles, over 180, crossing."""
    kind = rng.choice([*_KINDS, "Polygon", "MultiPolygon", "GeometryCollection"])
    if kind == "GeometryCollection":
        return {"type": kind, "geometries": [_geometry(rng) for _ in range(rng.randrange(4))]}
    if kind == "MultiPolygon":
        parts = [_geometry_list(rng, "Polygon") for _ in range(rng.randrange(1, 4))]
        return {"type": kind, "coordinates": parts}
    return {"type": kind, "coordinates": _geometry_list(rng, kind)}


def _geometry_list(rng: random.Random, kind: str) -> Any:
    if kind == "Point":
        return _position(rng)
    if kind.startswith("Multi") and kind != "MultiPoint":
        return [_line(rng) for _ in range(rng.randrange(1, 4))]
    return [_ring(rng) for _ in range(rng.randrange(1, 4))] if kind == "Polygon" else _line(rng)


def _line(rng: random.Random) -> list[Any]:
    return [_position(rng) for _ in range(rng.randrange(1, 7))]


def _ring(rng: random.Random) -> list[Any]:
    if rng.random() < 0.3:
        lat = rng.choice(_LAT)
        step = rng.choice([-60, 60, 90, 120, 180])
        turn = [[lon, lat] for lon in range(-180, 181, abs(step))]
        turn = turn if step > 0 else turn[::-1]
        return [*turn, *rng.choice([[], [[180, 90], [-180, 90]], [[0, 90]]]), turn[0]]
    line = _line(rng)
    return [*line, line[0]]


def _position(rng: random.Random) -> list[Any]:
    if rng.random() < 0.3:
        return [round(rng.uniform(-200, 200), 3), round(rng.uniform(50, 90), 3)]
    return [rng.choice(_LON), rng.choice(_LAT)]


# Bytes.


def _flip(rng: random.Random, raw: bytearray, _: bytes) -> None:
    if raw:
        raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)


def _insert(rng: random.Random, raw: bytearray, _: bytes) -> None:
    at = rng.randrange(len(raw) + 1)
    raw[at:at] = rng.choice(_TOKENS) if rng.random() < 0.8 else rng.randbytes(rng.randrange(1, 5))


def _delete(rng: random.Random, raw: bytearray, _: bytes) -> None:
    at, end = _slice(rng, raw)
    del raw[at:end]


def _cut(rng: random.Random, raw: bytearray, _: bytes) -> None:
    del raw[rng.randrange(len(raw) + 1) :]


def _repeat(rng: random.Random, raw: bytearray, _: bytes) -> None:
    at, end = _slice(rng, raw)
    raw[at:at] = raw[at:end] * rng.choice([1, 1, 1, 30])


def _splice(rng: random.Random, raw: bytearray, other: bytes) -> None:
    at, end = _slice(rng, bytearray(other))
    here, there = _slice(rng, raw)
    raw[here:there] = other[at:end]


def _digits(rng: random.Random, raw: bytearray, _: bytes) -> None:
    places = [n for n, c in enumerate(raw) if chr(c).isdecimal()]
    for at in rng.sample(places, min(len(places), rng.randrange(1, 6))):
        raw[at] = ord(rng.choice("0123456789-.eE"))


def _swap(rng: random.Random, raw: bytearray, _: bytes) -> None:
    token, other = rng.choice(_TOKENS[:12]), rng.choice(_TOKENS)
    places = [n for n in range(len(raw)) if raw.startswith(token, n)]
    if places:
        at = rng.choice(places)
        raw[at : at + len(token)] = other


def _slice(rng: random.Random, raw: bytearray) -> tuple[int, int]:
    at = rng.randrange(len(raw) + 1)
    return at, min(len(raw), at + rng.choice([1, 2, 8, 40, 400]))


_BYTES: list[Callable[[random.Random, bytearray, bytes], None]] = [
    _flip, _insert, _insert, _delete, _cut, _repeat, _splice, _digits, _swap,
]  # fmt: skip


# Values.


def _places_in(value: Any, path: Steps = ()) -> Iterator[Steps]:
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _places_in(inner, (*path, key))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from _places_in(inner, (*path, n))


def mutated(rng: random.Random, value: Any) -> Any:
    for _ in range(rng.choice([1, 1, 1, 1, 2, 4])):
        path = rng.choice(list(_places_in(value)))
        if not path:
            value = rng.choice([_odd(rng), {"type": "FeatureCollection", "features": [value]}])
            continue
        holder = value
        for step in path[:-1]:
            holder = holder[step]
        _change(rng, holder, path[-1])
    return value


def _change(rng: random.Random, holder: Any, at: Any) -> None:
    choice = rng.random()
    if choice < 0.2:
        del holder[at]
    elif choice < 0.3 and isinstance(holder, dict):
        holder[rng.choice(_KEYS)] = _odd(rng)
    elif choice < 0.4 and isinstance(holder, list):
        holder.insert(at, deepcopy(holder[rng.randrange(len(holder))]))
    elif choice < 0.45:
        holder[at] = [holder[at]]
    elif choice < 0.5:
        holder[at] = {rng.choice(_KEYS): holder[at]}
    elif at in {"geometry", "coordinates"} and choice < 0.85:
        holder[at] = _geometry(rng) if at == "geometry" else _geometry(rng).get("coordinates")
    else:
        holder[at] = _odd(rng)


def written_out(rng: random.Random, value: Any) -> bytes:
    """Write a value as JSON: laid out, on one line, or as a sequence of its Features."""
    features = value.get("features") if isinstance(value, dict) else None
    if isinstance(features, list) and rng.random() < 0.1:
        separator = rng.choice(["", "\x1e"])
        lines = [f"{separator}{json.dumps(f, ensure_ascii=False)}\n" for f in features]
        return "".join(lines).encode("utf-8", rng.choice(["replace", "surrogatepass"]))
    text = json.dumps(value, ensure_ascii=rng.random() < 0.5, indent=rng.choice([None, 1]))
    encoding = rng.choice(["utf-8"] * 20 + ["utf-8-sig", "utf-16", "utf-32-le"])
    return text.encode(encoding, rng.choice(["replace", "surrogatepass"]))


@cache
def _sources() -> tuple[tuple[bytes, ...], ...]:
    """Return what inputs are made from: the corpus, and real records in small collections."""
    corpus = [p.read_bytes() for p in sorted(CORPUS.glob("*/*")) if p.suffix != ".toml"]
    real: list[bytes] = []
    for path in sorted((ROOT / "events").glob("*.geojson")):
        features = json.loads(path.read_text("utf-8"))["features"]
        for n in range(0, len(features), _RECORDS):
            some = {"type": "FeatureCollection", "features": features[n : n + _RECORDS]}
            if len(real) % 2:  # sound by themselves, without the reports and records around them
                for feature in some["features"]:
                    for key in ("part_of", "related", "replaces"):
                        feature["properties"].pop(key, None)
                    feature["properties"]["sources"] = "https://example.org/a"
            real.append(json.dumps(some, ensure_ascii=False, indent=1).encode())
    return tuple(corpus), tuple(real)


def made(seed: int, number: int) -> bytes:
    """Return one input; the same for the same seed and number."""
    rng = random.Random(f"{seed}:{number}")  # noqa: S311 (nothing secret)
    sources = rng.choice(_sources())
    raw = rng.choice(sources)
    if rng.random() < 0.6:
        try:
            value = json.loads(raw)
        except (ValueError, RecursionError):
            value = {"type": "Feature", "id": "a", "geometry": _geometry(rng), "properties": {}}
        try:
            raw = written_out(rng, mutated(rng, value))
        except RecursionError:  # nested in nested in nested: Python writes no such text
            return b"[" * 5000
        if rng.random() < 0.8:
            return raw
    changed = bytearray(raw)
    for _ in range(rng.choice([1, 1, 2, 3, 8])):
        rng.choice(_BYTES)(rng, changed, rng.choice(sources))
    return bytes(changed)
