"""Dates in a sentence: their words are found here, and read by `geotrack.notation`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from geotrack.dates import DateError, parse_date
from geotrack.notation.counted_dates import COUNTED, counted_date
from geotrack.notation.date_expressions import DateRange, day_of_text, parse_date_range
from geotrack_extraction.sentences import Sentence, Span

__all__ = ["MONTH", "Basis", "DateMention", "DateReader"]

Basis = Literal["stated", "context", "weekday", "published"]
Tense = Literal["past", "future", "none"]

_MONTH = (
    r"(?:jan(?:uary?)?|feb(?:ruary?)?|mar(?:ch|s)?|apr(?:il)?|ma[iy]|jun[ei]?|jul[yi]?|aug(?:ust)?|"
    r"sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cs](?:ember)?)\.?(?![a-zæøå])"
)
_LONG_MONTH = (
    r"(?:january?|february?|march|mars|april|ma[iy]|jun[ei]|jul[yi]|august|september|o[ck]tober|"
    r"november|de[cs]ember)(?![a-zæøå])"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|\.)?(?!\d)"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_WEEKDAY = (
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    r"mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag)"
)
_SEASON = (
    r"(?:spring|summer|autumn|fall|winter|våren|sommeren|høsten|vinteren|vår|sommer|høst|vinter)"
)
_TO = r"\s?(?:-|to|until|through|til(?: og med)?|t\.o\.m\.)\s?"
_AND = r"\s?(?:-|/|and|og|&)\s?"
_DAY_MONTH = rf"(?:{_DAY}\s(?:of\s)?{_MONTH}(?:,?\s{_YEAR})?|{_MONTH}\s{_DAY}(?:,?\s{_YEAR})?)"
# The day first, with full stops: *6.9.*
_FIGURES = r"(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.(?!\d)"
_FULL = rf"(?:{_WEEKDAY},?\s(?:the\s|den\s)?)?{_DAY_MONTH}"
_PART = (
    r"(?:(?:in\s|i\s)?(?:the\s)?(?:early|late|mid|middle\sof|beginning\sof|start\sof|end\sof|first\s"
    r"half\sof|second\shalf\sof|tidlig\si|sent\si|midten\sav|begynnelsen\sav|starten\sav|slutten\s"
    r"av|første\shalvdel\sav|andre\shalvdel\sav|medio|primo|ultimo)[\s-](?:the\s)?)"
)
_TIME = r"(?:\s(?:morning|afternoon|evening|night|morgen|formiddag|ettermiddag|kveld))?"
_WHICH = (
    r"(?:this|last|next|the\spast|the\scoming|previous|denne|dette|forrige|sist|siste|neste|"
    r"kommende)"
)
# From the longest to the shortest form; `p` is a word before the date that is not of it.
_FORMS = (
    rf"{_YEAR}-\d\d-\d\d(?!\d)",
    rf"(?:(?:in|i)\s)?(?:{_FULL}|{_PART}?{_LONG_MONTH})\s(?:(?:of\s)?(?:this|last|that|the\ssame)\syear|i\sår|i\sfjor|"
    r"samme\sår)",
    rf"(?:{_DAY}\s(?:or|eller)\s{_DAY_MONTH}|{_MONTH}\s{_DAY}\s(?:or|eller)\s{_DAY}(?:,?\s{_YEAR})?)",
    r"\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d(?!\d)",
    rf"{_FIGURES}(?:{_TO}{_FIGURES})?(?=\s?(?:[a-zæøå,;:()-]|$))",
    r"(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])(?:\s?(?:-|to|til)\s?(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2]))?"
    r"(?![\d:]|\.\d|\s?(?:km|nm|m|mil|°|%|utc|tonn|million))",
    r"(?:1[3-9]|2\d|3[01])/(?:0?[1-9]|1[0-2])(?![\d/]|\s?(?:km|nm|of))",
    rf"(?:between|mellom)\s(?:{_FULL}|{_DAY})\s(?:and|og)\s{_FULL}",
    rf"(?:between|mellom)\s{_PART}?{_MONTH}(?:\s{_YEAR})?\s(?:and|og)\s{_PART}?{_MONTH}(?:\s{_YEAR})?",
    r"(?:natten?\stil|overnight\sto|natten\smellom|natt\stil|(?:the\s)?night\s(?:of|to|between|from)|"
    rf"overnight\s(?:from|between))\s(?:the\s|den\s)?(?:{_FULL}|{_DAY})(?:{_TO}|{_AND}){_FULL}",
    r"(?:natten?\stil|overnight\sto|natt\stil|(?:the\s)?night\s(?:of|to)|night\sto)\s(?:the\s|den\s)?"
    rf"(?:{_FULL}|{_WEEKDAY}|{_FIGURES}|\d\d\.\d\d(?![\d:]))",
    rf"(?:(?:from|fra)\s)?{_FULL}{_TO}{_FULL}",
    rf"(?:(?:from|fra)\s)?(?:{_WEEKDAY},?\s)?{_DAY}{_TO}{_FULL}",
    rf"{_MONTH}\s{_DAY}{_TO}{_DAY}(?:,?\s{_YEAR})?",
    rf"(?:{_DAY},\s)*{_DAY}{_AND}{_DAY_MONTH}",
    rf"{_MONTH}\s{_DAY}{_AND}{_DAY}(?:,?\s{_YEAR})?",
    rf"{_FULL}",
    rf"(?:the\s)?(?:week|weekend|uken|uka|helgen|helga)\s(?:of|from|beginning|ending|fra)\s{_FULL}",
    rf"(?:(?:from|fra)\s)?{_LONG_MONTH}(?:\s{_YEAR})?{_TO}{_LONG_MONTH}(?:\s{_YEAR})?",
    rf"(?:(?:from|fra)\s)?{_PART}{_LONG_MONTH}(?:\s{_YEAR})?{_TO}{_PART}?{_LONG_MONTH}(?:\s{_YEAR})?",
    rf"{_PART}{_LONG_MONTH}(?:\s{_YEAR})?",
    rf"{_PART}{_YEAR}",
    rf"{_LONG_MONTH},?\s(?:of\s)?{_YEAR}",
    rf"(?:(?:the|in|i)\s)?(?:first|second|third|fourth|1st|2nd|3rd|4th|første|andre|tredje|fjerde|[1-4]\.)"
    rf"\s(?:quarter|kvartal|half|halvår)(?:\s(?:of|i|av))?\s{_YEAR}|q[1-4]\s{_YEAR}",
    rf"(?:week|uke|uka)\s\d\d?(?:,?\s{_YEAR})?",
    rf"(?:in\sthe\s|the\s|i\s)?{_SEASON}\s(?:of\s|i\s)?{_YEAR}(?:[-/]\d\d(?:\d\d)?)?",
    rf"(?:(?:from|fra|between|mellom)\s)?{_YEAR}(?:-|\s(?:to|and|og|til)\s){_YEAR}",
    rf"(?P<in>(?:in|during|i|på|by|innen|since|siden|until|til|fra|from|through|of|før|etter|before|after|hele|"
    rf"throughout|early|late|tidlig i|sent i|late in|early in|i løpet av|spring|summer|"
    rf"for)\s){_YEAR}"
    r"(?!\s?(?:km|meter|metres|ships|skip|nm|kilometer|tonn|tonnes|\d))",
    rf"(?P<pre>(?:in|during|since|by|until|throughout|last|i|siden|innen|fra|from|til|for)\s){_LONG_MONTH}"
    r"(?!\s\d)",
    r"(?:the\s)?day\sbefore\syesterday|yesterday(?:\smorning|\safternoon|\sevening)?|today|last\snight|"
    r"overnight|i\sdag|i\sgår(?:\s(?:morges|kveld))?|i\snatt|i\smorges|i\sformiddag|i\settermiddag|"
    r"i\skveld|i\sforgårs|this\s(?:morning|afternoon|evening)|natt\stil\si\sdag|tomorrow|i\smorgen|i\sfjor(?:\s(?:vår|sommer|høst))?",
    r"(?:for\s)?(?:\d\d?|an?|ett?|en|two|three|four|five|six|seven|eight|nine|ten|to|tre|fire|fem|seks|"
    r"sju|syv|åtte|ni|ti)\s(?:days?|weeks?|months?|dag(?:er)?|døgn|uke[r]?|måned(?:er)?)\s(?:ago|siden)",
    r"(?:the|den)\s\d{1,2}(?:st|nd|rd|th|\.)\s(?:of\s|i\s)?(?:last|this|forrige|denne)\s(?:month|måned(?:en)?)",
    r"(?:the\s)?(?:week|weekend)\sbefore\slast|(?:last|forrige|sist)\s(?:weekend|helg)",
    COUNTED,
    r"(?:in\s|i\s)?(?:the\s|den\s)?(?:first|second|third|fourth|last|første|andre|tredje|fjerde|siste)\s"
    rf"(?:week|uk[ea]n?)\s(?:of|in|i|av)\s{_LONG_MONTH}(?:\s{_YEAR})?",
    rf"{_WEEKDAY}{_TO}{_WEEKDAY}|{_WEEKDAY}\s?(?:and|og|&)\s?{_WEEKDAY}",
    rf"(?:(?:earlier|later|tidligere|senere)\s)?(?:in\s|i\s)?{_WHICH}\s"
    rf"(?:week(?!end)|month|year|uken|uka|uke|måneden|måned|året|år)\b|i\sår\b|tidligere\si\sår|earlier\sin\sthe\syear",
    rf"(?:{_WHICH}|(?:i|in\sthe|during\sthe|over\sthe|om|this))\s{_SEASON}\b",
    rf"{_WEEKDAY}\s(?:(?:in\s)?last\sweek|(?:i\s)?forrige\suk[ea])",
    r"(?:over|during|at)\sthe\sweekend|this\sweekend|i\shelg(?:en|a)",
    rf"(?:(?:last|sist|siste|forrige|next|neste|this|kommende|natt\stil)\s)?{_WEEKDAY}{_TIME}\b",
)
_YEAR_BEHIND = re.compile(
    r"\s(?:of\s)?(this year|last year|i år|i fjor|that year|the same year|samme år)$"
)
_THAT_YEAR = {"that year", "the same year", "samme år"}
_LAST_YEAR = {"last year", "i fjor"}
_PATTERN = re.compile(rf"(?<![\w-])(?:{'|'.join(_FORMS)})(?!\w)")
_LEADING = re.compile(
    r"(?:in|during|i|på|by|innen|of|hele|throughout|early|late|tidlig i|sent i|late in|early in|"
    r"i løpet av|for|spring|summer)\s(?=\d|[a-z]+$)"
)
# Words of which a sentence with a date has one, besides figures.
_WORDS = re.compile(
    rf"\d|{_WEEKDAY}|{_LONG_MONTH}|day|night|week|month|year|{_SEASON}|i går|natt|uk[ea]|måned|"
    r"i år|året|morges|i fjor|ago|tomorrow|morgen|forgårs|kveld|formiddag|helg|dag|døgn|"
    r"this (?:morning|afternoon|evening)"
)
_AMBIGUOUS = re.compile(r"\d{1,2}([./])\d{1,2}[./]\d{4}")
_COUNTED = re.compile(COUNTED)
# A day of the month without its month stands behind one of these.
_BEFORE_DAY = {"on", "of", "by", "until", "since", "from", "till"}
# *until Wednesday, when …*
_TURNS = re.compile(r",?\s(?:when|da)\b")
_CLOCK = {"kl", "kl.", "klokken", "klokka", "at", "utc", "fra", "mellom"}
# Characters between a date and its weekday behind it.
_BEHIND = 8
_ONE_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_BEFORE = {
    "since": "since", "siden": "since", "until": "until", "til": "until", "before": "before",
    "før": "before", "after": "after", "etter": "after", "by": "until", "innen": "until",
}  # fmt: skip
_PRECISION = {"instant": 0, "day": 0, "month": 2, "season": 3, "year": 4, "decade": 5, "unknown": 6}
MONTH = _PRECISION["month"]
"""The precision of a month; a day is less."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text.

    Parameters
    ----------
    span : Span
        Its words.
    readings : tuple of DateRange
        What they mean; several where the text does not say which; none where it cannot be read.
    basis : str
        What the reading rests on besides the words: the text round it, a weekday, or the day of
        publication.
    relation : str
        A word before it: *since*, *until*, *before*, *after*; else empty.
    context : Span, optional
        The words from which the year is.
    """

    span: Span
    readings: tuple[DateRange, ...]
    basis: Basis
    relation: str = ""
    context: Span | None = None

    @property
    def value(self) -> DateRange | None:
        """The date, if there is one reading."""
        return self.readings[0] if len(self.readings) == 1 else None

    @property
    def precision(self) -> int:
        """From 0, a day, to 6, unknown; sets of days are 1."""
        if self.value is None:
            return _PRECISION["unknown"]
        if self.value.start.startswith("["):
            return 1 if self.value.start.count("-") > len("--") else _PRECISION["season"]
        return _PRECISION.get(parse_date(self.value.start).precision, 1)

    @property
    def year(self) -> int | None:
        """The year of its start, if it has one."""
        lower = parse_date(self.value.start).lower if self.value else None
        return lower.year if lower else None


@dataclass
class DateReader:
    """Reads the dates of one report.

    Parameters
    ----------
    text, plain_text : str
        The text, and what `plain` returned for it.
    published : str
        The day, month or year of publication; empty if it is not known.
    """

    text: str
    plain_text: str
    published: str = ""

    def __post_init__(self) -> None:
        parsed = parse_date(self.published) if self.published else None
        is_day = parsed is not None and parsed.precision == "day"
        self._day: date | None = parsed.lower if parsed and is_day else None
        self._last: date | None = parsed.upper if parsed else None
        self._from = self._day

    def mentions(
        self,
        sentence: Sentence,
        tense: Tense,
        context: tuple[int, Span, bool] | None = None,
        counted_from: date | None = None,
        told: DateMention | None = None,
    ) -> list[DateMention]:
        """Return the dates of a sentence in their order.

        Parameters
        ----------
        sentence : Sentence
            The sentence.
        tense : str
            Which of two readings its verbs allow.
        context : tuple of int, Span and bool, optional
            A year that the text before states, where, and whether dates without a year are in it.
        counted_from : datetime.date, optional
            The day of a post in a list of posts, from which *yesterday* counts.
        told : DateMention, optional
            When what was told of before was, from which *the next day* counts.
        """
        self._from = counted_from or self._day
        start, end = sentence.start, sentence.end
        if not _WORDS.search(self.plain_text, start, end):
            return []
        spans = [(self._trimmed(m), m) for m in _PATTERN.finditer(self.plain_text, start, end)]
        mentions: list[DateMention] = []
        years = [
            (span, m) for span, m in spans if re.search(_YEAR, m[0]) and not self._relation(span, m)
        ]
        if years:
            span = years[0][0]
            year = re.search(_YEAR, self.plain_text[span.start : span.end])
            context = (int(year[0]), span, True) if year else context
        for span, match in spans:
            if self._is_a_word(span) or self._repeats(span, mentions):
                continue
            days = [m for m in mentions if m.precision <= 1 and not m.relation]
            told = days[-1] if days else told
            mention = self._read(span, self._relation(span, match), tense, context, told)
            if not mention.readings:
                continue
            is_from = (
                mention.precision == _PRECISION["year"]
                and mention.relation == ""
                and bool(
                    re.search(
                        r"\b(?:from|fra)\s$", self.plain_text[max(0, span.start - 6) : span.start]
                    )
                )
            )
            mentions.append(replace(mention, relation="since") if is_from else mention)
        return mentions

    def read(self, span: Span, tense: Tense) -> DateMention:
        """Return the date that words of the text mean."""
        self._from = self._day
        return self._read(span, "", tense, None, None)

    def _trimmed(self, match: re.Match[str]) -> Span:
        """Return a date without the preposition before it."""
        start = match.end("in") if match["in"] else match.end("pre") if match["pre"] else None
        return Span(match.start() if start is None else start, match.end())

    def _is_a_word(self, span: Span) -> bool:
        """Return whether a name of a month is another word: *may*, *march*, *fall*."""
        words = self.text[span.start : span.end]
        before = self.plain_text[max(0, span.start - 10) : span.start].split()
        word = before[-1] if before else ""
        if re.fullmatch(r"\d\d\.\d\d", words) and word in _CLOCK:
            return True
        if re.match(r"[Tt]he \d{1,2}\w\w(?: or |$)", words):
            return word not in _BEFORE_DAY
        return re.match(r"(?:may|march|mar|august)\b", words) is not None

    def _repeats(self, span: Span, mentions: list[DateMention]) -> bool:
        """Return whether a weekday stands behind its date: *25 July (a Friday)*."""
        if not mentions or span.start - mentions[-1].span.end > _BEHIND:
            return False
        words = self.plain_text[span.start : span.end]
        return mentions[-1].precision == 0 and re.fullmatch(_WEEKDAY, words) is not None

    def _relation(self, span: Span, match: re.Match[str]) -> str:
        if _TURNS.match(self.plain_text, span.end):
            return ""
        inside = (match["in"] or match["pre"] or "").strip()
        before = self.plain_text[max(0, span.start - 18) : span.start].split()[-2:]
        words = [inside, *before[::-1]] if inside else before[::-1]
        for word in words[:2]:
            if word in _BEFORE:
                return _BEFORE[word]
            if word not in {"on", "den", "the", "i", "in", "på", "early", "late", "og", "med"}:
                break
        return ""

    def _read(
        self,
        span: Span,
        relation: str,
        tense: Tense,
        context: tuple[int, Span, bool] | None,
        told: DateMention | None,
    ) -> DateMention:
        words = " ".join(self.plain_text[span.start : span.end].split())
        if counted := _COUNTED.fullmatch(words):
            return self._counted(span, counted, relation, told)
        if (match := _YEAR_BEHIND.search(words)) and (context or self._from):
            return self._of_year(span, match, relation, context)
        readings = self._kept(_readings(words, None), words)
        if readings:
            return DateMention(span, readings, "stated", relation)
        if context and context[2]:
            kept = self._kept(_with_year(words, context[0]), words)
            if kept and not self.is_after(kept[0].start):
                return DateMention(span, kept, "context", relation, context[1])
        if self._from is None:
            return DateMention(span, (), "published", relation)
        is_weekday = re.search(rf"{_WEEKDAY}{_TIME}(?: last week| i forrige uk[ea])?$", words)
        basis: Basis = "weekday" if is_weekday else "published"
        return DateMention(
            span, self._directed(_readings(words, self._from), tense, words), basis, relation
        )

    def _of_year(
        self,
        span: Span,
        match: re.Match[str],
        relation: str,
        context: tuple[int, Span, bool] | None,
    ) -> DateMention:
        """Return a date with *that year*, *last year* or *this year* behind it."""
        words = match.string
        if match[1] in _THAT_YEAR and context:
            kept = self._kept(_with_year(words[: match.start()], context[0]), words)
            return DateMention(span, kept, "context", relation, context[1])
        readings: tuple[DateRange, ...] = ()
        if self._from is not None:
            year = self._from.year - (match[1] in _LAST_YEAR)
            readings = self._kept(_with_year(words[: match.start()], year), words)
        return DateMention(span, readings, "published", relation)

    def _counted(
        self, span: Span, match: re.Match[str], relation: str, told: DateMention | None
    ) -> DateMention:
        """Return a date that counts from what was told of before; of a day alone, the last one."""
        value = told.value if told else None
        if told and match["same"]:
            return replace(told, span=span, basis="context", context=told.span)
        day = day_of_text((value.end or value.start) if value else "")
        context, words, is_day = told.span if told else None, match[0], bool(match["day"])
        if is_day and day is None and self._from is not None:
            lower = parse_date(value.start).lower if value else None
            day, context = lower or self._from, context if lower else None
        written = counted_date(words, day) if day else None
        if written and is_day and self.is_after(written) and day:
            written = counted_date(words, day.replace(day=1) - timedelta(days=1))
        readings = (DateRange(written),) if written and not self.is_after(written) else ()
        basis: Basis = "context" if context else "published"
        return DateMention(span, readings, basis, relation, context)

    def _kept(self, readings: Sequence[DateRange], words: str) -> tuple[DateRange, ...]:
        """Return readings of a date in figures: with full stops the day comes first."""
        match = _AMBIGUOUS.fullmatch(words)
        if match and match[1] == "." and len(readings) > 1:
            day, month, year = words.split(".")
            return tuple(r for r in readings if r.start == f"{year}-{month:0>2}-{day:0>2}")
        return tuple(readings)

    def _directed(
        self, readings: Sequence[DateRange], tense: Tense, words: str
    ) -> tuple[DateRange, ...]:
        """Return the readings that the tense allows; of two days one of them."""
        past = [r for r in readings if not self.is_after(r.start)]
        future = [r for r in readings if self.is_after(r.start)]
        if tense == "past" and not past and self._from:  # *in May* of the year before
            past = [r for r in _with_year(words, self._from.year - 1) if not self.is_after(r.start)]
        if self._from != self._day:  # in a list of days, a weekday is near the day above
            return tuple(sorted(readings, key=self._distance)[:1])
        if words.startswith("sist "):  # the nearest one, where *last Friday* may be either
            return tuple(sorted(past, key=self._distance)[:1])
        if tense == "future":
            return tuple((future or past)[:1])
        chosen = (past or future) if tense == "past" else [*past, *future]
        days = sorted(r.start for r in chosen if _ONE_DAY.fullmatch(r.start) and not r.end)
        if len(chosen) > 1 and len(days) == len(chosen):
            return (DateRange(f"[{','.join(days)}]"),)
        return tuple((past or future)[:1])

    def _distance(self, reading: DateRange) -> int:
        """Return the days between a date and the day from which it is counted."""
        lower = parse_date(reading.start).lower
        return abs((lower - self._from).days) if lower and self._from else 0

    def is_after(self, written: str) -> bool:
        """Return whether a date certainly is later than the publication."""
        if self._last is None or written in {"unknown", ".."}:
            return False
        lower = parse_date(written).lower
        return lower is not None and lower > self._last


def _with_year(words: str, year: int) -> tuple[DateRange, ...]:
    return _readings(f"{words} {year}", None) or _readings(f"{words}, {year}", None)


@lru_cache(maxsize=4096)
def _readings(words: str, published: date | None) -> tuple[DateRange, ...]:
    """Return the readings of a date, also without the word before it."""
    for spelling in dict.fromkeys((words, _LEADING.sub("", words, count=1))):
        try:
            if readings := parse_date_range(spelling, published):
                return readings
        except (DateError, ValueError, OverflowError):
            continue
    return ()
