"""States of a workspace for comparison: its files as written.

Invalid records are compared too. Only a file that cannot be read at all prevents a comparison.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from json import loads
from pathlib import Path
from typing import Any, BinaryIO

from geotrack.files.archives import ArchiveError, open_archive, read_members
from geotrack.files.resources import sample_workspace
from geotrack.findings import Finding
from geotrack.i18n.folding import is_blank
from geotrack.index.stored_reads import StoredRead
from geotrack.messages import Message
from geotrack.model.limits import Limits
from geotrack.reading.features import events_in
from geotrack.reading.files import read_file
from geotrack.reading.foreign_formats import other_crs
from geotrack.reading.members import lift_ids
from geotrack.reading.text.json_text import Json, parse_json
from geotrack.reading.toml_files import parse_table
from geotrack.workspace.diff.changes import RawRecords
from geotrack.workspace.event_files import EVENT_ENDINGS
from geotrack.workspace.property_differences import Feature
from geotrack.workspace.store import LAYERS, Workspace, shown_path

__all__ = [
    "WorkspaceState",
    "is_state_file",
    "state_of_file",
    "state_of_files",
    "state_of_workspace",
    "state_of_zip",
]

_SETTINGS, _TAXONOMY = "geotrack.toml", "taxonomy.toml"
_OF_THE_WHOLE = {"", "/crs", "/features"}
# All files of a state are in memory.
_MOST_BYTES = 128_000_000


@dataclass(frozen=True, slots=True)
class WorkspaceState:
    """The content of one state, and what could not be read.

    Parameters
    ----------
    content : RawRecords
        Records, layers and tables.
    unread : tuple of Finding
        Files that cannot be read; with any of them no comparison is possible.
    nameless, repeated : int
        Number of records without an id, and with a repeated id: they are not compared.
    is_frozen : bool
        Whether it is a frozen map, with only the content of its page.
    """

    content: RawRecords
    unread: tuple[Finding, ...] = ()
    nameless: int = 0
    repeated: int = 0
    is_frozen: bool = False


class _Records:
    """Features by id, from several files; a property `id` counts for standalone files."""

    def __init__(self, *, alone: bool = False) -> None:
        self.alone = alone
        self.by_id: dict[str, Feature] = {}
        self.unread: list[Finding] = []
        self.nameless = self.repeated = 0

    def add(self, features: Iterable[Any]) -> None:
        for feature in features:
            if not isinstance(feature, dict) or not _is_id(feature.get("id")):
                self.nameless += 1
            elif str(feature["id"]) in self.by_id:
                self.repeated += 1
            else:
                self.by_id[str(feature["id"])] = feature

    def read(self, raw: bytes | Finding, file: str, limits: Limits) -> None:
        json = raw if isinstance(raw, Finding) else parse_json(raw, file, limits)
        if isinstance(json, Finding):
            self.unread.append(json)
        elif (features := _features(json)) is None:
            self.unread += [f for f in events_in(json).findings if f.pointer in _OF_THE_WHOLE]
        elif None in features:  # of a sequence: what is no JSON
            message = Message("{text} of its records are null or no JSON", features.count(None))
            remedy = "`geotrack check` lists them"
            self.unread.append(Finding(file, message, remedy, "json-syntax"))
        else:
            if self.alone:
                lift_ids(json.value)
            self.add(features)

    def state(
        self,
        layers: Mapping[str, Mapping[str, Feature]] | None = None,
        tables: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> WorkspaceState:
        content = RawRecords(self.by_id, layers, tables)
        return WorkspaceState(content, tuple(self.unread), self.nameless, self.repeated)


def _is_id(value: object) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number or (isinstance(value, str) and not is_blank(value))


def _features(json: Json) -> list[Any] | None:
    """Return the Features of a text; None if it is not GeoJSON or has another CRS."""
    value = json.value
    if not isinstance(value, dict) or other_crs(value) is not None:
        return None
    if value.get("type") == "Feature":
        return [value]
    features = value.get("features") if value.get("type") == "FeatureCollection" else None
    return features if isinstance(features, list) else None


def state_of_file(raw: bytes | Finding, file: str, limits: Limits | None = None) -> WorkspaceState:
    """Return the state of one GeoJSON file: records only.

    Parameters
    ----------
    raw : bytes or Finding
        Its content, or the finding that it cannot be read.
    file : str
        Its name in messages.
    limits : Limits, optional
        Size limits; the defaults without it.
    """
    records = _Records(alone=True)
    records.read(raw, file, limits or Limits())
    return records.state()


def state_of_workspace(workspace: Workspace) -> WorkspaceState:
    """Return the state of a workspace; of standalone files only the records.

    Parameters
    ----------
    workspace : Workspace
        From `open_workspace` or `open_file`.
    """
    limits = workspace.config.limits
    records = _Records(alone=workspace.alone)
    for path, result in workspace.reads_by_file.items():
        if result.text and not result.findings and isinstance(result, StoredRead):
            records.add(loads(result.text)["features"])  # all are sound, and need not be built
        elif result.text and not result.findings:
            records.add(located.record.feature for located in result.records)
        else:
            root = None if workspace.alone else workspace.root
            unread = read_file(path, shown_path(path), limits, root) if not result.text else None
            raw = result.text.encode() if unread is None else unread
            records.read(raw, shown_path(path), limits)
    if workspace.alone:
        return records.state()
    root = workspace.root
    patterns = (_SETTINGS, _TAXONOMY, "seeds/*.toml", "maps/*.toml", "layers/*.geojson")
    files = {
        path.relative_to(root).as_posix(): read_file(path, shown_path(path), limits, root)
        for pattern in patterns
        for path in sorted(root.glob(pattern))
    }
    where = "" if shown_path(root) == "." else f"{shown_path(root)}/"
    return _whole(records, files, where, limits)


def state_of_files(
    files: Mapping[str, bytes], where: str, limits: Limits | None = None
) -> WorkspaceState:
    """Return the state of the files of a workspace.

    Parameters
    ----------
    files : mapping of str to bytes
        Contents by path in the workspace, with `/`.
    where : str
        Prefix of the paths in messages.
    limits : Limits, optional
        Size limits; by default those of the files' own settings.
    """
    limits = limits or _limits(files.get(_SETTINGS, b""))
    records = _Records()
    for path in sorted(files):
        if _is_events(path):
            records.read(files[path], f"{where}{path}", limits)
    return _whole(records, files, where, limits)


def is_state_file(path: str) -> bool:
    """Return whether a file is part of a state, by its path in the workspace.

    >>> is_state_file("events/2024/air.geojson"), is_state_file("maps/overview.html")
    (True, False)
    """
    return _is_events(path) or _is_table(path) or _is_layer(path)


def _is_layer(path: str) -> bool:
    return path.startswith("layers/") and path.endswith(".geojson") and path.count("/") == 1


def _is_events(path: str) -> bool:
    folder, _, rest = path.partition("/")
    name = rest.rpartition("/")[2]
    return folder == "events" and name.lower().endswith(EVENT_ENDINGS) and name[0] != "."


def _is_table(path: str) -> bool:
    folder, _, name = path.partition("/")
    inside = folder in {"seeds", "maps"} and "/" not in name and name.endswith(".toml")
    return path in {_SETTINGS, _TAXONOMY} or inside


def _limits(settings: bytes) -> Limits:
    parsed = parse_table(settings, _SETTINGS)
    limit_table = {} if isinstance(parsed, Finding) else parsed[1].get("limits", {})
    try:
        return Limits.model_validate(limit_table)
    except ValueError:
        return Limits()


def _whole(
    records: _Records, files: Mapping[str, bytes | Finding], where: str, limits: Limits
) -> WorkspaceState:
    """Return the state of records with layers and tables."""
    layers = {}
    for name, (raw, file) in _layers(files, where).items():
        layer = _Records()
        layer.read(raw, file, limits)
        layers[name] = layer.by_id
        records.unread += layer.unread
    tables = {}
    for path in filter(_is_table, sorted(files)):
        raw = files[path]
        parsed = raw if isinstance(raw, Finding) else parse_table(raw, f"{where}{path}")
        if isinstance(parsed, Finding):
            records.unread.append(parsed)
        else:
            tables[path] = parsed[1]
    return records.state(layers, tables)


def _layers(
    files: Mapping[str, bytes | Finding], where: str
) -> dict[str, tuple[bytes | Finding, str]]:
    """Return the layer files by name; the packaged ones if there are none."""
    paths = {f"layers/{name}.geojson": name for name in LAYERS}
    own_layers = {paths[p]: (raw, f"{where}{p}") for p, raw in files.items() if p in paths}
    if own_layers:
        return own_layers
    packaged = {name: sample_workspace() / path for path, name in paths.items()}
    return {name: (read_file(p, shown_path(p)), shown_path(p)) for name, p in packaged.items()}


def state_of_zip(zipped: Path | BinaryIO, file: str) -> WorkspaceState:
    """Return the state of a frozen map, as written by `geotrack map --frozen`.

    Parameters
    ----------
    zipped : Path or binary file
        The ZIP archive: one folder, which is a workspace. It is read in memory.
    file : str
        Its name in messages.
    """
    try:
        with open_archive(zipped) as archive:
            contents = _unpacked(archive, file)
    except ArchiveError as error:
        remedy = error.remedy or "build it again: geotrack map NAME --frozen"
        contents = Finding(
            file, Message("no zip that can be read: {problem}", error.problem), remedy, "file"
        )
    if isinstance(contents, Finding):
        return WorkspaceState(RawRecords({}), (contents,))
    state = state_of_files(contents, f"{file}:")
    for table in (state.content.tables or {}).values():
        # `since` refers to an earlier state.
        if isinstance(frozen := table.get("frozen"), dict):
            frozen.pop("since", None)
    return replace(state, is_frozen=True)


def _unpacked(archive: zipfile.ZipFile, file: str) -> dict[str, bytes] | Finding:
    """Return the files of a workspace in an archive by path."""
    entries: dict[str, zipfile.ZipInfo] = {}
    folders = set()
    for entry in archive.infolist():
        folder, _, inside = entry.filename.partition("/")
        if is_state_file(inside):
            entries[inside] = entry
            folders.add(folder)
    if len(folders) != 1 or not any(map(_is_events, entries)):
        message = "no zip of a map's inputs: it is not one folder with events/ in it"
        return Finding(file, message, "give one that geotrack map --frozen wrote", "file")
    contents = read_members(archive, entries.values(), _MOST_BYTES)
    return {path: contents[entry.filename] for path, entry in entries.items()}
