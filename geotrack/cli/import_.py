"""`geotrack import`: converts files of other formats to a draft."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.app import EXIT_FINDINGS, notify
from geotrack.cli.finding_output import list_all
from geotrack.cli.output_files import writable, write_file

if TYPE_CHECKING:
    from geotrack.importing import MappingOptions, Options


@click.command("import")
@click.argument("file", required=False)
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
@click.option("--dates", multiple=True, metavar="FORM", help='Date format, such as "%d.%m.%Y".')
@click.option("--encoding", metavar="NAME", help="Encoding of text that is not UTF-8: cp1251.")
@click.option(
    "--mapping", metavar="FILE", type=click.Path(path_type=Path), help="Use a saved mapping (TOML)."
)
@click.option(
    "--save-mapping",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Save the mapping as TOML.",
)
@click.option(
    "--template",
    metavar="FILE.gpkg",
    type=click.Path(path_type=Path),
    help="Write an empty GeoPackage for drawing events.",
)
@click.option("--force", is_flag=True, help="Overwrite existing files.")
@list_all
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
    **values: Any,
) -> None:
    """Turn a table or GIS file of others into a GeoJSON draft.

    Texts of warnings to shipping (NAVAREA, HYDROARC) and of NOTAM are read, too.

    Check the draft, then add it with `geotrack add`. No record is changed.
    """
    from geotrack.importing import UnreadableError
    from geotrack.importing.faults import LIST_EACH

    listed = LIST_EACH.set(list_all)
    try:
        if template is not None:
            _write_template(template, file, force)
        elif file is None:
            raise click.UsageError("name a FILE, or write an empty one with --template FILE.gpkg")
        else:
            _import(file, out, save_mapping, force, values)
    except UnreadableError as error:
        notify(f"error: {error}")
        ctx.exit(EXIT_FINDINGS)
    finally:
        LIST_EACH.reset(listed)


def _write_template(template: Path, file: str | None, force: bool) -> None:
    from geotrack.errors import UsageError
    from geotrack.importing import write_template

    if file is not None:
        raise UsageError("--template writes an empty file and reads none; leave FILE out")
    if template.suffix.lower() != ".gpkg":
        raise UsageError(
            f"{template}: a template is a GeoPackage; give it a name that ends in .gpkg"
        )
    _check_target(template, force, elsewhere="another name")
    write_template(template)
    notify(
        f"{template}: an empty GeoPackage with points, lines and areas; see docs/howto/import.md"
    )


def _import(
    file: str, out: str | None, save_mapping: Path | None, force: bool, values: dict[str, Any]
) -> None:
    from geotrack.importing import draft, mapping_text
    from geotrack.reading.geojson_text import collection_text

    path = _local(file)
    target = None if out == "-" else Path(out or f"{path.stem}-draft.geojson")
    for written in (target, save_mapping):
        if written is not None:
            _check_target(written, force, [path])
    options, mapping = _mapping_options(values)
    result = draft(path, options, mapping)
    for line in result.messages:
        notify(line)
    text = collection_text(result.features)
    if save_mapping is not None:
        write_file(mapping_text(result.plan, options).encode(), save_mapping)
        notify(f"{save_mapping}: the mapping")
    write_file(text.encode(), target)
    if target is not None:
        notify(f"{target}: the draft; look at it, then `geotrack add {target}`")


def _local(file: str) -> Path:
    """Return a local path; refuse URLs and GDAL virtual paths."""
    from geotrack.errors import UsageError

    if "://" in file or file.startswith("/vsi"):
        raise UsageError(f"{file!r}: geotrack makes no network request; fetch the file first")
    if file == "-":
        raise UsageError("import reads a file, not stdin; save it first")
    return Path(file)


def _check_target(
    path: Path, force: bool, inputs: Iterable[Path] = (), elsewhere: str = "--out FILE"
) -> None:
    from geotrack.errors import UsageError

    if "events" in (p.name for p in path.absolute().parents):
        raise UsageError(f"{path} lies in events/, and a draft is no record; write it elsewhere")
    writable(path, inputs=inputs)
    if path.exists() and not force:
        raise UsageError(
            f"{path} is there already; --force overwrites it, {elsewhere} writes elsewhere"
        )


def _mapping_options(values: dict[str, Any]) -> tuple[Options, MappingOptions]:
    """Return the options combined with a saved mapping; options take precedence."""
    from geotrack.importing import MappingOptions, Options, pairs, read_mapping

    saved = read_mapping(values["mapping"]) if values["mapping"] else None
    one = {
        key: values[key] or (getattr(saved, key) if saved else None)
        for key in ("lon", "lat", "wkt", "crs", "encoding", "sheet", "header_row")
    }
    layers = values["layers"] or (saved.layer if saved else ())
    constants = {k: str(v) for k, v in saved.set.items()} if saved else {}
    mapping = MappingOptions(
        columns=pairs("--map", values["maps"]),
        saved=saved.columns if saved else {},
        constants={**constants, **pairs("--set", values["sets"])},
        dates=values["dates"] or (saved.dates if saved else ()),
    )
    return Options(layers=layers, **one), mapping
