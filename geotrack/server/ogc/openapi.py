"""The OpenAPI 3.0 document of the service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from geotrack._version import __version__
from geotrack.model.query_fields import QueryField
from geotrack.server.ogc.collections import COLLECTIONS, OF_RECORDS
from geotrack.server.ogc.crs import CODES, CRS84
from geotrack.server.ogc.parameters import BY, DEFAULT_LIMIT, FILTERS, FORMATS, MOST_ITEMS

__all__ = ["openapi"]

Schema = dict[str, Any]

_PROBLEM = "application/problem+json"
_TYPES: dict[str, Schema] = {
    "words": {"type": "array", "items": {"type": "string"}},
    "flag": {"type": "boolean", "default": False},
    "number": {"type": "number"},
    "text": {"type": "string"},
}


def openapi(base: str, title: str) -> dict[str, Any]:
    """Return the document.

    Parameters
    ----------
    base : str
        Address of the landing page.
    title : str
        Name of the workspace.
    """
    return {
        "openapi": "3.0.3",
        "info": {
            "title": title,
            "version": __version__,
            "description": "Records of a geotrack workspace by OGC API - Features.",
        },
        "servers": [{"url": base}],
        "security": [{"token": []}],
        "paths": dict(_paths()),
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "basic"}},
            "parameters": dict(_parameters()),
            "schemas": {
                "problem": {
                    "type": "object",
                    "required": ["title", "status"],
                    "properties": {
                        "type": {"type": "string"},
                        "title": {"type": "string"},
                        "status": {"type": "integer"},
                        "detail": {"type": "string"},
                    },
                }
            },
        },
    }


def _paths() -> Iterator[tuple[str, Any]]:
    json, geojson = "application/json", "application/geo+json"
    yield "/", _get("landing", "Landing page", json)
    yield "/conformance", _get("conformance", "Conformance classes", json)
    yield "/api", _get("api", "This document", "application/vnd.oai.openapi+json;version=3.0")
    yield "/collections", _get("collections", "All collections", json)
    common = ("limit", "offset", "bbox", "bbox-crs", "datetime", "crs")
    for id_, (title, _) in COLLECTIONS.items():
        path = f"/collections/{id_}"
        filters = (*FILTERS, "match", "by") if id_ in OF_RECORDS else ()
        yield path, _get(f"describe-{id_}", title, json)
        yield (
            f"{path}/items",
            _get(f"items-{id_}", f"{title}: features", geojson, *common, *filters),
        )
        text = f"{title}: one feature"
        yield (
            f"{path}/items/{{featureId}}",
            _get(f"item-{id_}", text, geojson, "featureId", "crs"),
        )


def _get(id_: str, summary: str, media_type: str, *names: str) -> dict[str, Any]:
    bad = {"schema": {"$ref": "#/components/schemas/problem"}}
    content = {
        media_type: {"schema": {"type": "object"}},
        "text/html": {"schema": {"type": "string"}},
    }
    responses: dict[str, Any] = {
        "200": {"description": summary, "content": content},
        "400": {"description": "A wrong parameter", "content": {_PROBLEM: bad}},
        "401": {"description": "The token is missing or wrong"},
    }
    if "featureId" in names:
        responses["404"] = {"description": "No such feature", "content": {_PROBLEM: bad}}
    parameters = [{"$ref": f"#/components/parameters/{name}"} for name in (*names, "f")]
    return {
        "get": {
            "operationId": id_,
            "summary": summary,
            "parameters": parameters,
            "responses": responses,
        }
    }


def _parameters() -> Iterator[tuple[str, Any]]:
    crs: Schema = {"type": "string", "enum": [CRS84, *CODES], "default": CRS84}
    integer: Schema = {"type": "integer"}
    box: Schema = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6}
    limit = {**integer, "minimum": 1, "maximum": MOST_ITEMS, "default": DEFAULT_LIMIT}
    yield from (
        _parameter("f", "Form of the answer.", {"type": "string", "enum": list(FORMATS)}),
        _parameter("limit", "Most features of a page.", limit),
        _parameter("offset", "Features before the page.", {**integer, "minimum": 0, "default": 0}),
        _parameter("bbox", "Box; west greater than east crosses 180°.", box),
        _parameter("bbox-crs", "Coordinate system of the box.", crs),
        _parameter(
            "datetime", "Date-time, date, or start/end; open with `..`.", {"type": "string"}
        ),
        _parameter("crs", "Coordinate system of the answer.", crs),
        _parameter(
            "match",
            "Only certain or only possible hits.",
            {"type": "string", "enum": ["certain", "possible"]},
        ),
        _parameter(
            "by",
            "What bbox and datetime judge: geometries and dates as Core defines, also features "
            "without them; or, as geotrack query, all places and times that a record allows.",
            {"type": "string", "enum": list(BY), "default": BY[0]},
        ),
    )
    identity = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string"}}
    yield "featureId", identity
    for name, field in FILTERS.items():
        yield _parameter(name, field.help.replace("--", ""), _TYPES[field.kind], field)


def _parameter(
    name: str, text: str, schema: Schema, field: QueryField | None = None
) -> tuple[str, dict[str, Any]]:
    """Return a parameter of the query; words are repeated, the numbers of a box are joined."""
    parameter: dict[str, Any] = {"name": name, "in": "query", "description": text, "schema": schema}
    if schema["type"] == "array":
        parameter |= {"style": "form", "explode": field is not None}
    return name, parameter
