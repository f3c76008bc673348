"""`geotrack observations`: datasets of positions by the million."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli import density, tracks
from geotrack.cli.app import FOUND, counted, emit_json, emit_labelled, say
from geotrack.cli.dataset_options import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geotrack.observations import Built, Dataset
    from geotrack.observations.ingest.rejections import Refusal

_TOLD = 5


@click.group("observations")
def command() -> None:
    """Build a dataset of observations, such as AIS positions, and tell what is in one."""


command.add_command(density.command)
command.add_command(tracks.command)


@command.command("build")
@click.argument(
    "inputs",
    nargs=-1,
    required=True,
    metavar="INPUT…",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)
@click.option(
    "--out", required=True, metavar="DIR", type=click.Path(path_type=Path), help="Its folder."
)
@click.option("--lon", metavar="NAME", help="Column of longitudes; default lon, longitude, x, ….")
@click.option("--lat", metavar="NAME", help="Column of latitudes; default lat, latitude, y.")
@click.option("--time", metavar="NAME", help="Column of times; default time, timestamp, ….")
@click.option(
    "--radius",
    metavar="NAME",
    help="Column of radii of uncertainty; default radius_km, accuracy_m, ….",
)
@click.option("--radius-unit", metavar="UNIT", help="Of radii whose name tells none: m, km, nmi.")
@click.option("--time-zone", metavar="ZONE", help="Of times that state none, for example UTC.")
@click.pass_context
def build(ctx: click.Context, /, inputs: tuple[Path, ...], out: Path, **naming: str | None) -> None:
    """Build a dataset of CSV, GeoJSON and Parquet, or build it anew.

    Rows without a position on the globe, with a time that is none, or with a cell of another kind
    are left out, and stand with their reasons in DIR/_refused.csv; then the exit code is 1. Broken
    off and begun again, a build goes on where it was.
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    from geotrack.errors import UsageError
    from geotrack.observations import Naming, open_dataset
    from geotrack.observations import build as make

    if str(out) == "-":
        raise UsageError("--out - names no folder: a dataset is no stream; name one")
    zone = naming["time_zone"]
    if zone:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError):
            raise UsageError(
                f"--time-zone {zone!r} is no zone that is known, such as UTC or Europe/Oslo"
            ) from None
    with _Progress(inputs) as progress:
        built = make(inputs, out, Naming(**naming), progress=progress)
    if built.resumed:
        say(f"went on after {counted(built.resumed, 'run')} of a build that did not end")
    say(f"{out}: {counted(built.rows, 'observation')}")
    for path, names in built.derived.items():
        left_out = ", ".join(sorted(names))
        say(f"note: columns of {path} left out, as geotrack makes its own: {left_out}")
    _say_notes(built, open_dataset(out))
    if built.refused:
        say(f"{counted(built.refused, 'row')} left out, told in {out / '_refused.csv'}:")
        for one in built.reasons[:_TOLD]:
            say(f"  {_refusal(one, several=len(inputs) > 1)}")
        if len(built.reasons) > _TOLD:
            say(f"  … and for {counted(len(built.reasons) - _TOLD, 'other reason')}")
        ctx.exit(FOUND)


def _say_notes(built: Built, dataset: Dataset) -> None:
    """Tell what of a dataset that is new may not be meant."""
    from geotrack.observations.ingest.column_names import unitless

    if built.timeless == built.rows:
        say("note: none has a time, so no period finds any; --time names the column of times")
    if dataset.radiusless:
        some = _of_rows(dataset.radiusless, dataset, "state", "states")
        found = "it" if dataset.radiusless == 1 else "them"
        say(
            f"note: {some} no radius: a question finds {found} only possibly in an area; fill in "
            "what is known, or rename the column, and all positions are taken as exact"
        )
    if not dataset.has_radius:
        for name in unitless(dataset.columns):
            say(
                f"note: the column {name!r} tells no unit and is kept as it is; with --radius "
                f"{name} --radius-unit m, for example, it says how sure each position is"
            )


def _refusal(told: Refusal, *, several: bool) -> str:
    """Return in words for what rows were left out, with the first of them."""
    from geotrack.observations.ingest.inputs import counted_in

    where = f"{counted_in(Path(told.file))} {told.line:,}"
    where = f"{told.file}, {where}" if several else where
    if told.many == 1:
        return f"1 × {told.reason.text} ({where})"
    value = told.reason.value and f": {told.reason.value}"
    return f"{told.many:,} × {told.reason.kind} (first {where}{value})"


def _of_rows(many: int, dataset: Dataset, plural: str, singular: str) -> str:
    return f"{many:,} of {dataset.rows:,} {singular if many == 1 else plural}"


class _Progress:
    """A bar on stderr where someone looks on: rows read, of which file."""

    def __init__(self, inputs: tuple[Path, ...]) -> None:
        self._inputs = inputs

    def __enter__(self) -> Any:
        from rich.console import Console
        from rich.progress import Progress, TextColumn

        columns = (TextColumn("{task.description}"), TextColumn("{task.completed:,.0f} rows read"))
        console = Console(stderr=True)
        self._bar = Progress(
            *columns, console=console, transient=True, disable=not console.is_terminal
        )
        self._task = self._bar.add_task(str(self._inputs[0]), total=None)
        self._bar.start()
        return self._tell

    def _tell(self, path: Path, rows: int) -> None:
        self._bar.update(self._task, description=str(path), completed=rows)

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


@command.command("info")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def info(folder: Path, as_json: bool) -> None:
    """Tell what a dataset holds: rows, extent, times, columns, what it was made of."""
    found = opened(folder)
    if as_json:
        emit_json(_json(found))
        return
    emit_labelled(_lines(found))


def _json(found: Dataset) -> dict[str, Any]:
    first, last = found.first, found.last
    return {
        "path": str(found.path),
        "rows": found.rows,
        "row_groups": found.row_groups,
        "bytes": found.bytes,
        "refused": found.refused,
        "inputs": found.inputs,
        "extent": found.extent,
        "first": first and first.isoformat(),
        "last": last and last.isoformat(),
        "timeless": found.timeless,
        "columns": found.columns,
        "radii": found.radii,
        "radiusless": found.radiusless,
    }


def _lines(found: Dataset) -> Iterator[tuple[str, str]]:
    west, south, east, north = found.extent
    yield "file", str(found.path)
    yield "rows", f"{found.rows:,} in {counted(found.row_groups, 'row group')}"
    each = f", {found.bytes / found.rows:.1f} bytes a row" if found.rows else ""
    yield "size", f"{found.bytes / 1e6:,.1f} MB{each}"
    yield "left out", f"{found.refused:,}" + (" (_refused.csv)" if found.refused else "")
    if found.rows:
        yield "latitude", f"{south:.5f} to {north:.5f}"
        yield "longitude", f"{west:.5f} to {east:.5f}"
    if found.first and found.last:
        yield "time", f"{found.first:%Y-%m-%dT%H:%M:%SZ} to {found.last:%Y-%m-%dT%H:%M:%SZ}"
    if found.timeless:
        yield "without time", f"{found.timeless:,}"
    if found.has_radius:
        none = _of_rows(found.radiusless, found, "state none and are", "states none and is")
        none = f"{none} only possibly in an area" if found.radiusless else ""
        span = "{:,.0f} to {:,.0f} m".format(*found.radii) if found.radii else ""
        yield "radius", "; ".join(filter(None, (span, none)))
    for n, (name, kind) in enumerate(found.columns.items()):
        yield "" if n else "columns", f"{name}: {kind}"
    for n, name in enumerate(found.inputs):
        yield "" if n else "made of", name
