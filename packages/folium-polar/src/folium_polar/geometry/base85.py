"""Bytes as text for a page: base 85, five letters for four bytes.

The letters are those of Git's base 85 (`base64.b85encode`), but ``.:,`` stand for ``<>&``, so that
the text cannot end a script element and needs no escape in JSON. It is 6 % shorter than base 64.
`web/src/polar/base85.js` reads it.
"""

from __future__ import annotations

import numpy as np

__all__ = ["from_letters", "to_letters"]

_LETTERS = np.frombuffer(
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%,()*+-;.=:?@^_`{|}~",
    dtype=np.uint8,
)
# Worth of each of five letters.
_POWERS = 85 ** np.arange(4, -1, -1, dtype=np.int64)
# Five letters hold four bytes.
_FIVE, _FOUR = 5, 4


def to_letters(raw: bytes) -> str:
    """Return bytes as text.

    Examples
    --------
    >>> to_letters(b"Arctic")
    'L2_esX=4'
    """
    short = -len(raw) % _FOUR
    words = np.frombuffer(raw + b"\0" * short, dtype=">u4").astype(np.int64)
    text = bytes(_LETTERS[words[:, None] // _POWERS % 85].tobytes())
    return text[: len(text) - short].decode("ascii")


def from_letters(text: str) -> bytes:
    """Return the bytes of a text that `to_letters` made; a trailing newline is ignored."""
    plain = text.strip().encode("ascii")
    short = -len(plain) % _FIVE
    values = np.zeros(128, dtype=np.int64)
    values[_LETTERS] = np.arange(len(_LETTERS))
    # Missing letters of the last five count as the highest letter.
    fives = values[np.frombuffer(plain + b"~" * short, dtype=np.uint8)].reshape(-1, _FIVE)
    raw = (fives @ _POWERS).astype(">u4")
    return bytes(raw.tobytes()[: raw.nbytes - short])
