"""Requests about types of events: add one to the workspace's own."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geotrack.errors import UsageError
from geotrack.i18n import LANGUAGES
from geotrack.server.desk import Desk
from geotrack.server.requests import read_object
from geotrack.workspace.own_taxonomy import MEDIA

__all__ = ["routes"]


def routes(desk: Desk) -> list[Route]:
    """Return the routes of a desk."""

    async def add(request: Request) -> Response:
        body = await read_object(request)
        return await desk.write_json(add_to_theme, desk, body, desk.language_of(request))

    return [Route("/api/types", add, methods=["POST"])]


def add_to_theme(desk: Desk, body: dict[str, Any], language: str) -> dict[str, Any]:
    """Add a type to a theme, and return it as `Desk.vocabulary` does.

    Parameters
    ----------
    desk : Desk
        The workspace.
    body : dict
        `theme`, its id; `label`, names by language code; `medium`, where its units move.
    language : str
        Of the answer's labels.

    Raises
    ------
    UsageError
        A value has not that form, or as `add_type`.
    """
    label, medium = body.get("label"), body.get("medium", "any")
    if not isinstance(label, dict) or not all(isinstance(name, str) for name in label.values()):
        raise UsageError("a type has names by language")
    if body.get("theme") not in desk.workspace.taxonomy.themes or medium not in MEDIA:
        raise UsageError("a type has a 'theme' and a 'medium' that there are")
    names = {code: name for code in LANGUAGES if (name := label.get(code, "").strip())}
    if not names:
        raise UsageError("a type has a name")
    # The first language gives the id: that of the person who adds it.
    ordered = dict(sorted(names.items(), key=lambda item: item[0] != language))
    id_ = desk.add_type(body["theme"], ordered, medium)
    return next(one for one in desk.vocabulary(language)["types"] if one["id"] == id_)
