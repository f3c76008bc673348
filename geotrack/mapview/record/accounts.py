"""Accounts of a record's claimants, side by side (*Who says what*)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from string import ascii_uppercase
from typing import TypeVar

from geotrack.dates import When, in_words
from geotrack.dates.event_time import TimeLimits
from geotrack.i18n.folding import folded
from geotrack.mapview.record.citations import named
from geotrack.mapview.record.facts import actor_text
from geotrack.mapview.record.shapes import Disc
from geotrack.mapview.translations import LocalizedText, Text, Translator, joined
from geotrack.model import Actor, Event, Source
from geotrack.workspace import Workspace

__all__ = ["Account", "CardSource", "StatedAccount", "Statement", "accounts", "apart", "is_account"]

_Value = TypeVar("_Value")

# Microseconds of a day.
_DAY = 86_400_000_000


@dataclass(frozen=True, slots=True)
class CardSource:
    """A source in the lists of a card: its number or claim, and the end of its element's id."""

    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a claimant.

    Parameters
    ----------
    about : LocalizedText
        Its subject.
    text : Text
        What the claimant states.
    differs : bool
        Whether another account differs.
    sources : tuple of CardSource
        Where it is stated, if not in all sources of the account.
    """

    about: LocalizedText
    text: Text
    differs: bool
    sources: tuple[CardSource, ...] = ()


# What a source states, by property: values, and the source's place among those of its record.
_Stated = tuple[tuple[_Value, int], ...]


@dataclass(frozen=True, slots=True)
class StatedAccount:
    """What the sources of an account state: each value with the place of its source in the record.

    Parameters
    ----------
    names : tuple of str
        Its claimants: several where their statements have one origin.
    outlet : str
        The publisher that stands for a claimant who is not named.
    stance, origin : str
        As the sources have them; may be empty.
    whens, places, actors, assets, says : tuple of (value, int)
        What is stated on each subject.
    regions, discs
        Areas and positions that it names.
    sources : tuple of int
        Its sources.
    """

    names: tuple[str, ...]
    outlet: str
    stance: str
    origin: str = ""
    whens: _Stated[When] = ()
    places: _Stated[str] = ()
    actors: _Stated[Actor] = ()
    assets: _Stated[str] = ()
    says: _Stated[str] = ()
    regions: tuple[str, ...] = ()
    discs: tuple[Disc, ...] = ()
    sources: tuple[int, ...] = ()

    @property
    def claimant(self) -> str:
        """Who says it; may be empty."""
        return ", ".join(self.names) or self.outlet

    def joins(self, other: StatedAccount, *, began: TimeLimits | None) -> bool:
        """Return whether an account of the same claimant or origin is consistent with this one."""
        linked = (
            set(self.names) & set(other.names)
            or (self.claimant and self.claimant == other.claimant)
            or (self.origin and self.origin == other.origin)
        )
        if not linked or self.stance != other.stance:
            return False
        return not any(self.contradicts(when, began=began) for when, _ in other.whens)

    def contradicts(self, when: When, *, began: TimeLimits | None) -> bool:
        """Return whether a date cannot be true beside one of this account."""
        return any(apart(its_when, when, began=began) for its_when, _ in self.whens)

    def elsewhere(self, other: StatedAccount) -> bool:
        """Return whether two accounts name other regions, or positions too far apart."""
        if self.regions and other.regions and set(self.regions) != set(other.regions):
            return True
        pairs = [disc.meets(its) for disc in self.discs for its in other.discs]
        return bool(pairs) and not any(pairs)

    def with_others(self, other: StatedAccount) -> bool:
        """Return whether each account names a participant of its own, or one has another role."""
        mine, its = _roles(self.actors), _roles(other.actors)
        if mine.keys() - its.keys() and its.keys() - mine.keys():
            return True
        shared = mine.keys() & its.keys()
        return any(mine[name] and its[name] and mine[name] != its[name] for name in shared)

    def with_(self, other: StatedAccount) -> StatedAccount:
        """Return this account with the statements of another."""
        return replace(
            self,
            names=tuple(dict.fromkeys(self.names + other.names)),
            origin=self.origin or other.origin,
            whens=self.whens + other.whens,
            places=self.places + other.places,
            actors=self.actors + other.actors,
            assets=self.assets + other.assets,
            says=self.says + other.says,
            regions=tuple(dict.fromkeys(self.regions + other.regions)),
            discs=tuple(dict.fromkeys(self.discs + other.discs)),
            sources=self.sources + other.sources,
        )


@dataclass(frozen=True, slots=True)
class Account:
    """The statements of one claimant on date, place, actors and assets.

    Parameters
    ----------
    claimant : str
        Who says it.
    stance : LocalizedText
        How the claimant stands to the record; may be empty.
    statements : tuple of Statement
        In the order of date, place, actors, assets, words.
    sources : tuple of CardSource
        Where it is stated.
    regions : tuple of str
        Ids of the regions that it names as its own area.
    discs : tuple of Disc
        Positions that it states.
    letter : str
        The letter of that area on the map; empty without one.
    read_in : Text
        Where it was read: how many sources have one origin, else their publishers.
    stated : StatedAccount
        The same as values, for comparisons.
    """

    claimant: str
    stance: LocalizedText
    statements: tuple[Statement, ...]
    stated: StatedAccount
    sources: tuple[CardSource, ...] = ()
    regions: tuple[str, ...] = ()
    discs: tuple[Disc, ...] = ()
    letter: str = ""
    read_in: Text = ""


def accounts(event: Event, workspace: Workspace, translate: Translator) -> list[Account]:
    """Return the accounts of a record's claimants, in the order of its sources.

    Sources without statements of their own are omitted, except that they count as sources of the
    only account of their claimant. Statements of one origin are one account, whoever carries them.
    Where two accounts both state it, these differ:

    - dates that cannot both be true;
    - places whose `regions` are not the same, or whose positions are further apart than their radii
      together; places in words alone are not compared;
    - actors, if each names one that the other does not, or one has another role, apart from case
      and accents;
    - assets that are not the same texts, apart from case, accents and order.

    What a claimant `says` is not compared.
    """
    began = event.when.day_limits if event.when.end is not None else None
    drafts = _gathered(event, workspace, began=began)
    cards = _card_sources(event)
    letters = dict(
        zip(
            (draft for draft in drafts if draft.regions or draft.discs),
            ascii_uppercase,
            strict=False,
        )
    )
    return [
        Account(
            draft.claimant or translate("record.oneSource"),
            translate(f"record.stances.{draft.stance}") if draft.stance else LocalizedText(""),
            tuple(
                _statements(
                    draft,
                    [rival for rival in drafts if rival is not draft],
                    cards,
                    translate,
                    began=began,
                )
            ),
            draft,
            tuple(cards[n] for n in draft.sources),
            draft.regions,
            draft.discs,
            letters.get(draft, ""),
            _read_in(draft, event.sources, workspace, translate),
        )
        for draft in drafts
    ]


def _read_in(
    draft: StatedAccount, sources: Sequence[Source], workspace: Workspace, translate: Translator
) -> Text:
    """Return where an account was read, as far as its claimant does not say it."""
    read = [sources[n] for n in draft.sources]
    alike = sum(bool(source.origin) and source.origin == draft.origin for source in read)
    if alike > 1:
        return translate("record.comparison.outlets", n=alike)
    reports = workspace.reports_by_id
    names = dict.fromkeys(
        (reports[s.seed].title if s.seed and s.seed in reports else s.publisher) or "" for s in read
    )
    return joined((name for name in names if name != draft.claimant), ", ")


def _card_sources(event: Event) -> list[CardSource]:
    """Return how a card names each source: claims of reports by their ids, others by number."""
    sources: list[CardSource] = []
    counts = Counter[str]()
    for source in event.sources:
        kind = "c" if source.seed else "s"
        counts[kind] += 1
        sources.append(CardSource(source.claim or str(counts[kind]), f"{kind}{counts[kind]}"))
    return sources


def _gathered(
    event: Event, workspace: Workspace, *, began: TimeLimits | None
) -> list[StatedAccount]:
    drafts: list[StatedAccount] = []
    for n, source in enumerate(event.sources):
        if not is_account(source):
            continue
        new = _draft(source, n, workspace)
        for place, draft in enumerate(drafts):
            if draft.joins(new, began=began):
                drafts[place] = draft.with_(new)
                break
        else:
            drafts.append(new)
    for n, source in enumerate(event.sources):
        same_claimant = [
            draft for draft in drafts if source.claimant and source.claimant in draft.names
        ]
        if not is_account(source) and len(same_claimant) == 1:
            place = drafts.index(same_claimant[0])
            drafts[place] = replace(
                same_claimant[0], sources=tuple(sorted((*same_claimant[0].sources, n)))
            )
    return drafts


def _draft(source: Source, n: int, workspace: Workspace) -> StatedAccount:
    return StatedAccount(
        (source.claimant,) if source.claimant else (),
        # A name in another language stands behind it, and in the list of sources.
        named(source, workspace).partition(" (")[0],
        source.stance or "",
        source.origin or "",
        whens=((When.parse(source.start, source.end), n),) if source.start else (),
        places=((source.place, n),) if source.place else (),
        actors=tuple((actor, n) for actor in source.actors),
        assets=tuple((asset, n) for asset in source.assets),
        says=((source.says, n),) if source.says else (),
        regions=tuple(
            r for r in source.regions if r in workspace.regions and workspace.regions[r].has_shape
        ),
        discs=()
        if source.lon is None or source.lat is None
        else (Disc(source.lon, source.lat, 1000 * (source.radius_km or 0)),),
        sources=(n,),
    )


def is_account(source: Source) -> bool:
    """Return whether a source has statements of its own, so that it is not only listed."""
    statements = (
        source.stance,
        source.says,
        source.start,
        source.place,
        source.actors,
        source.assets,
    )
    return any(statements)


def _statements(
    one: StatedAccount,
    others: Sequence[StatedAccount],
    cards: Sequence[CardSource],
    translate: Translator,
    *,
    began: TimeLimits | None,
) -> Iterator[Statement]:
    def cited(some: Iterable[int]) -> tuple[CardSource, ...]:
        stated = sorted(set(some))
        return tuple(cards[n] for n in stated) if stated != list(one.sources) else ()

    for when in dict.fromkeys(when for when, _ in one.whens):
        date = translate.each(partial(in_words, when))
        differs = any(rival.contradicts(when, began=began) for rival in others)
        where = cited(n for its, n in one.whens if its == when)
        yield Statement(translate("record.when"), date, differs, where)
    actors = tuple((actor_text(actor, translate), n) for actor, n in one.actors)
    mine, theirs = _texts(one.assets), [_texts(rival.assets) for rival in others]
    for about, stated, between, differs in (
        ("where", one.places, "; ", any(one.elsewhere(rival) for rival in others)),
        ("who", actors, "; ", any(one.with_others(rival) for rival in others)),
        ("what", one.assets, ", ", any(mine and its and its != mine for its in theirs)),
        ("says", one.says, " ", False),
    ):
        if stated:
            text = joined(dict.fromkeys(value for value, _ in stated), between)
            yield Statement(
                translate(f"record.{about}"), text, differs, cited(n for _, n in stated)
            )


def _texts(stated: _Stated[str]) -> set[str]:
    return {folded(value) for value, _ in stated}


def _roles(stated: _Stated[Actor]) -> dict[str, str]:
    return {folded(actor.name): folded(actor.role or "") for actor, _ in stated}


def apart(one: When, other: When, *, began: TimeLimits | None) -> bool:
    """Return whether two dates cannot both be true.

    They are compared by days as written, but by days of UTC if both are moments. A single day of an
    event that lasted may be any of its days; it counts as its first if the record leaves open on
    which of these days the event `began`.
    """
    dates = (one.start, one.end, other.start, other.end)
    if any(date.uncertain for date in dates if date is not None):
        return False  # approximate
    moments = all(date.instant for date in dates if date is not None)
    mine, its = (_utc_days(w.tick_limits) if moments else w.day_limits for w in (one, other))
    ends = one.end is not None and other.end is not None
    starts = began is not None and _in_start(mine, began) and _in_start(its, began)
    if one.end is other.end is None and began is not None and not starts:
        if _within(mine, began) and _within(its, began):
            return False  # it lasted over both
    elif one.end is other.end is None and one.start.spans and other.start.spans and not moments:
        return not any(a < d and c < b for a, b in one.start.spans for c, d in other.start.spans)
    parts = [(mine.start_lower, mine.end_upper, its.start_lower, its.end_upper)]
    if ends or starts:
        parts.append((mine.start_lower, mine.start_upper, its.start_lower, its.start_upper))
    if ends:
        parts.append((mine.end_lower, mine.end_upper, its.end_lower, its.end_upper))
    return any(a_to <= b_from or b_to <= a_from for a_from, a_to, b_from, b_to in parts)


def _utc_days(limits: TimeLimits) -> TimeLimits:
    lower, upper, end_lower, end_upper = limits
    return TimeLimits(lower // _DAY, -(-upper // _DAY), end_lower // _DAY, -(-end_upper // _DAY))


def _within(limits: TimeLimits, all_of_it: TimeLimits) -> bool:
    lower, upper = all_of_it.start_lower, all_of_it.end_upper
    return lower <= limits.start_lower and limits.end_upper <= upper


def _in_start(limits: TimeLimits, began: TimeLimits) -> bool:
    return began.start_lower <= limits.start_lower and limits.start_upper <= began.start_upper
