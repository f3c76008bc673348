"""Texts of records in which questions have looked for words, kept for later ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geotrack.index.entry_file import SUFFIX, Entry, read_entry
from geotrack.index.record_rows import feature_at
from geotrack.index.store import store
from geotrack.model import Event

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["are_stored", "texts_of"]

# To compute fewer texts takes no longer than to read all.
_LEAST = 2_000
_MOST_BYTES = 100_000_000
_DIGEST = 16
# To write the texts of all for so small a part of them takes longer than to compute these again.
_PART = 200
# A desk looks in them again after each change; of more records they take too much memory.
_MOST_KEPT = 200_000
_kept: dict[tuple[Path, str], dict[bytes, str]] = {}


def texts_of(
    events: Sequence[Event], rows: Sequence[int], make: Callable[[Event], str], key: str
) -> list[str]:
    """Return a text of some records: what is stored by their Features, else computed, then stored.

    Parameters
    ----------
    events : sequence of Event
        The records.
    rows : sequence of int
        Which of them.
    make : callable
        Computes the text of a record.
    key : str
        All that the texts depend on beside the Features and the program.
    """
    features = [feature_at(events, row) for row in rows] if len(rows) >= _LEAST else []
    places = {feature[0] for feature in features if feature}
    if not places:
        return [make(events[row]) for row in rows]
    place = _place(min(places))  # one for a workspace, or for each of its states that a desk read
    stored = _kept.pop((place, key), None) or _read(place, key)
    texts, used = [], dict[bytes, str]()
    for row, feature in zip(rows, features, strict=True):
        text = stored.get(feature[1]) if feature else None
        texts.append(make(events[row]) if text is None else text)
        if feature:
            used[feature[1]] = texts[-1]
    if new := len(used.keys() - stored.keys()):
        # Texts of records that are gone stay until they are the half.
        stored = {**used, **(stored if len(stored) < 2 * len(events) else {})}
    if new > len(stored) / _PART:
        _write(place, key, stored)
    _kept.clear()
    if len(stored) <= _MOST_KEPT:
        _kept[place, key] = stored
    return texts


def are_stored(events: Sequence[Event]) -> bool:
    """Return whether texts of some records are stored."""
    feature = feature_at(events, 0) if events else None
    return feature is not None and _place(feature[0]).exists()


def _place(footprints: Path) -> Path:
    return footprints.with_name(f"{footprints.name.partition('.')[0]}.texts{SUFFIX}")


def _read(place: Path, key: str) -> dict[bytes, str]:
    entry = read_entry(place)
    if entry is None or entry.about["key"] != key:
        return {}
    raw, digests = entry.arrays["texts"].tobytes(), entry.arrays["digests"].tobytes()
    ends = [0, *entry.arrays["ends"].tolist()]
    names = (digests[n : n + _DIGEST] for n in range(0, len(digests), _DIGEST))
    texts = (raw[start:end].decode("utf-8", "surrogatepass") for start, end in pairwise(ends))
    return dict(zip(names, texts, strict=True))


def _write(place: Path, key: str, texts: Mapping[bytes, str]) -> None:
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts.values()]
    ends = np.cumsum([len(text) for text in encoded], dtype=np.int64)
    count = int(np.searchsorted(ends, _MOST_BYTES))
    arrays: dict[str, NDArray[Any]] = {
        "digests": _bytes(list(texts)[:count]),
        "texts": _bytes(encoded[:count]),
        "ends": ends[:count],
    }
    store(place, Entry({"key": key}, arrays))


def _bytes(parts: Iterable[bytes]) -> NDArray[np.uint8]:
    return np.frombuffer(b"".join(parts), np.uint8)
