"""`geotrack new`: one record, asked at a terminal or given by options."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.add import allow_duplicates
from geotrack.cli.app import USAGE, opened, say
from geotrack.cli.new_record import finish, tell_claim
from geotrack.cli.prompts import RecordPrompts, at_terminal, stoppable, words_of

if TYPE_CHECKING:
    from geotrack.workspace import Workspace
    from geotrack.workspace.edit.compose import Answers

DEFAULT = "added.geojson"
"""File of events/ for records that are told no other."""

Command = Callable[..., Any]

# The option that a fault in a Feature comes from, by the longest pointer that begins it.
_OPTIONS = {
    "/id": "--id",
    "/geometry": "--at",
    # What is told of a record or its place as a whole is that it states no precision.
    "/properties": "--precision",
    "/properties/place": "--precision",
    "/properties/place/name": "--place-name",
    "/properties/place/radius_km": "--radius-km",
    "/properties/place/regions": "--region",
    "/properties/sources": "--source",
    "/properties/actors": "--actor",
    "/properties/tags": "--tag",
    **{
        f"/properties/{name}": f"--{name}"
        for name in ("title", "type", "start", "end", "status", "summary", "kind")
    },
}

_RECORD = (
    click.option("--title", metavar="TEXT", help="In your own words."),
    click.option("--type", metavar="WORD", help="air/bomber-sortie, coastguard/patrol, …"),
    click.option("--start", metavar="DATE", help="2024-09-28, 2024-09, 2024, …, or unknown."),
    click.option("--end", metavar="DATE", help="Where it lasted; .. while it goes on."),
    click.option("--at", metavar="WHERE", help="LON,LAT, or a place (`geotrack places`)."),
    click.option(
        "--region", "regions", multiple=True, metavar="WORD", help="Id or name; alone or beside."
    ),
    click.option(
        "--geometry",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="A GeoJSON geometry or Feature.",
    ),
    click.option("--no-place", is_flag=True, help="Nobody says where."),
    click.option("--place-name", metavar="TEXT", help="The place in the source's words."),
    click.option(
        "--precision",
        metavar="WORD",
        help="exact, near, line, area, representative; without it, not stated.",
    ),
    click.option("--radius-km", type=float, metavar="KM", help="Radius of the precision."),
    click.option("--within", metavar="LENGTH", help="30km, 16nmi: precision near, that radius."),
    click.option("--source", "urls", multiple=True, metavar="URL", help="Where it is said."),
    click.option("--cite", "works", multiple=True, metavar="TEXT", help="Where it has no address."),
    click.option("--actor", "actors", multiple=True, metavar="NAME:COUNTRY", help="Who took part."),
    click.option("--status", metavar="WORD", help="occurred, ongoing, announced, planned, …"),
    click.option("--summary", metavar="TEXT", help="In a sentence or two."),
    click.option("--tag", "tags", multiple=True, metavar="TAG", help="A free tag."),
    click.option("--id", "id_", metavar="ID", help="Default: of date and title."),
    click.option(
        "--into", metavar="NAME", default=DEFAULT, help=f"File of events/; default {DEFAULT}."
    ),
    click.option("--dry-run", is_flag=True, help="Print it, and write nothing."),
    click.option("--yes", is_flag=True, help="Write without asking whether to."),
    allow_duplicates,
)


def record_options(command: Command) -> Command:
    """Give a command the options that say what is in a record, and where it goes."""
    for option in reversed(_RECORD):
        command = option(command)
    return command


@click.command("new")
@record_options
@click.option("--place", metavar="NAME", help="A place of the gazetteer, as with --at.")
@click.option("--kind", metavar="WORD", help="event, statement, assessment, outlook.")
@click.option("--seed", metavar="ID", help="A report of seeds/ as source, with --claim.")
@click.option("--claim", metavar="ID", help="The claim of that report.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    place: str | None,
    kind: str | None,
    seed: str | None,
    claim: str | None,
    **given: Any,
) -> None:
    """Write a new record: asked at a terminal, or all given by options.

    Nothing is filled in that was not answered. Each answer is checked by the rules that
    `geotrack check` goes by. The record is a draft.
    """
    from dataclasses import replace

    from geotrack.errors import UsageError
    from geotrack.workspace import Edit

    if place is not None:
        if given["at"] is not None:
            raise UsageError("--place and --at both say where; leave one out")
        given["at"] = place
    workspace = opened(ctx)
    answers = replace(answered(given, workspace), kind=kind)
    if seed is not None or claim is not None:
        cited = {k: v for k, v in (("seed", seed), ("claim", claim)) if v is not None}
        answers = replace(answers, sources=(*answers.sources, cited))
    edit = Edit(workspace)
    feature, is_asked = settled(ctx, answers, given, workspace)
    edit.add(feature, given["into"])
    report = None
    if seed is not None and claim is not None:
        from geotrack.workspace.edit.reports import cite_record

        report = cite_record(edit, workspace, (seed, claim), str(feature["id"]))
    finish(ctx, feature, given, edit, is_asked=is_asked)
    if report is not None and not given["dry_run"]:
        tell_claim(report, str(claim))


def settled(
    ctx: click.Context,
    answers: Answers,
    given: Mapping[str, Any],
    workspace: Workspace,
    *,
    source: dict[str, Any] | None = None,
) -> tuple[dict[str, Any], bool]:
    """Return the Feature of what is answered, and whether some of it was asked at a terminal.

    Parameters
    ----------
    ctx : click.Context
        Left where an answer is wrong, or who is asked stops.
    answers : Answers
        What the options say.
    given : mapping
        The options of `record_options`.
    workspace : Workspace
        By which it is judged.
    source : dict, optional
        A source that comes first and is not judged, as it is only just being written.

    Raises
    ------
    UsageError
        Something is missing and nobody is there to ask.
    """
    from dataclasses import replace

    from geotrack.errors import UsageError
    from geotrack.workspace import open_workspace
    from geotrack.workspace.edit.compose import compose

    _refuse_faults(ctx, answers, workspace)
    missing = unanswered(answers, given, is_sourced=source is not None)
    if missing and not at_terminal():
        raise UsageError(f"missing: {', '.join(missing.values())}")
    if missing:
        with stoppable(ctx):
            answers = RecordPrompts(answers, workspace).ask(missing)
        # Others may have added records while it was asked.
        workspace = open_workspace(workspace.root)
    sources = ((source,) if source else ()) + answers.sources
    return compose(replace(answers, sources=sources), workspace), bool(missing)


def unanswered(answers: Answers, given: Mapping[str, Any], *, is_sourced: bool) -> dict[str, str]:
    """Return what is needed of a record and not answered, with the options that answer it."""
    missing = {n: f"--{n}" for n in ("title", "type", "start") if getattr(answers, n) is None}
    if not (answers.geometry is not None or answers.regions or given["no_place"]):
        missing["where"] = "--at (or --region, --geometry, --no-place)"
    if not (answers.sources or is_sourced):
        missing["source"] = "--source (or --cite, --seed with --claim)"
    return missing


def _refuse_faults(ctx: click.Context, answers: Answers, workspace: Workspace) -> None:
    """Tell all that is wrong with what the options say, and leave where one is an error."""
    from geotrack.findings import errors_of
    from geotrack.workspace.edit.compose import faults_of_answers

    findings = faults_of_answers(answers, workspace)
    wrong = errors_of(findings)
    for finding in findings:
        kind = "error" if finding in wrong else "warning"
        say(f"{kind}: {_option(finding.pointer)}: {words_of(finding)}")
    if wrong:
        ctx.exit(USAGE)


def _option(pointer: str) -> str:
    """Return the option that a fault at a pointer comes from."""
    begun = [at for at in _OPTIONS if f"{pointer}/".startswith(f"{at}/")]
    return _OPTIONS[max(begun, key=len)] if begun else pointer


def answered(given: Mapping[str, Any], workspace: Workspace) -> Answers:
    """Return what the options of `record_options` say.

    Raises
    ------
    UsageError
        Some say two things at once, or a place or file is not there.
    """
    from dataclasses import replace

    from geotrack.workspace.edit.compose import actor_of, kilometres

    precision, radius = given["precision"], given["radius_km"]
    if given["within"] is not None:
        _only_one(given, "--within", "--radius-km")
        precision, radius = precision or "near", kilometres(given["within"])
    if radius is not None and float(radius).is_integer():
        radius = int(radius)
    where = _where(given, workspace)
    return replace(
        where,
        title=given["title"],
        type=given["type"],
        start=given["start"],
        end=given["end"],
        status=given["status"],
        summary=given["summary"],
        id=given["id_"],
        place_name=given["place_name"] or where.place_name,
        precision=precision,
        radius_km=radius,
        sources=(*({"url": u} for u in given["urls"]), *({"cite": w} for w in given["works"])),
        actors=tuple(map(actor_of, given["actors"])),
        tags=given["tags"],
    )


def _only_one(given: Mapping[str, Any], *options: str) -> None:
    from geotrack.errors import UsageError

    said = [
        o for o in options if given[o.removeprefix("--").replace("-", "_")] not in {None, False}
    ]
    if len(said) > 1:
        raise UsageError(f"{' and '.join(said)} do not go together; leave all but one out")


def _where(given: Mapping[str, Any], workspace: Workspace) -> Answers:
    from dataclasses import replace

    from geotrack.errors import UsageError
    from geotrack.workspace.edit.compose import Answers, locate

    _only_one(given, "--at", "--geometry", "--no-place")
    if given["no_place"] and given["regions"]:
        raise UsageError("--region says where; leave it out, or --no-place")
    regions = tuple(dict.fromkeys(workspace.regions.named(word).id for word in given["regions"]))
    if given["geometry"] is not None:
        return Answers(geometry=_geometry(given["geometry"]), regions=regions)
    if given["at"] is None:
        return Answers(regions=regions)
    found = locate(given["at"], workspace)
    return replace(found, regions=tuple(dict.fromkeys((*found.regions, *regions))))


def _geometry(path: Path) -> dict[str, Any] | None:
    """Read a shape; all that is wrong with its file is told at once."""
    from geotrack.findings import errors_of
    from geotrack.reading.single_geometry import read_geometry
    from geotrack.workspace import shown_path

    geometry, findings = read_geometry(path, shown_path(path))
    wrong = errors_of(findings)
    for finding in wrong:
        say(f"error: {finding}")
    if wrong:
        raise click.exceptions.Exit(USAGE)
    return geometry
