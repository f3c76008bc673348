"""FeatureCollections: from text to typed records, or findings with file, line and pointer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from geotrack.findings import Finding, Severity, shown, unreadable
from geotrack.model import MEMBERS, Event, LayerFeature
from geotrack.reading.faults import Fault, faults_of, slips_of
from geotrack.reading.geometry import geometry_faults, structure_faults
from geotrack.reading.json_text import Json, parse_json
from geotrack.reading.positions import lines_of, pointer

__all__ = ["Located", "Read", "events_in", "other_crs", "read_events", "read_layer"]

_AREAS = ("Polygon", "MultiPolygon")
_WGS_84 = ("CRS84", "EPSG:4326", "EPSG::4326")

R = TypeVar("R", Event, LayerFeature)


@dataclass(frozen=True, slots=True)
class Located(Generic[R]):
    """A record and where it stands.

    Parameters
    ----------
    record : Event or LayerFeature
        The typed record.
    file : str
        Its file, as messages show it.
    pointer : str
        JSON pointer of its Feature.
    """

    record: R
    file: str
    pointer: str


@dataclass(frozen=True, slots=True)
class Read(Generic[R]):
    """What one file gave: the good records, and all findings.

    Parameters
    ----------
    records : tuple of Located
        Records without an error, in the order of the file.
    findings : tuple of Finding
        Errors and warnings, in the order of the file.
    text : str
        The file's text, for tracing later findings to lines; empty if unreadable.
    """

    records: tuple[Located[R], ...]
    findings: tuple[Finding, ...]
    text: str = ""


def read_events(path: Path, file: str) -> Read[Event]:
    """Read a GeoJSON file of events.

    Parameters
    ----------
    path : Path
        The file to read.
    file : str
        Its name as messages show it.

    Returns
    -------
    Read
        A bad Feature never hides a good one.
    """
    return _read(path, file, Event)


def read_layer(path: Path, file: str, *, areas: bool = False) -> Read[LayerFeature]:
    """Read a GeoJSON file of regions, routes, boundaries or places; see `read_events`.

    Of its geometries the form is checked, not whether their rings cross: every cold start would
    pay for it.

    Parameters
    ----------
    path : Path
        The file to read.
    file : str
        Its name as messages show it.
    areas : bool
        Whether each feature must be an area, as a region is.
    """
    return _read(path, file, LayerFeature, areas=areas)


def _read(path: Path, file: str, model: type[R], *, areas: bool = False) -> Read[R]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        return Read((), (unreadable(file, error),))
    json = parse_json(raw, file)
    return Read((), (json,)) if isinstance(json, Finding) else _read_json(json, model, areas=areas)


def events_in(json: Json) -> Read[Event]:
    """Read events from a text that is parsed already; see `read_events`.

    Parameters
    ----------
    json : Json
        The parsed text.
    """
    return _read_json(json, Event)


def _read_json(json: Json, model: type[R], *, areas: bool = False) -> Read[R]:
    records: list[Located[R]] = []
    faults = list(json.slips)
    for at, feature in _features(json.value, faults):
        inside = pointer(*at)
        slipped = {p for p in (pointer(*f.path) for f in json.slips) if _is_within(p, inside)}
        record, found = _record(feature, model)
        if record is not None and areas and feature["geometry"]["type"] not in _AREAS:
            record = None
            found.append(_no_area(feature["geometry"]["type"]))
        faults += [f for f in _below(at, found) if pointer(*f.path) not in slipped]
        if record is not None and not slipped:
            records.append(Located(record, json.file, inside))
    return Read(tuple(records), tuple(_with_lines(_merged(faults), json)), json.text)


def _no_area(kind: str) -> Fault:
    message = f"a region that is a {kind}"
    remedy = "draw it as a Polygon or MultiPolygon, or move it to another file of layers/"
    return Fault(("geometry", "type"), message, remedy, "region-shape", kind)


def _below(path: tuple[str | int, ...], faults: list[Fault]) -> list[Fault]:
    return [replace(f, path=(*path, *f.path)) for f in faults]


def _is_within(at: str, parent: str) -> bool:
    return at == parent or at.startswith(parent + "/")


def _merged(faults: list[Fault]) -> list[Fault]:
    """Tell once a file of a column that geotrack does not define, however many records have it."""
    kept: dict[object, Fault] = {}
    counts: Counter[object] = Counter()
    for n, fault in enumerate(faults):
        columns = tuple(step for step in fault.path if isinstance(step, str))
        key = columns if fault.rule == "unknown-property" and not fault.remedy.endswith("?") else n
        kept.setdefault(key, fault)
        counts[key] += 1
    return [
        replace(fault, message=f"{fault.message} (in {counts[key]} places)")
        if counts[key] > 1
        else fault
        for key, fault in kept.items()
    ]


def _with_lines(faults: list[Fault], json: Json) -> Iterator[Finding]:
    pointers = [pointer(*f.path) for f in faults]
    lines = lines_of(json.text, pointers) if pointers else {}
    for fault, at in zip(faults, pointers, strict=True):
        yield fault.finding(json.file, at, lines[at])


def _features(value: Any, faults: list[Fault]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    kind = value.get("type") if isinstance(value, dict) else None
    crs = other_crs(value) if isinstance(value, dict) else None
    if crs is not None:
        message = f"the coordinates are said to be in {shown(crs)}"
        remedy = "export longitude and latitude in WGS 84 (EPSG:4326)"
        faults.append(Fault(("crs",), message, remedy, "crs", crs))
    elif kind == "Feature":
        yield (), value
    elif kind == "FeatureCollection":
        features = value.get("features")
        if isinstance(features, list):
            yield from ((("features", n), feature) for n, feature in enumerate(features))
            return
        here = () if features is None else ("features",)
        message = "a FeatureCollection without a list of features"
        faults.append(Fault(here, message, "add 'features': []", "features", features))
    else:
        message = f"{_typed_as(value)} is not a GeoJSON FeatureCollection or Feature"
        remedy = "wrap the records in a FeatureCollection"
        faults.append(Fault((), message, remedy, "geojson-type", kind))


def _typed_as(value: Any) -> str:
    if not isinstance(value, dict):
        return shown(value)
    return shown(value["type"]) if "type" in value else "an object without 'type'"


def other_crs(value: dict[str, Any]) -> object:
    """Return the name of a `crs` member (of GeoJSON before RFC 7946) other than WGS 84's."""
    crs = value.get("crs")
    if crs is None:
        return None
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return None if isinstance(name, str) and name.endswith(_WGS_84) else (name or "another system")


def _record(feature: Any, model: type[R]) -> tuple[R | None, list[Fault]]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        message = f"{_typed_as(feature)} is not a Feature"
        return None, [Fault((), message, "set 'type' to 'Feature'", "feature")]
    faults = list(_members(feature))
    geometry = feature.get("geometry")
    if geometry is not None:
        judge = geometry_faults if model is Event else structure_faults
        faults += _below(("geometry",), judge(geometry))
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        return None, faults
    record, found = _typed(feature, properties, model)
    return _judged(record, faults, [_in_feature(f) for f in found])


def _judged(record: R | None, own: list[Fault], typed: list[Fault]) -> tuple[R | None, list[Fault]]:
    """Refuse a record with an error; what is told of a place is told once."""
    told = {f.path for f in own}
    faults = own + [f for f in typed if f.path not in told]
    return (None if _refused(faults) else record), faults


def _refused(faults: list[Fault]) -> bool:
    return any(f.severity is Severity.ERROR for f in faults)


def _typed(
    feature: dict[str, Any], properties: dict[str, Any], model: type[R]
) -> tuple[R | None, list[Fault]]:
    # The Feature's own members go under names that a property of the same name cannot take.
    given = {k: v for k, v in properties.items() if k not in MEMBERS}
    given["@feature"] = feature
    given.update({f"@{k}": feature[k] for k in ("id", "geometry") if k in feature})
    try:
        record = model.model_validate(given)
    except ValidationError as error:
        return None, faults_of(error, given)
    return record, slips_of(record, given)


def _members(feature: dict[str, Any]) -> Iterator[Fault]:
    if not isinstance(feature.get("properties"), dict):
        yield Fault((), "the Feature has no properties", "add 'properties'", "feature-properties")
    if "geometry" not in feature:
        remedy = "add it; null where the place is unknown or regions say it all"
        yield Fault((), "the Feature has no 'geometry'", remedy, "feature-geometry")
    if "id" not in feature:
        remedy = "add one that stays, for example 2024-09-28-patrol-sighted"
        yield Fault((), "the Feature has no 'id'", remedy, "feature-id")


def _in_feature(fault: Fault) -> Fault:
    first = fault.path[0] if fault.path else ""
    if isinstance(first, str) and first.startswith("@"):
        return replace(fault, path=(first[1:], *fault.path[1:]))
    return replace(fault, path=("properties", *fault.path))
