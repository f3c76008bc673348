"""Clauses of a sentence, and of which type and kind each is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from geotrack.extraction.lexicon import Lexicon
from geotrack.extraction.lexicon.words import Hit
from geotrack.extraction.sentences import Sentence, Span

__all__ = ["Clause", "TypeFound", "clauses_of", "kind_of", "type_of"]

Kind = Literal["event", "statement", "assessment", "outlook"]

_SPLIT = re.compile(
    r";\s|,?\s(?:but|while|whereas|men|mens|samtidig som|at the same time as)\s(?=\w)|"
    r",\sand\s(?=(?:on|in|at)\s\w)|,\sog\s(?=(?:den|i|på)\s\d)"
)
# A clause before the main one, that says what was before it or beside it.
_LEAD = re.compile(
    r"(?:following|after|before|despite|prior to|while|although|etter|før|til tross for|mens|selv om)\b"
    r"[^,]{12,}?,\s"
)
_SHORTEST = 30
_SERVICES = ("warship", "aircraft", "troops", "coastguard", "bomber")
_MOST_CANDIDATES = 6


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
        if match.start() - start > _SHORTEST and end - match.end() > _SHORTEST:
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
    subjects = [_by_key(one, "subjects.") for one in (hits, around, earlier)]
    for act, types in lexicon.types.items():
        for hit in acts.get(act, ()):
            found = _with_subject(act, types, hit, subjects)
            if found and found.type in lexicon.taxonomy.types:
                return found
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
    span = Span(hit.start, hit.end)
    if act == "exercise" and "joint" in types:
        services = [key for key in _SERVICES if _apart(subjects[0].get(key, ()), hit)]
        if len({"air" if key in ("aircraft", "bomber") else key for key in services}) > 1:
            return TypeFound(types["joint"], act, (span,))
    for found in subjects:
        best: tuple[int, int, str, Hit] | None = None
        for rank, (key, type_) in enumerate(types.items()):
            for subject in found.get(key, ()):
                # A word is not its own subject: *gas* in *gas leak* is, *drill* is not.
                if subject.start >= hit.start and subject.end <= hit.end and key not in ("joint",):
                    continue
                one = (rank, abs(subject.start - hit.start), type_, subject)
                best = one if best is None or one[:2] < best[:2] else best
        if best:
            return TypeFound(best[2], act, (span, Span(best[3].start, best[3].end)))
    return TypeFound(types["any"], act, (span,)) if "any" in types else None


def _apart(found: Sequence[Hit], act: Hit) -> bool:
    return any(hit.end <= act.start or hit.start >= act.end for hit in found)


def _by_key(hits: Sequence[Hit], prefix: str) -> dict[str, list[Hit]]:
    by_key: dict[str, list[Hit]] = {}
    for hit in hits:
        if hit.key.startswith(prefix):
            by_key.setdefault(hit.key.removeprefix(prefix), []).append(hit)
    return by_key


def signals(hits: Sequence[Hit]) -> dict[str, list[Hit]]:
    """Return the signal words of a clause by their key."""
    return _by_key(hits, "signals.")


def kind_of(hits: Sequence[Hit], act: str, *, is_said: bool) -> Kind:
    """Return the kind of a clause by its act and its words for the future and for judgement.

    `is_said` is whether the sentence names who says so.
    """
    found = signals(hits)
    if "assess" in found and act in {"cooperate", "oppose", "sortie", "exercise", "patrol"}:
        return "assessment"
    if "future" in found:
        return "statement" if act in {"state", "agree"} or is_said else "outlook"
    if act == "cooperate":
        return "assessment"
    return "statement" if act in {"state", "oppose"} else "event"


def within(hits: Sequence[Hit], clause: Clause) -> Iterator[Hit]:
    """Yield the entries that stand in a clause."""
    return (hit for hit in hits if clause.start <= hit.start and hit.end <= clause.end)
