"""What the desk calls: drafts of the text of a report, and a draft of selected words.

`geotrack.extensions.ReportReader` describes it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from geotrack.errors import UsageError
from geotrack.server.open_texts import OpenDraft, OpenText
from geotrack.workspace import Workspace, open_workspace
from geotrack_extraction.draft_file import claims_text, features_of

if TYPE_CHECKING:
    from geotrack_extraction.documents import Document

__all__ = ["claims_text", "draft_of_selection", "read_text"]

# What extraction leaves to a person: shown beside the form, and no part of the record.
_HINTS = ("candidates", "flags", "same_as", "may_repeat")


def read_text(
    root: str, path: str, report_id: str, published: str, language: str | None
) -> tuple[OpenText, str]:
    """Return the text of a report with its drafts, and its language.

    It is called in a process of its own.
    """
    from geotrack_extraction.extract import extract

    extraction = extract(
        Path(path),
        open_workspace(Path(root)),
        report_id=report_id,
        published=published,
        language=language,
    )
    document = extraction.document
    quotes = [claim["quote"] for claim in extraction.claims]
    offsets = (offset for quote in quotes for offset in (quote["start"], quote["end"] - 1))
    with_claims = {document.part_at(offset) for offset in offsets}
    ids = [feature["id"] for feature in extraction.features]
    text: OpenText = {
        "report": report_id,
        "text_sha256": document.text_sha256,
        "paragraphs": [
            {
                "start": part.start,
                "text": document.text[part.start : part.end],
                "page": part.page,
                "paragraph": part.paragraph,
                "is_heading": part not in with_claims,
            }
            for part in document.parts
        ],
        "pages_without_text": [*document.pages_without_text],
        "late": extraction.late,
        "claims": [{**claim, "events": []} for claim in extraction.claims],
        "drafts": [_open_draft(feature, ids, document.text) for feature in extraction.features],
    }
    return text, extraction.language


def _open_draft(feature: dict[str, Any], ids: list[str], text: str) -> OpenDraft:
    """Return a draft: its title is left to the analyst, and it keeps no words of the report.

    Of a date with several readings it has the words, so that the form asks which is meant.
    """
    properties = feature["properties"]
    extracted = properties["extracted"]
    hints = {key: extracted.pop(key) for key in _HINTS if key in extracted}
    if same := hints.get("same_as"):
        hints["same_as"] = ids.index(same)
    if hints.get("candidates", {}).get("start"):
        start, end = extracted["evidence"]["start"][0]
        properties["start"] = text[start:end]
    for quote in extracted["quotes"]:
        quote.pop("text", None)
    del feature["id"], properties["title"]
    if not properties["type"]:
        del properties["type"]
    return {
        "feature": feature, "claim": properties["sources"][0]["claim"], "hints": hints,
        "state": "open", "record": None, "of": None,
    }  # fmt: skip


def draft_of_selection(text: OpenText, start: Any, end: Any, workspace: Workspace) -> OpenDraft:
    """Return a draft of words that were selected in a text, with what their sentence states.

    Raises
    ------
    UsageError
        There are no such words, or no sentence.
    """
    from geotrack_extraction.language import language_of
    from geotrack_extraction.lexicon import lexicon_of
    from geotrack_extraction.selected_words import draft_of_words
    from geotrack_extraction.sentences import Span

    document = _document(text)
    is_range = type(start) is int and type(end) is int
    if not is_range or not 0 <= start < end <= len(document.text):
        raise UsageError("'start' and 'end' are offsets in the text")
    report = workspace.reports_by_id.get(text["report"])
    language = (report and report.language) or language_of(document)
    draft_in_report = draft_of_words(
        document,
        lexicon_of(language, workspace.taxonomy),
        workspace.gazetteer,
        str(report.published or "") if report else "",
        Span(start, end),
    )
    # A heading belongs to the sentence that follows.
    claims = [claim for claim in text["claims"] if claim["quote"]["end"] > start]
    if draft_in_report is None or not text["claims"]:
        raise UsageError("the text has no sentence there")
    claim = (claims or text["claims"][-1:])[0]
    report_part, draft = draft_in_report
    number = int(claim["id"].removeprefix("S"))
    (feature,) = features_of(report_part, [draft], text["report"], {draft.sentence.number: number})
    feature["properties"]["extracted"]["text_sha256"] = text["text_sha256"]
    return _open_draft(feature, [feature["id"]], document.text)


def _document(text: OpenText) -> Document:
    """Return a text as it was read, with blanks for what stood between its paragraphs."""
    from geotrack_extraction.documents import Document, Part

    texts: list[str] = []
    parts: list[Part] = []
    offset = 0
    for paragraph in text["paragraphs"]:
        start = paragraph["start"]
        texts += ["\n" * (start - offset), paragraph["text"]]
        offset = start + len(paragraph["text"])
        number, page = paragraph["paragraph"], paragraph["page"]
        parts.append(Part(start, offset, number, page, paragraph["is_heading"]))
    return Document("".join(texts), tuple(parts), "text")
