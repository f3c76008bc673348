"""*Who says what*: the accounts of a record's claimants, laid side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from geotrack.folding import folded
from geotrack.model import Event, Source
from geotrack.page.citing import named
from geotrack.page.telling import Said, Teller
from geotrack.when import When, in_words
from geotrack.workspace import Workspace

__all__ = ["Account", "Told", "accounts"]


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that a claimant says: of what, in which words, and whether others say otherwise."""

    about: Said
    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Account:
    """One claimant's own words on date, place and numbers."""

    claimant: str
    stance: Said
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class _Given:
    """What one claimant gives, before it is held against what the others do."""

    claimant: str
    stance: str
    when: When | None
    place: str
    assets: str
    says: str

    def joins(self, other: _Given) -> bool:
        """Tell whether another account of the same claimant adds to this and clashes nowhere."""
        if (self.claimant, self.stance) != (other.claimant, other.stance) or not self.claimant:
            return False
        both = zip(self._said, other._said, strict=True)
        return not any(mine and its and mine != its for mine, its in both)

    @property
    def _said(self) -> tuple[object, ...]:
        return self.when, self.place, self.assets, self.says

    def with_(self, other: _Given) -> _Given:
        return replace(
            self,
            when=self.when or other.when,
            place=self.place or other.place,
            assets=self.assets or other.assets,
            says=self.says or other.says,
        )


def accounts(event: Event, workspace: Workspace, tell: Teller) -> list[Account]:
    """Return what each claimant of a record says, in the order of its sources.

    Sources that give nothing of their own are only listed. Two dates differ where not both can be
    true; places and numbers where they are not written alike.
    """
    given = _gathered(event, workspace)
    return [
        Account(
            one.claimant or tell("record.oneSource"),
            tell(f"record.stances.{one.stance}") if one.stance else Said(""),
            tuple(_told(one, [other for other in given if other is not one], tell)),
        )
        for one in given
    ]


def _gathered(event: Event, workspace: Workspace) -> list[_Given]:
    found: list[_Given] = []
    for source in event.sources:
        if not _is_account(source):
            continue
        new = _Given(
            named(source, workspace),
            source.stance or "",
            When.parse(source.start, source.end) if source.start else None,
            source.place or "",
            ", ".join(source.assets),
            source.says or "",
        )
        for n, one in enumerate(found):
            if one.joins(new):
                found[n] = one.with_(new)
                break
        else:
            found.append(new)
    return found


def _is_account(source: Source) -> bool:
    """Tell whether a source says something of its own, and is not only listed."""
    return any((source.stance, source.says, source.start, source.place, source.assets))


def _told(one: _Given, others: Sequence[_Given], tell: Teller) -> Iterator[Told]:
    if when := one.when:
        date = tell.each(lambda language: in_words(when, language))
        yield Told(tell("record.date"), date, any(_apart(when, o.when) for o in others if o.when))
    for about, mine, theirs in (
        ("place", one.place, [o.place for o in others]),
        ("numbers", one.assets, [o.assets for o in others]),
    ):
        if mine:
            differs = any(folded(mine) != folded(its) for its in theirs if its)
            yield Told(tell(f"record.{about}"), mine, differs)
    if one.says:
        yield Told(tell("record.says"), one.says, differs=False)


def _apart(one: When, other: When) -> bool:
    """Tell whether two dates cannot both be true."""
    limits = one.day_limits, other.day_limits
    return any(a.end_upper <= b.start_lower for a, b in (limits, limits[::-1]))
