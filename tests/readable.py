"""Pages and JSON as one can read them: what is packed unpacked, and in lines."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from typing import Any

from folium_polar.packed import unpacked

_WIDTH, _SHORT = 100, 24
_NAMES = "geotrack-(?:data|words(?:-[a-z]+)?|taken)"
_BLOCK = re.compile(rf'(<script type="text/plain" id="({_NAMES})">)([^<]*)')
# Names on the map, in its script.
_LABELS = re.compile(r'geotrackPolar\.unpacked\("([^"]*)"\)')


def _one_line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def readable(html: str, but: Collection[str] = (), dump: Callable[[Any], str] = _one_line) -> str:
    """Return a page with its packed JSON as text; of blocks named in `but` nothing."""

    def shown(block: re.Match[str]) -> str:
        value = "" if block[2] in but else dump(unpacked(block[3]))
        return block[1] + value

    found, many = _BLOCK.subn(shown, html)
    assert many == 4, "the blocks are called otherwise now"
    return with_names(found)


def with_names(script: str) -> str:
    """Return a script with the packed names on its map as text."""
    return _LABELS.sub(lambda names: _one_line(unpacked(names[1])), script)


def json_lines(value: Any, indent: int = 0) -> str:
    """Return a value as JSON in lines: an element a line, or as many short ones as fit."""
    text = _one_line(value)
    if len(text) + indent < _WIDTH or not isinstance(value, dict | list):
        return text
    if isinstance(value, dict):
        keyed = value.items()
        parts = [f"{_one_line(str(key))}: {json_lines(part, indent + 1)}" for key, part in keyed]
    else:
        parts = [json_lines(part, indent + 1) for part in value]
    lines = [""]
    for part in parts:
        if lines[-1] and len(lines[-1]) + len(part) + indent < _WIDTH and len(part) < _SHORT:
            lines[-1] += f", {part}"
        else:
            lines.append(part)
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    joined = ",".join("\n" + " " * (indent + 1) + line for line in lines[1:])
    return f"{opening}{joined}\n{' ' * indent}{closing}"
