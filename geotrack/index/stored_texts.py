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

__all__ = ["texts_of"]

# To compute fewer texts takes no longer than to read all.
_LEAST = 2_000
_MOST_BYTES = 100_000_000
_DIGEST = 16


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
    path = min(places)  # one for a workspace, or for each of its states that a desk has read
    place = path.with_name(f"{path.name.partition('.')[0]}.texts{SUFFIX}")
    stored, texts, used = _read(place, key), [], dict[bytes, str]()
    for row, feature in zip(rows, features, strict=True):
        text = stored.get(feature[1]) if feature else None
        texts.append(make(events[row]) if text is None else text)
        if feature:
            used[feature[1]] = texts[-1]
    if not used.keys() <= stored.keys():
        # Texts of records that are gone stay until they are the half.
        _write(place, key, {**used, **(stored if len(stored) < 2 * len(events) else {})})
    return texts


def _read(place: Path, key: str) -> Mapping[bytes, str]:
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
