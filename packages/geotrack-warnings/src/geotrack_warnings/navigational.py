"""Warnings to shipping in a text: NAVAREA, HYDROARC, HYDROLANT, HYDROPAC and coastal warnings.

Form: IHO S-53, Joint IMO/IHO/WMO Manual on Maritime Safety Information.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime

from geotrack.messages import Message
from geotrack_warnings.in_force import find_in_force, header_time
from geotrack_warnings.notice import (
    BEFORE,
    CANCELLED,
    HAZARD,
    LONGEST,
    Notice,
    number_key,
    year_of,
)
from geotrack_warnings.shapes import find_shapes
from geotrack_warnings.text_positions import find_positions

__all__ = ["HEADING", "fill_in", "find_headings", "read"]

_SERIES = (
    r"(?:NAVAREA\s{1,5}(?:[IVX]{1,5}|\d{1,2})|HYDRO(?:ARC|LANT|PAC)"
    r"|(?:PRIP|COASTAL\s{1,5}WARNING)\s{1,5}[A-Z]{3,20})"
)
_WORDS = r"(?:\s{1,5}(?:NAV(?:IGATIONAL)?|WARNINGS?|WARN|WNG|MSG|NR|NO|NUMBER|MESSAGE)\b[.:]?){0,3}"
_NUMBER = r"\d{1,4}/(?:\d{4}|\d{2})(?!\d)"
_REGIONS = r"(?:\([\d,\s]{1,30}\))?"
HEADING = re.compile(
    rf"^[ \t>*]{{0,20}}(?P<series>{_SERIES}){_WORDS}[ \t]{{1,9}}(?P<number>{_NUMBER})"
    r"(?=[ \t]{0,9}(?:[.:(\r\n]|$|CANCEL)|(?P<words>[ \t]{1,9}[A-Z][^;|\t\r\n]{2,80}\r?$))",
    re.MULTILINE,
)
"""Beginning of a warning in capitals: its series and its number."""
_CANCELS = re.compile(
    rf"\bCANCEL(?:S|LING|ING)?[\s:]{{1,9}}(?P<series>{_SERIES})?{_WORDS}\s{{0,9}}"
    rf"(?P<numbers>{_NUMBER}(?:{_REGIONS}(?:\s{{0,9}}(?:,|AND\b|&)\s{{0,9}}){{1,2}}"
    rf"(?:{_SERIES}\s{{1,9}})?{_NUMBER}){{0,50}})"
)
_IS_CANCELLED = re.compile(
    rf"(?P<series>{_SERIES}){_WORDS}\s{{1,9}}(?P<numbers>{_NUMBER}){_REGIONS}"
    r"\s{1,9}(?:(?:IS|HEREBY)\s){0,2}CANCELL?ED\b"
)
_CANCELLED_BY = re.compile(
    rf"\bCANCELL?ED\s{{1,9}}BY\s{{1,9}}(?P<series>{_SERIES}){_WORDS}\s{{1,9}}(?P<number>{_NUMBER})"
)
_ONE = re.compile(rf"(?P<series>{_SERIES})?\s{{0,9}}(?P<number>{_NUMBER})")
_REFERS = re.compile(
    r"(?:\b(?:CANCELS?|AND|REF|REFER|REFERS|SEE|TO|BY|OF)|,)[ \t:]{0,20}(?:\r?\n[ \t]{0,20})?$"
)
_BLANK = re.compile(r"\n[ \t\r]*\n[ \t]*$|\nN{4}\s*$")
_SUBJECT_END = re.compile(
    r"\b(?:IN|WITHIN|BOUND\w*|DAILY|FROM|BETWEEN|ALONG|VICINITY|UNTIL|AREAS?|POSITION|BY)\b"
    r"|\d|[.:;]"
)
_OWN = re.compile(_REGIONS + r"\s{0,9}(?:(?:IS|HEREBY)\s){0,2}CANCELL?ED\b")
_LISTS = re.compile(r"\b(?:MESSAGES|MSGS|WARNINGS|WNGS)\s+(?:CURRENTLY\s+)?IN\s+FORCE\b")
_SENTENCE = re.compile(r"\r?\n|(?<=[A-Z)])\.(?:\s|$)")
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}")
"""Abbreviations such as `U.A.E.`, whose points end no sentence."""
_PLACE = re.compile(r"[A-Z][A-Z '-]{2,40}(?:\s?\([A-Z '-]{2,30}\))?")
_PARAGRAPH = re.compile(r"(?:\d{1,2}|[A-Z])[.)]\s*")
_SKIPPED = re.compile(
    r"(?:CHARTS?|DNC|ADM|BA|ENC|NGA|REF)\b.*|\(?(?:[\d, ]+|GEN)\)?|NNNN|ZCZC.*|BT"
)
_NGA = "National Geospatial-Intelligence Agency (NGA)"
_COORDINATORS = {
    "I": "United Kingdom", "XVII": "Canada", "XVIII": "Canada", "XIX": "Norway",
    "XX": "Russian Federation", "XXI": "Russian Federation",
}  # fmt: skip
"""States of the coordinators of NAVAREAs: IHO S-53, of those that reach into the Arctic."""


def find_headings(upper: str) -> list[tuple[int, re.Match[str]]]:
    """Return where each warning of a text begins, and its heading."""
    headings = (match for match in HEADING.finditer(upper) if not _is_reference(upper, match))
    return [(_start(upper, match), match) for match in headings]


def _is_reference(upper: str, match: re.Match[str]) -> bool:
    """Return whether a number at the beginning of a line belongs to the sentence before it."""
    before = upper[max(0, match.start() - BEFORE) : match.start()]
    if match["words"]:
        # With words on its line it begins a warning only after a blank line, or a time.
        line = before.rstrip().rpartition("\n")[2]
        return not (_BLANK.search(before) or not line or header_time(line))
    return bool(_REFERS.search(before))


def _start(upper: str, match: re.Match[str]) -> int:
    """Return the offset of a heading, or of the date-time group on the line before it."""
    before = upper[max(0, match.start() - BEFORE) : match.start()]
    line = before.rstrip().rpartition("\n")[2]
    if header_time(line) is None:
        return match.start()
    return match.start() - len(before) + before.rindex(line)


def read(match: re.Match[str], text: str, upper: str, at: int) -> Notice:
    """Return the warning of a heading."""
    series = " ".join(match["series"].split())
    number = f"{series} {match['number']}"
    head = match.end() - at
    body = upper[head:]
    issued = header_time(upper[: match.start() - at]) or _issued(body)
    cancels = tuple(dict.fromkeys(_cancelled(body, series)))
    has_place = next(find_positions(body), None) is not None
    cancels_itself = not has_place and bool(_OWN.match(body))
    notice = Notice(
        number, _authority(series), text.strip("\r\n"), at, issued=issued,
        cancels=(number_key(number), *cancels) if cancels_itself else cancels,
        is_administrative=cancels_itself or bool(cancels and not has_place),
    )  # fmt: skip
    if _LISTS.search(body) and not has_place:
        notice.is_administrative = True
        notice.faults.append((at, Message("{number} lists warnings in force: no draft", number)))
    if notice.is_administrative:
        return notice
    notice.place, notice.subject = _headlines(body)
    if cancelling := _CANCELLED_BY.search(body):
        notice.status = CANCELLED
        cancelling_number = number_key(f"{cancelling['series']} {cancelling['number']}")
        notice.remarks.append(f"Cancelled by {cancelling_number}.")
    return fill_in(notice, body, year_of(match["number"]), lambda offset: at + head + offset)


def fill_in(
    notice: Notice, body: str, year: int | None, at: Callable[[int], int], how: str = "as written"
) -> Notice:
    """Fill in shapes and times of a warning, and whether it closes an area.

    Parameters
    ----------
    notice : Notice
        The warning; changed in place.
    body : str
        Its text after the heading, in capitals and in English.
    year : int or None
        Year of its number.
    at : callable
        Returns the offset in the file of one in the text.
    how : str
        How the summary has its times.
    """
    notice.shapes, faults = find_shapes(body)
    times = find_in_force(_without_header(body), notice.issued, year)
    notice.start, notice.end, notice.year_assumed = times.start, times.end, times.year_assumed
    if times.text:
        notice.remarks.append(f"In force, {how}: {times.text}.")
    notice.faults = [(at(n), problem) for n, problem in (*faults, *times.faults)]
    if not notice.shapes and not faults:
        notice.faults.append((notice.at, Message("no position is read")))
    notice.is_closure = HAZARD.search(body) is not None or any(
        shape.kind == "area" or shape.radius_km for shape in notice.shapes
    )
    return notice


def _authority(series: str) -> str:
    if series.startswith("HYDRO"):
        return _NGA
    state = _COORDINATORS.get(series.removeprefix("NAVAREA "))
    return f"{series} coordinator, {state}" if state else series


def _issued(body: str) -> datetime | None:
    """Return the date-time group that is alone on one of the first lines."""
    for line in body.split("\n", 3)[:3]:
        if issued := header_time(line):
            return issued
    return None


def _without_header(body: str) -> str:
    """Return a text in which a date-time group alone on its line is blank."""
    lines = body.split("\n")
    return "\n".join(" " * len(line) if header_time(line) else line for line in lines)


def _cancelled(body: str, series: str) -> Iterator[str]:
    for match in (*_CANCELS.finditer(body), *_IS_CANCELLED.finditer(body)):
        current_series = match["series"] or series
        for item in _ONE.finditer(match["numbers"]):
            current_series = item["series"] or current_series
            yield number_key(f"{current_series} {item['number']}")


def _headlines(body: str) -> tuple[str, str]:
    """Return the sea or country, and the subject, of the first lines of a warning."""
    places: list[str] = []
    body = _INITIALS.sub(lambda found: found[0].replace(".", ""), body[:2000])
    for line in _SENTENCE.split(body):
        words = " ".join(line.split()).strip(" .")
        if not words or _SKIPPED.fullmatch(words) or header_time(words):
            continue
        if _PLACE.fullmatch(words) and not HAZARD.search(words):
            places.append(words)
            continue
        words = _PARAGRAPH.sub("", words, count=1) if _PARAGRAPH.match(words) else words
        end = _SUBJECT_END.search(words)
        subject = (words[: end.start()] if end else words).strip(" ,-")
        if subject or places:
            if not subject and len(places) > 1:
                subject = places.pop()
            return ", ".join(places), subject[:LONGEST].strip()
    return ", ".join(places[:1]), ", ".join(places[1:])[:LONGEST]
