"""Clauses of a sentence, and of which type and kind each is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from geotrack_extraction.lexicon import Lexicon
from geotrack_extraction.lexicon.words import Hit
from geotrack_extraction.sentences import Sentence, Span

__all__ = ["Clause", "TypeFound", "clauses_of", "kind_of", "type_of"]

Kind = Literal["event", "statement", "assessment", "outlook"]

_SPLIT = re.compile(
    r";\s|,?\s(?:but|while|whereas|men|mens|samtidig som|at the same time as)\s(?=\w)|"
    r",?\s(?:og|and)\s(?=(?:skal|vil|will|is to|is due|is set|are to|are due)\s)|"
    r",\sand\s(?=(?:on|in|at)\s\w)|,\sog\s(?=(?:den|i|på)\s\d)"
)
# A clause before the main one, that says what was before it or beside it.
_LEAD = re.compile(
    r"(?:following|after|before|despite|prior to|while|although|etter|før|til tross for|"
    r"mens|selv om)\b"
    r"[^,]{12,}?,\s"
)
_SHORTEST = 30
_FUTURE_GAP = 50
_SERVICES = ("warship", "aircraft", "troops", "bomber")
_MOST_CANDIDATES = 6
# Characters between an act and its subject; of acts that stand with many other things, fewer.
_FAR, _NEAR = 160, 50
_CLOSE = frozenset(
    {"portwork", "linkwork", "stationwork", "break", "lay", "disturb", "stationvisit"}
)
# Acts whose subject is what they are done to.
_WITH_OBJECT = frozenset({"see", "meet"})
_WATCHERS = frozenset({"coastguard", "aircraft"})
# Acts whose first subject counts; of others that of the first in the table.
_BY_PLACE = frozenset({"sail", "transit", "portcall", "arrive", "deploy", "patrol", "see"})
# Acts that a sentence on cooperation is of, if it has their words.
_DONE = frozenset({"institute", "agree", "meet", "visit"})
# Acts that are done by giving notice, also of what is to come.
_NOTICES = frozenset({"institute", "close", "portban", "portaccess", "sanction"})
_IN_ACT = frozenset({"joint", "ais"})
_Pair: TypeAlias = tuple[int, str, Hit]


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause, and whether it stands before the main one."""

    start: int
    end: int
    is_lead: bool = False


@dataclass(frozen=True, slots=True)
class TypeFound:
    """The type of a clause, with the words that make it.

    Parameters
    ----------
    type : str
        Its id; empty where only the act is known.
    act : str
        A key of `types.toml`.
    spans : tuple of Span
        The word for the act, and that for its subject.
    """

    type: str
    act: str
    spans: tuple[Span, ...]


def clauses_of(sentence: Sentence, start: int, plain_text: str) -> list[Clause]:
    """Return the clauses of a sentence from an offset on; short ones stay with the next."""
    end = sentence.end
    clauses: list[Clause] = []
    lead = _LEAD.match(plain_text, start, end)
    if lead and end - lead.end() > _SHORTEST:
        clauses.append(Clause(start, lead.end() - 2, is_lead=True))
        start = lead.end()
    for match in _SPLIT.finditer(plain_text, start, end):
        shortest = _SHORTEST if match[0][0] != ";" else _SHORTEST // 3
        if match.start() - start > shortest and end - match.end() > shortest:
            clauses.append(Clause(start, match.start()))
            start = match.end()
    return [*clauses, Clause(start, end)]


def type_of(
    lexicon: Lexicon, hits: Sequence[Hit], around: Sequence[Hit], earlier: Sequence[Hit]
) -> TypeFound | None:
    """Return the type of a clause, None if none is certain.

    Parameters
    ----------
    lexicon : Lexicon
        Which act and subject make which type.
    hits : sequence of Hit
        The entries of the lexicon in the clause.
    around : sequence of Hit
        Those of the whole sentence: only subjects count.
    earlier : sequence of Hit
        Those of the sentence before, if a word stands for something in it.
    """
    for hit in hits:
        if hit.key.startswith("own."):
            return TypeFound(hit.key.removeprefix("own."), "own", (Span(hit.start, hit.end),))
    acts = _by_key(hits, "acts.")
    words = signals(hits)
    is_judged = "assess" in words or "future" in words
    if "cooperate" in acts and is_judged and not _DONE & {*acts}:
        # What is judged or foreseen is the cooperation, not the exercise that shows it.
        acts = {"cooperate": acts["cooperate"]}
    subjects = [_by_key(group, "subjects.") for group in (hits, around, earlier)]
    for name, types in lexicon.types.items():
        act = name.partition("-")[0]
        for hit in acts.get(act, ()):
            type_ = _with_subject(act, types, hit, subjects)
            if type_ is not None and not type_.type:
                return None
            if type_ and type_.type in lexicon.taxonomy.types:
                return type_
    return None


def candidates_of(lexicon: Lexicon, hits: Sequence[Hit]) -> tuple[str, ...]:
    """Return types of which one may be meant: those of acts without a subject."""
    acts = _by_key(hits, "acts.")
    types = (type_ for act in lexicon.types if act in acts for type_ in lexicon.types[act].values())
    return tuple(dict.fromkeys(types))[:_MOST_CANDIDATES]


def _with_subject(
    act: str,
    types: Mapping[str, str],
    hit: Hit,
    subjects: Sequence[Mapping[str, list[Hit]]],
) -> TypeFound | None:
    """Return the type of an act with one of its subjects; an empty type if it is not certain."""
    span = Span(hit.start, hit.end)
    if act == "exercise" and "joint" in types:
        services = [key for key in _SERVICES if _apart(subjects[0].get(key, ()), hit)]
        if len({"air" if key in ("aircraft", "bomber") else key for key in services}) > 1:
            return TypeFound(types["joint"], act, (span,))
    is_only_vessel = False
    for group in subjects:
        if is_only_vessel and group is subjects[1]:
            continue
        pairs = [
            (rank, key, subject)
            for rank, key in enumerate(types)
            for subject in group.get(key, ())
            # A word is not its own subject, but *Cold Response* and *false AIS* say both.
            if key in _IN_ACT or subject.start < hit.start or subject.end > hit.end
        ]
        if group is subjects[0]:
            limit = _NEAR if act in _CLOSE else _FAR
            pairs = [
                p
                for p in pairs
                if -limit < p[2].start - hit.end and p[2].end - hit.start < limit + 40
            ]
            pairs = _objects(pairs, hit) if act in _WITH_OBJECT else pairs
        if pairs:
            by_place = act in _BY_PLACE
            if {key for _, key, _ in pairs} == {"vessel"} and not types["vessel"]:
                is_only_vessel = True  # *the ships*: what they are is said before
                continue
            _, key, subject = min(
                pairs,
                key=lambda p: (p[1] == "vessel", p[2].start) if by_place else (p[0], p[2].start),
            )
            return TypeFound(types[key], act, (span, Span(subject.start, subject.end)))
    if "any" in types:
        return TypeFound(types["any"], act, (span,))
    is_vessel = types.get("vessel") == "" and any("vessel" in group for group in subjects)
    return TypeFound("", act, (span,)) if is_vessel else None


def _objects(pairs: list[_Pair], hit: Hit) -> list[_Pair]:
    """Return what was seen, not who saw: what follows, or stands before *was seen*."""
    after = [p for p in pairs if p[2].start >= hit.end]
    before = [p for p in pairs if p[2].end <= hit.start]
    # A coastguard or an aircraft before the act, or beside another, is who saw.
    if {p[1] for p in after} - {*_WATCHERS, "vessel"}:
        after = [p for p in after if p[1] not in _WATCHERS]
    seen = [p for p in before if p[1] != "coastguard" or hit.is_passive]
    return (seen or after) if hit.is_passive else (after or seen)


def _apart(hits: Sequence[Hit], act: Hit) -> bool:
    return any(hit.end <= act.start or hit.start >= act.end for hit in hits)


def _by_key(hits: Sequence[Hit], prefix: str) -> dict[str, list[Hit]]:
    by_key: dict[str, list[Hit]] = {}
    for hit in hits:
        if hit.key.startswith(prefix):
            by_key.setdefault(hit.key.removeprefix(prefix), []).append(hit)
    return by_key


def signals(hits: Sequence[Hit]) -> dict[str, list[Hit]]:
    """Return the signal words of a clause by their key."""
    return _by_key(hits, "signals.")


def kind_of(hits: Sequence[Hit], act: str, act_start: int | None, *, is_said: bool) -> Kind:
    """Return the kind of a clause by its act and its words for the future and for judgement.

    `act_start` is where the word for the act stands; `is_said` is whether the sentence names who
    says so.
    """
    words = signals(hits)
    if act in _NOTICES:
        return "event"
    if "assess" in words and act in {"cooperate", "oppose", "sortie", "exercise", "patrol"}:
        return "assessment"
    if _is_future(words, act_start):
        return "statement" if act in {"state", "agree"} or is_said else "outlook"
    if act == "cooperate":
        return "assessment"
    return "statement" if act in {"state", "oppose"} else "event"


def _is_future(words: Mapping[str, list[Hit]], act_start: int | None) -> bool:
    """Return whether an act lies in the future: a word before it says so, or no verb is past."""
    future = words.get("future", ())
    if "past" not in words or act_start is None:
        return bool(future)
    return any(0 <= act_start - hit.start < _FUTURE_GAP for hit in future)


def within(hits: Sequence[Hit], clause: Clause) -> Iterator[Hit]:
    """Yield the entries that stand in a clause."""
    return (hit for hit in hits if clause.start <= hit.start and hit.end <= clause.end)
