"""A draft of words that a person selected in a report, with what their sentence states."""

from __future__ import annotations

from dataclasses import replace

from geotrack.gazetteer import Gazetteer
from geotrack_extraction.choices import Chooser
from geotrack_extraction.clauses import Clause, candidates_of, type_of
from geotrack_extraction.documents import Document
from geotrack_extraction.draft import Draft, Report
from geotrack_extraction.lexicon import Lexicon
from geotrack_extraction.mentions import MentionReader
from geotrack_extraction.sentences import Span, sentences_of

__all__ = ["draft_of_words"]

# Paragraphs before the words that are read: their dates, ships and headings may be meant.
_MOST_BEFORE = 50


def draft_of_words(
    document: Document, lexicon: Lexicon, gazetteer: Gazetteer, published: str, words: Span
) -> tuple[Report, Draft] | None:
    """Return the part of a report around words, and their draft; None if they are no sentence.

    A date, place and actors in the words count before those in the rest of the sentence. The type
    is left to the person, who may have another event in mind: types are candidates only.

    Parameters
    ----------
    document, lexicon, gazetteer, published
        As `drafts_of`.
    words : Span
        The words.
    """
    end = next((n for n, part in enumerate(document.parts, 1) if part.end >= words.end), None)
    excerpt = replace(document, parts=document.parts[:end][-_MOST_BEFORE:])
    report = Report(excerpt, lexicon, published, sentences_of(excerpt, lexicon))
    reader = MentionReader(report, gazetteer)
    sentence_and_before = next(
        (f for f in reader.sentences() if f[0].sentence.end > words.start), None
    )
    if sentence_and_before is None:
        return None
    mentions, before = sentence_and_before
    chooser, clause = Chooser(reader), Clause(*words)
    type_ = type_of(lexicon, mentions.hits, mentions.hits, ())
    date = chooser.date(mentions, clause, type_)
    actors, flags = chooser.actors(mentions, clause, before, is_general=False)
    draft = Draft(
        sentence=mentions.sentence,
        clause=clause,
        kind="event",
        type=None,
        tier=2,
        date=date.date,
        end=date.end,
        places=chooser.places(mentions, clause, type_),
        actors=actors,
        claimant=chooser.claimant(mentions),
        flags=(*date.flags, *flags),
        candidates=(type_.type,) if type_ and type_.type else candidates_of(lexicon, mentions.hits),
    )
    return report, draft
