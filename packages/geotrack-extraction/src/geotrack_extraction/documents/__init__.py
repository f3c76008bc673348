"""Reports of several formats as one `Document`: a text with its paragraphs and pages."""

from __future__ import annotations

from geotrack_extraction.documents.document import (
    Document,
    Format,
    Part,
    UnreadableReportError,
    joined,
)
from geotrack_extraction.documents.read import read_document

__all__ = ["Document", "Format", "Part", "UnreadableReportError", "joined", "read_document"]
