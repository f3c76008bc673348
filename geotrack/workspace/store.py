"""Workspaces: folders of records with settings, layers, reports and maps."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from geotrack.errors import FieldError, UsageError
from geotrack.files.resources import sample_workspace
from geotrack.findings import errors_of
from geotrack.footprint.regions import Regions
from geotrack.index.record_rows import (
    distinct_records,
    events_by_id,
    events_of,
    events_with,
    events_without,
    is_stored,
)
from geotrack.messages import Message, sentence
from geotrack.model import Event, LayerFeature
from geotrack.model.localized import in_language
from geotrack.reading import Located, Read, TomlTable, read_events
from geotrack.reading.members import lift_ids, number_features
from geotrack.taxonomy import Taxonomy
from geotrack.workspace.config import Config, UnrankedConfig
from geotrack.workspace.event_files import event_files
from geotrack.workspace.layers_and_maps import SETTINGS, LayersAndMaps, shown_path
from geotrack.workspace.own_taxonomy import OwnTaxonomy
from geotrack.workspace.record_index import record_index
from geotrack.workspace.transaction import pending, settled

if TYPE_CHECKING:
    from geotrack.gazetteer import Gazetteer
    from geotrack.index.store import RecordIndex
    from geotrack.model import MapDefinition, Report

__all__ = [
    "FROM_LAST",
    "LAYERS",
    "Workspace",
    "find_workspace",
    "is_workspace",
    "open_file",
    "open_workspace",
    "packaged_workspace",
    "shown_path",
]

FROM_LAST: ContextVar[bool] = ContextVar("from_last", default=False)
"""Whether event files are read from the last to the first. While another process reads them from
the first, each takes from the index what the other has read."""
LAYERS = ("regions", "routes", "boundaries", "places")
_EVENTS = "events"
_TRIES = 20  # to read a folder that changes while it is read


def find_workspace(start: Path | None = None) -> Path:
    """Return the nearest folder upward that is a workspace.

    Parameters
    ----------
    start : Path, optional
        Start folder; default the current folder.

    Raises
    ------
    UsageError
        There is none.
    """
    folder_path = (start or Path.cwd()).resolve()
    for folder in (folder_path, *folder_path.parents):
        if (folder / SETTINGS).is_file():
            return folder
    if is_workspace(folder_path):
        return folder_path
    raise FieldError(
        "no workspace at or above {here}: there is neither {settings} nor a folder {events}/; "
        "`geotrack init DIR` makes one, and {workspace} names one elsewhere",
        {"here": folder_path, "settings": SETTINGS, "events": _EVENTS},
    )


@dataclass(frozen=True, eq=False)
class Workspace:
    """Records of one or more event files, with the layers, reports and maps around them.

    Each part is read once, on first use.

    Parameters
    ----------
    root : Path
        The folder.
    event_files : tuple of Path
        Event files, in order.
    layer_folder : Path
        Folder of regions, routes, boundaries and places.
    alone : bool
        Whether the event files are standalone: links to other records are then not checked.
    walks : bool
        Whether the event files are those in `events/` at the time of reading.
    numbers : bool
        Whether Features without an id, such as drafts, have their number as id.
    known : mapping of Path to Read
        Earlier results of reading the event files, from which unchanged records are taken.
    """

    root: Path
    event_files: tuple[Path, ...]
    layer_folder: Path
    alone: bool = False
    walks: bool = False
    numbers: bool = False
    known: Mapping[Path, Read[Event]] = field(default_factory=dict, repr=False)

    @cached_property
    def layers_and_maps(self) -> LayersAndMaps:
        """Settings, layers, reports and maps; shared with an earlier workspace while unchanged."""
        return LayersAndMaps(self.root, self.layer_folder)

    @property
    def settings(self) -> TomlTable[Config]:
        """`geotrack.toml` as read; the defaults if it does not exist."""
        return self.layers_and_maps.settings

    @property
    def config(self) -> Config:
        """The settings; the defaults without ranks of markings if `geotrack.toml` has an error."""
        return self.settings.record or UnrankedConfig()

    def title(self, language: str | None = None) -> str:
        """Return the title in `geotrack.toml`, else the name of the folder.

        Parameters
        ----------
        language : str, optional
            The language; default that of maps.
        """
        title = self.config.title
        return (
            in_language(title, language or self.config.language)
            if title
            else self.root.resolve().name
        )

    @property
    def own_taxonomy(self) -> OwnTaxonomy:
        """`taxonomy.toml` as read."""
        return self.layers_and_maps.own_taxonomy

    @property
    def taxonomy(self) -> Taxonomy:
        """The themes and types of the records: the built-in ones and the workspace's own."""
        return self.own_taxonomy.taxonomy

    @cached_property
    def event_reads(self) -> tuple[Read[Event], ...]:
        """Results of reading the event files, all of the same state of the folder."""
        if self.alone or not self.walks:
            return tuple(self._read_event_file(p) for p in self.event_files)
        for _ in range(_TRIES):
            files, waiting, state = self._event_state()
            index = None if waiting else record_index(self.layers_and_maps, files)
            in_order = reversed(files) if FROM_LAST.get() else files
            by_file = {p: self._read_event_file(p, waiting.get(p), index) for p in in_order}
            reads = tuple(by_file[path] for path in files)
            if self._event_state()[2] == state:
                break
        # The files may have changed since the folder was opened.
        object.__setattr__(self, "event_files", files)
        object.__setattr__(self, "_state_read", state)
        object.__setattr__(self, "known", {})
        return reads

    @property
    def at_rest(self) -> bool:
        """Whether events and reports are unchanged since they were read."""
        return self.__dict__.get("_state_read") == self._event_state()[2]

    @property
    def reads_by_file(self) -> dict[Path, Read[Event]]:
        """Results of reading the event files by path."""
        reads = self.event_reads  # first: it sets `event_files`
        return dict(zip(self.event_files, reads, strict=True))

    def _event_state(self) -> tuple[tuple[Path, ...], dict[Path, Path], object]:
        """Return the event files, new contents of settled changes, and a state to detect changes.

        A killed writer may have settled a change of several files without carrying it out.
        """
        folder = self.root / _EVENTS
        files = tuple(event_files(folder))
        state = settled(self.root, (*files, *sorted(self.root.glob("seeds/*.toml"))))
        changes = pending(self.root)
        if not changes:
            return files, {}, (files, state)
        path_by_real = {Path(os.path.realpath(p)): p for p in files}
        for path in changes:
            if path not in path_by_real and path.is_relative_to(os.path.realpath(folder)):
                path_by_real[path] = folder / path.relative_to(os.path.realpath(folder))
        waiting = {path_by_real[path]: new for path, new in changes.items() if path in path_by_real}
        return tuple(sorted(path_by_real.values())), waiting, (files, state)

    def with_reads(self, reads: Mapping[Path, Read[Event]], *, alone: bool = False) -> Workspace:
        """Return a copy of the workspace with other event files.

        Parameters
        ----------
        reads : mapping of Path to Read
            Results of reading the event files, in order.
        alone : bool
            Whether the event files are standalone.
        """
        alone = alone or self.alone
        walks = self.walks and not alone
        copy = replace(self, event_files=tuple(reads), alone=alone, walks=walks)
        # Set cached properties.
        cached = {"event_reads": tuple(reads.values()), "layers_and_maps": self.layers_and_maps}
        copy.__dict__.update(cached)
        return copy

    def _read_event_file(
        self, path: Path, waiting: Path | None = None, index: RecordIndex | None = None
    ) -> Read[Event]:
        known = self.known.get(path)
        if index is not None and not self.numbers and (known is None or is_stored(known.records)):
            limits = self.config.limits
            return index.read(path, shown_path(path), limits, self.taxonomy, self.root, known=known)
        return read_events(
            waiting or path,
            shown_path(path),
            self.config.limits,
            taxonomy=self.taxonomy,
            prepare=number_features if self.numbers else lift_ids if self.alone else None,
            known=known,
            root=None if self.alone else self.root,
        )

    def reads_alike(self, other: Workspace) -> bool:
        """Return whether the settings and the taxonomy of another workspace are the same."""
        return (self.config, self.own_taxonomy) == (other.config, other.own_taxonomy)

    @cached_property
    def located(self) -> Sequence[Located[Event]]:
        """Valid records with their positions in the files; the first of a repeated id."""
        return distinct_records(self.event_reads)

    @cached_property
    def events(self) -> Sequence[Event]:
        """Valid records, in the order of files and of records in them."""
        return events_of(self.located)

    @cached_property
    def by_id(self) -> Mapping[str, Event]:
        """Records by id."""
        return events_by_id(self.events)

    @cached_property
    def replaced(self) -> Mapping[str, Event]:
        """Records by the ids that they replace, directly or through others.

        The first of several that replace an id counts; records that replace each other in a cycle
        are not replaced.
        """
        heirs: dict[str, str] = {}
        for event in events_with(("replaces",), self.events):
            for old in event.replaces:
                heirs.setdefault(old, event.id)
        return {old: self.by_id[heir] for old, heir in _last_heirs(heirs).items() if heir != old}

    @cached_property
    def current(self) -> Sequence[Event]:
        """Valid records that are not replaced, as used by queries and maps."""
        return events_without(self.replaced, self.events) if self.replaced else self.events

    def find(self, id_: str) -> Event | None:
        """Return the record with an id, or the one that replaces it; None if there is none."""
        return self.replaced.get(id_) or self.by_id.get(id_)

    def resolved(self, id_: str) -> str:
        """Return the id of the record that an id resolves to; the id itself if unknown."""
        heir = self.replaced.get(id_)
        return heir.id if heir else id_

    @cached_property
    def left_out(self) -> int:
        """Number of errors in the event files."""
        return len(errors_of([f for result in self.event_reads for f in result.findings]))

    def layer_read(self, name: str) -> Read[LayerFeature]:
        """Return the result of reading a layer (`regions`, `routes`, …)."""
        return self.layers_and_maps.layer_read(name)

    def layer(self, name: str) -> Mapping[str, LayerFeature]:
        """Return the features of a layer by id; the first of a repeated id."""
        return self.layers_and_maps.layer(name)

    @property
    def regions(self) -> Regions:
        """Regions by id and by name."""
        return self.layers_and_maps.regions

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The lookup of places: those of the layers, then the packed ones."""
        from geotrack.gazetteer import Gazetteer

        return Gazetteer(self.layer("places"), self.regions, self.config.language)

    @property
    def reports(self) -> tuple[TomlTable[Report], ...]:
        """Reports as read, sorted by file name."""
        return self.layers_and_maps.reports

    @cached_property
    def reports_by_id(self) -> Mapping[str, Report]:
        """Valid reports by id; the first of a repeated id."""
        return {t.record.id: t.record for t in reversed(self.reports) if t.record}

    @property
    def maps(self) -> Mapping[str, TomlTable[MapDefinition]]:
        """Map definitions as read, by name."""
        return self.layers_and_maps.maps


def _last_heirs(heirs: Mapping[str, str]) -> dict[str, str]:
    """Return the last record of each chain of replacements; in a cycle the first reached twice."""
    last: dict[str, str] = {}
    for start in heirs:
        id_, walked = start, dict[str, int]()
        while id_ in heirs and id_ not in last and id_ not in walked:
            walked[id_], id_ = len(walked), heirs[id_]
        last |= {
            k: last.get(id_, id_) if n < walked.get(id_, n + 1) else k for k, n in walked.items()
        }
    return last


def is_workspace(folder: Path) -> bool:
    """Return whether a folder has `geotrack.toml` or a folder `events/`."""
    return (folder / SETTINGS).is_file() or (folder / _EVENTS).is_dir()


def open_workspace(
    root: Path | str | None = None, *, checks: bool = False, before: Workspace | None = None
) -> Workspace:
    """Open a workspace.

    Parameters
    ----------
    root : Path or str, optional
        Its folder; default the nearest workspace upward from the current folder.
    checks : bool
        Whether it is only checked: its `taxonomy.toml` may then have errors.
    before : Workspace, optional
        The folder as it was opened before: records that have not changed are not read again.

    Raises
    ------
    UsageError
        The folder is not a workspace, or its `taxonomy.toml` has an error.
    """
    root = find_workspace() if root is None else Path(root)
    remedy = Message("`geotrack init {folder}` makes one", shlex.quote(shown_path(root)))
    if not root.is_dir():
        problem = Message("{root} is not a folder", root)
        raise UsageError(sentence(problem, "" if root.exists() else remedy))
    if not is_workspace(root):
        problem = Message(
            "{root} is no workspace: it has neither {settings} nor a folder {events}/",
            root,
            SETTINGS,
            _EVENTS,
        )
        raise UsageError(sentence(problem, remedy))
    files = tuple(event_files(root / _EVENTS))
    workspace = Workspace(root, files, _layers(root), walks=True)
    states = workspace.layers_and_maps.file_states  # before any of them is read
    if before is not None and workspace.reads_alike(before):
        source = before if before.layers_and_maps.file_states == states else workspace
        workspace = replace(workspace, known=before.reads_by_file)
        workspace.__dict__["layers_and_maps"] = source.layers_and_maps
    return workspace if checks else _with_sound_taxonomy(workspace)


def _with_sound_taxonomy(workspace: Workspace) -> Workspace:
    """Return a workspace; refuse one whose taxonomy has an error."""
    errors = workspace.own_taxonomy.errors
    if errors:
        more = " ({n} more: `geotrack check` lists them)"
        rest = Message(more, len(errors) - 1) if errors[1:] else ""
        raise UsageError(Message("{error}{rest}", errors[0], rest))
    return workspace


def packaged_workspace() -> Workspace:
    """Return a workspace with the packaged layers and without records."""
    root = sample_workspace()
    return Workspace(root, (), root / "layers")


def open_file(path: Path, *, numbers: bool = False) -> Workspace:
    """Open an event file, or all event files in a folder, as standalone files.

    If they lie in a workspace, its settings, taxonomy and layers apply.

    Parameters
    ----------
    path : Path
        A GeoJSON file, or a folder of them.
    numbers : bool
        Whether Features without an id, such as drafts, get their number in the file as id.

    Raises
    ------
    UsageError
        The workspace's `taxonomy.toml` has an error.
    """
    folder = path if path.is_dir() else path.parent
    files = tuple(event_files(path)) if path.is_dir() else (path,)
    try:
        root = find_workspace(folder)
    except UsageError:
        root = folder
    workspace = Workspace(root, files, _layers(root), alone=True, numbers=numbers)
    return _with_sound_taxonomy(workspace)


def _layers(root: Path) -> Path:
    own_layers = root / "layers"
    has_any = any((own_layers / f"{name}.geojson").exists() for name in LAYERS)
    return own_layers if has_any else sample_workspace() / "layers"
