"""Changes to a workspace's files, collected and written in one transaction.

Unchanged Features stay byte for byte.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import accumulate, count, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geotrack.errors import BusyError, UsageError
from geotrack.files import is_portable_name
from geotrack.findings import Finding, shown
from geotrack.index.record_rows import Rows, ids_of, is_stored
from geotrack.messages import Message
from geotrack.model import Event
from geotrack.reading import Read, parse_json
from geotrack.reading.files import limit_remedy, over_limit
from geotrack.reading.text.feature_spans import Spans, spans_of
from geotrack.reading.text.geojson_text import (
    collection_text,
    splice_collection,
    splice_feature,
    splice_sequence,
)
from geotrack.workspace.store import Workspace, open_workspace, shown_path
from geotrack.workspace.transaction import commit, locked, pending

if TYPE_CHECKING:
    from geotrack.index.stored_reads import StoredRecords

__all__ = ["Edit"]

_BOM = b"\xef\xbb\xbf"
_EVENTS = "events"
_ENDINGS = (".geojson", ".json")

Feature = Mapping[str, Any]
Splice = Callable[[str, Mapping[int, Feature | None], Sequence[Feature]], str]


@dataclass
class _File:
    """A file of events with its pending changes."""

    was: bytes | None
    text: str = ""
    features: Sequence[Feature] = ()
    splice: Splice | None = None
    changed: dict[int, Feature | None] = field(default_factory=dict)
    added: list[Feature] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Number of Features after the changes."""
        gone = sum(feature is None for feature in self.changed.values())
        return len(self.features) - gone + len(self.added)

    def content(self) -> bytes:
        if self.splice is None:
            return collection_text(self.added).encode()
        bom = _BOM if (self.was or b"").startswith(_BOM) else b""
        return bom + self.splice(self.text, self.changed, self.added).encode()


class _FeaturesInText(Rows[Feature]):
    """The Features of a text that was read before, each parsed when it is used."""

    def __init__(self, text: str, spans: Spans) -> None:
        self._text, self._spans = text, spans

    def __len__(self) -> int:
        return len(self._spans.starts)

    def item_at(self, row: int) -> Feature:
        feature: Feature = json.loads(self._text[self._spans.starts[row] : self._spans.ends[row]])
        return feature


def _opened(path: Path, was: bytes | None, known: Read[Event] | None) -> _File:
    if was is None or not was.removeprefix(_BOM).strip():
        return _File(was)
    if known is not None and is_stored(known.records):
        from geotrack.index.file_parts import content_digest
        from geotrack.index.stored_reads import StoredRead

        stored = known if isinstance(known, StoredRead) and not known.is_sequence else None
        if stored is not None and stored.digest == content_digest(was):
            content = was.removeprefix(_BOM)
            text = content.decode()
            spans = _stored_spans(content, stored.records) or spans_of(text)
            splice_text = partial(splice_collection, spans=spans)
            return _File(was, text, _FeaturesInText(text, spans), splice_text)
    elif known is not None and known.is_whole and was == known.text.encode():
        splice_known = partial(splice_collection, spans=known.spans)
        return _File(was, known.text, list(known.features), splice_known)
    parsed = parse_json(was, shown_path(path))
    if isinstance(parsed, Finding):
        raise UsageError(Message("{read}; nothing is written to a file that is not sound", parsed))
    broken = [slip for slip in parsed.slips if slip.rule == "json-syntax"]
    if broken:  # a line that is not JSON has an unknown number of Features
        problem = f"{shown_path(path)}: {broken[0].message}"
        raise UsageError(
            Message("{problem}; nothing is written to a file that is not sound", problem)
        )
    text = was.removeprefix(_BOM).decode()
    match parsed.value:
        case {"type": "FeatureCollection", "features": list(features)}:
            splice: Splice = splice_sequence if parsed.is_sequence else splice_collection
            return _File(was, text, features, splice)
        case {"type": "Feature"}:
            return _File(was, text, [parsed.value], splice_feature)
    raise UsageError(
        Message("{path} holds no Features; nothing is written to it", shown_path(path))
    )


def _stored_spans(content: bytes, records: StoredRecords) -> Spans | None:
    """Return the spans of the Features of a file if all of them are stored as records."""
    places = records.places.ravel().tolist()
    opening, closing = content.rfind(b"[", 0, places[0]) + 1, content.find(b"]", places[-1])
    offsets = [opening, *places, closing]
    between = b"".join(content[a:b] for a, b in zip(offsets[::2], offsets[1::2], strict=True))
    if between.translate(None, b" \t\r\n") != b"," * (len(records) - 1) or closing < 0:
        return None
    if not content.isascii():
        lengths = (len(content[a:b].decode()) for a, b in pairwise([0, *offsets]))
        offsets = list(accumulate(lengths))
    return Spans(offsets[0], offsets[-1], offsets[1:-1:2], offsets[2:-1:2])


class Edit:
    """A set of changes to the files of a workspace, written by `commit`.

    Parameters
    ----------
    workspace : Workspace
        The workspace. It does not show the changes: open it again.

    Examples
    --------
    >>> import shutil, tempfile
    >>> from geotrack.files.resources import sample_workspace
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
        _ = workspace.event_reads  # read now, so that later changes of others are detected
        self._files: dict[Path, _File] = {}
        self._texts: dict[Path, tuple[bytes | None, str]] = {}

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that `commit` would write."""
        return (*self._files, *self._texts)

    def add(self, feature: Feature, into: str) -> None:
        """Append a Feature to a file of `events/`, which is created if it does not exist.

        Parameters
        ----------
        feature : mapping
            A parsed, valid Feature.
        into : str
            Name of the file, with or without its suffix.

        Raises
        ------
        UsageError
            The name is not a plain name of a GeoJSON file, or the file is not valid.
        """
        self._file(self.path_of(into)).added.append(feature)

    def path_of(self, into: str) -> Path:
        """Return the path of a file of `events/` by its name.

        Raises
        ------
        UsageError
            The name is not a plain name of a GeoJSON file.
        """
        name = into if into.lower().endswith(_ENDINGS) else f"{into}.geojson"
        if name.startswith(".") or not is_portable_name(name):
            raise UsageError(
                Message(
                    "{into} is no name of a file in {events}/ on every system; write it "
                    "as name.geojson",
                    shown(into),
                    _EVENTS,
                )
            )
        return self.workspace.root / _EVENTS / name

    def replace(self, id_: str, feature: Feature) -> None:
        """Replace a stored record by another Feature.

        Raises
        ------
        UsageError
            The record does not exist.
        """
        self._change(id_, feature)

    def remove(self, id_: str) -> None:
        """Remove a record.

        Raises
        ------
        UsageError
            The record does not exist.
        """
        self._change(id_, None)

    @property
    def records(self) -> Iterator[tuple[Path, Feature | None, Feature | None]]:
        """File, old and new Feature of each changed record, first those that are new.

        None for a record that is not stored before, or after.
        """
        for path, file in self._files.items():
            yield from ((path, None, feature) for feature in file.added)
            yield from ((path, file.features[n], new) for n, new in file.changed.items())

    @property
    def texts(self) -> Iterator[tuple[Path, str, str]]:
        """Path, old and new text of each file that is set as a whole; no old text of a new one."""
        for path, (was, text) in self._texts.items():
            yield path, (was or b"").decode(), text

    def text(self, path: Path) -> str | None:
        """Return the new text of a file, None if the edit does not set it."""
        return self._texts[path][1] if path in self._texts else None

    def set_text(self, path: Path, text: str) -> None:
        """Set the whole text of a file in the workspace, such as a report."""
        self._texts[path] = (self._bytes_of(path), text)

    def commit(self) -> None:
        """Write all changes, or none.

        Raises
        ------
        BusyError
            A file has been changed by someone else since it was read, or another writer is active.
        UsageError
            A file would exceed a size limit.
        OSError
            A file could not be written; nothing is changed.
        """
        with locked(self.workspace.root):
            before = {path: file.was for path, file in self._files.items()}
            before |= {path: was for path, (was, _) in self._texts.items()}
            for path, was in before.items():
                if self._bytes_of(path) != was:
                    raise _meanwhile(path)
            self._refuse_unlike()
            contents = {path: file.content() for path, file in self._files.items()}
            for path, new in contents.items():
                self._refuse_over_limit(path, new)
            contents |= {path: text.encode() for path, (_, text) in self._texts.items()}
            commit(
                self.workspace.root,
                {path: new for path, new in contents.items() if new != before[path]},
            )

    def _refuse_over_limit(self, path: Path, new: bytes) -> None:
        """Refuse to write a file that exceeds the size limits of reading."""
        limits, file = self.workspace.config.limits, self._files[path]
        # A sequence is read as a collection, which is two levels deeper.
        read_as = b"[[" + new + b"]]" if file.splice is splice_sequence else new
        finding = over_limit(read_as, shown_path(path), limits)
        if finding is None and file.count > limits.features:
            message = Message("more than the limit of {features} Features", limits.features)
            finding = Finding(shown_path(path), message, limit_remedy("features"), "file-features")
        if finding is not None and new != file.was:
            raise UsageError(Message("not written: {finding}", finding))

    def _refuse_unlike(self) -> None:
        """Refuse to write if stored records or reports have changed since they were read."""
        reads = self.workspace.reads_by_file
        if self.workspace.at_rest:
            return
        current = open_workspace(self.workspace.root)
        before, after = map(_contents, (reads, current.reads_by_file))
        for path in before.keys() | after.keys():
            if before.get(path) != after.get(path):
                raise _meanwhile(path)
        if [t.text for t in self.workspace.reports] != [t.text for t in current.reports]:
            raise _meanwhile(self.workspace.root / "seeds")

    @cached_property
    def _rows(self) -> dict[Path, tuple[Sequence[str], dict[str, int]]]:
        """The ids of each file, and the row of each, of a repeated one the last."""
        reads = self.workspace.reads_by_file.items()
        ids_by_file = {path: ids_of(result.records) for path, result in reads}
        return {p: (ids, dict(zip(ids, count(), strict=False))) for p, ids in ids_by_file.items()}

    def _places(self, id_: str) -> list[tuple[Path, int]]:
        """Return the files and rows of an id."""
        return [
            (path, row)
            for path, (ids, rows) in self._rows.items()
            if id_ in rows
            for row in ([rows[id_]] if len(rows) == len(ids) else range(len(ids)))
            if ids[row] == id_
        ]

    def _change(self, id_: str, feature: Feature | None) -> None:
        reads = self.workspace.reads_by_file
        found = [(path, reads[path].records[row]) for path, row in self._places(id_)]
        if not found:
            raise UsageError(Message("no record has the id {id}", shown(id_)))
        if len(found) > 1:
            places = " and ".join(f"{shown_path(p)}: {r.pointer}" for p, r in found)
            raise UsageError(
                Message(
                    "the id {id} stands {found} times ({places}); mend that first",
                    shown(id_),
                    len(found),
                    places,
                )
            )
        path, located = found[0]
        file = self._file(path)
        index = int(located.pointer.rpartition("/")[2] or 0)
        if [*file.features[index : index + 1]] != [located.record.feature]:
            raise _meanwhile(path)
        file.changed[index] = feature

    def _bytes_of(self, path: Path) -> bytes | None:
        # A settled change of a killed writer counts, even if it is not carried out yet.
        waiting = pending(self.workspace.root).get(Path(os.path.realpath(path)))
        try:
            return (waiting or path).read_bytes()
        except FileNotFoundError:
            if path.is_symlink():
                raise
            return None

    def _file(self, path: Path) -> _File:
        if path not in self._files:
            earlier_read = self.workspace.reads_by_file.get(path)
            self._files[path] = _opened(path, self._bytes_of(path), earlier_read)
        return self._files[path]


def _meanwhile(path: Path) -> BusyError:
    return BusyError(
        Message("{path} was changed by someone else meanwhile; run it again", shown_path(path))
    )


def _contents(reads: Mapping[Path, Read[Event]]) -> dict[Path, list[object]]:
    """Return the contents of event files for comparison."""
    return {
        path: [*(r.record.feature for r in result.records), *map(str, result.findings)]
        for path, result in reads.items()
    }
