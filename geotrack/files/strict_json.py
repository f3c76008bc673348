"""JSON output by RFC 8259, without characters that affect terminals."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from typing import Any

__all__ = ["dump_json"]

# Control characters that JSON does not escape, bidirectional controls, and JavaScript's line ends.
_ACTING = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def dump_json(
    value: Any,
    *,
    indent: int | None = None,
    default: Callable[[Any], Any] | None = None,
    ensure_ascii: bool = False,
) -> str:
    r"""Return a value as JSON text.

    Parameters
    ----------
    value : JSON value
        Infinite numbers and NaN become null.
    indent, default, ensure_ascii
        As in `json.dumps`.

    Examples
    --------
    >>> dump_json({"speed": float("nan"), "name": "a\x9bb\u202ec"})
    '{"speed": null, "name": "a\\u009bb\\u202ec"}'
    """

    def dumped(value: Any) -> str:
        return json.dumps(
            value, indent=indent, default=default, ensure_ascii=ensure_ascii, allow_nan=False
        )

    try:
        text = dumped(value)
    except ValueError:
        text = dumped(_finite(value))
    return _ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _finite(value: Any) -> Any:
    """Return a value with None for each infinite number."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    return [_finite(item) for item in value] if isinstance(value, list | tuple) else value
