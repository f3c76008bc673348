"""`geotrack observations density`: counts positions in hexagons of equal area."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import click

from geotrack.cli.app import notify, plural, workspace_or_packaged
from geotrack.cli.options.conditions import (
    PLACE_AND_TIME_OPTIONS,
    Once,
    Sectioned,
    names_places,
    notify_reference,
    query_of,
    with_options,
)
from geotrack.cli.options.datasets import WHERE
from geotrack.cli.output.progress import follow, progress
from geotrack_observations.cli.datasets import FEATURES_OUT, dataset_in
from geotrack_observations.cli.query_dataset import check_out, notify_unmet

if TYPE_CHECKING:
    from geotrack_observations import DatasetQuery, Density

_DEFAULT_KM2 = 1_600.0


class _Density(Sectioned):
    sections: ClassVar = {**Sectioned.sections, "area_km2": "Hexagons"}


@click.command("density", cls=_Density)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@with_options(PLACE_AND_TIME_OPTIONS)
@WHERE
@click.option(
    "--area",
    "area_km2",
    cls=Once,
    type=float,
    metavar="KM2",
    help="Area of a hexagon in km²; default 1600, which is 43 km across.",
)
@click.option(
    "--by",
    cls=Once,
    type=click.Choice(["month"], case_sensitive=False),
    help="Count each month (UTC) separately.",
)
@FEATURES_OUT
@click.pass_context
def command(ctx: click.Context, /, folder: Path, **options: Any) -> None:
    """Count the positions of a dataset in hexagons of equal area.

    Writes polygons with the count, the area and the positions per 1,000 km². The positions can be
    selected by place and time, as with `geotrack query`; with a place, certain and possible
    positions are counted separately.
    """
    from geotrack.errors import UsageError
    from geotrack_observations import Condition, DatasetQuery
    from geotrack_observations.density.surfaces import surface_features
    from geotrack_observations.grid.hexagons import LARGEST_KM2, SMALLEST_KM2
    from geotrack_observations.queries.feature_writers import ENDINGS, write_features

    area, by, out, where = (options.pop(name) for name in ("area_km2", "by", "out", "conditions"))
    area = _DEFAULT_KM2 if area is None else area
    if not SMALLEST_KM2 <= area <= LARGEST_KM2:
        raise UsageError(
            f"--area {area:g} is not between {SMALLEST_KM2:g} and {LARGEST_KM2:,.0f} km²"
        )
    parameters = {
        k: _json_value(v)
        for k, v in (options | {"where": where}).items()
        if v not in (None, False, ())
    }
    query = query_of(ctx, options)
    dataset, workspace = dataset_in(folder), workspace_or_packaged(ctx, named=names_places(query))
    check_out(out, ENDINGS, dataset, workspace)
    notify_reference(query, workspace)
    dataset_query = DatasetQuery(
        dataset, query, workspace, [Condition.parse(text) for text in where]
    )
    density = _count_hexagons(dataset_query, area)
    (level,) = density.levels
    _notify_left_out(density)
    about = {
        "dataset": folder.name,
        "positions": density.certain + density.possible,
        "hexagons_km2": area,
        "hexagons_plane": "EPSG:6931",
        "question": parameters,
    }
    features = surface_features(
        level, about, by_month=by is not None, by_match=bool(dataset_query.grids)
    )
    count = len(level.q) if by else level.hexagons
    write_features(replace(features, rows=follow(features.rows, "writing", count)), out)
    across = level.lattice.across_m / 1000
    hexagons_text = (
        f"{plural(level.hexagons, 'hexagon')} of {area:,.10g} km², {across:,.3g} km across"
    )
    notify(f"{out}: {_positions_text(density)} in {hexagons_text}")
    if not level.hexagons:
        notify(f"note: no position of {folder} meets the query")
        notify_unmet(dataset_query)


def _count_hexagons(dataset_query: DatasetQuery, area: float) -> Density:
    from geotrack_observations import count_hexagons

    with progress("counting", dataset_query.dataset.rows) as counted:
        return count_hexagons(dataset_query, [area], progress=counted)


def _positions_text(density: Density) -> str:
    count = density.certain + density.possible
    return f"{count:,} position{'' if count == 1 else 's'}"


def _notify_left_out(density: Density) -> None:
    if density.south_count:
        notify(
            f"note: {density.south_count:,} south of the equator left out: hexagons lie north of it"
        )
    if vague := density.levels[0].wider_than_hexagon:
        notify(f"note: {vague:,} may lie in another hexagon: their radius is above half its width")


def _json_value(value: Any) -> Any:
    """Return an option's value as a JSON value; a path as its name."""
    if isinstance(value, tuple):
        return [_json_value(item) for item in value]
    return value.name if isinstance(value, Path) else value
