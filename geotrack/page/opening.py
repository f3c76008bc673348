"""From a name, a file or a folder to a briefing page."""

from __future__ import annotations

import warnings
from pathlib import Path

import shapely

from geotrack import polar
from geotrack.errors import GeotrackError, UsageError
from geotrack.model import MapDefinition
from geotrack.page.assemble import Briefing
from geotrack.page.choosing import markings_of
from geotrack.page.drawing import extent
from geotrack.page.numbers import read_numbers
from geotrack.resources import PACKAGE
from geotrack.taxonomy import nearest
from geotrack.workspace import Workspace, open_file, open_workspace

__all__ = ["briefing", "is_packaged", "unranked"]


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
        A folium map. `save(path)` writes one HTML file that needs no network, and keeps the
        numbers that the map issued; in Jupyter it shows itself.

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
        return Briefing(workspace, definition, strict=False)
    issued = workspace.root / "maps" / f"{name}.numbers.json"
    page = Briefing(workspace, definition, read_numbers(issued))
    # What ships with the package is read, never written.
    page.numbers_file = None if is_packaged(workspace) else issued
    return page


def is_packaged(workspace: Workspace) -> bool:
    """Return whether a workspace lies in the installed package, where nothing may be written."""
    return workspace.root.resolve().is_relative_to(PACKAGE.resolve())


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
            f"{workspace.left_out} errors in {path or workspace.root}: records and files with one "
            "are left out; `geotrack check` tells more"
        )
        warnings.warn(message, stacklevel=3)
    return workspace


def _definition(workspace: Workspace, name: str) -> MapDefinition:
    table = workspace.maps.get(name)
    if table is None and not workspace.maps:
        message = f"no map is called {name!r}: there is no definition in maps/"
        raise UsageError(message)
    if table is None:
        guess = nearest(name, workspace.maps)
        hint = f"did you mean {guess!r}?" if guess else f"there are {', '.join(workspace.maps)}"
        message = f"no map is called {name!r}; {hint}"
        raise UsageError(message)
    if table.record is None:
        raise GeotrackError("\n".join(str(f) for f in table.findings))
    return table.record


def unranked(workspace: Workspace) -> tuple[str, ...]:
    """Return the markings of its records whose rank the workspace does not know, each once."""
    return tuple(m for m in _markings(workspace) if workspace.config.level(m) is None)


def _markings(workspace: Workspace) -> list[str]:
    marked = (m for e in workspace.current for m in markings_of(e, workspace).values())
    return list(dict.fromkeys(marked))


def _plain(workspace: Workspace, title: str) -> MapDefinition:
    """Return a definition that shows everything, under the highest marking of it all.

    A marking of unknown rank may be the highest, so it stands before the highest known one.
    """
    level = workspace.config.level
    ranked = [m for m in _markings(workspace) if level(m) is not None]
    highest = max(ranked, key=lambda m: level(m) or 0, default=None)
    banner = [*unranked(workspace), *([highest] if highest else [])]
    return MapDefinition.model_validate(
        {"title": title, "marking": " // ".join(banner) or None, "view": _view_of(workspace)}
    )


def _view_of(workspace: Workspace) -> dict[str, float]:
    """Return the smallest round view of all that is drawn; the whole Arctic where nothing is."""
    shapes = [s for event in workspace.current for s in extent(event, workspace.regions)]
    if not shapes:
        return {}
    hull = shapely.GeometryCollection(shapes).convex_hull
    circle = shapely.minimum_bounding_circle(hull)
    lon, lat = (float(v) for v in polar.unproject(circle.centroid.x, circle.centroid.y))
    radius = max(shapely.minimum_bounding_radius(hull) / 1000.0 * 1.15, 300.0)
    return {"lat": max(lat, 0.0), "lon": lon, "radius_km": min(radius, 9_000.0)}
