"""The drafts and the claims of the report in a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geotrack_extraction.documents import Document, read_document
from geotrack_extraction.draft_file import claim_numbers, claims_text, features_of, report_claims
from geotrack_extraction.drafts import drafts_of
from geotrack_extraction.language import language_of
from geotrack_extraction.lexicon import lexicon_of
from geotrack_extraction.repeats import note_repeats

if TYPE_CHECKING:
    from geotrack.workspace import Workspace

__all__ = ["Extraction", "extract"]


@dataclass(frozen=True)
class Extraction:
    """What was read from a report.

    Parameters
    ----------
    document : Document
        The text, in which all offsets count.
    language : str
        Its language.
    features : list of dict
        The drafts as Features.
    claims : list of dict
        A claim for each sentence, headings not counted; see `report_claims`.
    report_text : str
        The report with these claims, as TOML.
    published : str
        The date of publication that was used.
    unlisted : list of str
        Names of places that neither the layers nor the gazetteer have.
    refused : list of str
        Proposals that did not check, with their lines.
    late : int
        Number of clauses that give no draft, as they are dated after the publication.
    """

    document: Document
    language: str
    features: list[dict[str, Any]]
    claims: list[dict[str, Any]]
    report_text: str
    published: str
    unlisted: list[str]
    refused: list[str]
    late: int = 0


def extract(
    path: Path,
    workspace: Workspace,
    *,
    report_id: str,
    published: str = "",
    language: str | None = None,
    most_tier: int = 2,
    proposals: Path | None = None,
) -> Extraction:
    """Return the drafts of records in a report, and its sentences as claims.

    Parameters
    ----------
    path : Path
        The report.
    workspace : Workspace
        Its places, regions, types and reports count.
    report_id : str
        Id of the report, which drafts cite.
    published : str, optional
        The day, month or year of publication, as records write it.
    language : str, optional
        Its language; default by its words.
    most_tier : int
        1 for drafts with a type alone.
    proposals : Path, optional
        Spans from elsewhere.

    Raises
    ------
    UnreadableReportError
        There is no text in it, it is too large or in another language.
    """
    from geotrack.workspace.edit.reports import report_text

    document = read_document(path)
    language = language or language_of(document)
    lexicon = lexicon_of(language, workspace.taxonomy)
    reading = drafts_of(document, lexicon, workspace.gazetteer, published, proposals)
    drafts = [draft for draft in reading.drafts if draft.tier <= most_tier]
    stored = workspace.reports_by_id.get(report_id)
    numbers = claim_numbers(reading.report, len(stored.claims) + 1 if stored else 1)
    features = features_of(reading.report, drafts, report_id, numbers)
    note_repeats(features, workspace)
    claims = [*report_claims(reading.report, features, numbers)]
    fields = {"title": path.stem, "published": published or None, "language": language}
    text = f"{report_text(report_id, fields)}{claims_text(claims)}"
    return Extraction(
        document,
        language,
        features,
        claims,
        text,
        published,
        reading.unlisted,
        reading.refused,
        reading.late,
    )
