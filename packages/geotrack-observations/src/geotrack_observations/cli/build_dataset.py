"""`geotrack observations build`: builds a dataset of positions."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.app import EXIT_FINDINGS, notify, plain, plural
from geotrack_observations.cli.datasets import rows_phrase

if TYPE_CHECKING:
    from geotrack_observations import Built, Dataset
    from geotrack_observations.ingest.column_roles import Roles
    from geotrack_observations.rejections import Refusal

__all__ = ["command", "reading_notes"]

_MAX_REASONS = 5
_CLEAR_LINE = "\r\x1b[2K"


@click.command("build")
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
@click.option("--no-time", is_flag=True, help="Accept inputs without times.")
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
@click.option(
    "--time-format",
    multiple=True,
    metavar="FORM",
    help="Form of times: as %d/%m/%Y %H:%M, epoch, epoch-ms, epoch-us, epoch-ns, excel, "
    "days since 1950-01-01.",
)
@click.option("--time-zone", metavar="ZONE", help="Time zone of times without one, such as UTC.")
@click.option(
    "--crs",
    metavar="CRS",
    help="CRS of the columns of positions, such as EPSG:3413; default lon/lat.",
)
@click.option(
    "--wrap-longitude", is_flag=True, help="Read longitudes from 180 to 360 as -180 to 0."
)
@click.option(
    "--as",
    "preset",
    type=click.Choice(["dma", "marinecadastre", "gfw", "movebank", "argo", "opensky", "nmea"]),
    help="Whose files they are; default by their columns.",
)
@click.pass_context
def command(ctx: click.Context, /, inputs: tuple[Path, ...], out: Path, **naming: Any) -> None:
    """Build or rebuild a dataset from CSV, JSON, Parquet, GPX, KML, NMEA, workbooks, GIS files.

    Rows with an invalid position, time or value are left out and listed with the reason in
    DIR/_refused.csv; the exit code is then 1. An interrupted build continues where it stopped.
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    from geotrack.errors import UsageError
    from geotrack_observations import Naming, open_dataset
    from geotrack_observations import build as make

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
    naming["time_format"] = naming["time_format"] or None
    naming["needs_time"] = not naming.pop("no_time")
    with _progress() as progress:
        built = make(inputs, out, Naming(**naming), progress=progress)
    if built.resumed:
        notify(f"went on after {plural(built.resumed, 'run')} of a build that did not end")
    notify(f"{out}: {plural(built.rows, 'observation')}")
    for path, names in built.derived.items():
        left_out = ", ".join(sorted(names))
        notify(f"note: columns of {path} left out, as geotrack makes its own: {left_out}")
    for line in reading_notes(built):
        notify(f"note: {line}")
    _notify_likely_mistakes(built, open_dataset(out))
    if built.refused:
        notify(f"{plural(built.refused, 'row')} left out, listed in {out / '_refused.csv'}:")
        for refusal in built.reasons[:_MAX_REASONS]:
            notify(f"  {_refusal_text(refusal, several=len(inputs) > 1)}")
        if len(built.reasons) > _MAX_REASONS:
            notify(f"  … and for {plural(len(built.reasons) - _MAX_REASONS, 'other reason')}")
        if note := _eastern_note(built):
            notify(f"note: {note}")
        ctx.exit(EXIT_FINDINGS)


def _notify_likely_mistakes(built: Built, dataset: Dataset) -> None:
    """Note likely mistakes in a new dataset: no times, no radii, columns without a unit."""
    from geotrack_observations.ingest.column_roles import unitless

    if built.timeless == built.rows:
        notify("note: no row has a time, so queries by time find none")
    if built.days:
        rows = rows_phrase(built.days, dataset, "state", "states")
        notify(
            f"note: {rows} only a day: queries for a part of it find it as possible, and tracks "
            "leave it out"
        )
    if dataset.radiusless:
        rows = rows_phrase(dataset.radiusless, dataset, "state", "states")
        pronoun = "it" if dataset.radiusless == 1 else "them"
        notify(
            f"note: {rows} no radius: queries by area find {pronoun} only as possible; fill in the "
            "radius, or rename the column to treat all positions as exact"
        )
    if not dataset.has_radius:
        for name in unitless(dataset.columns):
            notify(
                f"note: the column {name!r} has no unit and is kept unchanged; --radius {name} "
                "--radius-unit m, for example, reads it as radius"
            )


def _refusal_text(rejection: Refusal, *, several: bool) -> str:
    """Return one reason for rejected rows as text, with the first row."""
    from geotrack_observations.ingest.inputs import row_unit

    where = f"{row_unit(Path(rejection.file))} {rejection.line:,}"
    where = f"{rejection.file}, {where}" if several else where
    if rejection.count == 1:
        return f"1 × {rejection.reason.text} ({where})"
    value = f": {rejection.reason.value}" if rejection.reason.value else ""
    return f"{rejection.count:,} × {rejection.reason.kind} (first {where}{value})"


@contextmanager
def _progress() -> Iterator[Callable[[Path, int], None]]:
    """Show on one line of a terminal, which is cleared at the end, how many rows are read."""
    is_terminal = sys.stderr.isatty()

    def update(path: Path, rows: int) -> None:
        if is_terminal:
            text = plain(f"{path} {rows:,} rows read")
            click.echo(
                f"{_CLEAR_LINE}{text[: get_terminal_size().columns - 1]}", err=True, nl=False
            )

    try:
        yield update
    finally:
        if is_terminal:
            click.echo(_CLEAR_LINE, err=True, nl=False)


_EMPTIED = {
    "absent:": "state, as AIS does, that the value is not known",
    "unread:": "are no values of their column's type",
}
"""Why cells were left empty, by the start of the name of their count."""


def reading_notes(built: Built) -> Iterator[str]:
    """Yield notes on presets, orders of dates, zones, wrapped longitudes and absent values."""
    from geotrack_observations.ingest.batches import NOTE_KEY
    from geotrack_observations.ingest.positions import FAR_KEY, NOWHERE_KEY, WRAPPED
    from geotrack_observations.ingest.row_checks import ZONE_BY

    by_note: dict[str, list[Path]] = {}
    for path, roles in built.roles.items():
        if note := _reading_note(roles):
            by_note.setdefault(note, []).append(path)
    for note, paths in by_note.items():
        suffix = f" and {len(paths) - 1:,} more" if len(paths) > 1 else ""
        yield f"{paths[0]}{suffix}: {note}"
    for name, count in built.counts.items():
        if name.startswith(ZONE_BY):
            why = name.removeprefix(ZONE_BY)
            times = (
                "1 time without a zone is" if count == 1 else f"{count:,} times without a zone are"
            )
            yield f"{times} UTC, {why}; --time-zone states another"
    if count := built.counts[WRAPPED]:
        yield f"{_rows_have(count)} a longitude from 180 to 360, read as -180 to 0"
    yield from (k.removeprefix(NOTE_KEY) for k in built.counts if k.startswith(NOTE_KEY))
    for key, count in built.counts.items():
        for start in (NOWHERE_KEY, FAR_KEY):
            if key.startswith(start):
                where = key.removeprefix(start)
                yield f"{_rows_have(count)} {where}; first line {built.examples[key]}"
    for start, condition in _EMPTIED.items():
        emptied = sorted((k, count) for k, count in built.counts.items() if k.startswith(start))
        if emptied:
            counts = ", ".join(f"{count:,} of {k.removeprefix(start)}" for k, count in emptied)
            first = built.examples.get(emptied[0][0])
            example = f"; first line {first}" if first else ""
            yield f"cells left empty that {condition}: {counts}{example}"


def _eastern_note(built: Built) -> str:
    """Return how many rows were left out for a longitude from 180 to 360; empty if none was."""
    from geotrack_observations.ingest.positions import EASTERN

    count = built.counts[EASTERN]
    return (
        f"{_rows_have(count)} a longitude from 180 to 360: --wrap-longitude reads these"
        if count
        else ""
    )


def _rows_have(count: int) -> str:
    return "1 row has" if count == 1 else f"{count:,} rows have"


def _reading_note(roles: Roles) -> str:
    """Return how an input was read; empty if there is nothing to say."""
    preset, times = roles.preset, roles.times
    order = {True: "month before day", False: "day before month", None: ""}[times.month_first]
    zone = "" if roles.zone_by or not times.zone else f"{times.zone} where no zone is stated"
    if preset is None:
        time = ", ".join(roles.parts) or roles.time
        notes = []
        if roles.is_guess or roles.parts:
            notes.append(f"times are taken from {time!r}; --time names another")
        if roles.pair_why:
            notes.append(f"positions in {roles.pair!r}: {roles.pair_why}")
        if order:
            notes.append(f"times in {roles.time!r} have the {order}")
        return "; ".join(notes)
    parts = [f"time {roles.time!r}" if roles.time else "", order if roles.time else "", zone]
    text = f"read as {preset.label} (--as {preset.name}): " + ", ".join(filter(None, parts))
    return f"{text}; {preset.note}" if preset.note else text
