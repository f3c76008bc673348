"""Opens maps: from a name, a file or a folder to a map view."""

from __future__ import annotations

import shlex
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geotrack.errors import FieldError, GeotrackError, UsageError
from geotrack.files.resources import PACKAGE, sample_workspace
from geotrack.findings import Finding, errors_of
from geotrack.i18n.folding import is_blank
from geotrack.i18n.spelling import nearest
from geotrack.mapview.changes import Before, before
from geotrack.mapview.numbers import read_numbers
from geotrack.mapview.selection import QueryMatches, as_ruled
from geotrack.messages import Message, did_you_mean, sentence
from geotrack.model import MapDefinition
from geotrack.queries import Match, Selection, is_answer, marking_ceiling
from geotrack.workspace import (
    Workspace,
    only,
    open_file,
    open_workspace,
    shown_path,
    workspace_of_features,
)

if TYPE_CHECKING:
    from geotrack.mapview.map_view import MapView
    from geotrack.workspace.checks.looks import AnyTable
    from geotrack.workspace.markings import Marking

__all__ = [
    "definition_of",
    "is_packaged",
    "look_faults",
    "open_map",
    "plain_definition",
    "unranked",
]


def open_map(
    events: object = None,
    name: str | None = None,
    *,
    workspace: Workspace | Path | str | None = None,
    title: str | None = None,
    projection: str | None = None,
    language: str | None = None,
    with_notes: bool = False,
    since: str | None = None,
) -> MapView:
    """Return the view of a map.

    Parameters
    ----------
    events, name, workspace, title, projection, language, with_notes, since : optional
        As for `geotrack.briefing`.

    Raises
    ------
    GeotrackError
        The settings, the map definition or the look has an error.
    UsageError
        Unknown map, layer or region, or the input contains no events.
    MarkingError
        The map's marking is lower than that of one of its records.
    """
    from geotrack.mapview.map_view import MapView  # a definition alone needs no folium

    if title and is_blank(title):
        raise FieldError("{title} is blank; write one, or leave it out")
    home = _workspace(events, workspace)
    definition = (
        plain_definition(home, title or "Events") if name is None else definition_of(home, name)
    )
    _refuse_faults(home, name)
    plain_language = definition.language or home.config.language
    changes = {"title": title, "projection": projection, "language": language}
    definition = definition.model_copy(update={k: v for k, v in changes.items() if v})
    earlier = _before(home, definition, name, since)
    if name is None:
        return MapView(
            home, definition, strict=False, before=earlier, matches=_query_matches(events)
        )
    issued = home.root / "maps" / f"{name}.numbers.json"
    view = MapView(
        home,
        definition,
        read_numbers(issued),
        with_notes=with_notes,
        before=earlier,
        plain_language=plain_language,
    )
    # Packaged files are never written, and a part of the records issues no numbers.
    is_stored = isinstance(events, Workspace | Path | str | None) and not is_packaged(home)
    view.numbers_file = issued if is_stored else None
    return view


def _query_matches(events: object) -> QueryMatches | None:
    """Return what the answer of a query says of its records; None for other events."""
    if isinstance(events, Selection):
        matches = dict(zip(events.ids, events.matches, strict=True))
        return QueryMatches(matches, len(events.unplaced) + len(events.undated))
    if is_answer(events):
        table: Any = events
        return QueryMatches({str(id_): Match(word) for id_, word in table["match"].items()})
    return None


def _refuse_faults(workspace: Workspace, name: str | None) -> None:
    """Refuse a map with faulty settings or a faulty look: half of either would be on it."""
    findings = [*workspace.settings.findings, *look_faults(workspace, name)]
    if errors := errors_of(findings):
        raise GeotrackError("\n".join(map(str, errors)))


def look_faults(workspace: Workspace, name: str | None) -> list[Finding]:
    """Return the findings of the look of a map, those of the settings first."""
    tables: list[AnyTable] = [
        workspace.settings,
        *([workspace.maps[name]] if name is not None else []),
    ]
    with_look = [t for t in tables if t.record is not None and t.record.look.model_fields_set]
    if not with_look:
        return []  # most maps need none of the checks
    from geotrack.workspace.checks.looks import look_findings

    return [f for table in with_look for f in look_findings(workspace, table)]


def _before(
    workspace: Workspace, definition: MapDefinition, name: str | None, since: str | None
) -> Before | None:
    """Return the records since which a map marks changes: as asked, else as it states itself."""
    if definition.frozen is not None:
        if since is not None:
            raise FieldError(
                "a frozen map says itself since when it tells what is new; leave {since} out"
            )
        return None
    day = since or definition.since_day
    return before(workspace, name, day) if day is not None else None


def is_packaged(workspace: Workspace) -> bool:
    """Return whether a workspace is part of the installed package, which is read-only."""
    return workspace.root.resolve().is_relative_to(PACKAGE.resolve())


def _workspace(events: object, around: Workspace | Path | str | None) -> Workspace:
    if isinstance(events, Workspace):
        return events
    if events is None or isinstance(events, str | Path):
        return _warned(_opened(around if events is None else events), events)
    if isinstance(events, Selection):
        return only(events.judge.workspace, set(events.ids))
    home = _home(around)
    if is_answer(events):
        return only(home, _frame_ids(events, home))
    return _warned(workspace_of_features(events, home), "what was given")


def _opened(place: Workspace | Path | str | None) -> Workspace:
    if isinstance(place, Workspace):
        return place
    path = Path(place) if place is not None else None
    if path is not None and not path.exists():
        raise UsageError(Message("there is no file or folder {path}", path))
    if path is not None and path.is_file():
        return open_file(path, numbers=True)
    return open_workspace(path)


def _home(around: Workspace | Path | str | None) -> Workspace:
    """Return the workspace for events that have none."""
    if around is not None:
        return _opened(around)
    try:
        return open_workspace()
    except UsageError:
        return open_workspace(sample_workspace())


def _frame_ids(frame: Any, home: Workspace) -> set[str]:
    """Return the ids of a table's rows, all of them in a workspace."""
    ids = {str(id_) for id_ in frame.index}
    if unknown := sorted(ids - set(home.by_id)):
        raise UsageError(
            Message(
                "{root} has no record {id!r}; say with workspace=… where the answer is from",
                home.root,
                unknown[0],
            )
        )
    return ids


def _warned(workspace: Workspace, place: object) -> Workspace:
    """Return a workspace, with a warning about records that are left out."""
    if workspace.left_out:
        first = next(iter(errors_of([f for r in workspace.event_reads for f in r.findings])))
        message = (
            f"{workspace.left_out} errors in {place or workspace.root}: records and files with one "
            f"are left out; `geotrack check` tells more. The first: {first}"
        )
        warnings.warn(message, stacklevel=5)
    for marking in unranked(workspace):
        if marking.fault:
            warnings.warn(f"marked {marking.text!r}: {marking.fault}", stacklevel=5)
    return workspace


def definition_of(workspace: Workspace, name: str) -> MapDefinition:
    """Return the definition of a map; an error if it is missing or invalid."""
    table = workspace.maps.get(name)
    if table is None and not workspace.maps:
        folder = shlex.quote(shown_path(workspace.root))
        raise UsageError(
            Message(
                "no map is called {name!r}: there is no definition in maps/; `geotrack "
                "init {folder}` writes a first one, overview",
                name,
                folder,
            )
        )
    if table is None:
        guess = nearest(name, workspace.maps)
        remedy = did_you_mean(guess, Message("there are {names}", ", ".join(workspace.maps)))
        raise UsageError(sentence(Message("no map is called {name!r}", name), remedy))
    if table.record is None:
        raise GeotrackError("\n".join(str(f) for f in table.findings))
    return as_ruled(table.record, workspace)


def unranked(workspace: Workspace) -> tuple[Marking, ...]:
    """Return the markings of unknown rank of records and reports, each once."""
    return marking_ceiling.unranked(workspace.current, workspace)


def plain_definition(workspace: Workspace, title: str, **more: Any) -> MapDefinition:
    """Return a definition that shows everything, under the highest marking.

    Parameters
    ----------
    workspace : Workspace
        The records.
    title : str
        Title of the map.
    **more
        Other keys of a definition.
    """
    marking = marking_ceiling.banner(workspace.current, workspace)
    return MapDefinition.model_validate(
        {"title": title, "marking": marking, "view": {"fit": "records"}, **more}
    )
