"""Outlines and footprints of records that questions have needed, kept for later ones.

Only of records that name and exclude no region: these depend on nothing but their Feature.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geotrack.footprint.courses import Course
from geotrack.footprint.outline import Footprint
from geotrack.index.entry_file import Entry, read_entry
from geotrack.index.record_rows import feature_at
from geotrack.index.store import store
from geotrack.model import Event

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["StoredFootprints", "depends_on_no_region"]

# What a file may hold: reading it must take less time than computing what is needed of it.
_MOST = 2_000
_MOST_BYTES = 8_000_000
_PLAIN = ("each", "doubt", "gaps", "basis", "at_sea")


class _Text(NamedTuple):
    """A footprint as data: its plain values, numbers of geometries, and these as WKB."""

    values: list[Any]
    counts: list[Any]
    shapes: list[bytes]


class _File:
    """The footprints in one file, read when first needed.

    Parameters
    ----------
    path : Path
        The file, whose name has the key of the entries.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._used: dict[str, _Text] = {}
        self._is_new = False

    @cached_property
    def _stored(self) -> dict[str, _Text]:
        entry = read_entry(self._path)
        if entry is None or entry.about["key"] != self._path.name:
            return {}
        raw = entry.arrays["shapes"].tobytes()
        ends = iter(entry.arrays["ends"].tolist())
        stored: dict[str, _Text] = {}
        start = 0
        for name, values, counts, number in entry.about["footprints"]:
            shapes = []
            for end in islice(ends, number):
                shapes.append(raw[start:end])
                start = end
            stored[name] = _Text(values, counts, shapes)
        return stored

    def get(self, name: str) -> Footprint | None:
        """Return a footprint; None if it is not stored."""
        text = self._stored.get(name)
        if text is None:
            return None
        self._used[name] = text
        return _footprint(text)

    def add(self, name: str, where: Footprint) -> None:
        """Keep a footprint for `save`, unless there are many."""
        if len(self._used) < _MOST:
            self._used[name] = _text(where)
            self._is_new = True

    def save(self) -> None:
        """Write the file if a footprint is new: first those that were needed, then others."""
        if not self._is_new:
            return
        footprints: list[Any] = []
        shapes: list[bytes] = []
        size = 0
        for name, text in islice({**self._used, **self._stored}.items(), _MOST):
            size += sum(map(len, text.shapes))
            if size > _MOST_BYTES:
                break
            footprints.append([name, text.values, text.counts, len(text.shapes)])
            shapes += text.shapes
        arrays: dict[str, NDArray[Any]] = {
            "shapes": np.frombuffer(b"".join(shapes), np.uint8),
            "ends": np.cumsum([len(shape) for shape in shapes], dtype=np.int64),
        }
        store(self._path, Entry({"key": self._path.name, "footprints": footprints}, arrays))
        self._is_new = False


class StoredFootprints:
    """Footprints of records whose files are in the index, by their Features."""

    def __init__(self) -> None:
        self._files: dict[Path, _File] = {}

    def recall(
        self,
        kind: str,
        events: Sequence[Event],
        row: int,
        make: Callable[[], Footprint | None],
    ) -> Footprint | None:
        """Return a footprint that is stored, or compute it.

        Parameters
        ----------
        kind : {"outline", "footprint"}
            What it is.
        events : sequence of Event
            The records.
        row : int
            Which of them.
        make : callable
            Computes it.
        """
        feature = feature_at(events, row)
        if feature is None:
            return make()
        path, digest = feature
        if path not in self._files:
            self._files[path] = _File(path)
        file = self._files[path]
        name = f"{kind} {digest.hex()}"
        where = file.get(name)
        if where is None:
            where = make()
            if where is not None and depends_on_no_region(events[row]):
                file.add(name, where)
        return where

    def save(self) -> None:
        """Write the files in which a footprint is new."""
        for file in self._files.values():
            file.save()


def depends_on_no_region(event: Event) -> bool:
    """Return whether the place of a record depends on nothing but its Feature."""
    return not event.regions and not (event.place and event.place.excluding)


def _text(where: Footprint) -> _Text:
    courses = [course for path in where.courses for course in path]
    places = [place for course in courses for place in (course.corridor, course.start, course.end)]
    shapes = [*where.shapes, *where.passed, *places]
    return _Text(
        [getattr(where, name) for name in _PLAIN],
        [len(where.shapes), len(where.passed), list(map(len, where.courses))],
        [shapely.to_wkb(shape) for shape in shapes],
    )


def _footprint(text: _Text) -> Footprint:
    shapes, passed, paths = text.counts
    geometries: Iterator[BaseGeometry] = iter(shapely.from_wkb(text.shapes))

    def some(count: int) -> tuple[BaseGeometry, ...]:
        return tuple(islice(geometries, count))

    return Footprint(
        shapes=some(shapes),
        passed=some(passed),
        courses=tuple(tuple(Course(*some(3)) for _ in range(count)) for count in paths),
        **dict(zip(_PLAIN, text.values, strict=True)),
    )
