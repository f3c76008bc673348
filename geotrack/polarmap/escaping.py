"""Text put into scripts and styles without ending them."""

from __future__ import annotations

import json
import re
from typing import Any

__all__ = ["encodable", "json_for_script", "script_text", "style_text"]

# With these spelt as escapes, no HTML parser sees a tag or a comment inside a script, and U+2028
# and U+2029 end no line of it. They stand in JSON strings alone, so the value is the same.
_JSON_ESCAPES = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
    # Half a surrogate pair is no letter, and no file in UTF-8 can hold it as one.
    **{half: f"\\u{half:04x}" for half in range(0xD800, 0xE000)},
}


def json_for_script(value: Any) -> str:
    r"""
    Write a value as JSON that may stand inside a script element.

    Examples
    --------
    >>> json_for_script({"name": "Bodø </script>"})
    '{"name":"Bodø \\u003c/script\\u003e"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_JSON_ESCAPES)


def script_text(code: str) -> str:
    r"""
    Keep the text of a script from ending its element or opening a comment.

    In a JavaScript string ``<\/script`` and ``<\!--`` are the same letters as without the
    backslash, and outside of strings neither stands in a sound script. Line breaks are those that
    an HTML parser leaves, so that the text's hash is that of the script that is run.

    Examples
    --------
    >>> script_text("a = '</script>'")
    "a = '<\\/script>'"
    """
    return re.sub(r"<(?=/script|!--)", r"<\\", _as_parsed(code), flags=re.IGNORECASE)


def style_text(css: str) -> str:
    """Keep the text of a style sheet from ending its element."""
    return re.sub(r"<(?=/style)", r"<\\", _as_parsed(css), flags=re.IGNORECASE)


def _as_parsed(text: str) -> str:
    """Return what an HTML parser makes of a script before its hash is compared.

    One kind of line break, and no character 0.
    """
    plain = encodable(text).replace("\r\n", "\n").replace("\r", "\n")
    return plain.replace("\0", "\ufffd")


def encodable(text: str) -> str:
    r"""
    Put U+FFFD for half surrogate pairs, which no file in UTF-8 can hold.

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
