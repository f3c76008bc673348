"""The resources of OGC API - Features (OGC 17-069r4, Part 1): landing page to single feature."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlencode

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geotrack.errors import GeotrackError, fields_named
from geotrack.files.strict_json import dump_json
from geotrack.findings import shown
from geotrack.model.query_fields import KEYWORDS
from geotrack.queries.marking_ceiling import MarkingCeiling, MarkingError
from geotrack.server.access import OGC_PATH
from geotrack.server.desk import Desk
from geotrack.server.ogc.collections import COLLECTIONS, OF_RECORDS, Page, Served
from geotrack.server.ogc.crs import CODES, CRS84
from geotrack.server.ogc.html import HTML, html_page
from geotrack.server.ogc.openapi import openapi
from geotrack.server.ogc.parameters import FORMATS, Items, check_names, read_crs

__all__ = ["CONFORMANCE", "ogc_routes"]

_PART_1 = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf"
CONFORMANCE = (
    *(f"{_PART_1}/{name}" for name in ("core", "oas30", "html", "geojson")),
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
)
"""The conformance classes that the service meets."""

_JSON, _GEOJSON = "application/json", "application/geo+json"
_OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
_PROBLEM = "application/problem+json"
_OK, _LEAST_BYTES = 200, 1_000
_TITLES = {400: "Bad Request", 404: "Not Found", 500: "Internal Server Error"}


@dataclass(frozen=True)
class _Document:
    """A resource as JSON, with its media type and the CRS of its coordinates."""

    content: dict[str, Any]
    media_type: str = _JSON
    crs: str | None = None


class _MissingError(GeotrackError):
    """There is no such resource."""


class _Service:
    """The resources of one desk.

    Parameters
    ----------
    desk : Desk
        The workspace.
    max_marking : str or None
        The highest marking that is served; None for the lowest.

    Raises
    ------
    MarkingError
        The workspace does not know it.
    """

    def __init__(self, desk: Desk, max_marking: str | None) -> None:
        self._desk, self._max_marking = desk, max_marking
        self._lock = threading.Lock()
        self._state: Served | None = None  # records are read at the first request
        MarkingCeiling(desk.workspace, max_marking, "server", "")

    @property
    def served(self) -> Served:
        """The collections of the current workspace."""
        with self._lock:
            workspace = self._desk.workspace
            if self._state is None or self._state.whole is not workspace:
                self._state = Served(workspace, self._max_marking)
            return self._state

    @property
    def _title(self) -> str:
        return self._desk.workspace.title()

    def landing(self, request: Request) -> _Document:
        """Return the landing page, with links to all resources."""
        check_names(request.query_params, ["f"])
        base = _base(request)
        highest = self._max_marking or self._desk.workspace.config.markings[0]
        links = [
            *_own_links(request),
            _link(f"{base}/api?f=json", "service-desc", _OPENAPI, "The OpenAPI document"),
            _link(f"{base}/api?f=html", "service-doc", HTML, "The paths of this service"),
            _link(f"{base}/conformance", "conformance", _JSON, "Conformance classes"),
            _link(f"{base}/collections", "data", _JSON, "Collections"),
        ]
        description = f"Records of a geotrack workspace, up to the marking {highest}."
        return _Document({"title": self._title, "description": description, "links": links})

    def conformance(self, request: Request) -> _Document:
        """Return the conformance classes."""
        check_names(request.query_params, ["f"])
        return _Document({"conformsTo": list(CONFORMANCE), "links": _own_links(request)})

    def api(self, request: Request) -> _Document:
        """Return the OpenAPI document."""
        check_names(request.query_params, ["f"])
        return _Document(openapi(_base(request), self._title), _OPENAPI)

    def collections(self, request: Request) -> _Document:
        """Return all collections."""
        check_names(request.query_params, ["f"])
        base = _base(request)
        listed = [self._collection(base, id_) for id_ in COLLECTIONS]
        crs = [CRS84, *CODES]
        return _Document({"links": _own_links(request), "collections": listed, "crs": crs})

    def collection(self, request: Request) -> _Document:
        """Return one collection."""
        check_names(request.query_params, ["f"])
        described = self._collection(_base(request), _id(request))
        described["links"] = [*_own_links(request), *described["links"][1:]]
        return _Document({**described, "crs": [CRS84, *CODES]})

    def _collection(self, base: str, id_: str) -> dict[str, Any]:
        title, description = COLLECTIONS[id_]
        extent = self.served.extents[id_]
        address = f"{base}/collections/{id_}"
        return {
            "id": id_,
            "title": title,
            "description": description,
            "itemType": "feature",
            **({"extent": extent} if extent else {}),
            "crs": ["#/crs"],
            "storageCrs": CRS84,
            "links": [
                _link(address, "self", _JSON, title),
                _link(f"{address}/items?f=json", "items", _GEOJSON, f"{title} as GeoJSON"),
                _link(f"{address}/items?f=html", "items", HTML, f"{title} as HTML"),
            ],
        }

    def items(self, request: Request) -> _Document:
        """Return a page of the features of a collection."""
        id_, params = _id(request), request.query_params
        items = Items.read(
            params,
            of_records=id_ in OF_RECORDS,
            today=self._desk.today(),
            footprints=id_ == "footprints",
        )
        page = self.served.page(id_, items)
        address = f"{_base(request)}/collections/{id_}"
        links = [
            *_own_links(request, _GEOJSON),
            _link(address, "collection", _JSON, COLLECTIONS[id_][0]),
        ]
        after = items.offset + items.limit
        if after < page.matched:
            links.append(_link(_with(request, offset=str(after)), "next", _GEOJSON, "Next page"))
        if items.offset > 0:
            before = str(max(items.offset - items.limit, 0))
            links.append(_link(_with(request, offset=before), "prev", _GEOJSON, "Previous page"))
        content = {
            "type": "FeatureCollection",
            "title": COLLECTIONS[id_][0],
            **_about(page),
            "links": links,
            "numberMatched": page.matched,
            "numberReturned": len(page.features),
            "features": page.features,
        }
        return _Document(content, _GEOJSON, items.crs)

    def item(self, request: Request) -> _Document:
        """Return one feature."""
        check_names(request.query_params, ["f", "crs"])
        id_, crs = _id(request), read_crs(request.query_params, "crs")
        name = request.path_params["feature"]
        page = self.served.feature(id_, name, crs)
        if not page.features:
            raise _MissingError(f"{shown(name)} is not in the collection {id_}")
        address = f"{_base(request)}/collections/{id_}"
        links = [
            *_own_links(request, _GEOJSON),
            _link(address, "collection", _JSON, COLLECTIONS[id_][0]),
        ]
        return _Document({**page.features[0], **_about(page), "links": links}, _GEOJSON, crs)

    def missing(self, request: Request) -> _Document:
        """Refuse all other paths."""
        raise _MissingError(f"there is no {shown(request.scope['path'])}; begin at {OGC_PATH}")


def _about(page: Page) -> dict[str, Any]:
    """Return the handling marking, as exports of GeoJSON have it."""
    return {} if page.marking is None else {"geotrack": {"marking": page.marking}}


def _base(request: Request) -> str:
    """Return the address of the landing page; the Host was checked."""
    return f"{request.url.scheme}://{request.headers['host']}{OGC_PATH}"


def _id(request: Request) -> str:
    id_: str = request.path_params["collection"]
    if id_ not in COLLECTIONS:
        raise _MissingError(f"there is no collection {shown(id_)}, only {', '.join(COLLECTIONS)}")
    return id_


def _link(href: str, rel: str, media_type: str, title: str) -> dict[str, str]:
    return {"href": href, "rel": rel, "type": media_type, "title": title}


def _own_links(request: Request, media_type: str = _JSON) -> list[dict[str, str]]:
    """Return the links of a resource to itself, in the requested format and the other one."""
    types = {"json": media_type, "html": HTML}
    form = _form(request)
    return [
        _link(
            _with(request, f=format_name),
            "self" if format_name == form else "alternate",
            types[format_name],
            f"This as {format_name.upper()}",
        )
        for format_name in sorted(FORMATS, key=lambda one: one != form)
    ]


def _with(request: Request, **changed: str) -> str:
    """Return the address of a request with other parameters."""
    unchanged = [(k, v) for k, v in request.query_params.multi_items() if k not in changed]
    path = quote(request.scope["path"].removeprefix(OGC_PATH).rstrip("/"))
    return f"{_base(request)}{path}?{urlencode([*unchanged, *changed.items()])}"


def _form(request: Request) -> str:
    """Return the format of the response: by `f`, else HTML for browsers and JSON for programs."""
    form = request.query_params.get("f")
    if form in FORMATS:
        return form
    return "html" if "text/html" in request.headers.get("accept", "") else "json"


def _handler(make: Callable[[Request], _Document]) -> Callable[[Request], Awaitable[Response]]:
    """Return a route's function: a document is made in a thread, and sent as JSON or HTML."""

    def respond(request: Request) -> Response:
        status = 200
        try:
            with fields_named(KEYWORDS):
                document = make(request)
        except MarkingError as error:  # the settings were changed
            status = 500
            document = _problem(status, str(error))
        except GeotrackError as error:
            status = 404 if isinstance(error, _MissingError) else 400
            document = _problem(status, str(error))
        except OSError as error:
            status = 500
            document = _problem(status, f"a file cannot be read: {error.strerror}")
        headers = {"vary": "Accept, Accept-Encoding"}
        if document.crs is not None:
            headers["content-crs"] = f"<{document.crs}>"
        if _form(request) == "html":
            return _sent(request, html_page(document.content, _base(request), status, headers))
        text = dump_json(document.content)
        return _sent(request, Response(text, status, headers, media_type=document.media_type))

    async def handle(request: Request) -> Response:
        return await to_thread.run_sync(respond, request)

    return handle


def _sent(request: Request, page: Response) -> Response:
    """Return an answer with an entity tag by its content, compressed, or 304 (RFC 9110)."""
    raw = bytes(page.body)
    packs = len(raw) > _LEAST_BYTES and _accepts_gzip(request.headers.get("accept-encoding", ""))
    # Each form of the content has its own strong tag.
    tag = f'"{sha256(raw).hexdigest()}{"-gzip" if packs else ""}"'
    if page.status_code == _OK:
        page.headers["etag"] = tag
        # It may be cached, but is validated each time: the files may have changed.
        page.headers["cache-control"] = "private, no-cache"
        if _is_one_of(tag, request.headers.get("if-none-match", "")):
            headers = {name: page.headers[name] for name in ("etag", "cache-control", "vary")}
            return Response(status_code=304, headers=headers)
    if packs:
        page.body = gzip.compress(raw, mtime=0)
        page.headers["content-encoding"] = "gzip"
        page.headers["content-length"] = str(len(page.body))
    return page


def _accepts_gzip(accept_encoding: str) -> bool:
    """Return whether a header Accept-Encoding admits gzip.

    Examples
    --------
    >>> [_accepts_gzip(text) for text in ("deflate, gzip", "gzip;q=0", "*", "")]
    [True, False, True, False]
    """
    for item in accept_encoding.lower().split(","):
        name, _, weight = item.partition(";")
        if name.strip() in {"gzip", "*"}:
            return not weight.strip().startswith("q=0") or weight.strip().strip("q=0.") != ""
    return False


def _is_one_of(tag: str, if_none_match: str) -> bool:
    """Return whether a header If-None-Match names an entity tag; weak ones are compared alike.

    Examples
    --------
    >>> [_is_one_of('"a"', text) for text in ('"a"', 'W/"a", "b"', "*", '"b"', "")]
    [True, True, True, False, False]
    """
    tags = [item.strip().removeprefix("W/") for item in if_none_match.split(",")]
    return tag in tags or tags == ["*"]


def _problem(status: int, detail: str) -> _Document:
    """Return an error by RFC 7807."""
    content = {"type": "about:blank", "title": _TITLES[status], "status": status, "detail": detail}
    return _Document(content, _PROBLEM)


def ogc_routes(desk: Desk, max_marking: str | None) -> list[Route]:
    """Return the routes of the service.

    Parameters
    ----------
    desk : Desk
        The workspace.
    max_marking : str or None
        The highest marking of records, and of reports they cite; None for the lowest.

    Raises
    ------
    MarkingError
        The workspace does not know the marking.
    """
    service = _Service(desk, max_marking)
    prefix = "/collections/{collection}"
    resources = {
        "": service.landing,
        "/": service.landing,
        "/conformance": service.conformance,
        "/api": service.api,
        "/collections": service.collections,
        prefix: service.collection,
        f"{prefix}/items": service.items,
        f"{prefix}/items/{{feature:path}}": service.item,
        "/{path:path}": service.missing,
    }
    return [Route(f"{OGC_PATH}{path}", _handler(handler)) for path, handler in resources.items()]
