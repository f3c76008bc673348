"""The view of a map: a circle on the Earth."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from geotrack.model.base import Model, Number

__all__ = ["View"]

Latitude = Annotated[Number, Field(ge=0, le=90)]
Longitude = Annotated[Number, Field(ge=-180, le=180)]


class View(Model):
    """A circle of `radius_km` round `lat`, `lon`; default the whole Arctic."""

    lat: Latitude = 90.0
    lon: Longitude = 0.0
    radius_km: Annotated[Number, Field(gt=0, le=9_000)] = 3_600.0
