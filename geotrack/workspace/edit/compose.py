"""Features composed from answers, and their validation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from geotrack.dates.date_errors import not_a_date
from geotrack.errors import UsageError
from geotrack.findings import Finding, Severity, shown
from geotrack.i18n.spelling import nearest_few
from geotrack.messages import Message, did_you_mean
from geotrack.model.quantities import in_metres
from geotrack.notation.date_expressions import parse_date_range
from geotrack.notation.date_faults import date_fault
from geotrack.reading import events_in, parse_json
from geotrack.taxonomy import Taxonomy, UnknownTypeError, countries
from geotrack.workspace.checks import check_events
from geotrack.workspace.edit.record_ids import slug_of
from geotrack.workspace.store import Workspace, shown_path

__all__ = [
    "RecordAnswers",
    "actor_of",
    "check_feature",
    "compose",
    "faults_of_answers",
    "ids_in_use",
    "kilometres",
    "locate",
    "time_in_words",
]

_WORD = re.compile(r"[^\W\d_]{2}")

_FIRST_FEATURE = "/features/0"
_ALONE = Path("new.geojson")
# Valid stand-ins for missing answers, so that the others can be checked.
_STAND_INS: Mapping[str, Any] = {
    "title": "-",
    "type": "naval/patrol",
    "start": "unknown",
    "sources": [{"cite": "-"}],
}


@dataclass(frozen=True)
class RecordAnswers:
    """Answers about a record; None or empty where there is none.

    Parameters
    ----------
    title, type, start, end, status, summary, kind, id : str, optional
        As the properties of a record, and its id.
    geometry : dict, optional
        GeoJSON, lon/lat.
    place_name : str, optional
        The place in words.
    precision : str, optional
        Precision of the place.
    radius_km, inner_radius_km : float, optional
        Radius of uncertainty in kilometres; of a ring also its inner radius.
    regions : tuple of str
        Ids of regions.
    described, place_note : str, optional
        The description that the geometry was derived from, and how the place was found.
    others : mapping of str to str
        Other properties that are one text, by name.
    places : tuple of str
        The named places that were taken, for a reader; no part of the record.
    sources, actors : tuple of dict
        As in a record.
    tags : tuple of str
        Free tags.
    """

    title: str | None = None
    type: str | None = None
    start: str | None = None
    end: str | None = None
    status: str | None = None
    summary: str | None = None
    kind: str | None = None
    id: str | None = None
    geometry: dict[str, Any] | None = None
    place_name: str | None = None
    precision: str | None = None
    radius_km: float | None = None
    inner_radius_km: float | None = None
    regions: tuple[str, ...] = ()
    described: str | None = None
    place_note: str | None = None
    others: Mapping[str, str] = field(default_factory=dict)
    places: tuple[str, ...] = ()
    sources: tuple[dict[str, Any], ...] = ()
    actors: tuple[dict[str, Any], ...] = ()
    tags: tuple[str, ...] = ()

    def properties(self, taxonomy: Taxonomy) -> dict[str, Any]:
        """Return the properties of the record that are answered, in the usual order."""
        place = {
            "name": self.place_name,
            "described": self.described,
            "precision": self.precision,
            "radius_km": self.radius_km,
            "inner_radius_km": self.inner_radius_km,
            "regions": list(self.regions),
            "note": self.place_note,
        }
        members = {
            "title": self.title,
            **self.others,
            "summary": self.summary,
            "type": None if self.type is None else _full_type(self.type, taxonomy),
            "kind": self.kind,
            "status": self.status,
            "start": self.start,
            "end": self.end,
            "actors": list(self.actors),
            "place": _without_empty(place),
            "sources": list(self.sources),
            "tags": list(self.tags),
            "review": "draft",
        }
        return _without_empty(members)


def _without_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    # Keep blank texts: they are invalid answers.
    return {k: v for k, v in values.items() if v is not None and v not in ([], {})}


def _full_type(word: str, taxonomy: Taxonomy) -> str:
    try:
        return taxonomy.resolve(word.strip().casefold()).id
    except UnknownTypeError:
        return word  # the check of the record reports it


def compose(answers: RecordAnswers, workspace: Workspace) -> dict[str, Any]:
    """Return the Feature of answers.

    Parameters
    ----------
    answers : RecordAnswers
        The answers; only `review` and a missing id are added.
    workspace : Workspace
        The workspace with the ids in use.

    Returns
    -------
    dict
        A draft, valid if `faults_of_answers` finds no error.
    """
    properties = answers.properties(workspace.taxonomy)
    return {
        "type": "Feature",
        "id": answers.id or slug_of(properties, ids_in_use(workspace)),
        "geometry": answers.geometry,
        "properties": properties,
    }


def ids_in_use(workspace: Workspace) -> frozenset[str]:
    """Return the ids that are not free: of all records, also invalid and replaced ones."""
    ids = {id_ for event in workspace.events for id_ in (event.id, *event.replaces)}
    for result in workspace.event_reads:
        if any(f.severity is Severity.ERROR for f in result.findings):
            ids |= set(_ids_in(result.text))
    return frozenset(ids)


def _ids_in(text: str) -> Iterator[str]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return
    features = value.get("features", [value]) if isinstance(value, dict) else []
    for feature in features if isinstance(features, list) else []:
        if isinstance(feature, dict) and isinstance(feature.get("id"), (str, int, float)):
            yield str(feature["id"])


def faults_of_answers(answers: RecordAnswers, workspace: Workspace) -> list[Finding]:
    """Return the findings about answers, by the rules of event files.

    Parameters
    ----------
    answers : RecordAnswers
        The answers; missing ones are no fault.
    workspace : Workspace
        The workspace with regions, reports and ids.

    Returns
    -------
    list of Finding
        With pointers into the Feature; `file` and `line` are not set.
    """
    properties = {**_STAND_INS, **answers.properties(workspace.taxonomy)}
    feature = {
        "type": "Feature",
        "id": "-" if answers.id is None else answers.id,
        "geometry": answers.geometry,
        "properties": properties,
    }
    return [
        *check_feature(feature, workspace),
        *_id_is_free(answers, workspace),
        *_claims_are_there(answers, workspace),
    ]


def check_feature(feature: Mapping[str, Any], workspace: Workspace) -> list[Finding]:
    """Return the findings about one record, by the rules that need no other record.

    Parameters
    ----------
    feature : mapping
        A Feature of any content.
    workspace : Workspace
        The workspace with regions, taxonomy and settings.

    Returns
    -------
    list of Finding
        With pointers into the Feature; `file` and `line` are not set.
    """
    # In ASCII, so that lone surrogates reach the check.
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    limits = workspace.config.limits
    parsed = parse_json(text.encode("ascii"), shown_path(_ALONE), limits)
    if isinstance(parsed, Finding):
        return [parsed]
    result = events_in(parsed, workspace.taxonomy)
    return [
        replace(f, file="", pointer=f.pointer.removeprefix(_FIRST_FEATURE), line=None)
        for f in check_events(workspace.with_reads({_ALONE: result}, alone=True))
    ]


def _id_is_free(answers: RecordAnswers, workspace: Workspace) -> Iterator[Finding]:
    if answers.id is not None and answers.id in ids_in_use(workspace):
        message = Message("the id {id} is taken", shown(answers.id))
        remedy = "give another, or none: it is then made of date and title"
        yield Finding("", message, remedy, "duplicate-id", "/id", value=answers.id)


def _claims_are_there(answers: RecordAnswers, workspace: Workspace) -> Iterator[Finding]:
    """Find unknown claims, which the check of a single record skips."""
    reports = workspace.reports_by_id
    for n, source in enumerate(answers.sources):
        seed, claim = source.get("seed"), source.get("claim")
        if not seed or not claim:
            continue
        report, source_pointer = reports.get(seed), f"/properties/sources/{n}"
        if report is None:
            message = Message("no report in seeds/ has the id {seed}", shown(seed))
            remedy = _or_else(seed, reports, "start it with `geotrack report new`")
            yield Finding("", message, remedy, "claim", f"{source_pointer}/seed", value=seed)
        elif claim not in {c.id for c in report.claims}:
            message = Message(
                "the report {id} has no claim {claim}", shown(report.id), shown(claim)
            )
            ids = {c.id: c.id for c in report.claims}
            remedy = _or_else(claim, ids, "add it with `geotrack report claim`")
            yield Finding("", message, remedy, "claim", f"{source_pointer}/claim", value=claim)


def _or_else(word: str, known: Mapping[str, Any], otherwise: str) -> str:
    similar = nearest_few(word, {id_: id_ for id_ in known}, most=1)
    return did_you_mean(similar[0] if similar else None, otherwise)


def locate(word: str, workspace: Workspace) -> RecordAnswers:
    """Return the answers about the place that a text describes.

    Parameters
    ----------
    word : str
        A position, an id, name or alias of a place or region, or a description: see
        `geotrack.gazetteer.Gazetteer.locate`.
    workspace : Workspace
        The workspace with places and regions.

    Returns
    -------
    RecordAnswers
        With `geometry`, and `place_name` or, of a description, `described`, `precision` and its
        radii; or with `regions`. `places` says which were taken.

    Raises
    ------
    UsageError
        As `Gazetteer.locate`.
    """
    location = workspace.gazetteer.locate(word)
    place = dict(location.place)
    return RecordAnswers(
        geometry=location.geometry,
        place_name=place.pop("name", None),
        place_note=place.pop("note", None),
        regions=tuple(place.pop("regions", ())),
        places=location.in_words(workspace.config.language),
        **place,
    )


def time_in_words(text: str) -> tuple[str, str | None]:
    """Return `start` and `end` of a record for a text about its time, which may be in words.

    Figures that are no date are returned unchanged, for the check.

    Raises
    ------
    UsageError
        The text has several readings, or a known fault.

    Examples
    --------
    >>> time_in_words("6 and 7 July 2024"), time_in_words("2024-07")
    (('2024-07-06', '2024-07-07'), ('2024-07', None))
    """
    readings = parse_date_range(text)
    if len(readings) > 1:
        listed = " or ".join(reading.start for reading in readings)
        raise UsageError(
            Message("{text} has several readings; write {listed}", shown(text), listed)
        )
    if readings:
        return readings[0].start, readings[0].end
    if _WORD.search(text) and (fault := date_fault(text)):
        raise UsageError(str(not_a_date(text, *fault)))
    return text, None


def kilometres(text: str) -> float:
    """Return a length such as `30km` or `16nmi` in kilometres.

    Raises
    ------
    UsageError
        The text is not a length.

    Examples
    --------
    >>> kilometres("30km"), kilometres("16 nmi")
    (30, 29.632)
    """
    number = round(in_metres(text) / 1000.0, 6)
    return int(number) if number.is_integer() else number


def actor_of(text: str) -> dict[str, Any]:
    """Return the actor of `NAME:COUNTRY`, the country by code or name, or without it.

    Examples
    --------
    >>> actor_of("FSB Border Service: Russia")
    {'name': 'FSB Border Service', 'country': 'RU'}
    >>> actor_of("A trawler")
    {'name': 'A trawler'}
    """
    name, colon, country = text.rpartition(":") if ":" in text else (text, "", "")
    country = country.strip()
    if not colon or not country:
        return {"name": name.strip() or text}
    return {"name": name.strip(), "country": countries().get(country.casefold(), country)}
