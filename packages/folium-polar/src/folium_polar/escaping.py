"""Escaping of text inside script and style elements."""

from __future__ import annotations

import json
import re
from typing import Any

__all__ = ["encodable", "json_for_script", "script_text", "style_text"]

# With these escapes no HTML parser sees a tag or a comment inside a script, and U+2028 and U+2029
# end no line. They occur in JSON strings only, so the value is the same.
_JSON_ESCAPES = {
    ord("<"): "\\u003c",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
    # Half a surrogate pair is no character and cannot be encoded in UTF-8.
    **{half: f"\\u{half:04x}" for half in range(0xD800, 0xE000)},
}


def json_for_script(value: Any) -> str:
    r"""Return a value as JSON that is safe inside a script element.

    Examples
    --------
    >>> json_for_script({"name": "Bodø </script>"})
    '{"name":"Bodø \\u003c/script>"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_JSON_ESCAPES)


def script_text(code: str) -> str:
    r"""Return a script that cannot end its element or open a comment.

    In a JavaScript string ``<\/script`` and ``<\!--`` equal the text without the backslash, and
    neither occurs outside strings in a valid script. Line breaks are normalised as by an HTML
    parser, so that the hash of the text is that of the script that runs.

    Examples
    --------
    >>> script_text("a = '</script>'")
    "a = '<\\/script>'"
    """
    return re.sub(r"<(?=/script|!--)", r"<\\", _as_parsed(code), flags=re.IGNORECASE)


def style_text(css: str) -> str:
    """Return a style sheet that cannot end its element."""
    return re.sub(r"<(?=/style)", r"<\\", _as_parsed(css), flags=re.IGNORECASE)


def _as_parsed(text: str) -> str:
    """Return a script as an HTML parser reads it before its hash is compared.

    One kind of line break, and no character 0.
    """
    plain = encodable(text).replace("\r\n", "\n").replace("\r", "\n")
    return plain.replace("\0", "\ufffd")


def encodable(text: str) -> str:
    r"""Replace half surrogate pairs, which UTF-8 cannot encode, by U+FFFD.

    Examples
    --------
    >>> encodable("Bod\ud800")
    'Bod\ufffd'
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
