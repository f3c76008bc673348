"""Files of a workspace read as they are written, to be compared by `geotrack.workspace.diff`.

What is faulty is compared all the same: a record that has a fault now has not gone. Only what
cannot be read at all, so that nobody knows what is in it, stops the comparison.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from geotrack.archives import ArchiveError, open_archive, read_members
from geotrack.findings import Finding
from geotrack.i18n.folding import is_blank
from geotrack.model.limits import Limits
from geotrack.reading.features import events_in
from geotrack.reading.files import read_file
from geotrack.reading.foreign_formats import other_crs
from geotrack.reading.json_text import Json, parse_json
from geotrack.reading.members import lift_ids
from geotrack.reading.toml_files import parse_table
from geotrack.resources import sample_workspace
from geotrack.workspace.diff.changes import RawRecords
from geotrack.workspace.diff.property_differences import Feature
from geotrack.workspace.store import EVENT_ENDINGS, LAYERS, Workspace, shown_path

__all__ = [
    "WorkspaceState",
    "is_state_file",
    "state_of_file",
    "state_of_files",
    "state_of_workspace",
    "state_of_zip",
]

_SETTINGS = "geotrack.toml"
_OF_THE_WHOLE = {"", "/crs", "/features"}
# All of it is held in memory at once.
_MOST_BYTES = 128_000_000


@dataclass(frozen=True, slots=True)
class WorkspaceState:
    """What one state holds, and what of it could not be read.

    Parameters
    ----------
    held : RawRecords
        Records, layers and tables.
    unread : tuple of Finding
        Files that cannot be read: what they hold is not known, and no comparison may be made.
    nameless, repeated : int
        Records without an id, and those whose id an earlier one has: neither is compared.
    is_frozen : bool
        Whether it is a map's inputs, with what its page shows and no more.
    """

    content: RawRecords
    unread: tuple[Finding, ...] = ()
    nameless: int = 0
    repeated: int = 0
    is_frozen: bool = False


class _Records:
    """Features by id, file after file; of files that stand alone, by that of a column too."""

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
            message = f"{features.count(None)} of its records are null or no JSON"
            remedy = "mend them: `geotrack check` tells where"
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
    """Return the Features of a GeoJSON text; None where it is none, or in another system."""
    value = json.value
    if not isinstance(value, dict) or other_crs(value) is not None:
        return None
    if value.get("type") == "Feature":
        return [value]
    features = value.get("features") if value.get("type") == "FeatureCollection" else None
    return features if isinstance(features, list) else None


def state_of_file(raw: bytes | Finding, file: str, limits: Limits | None = None) -> WorkspaceState:
    """Return what one file of GeoJSON holds: records alone.

    Parameters
    ----------
    raw : bytes or Finding
        Its content, or why there is none.
    file : str
        Its name as messages show it.
    limits : Limits, optional
        How much is read; the defaults without it.
    """
    records = _Records(alone=True)
    records.read(raw, file, limits or Limits())
    return records.state()


def state_of_workspace(workspace: Workspace) -> WorkspaceState:
    """Return what a workspace holds; of files that stand alone their records.

    Parameters
    ----------
    workspace : Workspace
        As `open_workspace` or `open_file` opened it.
    """
    limits = workspace.config.limits
    records = _Records(alone=workspace.alone)
    for path, read in workspace.reads_by_file.items():
        if read.text and not read.findings:
            records.add(located.record.feature for located in read.records)
        else:
            raw = read.text.encode() if read.text else read_file(path, shown_path(path), limits)
            records.read(raw, shown_path(path), limits)
    if workspace.alone:
        return records.state()
    root = workspace.root
    patterns = (_SETTINGS, "seeds/*.toml", "maps/*.toml", "layers/*.geojson")
    files = {
        path.relative_to(root).as_posix(): read_file(path, shown_path(path), limits)
        for pattern in patterns
        for path in sorted(root.glob(pattern))
    }
    where = "" if shown_path(root) == "." else f"{shown_path(root)}/"
    return _whole(records, files, where, limits)


def state_of_files(
    files: Mapping[str, bytes], where: str, limits: Limits | None = None
) -> WorkspaceState:
    """Return what the files of a workspace hold.

    Parameters
    ----------
    files : mapping of str to bytes
        By their paths in it, with `/`.
    where : str
        What stands before their paths in messages.
    limits : Limits, optional
        How much is read; by default what their own settings say.
    """
    limits = limits or _limits(files.get(_SETTINGS, b""))
    records = _Records()
    for path in sorted(files):
        if _is_events(path):
            records.read(files[path], f"{where}{path}", limits)
    return _whole(records, files, where, limits)


def is_state_file(path: str) -> bool:
    """Tell whether a file of a workspace is compared, by its path in it.

    >>> is_wanted("events/2024/air.geojson"), is_wanted("maps/overview.html")
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
    return path == _SETTINGS or inside


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
    """Return records with the layers and tables round them."""
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
    """Return the files of layers by their names; where a workspace has none, those packaged."""
    paths = {f"layers/{name}.geojson": name for name in LAYERS}
    own = {paths[p]: (raw, f"{where}{p}") for p, raw in files.items() if p in paths}
    if own:
        return own
    packaged = {name: sample_workspace() / path for path, name in paths.items()}
    return {name: (read_file(p, shown_path(p)), shown_path(p)) for name, p in packaged.items()}


def state_of_zip(zipped: Path | BinaryIO, file: str) -> WorkspaceState:
    """Return what a zip of a map's inputs holds, as `geotrack map --frozen` writes it.

    Parameters
    ----------
    zipped : Path or binary file
        The zip: one folder, which is a workspace. Nothing of it is unpacked to the disk.
    file : str
        Its name as messages show it.
    """
    try:
        with open_archive(zipped) as archive:
            found = _unpacked(archive, file)
    except ArchiveError as error:
        remedy = error.remedy or "build it again: geotrack map NAME --frozen"
        found = Finding(file, f"no zip that can be read: {error.problem}", remedy, "file")
    if isinstance(found, Finding):
        return WorkspaceState(RawRecords({}), (found,))
    state = state_of_files(found, f"{file}:")
    for table in (state.content.tables or {}).values():
        # What was new when it was built tells of an earlier state, not of this one.
        if isinstance(frozen := table.get("frozen"), dict):
            frozen.pop("since", None)
    return replace(state, is_frozen=True)


def _unpacked(archive: zipfile.ZipFile, file: str) -> dict[str, bytes] | Finding:
    """Return the files of a workspace in a zip by their paths in its folder."""
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
