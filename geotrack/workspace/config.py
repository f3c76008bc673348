"""The workspace's settings, `geotrack.toml`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from geotrack.model.base import Model, Projection, Text
from geotrack.model.limits import Limits

__all__ = ["Config", "Limits"]


class Config(Model):
    """What the records of a workspace are checked against, and how its maps are drawn.

    `markings` go from the lowest to the highest. The defaults serve a folder that has no
    `geotrack.toml`.
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
    limits: Limits = Field(default_factory=Limits)

    def level(self, marking: str | None) -> int | None:
        """Return how high a marking is, from 0; None where the workspace does not know it.

        What follows `//` is free text. A record without a marking has the lowest.

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
