"""`geotrack query --crossings`: when craft entered and left regions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.app import notify, plural
from geotrack.cli.crossing_output import print_crossings, write_crossings
from geotrack.cli.dataset_options import dataset_in
from geotrack.cli.progress import progress
from geotrack.cli.query_dataset import check_out, notify_unmet
from geotrack.cli.query_options import Once, Option
from geotrack.cli.row_output import ENDINGS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from geotrack.model.query import Query
    from geotrack.observations import Fixes, Limits, Stay
    from geotrack.workspace import Workspace

__all__ = ["CROSSINGS", "TRACK_OPTIONS", "notify_fixes", "run_crossings"]

TRACK_OPTIONS: tuple[Option, ...] = (
    click.option(
        "--id",
        "named",
        cls=Once,
        metavar="COLUMN",
        help="Column that identifies the craft: mmsi, icao24, ….",
    ),
    click.option(
        "--gap",
        cls=Once,
        metavar="TIME",
        help="A track ends where the next position is later by more than this: 90min, 6h, 2d. "
        "Default 6h, for aircraft 30min.",
    ),
    click.option(
        "--max-speed",
        cls=Once,
        metavar="SPEED",
        help="A track ends where the next position needs a higher speed: 60kn, 110km/h, 30m/s. "
        "Default 60kn, for aircraft 700kn.",
    ),
)
"""Options that define how positions are joined to tracks."""

CROSSINGS = click.option(
    "--crossings", is_flag=True, help="List when craft of a dataset entered and left regions."
)

_FIRST = 20


def notify_fixes(fixes: Fixes, limits: Limits) -> None:
    """Print how many positions tracks are built from, and the limits used."""
    notify(
        f"{len(fixes):,} positions of {len(fixes.ids):,} {fixes.column}, joined where the next is "
        f"no more than {limits.gap} later and no faster reached than at {limits.speed}"
    )
    for many, why in (
        (fixes.timeless, "no time"),
        (fixes.days, "a day in place of a time"),
        (fixes.nameless, f"no {fixes.column}"),
        (fixes.repeated, "the same position, time and id as another"),
    ):
        if many:
            notify(f"{plural(many, 'row')} left out: {why}")


def run_crossings(
    folder: Path,
    query: Query,
    workspace: Workspace,
    conditions: Sequence[str],
    options: dict[str, Any],
    **output: Any,
) -> None:
    """Compute the crossings of a dataset, and print or write them.

    Raises
    ------
    UsageError
        The query does not fit the dataset, or options do not go together.
    """
    from geotrack.observations import (
        Condition,
        Limits,
        Question,
        crossings,
        id_column,
        places_of,
        read_fixes,
        whole_of,
    )
    from geotrack.observations.trajectories.stay_rows import in_order

    _check(output)
    dataset, out = dataset_in(folder), output["out"]
    if out is not None:
        check_out(out, ENDINGS, dataset, workspace, output["form"])
    column = id_column(dataset, options["named"])
    limits = Limits.parse(column, options["gap"], options["max_speed"])
    question = Question(dataset, query, workspace, [Condition.parse(text) for text in conditions])
    places = places_of(query, workspace)
    with progress("reading", dataset.rows) as read:
        fixes = read_fixes(whole_of(question), column, read)
    with progress("comparing", len(fixes) * len(places)) as compared:
        stays = in_order(crossings(fixes, places, limits, question.span, progress=compared), places)
    matching = [s for s in stays if not (output["possible"] if s.certain else output["certain"])]
    limit = output["limit"]
    if output["form"] == "table" and limit is None and out is None:
        limit = _FIRST
    if out is None:
        print_crossings(matching[:limit], column, output["form"])
    else:
        write_crossings(matching[:limit], fixes, limits, out)
    if limit is not None and len(matching) > limit:
        done = "shown" if out is None else "written"
        notify(f"{len(matching) - limit:,} more are not {done} (--limit {limit})")
    notify_fixes(fixes, limits)
    _notify_counts(stays, output)
    if not stays:
        notify_unmet(question)


def _check(output: dict[str, Any]) -> None:
    from geotrack.errors import UsageError

    if output["count_by"] is not None:
        raise UsageError("--crossings lists crossings one by one; leave out --count-by")
    if output["form"] == "ids":
        raise UsageError("crossings have no ids; write table, json, geojson or csv")
    if output["why"]:
        raise UsageError("--why is for records, not for --crossings")


def _notify_counts(stays: list[Stay], output: dict[str, Any]) -> None:
    certain = sum(stay.certain for stay in stays)
    passed = sum(stay.kind == "passage" for stay in stays)
    no_certain, no_possible = (
        " (left out)" if output[other] else "" for other in ("possible", "certain")
    )
    notify(
        f"stays: {certain:,} certain{no_certain}, "
        f"{len(stays) - certain - passed:,} possible{no_possible}; "
        f"possible passages between two positions: {passed:,}{no_possible}"
    )
