"""`geotrack observations tracks`: writes the tracks of a dataset for GIS."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from geotrack.cli.app import notify, plural, workspace_or_packaged
from geotrack.cli.options.conditions import Once, with_options
from geotrack.cli.options.datasets import TRACK_OPTIONS, WHERE
from geotrack.cli.output.progress import follow, progress
from geotrack_observations.cli.crossings import notify_fixes
from geotrack_observations.cli.datasets import FEATURES_OUT, dataset_in
from geotrack_observations.cli.query_dataset import check_out, notify_unmet


@click.command("tracks")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@FEATURES_OUT
@with_options(TRACK_OPTIONS)
@click.option(
    "--longest-gap", cls=Once, metavar="TIME", help="Longest gap that is written: 3d. Default all."
)
@click.option(
    "--simplify",
    cls=Once,
    metavar="LENGTH",
    help="Tolerance for simplifying lines: 100m. Default none.",
)
@WHERE
@click.option("--from", "start", cls=Once, metavar="DATE", help="First date.")
@click.option("--to", "end", cls=Once, metavar="DATE", help="Last date.")
@click.pass_context
def command(ctx: click.Context, /, folder: Path, out: Path, **options: Any) -> None:
    """Write the tracks of ships or aircraft as lines.

    A track ends at a gap, where the next position is much later, and at a jump, where the next
    position needs too high a speed. Gaps are separate features. Lines are geodesics, cut at 180°.
    """
    from geotrack.model.quantities import in_metres
    from geotrack.model.query import Query
    from geotrack_observations import Condition, DatasetQuery, TrackLimits, id_column, read_fixes
    from geotrack_observations.queries.feature_writers import ENDINGS, write_features
    from geotrack_observations.trajectories.track_rows import track_features

    dataset, workspace = dataset_in(folder), workspace_or_packaged(ctx, named=False)
    check_out(out, ENDINGS, dataset, workspace)
    column = id_column(dataset, options["named"])
    limits = TrackLimits.parse(column, options["gap"], options["max_speed"], options["longest_gap"])
    simplify = None if options["simplify"] is None else in_metres(options["simplify"])
    query = Query.parse(start=options["start"], end=options["end"])
    conditions = [Condition.parse(text) for text in options["conditions"]]
    dataset_query = DatasetQuery(dataset, query, workspace, conditions)
    with progress("reading", dataset.rows) as progress_of_rows:
        fixes = read_fixes(dataset_query, column, progress_of_rows)
    counts: Counter[str] = Counter()
    features = track_features(fixes, limits, simplify, counts)
    write_features(replace(features, rows=follow(features.rows, "writing")), out)
    notify(f"{out}: {_counts_text(counts)}")
    if counts["undrawn"]:
        notify(f"{plural(counts['undrawn'], 'gap')} longer than {limits.longest_gap} left out")
    notify_fixes(fixes, limits)
    if not len(fixes):
        notify(f"note: no position of {folder} with {column} and time meets the conditions")
        notify_unmet(dataset_query)


def _counts_text(counts: Counter[str]) -> str:
    """Return the number of features of each kind as text."""
    names = (
        ("track", "track", "tracks"),
        ("fix", "single position", "single positions"),
        ("gap", "gap", "gaps"),
        ("jump", "jump", "jumps"),
    )
    return ", ".join(
        f"{counts[k]:,} {one_form if counts[k] == 1 else many_form}"
        for k, one_form, many_form in names
    )
