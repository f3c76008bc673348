"""Workspace settings, `geotrack.toml`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from geotrack.model.base import Model, Projection, Text
from geotrack.model.limits import Limits
from geotrack.model.maps.look import Look

__all__ = ["Config", "Limits"]


class Config(Model):
    """Settings for checks and maps.

    `markings` are in ascending order. Without a `geotrack.toml` the defaults apply.
    """

    format: Literal[1] = 1
    markings: Annotated[tuple[Text, ...], Field(min_length=1)] = (
        "UNCLASSIFIED",
        "RESTRICTED",
        "CONFIDENTIAL",
        "SECRET",
    )
    projection: Projection = "EPSG:3995"
    language: Literal["en", "nb"] = "en"
    look: Look = Field(default_factory=Look)
    limits: Limits = Field(default_factory=Limits)

    def level(self, marking: str | None) -> int | None:
        """Return the level of a marking, from 0; None if the workspace does not define it.

        Text after `//` is ignored. No marking counts as the lowest.

        Examples
        --------
        >>> Config().level("RESTRICTED // FOR BRIEFING"), Config().level(None)
        (1, 0)
        """
        if marking is None:
            return 0
        word = marking.partition("//")[0].strip().casefold()
        known = [m.casefold() for m in self.markings]
        return known.index(word) if word in known else None
