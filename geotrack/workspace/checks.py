"""Checks across records: what no single record can tell about itself.

One function a rule; each yields what it found. `check` runs them all after the reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import shapely

from geotrack import polar
from geotrack.errors import GeometryError
from geotrack.findings import Finding, Severity, shown
from geotrack.model import Event, LayerFeature
from geotrack.reading import Located, Read, Table, line_of, lines_of, path_as_given, pointer
from geotrack.taxonomy import nearest, taxonomy
from geotrack.workspace.store import LAYERS, Workspace, shown_path

__all__ = ["check", "check_events"]


def check(workspace: Workspace) -> list[Finding]:
    """Return every finding of a workspace, file by file.

    Parameters
    ----------
    workspace : Workspace
        What to check: settings, events, layers, reports and maps.
    """
    findings = list(workspace.settings.findings)
    findings += check_events(workspace)
    for name in LAYERS:
        read = workspace.layer_read(name)
        findings += [*read.findings, *_with_lines([read], _ids_are_unique([read]))]
    for report in workspace.reports:
        findings += report.findings
    for definition in workspace.maps.values():
        findings += definition.findings
    findings += _claims_lead_to_events(workspace)
    findings += _maps_name_what_is_there(workspace)
    return findings


def check_events(workspace: Workspace) -> list[Finding]:
    """Return the findings of the event files alone, in the order of their lines."""
    findings = [f for read in workspace.event_reads for f in read.findings]
    rules = [_regions_exist, _points_are_in_their_regions, _markings_are_known, _parts_end]
    if not workspace.alone:
        rules += [_links_lead_somewhere, _claims_exist]
    found = list(_ids_are_unique(workspace.event_reads))
    for rule in rules:
        found += rule(workspace)
    findings += _with_lines(workspace.event_reads, found)
    order = {shown_path(path): n for n, path in enumerate(workspace.event_files)}
    return sorted(findings, key=lambda f: (order[f.file], f.line or 0))


class _Found(NamedTuple):
    """What a rule found in one record; `path` is that of the model, from the Feature on."""

    located: Located[Any]
    path: tuple[str | int, ...]
    message: str
    remedy: str
    rule: str
    value: Any
    severity: Severity = Severity.ERROR

    @property
    def pointer(self) -> str:
        feature = self.located.record.feature
        return self.located.pointer + pointer(*path_as_given(self.path, feature))


def _with_lines(reads: Iterable[Read[Any]], found: Iterable[_Found]) -> list[Finding]:
    faults = list(found)
    lines = _lines(reads, [(f.located.file, f.pointer) for f in faults])
    return [
        Finding(
            f.located.file,
            f.message,
            f.remedy,
            f.rule,
            f.pointer,
            lines[f.located.file, f.pointer],
            f.value,
            f.severity,
        )
        for f in faults
    ]


def _lines(
    reads: Iterable[Read[Any]], places: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], int]:
    """Return lines by file and pointer, with one walk a file however many places there are."""
    wanted: dict[str, list[str]] = {}
    for file, at in places:
        wanted.setdefault(file, []).append(at)
    texts = {read.records[0].file: read.text for read in reads if read.records}
    return {
        (file, at): line
        for file, pointers in wanted.items()
        for at, line in lines_of(texts[file], pointers).items()
    }


def _ids_are_unique(
    reads: Sequence[Read[Event]] | Sequence[Read[LayerFeature]],
) -> Iterator[_Found]:
    first: dict[str, Located[Any]] = {}
    repeats: list[tuple[Located[Any], Located[Any]]] = []
    for read in reads:
        for located in read.records:
            other = first.setdefault(located.record.id, located)
            if other is not located:
                repeats.append((located, other))
    lines = _lines(reads, [(other.file, other.pointer + "/id") for _, other in repeats])
    for located, other in repeats:
        id_, at = located.record.id, other.pointer + "/id"
        message = f"the id {shown(id_)} is taken by {other.file}:{lines[other.file, at]}: {at}"
        yield _Found(located, ("id",), message, "give one of them another", "duplicate-id", id_)


def _parts_end(workspace: Workspace) -> Iterator[_Found]:
    path = ("properties", "part_of")
    for located in workspace.located:
        whole = located.record.part_of
        if whole == located.record.id:
            continue  # told as a link
        seen, event = {located.record.id}, workspace.by_id.get(whole or "")
        while event and event.id not in seen:
            seen.add(event.id)
            event = workspace.by_id.get(event.part_of or "")
        if event is not None and event.id == located.record.id:
            message = f"{shown(whole)} is itself a part of this record"
            remedy = "let the parts name the whole, not the whole a part"
            yield _Found(located, path, message, remedy, "link", whole)


def _links_lead_somewhere(workspace: Workspace) -> Iterator[_Found]:
    for located in workspace.located:
        event = located.record
        links: list[tuple[tuple[str | int, ...], str]] = []
        if event.part_of is not None:
            links.append((("part_of",), event.part_of))
        links += [(("related", n), id_) for n, id_ in enumerate(event.related)]
        links += [(("replaces", n), id_) for n, id_ in enumerate(event.replaces)]
        for key, id_ in links:
            path = ("properties", *key)
            if id_ == event.id:
                message = f"{shown(id_)} is this record itself"
                yield _Found(located, path, message, "leave it out", "link", id_)
            elif id_ not in workspace.by_id:
                remedy = _guess(id_, workspace.by_id, "add that record, or leave it out")
                message = f"no record has the id {shown(id_)}"
                yield _Found(located, path, message, remedy, "link", id_)


def _regions_exist(workspace: Workspace) -> Iterator[_Found]:
    for located in workspace.located:
        for n, id_ in enumerate(located.record.regions):
            if id_ not in workspace.regions:
                remedy = _guess(id_, workspace.regions, "`geotrack regions` lists them")
                path = ("properties", "place", "regions", n)
                message = f"no region has the id {shown(id_)}"
                yield _Found(located, path, message, remedy, "region", id_)


def _points_are_in_their_regions(workspace: Workspace) -> Iterator[_Found]:
    """Find points whose discs do not reach the regions that their records name.

    Only points, and only the regions named beside one: to project others costs time.
    """
    for located in workspace.located:
        event = located.record
        geometry, place = event.geometry, event.place
        if geometry is None or place is None or geometry["type"] != "Point":
            continue
        if event.precision == "region" or polar.is_south(geometry):
            continue
        known = [r for r in event.regions if r in workspace.regions]
        apart = [r for r in known if not _reaches(event, workspace.regions[r])]
        if apart and (place.regions_mode == "each" or len(apart) == len(event.regions)):
            message = f"the point lies apart from {' and '.join(map(shown, apart))}"
            remedy = "correct the point, its radius or the regions: questions go by the regions"
            path = ("properties", "place", "regions")
            yield _Found(located, path, message, remedy, "place-regions", apart, Severity.WARNING)


def _reaches(event: Event, region: LayerFeature) -> bool:
    geometry = event.geometry or {}
    lon, lat = geometry["coordinates"][:2]
    try:
        # As far as `exact` reaches where nothing else is said; a metre is the width of a border.
        shape, radius = region.plane, (event.radius_km or 1.0) * 1000.0
        if shapely.dwithin(shape, polar.to_plane(geometry), 1.0):
            return True
        return bool(shapely.dwithin(shape, polar.disc(lon, lat, radius), 1.0))
    except GeometryError:  # the region has no sound shape, or the disc is everything
        return True


def _claims_exist(workspace: Workspace) -> Iterator[_Found]:
    reports = workspace.reports_by_id
    for located in workspace.located:
        for n, source in enumerate(located.record.sources):
            if source.seed is None:
                continue
            path = ("properties", "sources", n)
            report = reports.get(source.seed)
            if report is None:
                message = f"no report in seeds/ has the id {shown(source.seed)}"
                remedy = _guess(source.seed, reports, "add its TOML file there")
                yield _Found(located, (*path, "seed"), message, remedy, "claim", source.seed)
            elif source.claim not in {c.id for c in report.claims}:
                message = f"the report {shown(report.id)} has no claim {shown(source.claim)}"
                remedy = _guess(source.claim or "", (c.id for c in report.claims), "add it there")
                yield _Found(located, (*path, "claim"), message, remedy, "claim", source.claim)


def _markings_are_known(workspace: Workspace) -> Iterator[_Found]:
    for located in workspace.located:
        marking = located.record.marking
        if workspace.config.level(marking) is None:
            message = f"{shown(marking)} is not a marking of this workspace"
            remedy = f"begin it with one of {', '.join(workspace.config.markings)}"
            yield _Found(located, ("properties", "marking"), message, remedy, "marking", marking)


def _guess(word: str, known: Iterable[str], otherwise: str) -> str:
    guess = nearest(word, known)
    return f"did you mean {guess!r}?" if guess else otherwise


def _claims_lead_to_events(workspace: Workspace) -> Iterator[Finding]:
    for table in workspace.reports:
        report = table.record
        if report is None:
            continue
        for n, claim in enumerate(report.claims):
            path = ("claims", n, "events")
            for id_ in claim.events:
                event = workspace.by_id.get(id_)
                if event is None:
                    message = f"no record has the id {shown(id_)}"
                    remedy = _guess(id_, workspace.by_id, "add it, or say 'unmapped'")
                    yield _in_table(table, path, "claim", value=id_, said=(message, remedy))
                elif (report.id, claim.id) not in {(s.seed, s.claim) for s in event.sources}:
                    message = f"the record {shown(id_)} does not cite claim {shown(claim.id)}"
                    remedy = "add 'seed' and 'claim' to its sources"
                    yield _in_table(table, path, "claim", value=id_, said=(message, remedy))


def _maps_name_what_is_there(workspace: Workspace) -> Iterator[Finding]:
    for table in workspace.maps.values():
        definition = table.record
        if definition is None:
            continue
        marking = str(definition.marking)
        if workspace.config.level(marking) is None:
            message = f"{shown(marking)} is not a marking of this workspace"
            remedy = f"begin it with one of {', '.join(workspace.config.markings)}"
            yield _in_table(table, ("marking",), "marking", value=marking, said=(message, remedy))
        words = {
            ("select", "regions"): (definition.select.regions, workspace.regions),
            ("select", "themes"): (definition.select.themes, taxonomy().themes),
            ("select", "types"): (definition.select.types, taxonomy().words),
            ("select", "without"): (definition.select.without, workspace.by_id),
            **{
                ("layers", name): (getattr(definition.layers, name), workspace.layer(name))
                for name in LAYERS
            },
        }
        drawn = {id_ for name in LAYERS for id_ in getattr(definition.layers, name)}
        for id_ in definition.layers.shown:
            if id_ not in drawn:
                message = f"{shown(id_)} is in none of the map's layers"
                remedy = _guess(id_, drawn, "add it to the regions, routes, boundaries or places")
                at = ("layers", "shown")
                yield _in_table(table, at, "map", value=id_, said=(message, remedy))
        for path, (given, known) in words.items():
            for word in given:
                if word not in known:
                    message = f"{shown(word)} is not known"
                    remedy = _guess(word, known, "leave it out")
                    yield _in_table(table, path, "map", value=word, said=(message, remedy))


def _in_table(
    table: Table[Any], path: tuple[str | int, ...], rule: str, *, value: str, said: tuple[str, str]
) -> Finding:
    message, remedy = said
    at = pointer(*path)
    return Finding(table.file, message, remedy, rule, at, line_of(table.text, path), value)
