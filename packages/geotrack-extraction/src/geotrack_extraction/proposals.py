"""Proposals from elsewhere: spans of a report that a person, a script or a model found.

Each line of the file is a JSON object with a quote of the report, and words within it. The words
are compared with the text to the character, and geotrack reads what they mean, so that a proposal
can find something, and can state nothing that the report does not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geotrack.errors import UsageError
from geotrack.findings import shown
from geotrack.messages import Message, sentence
from geotrack.taxonomy import UnknownTypeError
from geotrack_extraction.clauses import Clause, TypeFound
from geotrack_extraction.draft import Draft
from geotrack_extraction.mentions import MentionReader
from geotrack_extraction.sentences import Sentence, Span

__all__ = ["KEYS", "proposed_drafts"]

KEYS = ("quote", "type", "date_words", "place_words", "actor_words")
"""Keys of a proposal; all but `quote` may be left out."""


class _ProposalError(UsageError):
    """A proposal that does not check."""


def proposed_drafts(path: Path, reader: MentionReader) -> tuple[list[Draft], list[str]]:
    """Return the drafts of a file of proposals, and for each that does not check its line and why.

    Parameters
    ----------
    path : Path
        JSON lines.
    reader : MentionReader
        Reads the report.
    """
    drafts: list[Draft] = []
    refused: list[str] = []
    lines = path.read_bytes().decode("utf-8-sig", "replace").split("\n")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            drafts.append(_draft(_parsed(line), reader))
        except _ProposalError as error:
            refused.append(Message("{file}:{line}: {why}", path.name, number, error.args[0]))
    return drafts, refused


def _parsed(line: str) -> dict[str, str]:
    try:
        value: Any = json.loads(line)
    except (ValueError, RecursionError):
        raise _ProposalError(Message("the line is no JSON")) from None
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise _ProposalError(Message("a proposal is an object of texts"))
    unknown = next((key for key in value if key not in KEYS), None)
    if unknown is not None:
        problem = Message("{key} is no key of a proposal", shown(unknown))
        raise _ProposalError(sentence(problem, Message("it is one of {known}", ", ".join(KEYS))))
    if not value.get("quote", "").strip():
        raise _ProposalError(Message("a proposal needs a quote"))
    return value


def _draft(proposal: dict[str, str], reader: MentionReader) -> Draft:
    quote = _span(proposal["quote"], reader.text, Span(0, len(reader.text)))
    sentences = [s for s in reader.report.sentences if s.start < quote.end and quote.start < s.end]
    if not sentences:
        raise _ProposalError(Message("the quote is no part of a sentence"))
    words = {
        key: _span(proposal[key], reader.text, quote)
        for key in ("date_words", "place_words", "actor_words")
        if key in proposal
    }
    date = end = None
    if "date_words" in words:
        date = reader.dates.read(words["date_words"], reader.tense(sentences[0]))
        if not date.readings:
            raise _refused("{words} is no date that is read", proposal["date_words"])
        if date.value and reader.dates.is_after(date.value.start):
            raise _refused("{words} is after the publication of the report", proposal["date_words"])
    places = (reader.place(words["place_words"]),) if "place_words" in words else ()
    actors = reader.actors(sentences[0], words["actor_words"]) if "actor_words" in words else ()
    type_ = _type(proposal["type"], reader, quote) if "type" in proposal else None
    return Draft(
        sentence=_whole(sentences),
        clause=Clause(*quote),
        kind="event",
        type=type_,
        tier=1 if type_ else 2,
        date=date,
        end=end,
        places=places,
        actors=actors,
        flags=("proposed",),
    )


def _whole(sentences: list[Sentence]) -> Sentence:
    """Return the first sentence of a quote, which its claim is of."""
    return sentences[0]


def _type(word: str, reader: MentionReader, quote: Span) -> TypeFound:
    try:
        return TypeFound(reader.lexicon.taxonomy.resolve(word).id, "proposed", (quote,))
    except UnknownTypeError as error:
        raise _ProposalError(sentence(error.args[0], error.remedy)) from None


def _span(words: str, text: str, within: Span) -> Span:
    """Return where words stand: to the character, else once if white space is folded."""
    spans = [*_exact(words, text, within)]
    if not spans and words.strip():
        pattern = r"\s+".join(map(re.escape, words.split()))
        spans = [Span(*m.span()) for m in re.finditer(pattern, text[: within.end])]
        spans = [span for span in spans if span.start >= within.start]
    if not spans:
        raise _refused("{words} is not in the text", words)
    if len(spans) > 1:
        problem = Message("{words} is in the text {n} times", shown(words), len(spans))
        raise _ProposalError(sentence(problem, "quote more of it"))
    return spans[0]


def _exact(words: str, text: str, within: Span) -> Iterator[Span]:
    start = text.find(words, within.start, within.end) if words else -1
    while start >= 0:
        yield Span(start, start + len(words))
        start = text.find(words, start + 1, within.end)


def _refused(template: str, words: str) -> _ProposalError:
    return _ProposalError(Message(template, shown(words)))
