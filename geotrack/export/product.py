"""The content of an export, independent of its format."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from typing import Any

from geotrack._version import __version__
from geotrack.errors import GeometryError
from geotrack.export.citations import NumberedSource, numbered_sources
from geotrack.index.record_rows import Rows, event_ids, events_once, table_of
from geotrack.messages import LANGUAGE, Message, counted
from geotrack.model import Event, LayerFeature
from geotrack.model.event import DATASET
from geotrack.queries.marking_ceiling import (
    MarkingCeiling,
    banner,
    first_of_each_marking,
    highest,
    unranked,
)
from geotrack.workspace import Workspace
from geotrack.workspace.markings import markings_of

__all__ = [
    "ExportQuery",
    "Product",
    "Record",
    "Terms",
    "dataset_terms",
    "gather",
    "omitted_text",
    "public_record",
]

# Greatest number up to which a 64-bit float holds all whole numbers.
_LARGEST_EXACT = 1 << 53


@dataclass(frozen=True, slots=True)
class ExportQuery:
    """The match of a record with the query."""

    match: str
    why: str
    distance_km: float | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """Metadata of a product.

    Parameters
    ----------
    title : str
        Its title.
    marking : str or None
        Its handling marking; None for the highest of its records.
    as_of : str or None
        The as-of date of the map definition.
    projection : str or None
        CRS of projected layers; None for the workspace's.
    regions : tuple of str
        Ids of regions to include besides those that records name.
    page_digest : str or None
        Digest of the page of the same map.
    """

    title: str = "Records"
    marking: str | None = None
    as_of: str | None = None
    projection: str | None = None
    regions: tuple[str, ...] = ()
    page_digest: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a product.

    Parameters
    ----------
    event : Event
        The record.
    feature : mapping
        Its Feature as exported.
    number : int or None
        Its number on the map, where a map is exported.
    query : ExportQuery or None
        Its match, where there is a query.
    sources : tuple of int
        Numbers of its sources.
    marking : str or None
        The highest marking of the record and the reports it cites.
    """

    event: Event
    feature: Mapping[str, Any]
    number: int | None
    query: ExportQuery | None
    sources: tuple[int, ...]
    marking: str | None

    @property
    def geometry(self) -> Mapping[str, Any] | None:
        """The geometry used in computations; `feature` holds it as stored."""
        return self.event.geometry


@dataclass(frozen=True)
class Product:
    """Records with metadata, ready for export.

    Parameters
    ----------
    terms : Terms
        Metadata, with the marking resolved.
    records : sequence of Record
        In order.
    sources : tuple of NumberedSource
        Numbered from 1.
    regions : tuple of LayerFeature
        Regions that records name as their place, and those of the map.
    workspace : Workspace
        The workspace of the records.
    notes : tuple of str
        What is left out in every format.
    """

    terms: Terms
    records: Sequence[Record]
    sources: tuple[NumberedSource, ...]
    regions: tuple[LayerFeature, ...]
    workspace: Workspace = field(repr=False)
    notes: tuple[str, ...] = ()

    @property
    def events(self) -> Sequence[Event]:
        """The records as stored."""
        records = self.records
        return records.events if isinstance(records, _BuiltRecords) else [r.event for r in records]

    @property
    def digest(self) -> str:
        """SHA-256 of the exported records, the same in every format.

        Computed from their Features as JSON in UTF-8: an array sorted by id, keys sorted, no white
        space.
        """
        return self._survey[0]

    @property
    def extras(self) -> Mapping[str, bool]:
        """Names of extra properties, and whether a number with a fraction can have each value."""
        return self._survey[1]

    @cached_property
    def _survey(self) -> tuple[str, dict[str, bool]]:
        """The digest and the extra properties: records are built once for both."""
        ids, digest, extras = event_ids(self.events), sha256(b"["), dict[str, bool]()
        for n, row in enumerate(sorted(range(len(ids)), key=ids.__getitem__)):
            record = self.records[row]
            digest.update(f"{',' if n else ''}{_canonical(record.feature)}".encode())
            for key in record.event.extra:
                value = record.feature["properties"].get(key)
                extras[key] = extras.get(key, True) and (value is None or _is_number(value))
        digest.update(b"]")
        return digest.hexdigest(), extras

    @cached_property
    def records_by_source(self) -> Mapping[int, list[str]]:
        """Ids of the records that cite each source, by its number."""
        citing: dict[int, list[str]] = {source.number: [] for source in self.sources}
        for record in self.records:
            for number in record.sources:
                citing[number].append(record.event.id)
        return citing

    @property
    def about(self) -> dict[str, Any]:
        """The metadata by name, without unset values."""
        values = {
            "title": self.terms.title,
            "marking": self.terms.marking,
            "as_of": self.terms.as_of,
            "records": len(self.records),
            "digest": f"sha256:{self.digest}",
            "page_digest": self.terms.page_digest,
            "made_with": f"geotrack {__version__}",
        }
        return {key: value for key, value in values.items() if value is not None}


class _BuiltRecords(Rows[Record]):
    """Records that are built each time that they are used: of very many, few are in memory."""

    def __init__(self, events: Sequence[Event], build: Callable[[Event], Record]) -> None:
        self.events, self._build = events, build

    def __len__(self) -> int:
        return len(self.events)

    def item_at(self, row: int) -> Record:
        return self._build(next(events_once(self.events, [row])))


def _is_number(value: object) -> bool:
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and abs(value) <= _LARGEST_EXACT
    )


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def gather(
    workspace: Workspace,
    events: Sequence[Event],
    terms: Terms,
    *,
    queries: Mapping[str, ExportQuery] | None = None,
    numbers: Mapping[str, int] | None = None,
    keeps: bool = True,
) -> Product:
    """Build the product of an export.

    Parameters
    ----------
    workspace : Workspace
        The records, layers and reports.
    events : sequence of Event
        The records to export, in order.
    terms : Terms
        Metadata of the product.
    queries : mapping of str to ExportQuery, optional
        Matches by record id.
    numbers : mapping of str to int, optional
        Numbers on the map by record id.
    keeps : bool
        Whether the records are kept in memory; else each is built whenever it is used.

    Raises
    ------
    MarkingError
        A record, or a report it cites, is marked higher than `terms.marking`.
    """
    marking = terms.marking
    if marking is not None:
        remedy = "raise the marking of the export or leave the record out"
        MarkingCeiling(workspace, marking, "export", remedy).refuse(first_of_each_marking(events))
    else:
        marking = banner(events, workspace)
    exported_ids = frozenset(event_ids(events))
    omitted, datasets = Counter[str](), Counter[str]()

    def counted_events() -> Iterator[Event]:
        """Yield the events, and count what the notes say of them."""
        for event in events_once(events, range(len(events))) if not keeps else events:
            public_record(event, exported_ids, workspace, omitted)
            datasets.update(_dataset(event))
            yield event

    def build(event: Event) -> Record:
        return Record(
            event=event,
            feature=public_record(event, exported_ids, workspace, Counter()),
            number=(numbers or {}).get(event.id),
            query=(queries or {}).get(event.id),
            sources=numbers_by_id[event.id],
            marking=highest(markings_of(event, workspace)),
        )

    sources, numbers_by_id = numbered_sources(counted_events(), workspace.reports_by_id)
    records = tuple(map(build, events)) if keeps else _BuiltRecords(events, build)
    named = table_of(events).shared("regions").words()
    regions = _regions_with_shape([*named, *terms.regions], workspace)
    marked = replace(terms, marking=marking)
    unknown = unranked(first_of_each_marking(events), workspace)
    notes = [f"marked {m.text!r}: {m.fault}" for m in unknown if m.fault]
    if text := omitted_text(omitted):
        notes.append(f"left out: {', '.join(text)}")
    notes += _terms_of(datasets)
    return Product(marked, records, sources, regions, workspace, tuple(notes))


def dataset_terms(events: Iterable[Event]) -> list[str]:
    """Return the terms of event datasets from which records were imported, with their number."""
    return _terms_of(Counter(name for event in events for name in _dataset(event)))


def _dataset(event: Event) -> list[str]:
    """Return the event dataset from which a record was imported, if there is one."""
    dataset = (event.model_extra or {}).get(DATASET)
    return [dataset] if isinstance(dataset, str) else []


def _terms_of(counts: Mapping[str, int]) -> list[str]:
    if not counts:
        return []
    from geotrack.importing.event_datasets import NAMES, read_codebook

    return [
        Message(
            "{records} from {label}: {terms}",
            counted(counts[codebook.label], "1 record", "{n} records"),
            codebook.label,
            codebook.terms.in_words(LANGUAGE.get()),
        )
        for codebook in map(read_codebook, NAMES)
        if codebook.label in counts
    ]


def _regions_with_shape(ids: Iterable[str], workspace: Workspace) -> tuple[LayerFeature, ...]:
    regions = (workspace.regions.get(id_) for id_ in dict.fromkeys(ids))
    return tuple(region for region in regions if region is not None and _has_shape(region))


def _has_shape(region: LayerFeature) -> bool:
    try:
        return not region.plane.is_empty
    except GeometryError:
        return False


# What is left out of records, by the key of its count: one, and several.
_LABELS = {
    "link": ("link to a record that is not in the export", "links to records not in the export"),
    "replaced": ("id of a replaced record", "ids of replaced records"),
    "by": (
        "name of who entered, changed or reviewed a record",
        "names of who entered, changed or reviewed records",
    ),
}


def public_record(
    event: Event, exported_ids: Collection[str], workspace: Workspace, omitted: Counter[str]
) -> dict[str, Any]:
    """Return a record's Feature without private links and names.

    Ids contain words of titles. So links are kept only to exported records or to those that
    replace them, and `replaces` is left out. The names of who entered, changed or reviewed it are
    left out too; `geotrack show --history` prints them.

    Parameters
    ----------
    event : Event
        The record.
    exported_ids : collection of str
        Ids of the exported records.
    workspace : Workspace
        Resolves replaced ids.
    omitted : collections.Counter
        Counts what is left out: `link`, `replaced`, `by`.
    """
    stored: Mapping[str, Any] = event.feature["properties"]
    public = dict(_public_values(event, stored, exported_ids, workspace, omitted))
    if not public:
        return event.feature
    merged = {**stored, **public}
    properties = {key: value for key, value in merged.items() if key not in public or value}
    return {**event.feature, "properties": properties}


def _public_values(
    event: Event,
    stored: Mapping[str, Any],
    exported_ids: Collection[str],
    workspace: Workspace,
    omitted: Counter[str],
) -> Iterator[tuple[str, Any]]:
    """Yield the properties that differ from the stored ones; an empty value omits its property."""
    if event.part_of and event.part_of not in exported_ids:
        parent = workspace.resolved(event.part_of)
        omitted["link"] += parent not in exported_ids
        yield "part_of", parent if parent in exported_ids else None
    resolved = (i if i in exported_ids else workspace.resolved(i) for i in event.related)
    related = [id_ for id_ in dict.fromkeys(resolved) if id_ in exported_ids and id_ != event.id]
    if related != list(event.related):
        omitted["link"] += len(event.related) - len(related)
        yield "related", related
    if event.replaces:
        omitted["replaced"] += len(event.replaces)
        yield "replaces", None
    if any(revision.by for revision in event.revisions):
        revisions = stored["revisions"]
        steps = revisions if isinstance(revisions, list) else [revisions]
        omitted["by"] += sum("by" in step for step in steps)
        yield "revisions", [{k: v for k, v in step.items() if k != "by"} for step in steps]
    if event.added_by:
        omitted["by"] += 1
        yield "added_by", None


def omitted_text(omitted: Mapping[str, int]) -> list[str]:
    """Return what was left out as text.

    Examples
    --------
    >>> omitted_text({"link": 2, "by": 1})
    ['2 links to records not in the export', '1 name of who entered, changed or reviewed a record']
    """
    return [f"{n} {_LABELS[key][n > 1]}" for key, n in omitted.items() if n]
