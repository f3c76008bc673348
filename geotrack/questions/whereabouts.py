"""Every region that something is in, by the authority that draws it."""

from __future__ import annotations

from geotrack.model import LayerFeature
from geotrack.questions.areas import Area, Match
from geotrack.questions.asked import Reference
from geotrack.questions.footprint import Footprint, footprint
from geotrack.workspace import Workspace

__all__ = ["regions_of"]


def regions_of(workspace: Workspace, what: Reference) -> tuple[tuple[LayerFeature, Match], ...]:
    """Return the regions that something is in, and how far.

    Parameters
    ----------
    workspace : Workspace
        Knows the regions.
    what : Reference
        A position, a place, a region or a record; see `reference`.

    Returns
    -------
    tuple of (LayerFeature, Match)
        By authority and name. *Certain*: all of it is in the region, of a record wherever that
        was; *possible*: some of it is, or may have been.

    Examples
    --------
    >>> from geotrack.questions import reference
    >>> from geotrack.resources import sample_workspace
    >>> from geotrack.workspace import open_workspace
    >>> opened = open_workspace(sample_workspace())
    >>> strait = regions_of(opened, reference("-168.9,66.2", opened))
    >>> [region.id for region, _ in strait if region.kind in {"sea", "strait"}]
    ['chukchi-sea', 'bering-strait']
    """
    where: Footprint | None = Footprint(what.geometries)
    if what.event is not None:
        where = footprint(what.event, workspace)
    found = []
    if where is None:  # `reference` has looked
        return ()
    for region in workspace.regions.values():
        match = Area([region.plane]).judge(where)
        if match is not None:
            found.append((region, match))
    return tuple(sorted(found, key=lambda pair: (pair[0].authority or "~", pair[0].name)))
