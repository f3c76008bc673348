"""Context layers of a map: a file, its source and licence, and its style."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath, PureWindowsPath
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from geotrack.errors import quoted
from geotrack.messages import Message
from geotrack.model.base import Number, Selecting, Text, fault
from geotrack.model.localized import TextInLanguages
from geotrack.model.maps.as_of import AsOf

__all__ = [
    "DASHES",
    "NO_FILL",
    "Colour",
    "Fill",
    "LayerFile",
    "Opacity",
    "Width",
    "in_workspace",
    "layers_from_files",
]

DASHES = {
    "solid": (),
    "dashed": (6.0, 4.0),
    "dotted": (0.1, 4.0),
    "dash-dotted": (8.0, 3.0, 1.0, 3.0),
}
"""Dashes by name: lengths of lines and gaps in turn, pixels."""
NO_FILL = "none"
_COLOUR = re.compile("#[0-9a-f]{6}", re.IGNORECASE)
_MOST_DASHES, _LONGEST_DASH = 8, 60.0


def in_workspace(rule: str) -> Callable[[str], str]:
    """Return a validator of paths from the workspace's folder; `rule` is the id of its fault."""

    def check(value: str) -> str:
        parts = PurePosixPath(value.replace("\\", "/")).parts
        is_rooted = PurePosixPath(value).is_absolute() or PureWindowsPath(value).drive
        if is_rooted or ".." in parts or not value.isprintable():
            message = Message("{value} is no path in the workspace", quoted(value))
            fault(rule, message, "copy the file into the workspace, and name it from there")
        return value

    return check


def _colour(value: str) -> str:
    if not _COLOUR.fullmatch(value):
        fault("map-style", Message("{value} is no colour", quoted(value)), 'write it as "#rrggbb"')
    return value.lower()


def _fill(value: str) -> str:
    return value if value == NO_FILL else _colour(value)


def _dash(value: object) -> object:
    dash = DASHES.get(value) if isinstance(value, str) else None
    if dash is not None:
        return dash
    numbers = value if isinstance(value, (list, tuple)) else ()
    are_lengths = all(
        isinstance(n, (int, float)) and not isinstance(n, bool) and 0 < n <= _LONGEST_DASH
        for n in numbers
    )
    if not (numbers and are_lengths and len(numbers) <= _MOST_DASHES):
        remedy = Message(
            "write one of {dashes}, or lengths in pixels, such as [6, 3]", ", ".join(DASHES)
        )
        fault("map-style", Message("{value} is no dash", quoted(str(value))), remedy)
    return tuple(map(float, numbers))


Colour = Annotated[Text, AfterValidator(_colour)]
Fill = Annotated[Text, AfterValidator(_fill)]
Width = Annotated[Number, Field(ge=0.25, le=8)]
Opacity = Annotated[Number, Field(ge=0, le=1)]


class LayerFile(Selecting):
    """A file of another format as a context layer of a map.

    `file` is its path from the workspace's folder, `layer` a table in it. `label` is the column
    whose values letter the features. `date` is the day as of which the file describes the world.
    `colour` is that of lines, `fill` that of areas, of the given `opacity`; `width` and `dash` are
    in pixels. `crs` and `encoding` are those of a file that states none.
    """

    file: Annotated[Text, AfterValidator(in_workspace("map-file"))]
    name: TextInLanguages
    source: Text
    licence: Text
    date: AsOf | None = None
    layer: Text | None = None
    label: Text | None = None
    colour: Colour | None = None
    width: Width = 1.4
    dash: Annotated[tuple[float, ...], BeforeValidator(_dash)] = ()
    fill: Fill | None = None
    opacity: Opacity = 0.12
    shown: bool = True
    crs: Text | None = None
    encoding: Text | None = None


def layers_from_files(value: object) -> object:
    """Accept `[[layers]]` as the short form of `[[layers.files]]`, inside a validator."""
    return {"files": value} if isinstance(value, list) else value
