"""The `crs` member, by which GeoJSON before RFC 7946 names its coordinate system."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

__all__ = ["other_crs"]

# CRS84 and EPSG:4326 as URN, as address, or short; either with a version or none.
_WGS_84 = re.compile(
    r"(?:urn:(?:x-)?ogc:def:crs:)?OGC:(?:[0-9.]*:)?CRS84h?"
    r"|(?:urn:(?:x-)?ogc:def:crs:)?EPSG:(?:[0-9.]*:)?4326"
    r"|https?://www\.opengis\.net/def/crs/(?:OGC/[0-9.]+/CRS84h?|EPSG/[0-9.]+/4326)"
    r"|CRS84|WGS ?84",
    re.IGNORECASE,
)


def other_crs(value: Mapping[str, Any]) -> object:
    """
    Return the name in a `crs` member (of GeoJSON before RFC 7946) that is not WGS 84.

    Parameters
    ----------
    value : mapping
        A GeoJSON object.

    Returns
    -------
    object
        The name as written, ``"another system"`` without a name, or None for longitude and
        latitude.

    Examples
    --------
    >>> other_crs({"crs": {"type": "name", "properties": {"name": "EPSG:3413"}}})
    'EPSG:3413'
    """
    crs = value.get("crs")
    if crs is None:
        return None
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if isinstance(name, str) and _WGS_84.fullmatch(name.strip()):
        return None
    return name or "another system"
