"""The view of a record: all texts and values that a map shows of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, NamedTuple

import numpy as np

from folium_polar.geometry.cache import WeakCache
from geotrack.dates import in_words
from geotrack.index.record_rows import table_of
from geotrack.mapview.look import LookView
from geotrack.mapview.record.accounts import Account, accounts
from geotrack.mapview.record.citations import Cited, Claimed, cited, claimed, origins
from geotrack.mapview.record.comparison import Comparison, compared
from geotrack.mapview.record.coordinates import Position, position
from geotrack.mapview.record.facts import Row, facts, handling, label, last_correction
from geotrack.mapview.record.geometry import draw
from geotrack.mapview.record.shapes import Drawing
from geotrack.mapview.record.short_name import short_names
from geotrack.mapview.sides import Acting
from geotrack.mapview.translations import LocalizedText, Text, Texts, Translator, unbroken
from geotrack.model import Event, LayerFeature
from geotrack.model.localized import TextByLanguage, in_language, localized, translated
from geotrack.model.place_text import (
    accuracy_parts,
    doubt_of,
    place_parts,
    standing_words,
    value_words,
)
from geotrack.taxonomy import Theme
from geotrack.workspace import Workspace

__all__ = [
    "Link",
    "News",
    "PageLinks",
    "RecordView",
    "SymbolStyle",
    "page_links",
    "record_views",
    "symbol_style",
]

SymbolStyle = Literal["reported", "assumed", "unstated", "unplaced"]

_VIEWS: WeakCache[dict[int, _CachedView]] = WeakCache()
"""The views of the last map of a workspace in a language, by the identity of their records."""

# Of these precisions the record was not at its point, or nobody says that it was.
_STANDS_FOR = ("ring", "region", "representative")


@dataclass(frozen=True, slots=True)
class Link:
    """Another record of the page: its number and its title."""

    number: int
    title: str


class PageLinks(NamedTuple):
    """What links the records of a page.

    Parameters
    ----------
    on_page : collection of str
        Ids of its records.
    parts : mapping of str to list of str
        Ids of the parts of a record, by its id.
    """

    on_page: Collection[str]
    parts: Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class News:
    """The text of a page about a new or changed record.

    Parameters
    ----------
    kind : {"new", "changed"}
        Also the id of its sign in the page's sheet.
    word : LocalizedText
        Text for the index.
    label, text : LocalizedText
        A row of the card.
    """

    kind: Literal["new", "changed"]
    word: LocalizedText
    label: LocalizedText
    text: LocalizedText


@dataclass(frozen=True, slots=True, weakref_slot=True)
class RecordView:
    """All that a map shows of one record.

    Parameters
    ----------
    event : Event
        The record, its texts in the map's language where they have that.
    number : int
        The number issued to it on this map.
    short_names : mapping of str to str
        Its name on the map, its label, else its title, shortened; by language, in those that its
        texts have.
    theme : Theme
        Its theme, in its colour on this map.
    label : LocalizedText
        Its type, its kind unless an event, its status.
    standing : LocalizedText
        Why it is no plain event, for the index; empty if it is one.
    date, place, place_short : Text
        Texts; the short one is for the index.
    position : Position, optional
        Coordinates of a point, as text.
    facts, handling : sequence of (Said, Text)
        Label and sentence.
    accounts, sources, claims, origins, parts, related
        Lists of the card.
    comparison : Comparison, optional
        The accounts beside each other, if there are several.
    extra : mapping of str to str
        Properties that geotrack does not define.
    why : (Said, str), optional
        Its match with the selection, if that has a place or a period, and the reason, in English.
    corrected : Text
        The last change of the record, for the index; empty without one.
    news : News, optional
        Whether it is new or changed since a day.
    drawing : Drawing, optional
        Its geometry on the map; None if it is only listed.
    symbol : str, optional
        Id of its APP-6 symbol in the page's sheet.
    acting : Acting, optional
        Which sides act in it, on a map with sides.
    """

    event: Event
    number: int
    short_names: Mapping[str, str]
    theme: Theme
    label: LocalizedText
    standing: LocalizedText
    date: LocalizedText
    place: Text
    place_short: Text
    position: Position | None
    facts: Sequence[Row]
    handling: Sequence[Row]
    accounts: Sequence[Account]
    comparison: Comparison | None
    sources: Sequence[Cited]
    claims: Sequence[Claimed]
    origins: Sequence[Text]
    part_of: Link | None
    parts: Sequence[Link]
    related: Sequence[Link]
    extra: Mapping[str, str]
    why: tuple[LocalizedText, str] | None
    corrected: Text
    news: News | None
    drawing: Drawing | None
    symbol: str | None
    acting: Acting | None

    @property
    def placed(self) -> bool:
        """Whether the map shows it."""
        return self.drawing is not None

    @property
    def colour(self) -> str:
        """The colour of its lines, areas and texts, by day: that of who acts, else of its theme."""
        return self.acting.colour if self.acting else self.theme.colour

    @property
    def doubted(self) -> bool:
        """Whether it is only claimed, disputed or refuted."""
        return bool(doubt_of(self.event))

    @property
    def signs(self) -> list[str]:
        """The signs at its symbol, by their ids in the page's sheet."""
        return [*(["doubt"] if self.doubted else []), *([self.news.kind] if self.news else [])]

    @property
    def draft(self) -> bool:
        """Whether the record is a draft."""
        return self.event.review == "draft"

    @property
    def short_name(self) -> str:
        """Its name on the map: its label, else its title, shortened."""
        return next(iter(self.short_names.values()))

    @property
    def mapped_accounts(self) -> list[Account]:
        """The accounts with an area on the map, in the order of their letters."""
        return [account for account in self.accounts if account.letter]

    @property
    def graded(self) -> bool:
        """Whether any of its sources has a grade."""
        return any(s.grading for s in self.sources) or any(c.grading for c in self.claims)

    @property
    def disagreed(self) -> bool:
        """Whether its claimants contradict each other."""
        return any(
            statement.differs for account in self.accounts for statement in account.statements
        )

    @property
    def contested(self) -> bool:
        """Whether its accounts differ, and name areas or dates that cannot all hold."""
        rule = self.comparison.rule if self.comparison else None
        areas = self.comparison.areas if self.comparison else 0
        return self.disagreed and bool(areas or (rule and rule.brackets))

    @property
    def symbol_style(self) -> SymbolStyle:
        """The style of its symbol."""
        if not self.placed:
            return "unplaced"
        return symbol_style(self.event.precision, has_shape=self.event.geometry is not None)


def symbol_style(precision: str, *, has_shape: bool) -> SymbolStyle:
    """Return the style of the symbol of a placed record, with a geometry of its own or without."""
    if not has_shape or precision in _STANDS_FOR:
        return "assumed"
    return "unstated" if precision == "unstated" else "reported"


@dataclass(frozen=True, slots=True)
class _CachedView:
    """A view, its record, what others and the map gave to it, and the translations that it has."""

    event: Event
    given: Mapping[str, Any]
    view: RecordView
    texts: Texts


def page_links(events: Sequence[Event], workspace: Workspace) -> PageLinks:
    """Return what links the records of a page."""
    table = table_of(events)
    wholes, parts = table.shared("part_of"), dict[str, list[str]]()
    rows = np.flatnonzero(wholes.where(bool))
    for row, id_ in zip(rows.tolist(), table.texts_of("id", rows), strict=True):
        parent = workspace.resolved(str(wholes.values[wholes.codes[row]]))
        parts.setdefault(parent, []).append(id_)
    return PageLinks(table.row_by_id, parts)


def record_views(
    events: Sequence[Event],
    numbers: Mapping[str, int],
    workspace: Workspace,
    translate: Translator | None = None,
    symbols: Mapping[str, str] | None = None,
    *,
    look: LookView | None = None,
    why: Mapping[str, tuple[LocalizedText, str]] | None = None,
    news: Mapping[str, News] | None = None,
    links: PageLinks | None = None,
) -> list[RecordView]:
    """Return the view of each record of a map.

    Parameters
    ----------
    events : sequence of Event
        Records on the map, in order.
    numbers : Mapping of str to int
        Issued numbers by id.
    workspace : Workspace
        Regions, reports and the records around them.
    translate : Translator, optional
        Translates into the page's language; default English.
    symbols : Mapping of str to str, optional
        APP-6 symbols in the page's sheet by the ids of records.
    look : LookView, optional
        The look of the map, for colours of themes.
    why : mapping of str to (LocalizedText, str), optional
        Match and reason of records, by id.
    news : mapping of str to News, optional
        New and changed records, by id.
    links : PageLinks, optional
        Links of the records of the page, if there are more than these.
    """
    translator = translate or Translator("en")
    on_page, parts = links or page_links(events, workspace)

    def link_to(event: Event) -> Link:
        title = translated(event, translator.own).get("title", event.title)
        return Link(numbers[event.id], in_language(title, translator.language))

    def link(id_: str, origin: Event) -> Link | None:
        event = workspace.find(id_)
        if event is None or event is origin:  # an old id may lead to the record itself
            return None
        # The page must not contain titles of records outside the selection.
        return link_to(event) if event.id in on_page else None

    before = _VIEWS.recall(workspace.layers_and_maps, (translator.language, translator.own), dict)
    cached_views: dict[int, _CachedView] = {}
    for event in events:
        id_, number = event.id, numbers[event.id]
        theme = look.themed(event.theme) if look else event.theme
        part_of = link(event.part_of, event) if event.part_of else None
        arguments: dict[str, Any] = {
            "number": number,
            "theme": theme,
            "part_of": part_of,
            "parts": [part for part_id in parts.get(id_, []) if (part := link(part_id, event))],
            "related": [
                related for related_id in event.related if (related := link(related_id, event))
            ],
            "why": (why or {}).get(id_),
            "news": (news or {}).get(id_),
            "symbol": (symbols or {}).get(id_),
            "acting": look.acting(event) if look else None,
        }
        cached = before.get(id(event))
        if cached is None or cached.event is not event or cached.given != arguments:
            make = partial(_view, event, workspace, translator, arguments)
            cached = _CachedView(event, arguments, *translator.capture(make))
        translator.collect(cached.texts)
        cached_views[id(event)] = cached
    before.clear()
    before.update(cached_views)
    return [cached.view for cached in cached_views.values()]


def _view(
    event: Event, workspace: Workspace, translator: Translator, given: Mapping[str, Any]
) -> RecordView:
    """Return the view of a record, with what other records and the map give to it."""
    regions = workspace.regions
    names = short_names(event, translator.language, translator.own)
    event = localized(event, translator.language, translator.own)
    stated = accounts(event, workspace, translator)
    return RecordView(
        event=event,
        short_names=names,
        label=label(event, translator),
        standing=translator.each(partial(standing_words, event)),
        date=translator.each(partial(in_words, event.when)),
        place=_parted(place_parts, event, regions, translator),
        place_short=_parted(accuracy_parts, event, regions, translator),
        position=position(event, translator),
        facts=list(facts(event, regions, translator)),
        handling=list(handling(event, translator)),
        accounts=stated,
        comparison=compared(stated, event, workspace, translator),
        sources=[cited(s, translator) for s in event.sources if not s.seed],
        claims=[claimed(s, s.seed, workspace, translator) for s in event.sources if s.seed],
        origins=list(origins(event, workspace, translator)),
        extra={
            str(key): value_words(value)
            for key, value in workspace.config.public_extra(event.extra).items()
        },
        corrected=last_correction(event, translator),
        drawing=draw(event, regions),
        **given,
    )


def _parted(
    parts: Callable[[Event, Mapping[str, LayerFeature], str], tuple[str, ...]],
    event: Event,
    regions: Mapping[str, LayerFeature],
    translator: Translator,
) -> Text:
    """Return a place as text, with geotrack's part apart from the record's own name."""
    before, _, *after = parts(event, regions, translator.language)
    middle = translator.each(lambda language: parts(event, regions, language)[1])
    name = event.place.name if event.place else None
    if isinstance(name, TextByLanguage) and before.startswith(name):
        return (unbroken(name), before[len(name) :], middle, *map(unbroken, after))
    return (unbroken(before), middle, *map(unbroken, after))
