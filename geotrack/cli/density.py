"""`geotrack observations density`: how many positions lie where, in hexagons of equal area."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.app import counted, opened_or_packaged, say
from geotrack.cli.dataset_options import FEATURES_OUT, WHERE, opened
from geotrack.cli.query_dataset import check_out, say_unmet
from geotrack.cli.query_options import (
    OF_PLACE_AND_TIME,
    Once,
    Sectioned,
    names_places,
    query_of,
    with_options,
)

if TYPE_CHECKING:
    from geotrack.observations import Density, Question

_DEFAULT_KM2 = 1_600.0


@click.command("density", cls=Sectioned)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@with_options(OF_PLACE_AND_TIME)
@WHERE
@click.option(
    "--area",
    "area_km2",
    cls=Once,
    type=float,
    metavar="KM2",
    help="Of each hexagon, square kilometres; default 1600, which is 43 km across.",
)
@click.option(
    "--by",
    cls=Once,
    type=click.Choice(["month"], case_sensitive=False),
    help="A count a hexagon and month (UTC), not one a hexagon.",
)
@FEATURES_OUT
@click.pass_context
def command(ctx: click.Context, /, folder: Path, **given: Any) -> None:
    """Count a dataset's positions in hexagons of equal area, and write these as polygons.

    All, or those that meet a question, put as to `geotrack query`. Each hexagon that holds any has
    its count, its area and positions per 1,000 km²; where a place is asked, how many are certainly
    there and how many possibly.
    """
    from geotrack.errors import UsageError
    from geotrack.observations import Condition, Question
    from geotrack.observations.density.surfaces import surface_features
    from geotrack.observations.grid.hexagons import LARGEST_KM2, SMALLEST_KM2
    from geotrack.observations.queries.feature_writers import ENDINGS, write_features

    area, by, out, where = (given.pop(name) for name in ("area_km2", "by", "out", "conditions"))
    area = _DEFAULT_KM2 if area is None else area
    if not SMALLEST_KM2 <= area <= LARGEST_KM2:
        raise UsageError(
            f"--area {area:g} is not between {SMALLEST_KM2:g} and {LARGEST_KM2:,.0f} km²"
        )
    put = {
        k: _plain(v) for k, v in (given | {"where": where}).items() if v not in (None, False, ())
    }
    query = query_of(ctx, given)
    dataset, workspace = opened(folder), opened_or_packaged(ctx, named=names_places(query))
    check_out(out, ENDINGS, dataset, workspace)
    asked = Question(dataset, query, workspace, [Condition.parse(text) for text in where])
    found = _count(asked, area)
    (level,) = found.levels
    _tell_left_out(found)
    about = {
        "dataset": folder.name,
        "positions": found.certain + found.possible,
        "hexagons_km2": area,
        "hexagons_plane": "EPSG:6931",
        "question": put,
    }
    features = surface_features(level, about, by_month=by is not None, both=bool(asked.grids))
    many = len(level.q) if by else level.hexagons
    with click.progressbar(
        features.rows, many, "writing", file=sys.stderr, hidden=_unseen()
    ) as rows:
        write_features(replace(features, rows=iter(rows)), out)
    across = level.lattice.across_m / 1000
    what = f"{counted(level.hexagons, 'hexagon')} of {area:,.10g} km², {across:,.3g} km across"
    say(f"{out}: {_positions(found)} in {what}")
    if not level.hexagons:
        say(f"note: no position of {folder} meets the question")
        say_unmet(asked)


def _count(asked: Question, area: float) -> Density:
    from geotrack.observations import count_hexagons

    with click.progressbar(
        length=asked.dataset.rows, label="counting", file=sys.stderr, hidden=_unseen()
    ) as bar:
        return count_hexagons(asked, [area], progress=bar.update)


def _positions(found: Density) -> str:
    many = found.certain + found.possible
    return f"{many:,} position{'' if many == 1 else 's'}"


def _unseen() -> bool:
    return not sys.stderr.isatty()


def _tell_left_out(found: Density) -> None:
    if found.south:
        say(f"note: {found.south:,} south of the equator left out: hexagons lie north of it")
    if vague := found.levels[0].vague:
        say(f"note: {vague:,} may lie in another hexagon: their radius is above half its width")


def _plain(value: Any) -> Any:
    """Return what an option gave as JSON has it; of files the names."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.name if isinstance(value, Path) else value
