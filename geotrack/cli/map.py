"""`geotrack map`: builds offline HTML maps and handouts."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.app import (
    EXIT_FINDINGS,
    by_options,
    current_workspace,
    notify,
    plural,
    report_error,
)
from geotrack.cli.options.conditions import with_options
from geotrack.cli.options.findings import list_all
from geotrack.cli.options.map_formats import OPTIONS, MapOutput, map_output
from geotrack.cli.output.files import writable, write_file
from geotrack.files import atomic_path, check_inside
from geotrack.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from geotrack.mapview.map_view import MapView
    from geotrack.workspace import Workspace

_INPUTS = ".inputs.zip"


@click.command("map")
@click.argument("names", nargs=-1, metavar="[NAME]…")
@click.option(
    "--events",
    "event_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Map a GeoJSON file without a workspace and definition.",
)
@click.option("--out", type=click.Path(path_type=Path), help="The file to write.")
@click.option(
    "--frozen",
    is_flag=True,
    help="Write the map's inputs as NAME.inputs.zip, to rebuild it later.",
)
@click.option(
    "--with-notes",
    is_flag=True,
    help="Include the presenter's notes of the scenes in the page.",
)
@click.option(
    "--since",
    metavar="REV|DATE",
    help="Mark records that are new or changed since a date or git revision.",
)
@click.option("--open", "show", is_flag=True, help="Open the page in the browser.")
@list_all
@with_options(OPTIONS)
@click.pass_context
def command(
    ctx: click.Context,
    /,
    names: tuple[str, ...],
    event_file: Path | None,
    out: Path | None,
    frozen: bool,
    with_notes: bool,
    since: str | None,
    show: bool,
    list_all: bool,
    form: str | None,
    **options: Any,
) -> None:
    """Build the maps NAME of maps/, or all maps.

    The HTML file is written beside its definition, or to --out; maps of the packaged sample go to
    the current folder. It needs no network. --format writes another format.
    """
    how = map_output(form, out, **options)
    if event_file is not None:
        if names:
            raise click.UsageError("--events maps a file by itself: leave the names out")
        if frozen:
            raise click.UsageError(
                "--frozen is for a map of maps/: a file by itself is all that its page needs"
            )
        if with_notes:
            raise click.UsageError(
                "--with-notes is for a map of maps/: a file by itself has no scenes"
            )
        if since is not None:
            raise click.UsageError(
                "--since is for a map of maps/: a file by itself has no history here"
            )
        _from_file(ctx, event_file, out, how, show=show, list_all=list_all)
        return
    built = _from_definitions(
        ctx, names, out, how, frozen=frozen, with_notes=with_notes, since=since
    )
    if show and built:
        click.launch(str(built[0].resolve()))


def _from_file(
    ctx: click.Context,
    event_file: Path,
    out: Path | None,
    how: MapOutput,
    *,
    show: bool,
    list_all: bool,
) -> None:
    from geotrack.findings import finding_lines
    from geotrack.mapview.open import open_map, unranked
    from geotrack.workspace import check_events, open_file

    path = _target(out or event_file.with_suffix(f".{how.form}"), None, [event_file, *how.inputs])
    workspace = open_file(event_file, numbers=True)
    for line in finding_lines(check_events(workspace), each=list_all):
        notify(line)
    if not workspace.events:
        notify(f"error: {event_file} has no sound record; nothing is written")
        ctx.exit(EXIT_FINDINGS)
    for marking in unranked(workspace):
        if marking.fault:
            notify(f"warning: the map is marked {marking.text!r}: {marking.fault}")
            continue
        notify(f"note: the rank of {marking.text!r} is unknown here; the map shows it unchanged")
    view = open_map(workspace, title=event_file.stem, language=how.language)
    _save(view, path, how.write(view))
    if show:
        click.launch(str(path.resolve()))
    ctx.exit(EXIT_FINDINGS if workspace.left_out else 0)


def _from_definitions(
    ctx: click.Context,
    names: tuple[str, ...],
    out: Path | None,
    how: MapOutput,
    *,
    frozen: bool,
    with_notes: bool,
    since: str | None,
) -> list[Path]:
    from geotrack.errors import GeotrackError, UsageError
    from geotrack.mapview.open import look_faults, open_map

    workspace = current_workspace(ctx)
    map_names = names or tuple(workspace.maps)
    _refuse_unknown(workspace, map_names)
    if out is not None and len(map_names) > 1:
        raise UsageError("--out takes one map: name it")
    built = []
    for name in map_names:
        path = out or _beside_definition(workspace, name, how.form)
        path = _target(path, workspace, how.inputs)
        zipped = _target(path.with_suffix(_INPUTS), workspace, how.inputs) if frozen else None
        try:
            view = open_map(
                workspace, name, language=how.language, with_notes=with_notes, since=since
            )
        except GeotrackError as error:
            if name not in workspace.maps:
                raise
            # The other maps are built all the same.
            report_error(ctx, error, f"{name}: {by_options(error, ctx)}")
        else:
            for finding in (*workspace.maps[name].findings, *look_faults(workspace, name)):
                notify(str(finding))
            built.append(_save(view, path, how.write(view)))
            if zipped is not None:
                _freeze(workspace, name, view, zipped)
    if len(built) < len(map_names):
        ctx.exit(EXIT_FINDINGS)
    return built


def _refuse_unknown(workspace: Workspace, names: Sequence[str]) -> None:
    """Refuse an empty list of names or unknown names before any map is built."""
    from geotrack.errors import UsageError
    from geotrack.mapview.open import definition_of
    from geotrack.workspace import shown_path

    if not names:
        folder = shlex.quote(shown_path(workspace.root))
        raise UsageError(
            Message(
                "there is no definition in maps/; `geotrack init {folder}` writes a first one, and "
                "with --events FILE any event file can be mapped",
                folder,
            )
        )
    for name in names:
        if name not in workspace.maps:
            definition_of(workspace, name)


def _freeze(workspace: Workspace, name: str, view: MapView, path: Path) -> None:
    from geotrack.mapview.snapshot import frozen_inputs
    from geotrack.workspace import shown_path

    inputs = frozen_inputs(workspace, name, view)
    write_file(inputs, path)
    notify(f"{shown_path(path)}: what it was built from; {len(inputs) / 1000:.0f} kB")


def _beside_definition(workspace: Workspace, name: str, form: str) -> Path:
    from geotrack.mapview.open import is_packaged

    # Maps of the packaged sample are written to the current folder.
    if is_packaged(workspace):
        return Path(f"{name}.{form}")
    folder = workspace.root / "maps"
    check_inside(folder, workspace.root)
    return folder / f"{name}.{form}"


def _target(path: Path, workspace: Workspace | None, inputs: Iterable[Path]) -> Path:
    """Return the path to write to; refuse stdout and files that must not be overwritten."""
    from geotrack.errors import UsageError

    if str(path) == "-":
        raise UsageError(
            "cannot write -: a map is written to a file, not to stdout; name one (--out)"
        )
    return writable(path, workspace, inputs=inputs)


def _save(view: MapView, path: Path, write: Callable[[Path], None]) -> Path:
    from geotrack.export.product import dataset_terms
    from geotrack.mapview.changes import since_words
    from geotrack.workspace import shown_path

    with atomic_path(path) as new:
        write(new)
    counts = view.counts
    parts = [plural(counts.total, "record"), f"{counts.unplaced} of them unplaced"]
    if view.since:
        parts.append(since_words(view.since, "en"))
    if counts.after_as_of:
        parts.append(f"{counts.after_as_of} first sourced after the as-of date left out")
    if view.otherwise_reviewed:
        parts.append(f"{view.otherwise_reviewed} left out by their review")
    if counts.possible:
        parts.append(f"{counts.possible} that meet the selection only possibly left out")
    if view.observed:
        rows = view.observed.total
        parts.append(f"{'' if rows.exact else 'at least '}{plural(rows.count, 'observation')}")
    sizes = [f"{name} {size / 1000:.0f} kB" for name, size in _optional_parts(view, path)]
    sizes.append(f"{path.stat().st_size / 1000:.0f} kB")
    notify(f"{shown_path(path)}: {', '.join(parts)}; digest {view.digest}; {'; '.join(sizes)}")
    if view.entries_unknown:
        unknown = plural(view.entries_unknown, "record")
        notify(f"note: git knows no earlier day; {unknown} without 'added' may be new, too")
    for note in dataset_terms(view.records):
        notify(f"note: {note}")
    if undrawn := view.symbols.undrawn:
        notify(f"note: cannot draw the symbol code of {', '.join(undrawn)}; drawn by theme")
    if view.observed:
        for note in view.observed.notes():
            notify(f"note: {note}")
    for layer in view.context:
        if layer.left_out:
            features = plural(layer.left_out, "feature")
            notify(f"note: {layer.settings.file}: {features} left out: {layer.reason}")
    return path


def _optional_parts(view: MapView, path: Path) -> Iterator[tuple[str, int]]:
    """Yield the parts that only some pages contain, with their bytes."""
    from folium_polar.basemap.files import EQUATOR, SOUTH, depth, far_coast, far_coast_north, relief

    if path.suffix == ".html" and view.south < SOUTH:
        yield "far coast", len((far_coast if view.south < EQUATOR else far_coast_north)())
    if path.suffix == ".html" and view.definition.layers.depth:
        yield "depth", len(depth())
    if path.suffix == ".html" and view.definition.layers.relief:
        yield "relief", len(relief())
    if path.suffix == ".html" and view.definition.ice:
        yield "sea ice", sum(one.size for one in view.context[: len(view.definition.ice)])
