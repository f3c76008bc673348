"""Similarity of records: evidence from space, time, type, actors and titles, with weights.

Each kind of evidence is a number from 0 to 1. Missing evidence counts a little less than half, so
that the rest must be strong.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar, cast
from unicodedata import normalize
from urllib.parse import parse_qsl, urlencode, urlsplit

import numpy as np

from geotrack.dates.instants import tick
from geotrack.i18n.folding import folded
from geotrack.index.record_rows import table_of
from geotrack.index.record_table import RecordTable
from geotrack.workspace.duplicates.distances import UNKNOWN
from geotrack.workspace.duplicates.titles import ALL, Titles

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

    from geotrack.model import Event

__all__ = [
    "ACTORS",
    "IN_COMMON",
    "OTHER_KIND",
    "OTHER_NUMBERS",
    "SPACE",
    "TIME",
    "TITLE",
    "TYPE",
    "Traits",
    "maximum_score",
    "normalise_url",
    "required_similarity",
    "simultaneous",
    "sources_of",
    "title_score",
    "total_score",
]

_Number = TypeVar("_Number", float, "NDArray[np.float64]")

# Weights of the kinds of evidence, together 1. Without the title no pair reaches the minimum.
SPACE = 0.22
TIME = 0.22
TITLE = 0.35
ACTORS = 0.12
TYPE = 0.09
IN_COMMON = 0.15
"""Part of the missing score that a common source or ship adds."""
OTHER_KIND = 0.6
"""Factor for records of different kinds, such as an event and a statement."""
OTHER_NUMBERS = 0.5
"""Part of the title score lost by different numbers."""

# Similarity of unrelated titles, from 0 to 100.
_BY_CHANCE = 55.0
# Similarity of unrelated names of actors, from 0 to 100.
_NAMES_BY_CHANCE = 50.0
# Score of actors of the same countries, as a part of the score of the same names.
_SAME_COUNTRIES = 0.6
# Score of types of the same name in two themes.
_SAME_NAME = 0.7
# Score of two types of one theme.
_SAME_THEME = 0.6
# Score of types of two themes.
_OTHER_TYPE = 0.2
# Factor for times on adjacent days only, which may be one day in two time zones.
_DAY_OFF = 0.9
# Factor for an instant and a period, of which it may be a part.
_INSTANT_IN_PERIOD = 0.8
_HALF_DAY = 0.5
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid", re.IGNORECASE)
# Most days between the written dates of moments that are a day apart: zones go from -12 to +14.
_DAYS_APART = 3
# Numbers of days that two records allow, and the weight of a common day by this number.
_DAYS = (1, 2, 7, 31, 366, 3660)
_WEIGHT_BY_DAYS = (1.0, 0.97, 0.92, 0.8, 0.5, 0.3)
_MICROSECONDS_PER_DAY = 86_400_000_000
# Assets that are not a single ship: a flag, a count, a type of aircraft.
_NOT_ONE = re.compile(r"flag .*|\d.*|[a-z]{1,4} ?\d+[a-z]{0,4}( of .*)?")
_IMO = re.compile(r"\bimo (\d{7})\b")


class Traits:
    """Compared properties of records as arrays, in the order of the records.

    Parameters
    ----------
    events : sequence of Event
        n records.
    """

    def __init__(self, events: Sequence[Event]) -> None:
        from rapidfuzz.utils import default_process

        self.events = events
        limits = [event.when.day_limits for event in events]
        self._limits = np.array(limits, dtype=np.int64).reshape(-1, 4).T
        self._dated = np.array([not event.when.undated for event in events], dtype=bool)
        self._lasts = np.array([event.end is not None for event in events], dtype=bool)
        self._types = _codes([event.type_id for event in events])
        self._names = _codes([event.type_id.partition("/")[2] for event in events])
        self._themes = _codes([event.theme.id for event in events])
        self._kinds = _codes([event.kind for event in events])
        self.titles = Titles([event.title for event in events])
        self._moments = _moments(events)
        self._exact = ~np.isnan(self._moments[0])
        self._ships = [_ships(event) for event in events]
        self._sources = [sources_of(event) for event in events]
        casts = [
            tuple(sorted({(default_process(folded(a.name)), a.country or "") for a in e.actors}))
            for e in events
        ]
        self._casts = list(dict.fromkeys(casts))
        self._actors = _codes(casts)

    def met(self, one: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Return which pairs of records may be simultaneous.

        Adjacent days count, as dates differ between time zones. If both records have instants,
        these are compared.
        """
        first, last = self._limits[0], self._limits[3]
        met = (first[one] <= last[other]) & (first[other] <= last[one])
        exact = np.flatnonzero(self._exact[one] & self._exact[other])
        met[exact] = self._between_instants(one[exact], other[exact])[0] <= 1.0
        return np.asarray(met | ~(self._dated[one] & self._dated[other]))

    def time(self, one: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return the time score of pairs that `met` accepts."""
        first, second = self._limits[:, one], self._limits[:, other]
        least, most = np.minimum(first, second), np.maximum(first, second)
        gap = most[0] - least[3]
        score = _by_days(most[3] - least[0])
        both_end = self._lasts[one] & self._lasts[other]
        ends = np.minimum(_by_days(most[1] - least[0]), _by_days(most[3] - least[2]))
        # An instant may be part of a period.
        moment = self._lasts[one] != self._lasts[other]
        score = np.where(both_end, ends, score) * np.where(moment, _INSTANT_IN_PERIOD, 1.0)
        between, span, exact = self._between_instants(one, other)
        score = np.where(
            exact & ~both_end, _by_days(span) * np.where(moment, _INSTANT_IN_PERIOD, 1.0), score
        )
        score *= np.where(np.where(exact, between > _HALF_DAY, gap == 0), _DAY_OFF, 1.0)
        return np.where(self._dated[one] & self._dated[other], score, UNKNOWN)

    def _between_instants(
        self, one: NDArray[np.intp], other: NDArray[np.intp]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
        """Return the days between instants of pairs, their total span, and whether both exist."""
        first, second = self._moments[:, one], self._moments[:, other]
        between = np.maximum(np.maximum(first[0], second[0]) - np.minimum(first[1], second[1]), 0.0)
        span = np.maximum(first[1], second[1]) - np.minimum(first[0], second[0])
        return between, span, ~np.isnan(between)

    def type(self, one: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return the type score of pairs."""
        equal = [codes[one] == codes[other] for codes in (self._types, self._names, self._themes)]
        return np.select(equal, [1.0, _SAME_NAME, _SAME_THEME], _OTHER_TYPE)

    def kind(self, one: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return the factor for the kinds of pairs."""
        return np.where(self._kinds[one] == self._kinds[other], 1.0, OTHER_KIND)

    def actors(self, one: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return the actor score of pairs, by names or, with less weight, by countries."""
        pairs = np.sort(np.column_stack([self._actors[one], self._actors[other]]), axis=1)
        codes, inverse = np.unique(
            pairs[:, 0] * len(self._casts) + pairs[:, 1], return_inverse=True
        )
        alike = [self._casts_alike(*divmod(code, len(self._casts))) for code in codes.tolist()]
        return np.array(alike, dtype=np.float64)[inverse]

    def _casts_alike(self, one: int, other: int) -> float:
        first, second = self._casts[one], self._casts[other]
        if not first or not second:
            return UNKNOWN
        return _actors_alike(min(first, second), max(first, second))

    def same_source(self, one: int, other: int) -> bool:
        """Return whether two records cite the same address or claim."""
        return not self._sources[one].isdisjoint(self._sources[other])

    def same_ship(self, one: int, other: int) -> bool:
        """Return whether two records have a ship or other asset in common."""
        return not self._ships[one].isdisjoint(self._ships[other])


def simultaneous(events: Sequence[Event], others: Sequence[Event]) -> NDArray[np.bool_]:
    """Return which events may be simultaneous with any of some others, shape (n,).

    All that `Traits.met` accepts are among them, and few else: most of ten thousand records need
    no closer comparison with a new one.
    """
    first, last = _days(table_of(events))
    its_first, its_last = _days(RecordTable.of(others))
    order = np.argsort(its_first)
    started = np.searchsorted(its_first[order], last + _DAYS_APART, side="right")
    latest = np.maximum.accumulate(np.append(-np.inf, its_last[order]))[started]
    return np.asarray(latest + _DAYS_APART >= first)


def _days(table: RecordTable) -> NDArray[np.float64]:
    """Return the first and the last day of each record; without limit if it is undated."""
    limits, undated = table.numbers("limits"), table.numbers("undated")
    return np.where(undated, [[-np.inf], [np.inf]], limits[[0, 3]])


def maximum_score(
    space: NDArray[np.float64], time: NDArray[np.float64], type_: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the maximum score of pairs, given space, time and type."""
    return SPACE * space + TIME * time + TYPE * type_ + TITLE + ACTORS


def total_score(score: _Number, in_common: bool, kind: _Number) -> _Number:
    """Return a score with the bonus for a common source or ship and the factor for kinds."""
    return (score + (1.0 - score) * IN_COMMON * in_common) * kind


def title_score(alike: _Number) -> _Number:
    """Return the title score of a similarity from 0 to 100."""
    return cast("_Number", np.maximum((alike - _BY_CHANCE) / (ALL - _BY_CHANCE), 0.0))


def required_similarity(
    most: NDArray[np.float64], kind: NDArray[np.float64], least: float
) -> NDArray[np.float64]:
    """Return the title similarity, 0 to 100, that pairs need for a minimum score."""
    lacks = most - (least / kind - IN_COMMON) / (1.0 - IN_COMMON)
    return ALL - (ALL - _BY_CHANCE) * lacks / TITLE


def _by_days(days: NDArray[np.int64] | NDArray[np.float64]) -> NDArray[np.float64]:
    return np.interp(np.log(np.maximum(days, 1)), np.log(_DAYS), _WEIGHT_BY_DAYS)


def _moments(events: Sequence[Event]) -> NDArray[np.float64]:
    """Return the first and last instant of records in days; NaN for records with days only."""
    rows = []
    for event in events:
        first = event.when.start.instant
        last = first if event.when.end is None else event.when.end.instant
        has_period = first is not None and last is not None
        rows.append((_utc_days(first), _utc_days(last)) if has_period else (np.nan, np.nan))
    return np.array(rows, dtype=np.float64).reshape(-1, 2).T


def _utc_days(moment: datetime | None) -> float:
    return np.nan if moment is None else tick(moment) / _MICROSECONDS_PER_DAY


def _ships(event: Event) -> frozenset[str]:
    """Return the names and IMO numbers of single ships."""
    from rapidfuzz.utils import default_process

    ships = set()
    for asset in (a for actor in event.actors for a in actor.assets):
        text = default_process(folded(asset))
        number = _IMO.search(text)
        if number:
            ships.add(number[1])
        if text and not _NOT_ONE.fullmatch(text):
            ships.add(text)
    return frozenset(ships)


def _codes(words: Sequence[Hashable]) -> NDArray[np.intp]:
    codes: dict[Hashable, int] = {}
    return np.array([codes.setdefault(word, len(codes)) for word in words], dtype=np.intp)


@lru_cache(maxsize=100_000)
def _actors_alike(one: tuple[tuple[str, str], ...], other: tuple[tuple[str, str], ...]) -> float:
    alike = [[_names_alike(a, b) for b, _ in other] for a, _ in one]
    best = [max(row) for row in alike] + [max(column) for column in zip(*alike, strict=True)]
    names = sum(best) / len(best)
    codes, other_codes = ({country for _, country in actors if country} for actors in (one, other))
    countries = 2 * len(codes & other_codes) / max(len(codes) + len(other_codes), 1)
    return max(names, _SAME_COUNTRIES * countries)


@lru_cache(maxsize=100_000)
def _names_alike(one: str, other: str) -> float:
    from rapidfuzz import fuzz

    alike = (fuzz.token_set_ratio(one, other) + fuzz.token_sort_ratio(one, other)) / 2
    return max(alike - _NAMES_BY_CHANCE, 0.0) / (ALL - _NAMES_BY_CHANCE)


def sources_of(event: Event) -> frozenset[tuple[str, str]]:
    """Return the addresses and claims that a record cites."""
    urls = {("", normalise_url(source.url)) for source in event.sources if source.url}
    claims = {(s.seed, s.claim) for s in event.sources if s.seed and s.claim}
    return frozenset(urls | claims)


def normalise_url(url: str) -> str:
    """Return a normalised URL for comparison.

    Ignored are the scheme, case and IDNA form of the host, `www.`, default ports, a trailing slash,
    the fragment, the order of query parameters, and tracking parameters.

    Examples
    --------
    >>> normalise_url("HTTP://www.Example.org:80/a/?utm_source=x&b=1#top")
    'example.org/a?b=1'
    >>> normalise_url("https://xn--hyre-gra.no/x")
    'høyre.no/x'
    """
    try:
        parts = urlsplit(url.strip())
        host, port = _host(parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return url
    query_pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode(sorted(pair for pair in query_pairs if not _TRACKING.fullmatch(pair[0])))
    where = host if port in (None, 80, 443) else f"{host}:{port}"
    return where + parts.path.rstrip("/") + (f"?{query}" if query else "")


def _host(host: str) -> str:
    """Return a host name in Unicode."""
    text = normalize("NFKC", host).replace("\u3002", ".").rstrip(".")
    return ".".join(map(_label, text.lower().split(".")))


def _label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return normalize("NFKC", label[4:].encode("ascii").decode("punycode")).lower()
    except UnicodeError:  # no such name
        return label
