"""Insets of a map: small circles that it shows enlarged beside them, `[[insets]]`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from geotrack.model.base import Model, Number
from geotrack.model.localized import TextInLanguages
from geotrack.model.maps.view import Latitude, Longitude

__all__ = ["Inset"]


class Inset(Model):
    """A circle of `radius_km` round `lat`, `lon` that a map shows again, `factor` times as large.

    `name` may be a table by language; an inset without one has no name in its caption.
    """

    name: TextInLanguages | None = None
    lat: Latitude
    lon: Longitude
    radius_km: Annotated[Number, Field(gt=0, le=2_000)]
    factor: Annotated[Number, Field(ge=1.5, le=20)] = 5.0
