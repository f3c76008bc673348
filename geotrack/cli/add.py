"""`geotrack add`: adds records from GeoJSON files to the workspace."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.app import (
    EXIT_FINDINGS,
    current_workspace,
    emit,
    emit_json,
    last_day,
    notify,
    today,
    wrap_text,
)
from geotrack.cli.options.authors import allow_duplicates, author, author_name
from geotrack.cli.options.findings import finding_language, list_all
from geotrack.cli.output.faulty_files import FAULTY, faulty_files, faulty_outcome, faulty_path
from geotrack.messages import LANGUAGE, Message, counted, in_language, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geotrack.findings import Finding
    from geotrack.model import Event, LayerFeature
    from geotrack.workspace import Workspace
    from geotrack.workspace.duplicates.find import Pair
    from geotrack.workspace.edit.add import Addition
    from geotrack.workspace.edit.add_sound_records import Faulty

_SHOWN = 20
_FEW = 2
_INDENT = " " * 9
_WATERS = {"sea", "strait", "gulf", "passage", "island", "islands", "ocean"}
_STDIN = Path("-")
_DEFAULT = "added"


@click.command("add")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option(
    "--into", metavar="NAME", help="File of events/ for new records; default the name of FILE."
)
@click.option("--replace", is_flag=True, help="Let records replace stored ones.")
@author
@click.option("--why", metavar="TEXT", help="Reason of changes, stored in revisions.")
@click.option("--dry-run", is_flag=True, help="Show the changes without writing them.")
@click.option("--strict", is_flag=True, help="Refuse records with warnings, too.")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@allow_duplicates
@click.option(
    "--sound",
    is_flag=True,
    help="Write the sound records, and the others to FILE-faulty.geojson beside FILE.",
)
@click.option("--force", is_flag=True, help="Overwrite an existing FILE-faulty.geojson.")
@click.option(
    "--keep-quotes", is_flag=True, help="Keep the wording of reports in drafts of `extract`."
)
@list_all
@finding_language
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_context
def command(ctx: click.Context, /, files: tuple[Path, ...], as_json: bool, **options: Any) -> None:
    """Add the records of GeoJSON files, - for stdin.

    Everything is checked first, and each file is written as a whole or not at all. Records that
    are stored already are skipped. New records go to a file of the same name in events/. With
    --replace a record replaces the stored one with its id, and those that it names in 'replaces';
    the change is added to its revisions, and it becomes a draft again. With --sound the records
    without an error are written, and the others to FILE-faulty.geojson, to be corrected and added;
    FILE-faulty.txt says what is wrong with each.
    """
    from geotrack.errors import UsageError

    if options["sound"] and options["strict"]:
        raise UsageError(
            Message(
                "--strict refuses a file for a warning, --sound writes a part of it: leave one out"
            )
        )
    may_prompt = not (options["yes"] or as_json)
    refused, results = False, []
    workspace: Workspace | None = None
    for file in files:
        workspace = workspace or current_workspace(ctx)
        prompts = may_prompt and file != _STDIN and sys.stdin.isatty()
        planned = _planned(workspace, file, options, prompts=prompts)
        addition, pairs = planned.addition, planned.pairs
        name = _file_name(workspace, options["into"], file)
        if not as_json:
            _show(planned, list_all=options["list_all"])
        writes = planned.writes and not options["dry_run"]
        declined = writes and prompts and _is_declined(addition, pairs)
        paths: Sequence[Path] = ()
        if writes and not declined:
            by = _author(addition, options["by"])
            with faulty_files(planned.faulty, file, workspace, force=options["force"]):
                paths = addition.write(name, by=by, on=today(), why=options["why"])
        if paths:
            workspace = None
        elif options["dry_run"] and planned.may:  # the next file may refer to records of this one
            workspace = addition.after or workspace
        refused |= not planned.may or declined or planned.faulty is not None
        faulty_at = faulty_path(file) if planned.faulty and writes and not declined else None
        if as_json:
            results.append(_as_json(planned, paths, faulty_at))
        else:
            _notify_outcome(planned, name, paths, dry_run=options["dry_run"])
            if planned.faulty:
                notify(faulty_outcome(planned.faulty, faulty_at))
        if planned.is_sound and planned.doubled:
            text = _stored_already(planned.doubled)
            notify(Message("{name}: {text}", addition.file, text))
    if as_json:
        emit_json(results)
    ctx.exit(EXIT_FINDINGS if refused else 0)


@dataclass(frozen=True)
class _Planned:
    """The plan of adding a file, and whether it may be written."""

    addition: Addition
    pairs: list[Pair]
    doubled: list[tuple[str, str]]
    is_sound: bool
    faulty: Faulty | None = None

    @property
    def may(self) -> bool:
        return self.is_sound and not self.doubled

    @property
    def writes(self) -> bool:
        """Whether there is anything to write."""
        return self.may and (self.addition.changes_anything or self.faulty is not None)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of the records that are added and of those left out."""
        left_out = self.faulty.findings if self.faulty else ()
        return (*left_out, *self.addition.findings)


def _planned(
    workspace: Workspace, file: Path, options: dict[str, Any], *, prompts: bool
) -> _Planned:
    stream = BytesIO(sys.stdin.buffer.read()) if file == _STDIN else None
    addition, faulty = _plan(workspace, file, stream, options)
    pairs = _duplicate_pairs(addition, workspace)
    doubled = [] if options["allow_duplicates"] or prompts else addition.stored_already(pairs)
    if options["sound"] and doubled and addition.sound:
        reasons = {new: _stored_already([(new, stored)]) for new, stored in doubled}
        addition, faulty = _plan(workspace, file, stream, options, reasons)
        pairs = _duplicate_pairs(addition, workspace)
        doubled = addition.stored_already(pairs)
    is_sound = addition.sound and not (options["strict"] and (addition.findings or pairs))
    return _Planned(addition, pairs, doubled, is_sound, faulty)


def _plan(
    workspace: Workspace,
    file: Path,
    stream: BytesIO | None,
    options: dict[str, Any],
    doubtful: dict[str, str] | None = None,
) -> tuple[Addition, Faulty | None]:
    from geotrack.workspace.edit.add import plan
    from geotrack.workspace.edit.add_sound_records import plan_sound

    if stream is not None:
        stream.seek(0)
    how: dict[str, Any] = {
        "replacing": options["replace"],
        "today": last_day(),
        "keep_quotes": options["keep_quotes"],
    }
    if not options["sound"]:
        return plan(workspace, file, stream, **how), None
    sound = plan_sound(workspace, file, stream, doubtful=doubtful, **how)
    return sound.addition, sound.faulty


def _file_name(workspace: Workspace, into: str | None, file: Path) -> str:
    from geotrack.workspace import Edit

    if into is None:
        stem = file.stem.removesuffix(FAULTY)
        into = _DEFAULT if file == _STDIN else stem.removesuffix("-draft")
    return Edit(workspace).path_of(into).name


def _duplicate_pairs(addition: Addition, workspace: Workspace) -> list[Pair]:
    """Return the pairs of probable duplicates that involve new or changed records."""
    from geotrack.workspace.duplicates.find import duplicates_of
    from geotrack.workspace.edit.add import ChangeKind

    events = [r.event for r in addition.records if r.change is not ChangeKind.SAME]
    return duplicates_of(events, workspace) if events else []


def _author(addition: Addition, by: str | None) -> str:
    from geotrack.workspace.edit.add import ChangeKind

    is_change = bool(addition.of(ChangeKind.CHANGED) or addition.merged)
    return author_name(by, "changes the record", needed=is_change)


def _stored_already(doubled: Sequence[tuple[str, str]]) -> str:
    from geotrack.findings import shown

    new, stored = doubled[0]
    rest = Message(", and {n} more so", len(doubled) - 1) if doubled[1:] else ""
    return Message(
        "{new} is probably stored already, as {stored}{rest}; to correct that one give its id and "
        "--replace, to keep both --allow-duplicates",
        shown(new),
        shown(stored),
        rest,
    )


def _is_declined(addition: Addition, pairs: Sequence[Pair]) -> bool:
    """Ask before a record is replaced or a probable duplicate is written."""
    from geotrack.workspace.edit.add import ChangeKind

    is_doubtful = bool(pairs or addition.of(ChangeKind.CHANGED) or addition.merged)
    return is_doubtful and not click.confirm(in_language("Write this?"), default=False, err=True)


def _show(planned: _Planned, *, list_all: bool) -> None:
    from geotrack.cli.output.duplicates import pair_lines
    from geotrack.findings import finding_lines
    from geotrack.workspace.edit.add import ChangeKind

    addition, pairs = planned.addition, planned.pairs
    for line in finding_lines(planned.findings, each=list_all):
        emit(line)
    rows = [r for r in addition.records if r.change is not ChangeKind.SAME]
    for record in rows[:_SHOWN]:
        emit(f"{in_language(Message(record.change)):<8} {record.event.id}")
        emit(wrap_text(f"{_about(record.event, addition.workspace)}", _INDENT))
        for item in record.differences:
            emit(wrap_text(str(item), _INDENT))
    if len(rows) > _SHOWN:
        emit(Message("… and {n} more", len(rows) - _SHOWN))
    for id_ in addition.merged:
        emit(f"{in_language(Message('merged')):<8} {id_}")
        for item in addition.lost(id_):
            emit(wrap_text(str(item), _INDENT))
    for pair in pairs[:_SHOWN]:
        for line in pair_lines(pair):
            emit(line)
    if len(pairs) > _SHOWN:
        emit(counted(len(pairs) - _SHOWN, "… and 1 pair more", "… and {n} pairs more"))


def _about(event: Event, workspace: Workspace) -> str:
    from geotrack.dates import in_words

    return f"{event.title}; {in_words(event.when, LANGUAGE.get())}; {_where(event, workspace)}"


def _where(event: Event, workspace: Workspace) -> str:
    """Return the place of a record: the regions it names, else the smallest sea or island."""
    from geotrack.model.place_text import degrees, regions_words
    from geotrack.queries import regions_of
    from geotrack.queries.resolve import Reference

    if not event.placed:
        return in_language("no place")
    language = LANGUAGE.get()
    by_name = event.geometry is None or event.precision == "region"
    memberships = () if by_name else regions_of(workspace, Reference("", (), workspace, event))
    waters = sorted((p for p in memberships if p[0].kind in _WATERS), key=lambda p: p[0].plane.area)
    if certain := [region for region, match in waters if match == "certain"]:
        return regions_words(certain[:1], language, each=False)
    if event.regions:
        in_each = event.place is not None and event.place.regions_mode == "each"
        named = [workspace.regions.get(r) or r for r in event.regions]
        return regions_words(named, language, each=in_each)
    regions = [region for region, _ in waters]
    # Where a sea is named, the ocean around it is not.
    if regions := [region for region in regions if region.kind != "ocean"] or regions:
        likeliest = regions_words(_likeliest(regions, event, workspace), language, each=False)
        return in_language(Message("perhaps {place}", likeliest))
    geometry = event.geometry or {}
    is_position = geometry.get("type") == "Point" and event.precision != "ring"
    if not is_position:
        return in_language("elsewhere")
    lon, lat, *_ = geometry["coordinates"]
    return degrees(lon, lat, language)


def _likeliest(
    regions: Sequence[LayerFeature], event: Event, workspace: Workspace
) -> list[LayerFeature]:
    """Return the regions that cover most of a record's footprint."""
    import shapely

    from geotrack.footprint.land_mask import footprint

    where = footprint(event, workspace.regions)
    union = shapely.union_all(where.shapes if where else ())
    # Of regions that cover an equal part, the smallest comes first.
    ordered = sorted(regions, key=lambda region: -region.plane.intersection(union).area)
    return ordered[:_FEW]


def _notify_outcome(
    planned: _Planned, name: str, written: Sequence[Path], *, dry_run: bool
) -> None:
    """Report the outcome for one file in one line."""
    from geotrack.findings import errors_of
    from geotrack.workspace import shown_path
    from geotrack.workspace.edit.add import ChangeKind

    addition = planned.addition
    errors = len(errors_of(planned.findings))
    warnings = len(planned.findings) - errors
    numbers = [(addition.count(kind), str(kind)) for kind in ChangeKind]
    counts = [
        Message("{n} {change}", n, Message(word))
        for n, word in (*numbers, (len(addition.merged), "merged"))
        if n
    ]
    counts += [counted(errors, "1 error", "{n} errors")] if errors else []
    counts += [counted(warnings, "1 warning", "{n} warnings")] if warnings else []
    if written:
        outcome = Message("written to {files}", ", ".join(map(shown_path, written)))
    elif not planned.may:
        outcome = Message("nothing written")
    elif not addition.changes_anything:
        stored = Message("nothing to write: all of it is stored already")
        outcome = stored if counts else Message("no records in it")
    elif dry_run:
        is_new = addition.count(ChangeKind.NEW)
        new = Message(", new ones to events/{name}", name) if is_new else ""
        outcome = Message("would be written{new}", new)
    else:
        outcome = Message("nothing written")
    text = joined([*counts, outcome], "{first}, {second}")
    notify(Message("{name}: {text}", addition.file, text))


def _as_json(planned: _Planned, written: Sequence[Path], faulty_at: Path | None) -> dict[str, Any]:
    from geotrack.workspace import shown_path

    addition, faulty = planned.addition, planned.faulty
    left_out = {}
    if faulty:
        path = shown_path(faulty_at) if faulty_at else None
        left_out = {"faulty": {"file": path, "features": len(faulty.indexes)}}
    return {
        "file": addition.file,
        "written": [shown_path(path) for path in written],
        "records": [
            {
                "id": r.event.id,
                "change": str(r.change),
                "title": r.event.title,
                "differences": [{"path": d.path, "what": d.what} for d in r.differences],
            }
            for r in addition.records
        ],
        "merged": list(addition.merged),
        "duplicates": [
            {"ids": [p.first.id, p.second.id], "score": p.score, "reasons": list(p.reasons)}
            for p in planned.pairs
        ],
        "findings": [f.to_json() for f in planned.findings],
        **left_out,
    }
