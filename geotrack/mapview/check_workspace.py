"""The check of a whole workspace, with what its maps select and show."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from datetime import date

    from geotrack.findings import Finding
    from geotrack.model import Event, MapDefinition
    from geotrack.model.maps.layer_file import LayerFile
    from geotrack.reading import TomlTable
    from geotrack.workspace import Workspace
    from geotrack.workspace.checks.context_layers import LayerFileFault
    from geotrack.workspace.checks.rule_finding import RecordSelection

__all__ = ["check_map", "check_workspace", "observation_findings", "selector"]


def check_workspace(
    workspace: Workspace, *, today: date, ignore: Collection[str] = ()
) -> list[Finding]:
    """Return all findings about a workspace, as `geotrack check` prints them.

    Parameters
    ----------
    workspace : Workspace
        The workspace.
    today : date
        Events that occurred are not later.
    ignore : collection of str, optional
        Ids of rules whose findings are of no interest; see `check`.
    """
    from geotrack.workspace import check

    return check(
        workspace,
        today=today,
        selected_records=selector(workspace),
        check_observations=observation_findings,
        check_layer_file=_layer_file_checker(workspace),
        ignore=ignore,
    )


def check_map(
    workspace: Workspace, name: str, table: TomlTable[MapDefinition]
) -> tuple[Finding, ...]:
    """Return all findings about one map definition, which need not be stored.

    Parameters
    ----------
    workspace : Workspace
        The workspace of its records and layers.
    name : str
        Name of the map.
    table : TomlTable of MapDefinition
        The definition as read.
    """
    from geotrack.workspace.checks import check_maps
    from geotrack.workspace.in_memory import with_map

    around = with_map(workspace, name, table)
    findings = check_maps(
        around,
        selector(around),
        observation_findings,
        _layer_file_checker(around),
    )
    return (*table.findings, *(finding for finding in findings if finding.file == table.file))


def selector(workspace: Workspace) -> RecordSelection:
    """Return a function that selects the records of a map."""

    def selected_records(
        definition: MapDefinition, among: Collection[str] | None = None, /
    ) -> Iterable[Event] | None:
        from geotrack.errors import GeotrackError
        from geotrack.mapview.selection import as_ruled, choose

        try:
            definition = as_ruled(definition, workspace)
            selection = choose(workspace, definition, strict=False, why=False, among=among)
            return selection.events
        except GeotrackError:  # reported as a finding of its own
            return None

    return selected_records


def observation_findings(workspace: Workspace) -> Iterator[Finding]:
    """Find faults of observations on maps; without their package, that it is needed."""
    from geotrack.extensions import INSTALL, MissingPackageError, datasets
    from geotrack.messages import Message
    from geotrack.workspace.checks.rule_finding import in_table

    tables = [one for one in workspace.maps.values() if one.record and one.record.observations]
    if not tables:
        return
    try:
        yield from datasets().findings(workspace)
    except MissingPackageError:
        text = (Message("datasets of observations need geotrack-observations"), INSTALL)
        for table in tables:
            yield in_table(table, ("observations",), text, "map-observations", None)


def _layer_file_checker(workspace: Workspace) -> Callable[[LayerFile], Iterable[LayerFileFault]]:
    """Return a function that checks a context layer of a map."""

    def check_layer_file(entry: LayerFile) -> Iterable[LayerFileFault]:
        from geotrack.mapview.context_layers.layer import layer_file_faults

        return layer_file_faults(workspace.root, entry)

    return check_layer_file
