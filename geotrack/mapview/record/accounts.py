"""Accounts of a record's claimants, side by side (*Who says what*)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from geotrack.dates import When, in_words
from geotrack.dates.event_time import Limits
from geotrack.mapview.record.citations import named
from geotrack.mapview.text.translations import LocalizedText, Translator
from geotrack.model import Event, Source
from geotrack.workspace import Workspace

__all__ = ["Account", "Statement", "accounts", "is_account"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a claimant: its subject, its text, and whether others contradict it."""

    about: LocalizedText
    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Account:
    """The statements of one claimant on date, place and assets."""

    claimant: str
    stance: LocalizedText
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class _Draft:
    """An account before its dates are compared with those of others."""

    claimant: str
    stance: str
    whens: tuple[When, ...]
    places: tuple[str, ...]
    assets: tuple[str, ...]
    says: tuple[str, ...]

    def joins(self, other: _Draft, *, began: Limits | None) -> bool:
        """Return whether another account of the same claimant is consistent with this one."""
        if (self.claimant, self.stance) != (other.claimant, other.stance) or not self.claimant:
            return False
        return not self.apart(other, began=began)

    def apart(self, other: _Draft, *, began: Limits | None) -> bool:
        """Return whether some dates of the two contradict each other."""
        pairs = itertools.product(self.whens, other.whens)
        return any(_apart(one, its, began=began) for one, its in pairs)

    def with_(self, other: _Draft) -> _Draft:
        return replace(
            self,
            whens=_once(self.whens, other.whens),
            places=_once(self.places, other.places),
            assets=_once(self.assets, other.assets),
            says=_once(self.says, other.says),
        )


_Some = TypeVar("_Some")


def _once(*some: tuple[_Some, ...]) -> tuple[_Some, ...]:
    return tuple(dict.fromkeys(itertools.chain(*some)))


def accounts(event: Event, workspace: Workspace, translate: Translator) -> list[Account]:
    """Return the accounts of a record's claimants, in the order of its sources.

    Sources without statements of their own are omitted. Two dates differ if they cannot both be
    true. Places and assets are not compared, since wordings alone do not show a contradiction.
    """
    began = event.when.day_limits if event.when.end is not None else None
    drafts = _gathered(event, workspace, began=began)
    return [
        Account(
            one.claimant or translate("record.oneSource"),
            translate(f"record.stances.{one.stance}") if one.stance else LocalizedText(""),
            tuple(
                _statements(
                    one, [other for other in drafts if other is not one], translate, began=began
                )
            ),
        )
        for one in drafts
    ]


def _gathered(event: Event, workspace: Workspace, *, began: Limits | None) -> list[_Draft]:
    drafts: list[_Draft] = []
    for source in event.sources:
        if not is_account(source):
            continue
        new = _Draft(
            named(source, workspace),
            source.stance or "",
            (When.parse(source.start, source.end),) if source.start else (),
            (source.place,) if source.place else (),
            source.assets,
            (source.says,) if source.says else (),
        )
        for n, one in enumerate(drafts):
            if one.joins(new, began=began):
                drafts[n] = one.with_(new)
                break
        else:
            drafts.append(new)
    return drafts


def is_account(source: Source) -> bool:
    """Return whether a source has statements of its own, so that it is not only listed."""
    return any((source.stance, source.says, source.start, source.place, source.assets))


def _statements(
    one: _Draft, others: Sequence[_Draft], translate: Translator, *, began: Limits | None
) -> Iterator[Statement]:
    for when in one.whens:
        date = translate.each(partial(in_words, when))
        theirs = (its for other in others for its in other.whens)
        differs = any(_apart(when, its, began=began) for its in theirs)
        yield Statement(translate("record.date"), date, differs)
    for about, text in (
        ("place", "; ".join(one.places)),
        ("assets", ", ".join(one.assets)),
        ("says", " ".join(one.says)),
    ):
        if text:
            yield Statement(translate(f"record.{about}"), text, differs=False)


def _apart(one: When, other: When, *, began: Limits | None) -> bool:
    """Return whether two dates cannot both be true.

    A single day of an event that lasted may be any of its days; it counts as its first if the
    record leaves open on which of these days the event `began`.
    """
    dates = (one.start, one.end, other.start, other.end)
    if any(date.uncertain for date in dates if date is not None):
        return False  # approximate
    mine, its = one.day_limits, other.day_limits
    ends = one.end is not None and other.end is not None
    parts = [(mine.start_lower, mine.end_upper, its.start_lower, its.end_upper)]
    if ends or (began is not None and _in_start(mine, began) and _in_start(its, began)):
        parts.append((mine.start_lower, mine.start_upper, its.start_lower, its.start_upper))
    if ends:
        parts.append((mine.end_lower, mine.end_upper, its.end_lower, its.end_upper))
    return any(a_to <= b_from or b_to <= a_from for a_from, a_to, b_from, b_to in parts)


def _in_start(limits: Limits, began: Limits) -> bool:
    return began.start_lower <= limits.start_lower and limits.start_upper <= began.start_upper
