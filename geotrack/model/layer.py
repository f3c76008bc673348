"""Features of the layers: regions, routes, boundaries and places, each citing its definition."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, PrivateAttr
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import to_plane
from geotrack.errors import GeometryError, quoted
from geotrack.messages import Message
from geotrack.model.base import Date, Listed, Model, Text, Url, fault, from_key
from geotrack.model.geometry import Geometry

__all__ = ["Definition", "LayerFeature"]


def _slug(value: str) -> str:
    if not all(part.isalnum() and part == part.lower() for part in value.split("-")):
        fault(
            "layer-id",
            Message("{value} is not a layer feature's id", quoted(value)),
            "write small letters, digits and single hyphens, for example barents-sea",
        )
    return value


class Definition(Model):
    """The definition of a region, and where it is published."""

    text: Text
    url: Listed[Url] = ()
    more_urls: Listed[Url] = ()


class LayerFeature(Model):
    """One named shape of `layers/`: a sea, a route, a boundary line, a place.

    `geometry` is GeoJSON in lon/lat, WGS 84, with edges straight in lon/lat.
    """

    id: Annotated[str, AfterValidator(_slug)] = Field(alias="@id")
    geometry: Geometry = Field(alias="@geometry", repr=False)
    feature: dict[str, Any] = Field(alias="@feature", repr=False)

    name: Text
    names: dict[str, Text] = Field(default_factory=dict)
    aliases: Listed[Text] = ()
    kind: Text | None = None
    country: Listed[Text] = ()
    part_of: Text | None = None
    source: Text | None = None
    verified: bool | None = None
    authority: Text | None = None
    claimant: Text | None = None
    legal_status: Literal["agreed", "provisional", "unilateral", "disputed"] | None = None
    valid: dict[str, Date] | None = None
    definition: Annotated[Definition, from_key("text")]
    note: Text | None = None
    licence: Text

    # pydantic would bind a function to the instance, so `to_plane` is no default.
    _shape_by: Callable[[dict[str, Any]], BaseGeometry] | None = PrivateAttr(default=None)

    def shape_by(self, to_plane: Callable[[dict[str, Any]], BaseGeometry]) -> None:
        """Set the function that returns the shape of its geometry, by default `to_plane`."""
        self._shape_by = to_plane

    @cached_property
    def plane(self) -> BaseGeometry:
        """The shape in the analysis plane (EPSG:6931, metres); cached."""
        return (self._shape_by or to_plane)(self.geometry)

    @property
    def has_shape(self) -> bool:
        """Whether its geometry has a meaning on the globe."""
        try:
            return self.plane is not None
        except GeometryError:
            return False

    @property
    def all_names(self) -> tuple[str, ...]:
        """Return the id and all names, each once."""
        return tuple(dict.fromkeys([self.id, self.name, *self.names.values(), *self.aliases]))
