"""Comparison of a record's accounts: what all name who say it, their areas and their days."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from shapely import Point
from shapely.geometry.base import BaseGeometry

from folium_polar.geometry import project
from geotrack.dates import When
from geotrack.dates.event_time import TimeLimits
from geotrack.i18n import words
from geotrack.i18n.folding import folded
from geotrack.mapview.record.accounts import Account, apart
from geotrack.mapview.record.day_rule import DayRule, day_rule
from geotrack.mapview.record.geometry import middle_of
from geotrack.mapview.record.shapes import Disc, LonLat
from geotrack.mapview.translations import LocalizedText, Translator
from geotrack.model import Event
from geotrack.model.place_text import region_name
from geotrack.workspace import Workspace

__all__ = ["Comparison", "Overlap", "PlaceCase", "compared", "place_case"]

PlaceCase = Literal["area", "words", "unstated"]

# A number before a name, as in `2 Tu-95`.
_COUNT = re.compile(r"^\d+\s+")
_SUBJECTS = ("where", "who", "what")


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many accounts name the place at a position, which lies in an area of one of them."""

    lonlat: LonLat
    count: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two accounts or more of one record, beside each other.

    Parameters
    ----------
    summary : LocalizedText
        How many accounts and sources there are, and on what the accounts differ.
    overlaps : tuple of Overlap
        One in each region and at each position that an account names.
    areas : int
        How many accounts have an area.
    agreements : mapping of str to LocalizedText
        What those agree on who say it, by subject: `where`, `who` and `what`, where any says it.
    rule : DayRule, optional
        Their dates; None if no account states one.
    """

    summary: LocalizedText
    overlaps: tuple[Overlap, ...]
    areas: int
    agreements: Mapping[str, LocalizedText]
    rule: DayRule | None


def place_case(account: Account) -> PlaceCase:
    """Return whether an account names an area that has an outline, words alone, or no place."""
    if account.letter:
        return "area"
    return "words" if account.stated.places else "unstated"


def compared(
    accounts: Sequence[Account], event: Event, workspace: Workspace, translate: Translator
) -> Comparison | None:
    """Return the comparison of a record's accounts; None if there are fewer than two."""
    if len(accounts) < 2:  # noqa: PLR2004 (a comparison is of two)
        return None
    began = event.when.day_limits if event.when.end is not None else None
    said: dict[str, LocalizedText | None] = {
        "where": _common_areas(accounts, workspace, translate),
        "who": _common([[a.name for a, _ in one.stated.actors] for one in accounts], translate),
        "what": _common([[a for a, _ in one.stated.assets] for one in accounts], translate),
    }
    return Comparison(
        _summary(accounts, event, translate),
        tuple(_overlaps(accounts, workspace)),
        sum(place_case(one) == "area" for one in accounts),
        {about: text for about, text in said.items() if text is not None},
        day_rule(accounts, event, partial(_apart_in, began), translate),
    )


def _apart_in(began: TimeLimits | None, one: When, other: When) -> bool:
    return apart(one, other, began=began)


def _summary(accounts: Sequence[Account], event: Event, translate: Translator) -> LocalizedText:
    subjects = dict.fromkeys(s.about for one in accounts for s in one.statements if s.differs)
    keys = [key for key in ("when", *_SUBJECTS) if translate(f"record.{key}") in subjects]

    def text(language: str) -> str:
        label = words(language)
        names = ", ".join(label(f"record.{key}").lower() for key in keys)
        key = "differing" if keys else "alike"
        return label(
            f"record.comparison.{key}", n=len(accounts), sources=len(event.sources), names=names
        )

    return translate.each(text)


def _overlaps(accounts: Sequence[Account], workspace: Workspace) -> Iterator[Overlap]:
    """Yield how many accounts name each region well inside it, and each position."""
    regions = workspace.regions
    areas: list[dict[str | Disc, BaseGeometry]] = [
        {**{id_: regions[id_].plane for id_ in one.regions}, **{d: d.plane for d in one.discs}}
        for one in accounts
    ]
    for place in dict.fromkeys(place for named in areas for place in named):
        lonlat = (place.lon, place.lat) if isinstance(place, Disc) else middle_of(regions[place])
        point = Point(project(*lonlat))
        count = sum(
            place in named or any(plane.covers(point) for plane in named.values())
            for named in areas
        )
        yield Overlap(lonlat, count)


def _common_areas(
    accounts: Sequence[Account], workspace: Workspace, translate: Translator
) -> LocalizedText | None:
    """Return the regions that all accounts name which name any; None if no place is stated."""
    if not any(one.stated.places for one in accounts):
        return None
    named = [one.regions for one in accounts if one.regions]
    if not named:
        return translate("record.comparison.inWordsAlone")
    common = [id_ for id_ in named[0] if all(id_ in regions for regions in named)]

    def names(language: str) -> str:
        return ", ".join(region_name(workspace.regions[id_], language) for id_ in common)

    return _agreement(names, len(named), translate, "OfAreas")


def _common(stated: Sequence[Sequence[str]], translate: Translator) -> LocalizedText | None:
    """Return the names that all have who have any; None if nobody has one."""
    lists = [[_COUNT.sub("", name) for name in names] for names in stated if names]
    if not lists:
        return None
    mentions = [name for names in lists for name in names]
    common: list[str] = []
    for name in sorted(set(mentions), key=lambda name: (len(name), name)):
        is_common = all(any(_is_named(name, its) for its in names) for names in lists)
        if is_common and not any(_is_named(shorter, name) for shorter in common):
            common.append(name)
    common.sort(key=mentions.index)
    return _agreement(lambda _: ", ".join(common), len(lists), translate)


def _is_named(name: str, other: str) -> bool:
    """Return whether another name is the same, or a variant of a type: Tu-95MS of Tu-95."""
    name, other = folded(name), folded(other)
    suffix = other.removeprefix(name).split(" ")[0]
    is_variant = name[-1:].isdigit() and other.startswith(name) and suffix.isalpha()
    return name == other or is_variant


def _agreement(
    names: Callable[[str], str], many: int, translate: Translator, of: str = ""
) -> LocalizedText:
    """Return what all of so many accounts name, in words."""
    agreed = "both" if many == 2 else "all"  # noqa: PLR2004 (both are two)
    key = "one" if many == 1 else agreed if names(translate.language) else "none"

    def text(language: str) -> str:
        return words(language)(f"record.comparison.{key}{of}", n=many, names=names(language))

    return translate.each(text)
