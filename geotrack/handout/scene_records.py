"""The records of a scene."""

from __future__ import annotations

from geotrack.mapview.map_view import MapView
from geotrack.mapview.record.view import RecordView
from geotrack.mapview.scenes import period_of
from geotrack.mapview.text.times import certainly_in_period, last_known_day, selects_by_place
from geotrack.model import Scene
from geotrack.model.query import NOT_STATED, Query
from geotrack.queries import Match, select
from geotrack.taxonomy import Taxonomy

__all__ = ["records_in_scene"]


def records_in_scene(view: MapView, scene: Scene) -> list[RecordView]:
    """Return the records that pass the filters of a scene, as in the page's script.

    Parameters
    ----------
    view : MapView
        The map of the scene.
    scene : Scene
        The scene. Its period passes certain and possible matches, and no undated record. Every
        filter must match, by any of its values. `certain` passes only records that are certain in
        the period (and in place, if the map selects by place) and in the map's selection.

    Returns
    -------
    list of RecordView
        In the page's order, including records without a place.
    """
    possible = {id_ for id_, match in view.matches.items() if match is Match.POSSIBLE}
    within = _within(view, scene)
    return [
        record
        for record in view.record_views
        if _passes(record, scene, view.workspace.taxonomy)
        and (within is None or record.event.id in within)
        and not (scene.certain and record.event.id in possible)
        and not (scene.certain and within and within[record.event.id] is Match.POSSIBLE)
    ]


def _within(view: MapView, scene: Scene) -> dict[str, Match] | None:
    """Return the matches of records with a scene's period; None without one."""
    period = period_of(scene)
    if period is None:
        return None
    query = Query(period=period, as_of=last_known_day(view.definition))
    selection = select(view.workspace, query, among=view.records)
    matches = {hit.event.id: hit.match for hit in selection.hits}
    if not selects_by_place(view.definition):
        return matches
    # The map selects by place, and a moving record may have been there at another time.
    certain = certainly_in_period(view.workspace, view.records, period)
    return {id_: met if id_ in certain else Match.POSSIBLE for id_, met in matches.items()}


def _passes(record: RecordView, scene: Scene, taxonomy: Taxonomy) -> bool:
    event = record.event
    types = {taxonomy.resolve(word).id for word in scene.types}
    return (
        (not scene.themes or event.theme.id in scene.themes)
        and (not types or event.type_id in types)
        and (not scene.statuses or (event.status or NOT_STATED) in scene.statuses)
        and (not scene.countries or any(a.country in scene.countries for a in event.actors))
        and (not scene.actors or any(a.name in scene.actors for a in event.actors))
    )
