"""Names of authors and reviewers, compared regardless of spelling."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from geotrack.errors import FieldError, UsageError
from geotrack.findings import shown
from geotrack.i18n.folding import folded, is_blank
from geotrack.messages import Message

__all__ = ["normalise_name", "same_name"]

# Letters of other alphabets that look like Latin ones, in upper or lower case.
_CYRILLIC = ("авекмнорстухіїјѕһԁԛԝӏгьёэ", "abekmhopctyxiijshdqwlrbee")
_GREEK = ("αβεζηικμνορτυχγςϲϳ", "abezhikmnoptuxyccj")
_OTHER = ("ᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢɑɡɩ", "abcdeghijklmnoprtuvwyzagi")
_LOOK_ALIKE = {
    ord(letter): latin
    for letters, alike in (_CYRILLIC, _GREEK, _OTHER)
    for letter, latin in zip(letters, alike, strict=True)
}
# Alphabets that must not be mixed with others in a word.
_APART = {"LATIN", "GREEK", "CYRILLIC"}


def normalise_name(name: str) -> str:
    r"""Return a name with normalised white space.

    Raises
    ------
    UsageError
        The name has an invisible character, a word with letters of two alphabets, or no letter.

    Examples
    --------
    >>> normalise_name(" Kari  Moe")
    'Kari Moe'
    >>> normalise_name("Ka\u200bri")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    folium_polar.errors.UsageError: the name 'Ka\u200bri' has an invisible letter, U+200B; ...
    """
    cleaned = " ".join(name.split())
    hidden = next((c for c in cleaned if _is_hidden(c)), None)
    if hidden is not None:
        letter = Message("an invisible letter, U+{hidden:04X}", ord(hidden))
        raise UsageError(
            Message("the name {cleaned} has {letter}; type it again", shown(cleaned), letter)
        )
    for word in _words(unicodedata.normalize("NFKC", cleaned)):
        # Marks and modifier letters go with any alphabet.
        letters = (c for c in word if unicodedata.category(c) in {"Lu", "Ll", "Lt", "Lo"})
        scripts = sorted({unicodedata.name(c, "?").partition(" ")[0] for c in letters})
        if len(scripts) > 1 and _APART & set(scripts):
            mixed = " and ".join(script.capitalize() for script in scripts)
            raise UsageError(
                Message(
                    "the name {cleaned} mixes {mixed} letters in one word; type it again",
                    shown(cleaned),
                    mixed,
                )
            )
    if not any(c.isalpha() for c in cleaned):
        raise FieldError(
            "the name {name} has no letter; say who with {by}, or set GEOTRACK_BY",
            {"name": shown(cleaned)},
        )
    return cleaned


def _is_hidden(letter: str) -> bool:
    if letter == " ":
        return False
    return unicodedata.category(letter) in {"Cc", "Cf", "Cn", "Co", "Cs"} or is_blank(letter)


def _words(text: str) -> list[str]:
    # Marks count: in many alphabets they are vowels.
    return "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in text).split()


def same_name(one: str, other: str) -> bool:
    """Return whether two names look the same to a reader.

    Case, accents, white space, punctuation, the order of words and look-alike letters are ignored.

    Examples
    --------
    >>> same_name("Kåre Moe", "MOE, KARE"), same_name("Kari", "K a r i."), same_name("Kari", "Ola")
    (True, True, False)
    """
    mine, other_forms = set(_spelt(one)), set(_spelt(other))
    return not mine.isdisjoint(other_forms)


def _spelt(name: str) -> Iterator[str]:
    """Yield the normalised forms of a name: words in order, and sorted."""
    visible = "".join(c for c in unicodedata.normalize("NFKC", name) if not _is_hidden(c))
    words = _words(folded(visible).translate(_LOOK_ALIKE))
    if words:
        yield "".join(words)
        yield "".join(sorted(words))
