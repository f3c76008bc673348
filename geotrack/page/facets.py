"""Data of the page's search and filters: tables of words, and the records' indices into them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from geotrack.index.record_rows import event_ids, table_of
from geotrack.index.record_table import Shared
from geotrack.mapview.record.view import News
from geotrack.mapview.translations import LocalizedText, Translator
from geotrack.model import Event
from geotrack.model.event import Confidence, Status, VerificationLevel
from geotrack.model.place_text import region_name
from geotrack.page.payload import Facets
from geotrack.queries import Match
from geotrack.queries.containing_regions import region_verdicts
from geotrack.queries.verdict import Verdict
from geotrack.workspace import Workspace

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["facet_arrays", "facets", "list_columns"]

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

    def places(self, words: Iterable[Any]) -> list[int]:
        places = (self._places.setdefault(word, len(self._places)) for word in words)
        return list(dict.fromkeys(places))

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
    judged = region_verdicts(workspace, dict.fromkeys(regions), events)
    tables, arrays = facet_arrays(
        workspace,
        events,
        {id_: found.verdicts for id_, found in judged.items()},
        matches,
        translate or Translator("en"),
        news=news,
        by_reader=by_reader,
    )
    columns: Any = {"id": list(event_ids(events))}
    for name, array in arrays.items():
        if name.endswith(".ends"):
            continue
        values, ends = array.tolist(), arrays.get(f"{name}.ends")
        if ends is not None:
            ends_list = ends.tolist()
            values = [values[start:end] for start, end in pairwise([0, *ends_list])]
        columns[name] = values
    return {**tables, "records": columns}


def facet_arrays(
    workspace: Workspace,
    events: Sequence[Event],
    verdicts: Mapping[str, NDArray[np.int8]],
    matches: Mapping[str, Match],
    translate: Translator,
    *,
    news: Mapping[str, News] | None = None,
    by_reader: bool = False,
) -> tuple[Facets, dict[str, NDArray[Any]]]:
    """Return the tables of `facets`, and the columns as arrays.

    Parameters
    ----------
    workspace, events, matches, translate, news, by_reader
        As of `facets`.
    verdicts : mapping of str to numpy.ndarray, shape (n,)
        Whether the records were in each region, by its id: of `Verdict`.

    Returns
    -------
    Facets
        The tables of words; its `records` are empty.
    dict of str to numpy.ndarray
        The columns. One has a value for each record, or all values of a column of lists, whose ends
        are the column `NAME.ends`.
    """
    table, types = table_of(events), workspace.taxonomy.types
    words = {n: _Table() for n in ("themes", "types", "actors", "grades", "assets", "tags")}

    def type_of(id_: str) -> tuple[int, str, str]:
        theme = types[id_].theme
        [place] = words["themes"].places([(theme.id, _label(theme.label, translate))])
        return place, _label(types[id_].label, translate), id_

    found = {
        id_: row for id_, row in verdicts.items() if (row >= Verdict.POSSIBLE).any()
    }  # in the order of their names
    inside = sorted(found, key=lambda id_: workspace.regions.named(id_).name)
    arrays = {
        "type": _codes(table.shared("type"), lambda id_: words["types"].places([type_of(id_)])[0]),
        "status": _codes(table.shared("status"), partial(_at, _STATUSES)),
        "verification": _codes(table.shared("verification"), partial(_at, _VERIFICATIONS)),
        "confidence": _codes(table.shared("confidence"), partial(_at, _CONFIDENCES)),
    }
    for name, word in _LISTS.items():
        arrays |= list_columns(name, table.shared(name), partial(_places, words[name], word))
        if name == "grades":  # the columns stand in the order of `FacetColumns`
            for key, match in (("certainly", Verdict.CERTAIN), ("possibly", Verdict.POSSIBLE)):
                arrays |= _regions_of(key, [found[id_] == match for id_ in inside], len(events))
    arrays["onlyPossible"] = np.zeros(len(events), dtype=np.int64)
    if matches:
        found_possible = (matches.get(id_) is Match.POSSIBLE for id_ in event_ids(events))
        arrays["onlyPossible"] = np.fromiter(found_possible, np.int64, len(events))
    if news is not None:
        kinds = (news[id_].kind if id_ in news else "before" for id_ in event_ids(events))
        arrays["since"] = np.array([_NEWS.index(kind) for kind in kinds], dtype=np.int64)
    named = {id_: workspace.regions.named(id_) for id_ in inside}
    no_values: Any = {name: [] for name in ("id", *arrays) if not name.endswith(".ends")}
    tables: Facets = {
        **{name: own.words for name, own in words.items()},  # type: ignore[typeddict-item] # its keys
        "regions": [(id_, translate.each(partial(region_name, one))) for id_, one in named.items()],
        "statuses": list(_STATUSES),
        "verifications": list(_VERIFICATIONS),
        "confidences": list(_CONFIDENCES),
        "records": no_values,
    }
    if news is not None or by_reader:
        tables["since"] = [translate(f"document.{key}") for key in _SINCE]
    return tables, arrays


# Of each column of lists the word of a value; names are those of `Facets` and of `SHARED`.
_LISTS: Mapping[str, Callable[[Any], Any]] = {
    "actors": lambda actor: (actor[0], actor[1] or ""),
    "grades": lambda grade: f"{grade[0]}{grade[1]}",
    "assets": str,
    "tags": str,
}


def _places(words: _Table, word: Callable[[Any], Any], values: Iterable[Any]) -> list[int]:
    return words.places(map(word, values))


def _codes(column: Shared, place: Callable[[Any], int]) -> NDArray[Any]:
    """Return the place of each record's value in a table."""
    places = np.zeros(len(column.values), dtype=np.int64)
    for at in column.by_occurrence():
        places[at] = place(column.values[at])
    return places[column.codes]


def list_columns(
    name: str, column: Shared, places_of: Callable[[Any], list[int]]
) -> dict[str, NDArray[Any]]:
    """Return a list of numbers of each record's value, one after another, and the ends."""
    places: list[list[int]] = [[] for _ in column.values]
    for at in column.by_occurrence():
        places[at] = places_of(column.values[at])
    sizes = np.array(list(map(len, places)), dtype=np.int64)
    firsts = (np.cumsum(sizes) - sizes)[column.codes]
    sizes = sizes[column.codes]
    ends = np.cumsum(sizes)
    flat = np.array([place for some in places for place in some], dtype=np.int64)
    within = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - sizes, sizes)
    return {name: flat[np.repeat(firsts, sizes) + within], f"{name}.ends": ends}


def _regions_of(
    name: str, rows: Sequence[NDArray[np.bool_]], count: int
) -> dict[str, NDArray[Any]]:
    """Return by record the places of the regions of which something holds."""
    holds = np.array(rows, dtype=bool).reshape(len(rows), count)
    places = np.nonzero(holds.T)[1]
    return {name: places, f"{name}.ends": np.cumsum(holds.sum(axis=0))}


def _label(labels: Mapping[str, str], translator: Translator) -> LocalizedText:
    return translator.each(lambda language: labels.get(language) or labels["en"])


def _at(words: Sequence[str], word: str | None) -> int:
    return words.index(word) if word else _NOT_STATED
