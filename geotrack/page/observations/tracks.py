"""Tracks in a page: their vertices, packed."""

from __future__ import annotations

import numpy as np

from geotrack.observations.layers.layer import TrackLayer
from geotrack.page.observations.packing import (
    PackedLayer,
    day_span,
    pack_column,
    pack_numbers,
    pack_radii,
)

__all__ = ["pack_tracks"]


def pack_tracks(layer: TrackLayer) -> PackedLayer:
    """Pack a layer of tracks.

    Positions are whole steps of so many metres in EPSG:6931, times whole seconds.
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
        columns["radius"] = pack_radii(layer.radius_m)
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
        **day_span(layer),
        "packed": {name: column.how for name, column in columns.items()},
    }
    return PackedLayer(layer, about, columns)
