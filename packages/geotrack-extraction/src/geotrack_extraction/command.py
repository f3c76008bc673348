"""`geotrack extract`: reads drafts of records from the text of a report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.app import EXIT_FINDINGS, notify, workspace_or_packaged
from geotrack.cli.output.files import writable, write_file
from geotrack.messages import Message

if TYPE_CHECKING:
    from geotrack.workspace import Workspace
    from geotrack_extraction.extract import Extraction

__all__ = ["command"]

_MOST_NAMES = 12


@click.command("extract")
@click.argument("report", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--report", "report_id", metavar="ID", help="Id of the report; default of its name.")
@click.option("--published", metavar="DATE", help="Its day, month or year of publication.")
@click.option("--lang", type=click.Choice(["en", "nb"]), help="Its language; default by its words.")
@click.option(
    "--tier",
    type=click.Choice(["1", "2"]),
    default="2",
    help="1 for drafts with a type alone; default 2, with those without one.",
)
@click.option(
    "--proposals",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Spans from elsewhere as JSON lines, each with its quote; they are checked.",
)
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help="Output file.")
@click.option("--force", is_flag=True, help="Overwrite existing files.")
@click.pass_context
def command(ctx: click.Context, /, report: Path, **options: Any) -> None:
    """Read drafts of records from the text of a report.

    Text, Markdown, HTML, DOCX and PDF are read. REPORT-draft.geojson has the drafts, each value
    with the characters that it was read from; REPORT-report.toml has a claim for each sentence, to
    be written in your own words and put in seeds/. No record is changed: look at the drafts, then
    add them with `geotrack add`.
    """
    from geotrack.reading.text.geojson_text import collection_text
    from geotrack_extraction.extract import extract

    out = options["out"] or Path(f"{report.stem}-draft.geojson")
    report_out = out.with_name(f"{out.stem.removesuffix('-draft')}-report.toml")
    for path in (out, report_out):
        _check_target(path, report, force=options["force"])
    workspace = workspace_or_packaged(ctx, named=False, quiet=True)
    report_id = options["report_id"] or _id_of(report)
    result = extract(
        report,
        workspace,
        report_id=report_id,
        published=_published(options["published"], report_id, workspace),
        language=options["lang"],
        most_tier=int(options["tier"]),
        proposals=options["proposals"],
    )
    write_file(collection_text(result.features).encode(), out)
    write_file(result.report_text.encode(), report_out)
    for note in _notes(result):
        notify(note)
    notify(
        Message(
            "{out}: {n} drafts of {sentences} sentences, {untyped} of them without a type",
            out,
            len(result.features),
            len(result.claims),
            sum(not feature["properties"]["type"] for feature in result.features),
        )
    )
    notify(
        Message(
            "{report}: a claim for each sentence; write them in your own words and put the file in "
            "seeds/, then `geotrack add {out}`",
            report_out,
            out,
        )
    )
    ctx.exit(EXIT_FINDINGS if result.refused else 0)


def _notes(result: Extraction) -> Iterator[Message]:
    """Yield what a reader of the drafts has to know of the report."""
    if not result.published:
        yield Message("note: without --published no date is counted from the day of publication")
    if result.late:
        message = "note: statements dated after the publication, {published}, give no draft: {n}"
        yield Message(message, result.published, result.late)
    if pages := result.document.pages_without_text:
        numbers = ", ".join(map(str, pages[:_MOST_NAMES])) + ", …" * (len(pages) > _MOST_NAMES)
        message = "note: pictures without text, perhaps scans, were not read: pages {pages}"
        yield Message(message, numbers)
    for line in result.refused:
        yield Message("refused: {line}", line)
    if result.unlisted:
        names = ", ".join(result.unlisted[:_MOST_NAMES])
        yield Message("note: not in the gazetteer, words alone are kept: {names}", names)


def _check_target(path: Path, report: Path, *, force: bool) -> None:
    from geotrack.errors import UsageError

    if "events" in (parent.name for parent in path.absolute().parents):
        message = "{path} lies in events/, and a draft is no record; write it elsewhere"
        raise UsageError(Message(message, path))
    writable(path, inputs=[report])
    if path.exists() and not force:
        message = "{path} is there already; --force overwrites it, {elsewhere} writes elsewhere"
        raise UsageError(Message(message, path, "--out FILE"))


def _id_of(report: Path) -> str:
    """Return an id made of the name of a file."""
    import re

    from geotrack.i18n.folding import folded

    return "-".join(re.findall(r"[a-z0-9]+", folded(report.stem))) or "report"


def _published(text: str | None, report_id: str, workspace: Workspace) -> str:
    """Return the date of publication as records write it: as stated, else that of the report."""
    from geotrack.errors import UsageError
    from geotrack.notation.date_expressions import parse_date_range

    if text is None:
        stored = workspace.reports_by_id.get(report_id)
        return (stored.published or "") if stored else ""
    readings = parse_date_range(text)
    if len(readings) != 1 or readings[0].end or not readings[0].start[:4].isdigit():
        message = "{text} is no date of publication; write 2026-11-28, 2026-11 or 2026"
        raise UsageError(Message(message, repr(text)))
    return readings[0].start
