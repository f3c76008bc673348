"""The desk: a local web application in which a workspace is edited (`geotrack serve`)."""

from __future__ import annotations

__all__: list[str] = []
