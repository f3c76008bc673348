"""Texts of geotrack in each language: one JSON file for each.

``en.json`` and ``nb.json`` have the same keys; a test checks that. A text may contain placeholders
(``{name}``); a text with a count has a singular and a plural form, chosen by ``n``. The section
``page`` is for the script of a briefing page, which fills texts in the same way.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from geotrack.errors import UsageError
from geotrack.messages import Message

__all__ = ["LANGUAGES", "Words", "words"]

LANGUAGES = ("en", "nb")
"""Codes of the languages (BCP 47); the first is the fallback."""

# Numbers up to four digits are written without a space: 2024, but 12 500.
_UNGROUPED = 4


class Words:
    """The texts of one language.

    Parameters
    ----------
    language : str
        Its code.
    texts : mapping
        Sections of texts.

    Examples
    --------
    >>> label = words("en")
    >>> label("page.finder.someOf", some=1, n=81)
    '1 of 81 records'
    """

    def __init__(self, language: str, texts: Mapping[str, Any]) -> None:
        self.language = language
        self._texts = texts

    def __call__(self, key: str, **values: Any) -> str:
        """Return a text with its values filled in.

        Parameters
        ----------
        key : str
            Section names and key, joined by dots.
        **values
            Values of the placeholders; numbers are formatted for the language.

        Raises
        ------
        KeyError
            Unknown text, or missing value.
        """
        entry = self.section(key)
        form = "one" if values.get("n") == 1 else "other"
        text: str = entry if isinstance(entry, str) else entry[form]
        if not values:
            return text
        return text.format(
            **{
                name: value if isinstance(value, str) else self.number(value)
                for name, value in values.items()
            }
        )

    def section(self, key: str) -> Any:
        """Return the value of a key: a text, its forms, a list or a whole section."""
        section: Any = self._texts
        for name in key.split("."):
            section = section[name]
        return section

    def number(self, value: float) -> str:
        r"""Format a number with up to six significant digits.

        Examples
        --------
        >>> words("en").number(12.5), words("nb").number(12.5), words("nb").number(12500)
        ('12.5', '12,5', '12\u202f500')
        """
        text = f"{value}" if isinstance(value, int) else f"{value:.6g}"
        digits, point, part = text.partition(".")
        if len(digits.lstrip("-")) > _UNGROUPED:
            digits = f"{int(digits):,}".replace(",", "\u202f")
        return digits.replace("-", "\u2212") + (self._texts["decimal"] + part if point else "")


@cache
def words(language: str) -> Words:
    """Return the texts of a language.

    Parameters
    ----------
    language : str
        One of `LANGUAGES`.

    Raises
    ------
    UsageError
        Unknown language.
    """
    if language not in LANGUAGES:
        raise UsageError(
            Message(
                "no words for {language!r}; choose from {languages}", language, ", ".join(LANGUAGES)
            )
        )
    file = Path(__file__).with_name(f"{language}.json")
    return Words(language, json.loads(file.read_text(encoding="utf-8")))
