"""What a reader takes away from a page: its records as Features, in few of the page's bytes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geotrack.mapview.record.disclosure import PageIds, disclosed_event
from geotrack.model import Event, MapDefinition, Source
from geotrack.workspace import Workspace

__all__ = ["collection"]

# What a record of a map elsewhere replaces is there and not here; an id for it would be made up.
_OMITTED = ("replaces",)


def collection(
    workspace: Workspace,
    definition: MapDefinition,
    events: Sequence[Event],
    page_ids: PageIds,
    digest: str,
) -> dict[str, Any]:
    """Return the records of a map as a FeatureCollection that stands by itself.

    Its Features say what the page says of the records, and no more: a report that one cites is
    named by its title in place of its id, with what the claim says.

    Parameters
    ----------
    workspace : Workspace
        The records around the page.
    definition : MapDefinition
        The map.
    events : sequence of Event
        The records on it, in its order.
    page_ids : PageIds
        Ids of what they name.
    digest : str
        Of the map.
    """
    members = {
        "title": definition.title,
        "marking": definition.marking,
        "as_of": definition.as_of,
        "digest": digest,
    }
    return {
        "type": "FeatureCollection",
        **{key: value for key, value in members.items() if value},
        "features": [_feature(e, workspace, page_ids) for e in events],
    }


def _feature(event: Event, workspace: Workspace, page_ids: PageIds) -> dict[str, Any]:
    feature = disclosed_event(event, workspace, page_ids)
    properties = {k: v for k, v in feature["properties"].items() if k not in _OMITTED}
    pairs = zip(event.sources, properties["sources"], strict=True)
    if event.geometry is not None and event.regions:
        properties["place"] = _placed(event, properties["place"], workspace)
    properties["sources"] = [_cited(source, disclosed, workspace) for source, disclosed in pairs]
    return {**feature, "properties": properties}


def _placed(event: Event, place: dict[str, Any], workspace: Workspace) -> dict[str, Any]:
    """Return a place with the names of regions beside its position, which nobody need define."""
    regions = (workspace.regions.get(id_) for id_ in event.regions)
    names = [place.get("name", ""), *(region.name for region in regions if region)]
    named = [name for n, name in enumerate(names) if name and (not n or name not in names[0])]
    rest = {k: v for k, v in place.items() if k not in {"regions", "regions_mode"}}
    return {**rest, "name": ", ".join(named)} if named else rest


def _cited(source: Source, disclosed: dict[str, Any], workspace: Workspace) -> dict[str, Any]:
    """Return a source with a report's title and the words of its claim in place of their ids."""
    if not source.seed:
        return disclosed
    report = workspace.reports_by_id.get(source.seed)
    statement = next((c.says for c in report.claims if c.id == source.claim), "") if report else ""
    claim = f"claim {source.claim}" + (f": {statement}" if statement else "")
    rest = {k: v for k, v in disclosed.items() if k not in {"seed", "claim"}}
    cited = f"{rest['cite']}; {claim}" if "cite" in rest else claim
    return {"title": report.title if report else source.seed, **rest, "cite": cited}
