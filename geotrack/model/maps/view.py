"""The view of a map: a circle on the Earth."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NoReturn

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
    """The view in which a map opens; with `fit` the smallest one that holds all records.

    With the frame `round` it is a circle about the Pole that ends at the parallel `south`; records
    beyond it stand outside the frame.
    """

    fit: Literal["records"] | None = None
    frame: Literal["full", "round"] = "full"
    south: Annotated[Number, Field(ge=40, le=85)] = 60.0

    @model_validator(mode="after")
    def _one_circle(self) -> FirstView:
        given = self.model_fields_set
        circle = {*View.model_fields} & given
        if self.frame == "round" and (others := circle | ({"fit"} & given)):
            _fault_of_two('frame = "round"', others)
        if self.fit and circle:
            _fault_of_two("fit", circle)
        if self.frame == "full" and "south" in given:
            message = Message("south is where a round sheet ends")
            fault("view", message, 'write frame = "round" beside it', at=("south",))
        return self

    def stated(self) -> dict[str, Any]:
        """Return the keys by which a definition states this view, after `fit` has been applied."""
        keys = {"frame", "south"} if self.frame == "round" else set(View.model_fields)
        return self.model_dump(mode="json", include=keys)


def _fault_of_two(one: str, others: set[str]) -> NoReturn:
    message = Message("{key} gives the circle, and so do {keys}", one, ", ".join(sorted(others)))
    fault("view", message, "leave one of both out")
