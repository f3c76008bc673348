"""What is exported, before it has a format: records with what each product must bear."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from typing import Any

from geotrack.errors import GeometryError
from geotrack.export.citations import Cited, cited
from geotrack.export.public_record import left_words, public_record
from geotrack.model import Event, LayerFeature
from geotrack.queries.release import Above, banner, markings_of
from geotrack.workspace import Workspace

__all__ = ["ExportQuery", "Product", "Record", "Terms", "gather"]


@dataclass(frozen=True, slots=True)
class ExportQuery:
    """How a record meets the question, where one was put."""

    match: str
    why: str
    distance_km: float | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What is said of a product as a whole.

    Parameters
    ----------
    title : str
        Its title.
    marking : str or None
        Its handling marking; None takes the highest of its records'.
    as_of : str or None
        The date of what it knows, as a map's definition states it.
    projection : str or None
        CRS of what is drawn; None takes the workspace's.
    regions : tuple of str
        Ids of regions that belong to it beside those that its records name.
    page_digest : str or None
        The digest that the page of the map bears which shows the same.
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
        Its Feature as it is handed over.
    number : int or None
        The number issued to it on the map, where a map is exported.
    asked : ExportQuery or None
        How it meets the question, where one was put.
    sources : tuple of int
        Numbers of its sources.
    marking : str or None
        Its marking, or the highest of it and the reports it cites.
    """

    event: Event
    feature: Mapping[str, Any]
    number: int | None
    asked: ExportQuery | None
    sources: tuple[int, ...]
    marking: str | None

    @property
    def geometry(self) -> Mapping[str, Any] | None:
        """Its geometry, in the form that is computed with; as stored it is in `feature`."""
        return self.event.geometry


@dataclass(frozen=True)
class Product:
    """What is exported.

    Parameters
    ----------
    terms : Terms
        What is said of it as a whole, its marking settled.
    records : tuple of Record
        In order.
    sources : tuple of Cited
        Numbered from 1.
    regions : tuple of LayerFeature
        Regions that records name as their place, and those of the map.
    workspace : Workspace
        Where footprints come from.
    notes : tuple of str
        What no format holds of it, in words.
    """

    terms: Terms
    records: tuple[Record, ...]
    sources: tuple[Cited, ...]
    regions: tuple[LayerFeature, ...]
    workspace: Workspace = field(repr=False)
    notes: tuple[str, ...] = ()

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the records as handed over, the same in every format.

        It is that of their Features as JSON in UTF-8: an array in the order of ids, keys in
        order, no white space.
        """
        features = sorted((r.feature for r in self.records), key=lambda f: str(f["id"]))
        return sha256(_canonical(features).encode()).hexdigest()

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
        """Return what is said of it as a whole, by name; without what is not stated."""
        from geotrack import __version__

        said = {
            "title": self.terms.title,
            "marking": self.terms.marking,
            "as_of": self.terms.as_of,
            "records": len(self.records),
            "digest": f"sha256:{self.digest}",
            "page_digest": self.terms.page_digest,
            "made_with": f"geotrack {__version__}",
        }
        return {key: value for key, value in said.items() if value is not None}


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def gather(
    workspace: Workspace,
    events: Sequence[Event],
    terms: Terms,
    *,
    asked: Mapping[str, ExportQuery] | None = None,
    numbers: Mapping[str, int] | None = None,
) -> Product:
    """Put together what is exported.

    Parameters
    ----------
    workspace : Workspace
        The records, layers and reports.
    events : sequence of Event
        The records to hand over, in order.
    terms : Terms
        What is said of it as a whole.
    asked : mapping of str to ExportQuery, optional
        By id, how records meet the question.
    numbers : mapping of str to int, optional
        By id, the numbers issued on the map.

    Raises
    ------
    MarkingError
        A record, or a report it cites, is marked higher than `terms.marking`.
    """
    marking = terms.marking
    if marking is not None:
        remedy = "raise the marking of the export or leave the record out"
        Above(workspace, marking, "export", remedy).refuse(events)
    else:
        marking = banner(events, workspace)
    sources, own = cited(events, workspace.reports_by_id)
    among, left = frozenset(e.id for e in events), Counter[str]()
    records = tuple(
        Record(
            event=event,
            feature=public_record(event, among, workspace, left),
            number=(numbers or {}).get(event.id),
            asked=(asked or {}).get(event.id),
            sources=own[event.id],
            marking=_highest(event, workspace),
        )
        for event in events
    )
    regions = _regions([*(r for e in events for r in e.regions), *terms.regions], workspace)
    said = replace(terms, marking=marking)
    notes = (f"left out: {', '.join(words)}",) if (words := left_words(left)) else ()
    return Product(said, records, sources, regions, workspace, notes)


def _highest(event: Event, workspace: Workspace) -> str | None:
    marked, level = list(markings_of(event, workspace).values()), workspace.config.level
    # One of unknown rank may be the highest.
    unknown = [m for m in marked if level(m) is None]
    return unknown[0] if unknown else max(marked, key=lambda m: level(m) or 0, default=None)


def _regions(ids: Iterable[str], workspace: Workspace) -> tuple[LayerFeature, ...]:
    known = (workspace.regions.get(id_) for id_ in dict.fromkeys(ids))
    return tuple(region for region in known if region is not None and _is_sound(region))


def _is_sound(region: LayerFeature) -> bool:
    try:
        return not region.plane.is_empty
    except GeometryError:
        return False
