"""Checks of observations on maps: the dataset exists, and its marking permits it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from geotrack.findings import Finding, shown
from geotrack.messages import Message
from geotrack.model import MapDefinition, Observed
from geotrack.reading import TomlTable
from geotrack.workspace.checks.rule_finding import Place, in_table
from geotrack.workspace.store import Workspace

__all__ = ["ObservationCheck", "observations_can_be_shown"]

ObservationCheck = Callable[[Observed], Iterable[tuple[tuple[str, ...], str, str]]]


def observations_can_be_shown(
    workspace: Workspace, check_observations: ObservationCheck | None
) -> Iterator[Finding]:
    """Find observations on maps without a dataset, or marked higher than the map.

    Parameters
    ----------
    workspace : Workspace
        The maps.
    check_observations : callable, optional
        Yields the faults of an entry for its dataset: path, message and remedy. Without it, only
        the existence of the dataset is checked.
    """
    for table in workspace.maps.values():
        for n, entry in enumerate(table.record.observations if table.record else ()):
            at = ("observations", n)
            yield from _marked_low_enough(workspace, table, entry, at)
            if not (workspace.root / entry.dataset).exists():
                message: str = Message(
                    "there is no {dataset} in the workspace", shown(entry.dataset)
                )
                remedy: str = Message(
                    "make it: geotrack observations build INPUT --out {dataset}", entry.dataset
                )
                value = entry.dataset
                text = (message, remedy)
                yield in_table(table, (*at, "dataset"), text, "map-observations", value)
            else:
                for path, message, remedy in (
                    check_observations(entry) if check_observations else ()
                ):
                    text, value = (message, remedy), getattr(entry, path[0])
                    yield in_table(table, (*at, *path), text, "map-observations", value)


def _marked_low_enough(
    workspace: Workspace, table: TomlTable[MapDefinition], entry: Observed, at: Place
) -> Iterator[Finding]:
    if table.record is None or entry.marking is None:
        return
    level, path = workspace.config.level, (*at, "marking")
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
