"""The words for dates: one table for each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["LANGUAGES", "Language"]


@dataclass(frozen=True)
class Language:
    """How one language says a date; ``{}``, ``{a}`` and ``{b}`` stand for dates."""

    months: tuple[str, ...]
    seasons: Mapping[int, str]
    day: str
    moment: str
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
    start_unknown: str
    undated: str
    undated_ongoing: str


_ENGLISH = Language(
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    seasons={21: "spring", 22: "summer", 23: "autumn", 24: "winter"},
    day="{}",
    moment="{day} {clock} ({zone})",
    clock=":",
    decimal=".",
    decade="the {}s",
    sometime="sometime in {}",
    sometime_decade="sometime in {}",
    either=" or ",
    between="between {a} and {b}",
    one_of="one of {count} dates from {a} to {b}",
    up_to_day="on or before {}",
    before="before {}",
    from_day="on or after {}",
    from_later="not before {}",
    qualifiers={"~": "about {}", "?": "perhaps {}", "%": "perhaps about {}"},
    since="since {}, still going on",
    from_to="from {a} to {b}",
    end_unknown="from {}, end not stated",
    start_unknown="until {}, start not stated",
    undated="date not stated",
    undated_ongoing="start not stated, still going on",
)

_BOKMAAL = Language(
    months=(
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
    ),
    seasons={21: "våren", 22: "sommeren", 23: "høsten", 24: "vinteren"},
    day="{}.",
    moment="{day} kl. {clock} ({zone})",
    clock=".",
    decimal=",",
    decade="{}-tallet",
    sometime="en gang i {}",
    sometime_decade="en gang på {}",
    either=" eller ",
    between="mellom {a} og {b}",
    one_of="én av {count} datoer fra {a} til {b}",
    up_to_day="senest {}",
    before="før {}",
    from_day="tidligst {}",
    from_later="tidligst i {}",
    qualifiers={"~": "omkring {}", "?": "kanskje {}", "%": "kanskje omkring {}"},
    since="siden {}, pågår fortsatt",
    from_to="fra {a} til {b}",
    end_unknown="fra {}, slutt ikke oppgitt",
    start_unknown="til {}, start ikke oppgitt",
    undated="dato ikke oppgitt",
    undated_ongoing="start ikke oppgitt, pågår fortsatt",
)

LANGUAGES: Mapping[str, Language] = {"en": _ENGLISH, "nb": _BOKMAAL}
