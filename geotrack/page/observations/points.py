"""Points in a page: their columns, packed in the order that is shortest."""

from __future__ import annotations

from typing import Any

import numpy as np

from geotrack.observations.layers.layer import PointLayer
from geotrack.page.observations.packing import (
    PackedLayer,
    day_span,
    pack_column,
    pack_numbers,
    pack_radii,
)

__all__ = ["pack_points"]


def pack_points(layer: PointLayer) -> PackedLayer:
    """Pack a layer of points.

    Positions are whole steps of so many metres in EPSG:6931, times whole seconds.
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
        columns["radius"] = pack_radii(layer.radius_m)
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
        **day_span(layer),
    }
    if layer.classes:
        number = list(layer.columns).index(layer.classes.column)
        about["by"] = {"column": f"column{number}", "values": list(layer.classes.values)}
    return PackedLayer(layer, about, columns)
