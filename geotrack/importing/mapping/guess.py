"""Properties of columns, guessed by name and content.

A column is guessed only where its name and its cells agree, and never for a property that has a
column or a value already. Each guess has its reason, and each column that was as likely is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from geotrack.i18n.folding import folded
from geotrack.importing.cells.text import SAMPLE, any_cell, is_address, is_prose, sample
from geotrack.importing.cells.values import CellRules, accepts, kind_of
from geotrack.importing.mapping.unnamed_columns import only_dates, title_column
from geotrack.importing.option_names import option_remedy
from geotrack.importing.table import Table
from geotrack.importing.targets.column_words import (
    ADDRESS,
    DATE,
    EVENT_TYPE,
    IN_KM,
    NO_SOURCE,
    OF_A_PLACE,
    SOURCE,
    WORDS,
    YEAR,
    date_rank,
    name_parts,
)
from geotrack.importing.targets.properties import (
    ACCOUNT,
    ANCHORS,
    ID,
    NAMING,
    START,
    Property,
)
from geotrack.importing.targets.value_labels import types_like
from geotrack.messages import Message, sentence

__all__ = ["Guesses", "guess_columns", "may_be_publisher"]

# Paths of properties that depend on those beside them.
_ACTOR, _COUNTRY, _PART_OF = "actors.name", "actors.country", "part_of"
_URL, _CITE, _PUBLISHER = "sources.url", "sources.cite", "sources.publisher"
# Names of columns of times of day.
_HOURS = re.compile(r"(?:time|tid|hour|time utc|utc time)|\w+ (?:time|tid)")
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])?[0-5]?\d")  # 1506 is an hour there, not a year
# A unit of length at the end of a name.
_UNIT = re.compile(r" (?:i |in )?(?:km|kilomet\w+)$")
# Share of cells that must fit; share of the best fit from which on a column is as good.
_HALF, _AS_GOOD = 0.5, 0.8


@dataclass
class Guesses:
    """Guessed columns.

    Parameters
    ----------
    paths : dict of str to str
        Property by column.
    reasons : dict of str to str
        Why, by column.
    notes : list of str
        Columns that were as likely, and are kept as extra properties.
    possible_dates : list of str
        Columns that are named like an event's date, and were not taken.
    """

    paths: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    possible_dates: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A column that may fill a property: how many of its cells do, and what they are called."""

    column: str
    rank: int
    good: int
    count: int
    label: str
    like: bool = False


def may_be_publisher(table: Table, column: str) -> bool:
    """Return whether a column `source` has no address, beside a column of addresses of sources."""
    if name_parts(column)[0] not in SOURCE or any(map(is_address, sample(table.columns[column]))):
        return False
    return any(
        name_parts(c)[0] in ADDRESS and _share(sample(cells), is_address) == 1.0
        for c, cells in table.columns.items()
    )


def guess_columns(
    table: Table,
    free: Sequence[str],
    assigned: Mapping[str, str],
    constants: Collection[str],
    rules: Callable[[str, Property], CellRules],
    *,
    known: Mapping[str, Property],
    foreign: Collection[str] = (),
) -> Guesses:
    """Guess the properties of columns that no option, name or format assigns.

    Parameters
    ----------
    table : Table
        The cells.
    free : sequence of str
        Columns without a property.
    assigned : Mapping of str to str
        Property by column, of the others.
    constants : collection of str
        Properties that have a value.
    rules : callable
        Returns the rules for the cells of a column.
    known : Mapping of str to Property
        The properties of records, by path.
    foreign : collection of str
        Columns that only have the name of a property.
    """
    filled = [c for c in free if any_cell(table.columns[c])]
    guesser = _Guesser(table, filled)
    guesser.number(assigned)
    guesser.guess(known, assigned, constants, rules)
    guesser.add_empty([c for c in free if c not in filled], assigned)
    used = {*assigned.values(), *constants, *guesser.found.paths.values()}
    if "start" not in used:
        guesser.only_dates(known, rules)
    if "title" not in used:
        is_dated = "start" in {*used, *guesser.found.paths.values()}
        guesser.last_title(foreign, is_dated=is_dated)
    return guesser.found


class _Guesser:
    """Assigns columns to properties, and takes them out of those that are left."""

    def __init__(self, table: Table, free: list[str]) -> None:
        self._table = table
        self._left = free
        self._names = {column: name_parts(column) for column in free}
        self._texts = {c: sample(table.columns[c]) for c in free}
        self._has_title = False
        self.found = Guesses()

    def number(self, assigned: Mapping[str, str]) -> None:
        """Take columns that are numbered like one that names an object: `source`, `source2`."""
        for column, path in assigned.items():
            if path.partition(".")[0] not in ANCHORS:
                continue
            base = name_parts(column)[0]
            for sibling in [c for c in self._left if self._names[c][0] == base]:
                if self._names[sibling][1]:
                    self._take(sibling, path, Message("numbered like {column}", column))

    def add_empty(self, empty: Sequence[str], assigned: Mapping[str, str]) -> None:
        """Take empty columns numbered like taken ones: `stance 2` belongs to the second source."""
        for column, path in {**assigned, **self.found.paths}.items():
            base, number = name_parts(column)
            if path.partition(".")[0] in ANCHORS and number:
                siblings = [c for c in empty if name_parts(c)[0] == base and name_parts(c)[1]]
                self.found.paths.update(dict.fromkeys(siblings, path))
                self.found.reasons.update(
                    dict.fromkeys(siblings, Message("numbered like {column}", column))
                )

    def guess(
        self,
        known: Mapping[str, Property],
        assigned: Mapping[str, str],
        constants: Collection[str],
        rules: Callable[[str, Property], CellRules],
    ) -> None:
        """Take a column for each property that has none."""
        used = {*assigned.values(), *constants}
        for path, words in DATE.items():
            if path not in used:
                self._best(path, list(self._dates(known[path], words, rules)))
        if not self._has_sources(used):
            self._sources(used)
        for path, words in WORDS.items():
            self._has_title = "title" in {*used, *self.found.paths.values()}
            if path in ACCOUNT and not self._has_sources(used):
                continue
            if path not in used:
                fit = list(self._named(known[path], words, rules))
                if path == _COUNTRY:
                    actors = [c for c, p in {**assigned, **self.found.paths}.items() if p == _ACTOR]
                    fit = self._countries_of_actors(fit, actors, is_set=_ACTOR in used)
                self._best(path, fit)

    def _has_sources(self, used: Collection[str]) -> bool:
        """Return whether a column or a value names sources."""
        paths = {*used, *self.found.paths.values()}
        return any(f"sources.{key}" in paths for key in NAMING["sources"])

    def _dates(
        self, target: Property, words: Sequence[str], rules: Callable[[str, Property], CellRules]
    ) -> Iterator[_Candidate]:
        """Yield the columns that are named like a date of a record."""
        for column in self._left:
            name = self._names[column][0]
            in_words = words.index(name) if name in words else None
            rank = date_rank(name) if target.path == START else in_words
            if rank is None:
                continue
            texts = self._texts[column]
            rule = rules(column, target)
            is_hour = _HOURS.fullmatch(name) is not None
            good = sum(
                accepts(target, text, rule) and not (is_hour and _CLOCK.fullmatch(text))
                for text in texts
            )
            yield _Candidate(column, rank, good, len(texts), Message("dates"))

    def _named(
        self, target: Property, words: Sequence[str], rules: Callable[[str, Property], CellRules]
    ) -> Iterator[_Candidate]:
        """Yield the columns whose names are words for a property."""
        for column in self._left:
            name = self._names[column][0]
            if target.kind == "number":
                if not IN_KM.fullmatch(folded(column)):
                    continue  # metres would be far off
                name = _UNIT.sub("", name)
            if name not in words:
                continue
            texts = self._texts[column]
            if target.choices or target.kind == "number":
                rule = rules(column, target)
                good = sum(accepts(target, text, rule) for text in texts)
            elif target.path == _PART_OF:
                good = len(texts) if {*texts} <= {*map(str, self._table.columns.get(ID, ()))} else 0
            else:
                good = sum(is_prose(text) for text in texts)
            like = target.path == "type" and any(
                types_like(text, target.taxonomy) for text in texts
            )
            yield _Candidate(column, words.index(name), good, len(texts), _noun(target), like)

    def _best(self, path: str, candidates: list[_Candidate]) -> None:
        """Take the best candidate, and all that are numbered like it where it may be several."""
        fit = [c for c in candidates if c.good and c.good >= _HALF * c.count]
        if not fit and path == "type" and self._has_title:  # else it is the title
            event_types = (c for c in candidates if self._names[c.column][0] in EVENT_TYPE)
            fit = [replace(c, label="") for c in event_types if c.like]
        if not fit:
            # The type of a record is required: its user needs to hear of the column.
            self.found.notes += [
                Message(
                    "{column} may be type ({why}){remedy}",
                    c.column,
                    _reason(c),
                    option_remedy(
                        ': --map "{column}=type" takes it, --map-value "TEXT=coastguard/patrol" '
                        "says what a text of it means",
                        c.column,
                    ),
                )
                for c in (candidates if path == "type" else ())
            ]
            return
        # A year says less than a date.
        years = [c for c in fit if path == START and YEAR.fullmatch(self._names[c.column][0])]
        exact = [c for c in fit if c not in years] or fit
        most = max(c.good for c in exact)
        best = min((c for c in exact if c.good >= _AS_GOOD * most), key=lambda c: c.rank)
        name = self._names[best.column][0]
        for candidate in fit:
            if (
                candidate in years[:1]
                and candidate is not best
                and self._fills(candidate.column, best.column)
            ):
                why = _reason(candidate)
                reason = Message("{why}, for rows without {column}", why, best.column)
                self._take(candidate.column, path, reason)
                continue
            is_same = candidate is best or (
                path.partition(".")[0] in ANCHORS
                and self._names[candidate.column][0] == name
                and self._names[candidate.column][1] != self._names[best.column][1]
            )
            if is_same:
                self._take(candidate.column, path, _reason(candidate))
            elif not YEAR.fullmatch(self._names[candidate.column][0]):
                instead = option_remedy(
                    '--map "{column}={path}" takes it instead of {other}',
                    candidate.column,
                    path,
                    best.column,
                )
                self._note_another(candidate.column, path, _reason(candidate), instead)

    def _note_another(self, column: str, path: str, why: str, remedy: str) -> None:
        """Note a column that may be a property too, and is not mapped to it."""
        kept = Message(
            "{column} may be {path} too ({why}), and is kept as an extra property",
            column,
            path,
            why,
        )
        self.found.notes.append(sentence(kept, remedy))

    def _fills(self, column: str, other: str) -> bool:
        """Return whether a column has a cell in a row where another is empty."""
        cells = zip(self._table.columns[column], self._table.columns[other], strict=True)
        return any(cell is not None and other_cell is None for cell, other_cell in cells)

    def only_dates(
        self, known: Mapping[str, Property], rules: Callable[[str, Property], CellRules]
    ) -> None:
        """Take the only column whose cells are all dates, whatever its name."""
        start = known["start"]

        def is_date(column: str, text: str) -> bool:
            return accepts(start, text, rules(column, start))

        texts = {column: self._texts[column] for column in self._left}
        column, self.found.possible_dates = only_dates(texts, is_date)
        if column is not None:
            self._take(column, start.path, Message("the only column of dates"))

    def last_title(self, kept: Collection[str], *, is_dated: bool) -> None:
        """Take a column of texts as titles where none is named as one."""
        title = title_column(self._table, self._left, kept, is_dated=is_dated)
        if title:
            self.found.paths[title[0]] = "title"
            reason = sentence(title[1], option_remedy("--map COLUMN=title takes another"))
            self.found.reasons[title[0]] = reason

    def _countries_of_actors(
        self, candidates: list[_Candidate], actors: Sequence[str], *, is_set: bool
    ) -> list[_Candidate]:
        """Return the countries that are of the actors; name the others.

        A country may be that of the place: only one beside its actor is taken as the actor's.
        """
        order = list(self._table.columns)
        beside = {order.index(c) + step for c in actors for step in (-1, 1)}
        fit = []
        for candidate in candidates:
            is_sure = self._names[candidate.column][0] not in OF_A_PLACE
            if (actors or is_set) and (is_sure or order.index(candidate.column) in beside):
                fit.append(candidate)
            elif candidate.good >= _HALF * candidate.count > 0:
                self.found.notes.append(
                    Message(
                        "{column} may be {path} ({why}), and is kept as an extra property, as it "
                        "stands beside no actor and may be the country of the place",
                        candidate.column,
                        _COUNTRY,
                        _reason(candidate),
                    )
                )
        return fit if len(actors) <= 1 or len(fit) == len(actors) else []

    def _take(self, column: str, path: str, reason: str) -> None:
        self.found.paths[column] = path
        self.found.reasons[column] = reason
        self._left.remove(column)

    def _sources(self, used: Collection[str]) -> None:
        """Take columns of addresses, and of works by their names."""
        by_name: dict[str, list[str]] = {}
        for column in self._left:
            name = self._names[column][0]
            if name in SOURCE:
                by_name.setdefault(name, []).append(column)
        share = {c: _share(self._texts[c], is_address) for c in self._left}
        names = [n for n in SOURCE if n in by_name]
        linked = [n for n in names if any(share[c] for c in by_name[n])]
        works = [n for n in names if n not in linked and n not in ADDRESS]
        if linked:
            first = next(c for c in by_name[linked[0]] if share[c])
            for column in by_name[linked[0]]:
                is_one = bool(share[column])
                like = Message("numbered like {column}; no cell is an address", first)
                self._take(column, _URL, self._address_reason(column) if is_one else like)
            self._note_more_addresses(linked[1:], by_name)
            if (
                works
                and len(by_name[works[0]]) == len(by_name[linked[0]])
                and _PUBLISHER not in used
            ):
                for column in by_name[works[0]]:
                    # Lists of codes, such as `,us,ci,`, name no one.
                    if _share(self._texts[column], lambda t: t[0].isalnum()) >= _HALF:
                        beside = by_name[linked[0]][0]
                        reason = Message("its name, beside {column}", beside)
                        self._take(column, _PUBLISHER, reason)
            return
        address_columns = [
            c for c in self._left
            if share[c] == 1.0 and not NO_SOURCE.search(self._names[c][0])
        ]  # fmt: skip
        if len(address_columns) == 1:
            self._take(address_columns[0], _URL, self._address_reason(address_columns[0]))
        elif works:
            for column in by_name[works[0]]:
                self._take(column, _CITE, Message("its name; no cell is an address"))
        elif address_columns:
            note = Message("columns of addresses: {columns}", ", ".join(address_columns))
            remedy = option_remedy("--map COLUMN={path} says which are of sources", _URL)
            self.found.notes.append(sentence(note, remedy))

    def _note_more_addresses(self, names: Sequence[str], by_name: Mapping[str, list[str]]) -> None:
        for column in (c for name in names for c in by_name[name]):
            too = option_remedy('--map "{column}={path}" takes it too', column, _URL)
            self._note_another(column, _URL, self._address_reason(column), too)

    def _address_reason(self, column: str) -> str:
        texts = self._texts[column]
        good = sum(map(is_address, texts))
        return Message("{good} of {cells} cells are addresses", good, _count(len(texts)))


def _share(texts: Sequence[str], is_good: Callable[[str], bool]) -> float:
    return sum(map(is_good, texts)) / len(texts) if texts else 0.0


def _noun(target: Property) -> str:
    if target.path == _PART_OF:
        return Message("ids of the file")
    if target.kind == "number":
        return Message("numbers")
    if not target.choices:
        return ""
    noun = kind_of(target)
    if noun == "country":
        return Message("countries")
    return Message("{noun} values", Message(noun))


def _reason(candidate: _Candidate) -> str:
    if not candidate.label:
        return Message("its name")
    count = _count(candidate.count)
    return Message("{good} of {cells} cells are {what}", candidate.good, count, candidate.label)


def _count(cells: int) -> str:
    return Message("its first {n}", cells) if cells == SAMPLE else str(cells)
