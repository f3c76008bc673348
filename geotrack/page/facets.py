"""What the page's search and filters ask of: tables of words, and each record's places in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, get_args

from geotrack.errors import UsageError
from geotrack.mapview.changes import News
from geotrack.mapview.translations import LocalizedText, Translator
from geotrack.model import Event
from geotrack.model.event import Confidence, Status, VerificationLevel
from geotrack.model.place_text import region_name
from geotrack.model.query import Query
from geotrack.queries import Match, select
from geotrack.workspace import Workspace

__all__ = ["facets"]

# In the order in which they are told.
_STATUSES: tuple[str, ...] = get_args(Status)
_VERIFICATIONS: tuple[str, ...] = get_args(VerificationLevel)
_CONFIDENCES: tuple[str, ...] = get_args(Confidence.model_fields["level"].annotation)
_NOT_STATED = -1
# In the order in which they are told; each says the word of its sign in the legend.
_NEWS = ("new", "changed", "before")
_SINCE = ("legend.new.short", "legend.changed.short", "since.before")


class _Table:
    """Words in the order in which they are met, each once."""

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
) -> dict[str, Any]:
    """Return what can be asked of a page's records, as its script reads it.

    Words stand once, in tables; a record has their places. Text that the page's document holds
    anyway, such as titles, is not repeated.

    Parameters
    ----------
    workspace : Workspace
        Knows the regions.
    events : sequence of Event
        The records of the page, in its order.
    regions : sequence of str
        Ids of the regions that the map shows or its records name.
    matches : mapping of str to Match
        How far each record, by its id, meets the map's own selection.
    tell : Translator, optional
        Says the labels in the page's language; default English.
    news : mapping of str to News, optional
        By their ids which records are new or changed; None where that was not asked.

    Returns
    -------
    dict
        Tables `types` (theme, label, id), `themes` (id, label), `actors` (name, country), `regions`
        (id, name), `statuses`, `verifications`, `confidences`, `grades`, `assets` and `tags`;
        and `records`, each with its id and its places in these; see `web/src/page/query/facets.js`.
        With `news` also a table `since`, and last in each record its place there.
    """
    say = translate or Translator("en")
    tables = {n: _Table() for n in ("themes", "types", "actors", "grades", "assets", "tags")}
    inside = _inside(workspace, events, regions)
    named = {id_: say.each(partial(region_name, workspace.regions.named(id_))) for id_ in inside}
    records = []
    for event in events:
        theme = tables["themes"].place((event.theme.id, _label(event.theme.label, say)))
        graded = (s.grade for s in event.sources if s.grade)
        assets = [a for actor in event.actors for a in actor.assets]
        assets += [a for source in event.sources for a in source.assets]
        records.append(
            [
                event.id,
                tables["types"].place((theme, _label(event.type.label, say), event.type_id)),
                _at(_STATUSES, event.status),
                _at(_VERIFICATIONS, event.verification.level if event.verification else None),
                _at(_CONFIDENCES, event.confidence.level if event.confidence else None),
                tables["actors"].places((a.name, a.country or "") for a in event.actors),
                tables["grades"].places(f"{g.reliability}{g.credibility}" for g in graded),
                [n for n, met in enumerate(inside.values()) if met.get(event.id) is Match.CERTAIN],
                [n for n, met in enumerate(inside.values()) if met.get(event.id) is Match.POSSIBLE],
                tables["assets"].places(assets),
                tables["tags"].places(event.tags),
                int(matches.get(event.id) is Match.POSSIBLE),
                *([] if news is None else [_NEWS.index(_kind(event, news))]),
            ]
        )
    return {
        **{name: table.words for name, table in tables.items()},
        "regions": list(named.items()),
        "statuses": _STATUSES,
        "verifications": _VERIFICATIONS,
        "confidences": _CONFIDENCES,
        **({} if news is None else {"since": [say(f"document.{key}") for key in _SINCE]}),
        "records": records,
    }


def _kind(event: Event, news: Mapping[str, News]) -> str:
    return news[event.id].kind if event.id in news else "before"


def _label(labels: Mapping[str, str], say: Translator) -> LocalizedText:
    return say.each(lambda language: labels.get(language) or labels["en"])


def _at(words: Sequence[str], word: str | None) -> int:
    return words.index(word) if word else _NOT_STATED


def _inside(
    workspace: Workspace, events: Sequence[Event], regions: Iterable[str]
) -> dict[str, dict[str, Match]]:
    """Return which records are in each region, and how far; no region that none is in."""
    found: dict[str, dict[str, Match]] = {}
    for id_ in dict.fromkeys(regions):
        try:
            hits = select(workspace, Query(regions=(id_,)), among=events).hits
        except UsageError:
            continue  # `geotrack check` tells of a region without a sound shape
        if hits:
            found[id_] = {hit.event.id: hit.match for hit in hits}
    return dict(sorted(found.items(), key=lambda pair: workspace.regions.named(pair[0]).name))
