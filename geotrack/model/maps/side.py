"""Sides of a map: one or two that its symbols tell apart, `[[sides]]`."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import model_validator

from geotrack.model.base import Listed, Selecting, Text, fault
from geotrack.model.country import Country
from geotrack.model.maps.layer_file import Colour

__all__ = ["Side"]


class Side(Selecting):
    """One of the sides of a map: who acts, by countries and names of actors.

    `name` may be a table by language. `words` are other words for it, in any language: the first
    one in the lead and in each scene has its colour. `colour` is by day and on paper, `dark` in
    the dark; without `dark` it is `colour`, lightened.
    """

    keys_say: ClassVar[str] = "says who a side is"

    name: Text | dict[Literal["en", "nb"], Text]
    words: Listed[Text] = ()
    countries: Listed[Country] = ()
    actors: Listed[Text] = ()
    colour: Colour
    dark: Colour | None = None

    def named(self, language: str) -> str:
        """Return its name in a language, or the one that it has."""
        if isinstance(self.name, str):
            return self.name
        names = {str(code): name for code, name in self.name.items()}
        return names.get(language) or next(iter(names.values()))

    @model_validator(mode="after")
    def _acts(self) -> Self:
        if not (self.countries or self.actors):
            remedy = "add 'countries', such as [\"CN\"], or 'actors' as records name them"
            fault("sides", "a side without countries and actors", remedy)
        if not self.name:
            fault("sides", "a side without a name", "add it: name = { en = …, nb = … }")
        return self
