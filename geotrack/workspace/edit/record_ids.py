"""Ids of records without one, made of date and title."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from datetime import timedelta
from itertools import count, islice
from typing import TYPE_CHECKING, Any

from geotrack.dates import DateError, parse_date
from geotrack.i18n.folding import folded
from geotrack.reading.members import features_in, lift_ids
from geotrack.workspace.property_differences import difference

if TYPE_CHECKING:
    from geotrack.workspace.store import Workspace

__all__ = ["give_ids", "numbered", "slug_of"]

# Maximum number of words of a title in an id.
_WORDS = 6
# Maximum number of characters of the words in an id.
_LONGEST = 60
# Words left out of ids.
_SMALL = {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with"}
_WORD = re.compile(r"[a-z0-9]+")
_YEAR = slice(4)
# Maximum number of records with the same words whose ids end in a number.
_MOST_TWINS = 100


def slug_of(properties: Mapping[str, Any], used: Container[str]) -> str:
    """Return an id for a record, made of its start and title.

    The start is used as far as it is certain: `2024-09-20` gives the day, `[2024-09-20,2024-09-21]`
    the month, `unknown` nothing. The title gives its first six words in ASCII, without articles and
    prepositions, and without accents. If it is mostly in other scripts, the type is used.

    Parameters
    ----------
    properties : Mapping of str to object
        Properties of the Feature; invalid ones are ignored.
    used : Container of str
        Ids in use; the first unused of `…`, `…-2`, `…-3` is returned.

    Examples
    --------
    >>> slug_of({"title": "Patrol sighted", "start": "2024-09-28"}, ())
    '2024-09-28-patrol-sighted'
    >>> slug_of({"title": "Øvelse i Vardø", "start": "2024-09~"}, {"2024-09-ovelse-i-vardo"})
    '2024-09-ovelse-i-vardo-2'
    >>> slug_of({"title": "联合巡航", "type": "naval/patrol", "start": "2024"}, ())
    '2024-patrol'
    """
    date = _date_parts(properties.get("start"))
    words = _title_words(properties.get("title"))
    if date and words[: len(date)] == date:
        words = words[len(date) :]  # the title begins with its date
    words = list(_cut(words)) or _type_words(properties) or ["record"]
    slug = "-".join([*date, *words])
    return next(id_ for _, id_ in numbered(slug) if id_ not in used)


def numbered(slug: str, first: int = 1) -> Iterator[tuple[int, str]]:
    """Yield numbers from the first on, each with its id: `…`, `…-2`, `…-3`.

    Parameters
    ----------
    slug : str
        The id of number 1.
    first : int
        The first number.
    """
    return ((n, f"{slug}-{n}" if n > 1 else slug) for n in count(first))


def _date_parts(start: object) -> list[str]:
    """Return year, month and day of a date, as far as they are certain."""
    try:
        date = parse_date(start) if isinstance(start, str) else None
    except DateError:
        return []
    if date is None or date.lower is None or date.upper is None:
        return []
    if date.precision == "season":  # a winter ends in the year after its own
        return [date.text.lstrip("~?%")[_YEAR]]
    first, last = (d.isoformat().split("-") for d in (date.lower, date.upper - timedelta(days=1)))
    shared = [a == b for a, b in zip(first, last, strict=True)]
    return first[: shared.index(False)] if False in shared else first


def _title_words(title: object) -> list[str]:
    """Return the words of a title in ASCII; none if they are the smaller part of it."""
    text = folded(title).replace("'", "") if isinstance(title, str) else ""
    words = _WORD.findall(text)
    letters = sum(c.isalnum() for c in text)
    return words if 2 * sum(map(len, words)) > letters else []


def _cut(words: list[str]) -> Iterator[str]:
    length = 0
    for word in [w for w in words if w not in _SMALL][:_WORDS]:
        room = _LONGEST - length
        if len(word) > room and length:
            return
        yield word[:room]
        length += len(word) + 1


def _type_words(properties: Mapping[str, Any]) -> list[str]:
    kind = properties.get("type")
    return _WORD.findall(folded(kind).rpartition("/")[2]) if isinstance(kind, str) else []


def give_ids(value: Any, workspace: Workspace) -> None:
    """Give each Feature of a file an id that has none.

    Parameters
    ----------
    value : JSON value
        The content of the file; its Features are changed.
    workspace : Workspace
        The stored records: an identical one has the id already.
    """
    lift_ids(value)
    features = features_in(value)
    used = {str(f["id"]) for f in features if "id" in f}
    firsts: dict[str, int] = {}
    for feature in features:
        if "id" not in feature and isinstance(feature.get("properties"), dict):
            feature["id"] = _new_id(feature, workspace, used, firsts)
            used.add(feature["id"])


def _new_id(
    feature: Mapping[str, Any], workspace: Workspace, used: set[str], firsts: dict[str, int]
) -> str:
    """Return the id of an identical stored record, else one of date and title.

    The latter may be the id of a record that was corrected since. Reporting that as a change is
    better than storing the record again with another id. Of many stored records of one date and
    title, only the next hundred are compared. `firsts` has the first number of a slug that may be
    unused.
    """
    slug = slug_of(feature["properties"], ())
    numbers = numbered(slug, firsts.get(slug, 1))
    first, new = next((n, id_) for n, id_ in numbers if id_ not in used)
    firsts[slug] = first
    for _, id_ in islice(numbered(slug, first), _MOST_TWINS):
        if id_ in used:
            continue
        if id_ not in workspace.by_id:
            break
        if not difference(workspace.by_id[id_].feature, {**feature, "id": id_}):
            return id_
    return new
