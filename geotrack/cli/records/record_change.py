"""The plan of changing one stored record, checked and printed before it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geotrack.cli.app import EXIT_FINDINGS, emit, last_day, notify, wrap_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import click

    from geotrack.workspace import Workspace
    from geotrack.workspace.edit.add import Addition

__all__ = ["plan_change"]


def plan_change(
    ctx: click.Context, workspace: Workspace, feature: Mapping[str, Any], name: str, heading: str
) -> Addition:
    """Print what storing a changed record changes, checked as `geotrack add --replace` does.

    Parameters
    ----------
    ctx : click.Context
        Exited with findings where the record would have errors.
    workspace : Workspace
        The workspace that stores the record.
    feature : mapping
        The changed record.
    name : str
        Its name in findings.
    heading : str
        A line above its differences.

    Returns
    -------
    Addition
        The plan, without an error.
    """
    import json
    from io import BytesIO
    from pathlib import Path

    from geotrack.workspace.edit.add import ChangeKind, plan

    stream = BytesIO(json.dumps(feature).encode())
    addition = plan(workspace, Path(name), stream, replacing=True, today=last_day())
    for finding in addition.findings:
        emit(str(finding))
    if not addition.sound:
        notify("nothing is written: the record would have errors")
        ctx.exit(EXIT_FINDINGS)
    for record in addition.of(ChangeKind.CHANGED):
        emit(heading)
        for difference in record.differences:
            emit(wrap_text(str(difference), " " * 9))
    return addition
