"""Selections as GeoDataFrames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from folium_polar.geometry import flat
from geotrack.model.record_columns import RECORD_COLUMNS
from geotrack.queries.selection import Selection

if TYPE_CHECKING:
    import geopandas

__all__ = ["is_answer", "to_frame"]

_COLUMNS = (
    "title", "date", "theme", "type", "kind", "status", "precision", "radius_km",
    "inner_radius_km", "regions", "actors", "start", "end",
)  # fmt: skip


def to_frame(selection: Selection, *, why: bool = False) -> geopandas.GeoDataFrame:
    """Return the hits of a selection as a GeoDataFrame.

    Parameters
    ----------
    selection : Selection
        The selection.
    why : bool
        Whether to add a column `why`.

    Returns
    -------
    geopandas.GeoDataFrame
        One row for each hit, in order, indexed by `id`, in lon/lat (EPSG:4326). The geometry is as
        stored, without heights; None for a record that names regions or has no place. Columns:
        `match`, `title`, `date`, `theme`, `type`, `kind`, `status`, `precision`, `radius_km`,
        `inner_radius_km`, `regions`, `actors`, `start`, `end`; `distance_km` for a query with a
        distance, NaN if unknown; `why` if requested. `attrs["unplaced"]` and `attrs["undated"]`
        hold the ids of records that the query could not judge.
    """
    import geopandas
    from shapely.geometry import shape

    events = selection.events
    columns: dict[str, list[Any]] = {
        "id": selection.ids,
        "match": [str(match) for match in selection.matches],
        **{name: [RECORD_COLUMNS[name](e) for e in events] for name in _COLUMNS},
    }
    if selection.judge.reference is not None:
        distances = selection.judge.distances_km(selection.rows)
        columns["distance_km"] = [float("nan") if km is None else km for km in distances]
    if why:
        columns["why"] = [hit.why for hit in selection.hits]
    shapes = [shape(flat(e.geometry)) if e.geometry else None for e in events]
    frame = geopandas.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326").set_index("id")
    frame.attrs["unplaced"] = [e.id for e in selection.unplaced]
    frame.attrs["undated"] = [e.id for e in selection.undated]
    return frame


def is_answer(value: object) -> bool:
    """Return whether a table has the index and columns of `to_frame`."""
    index = getattr(value, "index", None)
    return getattr(index, "name", None) == "id" and "match" in getattr(value, "columns", ())
