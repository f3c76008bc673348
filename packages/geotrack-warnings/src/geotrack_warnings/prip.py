"""Coastal warnings in Russian: ПРИП, as issued for the Northern Sea Route and the Barents Sea.

A warning has a place and a number, perhaps with its year, charts, a sea, sentences without
prepositions, and often its cancellation. Its words for places, times and hazards are translated,
so that it is read as other warnings to shipping are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from geotrack_warnings.in_force import moment_text
from geotrack_warnings.navigational import fill_in
from geotrack_warnings.notice import (
    BEFORE,
    LONGEST,
    Notice,
    line_starts,
    number_key,
    year_of,
)
from geotrack_warnings.text_positions import find_positions

__all__ = ["HEADING", "find_headings", "read"]

_LETTER = "[А-ЯЁ]"
_NUMBER = r"\d{1,4}(?:/(?:\d{4}|\d{2}))?(?![\d-])"
HEADING = re.compile(
    rf"^[ \t>*]{{0,20}}(?:ПРИП|ПРИБРЕЖН{_LETTER}{{2}}[ \t]{{1,9}}ПРЕДУПРЕЖДЕНИ{_LETTER})"
    rf"[ \t]{{1,9}}(?P<place>{_LETTER}[А-ЯЁ-]{{2,20}})[ \t]{{1,9}}"
    rf"(?:НР[ \t.]{{1,9}}|№[ \t]{{0,9}})?(?P<number>{_NUMBER})",
    re.MULTILINE,
)
"""Beginning of a warning in capitals: its place and its number."""
_CANCELS = re.compile(
    rf"\bОТМ{_LETTER}*[ \t]{{1,9}}(?:ПРИП[ \t]{{1,9}})?(?:(?P<place>{_LETTER}[А-ЯЁ-]{{2,20}})"
    rf"[ \t]{{1,9}})?(?P<numbers>{_NUMBER}(?:[ \t,И]{{1,9}}{_NUMBER}){{0,50}})"
)
_REFERS = re.compile(rf"(?:\bОТМ{_LETTER}*|[,И])\s{{0,20}}$")
_SEA = re.compile(rf"(?:{_LETTER}[А-ЯЁ -]*)?(?:МОР|ПРОЛИВ|ЗАЛИВ|ГУБ|БУХТ|ОКЕАН|РЕК)[А-ЯЁ -]*")
_WORDS = re.compile(rf"{_LETTER}[А-ЯЁ -]*")
_SKIPPED = re.compile(r"КАРТ.*|ПЕРЕДАВАТЬ.*|[\d ]*")
_SUBJECT_END = re.compile(r"\b(?:РАЙОН\w*|ТОЧК\w*|ПО ЛИНИ\w*|ДО|С)\b|\d|[.:;]")
_PARAGRAPH = re.compile(rf"(?:\d{{1,2}}|{_LETTER})[.)]\s*")
_MONTHS = ("ЯНВ", "ФЕВ", "МАР", "АПР", "МА[ЙЯ]", "ИЮН", "ИЮЛ", "АВГ", "СЕН", "ОКТ", "НОЯ", "ДЕК")
_ENGLISH = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_LATIN = str.maketrans(
    dict(zip("АБВГДЕЁЗИЙКЛМНОПРСТУФЦЫЭ", "ABVGDEEZIYKLMNOPRSTUFCYE", strict=True))
    | {"Ж": "ZH", "Х": "KH", "Ч": "CH", "Ш": "SH", "Щ": "SHCH", "Ю": "YU", "Я": "YA", "Ъ": "",
       "Ь": "", "Ц": "TS"}
)  # fmt: skip
_LABELS = dict(zip("АБВГДЕЖЗИК", "ABCDEFGHIJ", strict=True))
_SIDES = {"С": "N", "C": "N", "Ю": "S", "В": "E", "B": "E", "З": "W"}
_TRANSLATED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), english)
    for pattern, english in (
        *((rf"\b{ru}[А-ЯЁ]*\b\.?", en) for ru, en in zip(_MONTHS, _ENGLISH, strict=True)),
        (r"\bОТМ[А-ЯЁ]*[ \t]+ЭТОТ?[ \t]+(?:НР|НОМЕР|ПРИП)\b", "CANCEL THIS MSG"),
        (r"(?<=\d)[ \t]*(?:МСК|ВСВ)\b", " UTC"),  # and three hours are taken off at the end
        (r"(?<=\d)[ \t]+(?:ПО|ДО)[ \t]+(?=\d)", " TO "),
        (r"\b(?:ПО|ДО)[ \t]+(?=\d)", "UNTIL "),
        (r"\bС[ \t]+(?=\d)", "FROM "),
        (r"\bДО ОСОБОГО РАСПОРЯЖЕНИЯ\b", "UFN"),
        (r"\bЕЖЕДНЕВНО\b", "DAILY"),
        (r"\bБЕРЕГ[А-ЯЁ]*\b", "COAST"),
        (r"\bОГР[А-ЯЁ]*\b(?:[ \t]+(?:ТОЧКАМИ|КООРДИНАТАМИ|ЛИНИ[А-ЯЁ]*))?", "BOUNDED BY"),
        (r"\bРАЙОН[А-ЯЁ]*\b", "AREA"),
        (r"\b(?:ЛИНИ|ТРАСС|МАРШРУТ)[А-ЯЁ]*\b", "TRACKLINE"),
        (r"\b(?:ТОЧК[АЕИУ]|ТОЧКАХ|ПОЗИЦИ[А-ЯЁ]*)\b", "POSITION"),
        (r"\bРАДИУС[А-ЯЁ]*\b", "RADIUS"),
        (r"(?<=\d)[ \t]*МИЛ[А-ЯЁ]*\b", " NM"),
        (r"(?<=\d)[ \t]*КАБ[А-ЯЁ]*\b", " CABLES"),
        (r"(?<=\d)[ \t]*КМ\b", " KM"),
        (r"(?<=\d)[ \t]*М(?:ЕТР[А-ЯЁ]*)?\b(?!-)", " METERS"),
        (r"\bОТ\b", "OF"),
        (r"\bИ\b", "AND"),
        (r"\bСТРЕЛЬБ[А-ЯЁ]*\b", "FIRING"),
        (r"\b(?:РАКЕТ|ПУСК)[А-ЯЁ]*\b", "MISSILE"),
        (r"\bУЧЕНИ[А-ЯЁ]*\b", "EXERCISE"),
        (r"\b(?:ЗАПРЕ|ЗАКРЫТ)[А-ЯЁ]*\b", "PROHIBITED"),
        (r"\bОПАСН[А-ЯЁ]*\b", "DANGER"),
        (r"\b(?:ГИДРОГРАФ|ПРОМЕР|СЕЙСМ)[А-ЯЁ]*\b", "SURVEY"),
        (r"\b(?:БУРЕН|БУРОВ)[А-ЯЁ]*\b", "DRILLING"),
        (r"\bБУКСИР[А-ЯЁ]*\b", "TOWING"),
        (r"\b(?:ВЗРЫВ|ДНОУГЛУБ)[А-ЯЁ]*\b", "BLAST"),
        (r"\bТРУБОПРОВОД[А-ЯЁ]*\b", "PIPELINE"),
    )
)
_SIDE = re.compile(r"(\d{2,3}[-–° ]\d{2}(?:[.,]\d{1,6})?['’′]?)[ \t]?([СCЮВBЗ])(?![А-ЯЁA-Z])")
_LABEL = re.compile(r"(?m)^([ \t]*)([АБВГДЕЖЗИК])([.)])")
_SIGNATURE = re.compile(rf"(?m)^[ \t]*\d{{6}}[ \t]+МСК(?:[ \t]+{_LETTER}{{1,3}})?-?[ \t]*\r?$")
"""When a warning was sent: a day and an hour without a month."""
_MOSCOW = timedelta(hours=3)
_LONGEST_LINE = 200


def find_headings(upper: str) -> list[tuple[int, re.Match[str]]]:
    """Return where each warning of a text begins, and its heading.

    A heading that is repeated before the first position begins no other warning.
    """
    headings: list[tuple[int, re.Match[str]]] = []
    for match in HEADING.finditer(upper):
        if _REFERS.search(upper[max(0, match.start() - BEFORE) : match.start()]):
            continue
        before = headings[-1][1] if headings else None
        if before and _name(before) == _name(match):
            between = _in_english(upper[before.end() : match.start()])
            if next(find_positions(between), None) is None:
                continue
        headings.append((match.start(), match))
    return headings


def _name(match: re.Match[str]) -> tuple[str, str]:
    return match["place"], match["number"].partition("/")[0]


def read(match: re.Match[str], text: str, upper: str, at: int) -> Notice:
    """Return the warning of a heading.

    Times without a zone are kept as days; those of Moscow (МСК) are converted to UTC.
    """
    series = f"PRIP {match['place'].translate(_LATIN)}"
    head = match.end() - at
    body = _SIGNATURE.sub(lambda found: " " * len(found[0]), upper[head:])
    english = _in_english(body)
    has_place = next(find_positions(english), None) is not None
    cancels = tuple(dict.fromkeys(_cancelled(body, series)))
    notice = Notice(
        f"{series} {match['number']}", series, text.strip("\r\n"), at, cancels=cancels,
        is_administrative=bool(cancels and not has_place),
    )  # fmt: skip
    if notice.is_administrative:
        return notice
    notice.place, notice.subject = _headlines(body)

    theirs, ours = (line_starts(words) for words in (english, body))

    def there(offset: int) -> int:
        """Return the begin of the line in the file; its words have another length."""
        return at + head + ours[bisect_right(theirs, offset) - 1]

    fill_in(notice, english, year_of(match["number"]), there, "translated")
    notice.start, notice.end = (_in_utc(moment, body) for moment in (notice.start, notice.end))
    return notice


def _in_english(body: str) -> str:
    """Return a text with its words for positions, times, shapes and hazards in English."""
    body = _SIDE.sub(lambda found: found[1] + _SIDES[found[2]], body)
    body = _LABEL.sub(lambda found: found[1] + _LABELS[found[2]] + found[3], body)
    for pattern, english in _TRANSLATED:
        body = pattern.sub(english, body)
    return body


def _in_utc(time: str, body: str) -> str:
    """Return a time that was read as UTC; only its day if the warning states no zone."""
    if "T" not in time:
        return time
    if re.search(r"\bМСК\b", body):
        return moment_text(datetime.fromisoformat(time).astimezone(UTC) - _MOSCOW)
    return time if re.search(r"\bUTC|\bВСВ|\d{6}Z", body) else time[:10]


def _cancelled(body: str, series: str) -> Iterator[str]:
    for match in _CANCELS.finditer(body):
        current_series = f"PRIP {match['place'].translate(_LATIN)}" if match["place"] else series
        for number in re.findall(_NUMBER, match["numbers"]):
            yield number_key(f"{current_series} {number}")


def _headlines(body: str) -> tuple[str, str]:
    """Return the sea, and the subject, of the first lines of a warning."""
    place = ""
    for line in body.split("\n")[:20]:
        words = " ".join(line[:_LONGEST_LINE].split()).strip(" .")
        if not words or _SKIPPED.fullmatch(words) or HEADING.match(words):
            continue
        if not place and _SEA.fullmatch(words):
            place = words
            continue
        words = _PARAGRAPH.sub("", words, count=1) if _PARAGRAPH.match(words) else words
        end = _SUBJECT_END.search(words)
        subject = (words[: end.start()] if end else words).strip(" ,-")
        if _WORDS.fullmatch(subject):
            return place, subject[:LONGEST].strip()
    return place, ""
