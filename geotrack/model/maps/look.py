"""The look of maps: logo, organisation, colours and typeface, `[look]`."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from geotrack.model.base import Selecting, Text, fault
from geotrack.model.maps.layer_file import Colour, in_workspace

__all__ = ["Look", "merged_look"]

Path = Annotated[Text, AfterValidator(in_workspace("logo"))]


class Look(Selecting):
    """The look of all maps of a workspace, or of one map.

    `logo` is the path of a PNG or SVG in the workspace, `logo_png` that of a PNG for paper and
    slides where `logo` is an SVG, and `logo_alt` its text for those who do not see it. `accent` is
    the colour of links and of the line under the title, `colours` those of themes by their ids.
    `typeface` is that of titles, `organisation` a line above them.
    """

    keys_say: ClassVar[str] = "says how a map looks"

    logo: Path | None = None
    logo_png: Path | None = None
    logo_alt: Text | None = None
    organisation: Text | None = None
    accent: Colour | None = None
    colours: dict[Text, Colour] = Field(default_factory=dict)
    typeface: Literal["serif", "sans"] = "serif"

    @model_validator(mode="after")
    def _describes_its_logo(self) -> Self:
        if self.logo is not None and self.logo_alt is None:
            remedy = "add it: what the logo shows, such as the name of the organisation"
            fault("logo", "a logo without 'logo_alt'", remedy, at=("logo",))
        if self.logo is None and self.logo_png is not None:
            fault(
                "logo", "'logo_png' without 'logo'", "write 'logo' in its place", at=("logo_png",)
            )
        return self


def merged_look(workspace: Look, definition: Look) -> Look:
    """Return the look of a map: that of the workspace, with the keys of the map in its place.

    A logo comes with its text and its PNG; of colours each theme counts by itself.

    Examples
    --------
    >>> house = Look(organisation="Polar Institute", colours={"air": "#aa0000"})
    >>> look = merged_look(house, Look(colours={"naval": "#0000aa"}))
    >>> look.organisation, look.colours
    ('Polar Institute', {'air': '#aa0000', 'naval': '#0000aa'})
    """
    values: dict[str, Any] = {name: getattr(workspace, name) for name in workspace.model_fields_set}
    if definition.logo is not None:
        values.pop("logo_png", None)
    values |= {name: getattr(definition, name) for name in definition.model_fields_set}
    values["colours"] = {**workspace.colours, **definition.colours}
    return Look.model_construct(**values)
