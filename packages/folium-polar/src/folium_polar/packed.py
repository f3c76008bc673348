"""JSON values packed into text for a page."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from typing import Any

from folium_polar.geometry.base91 import from_letters, to_letters

__all__ = ["packed", "packed_bytes", "unpacked"]


def packed(value: Any, rewrite: Callable[[str], str] = str) -> str:
    """Return a JSON value as text of raw DEFLATE, which ``web/src/polar/unpack.js`` reads.

    Parameters
    ----------
    value : JSON value
        Text may contain anything, also half surrogate pairs.
    rewrite : callable
        Applied to the JSON text.
    """
    text = rewrite(json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False))
    # Half a surrogate pair cannot be encoded; an escape is the same JSON.
    raw = text.encode("utf-8", "backslashreplace")
    return packed_bytes(raw)


def packed_bytes(raw: bytes, level: int = 9) -> str:
    """Return bytes as text of raw DEFLATE; a lower level takes less time and more space."""
    squeeze = zlib.compressobj(level, zlib.DEFLATED, -15, 9)
    return to_letters(squeeze.compress(raw) + squeeze.flush())


def unpacked(text: str) -> Any:
    """Return the value of a packed text.

    Examples
    --------
    >>> unpacked(packed({"n": [1, None]}))
    {'n': [1, None]}
    """
    return json.loads(zlib.decompress(from_letters(text), wbits=-15))
