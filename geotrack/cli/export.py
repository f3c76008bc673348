"""`geotrack export`: records as data, for every tool that the next person uses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.app import counted, opened, say
from geotrack.cli.output_files import put_file, writable
from geotrack.cli.query_options import (
    FROM_ANSWER,
    FROM_QUESTION,
    TO,
    Sectioned,
    check_answer,
    in_order,
    of_one_kind,
    query_of,
    say_counts,
    say_left,
    with_options,
)

if TYPE_CHECKING:
    from geotrack.export import Format, Product
    from geotrack.workspace import Workspace

FORMS = ("geojson", "geojsonseq", "gpkg", "kmz", "flatgeobuf", "csv", "xlsx", "parquet")
_STDOUT = "-"

_TARGETS = click.option(
    "--to",
    "targets",
    multiple=True,
    required=True,
    metavar="FILE|DATE",
    help="The file to write, - for stdout; a date is the last date, as in query.",
)
_OUT_OF = (
    click.option("--map", "name", metavar="NAME", help="The records of a map of maps/."),
    click.option(
        "--marking",
        metavar="MARKING",
        help="Handling marking; a record marked higher refuses it. Default: the highest there is.",
    ),
    click.option(
        "--format",
        "form",
        type=click.Choice(FORMS, case_sensitive=False),
        help="Default: by the file's ending.",
    ),
)


@click.command("export", cls=Sectioned)
@with_options(_TARGETS if option is TO else option for option in FROM_QUESTION)
@with_options(FROM_ANSWER)
@with_options(_OUT_OF)
@click.pass_context
def command(ctx: click.Context, /, **given: Any) -> None:
    """Write records as data: GeoJSON, GeoPackage, KMZ, FlatGeobuf, CSV, XLSX, GeoParquet.

    What to write is asked as by `geotrack query`, or a map's; without a question it is every
    record. The file's ending says the format. What a format cannot hold is told on stderr.
    """
    from geotrack.export import FORMATS

    form, name, marking = (given.pop(key) for key in ("form", "name", "marking"))
    file, given["end"] = _file_and_date(given.pop("targets"))
    answer = {key: given.pop(key) for key in ("certain", "possible", "sort", "limit")}
    check_answer(answer)
    format_ = FORMATS[form] if form else _by_ending(file)
    if name is not None:
        _check_map(given, answer)
    workspace = opened(ctx)
    path = _checked(file, workspace, format_)
    if name is not None:
        product = _of_map(workspace, name, marking)
    else:
        product = _of_question(ctx, workspace, given, answer, marking)
    content, notes = format_.write(product)
    for note in (*product.notes, *notes):
        say(f"note: {note}")
    put_file(content, path)
    _tell(product, path, len(content))


def _file_and_date(targets: tuple[str, ...]) -> tuple[str, str | None]:
    """Tell the file to write from the last date of the question: both are given by --to."""
    from geotrack.errors import UsageError

    files = [target for target in targets if not _is_date(target)]
    dates = [target for target in targets if _is_date(target)]
    if not files:
        raise UsageError(f"--to {targets[0]} is a date; name the file to write with another --to")
    for what, given in (("file", files), ("date", dates)):
        if len(given) > 1:
            raise UsageError(f"--to takes one {what}, not {' and '.join(given)}")
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


def _by_ending(file: str) -> Format:
    from geotrack.errors import UsageError
    from geotrack.export import FORMATS, format_of

    found = format_of(file)
    if found is not None:
        return found
    if file == _STDOUT:
        message = "--to - needs --format; write geojson, geojsonseq or csv"
    else:
        endings = ", ".join(one.endings[0] for one in FORMATS.values())
        message = f"{file} is neither a date nor a file whose ending says its format ({endings})"
    raise UsageError(message)


def _check_map(given: dict[str, Any], answer: dict[str, Any]) -> None:
    from geotrack.errors import UsageError

    asked = {**given, **answer, "sort": answer["sort"] != "date"}
    if any(value not in (None, False, (), "") for value in asked.values()):
        raise UsageError("--map takes the records that the map selects; leave the question out")


def _checked(file: str, workspace: Workspace, format_: Format) -> Path | None:
    """Return where to write; None for stdout."""
    from geotrack.errors import UsageError

    if file == _STDOUT:
        if not format_.is_text:
            raise UsageError(f"{format_.title} is no text; name a file in place of -")
        return None
    return writable(Path(file), workspace)


def _of_question(
    ctx: click.Context,
    workspace: Workspace,
    given: dict[str, Any],
    answer: dict[str, Any],
    marking: str | None,
) -> Product:
    from geotrack.export import ExportQuery, Terms, gather
    from geotrack.queries import idle, select

    is_asked = any(value not in (None, False, (), "") for value in given.values())
    query = query_of(ctx, given)
    found = select(workspace, query)
    for said in idle(workspace, query):
        say(f"note: {said}")
    wanted = of_one_kind(found, answer)
    shown = in_order(wanted, answer)
    asked = {
        hit.event.id: ExportQuery(str(hit.match), hit.why, _tenths(hit.distance_km))
        for hit in (shown.hits if is_asked else ())
    }
    say_left(wanted, shown)
    if is_asked:
        say_counts(found, answer)
    return gather(workspace, shown.events, Terms(marking=marking), asked=asked)


def _tenths(km: float | None) -> float | None:
    return None if km is None else round(km, 1)


def _of_map(workspace: Workspace, name: str, marking: str | None) -> Product:
    """Return the records of a map, under its title, marking and as-of date, with its numbers."""
    from geotrack.export import ExportQuery, Terms, gather
    from geotrack.mapview.numbers import read_numbers
    from geotrack.mapview.open import definition_of, open_map
    from geotrack.model.map_definition import Selected

    view, definition = open_map(workspace, name), definition_of(workspace, name)
    _say_left_out(view.counts.after_as_of, view.counts.possible)
    known = read_numbers(workspace.root / "maps" / f"{name}.numbers.json")
    if new := view.numbers.keys() - known.keys():
        say(f"note: {counted(len(new), 'number')} not issued yet; `geotrack map {name}` keeps them")
    is_asked = definition.select != Selected() or definition.frozen is not None
    matches = view.matches if is_asked else {}
    asked = {id_: ExportQuery(str(match), "") for id_, match in matches.items()}
    terms = Terms(
        title=definition.title,
        marking=marking or definition.marking,
        as_of=definition.as_of,
        projection=definition.projection,
        regions=definition.layers.regions,
        page_digest=view.digest,
    )
    return gather(workspace, view.records, terms, asked=asked, numbers=view.numbers)


def _say_left_out(after: int, possible: int) -> None:
    if after:
        say(f"note: {after} first sourced after the as-of date left out")
    if possible:
        say(f"note: {possible} that meet the selection only possibly left out")


def _tell(product: Product, path: Path | None, size: int) -> None:
    from geotrack.workspace import shown_path

    said = [counted(len(product.records), "record")]
    bare = sum(record.geometry is None for record in product.records)
    if bare:
        said.append(f"{bare} of them without geometry")
    if product.terms.marking:
        said.append(f"marked {product.terms.marking}")
    where = "stdout" if path is None else shown_path(path)
    say(f"{where}: {', '.join(said)}; {size / 1000:.0f} kB")
