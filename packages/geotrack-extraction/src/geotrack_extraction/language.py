"""The language of a report, by its function words."""

from __future__ import annotations

from collections import Counter

from geotrack.messages import Message
from geotrack_extraction.documents import Document, UnreadableReportError
from geotrack_extraction.lexicon import LANGUAGES, listed
from geotrack_extraction.lexicon.words import plain, words_in

__all__ = ["language_of"]

# Characters that are read; they suffice in any report.
_SAMPLE = 20_000
# A text of so few words may be a list of names.
_FEW = 12
# Least share of function words in a text of a language: half of what English texts have.
_LEAST = 0.12
# Greatest share of words that only like languages have, of the function words of a language.
_MOST = 0.25


def language_of(document: Document) -> str:
    """Return the language in which a report is written, one of `LANGUAGES`.

    Raises
    ------
    UnreadableReportError
        It is in another language.
    """
    words = words_in(plain(document.text[:_SAMPLE]), 0, _SAMPLE)
    counts = Counter(word.text for word in words)
    shares = {
        language: sum(counts[word] for word in listed(language, "function_words"))
        for language in LANGUAGES
    }
    best = max(LANGUAGES, key=lambda language: shares[language])
    others = sum(counts[word] for word in listed(best, "other_words"))
    is_other = shares[best] < _LEAST * len(words) or others > _MOST * shares[best]
    if is_other and len(words) > _FEW:
        raise UnreadableReportError(
            Message(
                "the text is in none of the languages that are read: {languages}",
                ", ".join(LANGUAGES),
            )
        )
    return best
