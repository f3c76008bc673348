"""Shapes of regions in the plane that commands have needed, kept for later ones."""

from __future__ import annotations

import marshal
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geotrack.index.entry_file import SUFFIX, Entry, read_entry
from geotrack.index.store import index_key, store

__all__ = ["stored_shape"]

# To read the shape of a smaller geometry takes no less time than to compute it.
_LEAST_BYTES = 20_000
# The format of marshal in which equal geometries have equal bytes.
_FORMAT = 2


def stored_shape(
    folder: Path, geometry: dict[str, Any], make: Callable[[dict[str, Any]], BaseGeometry]
) -> BaseGeometry:
    """Return the shape of a geometry: the one that is stored, or a new one, which is then stored.

    Parameters
    ----------
    folder : Path
        Where entries lie.
    geometry : dict
        GeoJSON in lon/lat; all that the shape depends on, beside the program.
    make : callable
        Computes the shape; its errors are raised each time.
    """
    raw = marshal.dumps(geometry, _FORMAT)
    if len(raw) < _LEAST_BYTES:
        return make(geometry)
    name = blake2b(index_key(()) + raw, digest_size=32).hexdigest()
    place = folder / f"{name}.shape{SUFFIX}"
    entry = read_entry(place)
    if entry is not None and entry.about["name"] == name:
        shape: BaseGeometry = shapely.from_wkb(entry.arrays["shape"].tobytes())
        return shape
    shape = make(geometry)
    wkb = np.frombuffer(shapely.to_wkb(shape), np.uint8)
    store(place, Entry({"name": name}, {"shape": wkb}))
    return shape
