"""From a name, a file or a folder to a briefing page."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from pathlib import Path

import shapely

from geotrack import polar
from geotrack.errors import GeotrackError, UsageError
from geotrack.model import Event, MapDefinition
from geotrack.page.assemble import Briefing
from geotrack.page.numbers import read_numbers, write_numbers
from geotrack.taxonomy import nearest
from geotrack.workspace import Workspace, open_file, open_workspace

__all__ = ["briefing"]


def briefing(
    records: Workspace | Path | str | None = None,
    name: str | None = None,
    *,
    title: str | None = None,
    projection: str | None = None,
) -> Briefing:
    """Make a briefing page.

    Parameters
    ----------
    records : Workspace or path, optional
        A workspace, its folder, or a single GeoJSON file of events; default the workspace at or
        above the current folder.
    name : str, optional
        A map definition in `maps/`. Without one, all records are shown on a plain map that
        fits them.
    title, projection : str, optional
        In place of the definition's.

    Returns
    -------
    Briefing
        A folium map. `save(path)` writes one HTML file that needs no network; in Jupyter it
        shows itself.

    Raises
    ------
    UsageError
        There is no such map, layer or region.
    MarkingError
        The map's marking is below that of a record on it.
    """
    workspace = _workspace(records)
    if name is None:
        definition = _plain(workspace, title or "Events")
    else:
        definition = _definition(workspace, name)
    changes = {"title": title, "projection": projection}
    definition = definition.model_copy(update={k: v for k, v in changes.items() if v})
    if name is None:
        return Briefing(workspace, definition)
    issued = workspace.root / "maps" / f"{name}.numbers.json"
    before = read_numbers(issued)
    page = Briefing(workspace, definition, before)
    if page.numbers != before:
        write_numbers(issued, page.numbers)
    return page


def _workspace(records: Workspace | Path | str | None) -> Workspace:
    if isinstance(records, Workspace):
        return records
    path = Path(records) if records is not None else None
    if path is not None and not path.exists():
        message = f"there is no file or folder {path}"
        raise UsageError(message)
    workspace = open_file(path) if path is not None and path.is_file() else open_workspace(path)
    if workspace.left_out:
        message = (
            f"{workspace.left_out} errors in {path or workspace.root}: those records are left out; "
            "`geotrack check` tells more"
        )
        warnings.warn(message, stacklevel=3)
    return workspace


def _definition(workspace: Workspace, name: str) -> MapDefinition:
    table = workspace.maps.get(name)
    if table is None:
        guess = nearest(name, workspace.maps)
        hint = f"did you mean {guess!r}?" if guess else f"there are {', '.join(workspace.maps)}"
        message = f"no map is called {name!r}; {hint}"
        raise UsageError(message)
    if table.record is None:
        raise GeotrackError("\n".join(str(f) for f in table.findings))
    return table.record


def _plain(workspace: Workspace, title: str) -> MapDefinition:
    """Return a definition that shows everything, marked as high as the highest marked record."""
    marked = [e.marking for e in workspace.events if e.marking]
    highest = max(marked, key=lambda m: workspace.config.level(m) or 0, default=None)
    return MapDefinition.model_validate(
        {"title": title, "marking": highest, "view": _view_of(workspace.events)}
    )


def _view_of(events: Iterable[Event]) -> dict[str, float]:
    """Return the smallest round view of all shapes; the whole Arctic where there is none."""
    drawn = [e.geometry for e in events if e.geometry and not polar.is_south(e.geometry)]
    shapes = [polar.to_plane(geometry) for geometry in drawn]
    if not shapes:
        return {}
    circle = shapely.minimum_bounding_circle(shapely.union_all(shapes))
    lon, lat = (float(v) for v in polar.unproject(circle.centroid.x, circle.centroid.y))
    radius = max(shapely.minimum_bounding_radius(circle) / 1000.0 * 1.15, 300.0)
    return {"lat": max(lat, 0.0), "lon": lon, "radius_km": min(radius, 9_000.0)}
