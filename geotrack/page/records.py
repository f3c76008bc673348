"""A record as the page tells it: every line a sentence that its sources bear out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geotrack.model import Actor, Event, Model, Source
from geotrack.model.event import Revision
from geotrack.model.words import accuracy_words, extra_words, place_words, value_words
from geotrack.page.drawing import Drawing, draw
from geotrack.when import When, in_words
from geotrack.workspace import Workspace
from geotrack.workspace.revising import is_review

__all__ = ["Account", "Cited", "Claimed", "Entry", "Link", "entries", "host"]


_CHANGED = "changed "
# Two lines of the index.
_SHORT_CORRECTION = 76


@dataclass(frozen=True, slots=True)
class Account:
    """One claimant's own words on date, place and numbers."""

    claimant: str
    stance: str
    says: str
    when: str
    where: str
    assets: str


@dataclass(frozen=True, slots=True)
class Cited:
    """One source as it is listed."""

    label: str
    published: str
    url: str
    read_at: tuple[str, ...]
    grade: str
    more: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """One claim of a report that the record cites."""

    report: str
    claim: str
    says: str
    grade: str
    more: str


@dataclass(frozen=True, slots=True)
class Link:
    """Another record of the page: its number and its title."""

    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Entry:
    """All that the page says of one record.

    Parameters
    ----------
    event : Event
        The record.
    number : int
        The number issued to it on this map.
    date, place, place_short : str
        In words; the short one for the index.
    facts : sequence of (str, str)
        Label and sentence.
    accounts, sources, claims, origins, parts, related
        Lists of the card.
    corrected : str
        What was last changed in the record, in few words for the index; empty where nothing was.
    drawing : Drawing, optional
        How the map shows it; None where it is only listed.
    """

    event: Event
    number: int
    date: str
    place: str
    place_short: str
    facts: Sequence[tuple[str, str]]
    accounts: Sequence[Account]
    sources: Sequence[Cited]
    claims: Sequence[Claimed]
    origins: Sequence[str]
    part_of: Link | None
    parts: Sequence[Link]
    related: Sequence[Link]
    corrected: str
    drawing: Drawing | None

    @property
    def placed(self) -> bool:
        """Return whether the map shows it."""
        return self.drawing is not None

    @property
    def draft(self) -> bool:
        """Return whether the record says that it is a draft."""
        return self.event.review == "draft"

    @property
    def data(self) -> dict[str, Any]:
        """Return it as the page's script draws it; see `web/src/page/data.js`."""
        return {
            "n": self.number,
            "theme": self.event.theme.id,
            "drawn": self.drawn,
            "at": self.drawing.at if self.drawing else None,
            "shapes": list(self.drawing.shapes) if self.drawing else [],
        }

    @property
    def anchor(self) -> str:
        """Return the id of its element on the page."""
        return f"record-{self.number}"

    @property
    def graded(self) -> bool:
        """Return whether anyone graded one of its sources."""
        return any(s.grade for s in self.sources) or any(c.grade for c in self.claims)

    @property
    def label(self) -> str:
        """Return what it is: type, kind where it is no event, status."""
        words = [self.event.type.label["en"]]
        if self.event.kind not in {"event", words[0].casefold()}:
            words.append(self.event.kind)
        if self.event.status:
            words.append(self.event.status)
        return " · ".join(words)

    @property
    def drawn(self) -> str:
        """Return how its marker is drawn: `reported`, `assumed`, `unstated` or `unplaced`."""
        if not self.placed:
            return "unplaced"
        if self.event.geometry is None or self.event.precision in {"representative", "region"}:
            return "assumed"
        return "unstated" if self.event.precision == "unstated" else "reported"


def entries(
    events: Sequence[Event],
    numbers: Mapping[str, int],
    workspace: Workspace,
) -> list[Entry]:
    """Tell each record of a map.

    Parameters
    ----------
    events : sequence of Event
        Records on the map, in order.
    numbers : Mapping of str to int
        Issued numbers by id.
    workspace : Workspace
        Regions, reports and the records around them.
    """
    on_page = {e.id for e in events}
    parts: dict[str, list[Link]] = {}
    for part in events:
        if part.part_of:
            whole = workspace.resolved(part.part_of)
            parts.setdefault(whole, []).append(Link(numbers[part.id], part.title))

    def link(id_: str, origin: Event) -> Link | None:
        event = workspace.find(id_)
        if event is None or event is origin:  # an old id may lead to the very record
            return None
        # Only what the definition selects is in the page's bytes: no titles of other records.
        return Link(numbers[event.id], event.title) if event.id in on_page else None

    return [
        Entry(
            event=event,
            number=numbers[event.id],
            date=in_words(event.when),
            place=place_words(event, workspace.regions),
            place_short=accuracy_words(event, workspace.regions),
            facts=[*_facts(event), *_replaced(event), *_handling(event)],
            accounts=[_account(s, workspace) for s in event.sources if _is_account(s)],
            sources=[_cited(s) for s in event.sources if not s.seed],
            claims=[_claim(s, s.seed, workspace) for s in event.sources if s.seed],
            origins=list(_origins(event, workspace)),
            part_of=link(event.part_of, event) if event.part_of else None,
            parts=[p for p in parts.get(event.id, []) if p.number != numbers[event.id]],
            related=[found for id_ in event.related if (found := link(id_, event))],
            corrected=_last_correction(event),
            drawing=draw(event, workspace.regions),
        )
        for event in events
    ]


def _facts(event: Event) -> Iterator[tuple[str, str]]:
    if event.place and event.place.excluding:
        yield "Not in", ", ".join(event.place.excluding)
    if event.place and event.place.note:
        yield "On the place", event.place.note
    if event.place and event.place.model_extra:
        yield "On the place", _more(event.place)
    for actor in event.actors:
        yield "Who", _who(actor)
    if event.verification:
        basis = event.verification.basis
        yield "Verification", _sentence(event.verification.level, basis)
    if event.confidence:
        about = f"{event.confidence.level} confidence"
        if event.confidence.about:
            about += f" in {event.confidence.about}"
        yield "Confidence", _sentence(about, event.confidence.basis)
    if event.likelihood:
        judged = event.likelihood.judged_by
        by = f"judged by {judged}" if judged else None
        scale = f"scale: {event.likelihood.scale}" if event.likelihood.scale else None
        yield "Likelihood", _sentence(event.likelihood.term, "; ".join(w for w in (by, scale) if w))
    if event.tags:
        yield "Tags", ", ".join(event.tags)
    for key, value in event.extra.items():
        yield str(key), value_words(value)


def _replaced(event: Event) -> Iterator[tuple[str, str]]:
    # What was replaced is on no map, and its id may hold words of its title.
    if many := len(event.replaces):
        yield "Replaces", "an earlier record" if many == 1 else f"{many} earlier records"


def _handling(event: Event) -> Iterator[tuple[str, str]]:
    if event.marking:
        yield "Marking", event.marking
    if event.releasable_to:
        yield "Releasable to", ", ".join(event.releasable_to)
    if event.review and event.review != "draft":  # a draft bears a tag
        yield "Review", event.review
    for change in _changes(event):
        yield "Corrected", _correction(change)


def _changes(event: Event) -> list[Revision]:
    """Return the revisions that changed what the record says."""
    return [r for r in event.revisions if not is_review(r.what)]


def _correction(change: Revision, *, why: bool = True) -> str:
    """Tell of a change; who made it is for `geotrack show --history`, not for the room."""
    what = change.what
    if names := what.removeprefix(_CHANGED) if what.startswith(_CHANGED) else "":
        # place.radius_km is a word of the record's, not of its reader's.
        names = names.replace("replaces", "what it replaces").replace("_km", "")
        *first, last = names.replace("_", " ").replace(".", " ").split(", ")
        what = f"{', '.join(first)} and {last} changed" if first else f"{last} changed"
    on = in_words(When.parse(change.on)) if change.on else ""
    said = f"{on}, {what}" if on else f"{what[:1].upper()}{what[1:]}"
    return f"{said}: {change.why}" if why and change.why else said


def _last_correction(event: Event) -> str:
    """Return the last change as the index tells it: as much of it as is short."""
    changes = _changes(event)
    if not changes:
        return ""
    last = changes[-1]
    on = [in_words(When.parse(last.on))] if last.on else []
    told = [_correction(last), _correction(last, why=False), *on]
    return next((text for text in told if len(text) <= _SHORT_CORRECTION), "see its card")


def _who(actor: Actor) -> str:
    name = f"{actor.name} ({actor.country})" if actor.country else actor.name
    known = (actor.role, ", ".join(actor.assets), _more(actor))
    details = "; ".join(d for d in known if d)
    return f"{name}: {details}" if details else name


def _more(part: Model) -> str:
    """Return properties that geotrack does not define, as one text."""
    return "; ".join(extra_words(part))


def _sentence(first: str, rest: str | None) -> str:
    return f"{first[:1].upper()}{first[1:]}. {rest}" if rest else f"{first[:1].upper()}{first[1:]}."


def _is_account(source: Source) -> bool:
    """Tell whether a source says something of its own, and is not only listed."""
    return any((source.stance, source.says, source.start, source.place, source.assets))


def _account(source: Source, workspace: Workspace) -> Account:
    when = in_words(When.parse(source.start, source.end)) if source.start else ""
    return Account(
        claimant=source.claimant
        or source.publisher
        or source.cite
        or _report_publisher(source, workspace)
        or "One source",
        stance=source.stance or "",
        says=source.says or "",
        when=when,
        where=source.place or "",
        assets=", ".join(source.assets),
    )


def _report_publisher(source: Source, workspace: Workspace) -> str | None:
    report = workspace.reports_by_id.get(source.seed or "")
    return (report.publisher or report.title) if report else source.seed


def host(url: str) -> str:
    """Return whose page an address is.

    Examples
    --------
    >>> host("https://www.example.org/a?b")
    'example.org'
    """
    return url.partition("://")[2].partition("/")[0].removeprefix("www.")


def _host(source: Source) -> str:
    """Return whose page it was read on, where no publisher is named."""
    return host(source.url or next(iter(source.read_at), ""))


def _label(source: Source) -> str:
    named = " · ".join(w for w in (source.publisher, source.title, source.cite) if w)
    return named or _host(source)


def _cited(source: Source) -> Cited:
    return Cited(
        label=_label(source),
        published=in_words(When.parse(source.published)) if source.published else "",
        url=source.url or "",
        read_at=source.read_at,
        grade=_grade(source),
        more=_more(source),
    )


def _grade(source: Source) -> str:
    grade = source.grade
    if grade is None:
        return ""
    on = in_words(When.parse(grade.on)) if grade.on else ""
    said = ", ".join(w for w in (grade.by and f"by {grade.by}", on) if w)
    return f"{grade.reliability}{grade.credibility}{f' {said}' if said else ''}"


def _origins(event: Event, workspace: Workspace) -> Iterator[str]:
    """Yield what goes back to one origin: sources that share one confirm each other in nothing."""
    named: dict[str, Counter[str]] = {}
    for source in event.sources:
        if source.origin:
            seed = _report_publisher(source, workspace) if source.seed else None
            name = source.publisher or seed or _label(source)
            named.setdefault(source.origin, Counter())[name] += 1
    for origin, names in named.items():
        one = "One origin" if names.total() > 1 else "Origin"
        said = (f"{name} ({many} times)" if many > 1 else name for name, many in names.items())
        yield f"{one}, {origin}: {', '.join(said)}"


def _claim(source: Source, seed: str, workspace: Workspace) -> Claimed:
    report = workspace.reports_by_id.get(seed)
    said = (c.says for c in (report.claims if report else ()) if c.id == source.claim)
    title = report.title if report else seed
    more = _more(source)
    return Claimed(title, source.claim or "", next(said, ""), _grade(source), more)
