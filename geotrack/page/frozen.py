"""A map's inputs in one zip, so that its page can be built again where there is no git.

They hold what the page shows and no more: no record that is not on it, and of others not even an
id. What the selection left out is told as the page tells it, as counts.
"""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import tomlkit

from geotrack import __version__
from geotrack.model import Event, MapDefinition, Report
from geotrack.model.map_definition import Frozen
from geotrack.page.assemble import Briefing
from geotrack.page.framing import selection_words
from geotrack.page.numbers import numbers_text
from geotrack.reading.layout import collection_text
from geotrack.when import When, in_words
from geotrack.workspace import LAYERS, Workspace
from geotrack.workspace.revising import is_review

__all__ = ["frozen_inputs"]

# No clock and no machine in it: the same inputs give the same bytes.
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX, _PLAIN_FILE = 3, 0o100644 << 16
_MB = 1e6
# Limits that hold for all that a file has.
_OF_A_FILE = ("file_mb", "values", "features", "file_vertices")
# What the page tells of a report and its claims.
_REPORT = ("id", "title", "publisher", "marking")
_CLAIM = ("id", "says", "kind")


def frozen_inputs(workspace: Workspace, name: str, page: Briefing) -> bytes:
    """Return the zip of a map's inputs.

    Parameters
    ----------
    workspace : Workspace
        Where the map is.
    name : str
        Its name in `maps/`.
    page : Briefing
        The page as it was built.

    Returns
    -------
    bytes
        A zip of one folder, `name`: a workspace from which `geotrack map` gives the same page. Its
        files are stored as they are, in the order of their paths.
    """
    definition = workspace.maps[name].record
    if definition is None:  # a page was built of it
        raise AssertionError(name)
    events = collection_text([_told(e, workspace, page) for e in page.records])
    files = {
        "README.txt": _readme(name, definition, page),
        "geotrack.toml": _settings(workspace, events),
        f"maps/{name}.toml": _definition(workspace, definition, page),
        f"maps/{name}.numbers.json": numbers_text({e.id: page.numbers[e.id] for e in page.records}),
        "events/records.geojson": events,
        **{f"layers/{n}.geojson": text for n, text in _layers(workspace, definition, page)},
        **{f"seeds/report-{n}.toml": text for n, text in enumerate(_reports(workspace, page), 1)},
    }
    return _zipped({f"{name}/{path}": text for path, text in files.items()})


def _zipped(files: Mapping[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, _ZIP_EPOCH)
            entry.create_system, entry.external_attr = _UNIX, _PLAIN_FILE
            archive.writestr(entry, files[path].encode())
    return packed.getvalue()


def _settings(workspace: Workspace, events: str) -> str:
    settings = workspace.config.model_dump(mode="json", exclude=_extra_of(workspace.config))
    limits = settings["limits"]
    # The records of many files now stand in one, laid out with room.
    for bound in _OF_A_FILE:
        limits[bound] *= max(len(workspace.event_files), 1)
    limits["file_mb"] = max(limits["file_mb"], round(len(events.encode()) / _MB + 1.0))
    return tomlkit.dumps(settings)


def _extra_of(model: Any) -> set[str]:
    return set(model.model_extra or {})


def _definition(workspace: Workspace, definition: MapDefinition, page: Briefing) -> str:
    """Return the definition with what its selection found in place of the selection.

    A selection may name records that it leaves out, and words of what is on no page.
    """
    counts = page.counts
    frozen = Frozen(
        selection=selection_words(workspace, definition),
        after_as_of=counts.after_as_of,
        possible=counts.possible,
        not_judged=counts.not_judged,
        faulty=counts.faulty,
    )
    hidden = {"select", "frozen", *_extra_of(definition)}
    said = definition.model_dump(mode="json", exclude=hidden, exclude_none=True)
    return tomlkit.dumps({**said, "frozen": frozen.model_dump(mode="json")})


def _told(event: Event, workspace: Workspace, page: Briefing) -> dict[str, Any]:
    """Return a record as the page tells it: with links to what is on it, and no others.

    Links lead to the records that they come to in the end. Of what it replaces the page tells how
    many they were, and of its revisions what was changed and why.
    """
    on_page = {e.id for e in page.records} - {event.id}
    properties = dict(event.feature["properties"])

    def put(key: str, value: Any) -> None:
        if value:
            properties[key] = value
        else:
            properties.pop(key, None)

    whole = workspace.resolved(event.part_of or "")
    related = (workspace.resolved(id_) for id_ in event.related)
    put("part_of", whole if whole in on_page else None)
    put("related", [id_ for id_ in related if id_ in on_page])
    free = (id_ for n in itertools.count(1) if (id_ := f"earlier-{n}") not in page.numbers)
    put("replaces", list(itertools.islice(free, len(event.replaces))))
    put(
        "revisions",
        [
            r.model_dump(mode="json", include={"what", "on", "why"}, exclude_none=True)
            for r in event.revisions
            if not is_review(r.what)
        ],
    )
    feature = event.feature
    members = {"type": feature["type"], "id": feature["id"], "geometry": feature["geometry"]}
    return {**members, "properties": properties}


def _layers(
    workspace: Workspace, definition: MapDefinition, page: Briefing
) -> Iterator[tuple[str, str]]:
    """Yield the layers with the features that the page uses; regions even where it uses none.

    Without a folder of layers the packaged ones would be taken.
    """
    for name in LAYERS:
        ids = set(getattr(definition.layers, name))
        if name == "regions":
            ids.update(r for e in page.records for r in e.regions)
        known = workspace.layer(name)
        used = [known[id_] for id_ in sorted(ids & known.keys())]
        if used or name == "regions":
            yield name, collection_text([f.feature for f in used])


def _reports(workspace: Workspace, page: Briefing) -> Iterator[str]:
    """Yield the reports that records on the page cite, each with the cited claims alone."""
    cited: dict[str, dict[str, list[str]]] = {}
    for event in page.records:
        for source in event.sources:
            if source.seed:
                by_claim = cited.setdefault(source.seed, {})
                by_claim.setdefault(source.claim or "", []).append(event.id)
    for id_ in sorted(cited):
        report = workspace.reports_by_id.get(id_)
        if report is not None:
            yield tomlkit.dumps(_of_report(report, cited[id_]))


def _of_report(report: Report, cited: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    claims = [
        {**_said(claim, _CLAIM), "events": list(dict.fromkeys(cited[claim.id]))}
        for claim in report.claims
        if claim.id in cited
    ]
    return {**_said(report, _REPORT), "claims": claims}


def _said(model: Any, keys: Iterable[str]) -> dict[str, Any]:
    said: dict[str, Any] = model.model_dump(mode="json", include=set(keys), exclude_none=True)
    return said


def _readme(name: str, definition: MapDefinition, page: Briefing) -> str:
    as_of = in_words(When.parse(definition.as_of)) if definition.as_of else "no date"
    many = len(page.records)
    lines = [
        _one_line(definition.marking or ""),
        f"What the map {name!r} was built from",
        f"Title: {_one_line(definition.title)}",
        f"As of: {as_of}",
        f"Records: {many}",
        f"geotrack: {__version__}",
        "",
        "Build the page again, beside this file:",
        "",
        f"    geotrack --workspace . map {_quoted(name)}",
        "",
        f"It writes maps/{name}.html: the same page, byte for byte, by the same version.",
        "",
        "Here is what the page shows and no more. Records that are not on it, links to them,",
        "other claims of the reports it cites and who made a correction are left out. What the",
        "selection found stands in [frozen] of the map's definition, in place of the selection.",
        _one_line(definition.marking or ""),
    ]
    return "\n".join(lines).strip("\n") + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _quoted(name: str) -> str:
    return name if name.replace("-", "").replace("_", "").isalnum() else f'"{name}"'
