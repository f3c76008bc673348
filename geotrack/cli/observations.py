"""`geotrack observations`: builds and describes datasets of positions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli import density, tracks
from geotrack.cli.app import EXIT_FINDINGS, emit_json, emit_labelled, notify, plural
from geotrack.cli.dataset_options import dataset_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geotrack.observations import Built, Dataset
    from geotrack.observations.ingest.rejections import Refusal

_MAX_REASONS = 5


@click.group("observations")
def command() -> None:
    """Build and describe datasets of observations, such as AIS positions."""


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
    "--out",
    required=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Folder of the dataset.",
)
@click.option("--lon", metavar="NAME", help="Column of longitudes; default lon, longitude, x, ….")
@click.option("--lat", metavar="NAME", help="Column of latitudes; default lat, latitude, y.")
@click.option("--time", metavar="NAME", help="Column of times; default time, timestamp, ….")
@click.option(
    "--radius",
    metavar="NAME",
    help="Column of radii of uncertainty; default radius_km, accuracy_m, ….",
)
@click.option(
    "--radius-unit",
    metavar="UNIT",
    help="Unit of radii: m, km, nmi; default that in the column name.",
)
@click.option("--time-zone", metavar="ZONE", help="Time zone of times without one, such as UTC.")
@click.pass_context
def build(ctx: click.Context, /, inputs: tuple[Path, ...], out: Path, **naming: str | None) -> None:
    """Build or rebuild a dataset from CSV, GeoJSON and Parquet files.

    Rows with an invalid position, time or value are left out and listed with the reason in
    DIR/_refused.csv; the exit code is then 1. An interrupted build continues where it stopped.
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
        notify(f"went on after {plural(built.resumed, 'run')} of a build that did not end")
    notify(f"{out}: {plural(built.rows, 'observation')}")
    for path, names in built.derived.items():
        left_out = ", ".join(sorted(names))
        notify(f"note: columns of {path} left out, as geotrack makes its own: {left_out}")
    _notify_doubts(built, open_dataset(out))
    if built.refused:
        notify(f"{plural(built.refused, 'row')} left out, listed in {out / '_refused.csv'}:")
        for one in built.reasons[:_MAX_REASONS]:
            notify(f"  {_refusal(one, several=len(inputs) > 1)}")
        if len(built.reasons) > _MAX_REASONS:
            notify(f"  … and for {plural(len(built.reasons) - _MAX_REASONS, 'other reason')}")
        ctx.exit(EXIT_FINDINGS)


def _notify_doubts(built: Built, dataset: Dataset) -> None:
    """Note likely mistakes in a new dataset: no times, no radii, columns without a unit."""
    from geotrack.observations.ingest.column_roles import unitless

    if built.timeless == built.rows:
        notify("note: no row has a time, so queries by time find none; --time names the column")
    if dataset.radiusless:
        some = _of_rows(dataset.radiusless, dataset, "state", "states")
        pronoun = "it" if dataset.radiusless == 1 else "them"
        notify(
            f"note: {some} no radius: queries by area find {pronoun} only as possible; fill in the "
            "radius, or rename the column to treat all positions as exact"
        )
    if not dataset.has_radius:
        for name in unitless(dataset.columns):
            notify(
                f"note: the column {name!r} has no unit and is kept unchanged; --radius {name} "
                "--radius-unit m, for example, reads it as radius"
            )


def _refusal(rejection: Refusal, *, several: bool) -> str:
    """Return one reason for rejected rows as text, with the first row."""
    from geotrack.observations.ingest.inputs import counted_in

    where = f"{counted_in(Path(rejection.file))} {rejection.line:,}"
    where = f"{rejection.file}, {where}" if several else where
    if rejection.many == 1:
        return f"1 × {rejection.reason.text} ({where})"
    value = rejection.reason.value and f": {rejection.reason.value}"
    return f"{rejection.many:,} × {rejection.reason.kind} (first {where}{value})"


def _of_rows(many: int, dataset: Dataset, plural: str, singular: str) -> str:
    return f"{many:,} of {dataset.rows:,} {singular if many == 1 else plural}"


class _Progress:
    """A progress bar on stderr: rows read, by file."""

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
        return self._update

    def _update(self, path: Path, rows: int) -> None:
        self._bar.update(self._task, description=str(path), completed=rows)

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


@command.command("info")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def info(folder: Path, as_json: bool) -> None:
    """Describe a dataset: rows, extent, times, columns, inputs."""
    dataset = dataset_in(folder)
    if as_json:
        emit_json(_json(dataset))
        return
    emit_labelled(_lines(dataset))


def _json(dataset: Dataset) -> dict[str, Any]:
    first, last = dataset.first, dataset.last
    return {
        "path": str(dataset.path),
        "rows": dataset.rows,
        "row_groups": dataset.row_groups,
        "bytes": dataset.bytes,
        "refused": dataset.refused,
        "inputs": dataset.inputs,
        "extent": dataset.extent,
        "first": first and first.isoformat(),
        "last": last and last.isoformat(),
        "timeless": dataset.timeless,
        "columns": dataset.columns,
        "radii": dataset.radii,
        "radiusless": dataset.radiusless,
    }


def _lines(dataset: Dataset) -> Iterator[tuple[str, str]]:
    west, south, east, north = dataset.extent
    yield "file", str(dataset.path)
    yield "rows", f"{dataset.rows:,} in {plural(dataset.row_groups, 'row group')}"
    each = f", {dataset.bytes / dataset.rows:.1f} bytes a row" if dataset.rows else ""
    yield "size", f"{dataset.bytes / 1e6:,.1f} MB{each}"
    yield "left out", f"{dataset.refused:,}" + (" (_refused.csv)" if dataset.refused else "")
    if dataset.rows:
        yield "latitude", f"{south:.5f} to {north:.5f}"
        yield "longitude", f"{west:.5f} to {east:.5f}"
    if dataset.first and dataset.last:
        yield "time", f"{dataset.first:%Y-%m-%dT%H:%M:%SZ} to {dataset.last:%Y-%m-%dT%H:%M:%SZ}"
    if dataset.timeless:
        yield "without time", f"{dataset.timeless:,}"
    if dataset.has_radius:
        none = _of_rows(dataset.radiusless, dataset, "state none and are", "states none and is")
        none = f"{none} only possibly in an area" if dataset.radiusless else ""
        span = "{:,.0f} to {:,.0f} m".format(*dataset.radii) if dataset.radii else ""
        yield "radius", "; ".join(filter(None, (span, none)))
    for n, (name, kind) in enumerate(dataset.columns.items()):
        yield "" if n else "columns", f"{name}: {kind}"
    for n, name in enumerate(dataset.inputs):
        yield "" if n else "made of", name
