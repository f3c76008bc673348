"""Findings about `[[observations]]` of maps: marking, dataset, columns and conditions."""

from __future__ import annotations

from collections.abc import Iterator

from geotrack.findings import Finding, shown
from geotrack.messages import Message
from geotrack.model import MapDefinition, Observed
from geotrack.reading import TomlTable
from geotrack.workspace.checks.rule_finding import Place, in_table
from geotrack.workspace.store import Workspace

__all__ = ["findings"]

_RULE = "map-observations"


def findings(workspace: Workspace) -> Iterator[Finding]:
    """Find observations on maps that are marked higher than the map, or cannot be read.

    Parameters
    ----------
    workspace : Workspace
        The maps.
    """
    for table in workspace.maps.values():
        for n, entry in enumerate(table.record.observations if table.record else ()):
            location = ("observations", n)
            yield from _marked_low_enough(workspace, table, entry, location)
            if not (workspace.root / entry.dataset).exists():
                text = (
                    Message("there is no {dataset} in the workspace", shown(entry.dataset)),
                    Message(
                        "make it: geotrack observations build INPUT --out {dataset}", entry.dataset
                    ),
                )
                yield in_table(table, (*location, "dataset"), text, _RULE, entry.dataset)
            else:
                from geotrack_observations.layers.faults import faults  # loads pyarrow

                for path, message, remedy in faults(workspace, entry):
                    value = getattr(entry, path[0])
                    yield in_table(table, (*location, *path), (message, remedy), _RULE, value)


def _marked_low_enough(
    workspace: Workspace, table: TomlTable[MapDefinition], entry: Observed, location: Place
) -> Iterator[Finding]:
    if table.record is None or entry.marking is None:
        return
    level, path = workspace.config.level, (*location, "marking")
    height, allowed = level(entry.marking), level(table.record.marking)
    if height is None:
        ranks = ", ".join(workspace.config.markings)
        message = Message("{marking} is not a marking of this workspace", shown(entry.marking))
        yield in_table(
            table, path, (message, Message("begin it with one of {known}", ranks)), "marking", None
        )
    elif allowed is not None and height > allowed:
        message = Message(
            "marked {marking}, above the map's {other}",
            shown(entry.marking),
            shown(table.record.marking),
        )
        remedy = "raise the map's marking, or leave the observations out"
        yield in_table(table, path, (message, remedy), "map-marking", entry.marking)
