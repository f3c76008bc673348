"""`geotrack query`: selects records or observations by place, time and content."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click
from click.core import ParameterSource

from geotrack.cli.app import current_workspace, notify, workspace_or_packaged
from geotrack.cli.options.conditions import (
    OUTPUT_OPTIONS,
    QUERY_OPTIONS,
    Once,
    Sectioned,
    check_output,
    in_order,
    names_places,
    notify_counts,
    notify_limit,
    notify_reference,
    of_one_kind,
    query_of,
    with_options,
)
from geotrack.cli.options.datasets import CROSSINGS, ENGINES, TRACK_OPTIONS, WHERE, check_engine
from geotrack.cli.options.findings import finding_language
from geotrack.cli.output.progress import follow
from geotrack.messages import Message, in_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geotrack.extensions import QueryOutput
    from geotrack.model.query import Query
    from geotrack.queries import Selection
    from geotrack.workspace import Workspace


FORMS = ("table", "json", "geojson", "csv", "ids")
COUNTED = ("table", "json", "csv")


@click.command("query", cls=Sectioned)
@with_options(QUERY_OPTIONS)
@with_options(OUTPUT_OPTIONS)
@click.option("--why", is_flag=True, help="Show the reason for each hit in the table.")
@finding_language
@click.option(
    "--not-judged", is_flag=True, help="List records that could not be judged after the hits."
)
@click.option(
    "--count-by",
    cls=Once,
    metavar="KEY,…",
    help="Count hits by region, theme, type, kind, month, year, actor, country, "
    "status or verification; the last key becomes columns.",
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
    help="Query a dataset of observations in place of the records.",
)
@WHERE
@with_options(ENGINES)
@click.option(
    "--out",
    cls=Once,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Output file for a dataset: .parquet, .geojson, .csv or .json.",
)
@CROSSINGS
@with_options(TRACK_OPTIONS)
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> None:
    """Select records or observations by place, time and content.

    All conditions must hold; of a repeated option any value. A hit is certain if the conditions
    hold for every position and time that its record allows, and possible if for some. Records
    without place or date are counted as not judged; --not-judged lists them.
    """
    from geotrack.extensions import datasets
    from geotrack.queries import idle, select

    output = {
        name: options.pop(name)
        for name in ("certain", "possible", "sort", "limit", "why", "count_by", "form", "out")
    }
    not_judged = options.pop("not_judged")
    dataset, conditions = options.pop("dataset"), options.pop("conditions")
    of_tracks = {name: options.pop(name) for name in ("crossings", "named", "gap", "max_speed")}
    engine_options = {name: options.pop(name) for name in ("engine", "scheduler")}
    _check(output)
    _check_out(output, dataset)
    _check_tracks(of_tracks, dataset, ctx)
    _check_sort(dataset, ctx)
    if not_judged:
        _check_not_judged(output, dataset)
    check_engine(engine_options, dataset, ctx, crossings=of_tracks["crossings"])
    query = query_of(ctx, options)
    workspace = (
        current_workspace(ctx) if dataset is None else _around(ctx, query, output, of_tracks)
    )
    notify_reference(query, workspace)
    if dataset is not None:
        options = {"conditions": conditions, **of_tracks, **engine_options}
        datasets().run_query(dataset, query, workspace, options, cast("QueryOutput", output))
        return
    if conditions:
        raise click.UsageError(
            in_language("--where is for columns of --dataset DIR; records have other conditions"),
            ctx,
        )
    selection = select(workspace, query)
    for note in idle(workspace, query):
        notify(Message("note: {text}", note))
    _print(selection, output, not_judged=not_judged)
    notify_counts(selection, output)


def _check_tracks(options: dict[str, Any], dataset: Path | None, ctx: click.Context) -> None:
    if options["crossings"] and dataset is None:
        raise click.UsageError(in_language("--crossings needs --dataset DIR"), ctx)
    for name, option in (("named", "--id"), ("gap", "--gap"), ("max_speed", "--max-speed")):
        if options[name] is not None and not options["crossings"]:
            raise click.UsageError(in_language(Message("{option} is for --crossings", option)), ctx)


def _around(
    ctx: click.Context, query: Query, output: dict[str, Any], of_tracks: dict[str, Any]
) -> Workspace:
    """Return the workspace of a query to a dataset, or the packaged layers."""
    by_region = "region" in (output["count_by"] or "").split(",")
    anywhere = not (query.drawn or query.bbox or query.within or query.north_of is not None)
    everywhere = of_tracks["crossings"] and anywhere
    return workspace_or_packaged(ctx, named=names_places(query) or by_region or everywhere)


def _check_sort(dataset: Path | None, ctx: click.Context) -> None:
    from geotrack.errors import UsageError

    if dataset is not None and ctx.get_parameter_source("sort") is not ParameterSource.DEFAULT:
        raise UsageError(
            Message("--sort is for records; hits of a dataset are in the order of its file")
        )


def _check_not_judged(output: dict[str, Any], dataset: Path | None) -> None:
    from geotrack.errors import UsageError

    form = output["form"]
    if dataset is not None:
        message = Message("--not-judged is for records; observations without a time are counted")
    elif output["count_by"] is not None:
        message = Message("--count-by counts all hits; leave out {option}", "--not-judged")
    elif form not in ("table", "json"):
        message = Message(
            "{form} holds hits alone; leave out --not-judged, or write table or json", form
        )
    else:
        return
    raise UsageError(message)


def _check_out(output: dict[str, Any], dataset: Path | None) -> None:
    from geotrack.errors import UsageError

    if output["out"] is None:
        return
    if dataset is None:
        raise UsageError(
            Message("--out writes hits of --dataset DIR; `geotrack export` writes records")
        )
    if output["count_by"] is not None:
        raise UsageError(
            Message("--out writes observations; counts are printed: leave --out or --count-by out")
        )


def _check(output: dict[str, Any]) -> None:
    from geotrack.errors import UsageError

    check_output(output)
    if output["count_by"] is None:
        return
    if output["form"] not in COUNTED:
        raise UsageError(
            Message(
                "counts have no form {form!r}; write one of {known}",
                output["form"],
                ", ".join(COUNTED),
            )
        )
    for name, is_set in (
        ("--limit", output["limit"] is not None),
        ("--sort", output["sort"] != "date"),
        ("--why", output["why"]),
    ):
        if is_set:
            raise UsageError(Message("--count-by counts all hits; leave out {option}", name))


def _print(selection: Selection, output: dict[str, Any], *, not_judged: bool) -> None:
    from geotrack.cli.output.hits import print_counts, print_selection

    selection = of_one_kind(selection, output)
    if output["count_by"] is not None:
        from geotrack.queries import count_by

        keys = [key.strip() for key in output["count_by"].split(",")]
        counts = count_by(selection, keys, watched=_watched)
        print_counts(selection, counts, output["form"])
        return
    listed = in_order(selection, output)
    print_selection(listed, output["form"], why=output["why"], not_judged=not_judged)
    notify_limit(selection, listed)


def _watched(steps: Sequence[Any]) -> Iterator[Any]:
    """Show a progress bar over the steps of counting by region."""
    return follow(steps, "regions")
