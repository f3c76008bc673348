"""Changes to a workspace's files: gathered first, then written all at once.

Features that are not changed stay in their files byte for byte.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geotrack.errors import BusyError, UsageError
from geotrack.findings import Finding, shown
from geotrack.reading import parse_json
from geotrack.reading.bounds import beyond, limit_remedy
from geotrack.reading.layout import collection_text, spliced
from geotrack.workspace.store import Workspace, shown_path
from geotrack.workspace.writing import commit, locked, pending

__all__ = ["Edit"]

_BOM = b"\xef\xbb\xbf"
_RECORD = "\x1e"  # RFC 8142
_EVENTS = "events"
_ENDINGS = (".geojson", ".json")

Feature = Mapping[str, Any]


@dataclass
class _File:
    """A file of events as it was, and what is to become of it."""

    was: bytes | None
    text: str = ""
    features: list[Feature] = field(default_factory=list)
    is_collection: bool = False
    separator: str | None = None  # of a sequence: what stands before each Feature
    changed: dict[int, Feature | None] = field(default_factory=dict)
    added: list[Feature] = field(default_factory=list)

    def to_be(self) -> list[Feature]:
        kept = [self.changed.get(n, feature) for n, feature in enumerate(self.features)]
        return [*(f for f in kept if f is not None), *self.added]

    def content(self) -> bytes:
        features = self.to_be()
        if self.separator is not None:
            lines = (json.dumps(f, ensure_ascii=False, allow_nan=False) for f in features)
            return "".join(f"{self.separator}{line}\n" for line in lines).encode()
        if self.is_collection:
            bom = _BOM if (self.was or b"").startswith(_BOM) else b""
            return bom + spliced(self.text, self.changed, self.added).encode()
        return collection_text(features).encode()


def _opened(path: Path, was: bytes | None) -> _File:
    if was is None or not was.removeprefix(_BOM).strip():
        return _File(was)
    read = parse_json(was, shown_path(path))
    if isinstance(read, Finding):
        message = f"{read}; nothing is written to a file that is not sound"
        raise UsageError(message)
    broken = [slip for slip in read.slips if slip.rule == "json-syntax"]
    if broken:  # a line of a sequence, which would be lost
        told = f"{shown_path(path)}: {broken[0].message}"
        message = f"{told}; nothing is written to a file that is not sound"
        raise UsageError(message)
    given = was.removeprefix(_BOM).decode()
    match read.value:
        case {"type": "FeatureCollection", "features": list(features)} if not read.is_sequence:
            return _File(was, given, features, is_collection=True)
        case {"type": "FeatureCollection", "features": list(features)}:
            separator = _RECORD if given.startswith(_RECORD) else ""
            return _File(was, given, features, separator=separator)
        case {"type": "Feature"}:
            return _File(was, given, [read.value])
    message = f"{shown_path(path)} holds no Features; nothing is written to it"
    raise UsageError(message)


class Edit:
    """A set of changes to the files of a workspace; nothing is written before `commit`.

    Parameters
    ----------
    workspace : Workspace
        As it was read. It does not see the changes: open it anew.

    Examples
    --------
    >>> import shutil, tempfile
    >>> from geotrack.resources import sample_workspace
    >>> from geotrack.workspace import open_workspace
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = shutil.copytree(sample_workspace() / "events", f"{folder}/events")
    ...     edit = Edit(open_workspace(folder))
    ...     edit.remove("2024-07-24-norad-intercept")
    ...     edit.commit()
    ...     "2024-07-24-norad-intercept" in open_workspace(folder).by_id
    False
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._files: dict[Path, _File] = {}
        self._texts: dict[Path, tuple[bytes | None, str]] = {}

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that would be written."""
        return (*self._files, *self._texts)

    def add(self, feature: Feature, into: str) -> None:
        """Append a Feature to a file of `events/`, which is made where it is not there.

        Parameters
        ----------
        feature : mapping
            A parsed Feature, sound by the checks.
        into : str
            Name of the file, with or without its ending.

        Raises
        ------
        UsageError
            The name is no plain name of a GeoJSON file, or the file is not sound.
        """
        self._file(self.path_of(into)).added.append(feature)

    def path_of(self, into: str) -> Path:
        """Return the path of a file of `events/` by its name.

        Raises
        ------
        UsageError
            The name is none of a file of events.
        """
        name = into if into.lower().endswith(_ENDINGS) else f"{into}.geojson"
        if name.startswith(".") or Path(name).name != name or "\\" in name or "\0" in name:
            message = f"{shown(into)} is no name of a file in {_EVENTS}/; write it as name.geojson"
            raise UsageError(message)
        return self.workspace.root / _EVENTS / name

    def replace(self, id_: str, feature: Feature) -> None:
        """Put another Feature in the place of a stored one.

        Raises
        ------
        UsageError
            There is no such record.
        """
        self._change(id_, feature)

    def remove(self, id_: str) -> None:
        """Take a record out.

        Raises
        ------
        UsageError
            There is no such record.
        """
        self._change(id_, None)

    def put_text(self, path: Path, text: str) -> None:
        """Set the whole text of a file below the workspace's folder, for example of a report."""
        self._texts[path] = (self._bytes_of(path), text)

    def commit(self) -> None:
        """Write all changes, or none.

        Raises
        ------
        UsageError
            A file has been changed by someone else since it was read, it would be beyond the limits
            of what is read, or another writer is busy.
        OSError
            Something could not be written; all is as before.
        """
        with locked(self.workspace.root):
            before = {path: file.was for path, file in self._files.items()}
            before |= {path: was for path, (was, _) in self._texts.items()}
            for path, was in before.items():
                if self._bytes_of(path) != was:
                    raise _meanwhile(path)
            contents = {path: file.content() for path, file in self._files.items()}
            for path, new in contents.items():
                self._refuse_beyond(path, new)
            contents |= {path: text.encode() for path, (_, text) in self._texts.items()}
            commit(
                self.workspace.root,
                {path: new for path, new in contents.items() if new != before[path]},
            )

    def _refuse_beyond(self, path: Path, new: bytes) -> None:
        """Refuse to write what would not be read again."""
        limits = self.workspace.config.limits
        features, is_sequence = self._files[path].to_be(), self._files[path].separator is not None
        # A sequence is read as a collection.
        read_as = collection_text(features).encode() if is_sequence else new
        finding = beyond(read_as, shown_path(path), limits)
        if finding is None and len(features) > limits.features:
            message = f"more than the limit of {limits.features} Features"
            finding = Finding(shown_path(path), message, limit_remedy("features"), "file-features")
        if finding is not None and new != self._files[path].was:
            message = f"not written: {finding}"
            raise UsageError(message)

    def _change(self, id_: str, feature: Feature | None) -> None:
        for path, read in self.workspace.reads_by_file.items():
            for located in read.records:
                if located.record.id == id_:
                    file = self._file(path)
                    index = int(located.pointer.rpartition("/")[2] or 0)
                    if file.features[index : index + 1] != [located.record.feature]:
                        raise _meanwhile(path)
                    file.changed[index] = feature
                    return
        message = f"no record has the id {shown(id_)}"
        raise UsageError(message)

    def _bytes_of(self, path: Path) -> bytes | None:
        # What a killed writer settled holds, although it is not in its place yet.
        waiting = pending(self.workspace.root).get(Path(os.path.realpath(path)))
        try:
            return (waiting or path).read_bytes()
        except FileNotFoundError:
            if path.is_symlink():
                raise
            return None

    def _file(self, path: Path) -> _File:
        if path not in self._files:
            self._files[path] = _opened(path, self._bytes_of(path))
        return self._files[path]


def _meanwhile(path: Path) -> BusyError:
    return BusyError(f"{shown_path(path)} was changed by someone else meanwhile; run it again")
