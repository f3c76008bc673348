"""Verdicts on the places of records by one area, kept for later questions about it.

Only of records that name and exclude no region: these depend on nothing but their Feature.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from hashlib import blake2b
from itertools import islice
from pathlib import Path

import numpy as np

from geotrack.index.entry_file import SUFFIX, Entry, read_entry
from geotrack.index.record_rows import feature_at
from geotrack.index.store import store
from geotrack.index.stored_footprints import depends_on_no_region
from geotrack.model import Event

__all__ = ["StoredVerdicts"]

# To read fewer takes longer than to judge so many places.
_FEWEST, _MOST = 20, 200_000
_DIGEST = 16


class _File:
    """The verdicts in one file, by digests of Features; read when first needed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.new: dict[bytes, int] = {}

    @cached_property
    def stored(self) -> dict[bytes, int]:
        entry = read_entry(self._path)
        if entry is None or entry.about["key"] != self._path.name:
            return {}
        raw = entry.arrays["digests"].tobytes()
        digests = (raw[n : n + _DIGEST] for n in range(0, len(raw), _DIGEST))
        return dict(zip(digests, entry.arrays["verdicts"].tolist(), strict=True))

    def save(self) -> None:
        """Write the file if enough verdicts are new."""
        if len(self.new) < _FEWEST:
            return
        verdicts = dict(islice({**self.new, **self.stored}.items(), _MOST))
        arrays = {
            "digests": np.frombuffer(b"".join(verdicts), np.uint8),
            "verdicts": np.array(list(verdicts.values()), dtype=np.int8),
        }
        store(self._path, Entry({"key": self._path.name}, arrays))
        self.stored, self.new = verdicts, {}


class StoredVerdicts:
    """Verdicts on records whose files are in the index, by one area.

    Parameters
    ----------
    area : bytes
        A digest of the area: of all that a verdict depends on beside the Feature of the record.
    """

    def __init__(self, area: bytes) -> None:
        self._area = area
        self._files: dict[Path, _File] = {}

    def recall(self, events: Sequence[Event], row: int, make: Callable[[], int]) -> int:
        """Return the verdict on a record that is stored, or a new one.

        Parameters
        ----------
        events : sequence of Event
            The records.
        row : int
            Which of them.
        make : callable
            Judges it.
        """
        feature = feature_at(events, row)
        if feature is None:
            return make()
        of_records, digest = feature
        file = self._files.get(of_records)
        if file is None:
            name = blake2b(self._area + of_records.name.encode(), digest_size=32).hexdigest()
            path = of_records.with_name(f"{name}.verdicts{SUFFIX}")
            file = self._files[of_records] = _File(path)
        verdict = file.stored.get(digest)
        if verdict is None:
            verdict = make()
            if depends_on_no_region(events[row]):
                file.new[digest] = verdict
        return verdict

    def save(self) -> None:
        """Write the files in which verdicts are new."""
        for file in self._files.values():
            file.save()
