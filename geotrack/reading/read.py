"""The result of reading a file: its records with their places in it, and its findings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from geotrack.findings import Finding
from geotrack.model import Event, LayerFeature
from geotrack.reading.text.feature_spans import Spans, spans_of

__all__ = ["Located", "R", "Read"]

R = TypeVar("R", Event, LayerFeature)


@dataclass(frozen=True, slots=True)
class Located(Generic[R]):
    """A record and its position in a file.

    Parameters
    ----------
    record : Event or LayerFeature
        The typed record.
    file : str
        Its file, as named in messages.
    pointer : str
        JSON pointer of its Feature.
    """

    record: R
    file: str
    pointer: str


@dataclass(frozen=True)
class Read(Generic[R]):
    """The result of reading one file: valid records, and all findings.

    Parameters
    ----------
    records : tuple of Located
        Records without an error, in the order of the file.
    findings : tuple of Finding
        Errors and warnings, in the order of the file.
    text : str
        The file's text, to find lines of later findings; empty if unreadable.
    """

    records: tuple[Located[R], ...]
    findings: tuple[Finding, ...]
    text: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether the file is a FeatureCollection, and all its Features are sound records."""
        return not self.findings and all(r.pointer for r in self.records) and bool(self.records)

    @property
    def features(self) -> list[dict[str, Any]]:
        """The Features of the records."""
        return [located.record.feature for located in self.records]

    @cached_property
    def spans(self) -> Spans:
        """Where the Features of a FeatureCollection stand in its text."""
        return spans_of(self.text)

    def with_spans(self, spans: Spans) -> Read[R]:
        """Return the result with the spans of its Features, so that they need not be found."""
        self.__dict__["spans"] = spans  # sets the cached property
        return self
