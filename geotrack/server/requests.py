"""Reading of requests, and answers computed outside the event loop."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from geotrack.errors import GeotrackError, UsageError
from geotrack.files.resources import PACKAGE
from geotrack.files.strict_json import dump_json
from geotrack.messages import Message

__all__ = ["ReadOnlyError", "answer", "read_bytes", "read_feature", "read_object", "static_text"]

MOST_BYTES = 8_000_000
"""Maximum size of a request with JSON."""


class ReadOnlyError(GeotrackError):
    """The desk was started with `--read-only`."""

    def __init__(self) -> None:
        super().__init__("the desk was started with --read-only: it changes nothing")


async def answer(compute: Callable[..., Any], *args: Any, **values: Any) -> Response:
    """Return the JSON of what a function returns, computed in a thread."""
    return JSONResponse(await to_thread.run_sync(partial(compute, *args, **values)))


async def read_object(request: Request) -> dict[str, Any]:
    """Read the JSON object of a request.

    Raises
    ------
    UsageError
        The body is larger than `MOST_BYTES`, or no object.
    """
    raw = await read_bytes(request, MOST_BYTES)
    try:
        body = json.loads(raw, parse_constant=_no_number)
        if b"\\ud" in raw.lower():
            dump_json(body).encode()  # half a character cannot be written
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise UsageError("the request is no JSON object")
    return body


async def read_bytes(request: Request, most: int) -> bytes:
    """Read the body of a request.

    Raises
    ------
    UsageError
        The body is larger than `most`.
    """
    raw = bytearray()
    async for part in request.stream():
        raw += part
        if len(raw) > most:
            raise UsageError(Message("the request has more than {most} bytes", most))
    return bytes(raw)


def _no_number(word: str) -> Any:
    raise ValueError(word)


async def read_feature(request: Request, *, stated: bool = False) -> dict[str, Any]:
    """Read the JSON object of a request with a Feature, `feature`.

    Parameters
    ----------
    request : Request
        The request.
    stated : bool
        Whether its properties have to be an object: to check a Feature they need not.

    Raises
    ------
    UsageError
        As `read_object`, or there is no such Feature.
    """
    body = await read_object(request)
    feature = body.get("feature")
    if not isinstance(feature, dict):
        raise UsageError("the request has no object 'feature'")
    if stated and not isinstance(feature.get("properties"), dict):
        raise UsageError("'feature' has no object 'properties'")
    return body


def static_text(name: str) -> str:
    """Return a script or a stylesheet of the bundle."""
    return (PACKAGE / "static" / name).read_text(encoding="utf-8")
