"""Requests about the text of a report: reading it, its drafts, and what is decided of them."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import partial
from hashlib import sha256
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geotrack.dates import When, in_words
from geotrack.errors import UsageError
from geotrack.extensions import report_reader
from geotrack.findings import errors_of, shown
from geotrack.messages import Message
from geotrack.server.commands import run_command
from geotrack.server.desk import Desk
from geotrack.server.finding_text import findings_json
from geotrack.server.open_texts import OpenDraft, OpenText
from geotrack.server.records import Saved, stored_with_fingerprint
from geotrack.server.requests import answer, read_feature, read_object
from geotrack.server.routes.records import saved_response, saving_values
from geotrack.server.routes.reports import REPORT_KEYS, texts_of
from geotrack.workspace import Edit, Workspace
from geotrack.workspace.edit.claims import with_changed_claim, with_unmapped
from geotrack.workspace.edit.reports import (
    faults_of_text,
    new_path,
    report_at,
    report_text,
    set_report,
    with_changed_report,
)

__all__ = ["routes"]


async def _open(desk: Desk, request: Request) -> Response:
    body = await read_object(request)
    desk.refuse_read_only()
    upload = desk.uploads[str(body.get("upload"))]
    if body.get("report") in desk.texts:
        raise UsageError("a text of the report is open: go on with it, or finish it first")
    report_id, text = _report_text(desk.workspace, texts_of(body, ("report", "id", *REPORT_KEYS)))
    findings = faults_of_text(text, f"{report_id}.toml")
    if errors_of(findings):
        found = findings_json(findings, desk.workspace)
        return JSONResponse({"id": report_id, "findings": found})
    values = tomllib.loads(text)
    opened, language = await run_command(
        desk.root,
        request=request,
        then=report_reader().read_text,
        values={
            "root": str(desk.root), "path": str(upload.path), "report_id": report_id,
            "published": str(values.get("published", "")), "language": values.get("language"),
        },
    )  # fmt: skip
    await desk.write(_keep, desk, report_id, text, opened, language)
    desk.uploads.discard(str(body["upload"]))
    return JSONResponse({"id": report_id, "findings": []})


def _report_text(workspace: Workspace, fields: dict[str, str]) -> tuple[str, str]:
    """Return the id and the text of a stored report, or of a new one."""
    if id_ := fields.pop("report", ""):
        return id_, _stored_text(workspace, id_)
    id_ = fields.pop("id", "")
    if stored := workspace.reports_by_id.get(id_):
        message = "the report {title} is there: read its text there, or write another title"
        raise UsageError(Message(message, shown(stored.title)))
    new_path(id_, workspace)
    return id_, report_text(id_, {"title": None, **fields})


def _stored_text(workspace: Workspace, id_: str) -> str:
    return report_at(id_, workspace)[0].read_bytes().decode("utf-8")


def _keep(desk: Desk, report_id: str, report_file: str, opened: OpenText, language: str) -> None:
    """Write a report with its sentences as claims, and keep its text."""
    with_language = with_changed_report(report_file, {"language": language})
    with_claims = f"{with_language}{report_reader().claims_text(opened['claims'])}"
    edit = Edit(desk.workspace)
    if report_id in desk.workspace.reports_by_id:
        set_report(edit, report_at(report_id, desk.workspace)[0], report_file, with_claims)
    else:
        edit.set_text(new_path(report_id, desk.workspace), with_claims)
    edit.commit()
    desk.texts.write(opened)


def open_text(desk: Desk, report_id: str, language: str) -> dict[str, Any]:
    """Return the open text of a report, with its drafts as `open_drafts` returns them."""
    text = desk.texts[report_id]
    report = desk.workspace.reports_by_id.get(report_id)
    return {
        "report": report_id,
        "paragraphs": text["paragraphs"],
        "pages_without_text": text["pages_without_text"],
        "late": text["late"],
        **open_drafts(desk, report_id),
        "title": report.title if report else report_id,
        "publisher": report.publisher if report else None,
        "published": _in_words(report.published, language) if report else None,
    }


def _in_words(published: Any, language: str) -> str | None:
    return in_words(When.parse(str(published)), language) if published else None


def open_drafts(desk: Desk, report_id: str, known_state: str = "") -> dict[str, Any]:
    """Return the drafts of a text, and their `state`; no drafts if that is `known_state`.

    Drafts whose record was taken back are open again.
    """
    drafts = [_current(draft, desk.workspace) for draft in desk.texts[report_id]["drafts"]]
    state = sha256(json.dumps(drafts).encode()).hexdigest()
    return {"state": state} if state == known_state else {"state": state, "drafts": drafts}


def _current(draft: OpenDraft, workspace: Workspace) -> OpenDraft:
    """Return a draft with the titles of records, open again if its own is there no more."""
    events = [workspace.find(id_) for id_ in draft["hints"].get("may_repeat", ())]
    repeats = [{"id": event.id, "title": event.title} for event in events if event]
    current: OpenDraft = {**draft, "hints": {**draft["hints"], "may_repeat": repeats}}
    if draft["record"] is not None and not workspace.find(draft["record"]):
        current.update({"state": "open", "record": None})
    return current


async def _text(desk: Desk, request: Request) -> Response:
    return await answer(open_text, desk, request.path_params["report"], desk.language_of(request))


async def _drafts(desk: Desk, request: Request) -> Response:
    known_state = request.query_params.get("known", "")
    return await answer(open_drafts, desk, request.path_params["report"], known_state)


async def _begin(desk: Desk, request: Request) -> Response:
    body = await read_object(request)
    desk.refuse_read_only()
    return await answer(
        begin_draft, desk, request.path_params["report"], body.get("start"), body.get("end")
    )


def begin_draft(desk: Desk, report_id: str, start: Any, end: Any) -> dict[str, Any]:
    """Add a draft of words that were selected in a text; return it with its `number`."""
    with desk.texts.change(report_id) as text:
        draft = report_reader().draft_of_selection(text, start, end, desk.workspace)
        text["drafts"].append(draft)
        number = len(text["drafts"]) - 1
    return {**_current(draft, desk.workspace), "number": number}


async def _decide(desk: Desk, request: Request) -> Response:
    body = await read_object(request)
    desk.refuse_read_only()
    return await answer(decide, desk, request.path_params["report"], _number(request), body)


def _number(request: Request) -> int:
    return int(request.path_params["number"])


def decide(desk: Desk, report_id: str, number: int, body: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what the form has of a draft, or that it is no event or the same as another draft."""
    with desk.texts.change(report_id) as text:
        draft = _draft(text, number)
        feature = body.get("feature")
        if isinstance(feature, dict) and isinstance(feature.get("properties"), dict):
            draft["feature"] = feature
        if (state := body.get("state")) in ("open", "refused", "same"):
            _cite(text, draft, is_cited=False)
            target = body.get("of")
            if state == "same" and (not isinstance(target, int) or _draft(text, target) is draft):
                raise UsageError("'of' is the number of another draft")
            draft.update(
                {"state": state, "record": None, "of": target if state == "same" else None}
            )
            _cite(text, draft, is_cited=True)
    return {}


def _draft(text: OpenText, number: int) -> OpenDraft:
    if not 0 <= number < len(text["drafts"]):
        raise UsageError(Message("the text has no draft {number}", number))
    return text["drafts"][number]


def _sources(draft: OpenDraft) -> list[dict[str, Any]]:
    sources = draft["feature"]["properties"].get("sources")
    return (
        [source for source in sources if isinstance(source, dict)]
        if isinstance(sources, list)
        else []
    )


def _source(text: OpenText, draft: OpenDraft) -> dict[str, Any]:
    """Return the source of a draft that cites its own sentence."""
    cited = {"seed": text["report"], "claim": draft["claim"]}
    return next((source for source in _sources(draft) if cited.items() <= source.items()), cited)


def _cite(text: OpenText, draft: OpenDraft, *, is_cited: bool) -> None:
    """Let the draft that another is the same as cite the claim of that too, or no longer."""
    if draft["of"] is None:
        return
    target, source = _draft(text, draft["of"]), _source(text, draft)
    if target["claim"] == draft["claim"]:
        return
    sources = [cited for cited in _sources(target) if cited.get("claim") != draft["claim"]]
    target["feature"]["properties"]["sources"] = [*sources, *([source] if is_cited else [])]


async def _accept(desk: Desk, request: Request) -> Response:
    values = saving_values(await read_feature(request, stated=True))
    report_id, number = request.path_params["report"], _number(request)
    return saved_response(await desk.write(accept, desk, report_id, number, **values))


def accept(desk: Desk, report_id: str, number: int, **values: Any) -> Saved:
    """Store the record of a draft; arguments as of `Desk.save_record`."""
    with desk.texts.change(report_id) as text:
        draft = _draft(text, number)
        saved = desk.save_record(**values)
        if saved.id is not None:
            draft["feature"]["properties"]["title"] = values["feature"]["properties"]["title"]
            draft.update({"state": "accepted", "record": saved.id, "of": None})
            _name_claims(desk, report_id, saved.id)
    return saved


def _name_claims(desk: Desk, report_id: str, record_id: str) -> None:
    """Let claims without words say the title of the record that cites them."""
    record = desk.workspace.by_id[record_id]
    path, report = report_at(report_id, desk.workspace)
    cited = {source.claim for source in record.sources if source.seed == report_id}
    old = text = path.read_bytes().decode("utf-8")
    for claim in report.claims:
        if claim.id in cited and not claim.says.strip():
            text = with_changed_claim(text, claim.id, {"says": record.title})
    if text != old:
        edit = Edit(desk.workspace)
        set_report(edit, path, old, text)
        edit.commit()


async def _join(desk: Desk, request: Request) -> Response:
    body = await read_object(request)
    values = {"record_id": str(body.get("record")), "by": body.get("by"), "why": body.get("why")}
    report_id, number = request.path_params["report"], _number(request)
    saved = await desk.write(join_record, desk, report_id, number, **values)
    return saved_response(saved)


def join_record(desk: Desk, report_id: str, number: int, *, record_id: str, **values: Any) -> Saved:
    """Let a stored record cite the claim of a draft that is the same event."""
    with desk.texts.change(report_id) as text:
        draft = _draft(text, number)
        stored = stored_with_fingerprint(desk.workspace, record_id)
        feature, properties = stored["feature"], stored["feature"]["properties"]
        source = _source(text, draft)
        sources = properties.get("sources") or []
        sources = sources if isinstance(sources, list) else [sources]
        key = (source["seed"], source["claim"])
        saved = Saved(feature["id"], None, [], [])
        if key not in [(s.get("seed"), s.get("claim")) for s in sources if isinstance(s, dict)]:
            new = {**feature, "properties": {**properties, "sources": [*sources, source]}}
            saved = desk.save_record(new, base=stored["base"], **values)
        if saved.id is not None:
            _cite(text, draft, is_cited=False)
            draft.update({"state": "same", "record": saved.id, "of": None})
            _name_claims(desk, report_id, saved.id)
    return saved


async def _finish(desk: Desk, request: Request) -> Response:
    body = texts_of(await read_object(request), ("unmapped",))
    report_id = request.path_params["report"]
    return await desk.write_json(finish, desk, report_id, body.get("unmapped", ""))


def finish(desk: Desk, report_id: str, reason: str) -> dict[str, Any]:
    """Give the sentences without a record the reason for that, and remove the text."""
    text = desk.texts[report_id]
    path, report = report_at(report_id, desk.workspace)
    claim_ids = {claim["id"] for claim in text["claims"]}
    unmapped = [claim.id for claim in report.claims if claim.is_open and claim.id in claim_ids]
    if unmapped and not reason:
        raise UsageError("say why the other sentences became no record")
    if unmapped:
        old = path.read_bytes().decode("utf-8")
        edit = Edit(desk.workspace)
        set_report(edit, path, old, with_unmapped(old, unmapped, reason))
        edit.commit()
    desk.texts.remove(report_id)
    return {"unmapped": len(unmapped)}


_TEXT = "/api/texts/{report:path}"
_DRAFT = f"{_TEXT}/drafts/{{number:int}}"
# Longer addresses first: the id of a report may have a slash.
_ADDRESSES = (
    ("/api/texts", _open, "POST"),
    (f"{_DRAFT}/accept", _accept, "POST"),
    (f"{_DRAFT}/same", _join, "POST"),
    (_DRAFT, _decide, "POST"),
    (f"{_TEXT}/drafts", _begin, "POST"),
    (f"{_TEXT}/drafts", _drafts, "GET"),
    (f"{_TEXT}/done", _finish, "POST"),
    (_TEXT, _text, "GET"),
)


def routes(desk: Desk) -> list[Route]:
    """Return the routes of a desk."""
    return [
        Route(path, partial(handle, desk), methods=[method]) for path, handle, method in _ADDRESSES
    ]
