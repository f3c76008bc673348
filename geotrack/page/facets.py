"""Data of the page's search and filters: tables of words, and the records' indices into them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, get_args

from geotrack.errors import UsageError
from geotrack.mapview.record.view import News
from geotrack.mapview.translations import LocalizedText, Translator
from geotrack.model import Event
from geotrack.model.event import Confidence, Status, Verification, VerificationLevel
from geotrack.model.place_text import region_name
from geotrack.model.query import Query
from geotrack.page.payload import FacetColumns, Facets
from geotrack.queries import Match, select
from geotrack.workspace import Workspace

__all__ = ["facets"]

# In order of display.
_STATUSES: tuple[str, ...] = get_args(Status)
_VERIFICATIONS: tuple[str, ...] = get_args(VerificationLevel)
_CONFIDENCES: tuple[str, ...] = get_args(Confidence.model_fields["level"].annotation)
_NOT_STATED = -1
# In order of display; each is the word of its sign in the legend.
_NEWS = ("new", "changed", "before")
_SINCE = ("legend.new.short", "legend.changed.short", "since.before")


class _Table:
    """Distinct words in order of first occurrence."""

    def __init__(self) -> None:
        self._places: dict[Any, int] = {}

    def place(self, word: Any) -> int:
        return self._places.setdefault(word, len(self._places))

    def places(self, words: Iterable[Any]) -> list[int]:
        return list(dict.fromkeys(self.place(word) for word in words))

    @property
    def words(self) -> list[Any]:
        return list(self._places)


def facets(
    workspace: Workspace,
    events: Sequence[Event],
    regions: Sequence[str],
    matches: Mapping[str, Match],
    translate: Translator | None = None,
    *,
    news: Mapping[str, News] | None = None,
    by_reader: bool = False,
) -> Facets:
    """Return the data that the page's filters need.

    Each word is once in a table; records have indices. Text that is in the page's document, such as
    titles, is not repeated.

    Parameters
    ----------
    workspace : Workspace
        The regions.
    events : sequence of Event
        The records of the page, in its order.
    regions : sequence of str
        Ids of the regions that the map shows or its records name.
    matches : mapping of str to Match
        Matches of records with the map's selection, by id.
    translate : Translator, optional
        Translates labels into the page's language; default English.
    news : mapping of str to News, optional
        New and changed records, by id; None if not requested.
    by_reader : bool
        Whether the reader chooses since when records are new or changed: then the page judges it.

    Returns
    -------
    Facets
        Tables of words, and columns of the records' indices into them.
    """
    translator = translate or Translator("en")
    tables = {n: _Table() for n in ("themes", "types", "actors", "grades", "assets", "tags")}
    inside = _inside(workspace, events, regions)
    labels = {
        id_: translator.each(partial(region_name, workspace.regions.named(id_))) for id_ in inside
    }
    themes = [
        tables["themes"].place((e.theme.id, _label(e.theme.label, translator))) for e in events
    ]
    records: FacetColumns = {
        "id": [e.id for e in events],
        "type": [
            tables["types"].place((theme, _label(e.type.label, translator), e.type_id))
            for theme, e in zip(themes, events, strict=True)
        ],
        "status": [_at(_STATUSES, e.status) for e in events],
        "verification": [_at(_VERIFICATIONS, _level(e.verification)) for e in events],
        "confidence": [_at(_CONFIDENCES, _level(e.confidence)) for e in events],
        "actors": [
            tables["actors"].places((a.name, a.country or "") for a in e.actors) for e in events
        ],
        "grades": [tables["grades"].places(_grades(e)) for e in events],
        "certainly": _regions_by_event(events, inside, Match.CERTAIN),
        "possibly": _regions_by_event(events, inside, Match.POSSIBLE),
        "assets": [tables["assets"].places(_assets(e)) for e in events],
        "tags": [tables["tags"].places(e.tags) for e in events],
        "onlyPossible": [1 if matches.get(e.id) is Match.POSSIBLE else 0 for e in events],
    }
    if news is not None:
        records["since"] = [
            _NEWS.index(news[e.id].kind if e.id in news else "before") for e in events
        ]
    tables_and_columns: Facets = {
        "themes": tables["themes"].words,
        "types": tables["types"].words,
        "actors": tables["actors"].words,
        "grades": tables["grades"].words,
        "assets": tables["assets"].words,
        "tags": tables["tags"].words,
        "regions": list(labels.items()),
        "statuses": list(_STATUSES),
        "verifications": list(_VERIFICATIONS),
        "confidences": list(_CONFIDENCES),
        "records": records,
    }
    if news is not None or by_reader:
        tables_and_columns["since"] = [translator(f"document.{key}") for key in _SINCE]
    return tables_and_columns


def _level(estimate: Verification | Confidence | None) -> str | None:
    return estimate.level if estimate else None


def _grades(event: Event) -> Iterator[str]:
    graded = (source.grade for source in event.sources if source.grade)
    return (f"{grade.reliability}{grade.credibility}" for grade in graded)


def _assets(event: Event) -> list[str]:
    of_actors = [asset for actor in event.actors for asset in actor.assets]
    return of_actors + [asset for source in event.sources for asset in source.assets]


def _regions_by_event(
    events: Sequence[Event], inside: Mapping[str, Mapping[str, Match]], match: Match
) -> list[list[int]]:
    """Return by event the places of the regions that it meets so."""
    places: dict[str, list[int]] = {}
    for n, matches in enumerate(inside.values()):
        for id_, found in matches.items():
            if found is match:
                places.setdefault(id_, []).append(n)
    return [places.get(e.id, []) for e in events]


def _label(labels: Mapping[str, str], translator: Translator) -> LocalizedText:
    return translator.each(lambda language: labels.get(language) or labels["en"])


def _at(words: Sequence[str], word: str | None) -> int:
    return words.index(word) if word else _NOT_STATED


def _inside(
    workspace: Workspace, events: Sequence[Event], regions: Iterable[str]
) -> dict[str, dict[str, Match]]:
    """Return the match of records with each region that has any."""
    matches: dict[str, dict[str, Match]] = {}
    for id_ in dict.fromkeys(regions):
        try:
            found = select(workspace, Query(regions=(id_,)), among=events)
        except UsageError:
            continue  # `geotrack check` reports a region without a valid shape
        if found:
            matches[id_] = dict(zip(found.ids, found.matches, strict=True))
    return dict(sorted(matches.items(), key=lambda pair: workspace.regions.named(pair[0]).name))
