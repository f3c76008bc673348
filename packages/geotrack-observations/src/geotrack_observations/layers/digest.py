"""Digest of a layer: a hash of all that a map shows of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from geotrack_observations.layers.layer import MapLayer

__all__ = ["layer_digest"]

# Settings that no map shows.
_UNSHOWN_SETTINGS = {"dataset", "marking"}
# Fields that no map shows, or, as `first` and `last`, only to the day: `days` has these.
_UNSHOWN_FIELDS = {"definition", "first", "last", "wider_than_hexagon", "longest_gap_s"}
# Names of fields are hashed too. A field that was renamed keeps its earlier name here, so that
# digests of maps stay.
_HASHED_NAMES = {"has_others": "others"}


def layer_digest(layer: MapLayer) -> str:
    """Return the SHA-256 of a layer of observations, in hex digits.

    It is of the numbers and texts that a map shows, in whatever form a rendering holds them.

    Parameters
    ----------
    layer : MapLayer
        The layer.
    """
    shown = set(type(layer.settings).model_fields) - _UNSHOWN_SETTINGS
    if layer.settings.longest_gap is None:
        shown -= {"longest_gap"}  # digests of before there was this setting stay
    settings = layer.settings.model_dump(mode="json", include=shown)
    about = [layer.kind, settings, layer.colours, layer.days]
    digest = hashlib.sha256(json.dumps(about, sort_keys=True).encode())
    for name, raw in _parts(layer, ""):
        digest.update(f"\0{name}\0{len(raw)}\0".encode() + raw)
    return digest.hexdigest()


def _parts(value: Any, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield the parts of a value as bytes, each with its name."""
    if isinstance(value, np.ndarray):
        kind = value.dtype.newbyteorder("<")
        yield f"{name} {kind.str}", np.ascontiguousarray(value, kind).tobytes()
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in _UNSHOWN_FIELDS:
                hashed_name = _HASHED_NAMES.get(field.name, field.name)
                yield from _parts(getattr(value, field.name), f"{name}.{hashed_name}")
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _parts(part, f"{name}[{key!r}]")
    elif isinstance(value, tuple) and value and not isinstance(value[0], str | float | int):
        for n, part in enumerate(value):
            yield from _parts(part, f"{name}[{n}]")
    else:
        yield name, json.dumps(value).encode()
