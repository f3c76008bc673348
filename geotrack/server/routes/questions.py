"""Requests about the question of a page: why a record is an answer, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from folium_polar.geometry import disc as disc_shape
from folium_polar.geometry import to_geojson
from geotrack.errors import UsageError
from geotrack.i18n import words
from geotrack.index.record_rows import events_at
from geotrack.mapview.open import plain_definition
from geotrack.messages import Message, in_language
from geotrack.model import Event
from geotrack.model.query import Drawn
from geotrack.page.page_state import read_hash, selection_of
from geotrack.queries import Match, select
from geotrack.queries.marking_ceiling import banner
from geotrack.queries.record_arrays import columns_of
from geotrack.server.desk import Desk
from geotrack.server.finding_text import findings_json
from geotrack.server.requests import answer, read_object
from geotrack.workspace import Workspace
from geotrack.workspace.edit.regions import add_region

__all__ = ["routes"]


def routes(desk: Desk) -> list[Route]:
    """Return the routes of a desk."""

    async def question(request: Request) -> Response:
        return await answer(question_of_page, desk, await read_object(request))

    async def reason(request: Request) -> Response:
        body = await read_object(request)
        return await answer(match_reason, desk, body, desk.language_of(request))

    async def region(request: Request) -> Response:
        body = await read_object(request)
        return await desk.write_json(save_region, desk, body.get("feature"), body.get("disc"))

    return [
        Route("/api/question", question, methods=["POST"]),
        Route("/api/why", reason, methods=["POST"]),
        Route("/api/regions", region, methods=["POST"]),
    ]


def match_reason(desk: Desk, body: Mapping[str, Any], language: str) -> dict[str, str]:
    """Return how a record matches the question of a page, and why, in a language.

    Parameters
    ----------
    desk : Desk
        The workspace.
    body : mapping
        The `id` of the record, the page's `hash`, and its `area`: a GeoJSON Polygon that is drawn,
        or None.
    language : str
        Of `match`.

    Returns
    -------
    dict
        `match` and `why`; empty where the question has neither place nor period, the record does
        not match, or its condition has no reason.
    """
    event = desk.workspace.find(str(body.get("id")))
    keys, _ = selection_of(read_hash(str(body.get("hash", ""))))
    # A page does not know whether an ongoing event went on after its start.
    definition = plain_definition(desk.workspace, desk.workspace.title(), select=keys)
    query = definition.select.query(as_of=date.min)
    if isinstance(area := body.get("area"), dict):
        query = replace(query, drawn=(Drawn(Message("the area that is drawn"), area),))
    if event is None:
        return {}
    hits = select(desk.workspace, query, among=_family(event, desk.workspace)).hits
    hit = next((candidate for candidate in hits if candidate.event is event), None)
    if hit is None or not hit.why:
        return {}
    how = "certainly" if hit.match is Match.CERTAIN else "possibly"
    return {"match": words(language)(f"page.print.{how}"), "why": in_language(hit.why, language)}


def _family(event: Event, workspace: Workspace) -> list[Event]:
    """Return a record and its parts at any depth: it meets what one of them certainly meets."""
    columns = columns_of(workspace)
    rows = [columns.rows[event.id]]
    for row in rows:  # rows grows in the loop
        rows += [part for part in columns.parts.get(row, ()) if part not in rows]
    return [columns.events[row] for row in rows]


def question_of_page(desk: Desk, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the question of a page as values of a definition, and how the selections differ.

    Parameters
    ----------
    desk : Desk
        The workspace.
    body : mapping
        The page's `hash`, and the ids of the records that it shows, `shown`.

    Returns
    -------
    dict
        `values` by key of a definition, as `MAP_KEYS` of `workspace.edit.maps`; `left`, the parts
        that a definition cannot state; the `count` of records that it selects; titles of those that
        only the definition selects (`more`) and only the page shows (`fewer`); the `marking` that
        the selected records need, and the `markings` of the workspace.
    """
    state = read_hash(str(body.get("hash", "")))
    keys, left = selection_of(state)
    definition = plain_definition(desk.workspace, desk.workspace.title(), select=keys)
    # A page does not know whether an ongoing event went on after its start.
    query = definition.select.query(as_of=date.min)
    found = select(desk.workspace, query, among=desk.workspace.current)
    if definition.select.certain:
        found = found.only(Match.CERTAIN)
    ids, columns = found.ids, found.judge.columns
    markings = desk.workspace.config.markings
    listed = body.get("shown", [])
    if not isinstance(listed, list):
        raise UsageError("'shown' is a list of ids")
    on_page = [id_ for id_ in listed if isinstance(id_, str)]

    def only(some: list[str], others: list[str]) -> list[str]:
        excluded = set(others)
        rows = [columns.rows[i] for i in some if i not in excluded and i in columns.rows]
        return columns.table.texts_of("title", np.array(rows, dtype=np.intp))

    values = {f"select.{key}": value for key, value in keys.items()}
    # `EPSG:3995@90` is turned to a meridian that the reader chose: a definition cannot state it.
    if "@" not in (projection := state.get("p", "@")):
        values["projection"] = projection
    return {
        "values": values,
        "left": left,
        "count": len(ids),
        "marking": banner(events_at(found.rows, columns.events), desk.workspace) or markings[0],
        "markings": list(markings),
        "more": only(ids, on_page),
        "fewer": only(on_page, ids),
    }


def save_region(desk: Desk, feature: Any, disc: Any = None) -> dict[str, Any]:
    """Add a region to the layers of the workspace; see `add_region`.

    The outline of a disc (`at`: lon, lat, degrees; `radius_km`), if there is one, replaces the
    geometry of the feature.
    """
    if not isinstance(feature, dict):
        raise UsageError("the request has no object 'feature'")
    if disc is not None:
        try:
            (lon, lat), radius = disc["at"], 1000.0 * disc["radius_km"]
        except (KeyError, TypeError, ValueError):
            raise UsageError("a disc needs 'at', lon and lat, and 'radius_km'") from None
        feature = {**feature, "geometry": to_geojson(disc_shape(lon, lat, radius))}
    return {"findings": findings_json(add_region(desk.workspace, feature), desk.workspace)}
