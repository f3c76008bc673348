"""An answer as a GeoDataFrame, for work in Python."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geotrack.questions.asking import Query
from geotrack.questions.selecting import Selection, select
from geotrack.when import in_words
from geotrack.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    import geopandas

__all__ = ["query", "to_frame"]

Words = str | Iterable[str] | None


def _words(given: Words) -> tuple[str, ...]:
    if given is None:
        return ()
    return (given,) if isinstance(given, str) else tuple(given)


def query(
    workspace: Workspace | PathLike[str] | str | None = None,
    *,
    region: Words = None,
    start: str | int | date | None = None,
    end: str | int | date | None = None,
    theme: Words = None,
    type: Words = None,
    actor: Words = None,
    kind: Words = None,
) -> geopandas.GeoDataFrame:
    """Ask what happened there, then.

    Parameters
    ----------
    workspace : Workspace or path, optional
        The records; default the workspace at or above the current folder.
    region : str or iterable of str, optional
        Id, name or alias of regions; in any of them.
    start, end : str, int or date, optional
        First and last date of the period, partial dates meant whole: `2024`, `"2024-09"`.
    theme, type, kind, actor : str or iterable of str, optional
        As in `Query`.

    Returns
    -------
    geopandas.GeoDataFrame
        The hits in lon/lat (EPSG:4326), with `match` *certain* or *possible*; see `to_frame`.

    Raises
    ------
    UsageError
        An unknown region, theme, type or kind, or no workspace.
    DateError
        A date that is none, or a period that ends before it starts.

    Examples
    --------
    >>> from geotrack.resources import sample_workspace
    >>> hits = query(sample_workspace(), region="Bering Strait", start="2024", end="2024")
    >>> hits.loc["2024-09-20-joint-coastguard-patrol", "match"]
    'certain'
    """
    if not isinstance(workspace, Workspace):
        workspace = open_workspace(Path(workspace) if workspace is not None else None)
    limits = (None if limit is None else str(limit) for limit in (start, end))
    asked = Query.parse(
        regions=_words(region),
        **dict(zip(("start", "end"), limits, strict=True)),
        themes=_words(theme),
        types=_words(type),
        actors=_words(actor),
        kinds=_words(kind),
    )
    return to_frame(select(workspace, asked))


def to_frame(selection: Selection) -> geopandas.GeoDataFrame:
    """Return the hits of a selection as a GeoDataFrame.

    Parameters
    ----------
    selection : Selection
        An answer.

    Returns
    -------
    geopandas.GeoDataFrame
        One row a hit in the order of the answer, indexed by `id`, in lon/lat (EPSG:4326). The
        geometry is as stored, without heights; None where the record names regions or has no
        place. Columns: `match`, `title`, `date`, `theme`, `type`, `kind`, `status`, `precision`,
        `radius_km`, `regions`, `actors`, `start`, `end`. `attrs["unplaced"]` and
        `attrs["undated"]` hold the ids of records that the question could not judge.
    """
    import geopandas
    from shapely.geometry import shape

    rows = [
        {
            "id": event.id,
            "match": str(match),
            "title": event.title,
            "date": in_words(event.when),
            "theme": event.theme.id,
            "type": event.type_id,
            "kind": event.kind,
            "status": event.status,
            "precision": event.precision,
            "radius_km": event.radius_km,
            "regions": event.regions,
            "actors": tuple(a.name for a in event.actors),
            "start": event.start,
            "end": event.end,
        }
        for event, match in ((h.event, h.match) for h in selection.hits)
    ]
    columns = [
        "id", "match", "title", "date", "theme", "type", "kind", "status", "precision",
        "radius_km", "regions", "actors", "start", "end",
    ]  # fmt: skip
    shapes = [shape(_flat(e.geometry)) if e.geometry else None for e in selection.events]
    frame = geopandas.GeoDataFrame(
        {c: [row[c] for row in rows] for c in columns}, geometry=shapes, crs="EPSG:4326"
    ).set_index("id")
    frame.attrs["unplaced"] = [e.id for e in selection.unplaced]
    frame.attrs["undated"] = [e.id for e in selection.undated]
    return frame


def _flat(geometry: dict[str, Any]) -> dict[str, Any]:
    """Leave heights out: shapely refuses a line that has one at some of its positions only."""
    if geometry["type"] == "GeometryCollection":
        return {**geometry, "geometries": [_flat(g) for g in geometry["geometries"]]}
    return {**geometry, "coordinates": _positions(geometry["coordinates"])}


def _positions(value: list[Any]) -> list[Any]:
    return [_positions(v) for v in value] if isinstance(value[0], list) else value[:2]
