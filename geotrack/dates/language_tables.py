"""Words of dates: one table for each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from geotrack import i18n

__all__ = ["LANGUAGES", "Language", "month_name"]


@dataclass(frozen=True)
class Language:
    """Patterns of dates in one language; ``{}``, ``{a}`` and ``{b}`` stand for dates."""

    months: tuple[str, ...]
    seasons: Mapping[int, str]
    day: str
    moment: str
    zoneless: str
    clock: str
    decimal: str
    decade: str
    sometime: str
    sometime_decade: str
    either: str
    between: str
    one_of: str
    up_to_day: str
    before: str
    from_day: str
    from_later: str
    qualifiers: Mapping[str, str]
    since: str
    from_to: str
    end_unknown: str
    start_end: str
    start_unknown: str
    undated: str
    undated_ongoing: str


def _language(code: str) -> Language:
    label = i18n.words(code)
    texts = label.section("dates")
    return Language(
        **{
            **texts,
            "months": tuple(texts["months"]),
            "seasons": {int(season): name for season, name in texts["seasons"].items()},
            "decimal": label.section("decimal"),
        }
    )


LANGUAGES: Mapping[str, Language] = {code: _language(code) for code in i18n.LANGUAGES}


def month_name(month: int, language: str) -> str:
    """Return the name of a month, 1 to 12, in a language."""
    return LANGUAGES[language].months[month - 1]
