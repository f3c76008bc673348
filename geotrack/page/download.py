"""The records of a page as GeoJSON, for readers to download."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from folium_polar.geometry.cache import WeakCache
from geotrack.mapview.record.disclosure import PageIds, disclosed_event, recall_disclosed
from geotrack.model import Event, MapDefinition, Source
from geotrack.queries.marking_ceiling import highest
from geotrack.workspace import Workspace
from geotrack.workspace.markings import markings_of

__all__ = ["collection", "without_card_texts"]

# The records that a record replaces are not in the file, so their ids would be meaningless.
_OMITTED = ("replaces",)
_FEATURES: WeakCache[dict[str, Any]] = WeakCache()


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
    recall = recall_disclosed(_FEATURES, workspace, page_ids)
    members = {
        "title": definition.title,
        "marking": definition.marking,
        "as_of": definition.as_of,
        "digest": digest,
    }
    return {
        "type": "FeatureCollection",
        **{key: value for key, value in members.items() if value},
        **_beside(workspace, events, page_ids),
        "features": [recall(e, partial(_feature, e, workspace, page_ids)) for e in events],
    }


def without_card_texts(feature: dict[str, Any], event: Event) -> dict[str, Any]:
    """Return a Feature without the texts that the record's card has, word for word.

    The script reads them from there: `web/src/page/payload.js`.
    """
    shown = {"summary": event.summary, "note": event.place.note if event.place else ""}

    def rest(members: dict[str, Any]) -> dict[str, Any]:
        return {k: v for k, v in members.items() if k not in shown or v != str(shown[k]).strip()}

    properties = rest(feature["properties"])
    if "place" in properties:
        properties["place"] = rest(properties["place"])
    return {**feature, "properties": properties}


def _beside(
    workspace: Workspace, events: Sequence[Event], page_ids: PageIds
) -> dict[str, dict[str, str]]:
    """Return what the script needs beside the records to make files of them.

    `region_names` are those of regions beside a position: in the GeoJSON they stand for the ids.
    `markings` are the highest of a record and of the reports that it cites, by the record's id,
    where that is not its own; as elsewhere, pages have the ranked part of a report's marking.
    """
    named = dict.fromkeys(r for e in events if e.geometry is not None for r in e.regions)
    known, ids = workspace.regions, page_ids.layers["regions"]
    names = {ids.get(r, r): known[r].name for r in named if r in known}
    marked = ((e, highest(markings_of(e, workspace)) or "") for e in events)
    ranks = {e.id: text.partition("//")[0].strip() for e, text in marked if text != e.marking}
    found = {"region_names": names, "markings": {id_: rank for id_, rank in ranks.items() if rank}}
    return {key: value for key, value in found.items() if value}


def _feature(event: Event, workspace: Workspace, page_ids: PageIds) -> dict[str, Any]:
    feature = disclosed_event(event, workspace, page_ids)
    properties = {k: v for k, v in feature["properties"].items() if k not in _OMITTED}
    pairs = zip(event.sources, properties["sources"], strict=True)
    properties["sources"] = [_cited(source, disclosed, workspace) for source, disclosed in pairs]
    return {**feature, "properties": properties}


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
