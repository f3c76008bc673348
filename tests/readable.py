"""Pages as one can read them: what is packed in them unpacked."""

from __future__ import annotations

import json
import re
from collections.abc import Collection

from folium_polar.packed import unpacked

_NAMES = "geotrack-(?:data|words(?:-[a-z]+)?|taken)"
_BLOCK = re.compile(rf'(<script type="text/plain" id="({_NAMES})">)([^<]*)')


def readable(html: str, but: Collection[str] = ()) -> str:
    """Return a page with its packed JSON as text; of blocks named in `but` nothing."""

    def shown(block: re.Match[str]) -> str:
        value = "" if block[2] in but else json.dumps(unpacked(block[3]), ensure_ascii=False)
        return block[1] + value

    found, many = _BLOCK.subn(shown, html)
    assert many == 4, "the blocks are called otherwise now"
    return found
