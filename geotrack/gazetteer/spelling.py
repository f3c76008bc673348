"""Reduce the spellings of one name to one: Russian names, *St.*, *oe* for *ø*; airfields."""

from __future__ import annotations

import re

from geotrack.i18n.folding import folded

__all__ = [
    "CYRILLIC",
    "bare_airfield",
    "in_digraphs",
    "is_air_base",
    "parts_of_airfield",
    "spelt",
    "spelt_in_latin",
    "without_hyphens",
]

CYRILLIC = frozenset({"BY", "KZ", "RU", "UA"})
"""Countries whose names come in several Latin spellings."""
# Words for a military airfield, and for any airfield; a slash separates two names of one.
_AIR_BASE = r"(?:naval |royal )?air ?(?:base|station)|air force base|flybasen?|flystasjon|авиабаза"
_AIRFIELD = re.compile(
    r"\b(?:(?:international|regional|municipal|military) )?(?:airport|airfield|aerodrome|airstrip|"
    rf"lufthavn|lufthamn|flyplass(?:en)?|аэродром|{_AIR_BASE})\b|/"
)
# Letters of the Nordic languages, written as two.
_DIGRAPHS = str.maketrans({"ø": "oe", "ö": "oe", "å": "aa", "ä": "ae"})
_SAINT = re.compile(r"\bst\.? ")
# Norwegian spellings of Russian sounds, and English ones.
_NORWEGIAN = (("tsj", "ch"), ("sj", "sh"), ("zj", "zh"), ("j", "y"))
# Spellings of one Russian vowel, which are all written *e*.
_E = re.compile("y[eo]")
# Spellings of one Russian ending, which are all written *y*.
_Y = re.compile("iy|yy|yi|ij|yj|ii")
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
    """Return the one form of a name that all its spellings have, without hyphens.

    Parameters
    ----------
    key : str
        The name, folded, in Latin letters.
    country : str
        Its code in ISO 3166-1. Of names in `CYRILLIC` countries the endings, *ye*, soft signs and
        Norwegian letters are written in one way too.

    Examples
    --------
    >>> spelt("mirnyy", "RU") == spelt("mirny", "RU"), spelt("st. paul", "US")
    (True, 'saint paul')
    >>> spelt("gadzjijevo", "RU") == spelt("gadzhiyevo", "RU")
    True
    """
    saint = _SAINT.sub("saint ", key) if key.startswith("st") else key
    return _one_transliteration(saint) if country in CYRILLIC else saint.replace("-", " ")


def without_hyphens(name: str) -> str:
    """Return a name, folded, with spaces for its hyphens.

    Examples
    --------
    >>> without_hyphens("Ny-Ålesund") == without_hyphens("ny alesund")
    True
    """
    return folded(name).replace("-", " ")


def in_digraphs(name: str) -> str:
    """Return a name, folded, with the letters of the Nordic languages as two.

    Examples
    --------
    >>> in_digraphs("Vardø"), in_digraphs("Ålesund"), in_digraphs("Andøya")
    ('vardoe', 'aalesund', 'andoeya')
    """
    return folded(name.lower().translate(_DIGRAPHS))


def is_air_base(key: str) -> bool:
    """Return whether a folded text has words for a military airfield."""
    return re.search(rf"\b(?:{_AIR_BASE})\b", key) is not None


def bare_airfield(key: str) -> str:
    """Return a folded text without the words for an airfield.

    Examples
    --------
    >>> bare_airfield("kirkenes lufthavn"), bare_airfield("harstad/narvik airport evenes")
    ('kirkenes', 'harstad narvik evenes')
    """
    return " ".join(_AIRFIELD.sub(" ", key).split())


def parts_of_airfield(name: str) -> set[str]:
    """Return the names that an airfield's name joins, folded.

    Examples
    --------
    >>> sorted(parts_of_airfield("Harstad/Narvik Airport Evenes"))
    ['evenes', 'harstad', 'narvik']
    """
    return {" ".join(part.split()) for part in _AIRFIELD.split(folded(name))} - {""}


def spelt_in_latin(name: str) -> str | None:
    """Return a Russian name as `spelt` returns it, None if it is not in Russian letters.

    Examples
    --------
    >>> spelt_in_latin("Мирный"), spelt_in_latin("Mirny")
    ('mirny', None)
    """
    letters = [c for c in name.lower() if c.isalpha()]
    if not letters or not all(ord(c) in _LATIN for c in letters):
        return None
    return _one_transliteration(folded(name.lower().translate(_LATIN)))


def _one_transliteration(key: str) -> str:
    """Return a folded Russian name with each sound written in one way."""
    key = key.replace("'", "").replace("-", " ")
    for norwegian, english in _NORWEGIAN:
        key = key.replace(norwegian, english)
    return _Y.sub("y", _E.sub("e", key))
