"""Numbered sources of exported records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from geotrack.model import Event, Report, Source

__all__ = ["NumberedSource", "in_words", "numbered_sources"]


@dataclass(frozen=True, slots=True)
class NumberedSource:
    """A numbered source.

    Parameters
    ----------
    number : int
        From 1, in the order in which records cite sources.
    label : str
        Publisher and title.
    published : str
        Date as written; empty if none is stated.
    url : str
        Address of the original; empty if there is none.
    read_at : tuple of str
        Addresses of copies that were read.
    """

    number: int
    label: str
    published: str
    url: str
    read_at: tuple[str, ...]

    @property
    def text(self) -> str:
        """The source on one line: `[1] TASS, 2024-02-07, https://…`."""
        address = self.url or next(iter(self.read_at), "")
        return f"[{self.number}] " + ", ".join(
            w for w in (self.label, self.published, address) if w
        )


def numbered_sources(
    events: Iterable[Event], reports: Mapping[str, Report]
) -> tuple[tuple[NumberedSource, ...], dict[str, tuple[int, ...]]]:
    """Return the sources of records, and the source numbers of each record by id."""
    by_key: dict[tuple[str, ...], NumberedSource] = {}
    numbers: dict[str, tuple[int, ...]] = {}
    for event in events:
        record_numbers = []
        for source in event.sources:
            key = _key(source)
            if key not in by_key:
                by_key[key] = _numbered_source(source, reports, len(by_key) + 1)
            record_numbers.append(by_key[key].number)
        numbers[event.id] = tuple(dict.fromkeys(record_numbers))
    return tuple(by_key.values()), numbers


def in_words(numbers: Iterable[int], sources: tuple[NumberedSource, ...]) -> str:
    """Return sources by their numbers, one on each line."""
    return "\n".join(sources[number - 1].text for number in numbers)


def _key(source: Source) -> tuple[str, ...]:
    if source.seed:
        return ("report", source.seed, source.claim or "")
    if source.url:
        return ("url", source.url)
    return ("work", source.publisher or "", source.title or "", source.cite or "", *source.read_at)


def _numbered_source(source: Source, reports: Mapping[str, Report], number: int) -> NumberedSource:
    report = reports.get(source.seed or "")
    if source.seed:
        label = " · ".join([report.title if report else source.seed, f"claim {source.claim}"])
        published = (report.published if report else None) or source.published
        url = (report.url if report else None) or source.url
    else:
        label, published, url = source.label, source.published, source.url
    return NumberedSource(number, label, published or "", url or "", source.read_at)
