"""The bar of a case: the period asked as a band, the record's time as a bar across it."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date

from tools.cases.colours import ASKED, ASKED_EDGE, LOOKS
from tools.cases.spans import Spans
from tools.plates import INK, Lettering
from tools.plates.looks import PAPER, Attributes
from tools.plates.svg import element, number, text_element

__all__ = ["HEIGHT_PX", "bar_of", "hatching"]

HEIGHT_PX = 46.0
_INSET_PX, _TOP_PX, _AXIS_PX, _LABEL_PX = 9.0, 6.0, 30.0, 39.5
_BAR_PX, _BAR_HIGH_PX = 13.5, 9.0
_LEAST_PX, _NARROW_PX = 2.5, 7.0
_APART_PX = 27.0
_PAD = 0.14
_HATCHED: Attributes = {"fill": "url(#h)"}
_SMALL = Lettering(6.8, "#66808b")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def bar_of(spans: Spans, answer: str, width: float) -> str:
    """Return the elements of a time bar, `HEIGHT_PX` high.

    Solid is the time that is sure, hatched the time in which it may have begun, ended or been;
    what fades has no end that is known.

    Parameters
    ----------
    spans : Spans
        What is drawn.
    answer : str
        Its colour.
    width : float
        Pixels.
    """
    first, last = _limits(spans)
    scale = (width - 2 * _INSET_PX) / (last - first)

    def at(day: float) -> float:
        return _INSET_PX + (min(max(day, first), last) - first) * scale

    colour = LOOKS[answer].stroke
    sheet: Attributes = {"x": 0.5, "y": 0.5, "width": width - 1, "height": HEIGHT_PX - 1, "rx": 6.0}
    return "\n".join(
        [
            hatching(colour),
            element("rect", {**sheet, "fill": PAPER, "stroke": "#c9c6bb", "stroke_width": ".8"}),
            _band(at(spans.asked[0]), at(spans.asked[1])),
            *_axis(first, last, at),
            *_bars(spans, answer, at, (first, last)),
        ]
    )


def _limits(spans: Spans) -> tuple[float, float]:
    days = [day for span in (spans.asked, *spans.starts, *spans.ends) for day in span]
    if spans.known_until is not None:
        days.append(spans.known_until)
    first, last = min(days), max(days)
    pad = (last - first) * _PAD
    return first - pad, last + pad


def hatching(colour: str) -> str:
    """Return the hatching of what is open, and the fading of what has no known end."""
    line = {"d": "M-1 1l2-2M0 4l4-4M3 5l2-2", "stroke": colour, "stroke_width": "1"}
    hatch = {"id": "h", "width": "4", "height": "4", "patternUnits": "userSpaceOnUse"}
    drawn = element("pattern", hatch, element("path", line))
    for name, x1, x2 in (("r", "0", "1"), ("l", "1", "0")):
        stops = "".join(
            element("stop", {"offset": offset, "stop_color": colour, "stop_opacity": opacity})
            for offset, opacity in (("0", ".6"), ("1", "0"))
        )
        drawn += element("linearGradient", {"id": name, "x1": x1, "x2": x2}, stops)
    return element("defs", {}, drawn)


def _band(left: float, right: float) -> str:
    place: Attributes = {
        "x": left,
        "y": _TOP_PX,
        "width": max(right - left, _LEAST_PX),
        "height": _AXIS_PX - _TOP_PX,
    }
    edge = {"stroke": ASKED_EDGE.stroke, "stroke_width": ".8"}
    return element("rect", {**place, "fill": ASKED.fill, "fill_opacity": ".35", **edge})


def _axis(first: float, last: float, at: Callable[[float], float]) -> list[str]:
    left, right = number(at(first)), number(at(last))
    days, named = _ticks(first, last, at)
    steps = "".join(f"M{number(at(day))} {number(_AXIS_PX)}v2.5" for day in days)
    line = f"M{left} {number(_AXIS_PX)}H{right}{steps}"
    drawn = [element("path", {"d": line, "stroke": INK, "stroke_width": ".6", "fill": "none"})]
    texts = [
        text_element(text, {"x": at(day), "y": _LABEL_PX})
        for day, text in named
        if at(first) + 4 < at(day) < at(last) - 4
    ]
    return [*drawn, element("g", _SMALL.attributes, "".join(texts))]


def _ticks(
    first: float, last: float, at: Callable[[float], float]
) -> tuple[list[float], list[tuple[float, str]]]:
    """Return the days that are marked, and those that are named."""
    days = [date.fromordinal(day) for day in range(math.ceil(first), math.floor(last) + 1)]
    a_day = (at(last) - at(first)) / (last - first)
    if a_day >= _APART_PX:
        named = [(float(day.toordinal()), f"{day.day} {_MONTHS[day.month - 1]}") for day in days]
        return [day for day, _ in named], named
    tens = [day for day in days if day.day in (1, 11, 21)]
    if 10 * a_day >= _APART_PX:
        named = [(float(day.toordinal()), f"{day.day} {_MONTHS[day.month - 1]}") for day in tens]
        return [day for day, _ in named], named
    months = [day for day in days if day.day == 1]
    apart = math.ceil(_APART_PX * 0.8 / (30 * a_day))
    step = next(step for step in (1, 2, 3, 6, 12) if step >= apart)
    shown = [day for day in months if (day.month - 1) % step == 0]
    named = [
        (float(day.toordinal()), str(day.year) if day.month == 1 else _MONTHS[day.month - 1])
        for day in shown
    ]
    return [float(day.toordinal()) for day in months], named


def _bars(
    spans: Spans, answer: str, at: Callable[[float], float], limits: tuple[float, float]
) -> list[str]:
    look = LOOKS[answer]
    drawn = []
    if not spans.starts and not spans.ends:
        drawn = [_bar(at(limits[0]), at(limits[1]), {"fill": "url(#h)", "fill_opacity": ".5"})]
        question = Lettering(13.0, look.stroke, serif=True, halo=PAPER)
        middle = (at(limits[0]) + at(limits[1])) / 2
        y = _BAR_PX + _BAR_HIGH_PX / 2 + 4.5
        return [*drawn, text_element("?", {"x": middle, "y": y, **question.attributes})]
    edge = {"stroke": look.stroke, "stroke_width": ".9"}
    edge |= {"stroke_dasharray": look.dash} if look.dash else {}
    if spans.sure is not None:
        left, right = spans.sure
        drawn.append(_bar(at(left), at(right), {"fill": look.stroke, "fill_opacity": ".75"}))
    if spans.lasts and not spans.ends:
        since = spans.known_until or max(upper for _, upper in spans.starts)
        drawn.append(_bar(at(since), at(limits[1]), {"fill": "url(#r)"}))
    if spans.lasts and not spans.starts:
        until = min(lower for lower, _ in spans.ends)
        drawn.append(_bar(at(limits[0]), at(until), {"fill": "url(#l)"}))
    for lower, upper in (*spans.starts, *spans.ends):
        # A narrow bar has no room for hatching.
        narrow = at(upper) - at(lower) < _NARROW_PX
        inside: Attributes = {"fill": look.stroke, "fill_opacity": ".5"} if narrow else _HATCHED
        drawn.append(_bar(at(lower), at(upper), {**inside, **({} if narrow else edge)}))
    return drawn


def _bar(left: float, right: float, look: Attributes) -> str:
    wide = max(right - left, _LEAST_PX)
    place: Attributes = {
        "x": left if right - left >= _LEAST_PX else (left + right - wide) / 2,
        "y": _BAR_PX,
        "width": wide,
        "height": _BAR_HIGH_PX,
    }
    return element("rect", {**place, **look})
