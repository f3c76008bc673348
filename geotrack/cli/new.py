"""`geotrack new`: writes one record from options or answers at a terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.app import EXIT_USAGE, current_workspace, notify, plural, today
from geotrack.cli.options.authors import allow_duplicates, author
from geotrack.cli.records.new_record import finish, print_claim
from geotrack.cli.records.prompts import (
    RecordPrompts,
    at_terminal,
    interruptible,
    message_and_remedy,
)
from geotrack.cli.source import stance_of
from geotrack.model.record_properties import PROPERTIES

if TYPE_CHECKING:
    from geotrack.workspace import Workspace
    from geotrack.workspace.edit.compose import RecordAnswers

DEFAULT = "added.geojson"
"""Default file of events/ for new records."""

Command = Callable[..., Any]


def _option_name(name: str) -> str:
    return f"--{name.replace('_', '-')}"


_STATED = {
    one.name: click.option(_option_name(one.name), metavar=one.metavar, help=one.option_help)
    for one in PROPERTIES
    if one.option_help
}
"""Options of properties that are one text."""

# Options by JSON pointer; the longest pointer that is a prefix of the finding's applies.
_OPTIONS = {
    "/id": "--id",
    "/geometry": "--at",
    # The only finding about a record or its place as a whole is the missing precision.
    "/properties": "--precision",
    "/properties/place": "--precision",
    "/properties/place/name": "--place-name",
    "/properties/place/described": "--at",
    "/properties/place/radius_km": "--radius-km",
    "/properties/place/inner_radius_km": "--inner-radius-km",
    "/properties/place/regions": "--region",
    "/properties/sources": "--source",
    "/properties/actors": "--actor",
    "/properties/tags": "--tag",
    **{f"/properties/{name}": _option_name(name) for name in _STATED},
}

_RECORD = (
    # The kind of `geotrack report claim` is that of the claim.
    *(option for name, option in _STATED.items() if name != "kind"),
    click.option(
        "--at", metavar="WHERE", help="LON,LAT, 71°20'N 25°40'E, a place, or '40 nm NW of Vardø'."
    ),
    click.option(
        "--region",
        "regions",
        multiple=True,
        metavar="WORD",
        help="Region of the place, by id or name; repeatable.",
    ),
    click.option(
        "--geometry",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="A GeoJSON geometry or Feature.",
    ),
    click.option("--no-place", is_flag=True, help="The place is unknown."),
    click.option("--place-name", metavar="TEXT", help="The place in the source's words."),
    click.option(
        "--precision",
        metavar="WORD",
        help="exact, near, ring, line, area, representative; without it, not stated.",
    ),
    click.option(
        "--radius-km",
        type=float,
        metavar="KM",
        help="Radius of uncertainty in kilometres; precision near if none is stated.",
    ),
    click.option(
        "--inner-radius-km",
        type=float,
        metavar="KM",
        help="Least distance from the position in kilometres, with precision ring.",
    ),
    click.option(
        "--within", metavar="LENGTH", help="Radius as a length, with precision near: 30km, 16nmi."
    ),
    click.option(
        "--between",
        nargs=2,
        metavar="LENGTH LENGTH",
        help="Radii of a ring as lengths, with precision ring: 120km 230km.",
    ),
    click.option(
        "--source", "urls", multiple=True, metavar="URL", help="Address of a source; repeatable."
    ),
    click.option(
        "--cite",
        "works",
        multiple=True,
        metavar="TEXT",
        help="Source without an address; repeatable.",
    ),
    click.option(
        "--actor", "actors", multiple=True, metavar="NAME:COUNTRY", help="Actor; repeatable."
    ),
    click.option("--tag", "tags", multiple=True, metavar="TAG", help="Tag; repeatable."),
    click.option("--id", "id_", metavar="ID", help="Id; default made of date and title."),
    click.option(
        "--into", metavar="NAME", default=DEFAULT, help=f"File of events/; default {DEFAULT}."
    ),
    click.option("--dry-run", is_flag=True, help="Print the record without writing it."),
    click.option("--yes", is_flag=True, help="Do not ask for confirmation."),
    allow_duplicates,
)


def record_options(command: Command) -> Command:
    """Decorate a command with the options that describe a record."""
    for option in reversed(_RECORD):
        command = option(command)
    return command


@click.command("new")
@record_options
@author
@click.option("--place", metavar="TEXT", help="A place, or a description of one, as with --at.")
@_STATED["kind"]
@click.option("--seed", metavar="ID", help="A report of seeds/ as source, with --claim.")
@click.option("--claim", metavar="ID", help="The claim of that report.")
@click.option(
    "--claimant", "claimants", multiple=True, metavar="NAME", help="Who says it; one a source."
)
@click.option(
    "--stance",
    "stances",
    multiple=True,
    metavar="WORD",
    help="supports, disputes, denies, silent; one a source.",
)
@click.pass_context
def command(
    ctx: click.Context,
    /,
    place: str | None,
    kind: str | None,
    seed: str | None,
    claim: str | None,
    claimants: tuple[str, ...],
    stances: tuple[str, ...],
    **options: Any,
) -> None:
    """Write a new record from options or answers at a terminal.

    Missing values are left out. Claimants and stances are those of the sources in their order,
    --source before --cite before --claim; an empty text states none. Each answer is checked by the
    rules of `geotrack check`. The record is a draft.
    """
    from dataclasses import replace

    from geotrack.errors import UsageError
    from geotrack.workspace import Edit
    from geotrack.workspace.edit.revisions import entered

    if place is not None:
        if options["at"] is not None:
            raise UsageError("--place and --at both say where; leave one out")
        options["at"] = place
    workspace = current_workspace(ctx)
    answers = replace(answers_of(options, workspace), kind=kind)
    if seed is not None or claim is not None:
        cited = {k: v for k, v in (("seed", seed), ("claim", claim)) if v is not None}
        answers = replace(answers, sources=(*answers.sources, cited))
    for key, values in (("claimant", claimants), ("stance", [s and stance_of(s) for s in stances])):
        answers = replace(answers, sources=_with_values(answers.sources, key, values))
    edit = Edit(workspace)
    feature, interactive = build_feature(ctx, answers, options, workspace)
    edit.add(entered(feature, today(), options["by"]), options["into"])
    report = None
    if seed is not None and claim is not None:
        from geotrack.workspace.edit.claims import cite_record

        report = cite_record(edit, workspace, (seed, claim), str(feature["id"]))
    finish(ctx, feature, options, edit, interactive=interactive)
    if report is not None and not options["dry_run"]:
        print_claim(report, str(claim))


def _with_values(
    sources: tuple[dict[str, Any], ...], key: str, values: Sequence[str]
) -> tuple[dict[str, Any], ...]:
    """Return the sources with a value of each."""
    from geotrack.errors import UsageError

    if values and len(values) != len(sources):
        raise UsageError(
            f"{plural(len(values), 'value')} of --{key} for {plural(len(sources), 'source')}; give "
            'one for each source in their order, "" where it states none'
        )
    return tuple(
        {**source, key: value} if value else source
        for source, value in zip(sources, values or [""] * len(sources), strict=True)
    )


def build_feature(
    ctx: click.Context,
    answers: RecordAnswers,
    options: Mapping[str, Any],
    workspace: Workspace,
    *,
    source: dict[str, Any] | None = None,
) -> tuple[dict[str, Any], bool]:
    """Return the Feature of the answers, and whether questions were asked at the terminal.

    Parameters
    ----------
    ctx : click.Context
        Exited where an answer is invalid or the user stops.
    answers : RecordAnswers
        Values of the options.
    options : mapping
        The options of `record_options`.
    workspace : Workspace
        The workspace whose rules, regions and ids apply.
    source : dict, optional
        First source of the record, not checked: its report is not written yet.

    Raises
    ------
    UsageError
        A required value is missing and there is no terminal.
    """
    from dataclasses import replace

    from geotrack.errors import UsageError
    from geotrack.workspace import open_workspace
    from geotrack.workspace.edit.compose import compose

    _refuse_faults(ctx, answers, workspace)
    missing = missing_options(answers, options, is_sourced=source is not None)
    if missing and not at_terminal():
        raise UsageError(f"missing: {', '.join(missing.values())}")
    if missing:
        with interruptible(ctx):
            answers = RecordPrompts(answers, workspace).ask(missing)
        # Others may have added records in the meantime.
        workspace = open_workspace(workspace.root)
    sources = ((source,) if source else ()) + answers.sources
    return compose(replace(answers, sources=sources), workspace), bool(missing)


def missing_options(
    answers: RecordAnswers, options: Mapping[str, Any], *, is_sourced: bool
) -> dict[str, str]:
    """Return the required values that are missing, each with the option that gives it."""
    missing = {n: f"--{n}" for n in ("title", "type", "start") if getattr(answers, n) is None}
    if not (answers.geometry is not None or answers.regions or options["no_place"]):
        missing["where"] = "--at (or --region, --geometry, --no-place)"
    if not (answers.sources or is_sourced):
        missing["source"] = "--source (or --cite, --seed with --claim)"
    return missing


def _refuse_faults(ctx: click.Context, answers: RecordAnswers, workspace: Workspace) -> None:
    """Print the findings about the options, and exit if one is an error."""
    from geotrack.findings import errors_of
    from geotrack.workspace.edit.compose import faults_of_answers

    findings = faults_of_answers(answers, workspace)
    wrong = errors_of(findings)
    for finding in findings:
        kind = "error" if finding in wrong else "warning"
        notify(f"{kind}: {_option(finding.pointer)}: {message_and_remedy(finding)}")
    if wrong:
        ctx.exit(EXIT_USAGE)


def _option(pointer: str) -> str:
    """Return the option that caused a finding, by its JSON pointer."""
    begun = [path for path in _OPTIONS if f"{pointer}/".startswith(f"{path}/")]
    return _OPTIONS[max(begun, key=len)] if begun else pointer


def answers_of(options: Mapping[str, Any], workspace: Workspace) -> RecordAnswers:
    """Return the answers given by the options of `record_options`.

    Raises
    ------
    UsageError
        Options contradict each other, or a place or file does not exist.
    """
    from dataclasses import replace

    from geotrack.workspace.edit.compose import actor_of, kilometres, time_in_words

    precision, radius = options["precision"], options["radius_km"]
    if options["within"] is not None:
        _only_one(options, "--within", "--radius-km")
        precision, radius = precision or "near", kilometres(options["within"])
    inner = options["inner_radius_km"]
    if options["between"] is not None:
        _only_one(options, "--between", "--within", "--radius-km", "--inner-radius-km")
        precision = precision or "ring"
        inner, radius = sorted(map(kilometres, options["between"]))
    radius, inner = _plain(radius), _plain(inner)
    if radius is not None and precision is None:
        precision = "near" if inner is None else "ring"
    where = _where(options, workspace)
    is_stated = (precision, radius, inner) != (None, None, None)
    if where.described is not None and where.precision is not None and is_stated:
        from geotrack.errors import UsageError

        raise UsageError(
            "the description in --at gives precision and radius; leave --precision, --radius-km, "
            "--inner-radius-km, --within and --between out, or give the position"
        )
    is_elsewhere = options["place_name"] is not None and where.described is None
    if is_stated or is_elsewhere:  # the radius of Vardø does not apply to *off Vardø*
        where = replace(where, precision=None, radius_km=None, inner_radius_km=None)
    start, end = time_in_words(options["start"]) if options["start"] else (options["start"], None)
    others = [name for name in _STATED if not hasattr(where, name)]
    return replace(
        where,
        title=options["title"],
        type=options["type"],
        start=start,
        end=options["end"] or end,
        status=options["status"],
        summary=options["summary"],
        others={name: value for name in others if (value := options[name]) is not None},
        id=options["id_"],
        place_name=options["place_name"] or where.place_name,
        precision=precision or where.precision,
        radius_km=where.radius_km if radius is None else radius,
        inner_radius_km=where.inner_radius_km if inner is None else inner,
        sources=(*({"url": u} for u in options["urls"]), *({"cite": w} for w in options["works"])),
        actors=tuple(map(actor_of, options["actors"])),
        tags=options["tags"],
    )


def _plain(number: float | None) -> float | None:
    return int(number) if number is not None and float(number).is_integer() else number


def _only_one(options: Mapping[str, Any], *flags: str) -> None:
    from geotrack.errors import UsageError

    conflicting = [
        o for o in flags if options[o.removeprefix("--").replace("-", "_")] not in {None, False}
    ]
    if len(conflicting) > 1:
        raise UsageError(f"{' and '.join(conflicting)} do not go together; leave all but one out")


def _where(options: Mapping[str, Any], workspace: Workspace) -> RecordAnswers:
    from dataclasses import replace

    from geotrack.errors import UsageError
    from geotrack.workspace.edit.compose import RecordAnswers, locate

    _only_one(options, "--at", "--geometry", "--no-place")
    if options["no_place"] and options["regions"]:
        raise UsageError("--region says where; leave it out, or --no-place")
    regions = tuple(dict.fromkeys(workspace.regions.named(name).id for name in options["regions"]))
    if options["geometry"] is not None:
        return RecordAnswers(geometry=_geometry(options["geometry"]), regions=regions)
    if options["at"] is None:
        return RecordAnswers(regions=regions)
    location = locate(options["at"], workspace)
    for text in location.places:
        notify(f"--at: {text}")
    if location.described:
        notify(f"{location.described}: {location.place_note or ', '.join(location.regions)}")
    return replace(location, regions=tuple(dict.fromkeys((*location.regions, *regions))))


def _geometry(path: Path) -> dict[str, Any] | None:
    """Read a geometry file; print all its errors."""
    from geotrack.findings import errors_of
    from geotrack.reading.geometry_files import read_geometry
    from geotrack.workspace import shown_path

    geometry, findings = read_geometry(path, shown_path(path))
    wrong = errors_of(findings)
    for finding in wrong:
        notify(f"error: {finding}")
    if wrong:
        raise click.exceptions.Exit(EXIT_USAGE)
    return geometry
