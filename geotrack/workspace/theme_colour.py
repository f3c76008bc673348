"""Whether a colour of a theme can be told apart from page and map."""

from __future__ import annotations

import re
from typing import Any

from geotrack.findings import Severity, shown
from geotrack.messages import Message
from geotrack.model.maps.contrast import DARK, LEAST_CONTRAST, channels, contrast, tint
from geotrack.reading.model_faults import Fault

__all__ = ["colour_fault"]

_COLOUR = re.compile("#[0-9a-f]{6}", re.IGNORECASE)
_PAPER = "#ffffff"
_LEAST_CONTRAST = 4.5
"""Contrast of a number with its symbol: WCAG 2.2, 1.4.3. What has it also stands out from sea and
land by day."""


def colour_fault(value: Any, path: tuple[str | int, ...]) -> Fault | None:
    """Return the fault of the colour of a theme: no colour, too light, or too dark (a warning).

    Parameters
    ----------
    value : object
        The value as written.
    path : tuple of str or int
        Its place in the file.
    """
    if not isinstance(value, str) or not _COLOUR.fullmatch(value):
        remedy = 'write it as "#rrggbb", six hexadecimal digits: "#1d4ed8"'
        return Fault(
            path, Message("{value} is no colour", shown(value)), remedy, "taxonomy-colour", value
        )
    ratio = contrast(value.lower(), _PAPER)
    dark = tint(value.lower())
    on_map = min(contrast(dark, ground) for ground in DARK)
    if on_map < LEAST_CONTRAST:
        message = Message(
            "{value} is too dark for hollow symbols on a dark page: lightened to "
            "{dark}, its contrast with the map is {on_map:.1f} to 1",
            shown(value),
            dark,
            on_map,
        )
        remedy = Message("choose a lighter colour, of {least:g} to 1", LEAST_CONTRAST)
        return Fault(path, message, remedy, "taxonomy-dark", value, Severity.WARNING)
    if ratio >= _LEAST_CONTRAST:
        return None
    message = Message(
        "{value} is too light for the white numbers on it: {ratio:.1f} to 1", shown(value), ratio
    )
    remedy = Message(
        'at least {least:g} is needed; "{colour}" has it', _LEAST_CONTRAST, _darker(value.lower())
    )
    return Fault(path, message, remedy, "taxonomy-colour", value)


def _darker(colour: str) -> str:
    """Return the lightest colour of the same hue that has contrast enough."""
    for percent in range(100, -1, -1):
        candidate = "#" + "".join(f"{v * percent // 100:02x}" for v in channels(colour))
        if contrast(candidate, _PAPER) >= _LEAST_CONTRAST:
            return candidate
    raise AssertionError(colour)
