"""Spellings of one name: Russian names in Latin letters, and *St.* for *Saint*."""

from __future__ import annotations

import re

from geotrack.i18n.folding import folded

__all__ = ["CYRILLIC", "spelt", "spelt_in_latin"]

CYRILLIC = frozenset({"BY", "KZ", "RU", "UA"})
"""Countries whose names come in several Latin spellings."""
_SAINT = re.compile(r"\bst\.? ")
_E, _Y = re.compile("y[eo]"), re.compile("iy|yy|yi|ij|yj|ii")
_LATIN = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфыэё", "abvgdeziyklmnoprstufyee", strict=True)),
        "ж": "zh",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ю": "yu",
        "я": "ya",
        "ъ": "",
        "ь": "",
    }
)


def spelt(key: str, country: str) -> str:
    """Return a name without what differs between spellings of the same name.

    Parameters
    ----------
    key : str
        The name, folded, in Latin letters.
    country : str
        Its code in ISO 3166-1; of `CYRILLIC` ones endings, *ye* and soft signs are levelled too.

    Examples
    --------
    >>> spelt("mirnyy", "RU") == spelt("mirny", "RU"), spelt("st. paul", "US")
    (True, 'saint paul')
    """
    saint = _SAINT.sub("saint ", key) if key.startswith("st") else key
    return _levelled(saint) if country in CYRILLIC else saint


def spelt_in_latin(name: str) -> str | None:
    """Return a Russian name as `spelt` levels it, None if it is not in Russian letters.

    Examples
    --------
    >>> spelt_in_latin("Мирный"), spelt_in_latin("Mirny")
    ('mirny', None)
    """
    letters = [c for c in name.lower() if c.isalpha()]
    if not letters or not all(ord(c) in _LATIN for c in letters):
        return None
    return _levelled(folded(name.lower().translate(_LATIN)))


def _levelled(key: str) -> str:
    return _Y.sub("y", _E.sub("e", key.replace("'", "")))
