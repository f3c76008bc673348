"""Drafts as GeoJSON Features, and the sentences of a report as claims to be written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from geotrack.taxonomy import country_names
from geotrack_extraction.actors import ActorMention
from geotrack_extraction.documents import Document
from geotrack_extraction.draft import Draft, Report
from geotrack_extraction.sentences import Span

__all__ = ["claim_numbers", "claims_text", "features_of", "report_claims"]


def claim_numbers(report: Report, first: int = 1) -> Mapping[int, int]:
    """Return the number of the claim of each sentence, by the number of the sentence.

    Headings have none.
    """
    sentences = [s.number for s in report.sentences if not s.is_heading]
    return {number: n for n, number in enumerate(sentences, first)}


def features_of(
    report: Report, drafts: Sequence[Draft], report_id: str, numbers: Mapping[int, int]
) -> list[dict[str, Any]]:
    """Return drafts as Features.

    Parameters
    ----------
    report : Report
        The report.
    drafts : sequence of Draft
        Its drafts.
    report_id : str
        Id of the report in the workspace, which the drafts cite.
    numbers : mapping of int to int
        As `claim_numbers` returns them.
    """
    ids = dict(zip(map(id, drafts), _ids(drafts, report_id, numbers), strict=True))
    return [_feature(report, draft, report_id, numbers, ids) for draft in drafts]


def _ids(drafts: Sequence[Draft], report_id: str, numbers: Mapping[int, int]) -> Iterator[str]:
    """Yield the ids of drafts: those of their claims, with a number if there are several."""
    count: dict[int, int] = {}
    for draft in drafts:
        number = numbers[draft.sentence.number]
        count[number] = count.get(number, 0) + 1
        letter = "" if count[number] == 1 else f"-{count[number]}"
        yield f"{report_id}-s{number}{letter}"


def _feature(
    report: Report,
    draft: Draft,
    report_id: str,
    numbers: Mapping[int, int],
    ids: Mapping[int, str],
) -> dict[str, Any]:
    value = draft.date.value if draft.date else None
    end = (value.end if value else None) or (
        draft.end.value.start if draft.end and draft.end.value else None
    )
    geometry, place = _place(draft)
    claim = f"S{numbers[draft.sentence.number]}"
    source = {"seed": report_id, "claim": claim}
    if draft.claimant:
        source |= {"claimant": draft.claimant.name, "stance": draft.claimant.stance}
    properties = {
        "title": f"{report_id} {claim}",
        "type": draft.type.type if draft.type else "",
        "kind": draft.kind,
        "start": draft.start,
        "end": end,
        "review": "draft",
        "place": place,
        "actors": [_actor(actor) for actor in draft.actors],
        "sources": [source],
        "extracted": _extracted(report.document, draft, ids),
    }
    return {
        "type": "Feature",
        "id": ids[id(draft)],
        "geometry": geometry,
        "properties": {k: v for k, v in properties.items() if v or k == "type"},
    }


def _place(draft: Draft) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """Return the geometry and the place of a draft."""
    if not draft.places:
        return None, {}
    words = ", ".join(dict.fromkeys(" ".join(p.words.split()) for p in draft.places))
    if draft.regions:
        return None, {"name": words, "precision": "region", "regions": [*draft.regions]}
    location = draft.places[0].location
    if location is None:
        return None, {"name": words}
    return location.geometry, {"name": words, **location.place}


def _actor(actor: ActorMention) -> dict[str, Any]:
    name = actor.name or country_names().get(actor.country, actor.country)
    values = {"name": name, "country": actor.country, "role": actor.role}
    return {key: value for key, value in values.items() if value}


def _extracted(document: Document, draft: Draft, ids: Mapping[int, str]) -> dict[str, Any]:
    evidence = {
        "start": [*_date_spans(draft)],
        "end": [draft.end.span] if draft.end else [],
        "place": [place.span for place in draft.places],
        "type": [*(draft.type.spans if draft.type else ())],
        "actors": [actor.span for actor in draft.actors],
        "claimant": [draft.claimant.span] if draft.claimant else [],
    }
    candidates = {
        "start": [r.start for r in draft.date.readings]
        if draft.date and not draft.date.value
        else [],
        "place": [name for place in draft.places for name in place.candidates],
        "type": [*draft.candidates],
    }
    values = {
        "text_sha256": document.text_sha256,
        "quotes": [quote_of(document, Span(draft.clause.start, draft.clause.end))],
        "evidence": {
            key: [list(span) for span in spans] for key, spans in evidence.items() if spans
        },
        "basis": draft.date.basis if draft.date and draft.date.value else None,
        "tier": draft.tier,
        "candidates": {key: names for key, names in candidates.items() if names},
        "flags": [*draft.flags],
        "same_as": ids[id(draft.same_as)] if draft.same_as else None,
    }
    return {key: value for key, value in values.items() if value}


def _date_spans(draft: Draft) -> Iterator[Span]:
    if draft.date:
        yield draft.date.span
        if draft.date.context:
            yield draft.date.context


def quote_of(document: Document, span: Span, *, with_text: bool = True) -> dict[str, Any]:
    """Return a piece of a text as a quote, with its page or paragraph."""
    part = document.part_at(span.start)
    place = {"page": part.page} if part.page else {"paragraph": part.paragraph}
    text = {"text": document.text[span.start : span.end]} if with_text else {}
    return {"start": span.start, "end": span.end, **place, **text}


def report_claims(
    report: Report, features: Sequence[Mapping[str, Any]], numbers: Mapping[int, int]
) -> Iterator[dict[str, Any]]:
    """Yield a claim for each sentence, without words of it: the analyst writes them in `says`."""
    records: dict[str, list[Mapping[str, Any]]] = {}
    for feature in features:
        claim = feature["properties"]["sources"][0]["claim"]
        records.setdefault(claim, []).append(feature)
    for sentence in report.sentences:
        if sentence.number not in numbers:
            continue
        id_ = f"S{numbers[sentence.number]}"
        of_claim = records.get(id_, [])
        yield {
            "id": id_,
            "says": "",
            "kind": of_claim[0]["properties"]["kind"] if of_claim else "event",
            "events": [feature["id"] for feature in of_claim],
            "quote": quote_of(report.document, Span(sentence.start, sentence.end), with_text=False),
        }


def claims_text(claims: Sequence[Mapping[str, Any]]) -> str:
    """Return claims as tables of TOML, each with a blank line before it."""
    from geotrack.workspace.edit.reports import toml_string

    lines: list[str] = []
    for claim in claims:
        quote = ", ".join(f"{key} = {value}" for key, value in claim["quote"].items())
        events = ", ".join(map(toml_string, claim["events"]))
        lines += [
            "",
            "[[claims]]",
            f"id = {toml_string(claim['id'])}",
            'says = ""',
            f"kind = {toml_string(claim['kind'])}",
            *([f"events = [{events}]"] if events else []),
            f"quote = {{ {quote} }}",
        ]
    return "".join(f"{line}\n" for line in lines)
