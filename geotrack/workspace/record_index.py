"""The index of a workspace's records: whether there is one, where it lies, what may be in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geotrack.findings import Finding
from geotrack.i18n.spelling import correction
from geotrack.model import Event
from geotrack.reading import Read
from geotrack.workspace.config import Config
from geotrack.workspace.layers_and_maps import SETTINGS, TAXONOMY, LayersAndMaps

if TYPE_CHECKING:
    from geotrack.index.store import RecordIndex
    from geotrack.reading.text.json_text import Json

__all__ = ["index_tables", "record_index"]

# Reading fewer bytes of records takes no longer than looking up what is stored of them.
_LEAST_BYTES = 20_000
_MARKING = "marking"


def record_index(workspace: LayersAndMaps, files: Sequence[Path]) -> RecordIndex | None:
    """Return the index of some event files of a workspace.

    Parameters
    ----------
    workspace : LayersAndMaps
        The workspace's settings and reports.
    files : sequence of Path
        Its event files.

    Returns
    -------
    RecordIndex or None
        None if it is left out, or if there is little to read.
    """
    config, folder = workspace.settings.record, workspace.cache
    if config is None or folder is None or not _are_large(files):
        return None
    from geotrack.index.store import RecordIndex, index_key

    is_named = folder == workspace.named_cache
    is_storable = _always if is_named else partial(_is_unmarked, workspace, config)
    return RecordIndex(folder, index_key(index_tables(workspace)), is_storable)


def index_tables(workspace: LayersAndMaps) -> list[Path]:
    """Return the files that an entry of the index depends on beside its event file."""
    tables = [workspace.root / SETTINGS, workspace.root / TAXONOMY]
    return [*tables, *sorted(workspace.root.glob("seeds/*.toml"))]


def _are_large(files: Iterable[Path]) -> bool:
    size = 0
    for path in files:
        try:
            size += path.stat().st_size
        except OSError:
            continue
        if size >= _LEAST_BYTES:
            return True
    return False


def _always(_json: Json, _read: Read[Event]) -> bool:
    return True


def _is_unmarked(workspace: LayersAndMaps, config: Config, json: Json, read: Read[Event]) -> bool:
    """Return whether nothing in a file is certainly or perhaps marked above the lowest level."""
    if not all(config.level(marking) == 0 for marking in _markings(json, read)):
        return False
    cited = {s.seed for located in read.records for s in located.record.sources if s.seed}
    texts = map(workspace.report_markings.of, cited)
    return all(not isinstance(text, Finding) and config.level(text or None) == 0 for text in texts)


def _markings(json: Json, read: Read[Event]) -> Iterator[str | None]:
    """Yield the markings of all Features, sound or not; a text of no level for an unclear one."""
    yield from {located.record.marking for located in read.records}
    features = json.value["features"]
    if len(read.records) == len(features):
        return
    sound = {located.pointer for located in read.records}
    for n, feature in enumerate(features):
        properties: Any = feature.get("properties") if isinstance(feature, dict) else None
        if f"/features/{n}" in sound or not isinstance(properties, dict):
            continue
        for key, value in properties.items():
            if key == _MARKING and isinstance(value, str | None):
                yield value
            elif key == _MARKING or correction(key, (_MARKING,)) is not None:
                yield "//"
