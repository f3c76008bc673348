"""Paragraphs and sentences of a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from geotrack_extraction.documents import Document
from geotrack_extraction.lexicon import Lexicon
from geotrack_extraction.lexicon.words import Word, plain, words_in

__all__ = ["Sentence", "Span", "sentences_of"]

_END = re.compile(r"[.!?…]+[\"”»’')\]]*(?=\s|$)")
_STARTS = re.compile(r"[\"“«‘'(\[–—*_>•~-]*\s*[\"“«*_]?[A-ZÆØÅÄÖ0-9А-Я#@]")
_LAST_WORD = re.compile(r"[\w.]*$")
# Words behind *U.S.* that begin another sentence.
_NEW_SENTENCE = re.compile(r"(?:The|A|An|In|On|It|They|This|These|He|She|But|At|Two|Three|Both)\b")
# What is longer has no full stops, and each word in it would be compared with each other one.
_LONGEST = 2_000
# A longer text without a full stop is no heading.
_HEADING = 140
_NO_HEADING = re.compile(r"[.!?:;…][\"”»’)]*$")
# An item of a list may have no full stop.
_ITEM = re.compile(r"\s*(?:[-•–]\s|\*\s|\(\d{1,2}\)|\d{1,2}\)\s)(?=.*\s.*\s)")


class Span(NamedTuple):
    """A piece of the text: `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a heading, of a document.

    Parameters
    ----------
    start, end : int
        Where it stands in the text.
    number : int
        From 1, in the whole document.
    paragraph : int
        Number of its paragraph.
    words : tuple of Word
        Its words in small letters.
    is_heading : bool
        Whether it is a heading, by the format or because it has no full stop.
    is_first : bool
        Whether it begins its paragraph.
    """

    start: int
    end: int
    number: int
    paragraph: int
    words: tuple[Word, ...]
    is_heading: bool
    is_first: bool


def sentences_of(document: Document, lexicon: Lexicon) -> list[Sentence]:
    """Return the sentences of a document in order, headings too."""
    text, plain_text = document.text, plain(document.text)
    abbreviations = lexicon.listed("abbreviations")
    sentences: list[Sentence] = []
    for paragraph in document.paragraphs():
        is_first = True
        spans = _ends(text, paragraph.start, paragraph.end, abbreviations)
        for start, end in chain.from_iterable(_cut(text, span) for span in spans):
            words = words_in(plain_text, start, end)
            if not words:
                continue
            piece = text[start:end]
            is_heading = paragraph.is_heading or (
                is_first
                and end == paragraph.end
                and len(piece) < _HEADING
                and not _NO_HEADING.search(piece)
                and not _ITEM.match(piece)
            )
            sentences.append(
                Sentence(
                    start,
                    end,
                    len(sentences) + 1,
                    paragraph.paragraph,
                    tuple(words),
                    is_heading,
                    is_first,
                )
            )
            is_first = False
    return sentences


def _ends(text: str, start: int, end: int, abbreviations: frozenset[str]) -> Iterator[Span]:
    """Yield the sentences of a paragraph."""
    first = start
    for stop in _END.finditer(text, start, end):
        if _is_end(text, first, stop, end, abbreviations):
            yield Span(first, stop.end())
            first = stop.end()
            while first < end and text[first].isspace():
                first += 1
    if first < end:
        yield Span(first, end)


def _cut(text: str, span: Span) -> Iterator[Span]:
    """Yield a sentence in pieces that end between words, none longer than a sentence can be."""
    start = span.start
    while span.end - start > _LONGEST:
        end = text.rfind(" ", start + 1, start + _LONGEST)
        end = end if end > start else start + _LONGEST
        yield Span(start, end)
        start = end
        while start < span.end and text[start].isspace():
            start += 1
    if start < span.end:
        yield Span(start, span.end)


def _is_end(
    text: str, start: int, stop: re.Match[str], end: int, abbreviations: frozenset[str]
) -> bool:
    rest = text[stop.end() : stop.end() + 40].lstrip()
    if not rest or stop.end() >= end:
        return stop.end() >= end
    if not _STARTS.match(rest):
        return False
    if not stop[0].startswith(".") or stop[0].startswith(".."):
        return True
    match = _LAST_WORD.search(text[max(start, stop.start() - 30) : stop.start()])
    word = match[0].lower() if match else ""
    if word.isdigit():  # 24. Juli, 1. mai; but *in 2024. The*
        return len(word) > len("31") or not rest[:1].isalpha() or not rest[:1].islower()
    is_short = re.fullmatch(r"[^\W\d]|(?:[^\W\d]\.)+[^\W\d]", word) is not None
    if word in abbreviations or is_short:
        return "." in word and _NEW_SENTENCE.match(rest) is not None
    return True
