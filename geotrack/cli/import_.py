"""`geotrack import`: converts files of other formats to a draft."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.app import (
    EXIT_FINDINGS,
    emit_json,
    notify,
    report_error,
    workspace_or_packaged,
)
from geotrack.cli.options.findings import list_all
from geotrack.cli.output.files import writable, write_file
from geotrack.cli.output.progress import progress
from geotrack.cli.records.prompts import (
    at_terminal,
    confirm,
    interruptible,
    line,
    list_types,
    prompt_until_valid,
)
from geotrack.messages import Message

if TYPE_CHECKING:
    from geotrack.importing import Draft, MappingOptions, ReadingOptions
    from geotrack.importing.table import Table
    from geotrack.notation.dates import DateOrder
    from geotrack.taxonomy import Taxonomy
    from geotrack.workspace import Workspace


_MANY, _LARGE, _OFTEN = 20_000, 4_000_000, 1_000
"""Rows and bytes of a file from which on a progress bar is shown; rows of one step."""


@click.command("import")
@click.argument("file", required=False)
@click.option(
    "--from",
    "dataset",
    type=click.Choice(["ucdp-ged", "acled"]),
    help="Event dataset that the file is an export of; its codes are read by its codebook.",
)
@click.option("--out", metavar="FILE", help="Output file; - for stdout.")
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="COLUMN=PROPERTY",
    help="Property of a column; repeatable.",
)
@click.option("--set", "sets", multiple=True, metavar="PROPERTY=VALUE", help="Value for all rows.")
@click.option("--layer", "layers", multiple=True, metavar="NAME", help="Layer to read; repeatable.")
@click.option("--sheet", metavar="NAME", help="Sheet of a workbook.")
@click.option(
    "--header-row",
    metavar="N",
    type=click.IntRange(min=1),
    help="Row of column names in a sheet, from 1.",
)
@click.option("--lon", metavar="COLUMN", help="Column of longitudes in a table.")
@click.option("--lat", metavar="COLUMN", help="Column of latitudes in a table.")
@click.option("--wkt", metavar="COLUMN", help="Column of WKT geometries in a table.")
@click.option(
    "--crs", metavar="CRS", help="CRS of a file that states none: EPSG:CODE or PROJ string."
)
@click.option(
    "--latlon", metavar="COLUMN", help="Column of positions, latitude first in pairs of numbers."
)
@click.option(
    "--lonlat", metavar="COLUMN", help="Column of positions, longitude first in pairs of numbers."
)
@click.option(
    "--dates",
    multiple=True,
    metavar="FORM",
    help='Date format: "%d.%m.%Y", day-first, month-first, excel, excel-1904, epoch, epoch-ms, '
    "epoch-us, epoch-ns.",
)
@click.option(
    "--map-value",
    "words",
    multiple=True,
    metavar="VALUE=WORD",
    help="Word of a property for a text in cells; COLUMN:VALUE=WORD for one column.",
)
@click.option(
    "--no-guess", is_flag=True, help="Guess no properties of columns, and let no row cite itself."
)
@click.option(
    "--incomplete",
    is_flag=True,
    help="Take rows without a title that others have, or whose position cannot be read: without a "
    "place, called by file and row. Else they are held back as faulty.",
)
@click.option("--encoding", metavar="NAME", help="Encoding of text that is not UTF-8: cp1251.")
@click.option(
    "--mapping", metavar="FILE", type=click.Path(path_type=Path), help="Use a saved mapping (TOML)."
)
@click.option(
    "--save-mapping",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="File for the mapping; default beside the draft.",
)
@click.option(
    "--template",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write an empty file to fill in: .gpkg for QGIS, .xlsx for Excel.",
)
@click.option("--force", is_flag=True, help="Overwrite existing files.")
@list_all
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print the columns with their properties and first cells, and the messages, as JSON.",
)
@click.pass_context
def command(
    ctx: click.Context,
    /,
    file: str | None,
    out: str | None,
    template: Path | None,
    save_mapping: Path | None,
    force: bool,
    list_all: bool,
    as_json: bool,
    **values: Any,
) -> None:
    """Turn a table or GIS file of others into a GeoJSON draft.

    With geotrack-warnings, texts of warnings to shipping (NAVAREA, HYDROARC) and of NOTAM are read,
    too.

    Check the draft, then add it with `geotrack add`. No record is changed.
    """
    from geotrack.importing import OwnFormError, UnreadableError, own_draft
    from geotrack.importing.faults import LIST_EACH

    listed = LIST_EACH.set(list_all)
    try:
        if template is not None:
            _write_template(ctx, template, file, force)
        elif file is None:
            raise click.UsageError("name a FILE, or write an empty one with --template FILE.xlsx")
        else:
            _import(ctx, file, out, save_mapping, force, values, as_json=as_json)
    except OwnFormError as own:
        if not (as_json and out and own.features):
            raise
        content, report = own_draft(own)
        write_file(content, Path(out))
        emit_json(report)
    except UnreadableError as error:
        report_error(ctx, error, str(error))
        ctx.exit(EXIT_FINDINGS)
    finally:
        LIST_EACH.reset(listed)


def _write_template(ctx: click.Context, template: Path, file: str | None, force: bool) -> None:
    from geotrack.errors import UsageError
    from geotrack.importing import write_template

    if file is not None:
        raise UsageError("--template writes an empty file and reads none; leave FILE out")
    _check_target(template, force, elsewhere="another name")
    types = workspace_or_packaged(ctx, named=False, quiet=True).taxonomy
    notify(f"{template}: {write_template(template, types)}; see docs/howto/import.md")


def _import(
    ctx: click.Context,
    file: str,
    out: str | None,
    save_mapping: Path | None,
    force: bool,
    values: dict[str, Any],
    *,
    as_json: bool,
) -> None:
    from geotrack.importing import is_export, mapping_text, preview
    from geotrack.reading.text.geojson_text import collection_parts

    _refuse_contradictions(values, out, save_mapping, as_json=as_json)
    path = _local(file)
    target = None if out == "-" else Path(out or f"{path.stem}-draft.geojson")
    used = values["mapping"]
    saved = save_mapping or (None if target is None else _mapping_path(target))
    if target is not None:
        _check_target(target, force, [path])
    workspace = workspace_or_packaged(ctx, named=False, quiet=True)
    values["taxonomy"] = workspace.taxonomy
    options, mapping = _mapping_options(values)
    undecided: list[tuple[str, str]] = []
    table = _read(path, replace(options, ask=lambda *pair: undecided.append(pair)))
    if mapping.codebook or (is_export(table) and save_mapping is None):
        saved = None
    elif used is None:
        used = _offer(ctx, table, path, saved)
        if used is not None:
            options, mapping = _mapping_options({**values, "mapping": used})
            table = _read(path, options)
        elif undecided and at_terminal():
            options, table = _decided(ctx, path, options, table, *undecided[0])
    if saved is not None and not _is_same(saved, used):
        _check_target(saved, force, [path], f"--mapping {saved} uses it, --save-mapping FILE")
    result = _draft(ctx, workspace, table, options, mapping)
    for message in result.messages:
        notify(message)
    if saved is not None and result.plan is not None and not _is_same(saved, used):
        write_file(mapping_text(result.plan, result.options).encode(), saved)
        notify(f"{saved}: the mapping; `geotrack import --mapping {saved} FILE` uses it again")
    with progress("writing", len(result.features), least=_MANY) as advance:
        write_file(_parts(collection_parts(result.features), advance), target)
    if target is not None:
        if result.held:
            rows = "1 row is" if result.held == 1 else f"{result.held} rows are"
            notify(
                f"{rows} held back, as `add` refuses them: correct them in the draft; "
                "`add --sound` leaves them out, --incomplete takes them"
            )
        add = "add --replace" if result.replaces else "add"
        notify(f"{target}: the draft; look at it, then `geotrack {add} {target}`")
        _note_size(target)
    if as_json:
        emit_json(preview(table, result, workspace.taxonomy))


def _refuse_contradictions(
    values: dict[str, Any], out: str | None, save_mapping: Path | None, *, as_json: bool
) -> None:
    from geotrack.errors import UsageError

    if as_json and out == "-":
        raise UsageError("--json and --out - both write to stdout; give --out a file")
    if values["dataset"] and (values["mapping"] or save_mapping):
        raise UsageError("--from has a mapping of its own; leave --mapping and --save-mapping out")


def _draft(
    ctx: click.Context,
    workspace: Workspace,
    table: Table,
    options: ReadingOptions,
    mapping: MappingOptions,
) -> Draft:
    """Return drafts of the rows; at a terminal ask the questions that the file leaves open."""
    from geotrack.importing import draft_table
    from geotrack.workspace.edit.record_ids import slug_of

    asks = at_terminal()
    steps = len(table.rows) * (2 if mapping.codebook else 1)
    with interruptible(ctx), progress("mapping", steps, least=_MANY) as mapped:
        return draft_table(
            table,
            options,
            mapping,
            cache(_ask_order) if asks else None,
            ask_type=partial(_ask_type, workspace.taxonomy) if asks else None,
            gazetteer=workspace.gazetteer,
            slug=partial(slug_of, used=()),
            progress=mapped,
        )


def _note_size(target: Path) -> None:
    from geotrack.model.limits import Limits

    size, most = target.stat().st_size / 1e6, Limits().file_mb
    if size > most:
        notify(
            f"note: the draft has {size:.0f} MB; `check` and `add` read at most {most:g} MB "
            f"(limits.file_mb in geotrack.toml): `geotrack split {target}` splits it"
        )


def _read(path: Path, options: ReadingOptions) -> Table:
    from geotrack.importing import read_file

    size = path.stat().st_size if path.is_file() else 0
    with progress("reading", size, least=_LARGE) as advance:
        return read_file(path, options, advance)


def _decided(
    ctx: click.Context, path: Path, options: ReadingOptions, table: Table, column: str, text: str
) -> tuple[ReadingOptions, Table]:
    """Ask which number of a pair is the latitude; read the file again with the answer."""
    question = f"{column}: in {text}, is the latitude or the longitude first?"
    choices: dict[str, str | None] = {"lat": "latlon", "lon": "lonlat", "": None}
    with interruptible(ctx):
        while (
            answer := line(f"{question} [lat/lon, Enter: no positions]").casefold()
        ) not in choices:
            notify("write lat or lon")
    order = choices[answer]
    if order is None:
        return options, table
    options = replace(options, **dict[str, Any]({order: column}))
    return options, _read(path, options)


def _parts(texts: Iterable[str], written: Callable[[int], object]) -> Iterator[bytes]:
    """Yield texts by the thousand, encoded."""
    iterator = iter(texts)
    while batch := list(islice(iterator, _OFTEN)):
        yield "".join(batch).encode()
        written(len(batch))


def _mapping_path(target: Path) -> Path:
    """Return the name of the mapping beside a draft."""
    return target.with_name(f"{target.stem.removesuffix('-draft')}-mapping.toml")


def _is_same(path: Path, other: Path | None) -> bool:
    return other is not None and path.absolute() == other.absolute()


def _offer(ctx: click.Context, table: Table, path: Path, saved: Path | None) -> Path | None:
    """Return a saved mapping that fits a file, if the user wants it at a terminal."""
    from geotrack.importing import find_mapping

    columns = [*table.columns, *table.geometry_from.split(", ")]
    found = find_mapping(columns, [Path(), path.parent])
    if found is None:
        return None
    if not at_terminal():
        notify(f"{found} fits the columns: `geotrack import {path} --mapping {found}` uses it")
        return None
    with interruptible(ctx):
        return found if confirm(f"use {found} for the columns?") else None


def _ask_order(column: str, text: str) -> DateOrder | None:
    """Ask whether the dates of a column begin with the day or the month."""
    answers: dict[str, DateOrder | None] = {"d": "day", "m": "month", "": None}
    while True:
        prompt = f"{column}: in {text}, is the day or the month first? [d/m, Enter: leave as text]"
        answer = line(prompt).casefold()[:1]
        if answer in answers:
            return answers[answer]
        notify("write d or m")


def _ask_type(taxonomy: Taxonomy) -> str | None:
    """Ask for the type of all records; return None if it is left open."""
    from geotrack.taxonomy import UnknownTypeError

    chosen_types: list[str] = []

    def take(answer: str) -> list[str]:
        try:
            chosen_types.extend([taxonomy.resolve(answer).id] if answer else [])
        except UnknownTypeError as error:
            return [f"{error}; {error.remedy}"]
        return []

    list_types(taxonomy)
    notify("no column gives the type of an event")
    prompt_until_valid("type of the records [Enter: leave it out]:", take)
    return chosen_types[-1] if chosen_types else None


def _local(file: str) -> Path:
    """Return a local path; refuse URLs and GDAL virtual paths."""
    from geotrack.errors import UsageError

    if "://" in file or file.startswith("/vsi"):
        message = "{file!r}: geotrack makes no network request; fetch the file first"
        raise UsageError(Message(message, file))
    if file == "-":
        raise UsageError("import reads a file, not stdin; save it first")
    return Path(file)


def _check_target(
    path: Path, force: bool, inputs: Iterable[Path] = (), elsewhere: str = "--out FILE"
) -> None:
    from geotrack.errors import UsageError

    if "events" in (p.name for p in path.absolute().parents):
        message = "{path} lies in events/, and a draft is no record; write it elsewhere"
        raise UsageError(Message(message, path))
    writable(path, inputs=inputs)
    if path.exists() and not force:
        message = "{path} is there already; --force overwrites it, {elsewhere} writes elsewhere"
        raise UsageError(Message(message, path, Message(elsewhere)))


def _mapping_options(values: dict[str, Any]) -> tuple[ReadingOptions, MappingOptions]:
    """Return the options combined with a saved mapping; options take precedence."""
    from geotrack.importing import MappingOptions, ReadingOptions, pairs, read_mapping
    from geotrack.importing.event_datasets import read_codebook
    from geotrack.importing.mapping.saved_mapping import READING

    codebook = read_codebook(values["dataset"]) if values["dataset"] else None
    saved = read_mapping(values["mapping"]) if values["mapping"] else None
    settings = {key: values[key] or (getattr(saved, key) if saved else None) for key in READING}
    layers = values["layers"] or (saved.layer if saved else ())
    if codebook:
        settings = {"lon": codebook.lon, "lat": codebook.lat} | {
            key: value for key, value in settings.items() if value
        }
    constants = {k: str(v) for k, v in saved.set.items()} if saved else {}
    words = {**(saved.values if saved else {}), **pairs("--map-value", values["words"])}
    mapping = MappingOptions(
        columns=pairs("--map", values["maps"]),
        saved=saved.columns if saved else {},
        constants={**constants, **pairs("--set", values["sets"])},
        dates=values["dates"] or (saved.dates if saved else ()),
        values=words,
        guess=not (values["no_guess"] or codebook),
        taxonomy=values["taxonomy"],
        codebook=codebook,
    )
    incomplete = values["incomplete"]
    return ReadingOptions(
        layers=layers, **settings, guess=mapping.guess, incomplete=incomplete
    ), mapping
