"""A record that is made at the command line: the last question, writing it, and what comes next."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from geotrack.cli.app import FOUND, emit, say
from geotrack.cli.prompts import agreed, at_terminal, stoppable

if TYPE_CHECKING:
    from geotrack.workspace import Edit, Workspace
    from geotrack.workspace.duplicates.find import Pair


def finish(
    ctx: click.Context,
    feature: Mapping[str, Any],
    given: Mapping[str, Any],
    edit: Edit,
    *,
    is_asked: bool,
) -> None:
    """Write what is gathered, and say where the record stands and what comes next.

    Parameters
    ----------
    ctx : click.Context
        Left where it is not to be written.
    feature : mapping
        The new record.
    given : mapping
        The options of `record_options`.
    edit : Edit
        All changes, of which the record is one.
    is_asked : bool
        Whether someone is there who can be asked for a last word.
    """
    from geotrack.reading.geojson_text import feature_text
    from geotrack.workspace import shown_path
    from geotrack.workspace.edit.add import STORED

    path = edit.path_of(given["into"])
    if given["dry_run"]:
        emit(feature_text(feature, 0))
        return
    pairs = _pairs(feature, edit.workspace)
    stored = [] if given["allow_duplicates"] else [p for p in pairs if p.score >= STORED]
    asks = (is_asked or bool(stored and at_terminal())) and not given["yes"]
    if asks:
        _ask(ctx, feature, pairs, path)
    elif stored:
        _refuse_stored(ctx, pairs, stored[0])
    edit.commit()
    id_ = str(feature["id"])
    emit(f"{shown_path(path)}:{_line(path, id_)}: {id_}")
    if not asks:
        _tell(pairs)
    shown, named = shlex.quote(shown_path(path)), shlex.quote(id_)
    page = shlex.quote(shown_path(path.parent.parent / "maps" / f"{path.stem}.html"))
    say(
        f"next: `geotrack map --events {shown} --out {page} --open`, "
        f"`geotrack review {named} --by NAME`"
    )


def _ask(ctx: click.Context, feature: Mapping[str, Any], pairs: Sequence[Pair], path: Path) -> None:
    """Show a record and what it is alike to, and leave where it is not to be written."""
    from geotrack.reading.geojson_text import feature_text
    from geotrack.workspace import shown_path

    say(feature_text(feature, 0))
    _tell(pairs)
    with stoppable(ctx):
        if not agreed(f"Write it to {shown_path(path)}?"):
            say("nothing is written")
            ctx.exit(FOUND)


def _refuse_stored(ctx: click.Context, pairs: Sequence[Pair], stored: Pair) -> NoReturn:
    from geotrack.findings import shown

    _tell(pairs)
    say(
        f"nothing is written: it is probably stored already, as {shown(stored.second.id)}; to "
        "correct that one `geotrack add --replace`, to keep both --allow-duplicates"
    )
    ctx.exit(FOUND)


def _pairs(feature: Mapping[str, Any], workspace: Workspace) -> list[Pair]:
    """Return the stored records that probably tell of the same event."""
    from geotrack.findings import Finding
    from geotrack.reading import events_in, feature_text, parse_json
    from geotrack.workspace.duplicates.find import duplicates_of

    read = parse_json(feature_text(feature).encode(), "")
    records = [] if isinstance(read, Finding) else events_in(read).records
    return duplicates_of([r.record for r in records], workspace)


def _tell(pairs: Sequence[Pair]) -> None:
    from geotrack.cli.duplicates import pair_lines

    for pair in pairs:
        for line in pair_lines(pair):
            say(line)


def tell_claim(path: Path, claim_id: str) -> None:
    """Say where a claim stands that names a new record."""
    from geotrack.workspace import shown_path
    from geotrack.workspace.edit.reports import line_of_claim

    emit(f"{shown_path(path)}:{line_of_claim(path, claim_id)}: {claim_id}")


def _line(path: Path, id_: str) -> int:
    from geotrack.reading import lines_of, read_events

    read = read_events(path, path.name)
    at = next(r.pointer for r in read.records if r.record.id == id_)
    return lines_of(read.text, [at])[at]
