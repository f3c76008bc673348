"""`geotrack query --crossings`: when craft came into regions and left them."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.app import counted, say
from geotrack.cli.crossing_output import print_crossings, write_crossings
from geotrack.cli.dataset_options import opened
from geotrack.cli.query_dataset import check_out, say_unmet
from geotrack.cli.query_options import Once, Option
from geotrack.cli.row_output import ENDINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from geotrack.model.query import Query
    from geotrack.observations import Fixes, Limits, Stay
    from geotrack.workspace import Workspace

__all__ = ["CROSSINGS", "OF_TRACKS", "ask_crossings", "progress", "say_fixes"]

OF_TRACKS: tuple[Option, ...] = (
    click.option(
        "--id", "named", cls=Once, metavar="COLUMN", help="Whose a position is: mmsi, icao24, …."
    ),
    click.option(
        "--gap",
        cls=Once,
        metavar="TIME",
        help="Nothing is told of what is between fixes further apart: 90min, 6h, 2d. Default 6h, "
        "of aircraft 30min.",
    ),
    click.option(
        "--max-speed",
        cls=Once,
        metavar="SPEED",
        help="Nor between fixes that only a faster craft could join: 60kn, 110km/h, 30m/s. "
        "Default 60kn, of aircraft 700kn.",
    ),
)
"""How positions become tracks."""

CROSSINGS = click.option(
    "--crossings", is_flag=True, help="When craft of a dataset came into regions and left them."
)

_FIRST = 20


@contextmanager
def progress(label: str, length: int) -> Iterator[Callable[[int], object]]:
    """Show a bar on stderr where someone looks on; yield what is called as it goes on."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=length, label=label, file=sys.stderr, hidden=hidden) as bar:
        yield bar.update


def say_fixes(fixes: Fixes, limits: Limits) -> None:
    """Tell what tracks are made of, and by which limits."""
    say(
        f"{len(fixes):,} positions of {len(fixes.ids):,} {fixes.column}, joined where the next is "
        f"no more than {limits.gap} later and no faster reached than at {limits.speed}"
    )
    for many, why in (
        (fixes.timeless, "no time"),
        (fixes.nameless, f"no {fixes.column}"),
        (fixes.repeated, "the same position, time and id as another"),
    ):
        if many:
            say(f"{counted(many, 'row')} left out: {why}")


def ask_crossings(
    folder: Path,
    query: Query,
    workspace: Workspace,
    conditions: Sequence[str],
    given: dict[str, Any],
    **answer: Any,
) -> None:
    """Tell when craft came in and left.

    Raises
    ------
    UsageError
        It cannot be asked so.
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

    _check(answer)
    dataset, out = opened(folder), answer["out"]
    if out is not None:
        check_out(out, ENDINGS, dataset, workspace, answer["form"])
    column = id_column(dataset, given["named"])
    limits = Limits.parse(column, given["gap"], given["max_speed"])
    asked = Question(dataset, query, workspace, [Condition.parse(text) for text in conditions])
    places = places_of(query, workspace)
    with progress("reading", dataset.rows) as read:
        fixes = read_fixes(whole_of(asked), column, read)
    with progress("comparing", len(fixes) * len(places)) as compared:
        found = in_order(crossings(fixes, places, limits, asked.span, progress=compared), places)
    kept = [s for s in found if not (answer["possible"] if s.certain else answer["certain"])]
    limit = answer["limit"]
    if answer["form"] == "table" and limit is None and out is None:
        limit = _FIRST
    if out is None:
        print_crossings(kept[:limit], column, answer["form"])
    else:
        write_crossings(kept[:limit], fixes, limits, out)
    if limit is not None and len(kept) > limit:
        done = "shown" if out is None else "written"
        say(f"{len(kept) - limit:,} more are not {done} (--limit {limit})")
    say_fixes(fixes, limits)
    _say_counts(found, answer)
    if not found:
        say_unmet(asked)


def _check(answer: dict[str, Any]) -> None:
    from geotrack.errors import UsageError

    if answer["count_by"] is not None:
        raise UsageError("--crossings are told one by one; leave out --count-by")
    if answer["form"] == "ids":
        raise UsageError("crossings have no ids; write table, json, geojson or csv")
    if answer["why"]:
        raise UsageError("--why is for records, not for --crossings")


def _say_counts(found: list[Stay], answer: dict[str, Any]) -> None:
    certain = sum(stay.certain for stay in found)
    passed = sum(stay.kind == "passage" for stay in found)
    no_certain, no_possible = (
        " (left out)" if answer[other] else "" for other in ("possible", "certain")
    )
    say(
        f"stays: {certain:,} certain{no_certain}, "
        f"{len(found) - certain - passed:,} possible{no_possible}; "
        f"possible passages between two positions: {passed:,}{no_possible}"
    )
