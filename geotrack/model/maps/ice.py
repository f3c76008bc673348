"""Sea ice of a map: a file of concentration or extent, with its date and source."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from geotrack.model.base import Listed, Number, fault
from geotrack.model.maps.as_of import AsOf
from geotrack.model.maps.layer_file import Colour, Fill, LayerFile, Opacity, Width

__all__ = ["Ice"]


class Ice(LayerFile):
    """A context layer of sea ice; its date is required.

    Its file is a raster or has polygons of ice. `full` is the value of complete cover in a raster
    of concentrations; `extent` has the values of pixels with ice in a raster of classes. `layer` is
    a variable of a NetCDF file too.
    """

    date: AsOf
    colour: Colour | None = "#5d7f90"
    width: Width = 0.6
    fill: Fill | None = "#ffffff"
    opacity: Opacity = 0.32
    full: Annotated[Number, Field(gt=0)] | None = None
    extent: Listed[Number] = ()

    @model_validator(mode="after")
    def _is_of_one_kind(self) -> Ice:
        if self.label is not None:
            message = "'label' letters features, and sea ice has areas of concentration"
            fault("map-ice", message, "leave it out, or use [[layers.files]]", at=("label",))
        if self.full is not None and self.extent:
            message = "'extent' beside 'full', which is of a raster of concentrations"
            fault("map-ice", message, "leave one of them out", at=("extent",))
        return self
