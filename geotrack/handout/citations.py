"""The sources of a map numbered once, so that its records can cite them by number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geotrack.mapview.record.citations import Cited, Claimed, Grading
from geotrack.mapview.record.view import RecordView

__all__ = ["Citation", "Reference", "cited_by", "references"]


@dataclass(frozen=True, slots=True)
class Reference:
    """One source as a list of them has it; of a report the page tells the title alone.

    Parameters
    ----------
    label : str
        What it is called.
    published : str
        When, in words; empty where that is not stated.
    url : str
        Its address, or nothing.
    read_at : tuple of str
        Copies in which it was read.
    more : str
        What else the record says of it.
    """

    label: str
    published: str = ""
    url: str = ""
    read_at: tuple[str, ...] = ()
    more: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A source where a record cites it: its number, and the grade that it has there."""

    number: int
    grading: Grading | None
    claim: Claimed | None = None


def references(records: Sequence[RecordView]) -> dict[Reference, int]:
    """Return the sources of records by their numbers, from 1, in the order of the records.

    Two records that cite one source in the same words share its number.
    """
    numbered = dict.fromkeys(reference for record in records for reference in _of(record))
    return {reference: number for number, reference in enumerate(numbered, 1)}


def cited_by(record: RecordView, numbered: dict[Reference, int]) -> list[Citation]:
    """Return the sources of a record, claims of reports first, as its card has them."""
    claims = [Citation(numbered[_report(one)], one.grading, one) for one in record.claims]
    return claims + [Citation(numbered[_source(one)], one.grading) for one in record.sources]


def _of(record: RecordView) -> Iterator[Reference]:
    yield from map(_report, record.claims)
    yield from map(_source, record.sources)


def _report(claim: Claimed) -> Reference:
    return Reference(claim.report)


def _source(source: Cited) -> Reference:
    return Reference(source.label, source.published, source.url, source.read_at, source.more)
