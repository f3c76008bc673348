"""What is wrong with a text that is no date, and what its writer most likely meant."""

from __future__ import annotations

import re

from geotrack.when.dates import DateError

__all__ = ["explain", "not_a_date"]

_ANY_FORM = (
    'write YYYY, YYYY-MM, YYYY-MM-DD, a time such as 2024-07-24T16:40:00Z, or "unknown"; '
    "2024~ for about, 2024? for perhaps, [2024-09-20,2024-09-21] for one of several"
)
_UNKNOWN_WORDS = {"", "unknown", "unk", "n/a", "na", "none", "null", "undated", "xxxx", "?"}
_ONGOING_WORDS = {"now", "present", "ongoing", "today", "open", "…", "..."}
_TIME = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?P<gap>[Tt ])(?P<hour>\d\d:\d\d)(?P<second>:\d\d)?(?P<part>\.\d+)?"
    r"(?P<offset>[Zz]|[+-]\d\d:?\d\d|[+-]\d\d)?",
    re.ASCII,
)


def not_a_date(text: str, problem: str, remedy: str) -> DateError:
    """Word the error for a text that is no date."""
    return DateError(f"'{text}' is not a date: {problem}", remedy)


def explain(text: str) -> DateError:
    """Find the nearest rule that a text breaks which fits no form at all.

    Examples
    --------
    >>> print(explain("2024-9"))
    '2024-9' is not a date: months and days have two digits; write 2024-09
    """
    bare = text.strip()
    if bare.lower() in _UNKNOWN_WORDS:
        problem = "it is empty" if not bare else "a word"
        return not_a_date(text, problem, 'write "unknown" where no source states one')
    if bare.lower() in _ONGOING_WORDS:
        return not_a_date(text, "a word", 'write "end": ".." where it still goes on')
    if bare != text:
        return not_a_date(text, "blanks around it", f"write {bare}")
    return (
        _slip_of_time(text) or _slip_of_form(text) or not_a_date(text, "no known form", _ANY_FORM)
    )


def _slip_of_time(text: str) -> DateError | None:
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    offset = match["offset"] or ""
    if re.fullmatch(r"[+-]\d{4}", offset):
        offset = f"{offset[:3]}:{offset[3:]}"
    elif re.fullmatch(r"[+-]\d\d", offset):
        offset = f"{offset}:00"
    stem = f"{match['day']}T{match['hour']}{match['second'] or ':00'}{match['part'] or ''}"
    if not offset:
        remedy = f"write {stem}Z or {stem}-09:00 as the source says, or {match['day']} alone"
        return not_a_date(text, "a time without its offset from UTC", remedy)
    if match["second"] is None:
        return not_a_date(text, "a time without seconds", f"write {stem}{offset}")
    problem = "no T between date and time" if match["gap"] == " " else "its offset is short"
    return not_a_date(text, problem, f"write {stem}{offset}")


def _slip_of_form(text: str) -> DateError | None:  # noqa: PLR0911 - one return for each slip
    slashes = re.fullmatch(r"(\d{4})/(\d\d)/(\d\d)", text)
    if slashes:
        return not_a_date(text, "slashes", f"write {'-'.join(slashes.groups())}")
    if re.fullmatch(r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}", text):
        return not_a_date(text, "the year stands last", "write YYYY-MM-DD")
    if text.count("/") == 1:
        start, end = text.split("/")
        remedy = f'write "start": "{start or "unknown"}", "end": "{end or ".."}"'
        return not_a_date(text, "an interval", remedy)
    short = re.fullmatch(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?", text)
    if short:
        parts = [part.zfill(2) for part in short.groups()[1:] if part]
        problem = "months and days have two digits"
        return not_a_date(text, problem, f"write {'-'.join([short[1], *parts])}")
    compact = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", text)
    if compact:
        return not_a_date(text, "no hyphens", f"write {'-'.join(compact.groups())}")
    if re.fullmatch(r"[0-9x~?%-]+", text) and "x" in text:
        return not_a_date(text, "a small x", f"write {text.replace('x', 'X')}")
    if ".." in text and not text.startswith(("[", "{")):
        return not_a_date(text, "a range without brackets", f"write [{text}]")
    if text.startswith("{"):
        remedy = "write one record for each, or [...] for one of them"
        return not_a_date(text, "a list of dates that all hold", remedy)
    if re.match(r"Y?-?\d+", text) and re.fullmatch(r"Y?-?\d+(-\d\d)*", text):
        return not_a_date(text, "not a year of four digits", "write a year from 0001 to 9999")
    return None
