"""Last steps of a new record: confirmation, writing, and the next commands."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from geotrack.cli.app import EXIT_FINDINGS, emit, notify
from geotrack.cli.records.prompts import at_terminal, confirm, interruptible

if TYPE_CHECKING:
    from geotrack.workspace import Edit, Workspace
    from geotrack.workspace.duplicates.find import Pair


def finish(
    ctx: click.Context,
    feature: Mapping[str, Any],
    options: Mapping[str, Any],
    edit: Edit,
    *,
    interactive: bool,
) -> None:
    """Confirm and write a new record; print its location and the next commands.

    Parameters
    ----------
    ctx : click.Context
        Exited where the record is not to be written.
    feature : mapping
        The new record.
    options : mapping
        The options of `record_options`.
    edit : Edit
        All changes, including the record.
    interactive : bool
        Whether the user can be asked for confirmation.
    """
    from geotrack.reading.text.geojson_text import feature_text
    from geotrack.workspace import shown_path
    from geotrack.workspace.edit.add import STORED

    path = edit.path_of(options["into"])
    if options["dry_run"]:
        emit(feature_text(feature, 0))
        return
    pairs = _duplicate_pairs(feature, edit.workspace)
    stored = [] if options["allow_duplicates"] else [p for p in pairs if p.score >= STORED]
    prompts = (interactive or bool(stored and at_terminal())) and not options["yes"]
    if prompts:
        _ask(ctx, feature, pairs, path)
    elif stored:
        _refuse_stored(ctx, pairs, stored[0])
    edit.commit()
    id_ = str(feature["id"])
    emit(f"{shown_path(path)}:{_line(path, id_, edit.workspace)}: {id_}")
    if not prompts:
        _notify_pairs(pairs)
    file, name = shlex.quote(shown_path(path)), shlex.quote(id_)
    page = shlex.quote(shown_path(path.parent.parent / "maps" / f"{path.stem}.html"))
    notify(
        f"next: `geotrack map --events {file} --out {page} --open`, "
        f"`geotrack review {name} --by NAME`"
    )


def _ask(ctx: click.Context, feature: Mapping[str, Any], pairs: Sequence[Pair], path: Path) -> None:
    """Show a record and its probable duplicates, and exit if the user declines."""
    from geotrack.reading.text.geojson_text import feature_text
    from geotrack.workspace import shown_path

    notify(feature_text(feature, 0))
    _notify_pairs(pairs)
    with interruptible(ctx):
        if not confirm(f"Write it to {shown_path(path)}?"):
            notify("nothing is written")
            ctx.exit(EXIT_FINDINGS)


def _refuse_stored(ctx: click.Context, pairs: Sequence[Pair], stored: Pair) -> NoReturn:
    from geotrack.findings import shown

    _notify_pairs(pairs)
    notify(
        f"nothing is written: it is probably stored already, as {shown(stored.second.id)}; to "
        "correct that one `geotrack add --replace`, to keep both --allow-duplicates"
    )
    ctx.exit(EXIT_FINDINGS)


def _duplicate_pairs(feature: Mapping[str, Any], workspace: Workspace) -> list[Pair]:
    """Return the pairs of a new record with probable duplicates."""
    from geotrack.findings import Finding
    from geotrack.reading import events_in, feature_text, parse_json
    from geotrack.workspace.duplicates.find import duplicates_of

    parsed = parse_json(feature_text(feature).encode(), "")
    records = [] if isinstance(parsed, Finding) else events_in(parsed, workspace.taxonomy).records
    return duplicates_of([r.record for r in records], workspace)


def _notify_pairs(pairs: Sequence[Pair]) -> None:
    from geotrack.cli.output.duplicates import pair_lines

    for pair in pairs:
        for line in pair_lines(pair):
            notify(line)


def print_claim(path: Path, claim_id: str) -> None:
    """Print the location of the claim that names a new record."""
    from geotrack.workspace import shown_path
    from geotrack.workspace.edit.claims import line_of_claim

    emit(f"{shown_path(path)}:{line_of_claim(path, claim_id)}: {claim_id}")


def _line(path: Path, id_: str, workspace: Workspace) -> int:
    from geotrack.reading import lines_of, read_events

    result = read_events(path, path.name, taxonomy=workspace.taxonomy)
    record_pointer = next(r.pointer for r in result.records if r.record.id == id_)
    return lines_of(result.text, [record_pointer])[record_pointer]
