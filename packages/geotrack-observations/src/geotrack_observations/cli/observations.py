"""`geotrack observations`: builds and describes datasets of positions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.app import emit_json, emit_labelled, plural
from geotrack_observations.cli import build_dataset, density, tracks
from geotrack_observations.cli.datasets import dataset_in, rows_phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geotrack_observations import Dataset


@click.group("observations")
def command() -> None:
    """Build and describe datasets of observations, such as AIS positions."""


command.add_command(build_dataset.command)
command.add_command(density.command)
command.add_command(tracks.command)


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
        "days": dataset.days,
        "columns": dataset.columns,
        "radii": dataset.radii,
        "radiusless": dataset.radiusless,
    }


def _lines(dataset: Dataset) -> Iterator[tuple[str, str]]:
    west, south, east, north = dataset.extent
    yield "file", str(dataset.path)
    yield "rows", f"{dataset.rows:,} in {plural(dataset.row_groups, 'row group')}"
    row_size = f", {dataset.bytes / dataset.rows:.1f} bytes a row" if dataset.rows else ""
    yield "size", f"{dataset.bytes / 1e6:,.1f} MB{row_size}"
    yield "left out", f"{dataset.refused:,}" + (" (_refused.csv)" if dataset.refused else "")
    if dataset.rows:
        yield "latitude", f"{south:.5f} to {north:.5f}"
        yield "longitude", f"{west:.5f} to {east:.5f}"
    if dataset.first and dataset.last:
        yield "time", f"{dataset.first:%Y-%m-%dT%H:%M:%SZ} to {dataset.last:%Y-%m-%dT%H:%M:%SZ}"
    if dataset.days:
        yield "only a day", f"{dataset.days:,}"
    if dataset.timeless:
        yield "without time", f"{dataset.timeless:,}"
    if dataset.has_radius:
        texts = ["{:,.0f} to {:,.0f} m".format(*dataset.radii)] if dataset.radii else []
        if dataset.radiusless:
            rows = rows_phrase(
                dataset.radiusless, dataset, "state none and are", "states none and is"
            )
            texts.append(f"{rows} only possibly in an area")
        yield "radius", "; ".join(texts)
    for n, (name, kind) in enumerate(dataset.columns.items()):
        yield "" if n else "columns", f"{name}: {kind}"
    for n, name in enumerate(dataset.inputs):
        yield "" if n else "made of", name
