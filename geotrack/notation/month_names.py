"""Names of months and weekdays in English, Norwegian and Russian."""

from __future__ import annotations

__all__ = ["ENGLISH", "FULL", "LANGUAGES", "SHORT", "month_number", "weekday_number"]

LANGUAGES = "English, Norwegian and Russian"
"""Languages of month names."""
# By month: full names, then short ones. `strptime` reads the English ones.
_MONTHS = (
    ("January", "januar январь января", "jan янв"),
    ("February", "februar февраль февраля", "feb фев февр"),
    ("March", "mars март марта", "mar мар"),
    ("April", "april апрель апреля", "apr апр"),
    ("May", "mai май мая", "mai май мая"),
    ("June", "juni июнь июня", "jun июн"),
    ("July", "juli июль июля", "jul июл"),
    ("August", "august август августа", "aug авг"),
    ("September", "september сентябрь сентября", "sep sept сен сент"),
    ("October", "oktober октябрь октября", "okt окт"),
    ("November", "november ноябрь ноября", "nov ноя нояб"),
    ("December", "desember декабрь декабря", "des дек"),
)
ENGLISH = tuple(english[:3].lower() for english, _, _ in _MONTHS)
"""English short names in lower case, in the order of the year."""
FULL = {name: english for english, full, _ in _MONTHS for name in full.split()}
"""English name of a month by its full name in another language, in lower case."""
SHORT = {name: english[:3] for english, _, short in _MONTHS for name in short.split()}
"""English short name of a month by its short name in another language, in lower case."""

_NUMBERS = {
    name: number
    for number, (english, full, short) in enumerate(_MONTHS, 1)
    for name in (english.lower(), english[:3].lower(), *full.split(), *short.split())
}
_WEEKDAYS = (
    "monday mon mandag man",
    "tuesday tue tues tirsdag tir",
    "wednesday wed onsdag ons",
    "thursday thu thur thurs torsdag tor",
    "friday fri fredag fre",
    "saturday sat lørdag lør",
    "sunday sun søndag søn",
)
_DAYS = {name: number for number, names in enumerate(_WEEKDAYS) for name in names.split()}


def month_number(name: str) -> int | None:
    """Return the number of a month by its full or short name, None if there is none.

    Examples
    --------
    >>> month_number("JUL"), month_number("desember"), month_number("мая"), month_number("kesä")
    (7, 12, 5, None)
    """
    return _NUMBERS.get(name.lower())


def weekday_number(name: str) -> int | None:
    """Return the number of a weekday from Monday as 0, None if there is none.

    Examples
    --------
    >>> weekday_number("Wed"), weekday_number("søndag"), weekday_number("kl")
    (2, 6, None)
    """
    return _DAYS.get(name.lower())
