"""Times of rows in UTC, from texts, numbers and timestamps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from geotrack.notation.dates import DateOrder, parse_date_text, plausible_epoch
from geotrack_observations.arrow import pa, pc
from geotrack_observations.rejections import Reason, reason_of
from geotrack_observations.times.moments import SECOND
from geotrack_observations.times.time_forms import (
    BUILT_IN,
    DAY_SECONDS,
    EXCEL,
    Form,
    Scale,
    form_of,
    read_form,
)

__all__ = ["DAY_END", "TIME", "ZONE_OPTION", "TimeReading", "Times", "in_utc", "read_times"]

TIME = pa.timestamp("us", tz="UTC")
DAY_END = "day_end"
"""Column with the end of the day for rows that state only a day; empty for others."""
_ZONED = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$"
_ZONELESS = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d{1,6})?$"
_NUMBER = r"^[+-]?\d+(\.\d*)?$"
ZONE_OPTION = "time_zone, for example UTC"
"""End of messages about times without a zone."""
_NO_ZONE = f"states no time zone: give one as {ZONE_OPTION}"
_NO_TIME = "is no time as 2024-07-24T16:40:00Z"
_NO_SUCH = "is no time that there is"
_NO_SCALE = "is a number whose unit is not known: give it as time_format, for example excel"
# Seconds from 1970 to the first of January of the years 1 and 10000.
_YEARS = -62_135_596_800, 253_402_300_800
# Greatest number of parts of a second that fits in 64 bits with room for a sum.
_MOST_PARTS = 2.0**62
# Microseconds from 1970 to 1970 and to 2037.
_ARROW_KNOWS = 0, 2_114_380_800 * SECOND
_BEYOND = "is beyond the year 1 or 9999"
_PARTS = {"s": 1, "ms": 1_000, "us": 1_000_000}
# Units of counts since 1970, told apart by size from 1973 on: s, ms, µs, ns.
_EPOCH = ((1e8, 1.0), (1e11, 1e-3), (1e14, 1e-6), (1e17, 1e-9), (1e20, 0.0))
# Spreadsheets count days: 1954 to 2119.
_SERIALS = 20_000.0, 80_000.0


@dataclass(frozen=True, slots=True)
class TimeReading:
    """How the times of an input are read.

    Parameters
    ----------
    zone : str, optional
        Zone of times without one, an IANA name.
    formats : tuple of str
        Forms as `time_forms.form_of` reads them; empty for the built-in ones.
    month_first : bool, optional
        Whether `07/08/2024` is in July; None if unknown.
    is_date : bool
        Whether the column is named as one of dates, so that numbers of that size are days of a
        spreadsheet.
    is_epoch : bool
        Whether the column's name says that its numbers count from 1970. Else only those of
        `plausible_epoch` do, and `2006102812` is a day with an hour.
    """

    zone: str | None = None
    formats: tuple[str, ...] = ()
    month_first: bool | None = None
    is_date: bool = False
    is_epoch: bool = False


@dataclass(frozen=True, slots=True)
class Times:
    """Times of n rows.

    Parameters
    ----------
    start : pyarrow.Array of length n
        UTC; null where missing.
    day_end : pyarrow.Array of length n, optional
        End of the day for rows that state only a day, else null; None without such rows.
    why : dict of int to Reason
        Reasons of invalid times.
    local : int
        Number of times without a zone, read in the zone of the reader.
    """

    start: Any
    day_end: Any
    why: dict[int, Reason]
    local: int = 0


def read_times(values: Any, rows: int, reading: TimeReading) -> Times:
    """Read a column of times.

    Parameters
    ----------
    values : pyarrow.Array, optional
        Texts, numbers, dates or timestamps.
    rows : int
        Number of rows.
    reading : TimeReading
        How to read them.
    """
    if values is None:
        return Times(pa.nulls(rows, TIME), None, {})
    if pa.types.is_timestamp(values.type):
        return _timestamp_times(values, reading.zone)
    if pa.types.is_date(values.type):
        values = values.cast(pa.date32())
    elif not reading.formats and (quick := _iso_times(values, reading.zone)):
        return quick
    return _Column(values.cast(pa.string()), reading).times()


def _timestamp_times(values: Any, zone: str | None) -> Times:
    rows = len(values)
    if values.type.tz is None:
        if zone is None:
            missing = Reason.plain(f"its times {_NO_ZONE.replace('states', 'state')}")
            return Times(pa.nulls(rows, TIME), None, dict.fromkeys(range(rows), missing))
        # Times outside the supported years cannot be converted either.
        values, why = _in_years(values)
        values, out_of_range = _in_years(_assume(values, zone))
        return Times(values, None, {**why, **out_of_range}, len(values) - values.null_count)
    values, why = _in_years(values)
    return Times(values.cast(TIME), None, why)


def _iso_times(values: Any, zone: str | None) -> Times | None:
    """Return times if all are ISO 8601 with a zone, or all without; None otherwise."""
    if not pa.types.is_string(values.type):
        return None
    try:
        if pc.all(pc.match_substring_regex(values, _ZONED)).as_py():
            return Times(*_with_reasons(_in_years(values.cast(TIME, safe=False))))
        if zone and pc.all(pc.match_substring_regex(values, _ZONELESS)).as_py():
            naive = values.cast(pa.timestamp("us"))
            return Times(*_with_reasons(_in_years(_assume(naive, zone))), local=len(values))
    except pa.ArrowInvalid:
        pass  # one of them is not a time
    return None


def _with_reasons(times: tuple[Any, dict[int, Reason]]) -> tuple[Any, None, dict[int, Reason]]:
    return times[0], None, times[1]


def _in_years(values: Any) -> tuple[Any, dict[int, Reason]]:
    """Return timestamps in microseconds, and which lie outside the supported years."""
    kind = pa.timestamp("us", values.type.tz)
    parts = _PARTS.get(values.type.unit)
    if parts is None:  # nanoseconds reach to 2262
        return values.cast(kind, safe=False), {}
    first, last = (second * parts for second in _YEARS)
    count = values.cast(pa.int64())
    out_of_range = pc.or_(pc.less(count, first), pc.greater_equal(count, last))
    out_of_range = pc.fill_null(out_of_range, False)
    unread = Reason.plain(f"time {_BEYOND}")
    why = dict.fromkeys(np.flatnonzero(out_of_range).tolist(), unread)
    return pc.if_else(out_of_range, None, values).cast(kind), why


class _Column:
    """A column of texts, parsed by each form in turn; the first match counts."""

    def __init__(self, texts: Any, reading: TimeReading) -> None:
        self._texts, self._reading = pc.utf8_trim_whitespace(texts), reading
        rows = len(texts)
        self._start, self._end = np.zeros(rows, np.int64), np.zeros(rows, np.int64)
        self._is_read, self._is_day = np.zeros(rows, np.bool_), np.zeros(rows, np.bool_)
        self._why: dict[int, Reason] = {}
        self._local = 0
        self._has_digits = False
        present = pc.and_(pc.is_valid(texts), pc.not_equal(self._texts, ""))
        self._left = np.flatnonzero(pc.fill_null(present, False).to_numpy(zero_copy_only=False))

    def times(self) -> Times:
        if self._reading.is_epoch and not self._reading.formats:
            self._read_numbers(self._texts.take(pa.array(self._left)), None)
        for form in self._forms():
            if not len(self._left):
                break
            texts = self._texts.take(pa.array(self._left))
            if isinstance(form, Scale):
                self._read_numbers(texts, form)
            else:
                self._read_texts(texts, form)
        if len(self._left) and not self._reading.formats:
            texts = self._texts.take(pa.array(self._left))
            # In a column with times in digits such as `2024072413`, no number is a count.
            self._has_digits = _count_numbers(self._texts) > _count_numbers(texts)
            if self._reading.is_date:
                self._read_numbers(texts, EXCEL, _SERIALS)
                texts = self._texts.take(pa.array(self._left))
            self._read_numbers(texts, None)
            self._read_notations()
        self._refuse(self._left, self._no_form())
        start = pa.array(self._start, mask=~self._is_read).cast(TIME)
        end = pa.array(self._end, mask=~self._is_day).cast(TIME) if self._is_day.any() else None
        return Times(start, end, self._why, self._local)

    def _forms(self) -> Iterator[Form | Scale]:
        if self._reading.formats:
            yield from map(form_of, self._reading.formats)
            return
        for form in BUILT_IN:
            if not form.ordered or self._reading.month_first is not None:
                yield form

    def _no_form(self) -> str:
        formats = self._reading.formats
        return f"is no time as {' or '.join(formats)}" if formats else _NO_TIME

    def _read_texts(self, texts: Any, form: Form) -> None:
        readings = read_form(texts, form, month_first=bool(self._reading.month_first))
        rows = self._left[readings.rows]
        self._left = np.delete(self._left, readings.rows)
        self._refuse(rows[readings.wrong], _NO_SUCH)
        good = ~readings.wrong
        local = np.isnan(readings.offset)
        zoned = good & ~local
        self._keep(rows[zoned], readings.micros[zoned] - readings.offset[zoned].astype(np.int64))
        local &= good
        self._keep_local(rows[local], readings.micros[local], readings.is_day[local])

    def _keep_local(
        self, rows: NDArray[np.intp], micros: NDArray[np.int64], is_day: NDArray[np.bool_]
    ) -> None:
        """Store times without a stated zone, and the ends of days."""
        zone = self._reading.zone
        if zone is None:
            self._refuse(rows, _NO_ZONE)
            return
        # The end of the last supported day is out of range.
        endless = is_day & (micros + DAY_SECONDS * SECOND >= _YEARS[1] * SECOND)
        self._refuse(rows[endless], _BEYOND)
        rows, micros, is_day = rows[~endless], micros[~endless], is_day[~endless]
        self._local += len(rows)
        self._keep(rows, in_utc(micros, zone))
        days = rows[is_day]
        if len(days):
            self._end[days] = in_utc(micros[is_day] + DAY_SECONDS * SECOND, zone)
            self._is_day[days] = self._is_read[days]

    def _keep(self, rows: NDArray[np.intp], micros: NDArray[np.int64]) -> None:
        first, last = (second * SECOND for second in _YEARS)
        out_of_range = (micros < first) | (micros >= last)
        self._refuse(rows[out_of_range], _BEYOND)
        self._start[rows] = micros
        self._is_read[rows[~out_of_range]] = True

    def _read_numbers(
        self, texts: Any, scale: Scale | None, span: tuple[float, float] = (-np.inf, np.inf)
    ) -> None:
        """Read the numbers in a range as counts on a scale; None: as epochs, by their size."""
        has = pc.match_substring_regex(texts, _NUMBER).to_numpy(zero_copy_only=False)
        values = np.full(len(texts), np.nan)
        values[has] = texts.filter(pa.array(has)).cast(pa.float64()).to_numpy()
        with np.errstate(invalid="ignore"):
            has &= (values >= span[0]) & (values < span[1])
        rows, values = self._left[has], values[has]
        self._left = self._left[~has]
        if scale is None:
            micros_read = _epochs(values, is_named=self._reading.is_epoch)
            if self._has_digits:
                micros_read[:] = np.nan
        else:
            micros_read = scale.micros(values)
        unknown = np.isnan(micros_read)
        self._refuse(rows[unknown], _NO_SCALE)
        sound = ~unknown & (np.abs(micros_read) < _MOST_PARTS)
        self._refuse(rows[~unknown & ~sound], _BEYOND)
        micros = micros_read[sound].astype(np.int64)
        if scale is None or not scale.is_local:
            self._keep(rows[sound], micros)
            return
        is_whole = bool((values == np.floor(values)).all())
        self._keep_local(rows[sound], micros, np.full(len(micros), is_whole))

    def _read_notations(self) -> None:
        """Read what is left as `geotrack import` does: `241305ZJUL2024`, `24. juli 2024`."""
        order: DateOrder | None = None
        if self._reading.month_first is not None:
            order = "month" if self._reading.month_first else "day"
        coded = self._texts.take(pa.array(self._left)).dictionary_encode()
        parsed = [_notation(text, order) for text in coded.dictionary.to_pylist()]
        if not any(parsed):
            return
        micros, is_local, is_day = (
            np.array([notation[part] if notation else 0 for notation in parsed])[
                coded.indices.to_numpy()
            ]
            for part in range(3)
        )
        good = np.array([notation is not None for notation in parsed])[coded.indices.to_numpy()]
        zoned, local = good & (is_local == 0), good & (is_local == 1)
        rows, self._left = self._left, self._left[~good]
        self._keep(rows[zoned], micros[zoned])
        self._keep_local(rows[local], micros[local], is_day[local] == 1)

    def _refuse(self, rows: NDArray[np.intp], rule: str) -> None:
        for row in rows.tolist():
            self._why[row] = reason_of("time", self._texts[row], rule)


def _count_numbers(texts: Any) -> int:
    return pc.sum(pc.match_substring_regex(texts, _NUMBER)).as_py() or 0


def _epochs(values: NDArray[np.float64], *, is_named: bool) -> NDArray[np.float64]:
    """Return counts since 1970 as microseconds; NaN for those that show no unit by their size.

    Of a column that does not name them, only those from 1990 to this year do.
    """
    micros = np.full(len(values), np.nan)
    for (least, unit), (most, _) in pairwise(_EPOCH):
        mask = (np.abs(values) >= least) & (np.abs(values) < most)
        micros[mask] = np.rint(values[mask] * (unit * SECOND))
    if not is_named:
        first, last = (second * SECOND for second in plausible_epoch())
        with np.errstate(invalid="ignore"):
            micros[(micros < first) | (micros >= last)] = np.nan
    return micros


def _notation(text: str, order: DateOrder | None) -> tuple[int, bool, bool] | None:
    """Return microseconds since 1970, whether no zone is stated, and whether it is only a day."""
    reading = parse_date_text(text, order)
    if reading is None or len(reading.date) < len("2024-07-24"):
        return None
    moment = reading.moment or datetime.fromisoformat(reading.date)
    clock = moment.replace(tzinfo=moment.tzinfo or UTC)
    micros = (clock - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    return micros, moment.tzinfo is None, reading.moment is None


def in_utc(micros: NDArray[np.int64], zone: str) -> NDArray[np.int64]:
    """Return local times of a zone in UTC; an ambiguous time is the first of the two.

    Parameters
    ----------
    micros : numpy.ndarray of shape (n,)
        Local time, microseconds since 1970.
    zone : str
        An IANA name.
    """
    if zone == "UTC":
        return micros
    naive = pa.array(micros).cast(pa.timestamp("us"))
    # Arrow has no summer time after 2037, and not always local mean time.
    late = (micros < _ARROW_KNOWS[0]) | (micros >= _ARROW_KNOWS[1])
    try:
        moments = pc.assume_timezone(naive, zone, ambiguous="earliest")
    except pa.ArrowInvalid:  # a time that was skipped: by the offset before
        late, utc = np.ones(len(micros), np.bool_), micros.copy()
    else:
        utc = np.array(moments.cast(pa.int64()))
    zone_info = ZoneInfo(zone)
    for i in np.flatnonzero(late).tolist():
        utc[i] = _one_in_utc(int(micros[i]), zone_info)
    return utc


def _assume(naive: Any, zone: str) -> Any:
    """Return timestamps without a zone as times of a zone, in UTC."""
    missing = naive.is_null().to_numpy(zero_copy_only=False)
    micros = pc.fill_null(naive.cast(pa.int64()), 0).to_numpy()
    return pa.array(in_utc(micros, zone), mask=missing).cast(TIME)


def _one_in_utc(micros: int, zone: ZoneInfo) -> int:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)
    offset = moment.replace(tzinfo=zone).utcoffset() or timedelta()
    return micros - int(offset.total_seconds()) * SECOND
