"""Requests about regions and layers of the workspace's own: add those of a file, change, remove."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geotrack.errors import UsageError
from geotrack.files import is_portable_name
from geotrack.findings import shown
from geotrack.messages import Message
from geotrack.model.place_text import region_name
from geotrack.server.commands import run_command
from geotrack.server.desk import Desk
from geotrack.server.requests import answer, read_object
from geotrack.server.routes.maps import save_map
from geotrack.server.uploaded_areas import add_areas, areas_of_file
from geotrack.server.uploads import Upload
from geotrack.workspace import packaged_workspace
from geotrack.workspace.edit.maps import map_values
from geotrack.workspace.edit.record_ids import numbered
from geotrack.workspace.edit.regions import change_region
from geotrack.workspace.transaction import commit, locked

__all__ = ["routes"]


def routes(desk: Desk) -> list[Route]:
    """Return the routes of a desk."""

    async def areas(request: Request) -> Response:
        upload, body = desk.uploads[request.path_params["key"]], await read_object(request)
        values = {"path": str(upload.path), "column": str(body.get("column", ""))}
        return JSONResponse(
            await run_command(desk.root, request=request, then=areas_of_file, values=values)
        )

    async def add(request: Request) -> Response:
        upload, body = desk.uploads[request.path_params["key"]], await read_object(request)
        names = body.get("names")
        if not isinstance(names, dict) or not all(str(number).isdigit() for number in names):
            raise UsageError("the request has no object 'names', by rows")
        desk.refuse_read_only()
        about = {key: str(body.get(key) or "") for key in ("definition", "licence", "source")}
        values = {"root": str(desk.root), "path": str(upload.path), "names": names, "about": about}
        added = await run_command(desk.root, request=request, then=add_areas, values=values)
        await desk.look()
        return JSONResponse(added)

    async def layer(request: Request) -> Response:
        upload, body = desk.uploads[request.path_params["key"]], await read_object(request)
        return await desk.write_json(add_layer, desk, upload, body)

    async def own(request: Request) -> Response:
        return await answer(own_regions, desk, desk.language_of(request))

    async def change(request: Request) -> Response:
        body = await read_object(request)
        return await desk.write_json(change_own, desk, request.path_params["id"], body)

    return [
        Route("/api/imports/{key}/areas", areas, methods=["POST"]),
        Route("/api/imports/{key}/regions", add, methods=["POST"]),
        Route("/api/imports/{key}/layer", layer, methods=["POST"]),
        Route("/api/own-regions", own),
        Route("/api/own-regions/{id}", change, methods=["POST"]),
    ]


def own_regions(desk: Desk, language: str) -> list[dict[str, str]]:
    """Return the regions of the workspace that geotrack does not have, by name."""
    packaged = packaged_workspace().regions
    regions = [
        {"id": region.id, "name": region_name(region, language), "licence": region.licence}
        for region in desk.workspace.regions.values()
        if region.id not in packaged
    ]
    return sorted(regions, key=lambda region: region["name"])


def change_own(desk: Desk, id_: str, body: Mapping[str, Any]) -> dict[str, str]:
    """Give a region of the workspace another `name`, or remove it if there is none."""
    name = body.get("name")
    if name is None:
        change_region(desk.workspace, id_, None)
    elif isinstance(name, str) and name.strip():
        region = desk.workspace.regions.find(id_)
        # Records may name it as it was called before.
        former = [] if region is None else [*region.aliases, region.name]
        aliases = [word for word in dict.fromkeys(former) if word != name.strip()]
        changes = {"name": name.strip(), "names": {}, "aliases": aliases}
        change_region(desk.workspace, id_, changes)
    else:
        raise UsageError("a region has a name")
    return {"id": id_}


def add_layer(desk: Desk, upload: Upload, body: Mapping[str, Any]) -> dict[str, Any]:
    """Store an uploaded file in `layers/files/` and add it to a map as a layer.

    Parameters
    ----------
    desk : Desk
        The workspace.
    upload : Upload
        The file.
    body : mapping
        `map`, the name of the map; `base`, as for `save_map`; and `layer`, the keys of
        `[[layers.files]]` besides `file`.

    Returns
    -------
    dict
        `findings`; with an error among them neither file nor map is written.

    Raises
    ------
    UsageError
        There is no such map, or as `save_map`.
    """
    name, entry = str(body.get("map")), body.get("layer")
    table = desk.workspace.maps.get(name)
    if table is None or not isinstance(entry, dict):
        raise UsageError(Message("there is no map {name}", shown(name)))
    if not is_portable_name(upload.path.name):
        message = "{name} is no name of a file on every system; rename it"
        raise UsageError(Message(message, shown(upload.path.name)))
    content = upload.path.read_bytes()
    folder = desk.root / "layers" / "files"
    path = next(
        path
        for _, stem in numbered(upload.path.stem)
        if not (path := folder / f"{stem}{upload.path.suffix}").exists()
        or path.read_bytes() == content
    )
    was_there = path.exists()
    with locked(desk.root):
        folder.mkdir(parents=True, exist_ok=True)
        commit(desk.root, {path: content})
    layers = map_values(table.text).get("layers.files") or []
    added = {"file": path.relative_to(desk.root).as_posix(), **entry}
    values = {"layers.files": [*layers, added]}
    is_saved = False
    try:
        saved = save_map(desk, name, {"base": body.get("base"), "values": values})
        is_saved = all(one["severity"] != "error" for one in saved["findings"])
    finally:
        if not (was_there or is_saved):
            path.unlink()
    return saved
