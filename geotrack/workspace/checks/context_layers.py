"""Checks of context layers on maps: the file can be drawn, in colours that stand out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from geotrack.findings import Finding, Severity, shown
from geotrack.messages import Message
from geotrack.model import MapDefinition
from geotrack.model.maps.contrast import DAY, LEAST_CONTRAST, contrast
from geotrack.model.maps.layer_file import LayerFile
from geotrack.workspace.checks.rule_finding import in_table
from geotrack.workspace.store import Workspace

__all__ = ["LayerFileCheck", "LayerFileFault", "context_layers_are_readable"]


class LayerFileFault(NamedTuple):
    """A fault of a context layer's entry; `is_partial` where the other features can be drawn."""

    key: str
    message: str
    remedy: str
    is_partial: bool = False


LayerFileCheck = Callable[[LayerFile], Iterable[LayerFileFault]]


def context_layers_are_readable(
    workspace: Workspace, check_layer_file: LayerFileCheck | None
) -> Iterator[Finding]:
    """Find context layers whose file cannot be read, and those with colours that are hard to see.

    Parameters
    ----------
    workspace : Workspace
        The maps.
    check_layer_file : callable, optional
        Yields the faults of an entry; without it, only the existence of the file is checked.
    """
    for table in workspace.maps.values():
        for path, entry in _entries(table.record):
            warning = Severity.WARNING
            if faint := _contrast_fault(entry):
                place = (*path, "colour")
                yield in_table(table, place, faint, "map-contrast", entry.colour, severity=warning)
            faults = check_layer_file(entry) if check_layer_file else _missing(workspace, entry)
            for key, message, remedy, is_partial in faults:
                text, place, value = (message, remedy), (*path, key), getattr(entry, key)
                if is_partial:
                    yield in_table(table, place, text, "map-file-part", value, severity=warning)
                else:
                    rule = "map-ice" if key in {"full", "extent"} else "map-file"
                    yield in_table(table, place, text, rule, value)


def _entries(definition: MapDefinition | None) -> Iterator[tuple[tuple[str | int, ...], LayerFile]]:
    """Yield the entries of context layers and sea ice, with their paths in the definition."""
    if definition is not None:
        yield from ((("ice", n), entry) for n, entry in enumerate(definition.ice))
        yield from (
            (("layers", "files", n), entry) for n, entry in enumerate(definition.layers.files)
        )


def _contrast_fault(entry: LayerFile) -> tuple[str, str] | None:
    if entry.colour is None:
        return None
    least = min(contrast(entry.colour, ground) for ground in DAY)
    if least >= LEAST_CONTRAST:
        return None
    message = Message(
        "{colour} is hard to see on the map: its contrast is {least:.1f} to 1",
        shown(entry.colour),
        least,
    )
    return message, Message(
        "choose a darker colour, of {least:g} to 1 with land and sea", LEAST_CONTRAST
    )


def _missing(workspace: Workspace, entry: LayerFile) -> Iterator[LayerFileFault]:
    if not (workspace.root / entry.file).exists():
        message = Message("there is no {file} in the workspace", shown(entry.file))
        yield LayerFileFault("file", message, "put it there, or mend the path")
