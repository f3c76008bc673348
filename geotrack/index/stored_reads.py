"""Results of reading a file of which records are built when they are wanted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from geotrack.errors import FileChangedError
from geotrack.index.entry_file import SUFFIX, Entry
from geotrack.index.file_parts import CHANGED, Content
from geotrack.index.findings_as_data import finding_of
from geotrack.index.record_rows import StoredRows
from geotrack.index.record_table import StoredColumns
from geotrack.messages import Message
from geotrack.model import Event
from geotrack.reading import Located, Read
from geotrack.reading.features import record_of_feature
from geotrack.reading.text.json_text import as_collection
from geotrack.taxonomy import Taxonomy

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["StoredRead", "StoredRecords", "digest_of", "feature_digests"]

_DIGEST = 16
# Size and times of a file say that it has not changed, and it has: only a wrong clock does that.
_OTHER = "{file} has changed and its times have not; run `geotrack cache clear`, then this again"


def feature_digests(
    content: bytes, starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.uint8]:
    """Return digests of the Features between some offsets of a file, shape (n, 16)."""
    places = zip(starts.tolist(), ends.tolist(), strict=True)
    digests = b"".join(digest_of(content[start:end]) for start, end in places)
    return np.frombuffer(digests, np.uint8).reshape(-1, _DIGEST)


def digest_of(text: bytes) -> bytes:
    """Return the digest of a Feature's text."""
    return blake2b(text, digest_size=_DIGEST).digest()


class StoredRecords(StoredRows):
    """The records of a file, each built from its place in the file when first used.

    Parameters
    ----------
    content : bytes or FileParts
        The file without a byte order mark.
    entry : Entry
        What is stored of this content.
    file : str
        Its name in messages.
    taxonomy : Taxonomy
        The types that records can have.
    place : Path
        The file of the entry.
    records : sequence of Located or None, optional
        The records, as far as they have been read already.
    """

    def __init__(
        self,
        content: Content,
        entry: Entry,
        file: str,
        taxonomy: Taxonomy,
        *,
        place: Path,
        records: Sequence[Located[Event] | None] | None = None,
    ) -> None:
        self.content, self.entry, self.file, self.place = content, entry, file, place
        self._taxonomy, self._arrays = taxonomy, entry.arrays
        self.columns = StoredColumns(entry.arrays)
        self._records: list[Located[Event] | None] = [None] * len(self.columns)
        if records is not None:
            self._records = list(records)
        self.footprints = place.with_name(f"{entry.about['key']}.footprints{SUFFIX}")

    def __len__(self) -> int:
        return len(self._records)

    @cached_property
    def digests(self) -> NDArray[np.uint8]:
        """Digests of the Features, shape (n, 16)."""
        return self._arrays["digests"]

    @cached_property
    def _places(self) -> tuple[NDArray[np.int64], ...]:
        """Starts and ends of the Features in the file, and their numbers."""
        return tuple(self._arrays[name] for name in ("starts", "ends", "numbers"))

    @property
    def places(self) -> NDArray[np.int64]:
        """Where each Feature starts in the content, and where it ends, shape (n, 2)."""
        return np.stack(self._places[:2], axis=1)

    def pointer(self, row: int) -> str:
        """Return the JSON pointer of a Feature."""
        return f"/features/{self._places[2][row]}"

    def row(self, pointer: str) -> int:
        """Return which record has a Feature with a pointer."""
        number = int(pointer.rpartition("/")[2])
        return int(np.searchsorted(self._places[2], number))

    def id_at(self, pointer: str) -> str | None:
        """Return the id of the record whose Feature has a pointer; None if it is no record."""
        head, _, number = pointer.rpartition("/")
        if head != "/features" or not number.isdecimal():
            return None
        row = self.row(pointer)
        is_there = row < len(self) and self.pointer(row) == pointer
        return self.columns.text("id", row) if is_there else None

    def item_at(self, row: int) -> Located[Event]:
        """Return the record of a row, from 0; built when it is first used."""
        located = self._records[row]
        if located is None:
            located = self._records[row] = self._built(row)
        return located

    def once(self, row: int) -> Located[Event]:
        """Return the record of a row, which is not kept if it has to be built."""
        return self._records[row] or self._built(row)

    def take_built(self, before: StoredRecords) -> None:
        """Take from an earlier content the records whose Features are the same.

        So a record is the same object as long as its Feature is the same.
        """
        built = {
            before.digests[row].tobytes(): located.record
            for row, located in enumerate(before._records)
            if located is not None
        }
        for row, digest in enumerate(self.digests if built else ()):
            record = built.get(digest.tobytes())
            if record is not None:
                self._records[row] = Located(record, self.file, self.pointer(row))

    def forget(self) -> None:
        """Keep no record that has been built: it is built again when it is used."""
        self._records = [None] * len(self)

    def _built(self, row: int) -> Located[Event]:
        start, end = (int(offsets[row]) for offsets in self._places[:2])
        text = self.content[start:end]
        if digest_of(text) != self.digests[row].tobytes():
            is_whole = isinstance(self.content, bytes)
            raise FileChangedError(Message(_OTHER if is_whole else CHANGED, self.file))
        record = record_of_feature(json.loads(text), self._taxonomy)
        return Located(record, self.file, self.pointer(row))


class StoredRead(Read[Event]):
    """The result of reading a file of Features whose records are stored in the index.

    Parameters
    ----------
    records : StoredRecords
        The records.
    """

    records: StoredRecords
    file: str
    place: Path
    digest: str
    """Of the file's content."""
    is_sequence: bool
    """Whether the file is a sequence of Features, not a FeatureCollection."""

    def __init__(self, records: StoredRecords) -> None:
        about = records.entry.about
        # `text` is a cached property here: only few commands need it.
        vars(self).update(
            records=records,
            findings=tuple(finding_of(data, records.file) for data in about["findings"]),
            file=records.file,
            place=records.place,
            digest=about["digest"],
            _content=records.content,
            is_sequence=about["is_sequence"],
        )

    @cached_property
    def text(self) -> str:
        """The file's text."""
        content: Content = vars(self)["_content"]
        text = content.decode()
        return as_collection(text) if self.is_sequence else text

    @property
    def is_whole(self) -> bool:
        """Whether all Features of the file are sound records."""
        return not self.findings and bool(self.records)
