"""Edges of a projected GeoDataFrame, straight in its own coordinate system.

folium and `GeoDataFrame.explore` reproject a frame by its vertices alone and forget its coordinate
system. Here folium's data keep the frame, and a map draws it with the vertices that its edges need.
"""

from __future__ import annotations

import functools
import sys
from typing import Any

import folium
import numpy as np
from numpy.typing import NDArray

from folium_polar.crs import projected_crs

__all__ = ["FrameData", "draw_frame", "keep_frames", "wrap_explore"]

_TOLERANCE_M = 20.0
"""A quarter of a pixel at a map's last zoom."""
# Times that an edge is halved at most.
_MOST_HALVINGS = 14
_WHOLE = 1e12
"""Length of an edge that is not cut."""
_LINES, _POLYGON = (1, 2), 3  # shapely's types


class FrameData(dict[str, Any]):
    """GeoJSON of a frame, as folium makes it, with the frame.

    Parameters
    ----------
    data : dict
        A FeatureCollection in longitude and latitude, a feature for each row.
    frame : GeoDataFrame or GeoSeries
        The frame, in a projected coordinate system.
    """

    def __init__(self, data: dict[str, Any], frame: Any) -> None:
        super().__init__(data)
        self.frame = frame


def keep_frames() -> None:
    """Let folium's GeoJSON data keep the frame that they are made of; the data stay the same.

    A `Choropleth`, which drops options that it does not know, passes ``edges`` on to its layer.
    """
    process = folium.GeoJson.process_data
    if hasattr(process, "polar"):
        return

    @functools.wraps(process)
    def process_data(self: folium.GeoJson, data: Any) -> dict[str, Any]:
        processed: dict[str, Any] = process(self, data)
        return FrameData(processed, data) if _is_projected(data) else processed

    process_data.polar = True  # type: ignore[attr-defined]  # a mark of its own
    folium.GeoJson.process_data = process_data
    make = folium.Choropleth.__init__

    @functools.wraps(make)
    def choropleth(self: folium.Choropleth, *args: Any, **options: Any) -> None:
        make(self, *args, **options)
        if "edges" in options and isinstance(self.geojson, folium.GeoJson):
            self.geojson.options["edges"] = options["edges"]

    folium.Choropleth.__init__ = choropleth


def wrap_explore(kind: type) -> None:
    """Let `GeoDataFrame.explore` draw a projected frame on a polar map as a `folium.GeoJson` is.

    Parameters
    ----------
    kind : type
        The class of polar maps; on any other map `explore` does as before.
    """
    geopandas = sys.modules.get("geopandas")
    # A module that is being imported has no classes yet.
    for frames in (getattr(geopandas, name, None) for name in ("GeoDataFrame", "GeoSeries")):
        if frames is not None and not hasattr(frames.explore, "polar"):
            frames.explore = _explore(frames.explore, kind)


def _explore(explore: Any, kind: Any) -> Any:
    @functools.wraps(explore)
    def explore_polar(*args: Any, **options: Any) -> Any:
        frame = args[0]
        polar_map = next((e for e in (*args, *options.values()) if isinstance(e, kind)), None)
        if polar_map is None or not _is_projected(frame):
            return explore(*args, **options)
        dense = _densified(frame.geometry, polar_map.crs)
        dense_frame = frame.set_geometry(dense) if frame.ndim > 1 else dense
        return explore(dense_frame, *args[1:], **{"edges": "plane"} | options)

    explore_polar.polar = True  # type: ignore[attr-defined]  # a mark of its own
    return explore_polar


def draw_frame(data: FrameData, code: str) -> dict[str, Any]:
    """Return the GeoJSON of a frame whose edges are straight in the plane of a map.

    Parameters
    ----------
    data : FrameData
        What folium made of the frame.
    code : str
        The map's projection, as `folium_polar.crs.normalise_crs` returns it.

    Returns
    -------
    dict
        The same features with added vertices, for a layer with ``edges="plane"``: no edge of the
        frame is off by more than 20 m. A frame in the map's own projection needs none.
    """
    dense = _densified(data.frame.geometry, code).to_crs("EPSG:4326").__geo_interface__
    features = zip(data["features"], dense["features"], strict=True)
    dense_features = [{**feature, "geometry": other["geometry"]} for feature, other in features]
    return {**data, "features": dense_features}


def _is_projected(data: Any) -> bool:
    return hasattr(data, "to_crs") and bool(data.crs is not None and data.crs.is_projected)


def _densified(series: Any, code: str) -> Any:
    """Return a GeoSeries with vertices at which its edges leave the chords of the map's plane."""
    import shapely
    from pyproj import Transformer

    transformer = Transformer.from_crs(series.crs, projected_crs(code), always_xy=True)
    shapes = np.array(series.array, dtype=object)  # a copy: the frame stays as it is
    lines, owner = _lines(shapes)
    longest = np.full(len(shapes), _WHOLE)
    for _ in range(_MOST_HALVINGS):
        corners, line = shapely.get_coordinates(
            shapely.segmentize(lines, longest[owner]), return_index=True
        )
        on_map = np.column_stack(transformer.transform(*corners.T))
        middle = np.column_stack(transformer.transform(*((corners[1:] + corners[:-1]) / 2).T))
        with np.errstate(invalid="ignore"):  # beyond the projection
            off = np.hypot(*(middle - (on_map[1:] + on_map[:-1]) / 2).T)
        bent = (line[1:] == line[:-1]) & np.isfinite(off) & (off > _TOLERANCE_M)
        if not bent.any():
            break
        edge = np.hypot(*(corners[1:] - corners[:-1])[bent].T)
        np.minimum.at(longest, owner[line[1:][bent]], edge / 2)
        busy = np.isin(owner, owner[line[1:][bent]])
        lines, owner = lines[busy], owner[busy]
    is_bent = longest < _WHOLE
    shapes[is_bent] = shapely.segmentize(shapes[is_bent], longest[is_bent])
    return type(series)(shapes, index=series.index, crs=series.crs)


def _lines(shapes: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.intp]]:
    """Return the lines and rings of shapes that can be cut, each with the index of its shape."""
    import shapely

    parts, owner = shapely.get_parts(shapes, return_index=True)
    while (shapely.get_type_id(parts) > _POLYGON).any():  # a collection in a collection
        parts, part_index = shapely.get_parts(parts, return_index=True)
        owner = owner[part_index]
    rings, ring_index = shapely.get_rings(parts, return_index=True)
    is_line = np.isin(shapely.get_type_id(parts), _LINES)
    lines, owner = np.append(rings, parts[is_line]), np.append(owner[ring_index], owner[is_line])
    # GEOS cannot cut a line of one point.
    sound = ~np.isin(owner, owner[shapely.length(lines) == 0])
    return lines[sound], owner[sound]
