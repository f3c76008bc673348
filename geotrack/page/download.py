"""The records of a page as GeoJSON, for readers to download."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geotrack.mapview.record.disclosure import PageIds, disclosed_event
from geotrack.model import Event, MapDefinition, Source
from geotrack.workspace import Workspace

__all__ = ["collection"]

# The records that a record replaces are not in the file, so their ids would be meaningless.
_OMITTED = ("replaces",)


def collection(
    workspace: Workspace,
    definition: MapDefinition,
    events: Sequence[Event],
    page_ids: PageIds,
    digest: str,
) -> dict[str, Any]:
    """Return the records of a map as a self-contained FeatureCollection.

    Its Features contain what the page shows and no more: a cited report has its title in place of
    its id, with the text of the claim.

    Parameters
    ----------
    workspace : Workspace
        The records around the page.
    definition : MapDefinition
        The map.
    events : sequence of Event
        The records on it, in its order.
    page_ids : PageIds
        Ids used on the page.
    digest : str
        Digest of the map.
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
    """Return a place with the names of regions beside its position."""
    regions = (workspace.regions.get(id_) for id_ in event.regions)
    names = [place.get("name", ""), *(region.name for region in regions if region)]
    filled = [name for n, name in enumerate(names) if name and (not n or name not in names[0])]
    rest = {k: v for k, v in place.items() if k not in {"regions", "regions_mode"}}
    return {**rest, "name": ", ".join(filled)} if filled else rest


def _cited(source: Source, disclosed: dict[str, Any], workspace: Workspace) -> dict[str, Any]:
    """Return a source with a report's title and the text of its claim in place of their ids."""
    if not source.seed:
        return disclosed
    report = workspace.reports_by_id.get(source.seed)
    of_report = {"publisher": report.publisher, "published": report.published} if report else {}
    statement = next((c.says for c in report.claims if c.id == source.claim), "") if report else ""
    claim = f"claim {source.claim}" + (f": {statement}" if statement else "")
    rest = {k: v for k, v in disclosed.items() if k not in {"seed", "claim"}}
    cited = f"{rest['cite']}; {claim}" if "cite" in rest else claim
    report_values = {key: value for key, value in of_report.items() if value}
    return {
        "title": report.title if report else source.seed,
        **report_values,
        **rest,
        "cite": cited,
    }
