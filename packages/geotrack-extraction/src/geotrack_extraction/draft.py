"""A draft of a record, with the words that each value was read from."""

from __future__ import annotations

from dataclasses import dataclass

from geotrack_extraction.actors import ActorMention, Ship
from geotrack_extraction.clauses import Clause, Kind, TypeFound
from geotrack_extraction.dates import DateMention
from geotrack_extraction.documents import Document
from geotrack_extraction.lexicon import Lexicon
from geotrack_extraction.place_mentions import PlaceMention
from geotrack_extraction.sentences import Sentence, Span

__all__ = ["Claimant", "Draft", "Report"]


@dataclass(frozen=True)
class Report:
    """A report with its sentences.

    Parameters
    ----------
    document : Document
        The text.
    lexicon : Lexicon
        Of its language.
    published : str
        The day, month or year of publication as records write it; empty if it is not known.
    sentences : list of Sentence
        Its sentences and headings.
    """

    document: Document
    lexicon: Lexicon
    published: str
    sentences: list[Sentence]


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who says what a clause states, and how: `supports` or `denies`.

    `is_apart` is whether the name stands behind *according to*, and takes no part in the sentence.
    """

    span: Span
    name: str
    stance: str
    is_apart: bool = False


@dataclass(frozen=True)
class Draft:
    """What a clause states of an event.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    clause : Clause
        The clause of it.
    kind : str
        As of a record.
    type : TypeFound, optional
        The type and the words that state it; None in tier 2.
    tier : int
        1 if words state the type, else 2.
    date, end : DateMention, optional
        When, and until when where that is stated apart.
    places : tuple of PlaceMention
        Where: regions, or one place.
    actors : tuple of ActorMention
        Who took part.
    ships : tuple of Ship
        Ships that are named.
    claimant : Claimant, optional
        Who says so.
    flags : tuple of str
        What a person must look at.
    same_as : Draft, optional
        An earlier draft of the report that is of the same event.
    candidates : tuple of str
        Types of which one may be meant, in tier 2.
    refers_back : bool
        Whether it begins with a word such as *it* or *the ships*, for what was said before.
    names_event : bool
        Whether it begins with a word for an event that was told of before: *the exercise*.
    is_part : bool
        Whether it says who else took part: *joined*, *in response*.
    is_other : bool
        Whether it begins something new: *a ship*, *two aircraft*, *another*, *also*.
    """

    sentence: Sentence
    clause: Clause
    kind: Kind
    type: TypeFound | None
    tier: int
    date: DateMention | None = None
    end: DateMention | None = None
    places: tuple[PlaceMention, ...] = ()
    actors: tuple[ActorMention, ...] = ()
    ships: tuple[Ship, ...] = ()
    claimant: Claimant | None = None
    flags: tuple[str, ...] = ()
    same_as: Draft | None = None
    candidates: tuple[str, ...] = ()
    refers_back: bool = False
    names_event: bool = False
    is_part: bool = False
    is_other: bool = False

    @property
    def start(self) -> str:
        """The date as a record writes it; `unknown` if none is certain."""
        value = self.date.value if self.date else None
        return value.start if value else "unknown"

    @property
    def own_values(self) -> int:
        """How many of its day and its place stand in its clause, not elsewhere in the sentence."""
        spans = [self.date.span] if self.date else []
        spans += [place.span for place in self.places[:1]]
        return sum(self.clause.start <= s.start and s.end <= self.clause.end for s in spans)

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions that its places name."""
        return tuple(dict.fromkeys(r for place in self.places for r in place.regions))

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries of its actors."""
        return tuple(dict.fromkeys(a.country for a in self.actors if a.country))
