"""Sides of a map: which of them acts in a record, and the words that are their key in texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, get_args

from geotrack.model import Event, MapDefinition
from geotrack.model.localized import in_language, versions_of
from geotrack.model.maps.contrast import DARK, lightened
from geotrack.model.maps.side import Side

__all__ = [
    "HALVES",
    "INK",
    "JOINT",
    "OTHERS",
    "SQUARES",
    "Acting",
    "KeyWord",
    "Name",
    "Sides",
    "disclosed_sides",
]

Name = Literal["left", "right", "both", "none"]
"""The half of a symbol that is inked: that of the first side, of the second, both or none."""

HALVES: tuple[Name, ...] = get_args(Name)

INK = ("#16242c", "#e6ecee")
"""Colour of themes on a map with sides, by day and in the dark: a theme is a shape alone."""
JOINT = ("#4a5560", "#c9d3d8")
"""Colour of lines and areas of what both sides do."""
OTHERS = ("#66737a", "#a9b7be")
"""Colour of what neither side does, or whose actors have no country."""
SQUARES = {"left": "◧", "right": "◨", "both": "◧◨", "none": ""}
"""Signs of the sides in plain text."""

# Of those who watch, meet or tell of an event, it is not what they did.
_NOT_ACTING = frozenset({"observer", "intercepted", "claimant"})
# The sea and land of the dark page: contrast of a colour that a definition does not state there.
_DARK_CONTRAST = 5.0


@dataclass(frozen=True, slots=True)
class Acting:
    """Which sides of a map act in a record, with the colours of both by day."""

    side: Name
    left: str
    right: str

    @property
    def colour(self) -> str:
        """The one colour of its lines, areas and texts, by day and on paper."""
        colours = {"left": self.left, "right": self.right, "both": JOINT[0]}
        return colours.get(self.side, OTHERS[0])


@dataclass(frozen=True, slots=True)
class KeyWord:
    """A word in a text that is the key of a side, in its colour by day."""

    start: int
    end: int
    side: Name
    colour: str


class Sides:
    """The sides of a map.

    Parameters
    ----------
    sides : sequence of Side
        One or two, as defined: the first inks the left half of symbols, the second the right.
    """

    def __init__(self, sides: Sequence[Side]) -> None:
        self._sides: dict[Name, Side] = dict(zip(("left", "right"), sides, strict=False))

    @cached_property
    def colours(self) -> Mapping[str, tuple[str, str]]:
        """Colours by side, by day and in the dark."""
        own: dict[str, tuple[str, str]] = {
            name: (side.colour, side.dark or lightened(side.colour, DARK, _DARK_CONTRAST))
            for name, side in self._sides.items()
        }
        return {"left": OTHERS, "right": OTHERS, **own, "both": JOINT, "none": OTHERS}

    def acting(self, event: Event) -> Acting:
        """Return which sides act in a record, by the stated actors alone."""
        inked: list[Name] = [n for n, side in self._sides.items() if any(_acts_for(event, side))]
        return self.inked("both" if len(inked) > 1 else inked[0] if inked else "none")

    def inked(self, name: Name) -> Acting:
        """Return the halves of a side, of both or of none, for a legend."""
        return Acting(name, self.colours["left"][0], self.colours["right"][0])

    def names(self, language: str) -> dict[str, str]:
        """Return the names of the sides in a language."""
        return {name: in_language(side.name, language) for name, side in self._sides.items()}

    def key_words(self, texts: Iterable[str]) -> Iterator[tuple[KeyWord, ...]]:
        """Yield of each piece of a text the first words of each side, in order."""
        waiting = dict(self._patterns)
        for text in texts:
            found = {name: match for name, p in waiting.items() if (match := p.search(text))}
            for name in found:
                del waiting[name]
            words = [
                KeyWord(*match.span(), name, self.colours[name][0]) for name, match in found.items()
            ]
            yield tuple(sorted(words, key=lambda word: word.start))

    @cached_property
    def _patterns(self) -> dict[Name, re.Pattern[str]]:
        patterns = {}
        for name, side in self._sides.items():
            # The longest first: one word may begin another.
            words = sorted({*versions_of(side.name), *side.words}, key=len, reverse=True)
            alternatives = "|".join(map(re.escape, words))
            patterns[name] = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)
        return patterns


def _acts_for(event: Event, side: Side) -> Iterator[bool]:
    for actor in event.actors:
        if (actor.role or "").casefold() not in _NOT_ACTING:
            yield actor.country in side.countries or actor.name in side.actors


def disclosed_sides(definition: MapDefinition, events: Iterable[Event]) -> list[dict[str, Any]]:
    """Return the sides of a map as a page has them.

    They are without actors and countries that no record of the page names, and without words that
    are in no text.
    """
    if not definition.sides:
        return []
    actors = [actor for event in events for actor in event.actors]
    countries, names = {a.country for a in actors}, {a.name for a in actors}
    texts = [definition.lead or "", *(scene.text for scene in definition.scenes)]
    text = "\n".join(version for one in texts for version in versions_of(one)).casefold()
    disclosed = []
    for side in definition.sides:
        values = side.model_dump(mode="json", exclude_defaults=True)
        values["words"] = [word for word in side.words if word.casefold() in text]
        values["countries"] = [code for code in side.countries if code in countries]
        values["actors"] = [name for name in side.actors if name in names]
        disclosed.append({key: value for key, value in values.items() if value})
    return disclosed
