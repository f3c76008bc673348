"""`geotrack export`: writes records in formats for GIS and spreadsheets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.app import current_workspace, notify, plural
from geotrack.cli.options.conditions import (
    OUTPUT_OPTIONS,
    QUERY_OPTIONS,
    TO,
    Sectioned,
    check_output,
    in_order,
    notify_counts,
    notify_limit,
    notify_reference,
    of_one_kind,
    query_of,
    with_options,
)
from geotrack.cli.output.files import output_file, writable

if TYPE_CHECKING:
    from geotrack.export import Format, Product
    from geotrack.workspace import Workspace

FORMS = ("geojson", "geojsonseq", "gpkg", "kmz", "flatgeobuf", "csv", "xlsx", "parquet")
_STDOUT = "-"
_FOLDER = (".parquet/", ".parquet\\")
"""Endings of a folder of tables."""
_MANY = 20_000
"""Records from which on a progress bar is shown."""

_TARGETS = click.option(
    "--to",
    "targets",
    multiple=True,
    required=True,
    metavar="FILE|DATE",
    help="The file to write, - for stdout; a folder ends with / and .parquet before it; a date is "
    "the last date, as in `query`.",
)
_EXPORT_OPTIONS = (
    click.option("--map", "name", metavar="NAME", help="Export the records of a map of maps/."),
    click.option(
        "--marking",
        metavar="MARKING",
        help="Handling marking; higher records are refused. Default: the highest of the records.",
    ),
    click.option(
        "--format",
        "form",
        type=click.Choice(FORMS, case_sensitive=False),
        help="Default: by the file's ending.",
    ),
    click.option(
        "--as",
        "dataset",
        type=click.Choice(["ucdp-ged"]),
        help="Write the columns of an event dataset, as CSV; records that lack them are left out.",
    ),
)


@click.command("export", cls=Sectioned)
@with_options(_TARGETS if option is TO else option for option in QUERY_OPTIONS)
@with_options(OUTPUT_OPTIONS)
@with_options(_EXPORT_OPTIONS)
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> None:
    """Write records as GeoJSON, GeoPackage, KMZ, FlatGeobuf, CSV, XLSX or GeoParquet.

    Records are selected as with `geotrack query`, or by a map; all without conditions. The suffix
    of the file selects the format. Notes about what the format cannot hold go to stderr.
    """
    form, name, marking = (options.pop(key) for key in ("form", "name", "marking"))
    dataset = options.pop("dataset")
    file, options["end"] = _file_and_date(options.pop("targets"))
    output = {key: options.pop(key) for key in ("certain", "possible", "sort", "limit")}
    check_output(output)
    is_folder = file.endswith(_FOLDER)
    format_ = _format(file, form, dataset)
    if name is not None:
        _check_map(options, output)
    workspace = current_workspace(ctx)
    path = _new_folder(file, dataset) if is_folder else _checked(file, workspace, format_)
    if name is not None:
        product = _of_map(workspace, name, marking)
    else:
        product = _of_question(ctx, workspace, options, output, marking, keeps=not is_folder)
    if is_folder and path is not None:
        _write_tables(product, path)
        return
    if dataset is not None:
        from geotrack.export.ucdp_ged import fitting

        product = fitting(product)
    with output_file(path) as out:
        notes = format_.write(product, out)
    for note in (*product.notes, *notes):
        notify(f"note: {note}")
    _notify_result(product, path)


def _file_and_date(targets: tuple[str, ...]) -> tuple[str, str | None]:
    """Return the file to write and the last date of the query: both are values of --to."""
    from geotrack.errors import UsageError

    files = [target for target in targets if not _is_date(target)]
    dates = [target for target in targets if _is_date(target)]
    if not files:
        raise UsageError(f"--to {targets[0]} is a date; name the file to write with another --to")
    for noun, values in (("file", files), ("date", dates)):
        if len(values) > 1:
            raise UsageError(f"--to takes one {noun}, not {' and '.join(values)}")
    return files[0], dates[0] if dates else None


def _is_date(text: str) -> bool:
    from geotrack.dates import parse_date
    from geotrack.errors import GeotrackError
    from geotrack.export import format_of

    if text == _STDOUT or format_of(text):
        return False
    try:
        parse_date(text)
    except (GeotrackError, ValueError):
        return False
    return True


def _format(file: str, form: str | None, dataset: str | None) -> Format:
    """Return the format of the file, by option or by its ending."""
    from geotrack.errors import UsageError
    from geotrack.export import DATASETS, FORMATS

    if dataset is None:
        return FORMATS[form] if form else _by_ending(file)
    if form not in {None, "csv"} or not file.casefold().endswith((".csv", _STDOUT)):
        raise UsageError(f"--as {dataset} writes CSV; name a file that ends in .csv")
    return DATASETS[dataset]


def _by_ending(file: str) -> Format:
    from geotrack.errors import UsageError
    from geotrack.export import FORMATS, format_of

    format_ = format_of(file)
    if format_ is not None:
        return format_
    if file == _STDOUT:
        message = "--to - needs --format; write geojson, geojsonseq or csv"
    else:
        endings = ", ".join(form.endings[0] for form in FORMATS.values())
        message = f"{file} is neither a date nor a file whose ending says its format ({endings})"
    raise UsageError(message)


def _check_map(options: dict[str, Any], output: dict[str, Any]) -> None:
    from geotrack.errors import UsageError

    queries = {**options, **output, "sort": output["sort"] != "date"}
    if any(value not in (None, False, (), "") for value in queries.values()):
        raise UsageError("--map takes the records that the map selects; leave the conditions out")


def _checked(file: str, workspace: Workspace, format_: Format) -> Path | None:
    """Return the path to write to; None for stdout."""
    from geotrack.errors import UsageError

    if file == _STDOUT:
        if not format_.is_text:
            raise UsageError(f"{format_.title} is no text; name a file in place of -")
        return None
    return writable(Path(file), workspace)


def _new_folder(file: str, dataset: str | None) -> Path:
    """Return the folder to make for tables; refuse one that is there."""
    from geotrack.errors import UsageError

    if dataset is not None:
        raise UsageError(f"--as {dataset} writes CSV; name a file that ends in .csv")
    path = Path(file)
    if path.exists():
        raise UsageError(f"{path} is there already; remove it, or name another folder")
    return writable(path)


def _write_tables(product: Product, path: Path) -> None:
    """Write the tables for query engines, all or none."""
    import tempfile

    from geotrack.cli.output.progress import progress
    from geotrack.export.engine_tables import write_tables

    count = len(product.records)
    with (
        tempfile.TemporaryDirectory(prefix=".geotrack-", dir=path.absolute().parent) as made,
        progress("writing", count, least=_MANY) as advance,
    ):
        folder = Path(made) / path.name
        folder.mkdir()
        notes = write_tables(product, folder, advance)
        size = sum(one.stat().st_size for one in folder.rglob("*.parquet"))
        folder.replace(path)
    for note in (*product.notes, *notes):
        notify(f"note: {note}")
    _notify_result(product, path, size)


def _of_question(
    ctx: click.Context,
    workspace: Workspace,
    options: dict[str, Any],
    output: dict[str, Any],
    marking: str | None,
    *,
    keeps: bool,
) -> Product:
    from geotrack.export import ExportQuery, Terms, gather
    from geotrack.queries import idle, select

    has_query = any(value not in (None, False, (), "") for value in options.values())
    query = query_of(ctx, options)
    selection = select(workspace, query)
    notify_reference(query, workspace)
    for parts in idle(workspace, query):
        notify(f"note: {parts}")
    matching = of_one_kind(selection, output)
    listed = in_order(matching, output)
    queries = {
        hit.event.id: ExportQuery(str(hit.match), hit.why, _tenths(hit.distance_km))
        for hit in (listed.hits if has_query else ())
    }
    notify_limit(matching, listed)
    if has_query:
        notify_counts(selection, output)
    terms = Terms(marking=marking)
    return gather(workspace, listed.events, terms, queries=queries, keeps=keeps)


def _tenths(km: float | None) -> float | None:
    return None if km is None else round(km, 1)


def _of_map(workspace: Workspace, name: str, marking: str | None) -> Product:
    """Return the product of a map: its records, title, marking, as-of date and numbers."""
    from geotrack.export import ExportQuery, Terms, gather
    from geotrack.mapview.numbers import read_numbers
    from geotrack.mapview.open import definition_of, open_map
    from geotrack.model.maps.map_definition import Selected

    view, definition = open_map(workspace, name), definition_of(workspace, name)
    _notify_left_out(view.counts.after_as_of, view.counts.possible)
    numbers = read_numbers(workspace.root / "maps" / f"{name}.numbers.json")
    if new := view.numbers.keys() - numbers.keys():
        notify(
            f"note: {plural(len(new), 'number')} not issued yet; `geotrack map {name}` keeps them"
        )
    has_query = definition.select != Selected() or definition.frozen is not None
    matches = view.matches if has_query else {}
    queries = {id_: ExportQuery(str(match), "") for id_, match in matches.items()}
    terms = Terms(
        title=definition.title,
        marking=marking or definition.marking,
        as_of=definition.as_of,
        projection=definition.projection,
        regions=definition.layers.regions,
        page_digest=view.digest,
    )
    return gather(workspace, view.records, terms, queries=queries, numbers=view.numbers)


def _notify_left_out(after: int, possible: int) -> None:
    if after:
        notify(f"note: {after} first sourced after the as-of date left out")
    if possible:
        notify(f"note: {possible} that meet the selection only possibly left out")


def _notify_result(product: Product, path: Path | None, size: int | None = None) -> None:
    from geotrack.index.record_rows import count_with
    from geotrack.workspace import shown_path

    count = len(product.records)
    parts = [plural(count, "record")]
    bare = count - count_with("shape", product.events)
    if bare:
        parts.append(f"{bare} of them without geometry")
    if product.terms.marking:
        parts.append(f"marked {product.terms.marking}")
    summary = ", ".join(parts)
    if path is None:
        notify(f"stdout: {summary}")
    else:
        size = path.stat().st_size if size is None else size
        notify(f"{shown_path(path)}: {summary}; {size / 1000:.0f} kB")
