"""Requests about maps: their definitions and scenes, questions as maps, a preview, building."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from hashlib import sha256
from html import escape as html_escape
from pathlib import Path
from typing import Any, get_args

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from folium_polar.geometry.projections import POLAR_CRS
from geotrack.errors import BusyError, GeotrackError, UsageError, error_text
from geotrack.files import is_portable_name
from geotrack.findings import errors_of, shown
from geotrack.i18n import words
from geotrack.mapview.check_workspace import check_map, selector
from geotrack.mapview.numbers import NumbersError
from geotrack.mapview.open import definition_of
from geotrack.mapview.selection import choose
from geotrack.messages import Message
from geotrack.model.event import Kind, Review, Status, VerificationLevel
from geotrack.model.localized import as_written, in_language
from geotrack.model.place_text import region_name
from geotrack.model.query import NOT_STATED
from geotrack.page.page_state import read_hash, scene_of
from geotrack.reading.logo import MOST_BYTES, parse_logo
from geotrack.server.commands import run_command
from geotrack.server.desk import Desk
from geotrack.server.finding_text import desk_text, finding_json, findings_json
from geotrack.server.lookups import with_words
from geotrack.server.map_history import map_history
from geotrack.server.requests import answer, read_bytes, read_object
from geotrack.workspace import LAYERS
from geotrack.workspace.checks.markings import maps_hold_no_drafts
from geotrack.workspace.edit.maps import (
    SCENE_KEYS,
    map_path,
    map_table,
    map_text,
    map_values,
    new_map_text,
    scenes_text,
)
from geotrack.workspace.edit.record_ids import numbered
from geotrack.workspace.transaction import commit, locked

__all__ = ["routes"]

# The page may run its scripts, download, print and follow links, but cannot reach the desk or its
# session.
_PREVIEW_CSP = (
    "sandbox allow-scripts allow-downloads allow-modals allow-popups "
    "allow-popups-to-escape-sandbox; frame-ancestors 'self'"
)
_PREVIEW_HEADERS = {"content-security-policy": _PREVIEW_CSP}
_TEXTS = ("title", "text", "notes")
# Keys of a scene that the view of a page states, and those in it.
_OF_VIEW = tuple(key for key in SCENE_KEYS if key not in {*_TEXTS, "highlight", "labels"})
_FORMATS = {
    "html": "text/html",
    "md": "text/markdown",
    "pdf": "application/pdf",
    "png": "image/png",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "svg": "image/svg+xml",
}


def routes(desk: Desk) -> list[Route]:
    """Return the routes of a desk."""

    async def definitions(_: Request) -> Response:
        return await answer(map_list, desk)

    async def preview(request: Request) -> Response:
        return await _preview(desk, request)

    async def build(request: Request) -> Response:
        return await _build(desk, request)

    async def save(request: Request) -> Response:
        name, body = request.path_params["name"], await read_object(request)
        return await desk.write_json(save_map, desk, name, body)

    async def history(request: Request) -> Response:
        return await answer(map_history, desk, request.path_params["name"])

    async def draft(request: Request) -> Response:
        name, body = request.path_params["name"], await read_object(request)
        return await answer(keep_draft, desk, name, body)

    async def scene(request: Request) -> Response:
        name, body = request.path_params["name"], await read_object(request)
        return await desk.write_json(keep_scene, desk, name, body)

    async def choices(request: Request) -> Response:
        return await answer(map_choices, desk, desk.language_of(request))

    async def logo(request: Request) -> Response:
        content = await read_bytes(request, MOST_BYTES)
        return await desk.write_json(save_logo, desk, request.path_params["name"], content)

    async def titles(request: Request) -> Response:
        params = request.query_params
        return await answer(records_like, desk, params.get("map", ""), params.get("like", ""))

    return [
        Route("/api/maps", definitions),
        Route("/api/map-choices", choices),
        Route("/api/logos/{name}", logo, methods=["POST"]),
        Route("/api/record-titles", titles),
        Route("/api/maps/{name}/scenes", scene, methods=["POST"]),
        Route("/api/maps/{name}/history", history),
        Route("/api/maps/{name}/draft", draft, methods=["POST"]),
        Route("/api/maps/{name}", save, methods=["POST"]),
        Route("/api/maps/{name}/{form}", build, methods=["POST"]),
        Route("/maps/{name}", preview),
    ]


async def _build(desk: Desk, request: Request) -> Response:
    """Answer with the file of a map in a format."""
    desk.refuse_read_only()  # a map issues numbers
    name, form = request.path_params["name"], request.path_params["form"]
    if name not in desk.workspace.maps or form not in _FORMATS:
        raise UsageError(Message("there is no map {name} as {form}", shown(name), shown(form)))
    with tempfile.TemporaryDirectory(prefix="geotrack-desk-") as folder:
        path = Path(folder) / f"{name}.{form}"
        await run_command(
            desk.root,
            "map",
            f"--format={form}",
            f"--out={path}",
            "--",
            name,
            request=request,
            fault=NumbersError,
        )
        content = await to_thread.run_sync(path.read_bytes)
    return Response(content, media_type=_FORMATS[form])


async def _preview(desk: Desk, request: Request) -> Response:
    """Answer with the page of a map, or with one that says why there is none."""
    name = request.path_params["name"]
    try:
        html = await desk.pages.preview(name, draft="draft" in request.query_params)
    except GeotrackError as error:
        return HTMLResponse(_no_preview(desk_text(error_text(error))), 422, _PREVIEW_HEADERS)
    return HTMLResponse(html, headers=_PREVIEW_HEADERS)


def _no_preview(reason: str) -> str:
    """Return the page that stands where a map cannot be built."""
    return (
        '<!DOCTYPE html><meta charset="utf-8"><title>geotrack</title><style>'
        "body{margin:15vh auto;max-width:34em;padding:0 24px;color:#16242c;background:#fdfcf7;"
        "font:17px/1.5 system-ui,sans-serif}p{padding-left:14px;border-left:3px solid #b42318}"
        f"</style><p>{html_escape(reason)}"
    )


def map_list(desk: Desk) -> list[dict[str, Any]]:
    """Return the definitions of a workspace: their text, and the values that a form edits."""
    maps = []
    drafts = {f.file: f for f in maps_hold_no_drafts(desk.workspace, selector(desk.workspace))}
    for name, table in desk.workspace.maps.items():
        scenes = () if table.record is None else table.record.scenes
        maps.append(
            {
                "name": name,
                "values": map_values(table.text),
                "scenes": [
                    {key: as_written(getattr(scene, key)) for key in _TEXTS} for scene in scenes
                ],
                "findings": [
                    finding_json(finding, desk.workspace)
                    for finding in (*table.findings, drafts.get(table.file))
                    if finding is not None
                ],
                "text": table.text,
                "base": _fingerprint(table.text),
            }
        )
    return maps


def map_choices(desk: Desk, language: str) -> dict[str, list[tuple[str, str]]]:
    """Return the choices of each list of a definition, with their labels."""
    workspace, taxonomy = desk.workspace, desk.workspace.taxonomy
    return {
        "themes": [(t.id, t.label[language]) for t in taxonomy.themes.values()],
        "theme_colours": [(t.id, t.colour) for t in taxonomy.themes.values()],
        "types": [(t.id, t.label[language]) for t in taxonomy.types.values()],
        "kinds": [(word, "") for word in get_args(Kind)],
        "statuses": [(word, "") for word in (*get_args(Status), NOT_STATED)],
        "verifications": [(word, "") for word in (*get_args(VerificationLevel), NOT_STATED)],
        "review": [(word, "") for word in get_args(Review)],
        "sources": [(t.id, t.title) for t in workspace.reports_by_id.values()],
        "markings": [(word, "") for word in workspace.config.markings],
        "projections": [
            (code, words(language)(f"desk.projections.{code.removeprefix('EPSG:')}", code=code))
            for code in POLAR_CRS
        ],
        **{
            name: [(t.id, region_name(t, language)) for t in workspace.layer(name).values()]
            for name in LAYERS
        },
    }


def records_like(desk: Desk, name: str, text: str) -> list[tuple[str, str]]:
    """Return ids and titles of records on a map that have all words of a text; a dozen at most."""
    definition = definition_of(desk.workspace, name)
    events = choose(desk.workspace, definition, strict=False, why=False).events
    return [(event.id, event.title) for event in with_words(events, text)]


def save_map(desk: Desk, name: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Write a definition, if it has no error.

    Parameters
    ----------
    desk : Desk
        The workspace.
    name : str
        Name of the map.
    body : mapping
        `base`, the fingerprint of the text that was edited, null for a new map; and the whole new
        `text`, or `values` of `MAP_KEYS` and the `scenes` of `scenes_text`; of a new map that is
        a copy, `copy_of`, the name of the other.

    Raises
    ------
    BusyError
        Its file was changed since it was read, or there is a map of this name already.
    UsageError
        The body is none, or the definition cannot be edited by keys.
    """
    return _write(desk, name, map_path(desk.workspace, name), _edited_text(desk, name, body))


def keep_draft(desk: Desk, name: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Keep a definition for a preview, and return its findings; it is not stored.

    Parameters
    ----------
    desk : Desk
        The workspace.
    name : str
        Name of the map.
    body : mapping
        As for `save_map`.

    Raises
    ------
    BusyError, UsageError
        As `save_map`.
    """
    text = _edited_text(desk, name, body)
    findings = check_map(desk.workspace, name, map_table(text, map_path(desk.workspace, name)))
    desk.pages.drafts[name] = text
    return {"findings": findings_json(findings, desk.workspace)}


def _edited_text(desk: Desk, name: str, body: Mapping[str, Any]) -> str:
    """Return the text of a definition as it was edited."""
    old = _text_to_edit(desk, name, body.get("base"))
    text, values, scenes = body.get("text"), body.get("values", {}), body.get("scenes")
    if not isinstance(values, dict) or not isinstance(text, str | None):
        raise UsageError("the request has no object 'values' and no text 'text'")
    if text is not None:
        return text
    title = values.get("title", "")
    first = next(iter(title.values()), "") if isinstance(title, dict) else title
    copied = desk.workspace.maps.get(str(body.get("copy_of")))
    new = copied.text if copied else new_map_text(first or "", values.get("marking") or "")
    edited = map_text(old or new, values)
    if isinstance(scenes, list) and all(isinstance(scene, dict) for scene in scenes):
        return scenes_text(edited, scenes)
    return edited


def keep_scene(desk: Desk, name: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Store the current view of a page as a scene of a map; return what a scene cannot contain.

    Parameters
    ----------
    desk : Desk
        The workspace.
    name : str
        Name of the map.
    body : mapping
        `base`, as for `save_map`; the page's `hash` and `view`, the id of the chosen record `card`,
        or null; `title`, `text` and `notes` of a new scene, or the number of one that keeps its
        own, from 0, in `at`.

    Raises
    ------
    BusyError, UsageError
        As `save_map`.
    """
    path = map_path(desk.workspace, name)
    old = _text_to_edit(desk, name, body.get("base"))
    table = desk.workspace.maps.get(name)
    if old is None or table is None or table.record is None:
        raise UsageError(Message("the map {name} has an error, or is not there", shown(name)))
    language = table.record.language or desk.workspace.config.language
    state = read_hash(str(body.get("hash", "")))
    keys, left = scene_of(state, table.record, desk.workspace, language)
    texts = {key: body[key] for key in (*_TEXTS, "view", "card") if body.get(key)}
    scenes: list[dict[str, Any]] = [{"was": n} for n in range(len(table.record.scenes))]
    number = body.get("at")
    if number is None:
        scenes.append({**texts, **keys})
    elif isinstance(number, int) and 0 <= number < len(scenes):
        scenes[number] |= {**dict.fromkeys(_OF_VIEW), **texts, **keys}
    else:
        raise UsageError(Message("the map {name} has no such scene", shown(name)))
    return {**_write(desk, name, path, scenes_text(old, scenes)), "left": left}


def save_logo(desk: Desk, name: str, content: bytes) -> dict[str, str]:
    """Write a logo to `maps/logos/`, without what it does not show, and return its path.

    Parameters
    ----------
    desk : Desk
        The workspace.
    name : str
        Name of its file; another one of that name stays, and this gets a number.
    content : bytes
        A PNG or SVG.

    Raises
    ------
    UsageError
        The name is no plain name, or as `parse_logo`.
    """
    if name.startswith(".") or not is_portable_name(name):
        message = "{name} is no name of a file on every system; rename it"
        raise UsageError(Message(message, shown(name)))
    logo = parse_logo(content, name)
    folder = desk.root / "maps" / "logos"
    stem, suffix = Path(name).stem, f".{logo.kind}"
    path = next(
        path
        for _, slug in numbered(stem)
        if not (path := folder / f"{slug}{suffix}").exists() or path.read_bytes() == logo.data
    )
    with locked(desk.root):
        folder.mkdir(parents=True, exist_ok=True)
        commit(desk.root, {path: logo.data})
    return {"path": path.relative_to(desk.root).as_posix()}


def _text_to_edit(desk: Desk, name: str, base: Any) -> str | None:
    """Return the stored text of a map, None without one; refuse one that has changed."""
    table = desk.workspace.maps.get(name)
    if (None if table is None else _fingerprint(table.text)) != base:
        raise BusyError(
            Message("the map {name} was changed by someone else meanwhile", shown(name))
        )
    return None if table is None else table.text


def _write(desk: Desk, name: str, path: Path, text: str) -> dict[str, Any]:
    """Write the text of a map, if it has no error, also across files."""
    table = map_table(text, path)
    findings = check_map(desk.workspace, name, table)
    if table.record is not None and not errors_of(findings):
        language = table.record.language or desk.workspace.config.language
        desk.write_map(path, text, in_language(table.record.title, language))
    return {"findings": findings_json(findings, desk.workspace)}


def _fingerprint(text: str) -> str:
    return sha256(text.encode()).hexdigest()
