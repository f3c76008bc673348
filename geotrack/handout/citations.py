"""Numbered sources of a map, so that records can cite them by number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geotrack.mapview.record.accounts import CardSource
from geotrack.mapview.record.citations import Cited, Claimed, Grading
from geotrack.mapview.record.view import RecordView

__all__ = ["Citation", "Reference", "cited_by", "number_of", "references"]


@dataclass(frozen=True, slots=True)
class Reference:
    """A source in the list of sources.

    Parameters
    ----------
    label : str
        Its publisher and title.
    published : str
        The date as text; empty if not stated.
    url : str
        Its address, or empty.
    read_at : tuple of str
        Copies that were read.
    more : str
        Other properties that the record states.
    """

    label: str
    published: str = ""
    url: str = ""
    read_at: tuple[str, ...] = ()
    more: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A source of one record: its number, and its grade there."""

    number: int
    grading: Grading | None
    claim: Claimed | None = None


def references(records: Sequence[RecordView]) -> dict[Reference, int]:
    """Return the sources of records with their numbers, from 1, in the order of records.

    Two records that cite one source with the same properties share its number.
    """
    numbered = dict.fromkeys(
        reference
        for record in records
        for reference in (*map(_report, record.claims), *map(_source, record.sources))
    )
    return {reference: number for number, reference in enumerate(numbered, 1)}


def cited_by(record: RecordView, numbered: dict[Reference, int]) -> list[Citation]:
    """Return the sources of a record in the order of its card, claims of reports first."""
    claims = [Citation(numbered[_report(claim)], claim.grading, claim) for claim in record.claims]
    return claims + [Citation(numbered[_source(claim)], claim.grading) for claim in record.sources]


def number_of(source: CardSource, record: RecordView, numbered: dict[Reference, int]) -> int:
    """Return the number of a source that a card names, as `references` counts it."""
    place = int(source.anchor[1:]) - 1
    reports = source.anchor.startswith("c")
    return numbered[_report(record.claims[place]) if reports else _source(record.sources[place])]


def _report(claim: Claimed) -> Reference:
    label = " · ".join(part for part in (claim.publisher, claim.report) if part)
    return Reference(label, claim.published)


def _source(source: Cited) -> Reference:
    return Reference(source.label, source.published, source.url, source.read_at, source.more)
