"""Sides of a map: one or two that its symbols tell apart, `[[sides]]`."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import model_validator

from geotrack.model.base import Listed, Selecting, Text, fault
from geotrack.model.country import Country
from geotrack.model.localized import TextInLanguages
from geotrack.model.maps.layer_file import Colour

__all__ = ["Side"]


class Side(Selecting):
    """One of the sides of a map: who acts, by countries and names of actors.

    `name` may be a table by language. `words` are other words for it, in any language: the first
    one in the lead and in each scene has its colour. `colour` is by day and on paper, `dark` in
    the dark; without `dark` it is `colour`, lightened.
    """

    keys_say: ClassVar[str] = "says who a side is"

    name: TextInLanguages
    words: Listed[Text] = ()
    countries: Listed[Country] = ()
    actors: Listed[Text] = ()
    colour: Colour
    dark: Colour | None = None

    @model_validator(mode="after")
    def _acts(self) -> Self:
        if not (self.countries or self.actors):
            remedy = "add 'countries', such as [\"CN\"], or 'actors' as records name them"
            fault("sides", "a side without countries and actors", remedy)
        return self
