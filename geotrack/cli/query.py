"""`geotrack query`: what happened there, then."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from geotrack.cli.app import opened, opened_or_packaged, say
from geotrack.cli.crossings import CROSSINGS, OF_TRACKS, ask_crossings
from geotrack.cli.dataset_options import WHERE
from geotrack.cli.engine_options import ENGINES, check_engine
from geotrack.cli.query_options import (
    FROM_ANSWER,
    FROM_QUESTION,
    Once,
    Sectioned,
    check_answer,
    in_order,
    names_places,
    of_one_kind,
    query_of,
    say_counts,
    say_left,
    with_options,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geotrack.model.query import Query
    from geotrack.queries import Selection
    from geotrack.workspace import Workspace


FORMS = ("table", "json", "geojson", "csv", "ids")
COUNTED = ("table", "json", "csv")


@click.command("query", cls=Sectioned)
@with_options(FROM_QUESTION)
@with_options(FROM_ANSWER)
@click.option("--why", is_flag=True, help="Say in the table why each is a hit.")
@click.option(
    "--not-judged", is_flag=True, help="List in the table, after the hits, what is not judged."
)
@click.option(
    "--count-by",
    cls=Once,
    metavar="KEY,…",
    help="Counts in place of hits, by region, theme, type, kind, month, year, actor, country, "
    "status or verification; the last key goes across.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS, case_sensitive=False),
    default="table",
    help="Default: table.",
)
@click.option(
    "--dataset",
    cls=Once,
    type=click.Path(path_type=Path, exists=True),
    metavar="DIR",
    help="Ask a dataset of observations in place of the records.",
)
@WHERE
@with_options(ENGINES)
@click.option(
    "--out",
    cls=Once,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write what a dataset answers to a .parquet, .geojson, .csv or .json.",
)
@CROSSINGS
@with_options(OF_TRACKS)
@click.pass_context
def command(ctx: click.Context, /, **given: Any) -> None:
    """Ask what happened there, then.

    All conditions hold at once; of an option given several times, any. A hit is certain if it
    holds for every position and time that its record allows, possible if for some. Records
    without place or date are counted as not judged; --not-judged lists them.
    """
    from geotrack.queries import idle, select

    answer = {
        name: given.pop(name)
        for name in ("certain", "possible", "sort", "limit", "why", "count_by", "form", "out")
    }
    not_judged = given.pop("not_judged")
    dataset, conditions = given.pop("dataset"), given.pop("conditions")
    of_tracks = {name: given.pop(name) for name in ("crossings", "named", "gap", "max_speed")}
    put_to = {name: given.pop(name) for name in ("engine", "scheduler")}
    _check(answer)
    _check_out(answer, dataset)
    _check_tracks(of_tracks, dataset, ctx)
    _check_sort(dataset, ctx)
    if not_judged:
        _check_not_judged(answer, dataset)
    check_engine(put_to, dataset, ctx, crossings=of_tracks["crossings"])
    asked = query_of(ctx, given)
    workspace = opened(ctx) if dataset is None else _around(ctx, asked, answer, of_tracks)
    if of_tracks["crossings"]:
        ask_crossings(dataset, asked, workspace, conditions, of_tracks, **answer)
        return
    if dataset is not None:
        from geotrack.cli.query_dataset import ask

        ask(dataset, asked, workspace, conditions, put_to, **answer)
        return
    if conditions:
        raise click.UsageError(
            "--where asks for a column of --dataset DIR; records have conditions of their own", ctx
        )
    found = select(workspace, asked)
    for said in idle(workspace, asked):
        say(f"note: {said}")
    _print(found, answer, not_judged=not_judged)
    say_counts(found, answer)


def _check_tracks(given: dict[str, Any], dataset: Path | None, ctx: click.Context) -> None:
    if given["crossings"] and dataset is None:
        raise click.UsageError("--crossings are told of --dataset DIR", ctx)
    for name, option in (("named", "--id"), ("gap", "--gap"), ("max_speed", "--max-speed")):
        if given[name] is not None and not given["crossings"]:
            raise click.UsageError(f"{option} is for --crossings", ctx)


def _around(
    ctx: click.Context, asked: Query, answer: dict[str, Any], of_tracks: dict[str, Any]
) -> Workspace:
    """Return the workspace round a dataset, or what comes with geotrack in place of one."""
    counted = "region" in (answer["count_by"] or "").split(",")
    anywhere = not (asked.drawn or asked.bbox or asked.within or asked.north_of is not None)
    everywhere = of_tracks["crossings"] and anywhere
    return opened_or_packaged(ctx, named=names_places(asked) or counted or everywhere)


def _check_sort(dataset: Path | None, ctx: click.Context) -> None:
    from geotrack.errors import UsageError

    if dataset is not None and ctx.get_parameter_source("sort") is not ParameterSource.DEFAULT:
        raise UsageError(
            "--sort is for records; what a dataset answers stands in the order of its file"
        )


def _check_not_judged(answer: dict[str, Any], dataset: Path | None) -> None:
    from geotrack.errors import UsageError

    form = answer["form"]
    if dataset is not None:
        message = "--not-judged is for records; observations without a time are counted"
    elif answer["count_by"] is not None:
        message = "--count-by counts all hits; leave out --not-judged"
    elif form not in ("table", "json"):
        message = f"{form} holds hits alone; leave out --not-judged, or write table or json"
    else:
        return
    raise UsageError(message)


def _check_out(answer: dict[str, Any], dataset: Path | None) -> None:
    from geotrack.errors import UsageError

    if answer["out"] is None:
        return
    if dataset is None:
        raise UsageError(
            "--out writes what --dataset DIR answers; `geotrack export` writes records"
        )
    if answer["count_by"] is not None:
        raise UsageError(
            "--out writes observations; counts are printed: leave --out or --count-by out"
        )


def _check(answer: dict[str, Any]) -> None:
    from geotrack.errors import UsageError

    check_answer(answer)
    if answer["count_by"] is None:
        return
    if answer["form"] not in COUNTED:
        raise UsageError(
            f"counts have no form {answer['form']!r}; write one of {', '.join(COUNTED)}"
        )
    for name, is_asked in (
        ("--limit", answer["limit"] is not None),
        ("--sort", answer["sort"] != "date"),
        ("--why", answer["why"]),
    ):
        if is_asked:
            raise UsageError(f"--count-by counts all hits; leave out {name}")


def _print(found: Selection, answer: dict[str, Any], *, not_judged: bool) -> None:
    from geotrack.cli.query_output import print_answer, print_counts

    found = of_one_kind(found, answer)
    if answer["count_by"] is not None:
        from geotrack.queries import count_by

        keys = [key.strip() for key in answer["count_by"].split(",")]
        counts = count_by(found, keys, watched=_watched)
        print_counts(found, counts, answer["form"])
        return
    shown = in_order(found, answer)
    print_answer(shown, answer["form"], why=answer["why"], not_judged=not_judged)
    say_left(found, shown)


def _watched(regions: Sequence[str]) -> Iterator[str]:
    """Show how far it is, where someone looks on."""
    with click.progressbar(
        regions, label="regions", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        yield from bar
