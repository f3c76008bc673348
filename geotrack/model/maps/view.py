"""The view of a map: a circle on the Earth."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from geotrack.messages import Message
from geotrack.model.base import Model, Number, fault

__all__ = ["FirstView", "Latitude", "Longitude", "View"]

Latitude = Annotated[Number, Field(ge=0, le=90)]
Longitude = Annotated[Number, Field(ge=-180, le=180)]


class View(Model):
    """A circle of `radius_km` round `lat`, `lon`; default the whole Arctic."""

    lat: Latitude = 90.0
    lon: Longitude = 0.0
    radius_km: Annotated[Number, Field(gt=0, le=9_000)] = 3_600.0


class FirstView(View):
    """The view in which a map opens; with `fit` the smallest one that holds all records."""

    fit: Literal["records"] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> FirstView:
        circle = {*View.model_fields} & self.model_fields_set
        if self.fit and circle:
            keys = ", ".join(sorted(circle))
            fault(
                "view",
                Message("fit gives the circle, and so do {keys}", keys),
                "leave one of both out",
            )
        return self
