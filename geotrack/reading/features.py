"""Parsing of FeatureCollections into typed records and findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from marshal import dumps
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from geotrack.findings import Finding, Severity
from geotrack.messages import Message
from geotrack.model import MEMBERS, Event, LayerFeature
from geotrack.model.limits import Limits
from geotrack.reading.files import FileSize, limit_remedy, read_file, size_of, vertices_of
from geotrack.reading.foreign_formats import crs_fault, kind_fault, other_crs, type_shown
from geotrack.reading.geometry import geometry_faults, structure_faults
from geotrack.reading.members import collection_faults, feature_faults
from geotrack.reading.model_faults import (
    MOST_ERRORS,
    OF_COLUMNS,
    Fault,
    FaultCollector,
    faults_of,
    model_in,
    slips_of,
)
from geotrack.reading.own_form import foreign_finding
from geotrack.reading.text.feature_spans import Spans, spans_of
from geotrack.reading.text.json_text import Json, parse_change, parse_json
from geotrack.reading.text.line_numbers import lines_of, pointer
from geotrack.taxonomy import Taxonomy

__all__ = [
    "Located",
    "Read",
    "events_in",
    "layer_in",
    "other_crs",
    "read_events",
    "read_layer",
    "record_of_feature",
    "with_lines",
]

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
    records : sequence of Located
        Records without an error, in the order of the file.
    findings : tuple of Finding
        Errors and warnings, in the order of the file.
    text : str
        The file's text, to find lines of later findings; empty if unreadable.
    """

    records: Sequence[Located[R]]
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


def _without_empty(values: Mapping[str, Any], kind: type[BaseModel]) -> dict[str, Any]:
    """Return values without nulls of optional fields, at any depth: columns of QGIS may be empty.

    Examples
    --------
    >>> _without_empty({"title": None, "tags": None, "place": {"regions": None}}, Event)
    {'title': None, 'place': {}}
    """
    optional, parts = _fields(kind)
    return {
        key: _inside(value, parts.get(key))
        for key, value in values.items()
        if value is not None or key not in optional
    }


def _inside(value: Any, kind: type[BaseModel] | None) -> Any:
    if kind is None:
        return value
    if isinstance(value, list):
        return [_inside(item, kind) for item in value]
    return _without_empty(value, kind) if isinstance(value, dict) else value


@cache
def _fields(kind: type[BaseModel]) -> tuple[frozenset[str], dict[str, type[BaseModel]]]:
    """Return the optional keys, and the keys that hold models."""
    fields = {field.alias or name: field for name, field in kind.model_fields.items()}
    optional = frozenset(key for key, field in fields.items() if not field.is_required())
    models = {key: model_in(field.annotation) for key, field in fields.items()}
    return optional, {key: model for key, model in models.items() if model}


_AREAS = ("Polygon", "MultiPolygon")

# A larger layer is parsed whenever it is read, so that the kept ones take little memory.
_KEPT_BYTES = 4_000_000
# Version of `marshal` in which equal values have equal bytes, and 1, 1.0 and true do not.
_SPELT = 2

# Stand-ins for missing or invalid properties, while the others are validated.
_SOUND: dict[type[BaseModel], dict[str, Any]] = {
    Event: {
        "@id": "x",
        "@geometry": None,
        "title": "x",
        "type": "naval/patrol",
        "start": "unknown",
        "sources": {"cite": "x"},
    },
    LayerFeature: {"@id": "x", "@geometry": {}, "name": "x", "definition": "x", "licence": "x"},
}
_TIMES = {"start", "end", "time_zone"}


def read_events(
    path: Path,
    file: str,
    limits: Limits | None = None,
    *,
    taxonomy: Taxonomy | None = None,
    prepare: Callable[[Any], None] | None = None,
    known: Read[Event] | None = None,
    root: Path | None = None,
) -> Read[Event]:
    """Read a file of events: GeoJSON, or a sequence of Features.

    Parameters
    ----------
    path : Path
        The file to read.
    file : str
        Its name in messages.
    limits : Limits, optional
        Size limits; the defaults without it.
    taxonomy : Taxonomy, optional
        The types that records can have; the built-in ones without it.
    prepare : callable, optional
        Changes the parsed value in place, as `lift_ids` does.
    known : Read, optional
        An earlier result of the file, with the same limits and taxonomy: what has not changed is
        taken from it.
    root : Path, optional
        The folder that it must lie in.

    Returns
    -------
    Read
        Valid Features are read although others are invalid.
    """
    raw = read_file(path, file, limits, root)
    if known is not None and known.text and raw == known.text.encode():
        return known
    if known is not None and not isinstance(raw, Finding) and prepare is None:
        changed = _read_change(raw, file, limits, known, taxonomy)
        if changed is not None:
            return changed
    json = raw if isinstance(raw, Finding) else parse_json(raw, file, limits)
    if isinstance(json, Finding):
        return Read((), (json,))
    if prepare:
        prepare(json.value)
    return events_in(json, taxonomy, known)


def _read_change(
    raw: bytes, file: str, limits: Limits | None, known: Read[Event], taxonomy: Taxonomy | None
) -> Read[Event] | None:
    """Read a file in which some Features have changed; None if all of it has to be read."""
    if not known.is_whole or len(known.records) != len(known.spans.starts):
        return None
    before = Json(file, known.text, {"features": known.features}, limits=limits or Limits())
    changed = parse_change(raw, before, known.spans)
    if changed is None:
        return None
    json, spans = changed
    unchanged = {id(located.record.feature): located.record for located in known.records}
    return _read_json(json, Event, taxonomy, same=unchanged).with_spans(spans)


def read_layer(
    path: Path, file: str, *, areas: bool = False, root: Path | None = None
) -> Read[LayerFeature]:
    """Read a GeoJSON file of regions, routes, boundaries or places; see `read_events`.

    Only the structure of geometries is checked, not whether rings cross, for a fast start. The
    results of the last few contents are kept: a workspace that is opened again, and most copies of
    the packaged layers, are parsed once per process.

    Parameters
    ----------
    path : Path
        The file to read.
    file : str
        Its name in messages.
    areas : bool
        Whether each feature must be an area, as a region is.
    root : Path, optional
        The folder that it must lie in.
    """
    raw = read_file(path, file, root=root)
    if isinstance(raw, Finding):
        return Read((), (raw,))
    return (layer_in if len(raw) <= _KEPT_BYTES else layer_in.__wrapped__)(raw, file, areas)


@lru_cache(maxsize=8)
def layer_in(raw: bytes, file: str, areas: bool) -> Read[LayerFeature]:
    """Read the bytes of a layer; see `read_layer`."""
    json = parse_json(raw, file)
    if isinstance(json, Finding):
        return Read((), (json,))
    return _read_json(json, LayerFeature, areas=areas)


def events_in(
    json: Json,
    taxonomy: Taxonomy | None = None,
    known: Read[Event] | None = None,
    same: Mapping[int, Event] | None = None,
) -> Read[Event]:
    """Read events from a parsed text; see `read_events`.

    Parameters
    ----------
    json : Json
        The parsed text.
    taxonomy : Taxonomy, optional
        The types that records can have; the built-in ones without it.
    known : Read, optional
        As of `read_events`.
    same : mapping of int to Event, optional
        Records by the identity of their Feature in the parsed text.
    """
    foreign = None if json.slips else foreign_finding(json.value, json.file, taxonomy)
    if foreign:
        return Read((), (foreign,), json.text)
    return _read_json(json, Event, taxonomy, known=known, same=same)


def record_of_feature(feature: Any, taxonomy: Taxonomy) -> Event:
    """Return the record of a Feature that has been read before without an error."""
    record, _ = _typed(feature, feature["properties"], Event, taxonomy)
    if record is None:
        raise ValueError("the Feature is no record")
    return record


def _read_json(
    json: Json,
    model: type[R],
    taxonomy: Taxonomy | None = None,
    *,
    areas: bool = False,
    known: Read[R] | None = None,
    same: Mapping[int, R] | None = None,
) -> Read[R]:
    """Read a parsed text; records of Features in `known`, or by identity in `same`, are reused."""
    records: list[Located[R]] = []
    collector = FaultCollector(json.limits.findings)
    collector.add(json.slips)
    # The pointers of ambiguous values by their Feature, and all of them by "".
    slips: dict[str, set[str]] = defaultdict(set)
    for fault in json.slips:
        fault_pointer = pointer(*fault.path)
        slips[pointer(*fault.path[:2])].add(fault_pointer)
        slips[""].add(fault_pointer)
    size = size_of(json.value)
    # If the whole file is below the limit of one geometry, no geometry needs a check.
    most = json.limits.vertices if size.vertices > json.limits.vertices else None
    sound = {} if most else _sound_records(known)
    for path, feature in _features(json, size, collector):
        inside = f"/features/{path[1]}" if path else ""
        slipped = slips.get(inside, set())
        record = sound.get(dumps(feature, _SPELT)) if sound else (same or {}).get(id(feature))
        faults: list[Fault] = []
        if record is None:
            record, faults = _record(feature, model, taxonomy, most)
        if record is not None and areas and feature["geometry"]["type"] not in _AREAS:
            record = None
            faults.append(_no_area(feature["geometry"]["type"]))
        if faults:
            collector.add(f for f in _below(path, faults) if pointer(*f.path) not in slipped)
            if collector.is_full:
                break
        if record is not None and not slipped:
            records.append(Located(record, json.file, inside))
    return Read(tuple(records), tuple(with_lines(collector.faults(), json)), json.text)


def _sound_records(known: Read[R] | None) -> dict[bytes, R]:
    """Return the records without a finding by their Features, to the very spelling of numbers."""
    if known is None or any(not f.pointer.startswith("/features/") for f in known.findings):
        return {}
    faulty = {"/".join(f.pointer.split("/")[:3]) for f in known.findings}
    # A finding of a column stands at its first Feature alone.
    if any(f.rule in OF_COLUMNS for f in known.findings):
        return {}
    records = (located for located in known.records if located.pointer not in faulty)
    return {dumps(located.record.feature, _SPELT): located.record for located in records}


def _no_area(kind: str) -> Fault:
    message = Message("a region that is a {kind}", kind)
    remedy = "draw it as a Polygon or MultiPolygon, or move it to another file of layers/"
    return Fault(("geometry", "type"), message, remedy, "region-shape", kind)


def _below(path: tuple[str | int, ...], faults: Iterable[Fault]) -> Iterator[Fault]:
    return (replace(f, path=(*path, *f.path)) for f in faults)


def with_lines(faults: list[Fault], json: Json) -> Iterator[Finding]:
    """Yield the findings of faults in a text, each with its line."""
    pointers = [pointer(*f.path) for f in faults]
    lines = lines_of(json.text, pointers) if pointers else {}
    for fault, location in zip(faults, pointers, strict=True):
        yield fault.finding(json.file, location, lines[location])


def _features(
    json: Json, size: FileSize, collector: FaultCollector
) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield the Features of a file with their paths; collect faults of the file itself."""
    value, limits = json.value, json.limits
    kind = value.get("type") if isinstance(value, dict) else None
    crs = other_crs(value) if isinstance(value, dict) else None
    features = value.get("features") if isinstance(value, dict) else None
    if crs is not None:
        collector.add([crs_fault(crs)])
    elif size.features > limits.features:
        collector.add([_too_many("features", size.features, limits.features)])
    elif size.vertices > limits.file_vertices:
        collector.add([_too_many("file_vertices", size.vertices, limits.file_vertices)])
    elif kind == "Feature":
        yield (), value
    elif kind != "FeatureCollection":
        collector.add([kind_fault(value, json.file)])
    else:
        collector.add(collection_faults(value))
        listed = features if isinstance(features, list) else ()
        yield from ((("features", n), feature) for n, feature in enumerate(listed))


def _too_many(key: str, count: int, most: int) -> Fault:
    noun = "Features" if key == "features" else "positions"
    message = Message(
        "{count} {what} are more than the limit of {most}", count, Message(noun), most
    )
    return Fault((), message, limit_remedy(key), f"file-{noun.lower()}")


def _too_long(count: int, most: int) -> Fault:
    message = Message("a geometry of {count} positions is over the limit of {most}", count, most)
    remedy = "simplify it, or raise limits.vertices in geotrack.toml"
    return Fault(("geometry",), message, remedy, "geometry-positions")


def _record(
    feature: Any, model: type[R], taxonomy: Taxonomy | None, most_vertices: int | None
) -> tuple[R | None, list[Fault]]:
    """Return the record of a Feature, None if it has an error, and its faults."""
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        message = Message("{feature} is not a Feature", type_shown(feature))
        return None, [Fault((), message, "set 'type' to 'Feature'", "feature")]
    faults: list[Fault] = list(feature_faults(feature))
    geometry = feature.get("geometry")
    if most_vertices and vertices_of(geometry) > most_vertices:
        return None, [*faults, _too_long(vertices_of(geometry), most_vertices)]
    if geometry is not None:
        judge = geometry_faults if model is Event else structure_faults
        faults += _below(("geometry",), judge(geometry))
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        return None, faults
    record, typed_faults = _typed(feature, properties, model, taxonomy)
    return _judged(record, faults, [_in_feature(f) for f in typed_faults])


def _judged(record: R | None, own: list[Fault], typed: list[Fault]) -> tuple[R | None, list[Fault]]:
    """Return the record, None if it has an error, and its faults, one for each path."""
    if not own and not typed:
        return record, []
    paths = {f.path for f in own}
    faults = own + [f for f in typed if f.path not in paths]
    return (None if any(f.severity is Severity.ERROR for f in faults) else record), faults


def _typed(
    feature: dict[str, Any],
    properties: dict[str, Any],
    model: type[R],
    taxonomy: Taxonomy | None,
) -> tuple[R | None, list[Fault]]:
    """Return the validated record of a Feature, None if it is invalid, and faults."""
    # Members of the Feature get names that no property can have.
    values = {k: v for k, v in properties.items() if k not in MEMBERS}
    values["@feature"] = feature
    values.update({f"@{k}": feature[k] for k in ("id", "geometry") if k in feature})
    record = _validated(model, values, taxonomy)
    if isinstance(record, ValidationError):
        # Try again without nulls: columns may just be empty.
        values = _without_empty(values, model)
        record = _validated(model, values, taxonomy)
    if isinstance(record, ValidationError):
        faults = faults_of(record, values, model)
        faults += _beside(record, values, model, taxonomy)
        return None, faults
    return record, slips_of(record, values)


def _beside(
    error: ValidationError, values: dict[str, Any], model: type[R], taxonomy: Taxonomy | None
) -> Iterator[Fault]:
    """Yield further faults, found after replacing the faulty properties."""
    replaced: set[str] = set()
    while error.error_count() <= MOST_ERRORS and not (faulty := _faulty(error)) <= replaced:
        replaced |= faulty
        if replaced & _TIMES:  # validated together
            replaced |= _TIMES
        sound = {**_SOUND[model], **{k: v for k, v in values.items() if k not in replaced}}
        record = _validated(model, sound, taxonomy)
        if not isinstance(record, ValidationError):
            yield from slips_of(record, sound)
            return
        yield from faults_of(record, sound, model)
        error = record


def _faulty(error: ValidationError) -> set[str]:
    """Return the names of the properties with faults."""
    errors = error.errors(include_url=False, include_input=False)
    return {str(path[0]) for e in errors if (path := (*e["loc"], *e.get("ctx", {}).get("at", ())))}


def _validated(
    model: type[R], values: dict[str, Any], taxonomy: Taxonomy | None
) -> R | ValidationError:
    try:
        return model.model_validate(values, context=taxonomy)
    except ValidationError as error:
        return error


def _in_feature(fault: Fault) -> Fault:
    first = fault.path[0] if fault.path else ""
    if isinstance(first, str) and first.startswith("@"):
        return replace(fault, path=(first[1:], *fault.path[1:]))
    return replace(fault, path=("properties", *fault.path))
