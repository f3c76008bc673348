"""`geotrack query`: what happened there, then."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.frame import USAGE, opened, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geotrack.model.asking import Drawn
    from geotrack.questions import Query, Selection


FORMS = ("table", "json", "geojson", "csv", "ids")
COUNTED = ("table", "json", "csv")
# The option with which each section of the help begins.
_SECTIONS = {"regions": "Where", "start": "When", "themes": "What", "certain": "Answer"}


class _Once(click.Option):
    """An option that may be given once: of two values the first would be lost without a word."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **{**settings, "multiple": True})

    def process_value(self, ctx: click.Context, value: Any) -> Any:
        """Return the one value, or None."""
        given = super().process_value(ctx, value)
        if len(given or ()) > 1:
            message = f"{self.opts[0]} is given {len(given)} times; leave all but one out"
            raise click.UsageError(message, ctx)
        return given[0] if given else None


class _Sectioned(click.Command):
    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options under headings."""
        sections: dict[str, list[tuple[str, str]]] = {}
        title = ""
        for parameter in self.get_params(ctx):
            title = _SECTIONS.get(parameter.name or "", title)
            record = parameter.get_help_record(ctx)
            if record is not None:
                sections.setdefault(title, []).append(record)
        for title, records in sections.items():
            with formatter.section(title):
                formatter.write_dl(records)


@click.command("query", cls=_Sectioned)
@click.option(
    "--region", "regions", multiple=True, metavar="WORD", help="Id, name or alias; in any of them."
)
@click.option("--all-regions", is_flag=True, help="In every one of the regions, not in any.")
@click.option(
    "--region-file",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Area drawn in a GeoJSON file, - for stdin; in any of them.",
)
@click.option(
    "--bbox",
    cls=_Once,
    nargs=4,
    type=float,
    metavar="W S E N",
    help="Box in degrees; W greater than E crosses 180°.",
)
@click.option(
    "--within", cls=_Once, metavar="LENGTH", help="300km, 160nmi, 100mi, 500m of what --of names."
)
@click.option(
    "--of",
    cls=_Once,
    metavar="WHAT",
    help="Place, record id, region or lon,lat; without --within, distances are told.",
)
@click.option(
    "--north-of", cls=_Once, type=float, metavar="LAT", help="Degrees of latitude: 66.56."
)
@click.option(
    "--from", "start", cls=_Once, metavar="DATE", help="First date: 2024, 2024-09, 2024-09-28."
)
@click.option(
    "--to", "end", cls=_Once, metavar="DATE", help="Last date, meant whole: 2024 is all of it."
)
@click.option("--on", cls=_Once, metavar="DATE", help="One date, in place of both.")
@click.option("--theme", "themes", multiple=True, metavar="WORD", help="air, coastguard, naval, …")
@click.option("--type", "types", multiple=True, metavar="WORD", help="bomber-sortie, air/patrol, …")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    metavar="WORD",
    help="event, statement, assessment, outlook.",
)
@click.option(
    "--actor",
    "actors",
    multiple=True,
    metavar="WORD",
    help="Part of a name, or a country: China, CN.",
)
@click.option(
    "--status",
    "statuses",
    multiple=True,
    metavar="WORD",
    help="occurred, planned, …, or not-stated.",
)
@click.option(
    "--verification",
    "verifications",
    multiple=True,
    metavar="WORD",
    help="confirmed, claimed, …, or not-stated.",
)
@click.option("--disputed", is_flag=True, help="Only what its record or a source disputes.")
@click.option(
    "--grade", cls=_Once, metavar="GRADE", help="Some source at least that well graded: B2, B or 2."
)
@click.option("--text", cls=_Once, metavar="WORDS", help="All of them in title or summary.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="A tag that the record has.")
@click.option("--part-of", multiple=True, metavar="ID", help="Parts of a record, and theirs.")
@click.option(
    "--source", "sources", multiple=True, metavar="SEED", help="Records that cite a report."
)
@click.option("--certain", is_flag=True, help="Only what certainly meets the question.")
@click.option("--possible", is_flag=True, help="Only what possibly does.")
@click.option(
    "--sort",
    type=click.Choice(["date", "distance", "title"]),
    default="date",
    help="Order; by date where not given, by distance nearest first.",
)
@click.option(
    "--limit", cls=_Once, type=click.IntRange(min=1), metavar="N", help="Only the first N hits."
)
@click.option("--why", is_flag=True, help="Say in the table why each is a hit.")
@click.option(
    "--count-by",
    cls=_Once,
    metavar="KEY,…",
    help="Counts in place of hits, by region, theme, type, kind, month, year, actor, country, "
    "status or verification; the last key goes across.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS, case_sensitive=False),
    default="table",
    help="Default: table.",
)
@click.pass_context
def command(ctx: click.Context, /, **given: Any) -> None:
    """Ask what happened there, then.

    All conditions hold at once; of an option given several times, any. A hit is certain if it
    holds for every position and time that its record allows, possible if for some. Records
    without place or date are counted as not judged.
    """
    from geotrack.questions import idle, select

    answer = {
        name: given.pop(name)
        for name in ("certain", "possible", "sort", "limit", "why", "count_by", "form")
    }
    _check(answer)
    asked = _asked(ctx, given)
    workspace = opened(ctx)
    found = select(workspace, asked)
    for said in idle(workspace, asked):
        say(f"note: {said}")
    _print(found, answer)
    _say_counts(found, answer)


def _check(answer: dict[str, Any]) -> None:
    from geotrack.errors import UsageError

    if answer["certain"] and answer["possible"]:
        message = "--certain and --possible leave nothing; leave one out, or both for all hits"
        raise UsageError(message)
    if answer["count_by"] is None:
        return
    if answer["form"] not in COUNTED:
        message = f"counts have no form {answer['form']!r}; write one of {', '.join(COUNTED)}"
        raise UsageError(message)
    for name, is_asked in (
        ("--limit", answer["limit"] is not None),
        ("--sort", answer["sort"] != "date"),
        ("--why", answer["why"]),
    ):
        if is_asked:
            message = f"--count-by counts all hits; leave out {name}"
            raise UsageError(message)


def _asked(ctx: click.Context, given: dict[str, Any]) -> Query:
    from geotrack.errors import UsageError
    from geotrack.questions import Query

    if given["all_regions"] and not given["regions"]:
        message = "--all-regions of which? name each with --region"
        raise UsageError(message)
    drawn = tuple(_drawn(ctx, path) for path in given.pop("files"))
    for name in ("themes", "types", "kinds", "statuses", "verifications"):
        given[name] = tuple(word.strip().casefold() for word in given[name])
    if given["text"] is not None and not given["text"].strip():
        message = "--text asks for nothing; write a word, or leave it out"
        raise UsageError(message)
    if given["grade"]:
        given["grade"] = given["grade"].strip().upper()
    return Query.parse(drawn=drawn, **{**given, "text": given["text"] or ""})


def _drawn(ctx: click.Context, path: Path) -> Drawn:
    """Read an area; all that is wrong with its file is told at once."""
    from geotrack.findings import errors_of
    from geotrack.questions import Drawn
    from geotrack.reading.areas import area_of, read_area
    from geotrack.reading.files import read_stream
    from geotrack.workspace import shown_path

    piped = str(path) == "-"
    if piped:
        read = area_of(read_stream(sys.stdin.buffer, "stdin"), "stdin")
    else:
        read = read_area(path, shown_path(path))
    wrong = errors_of(read.findings)
    for finding in read.findings:
        say(f"error: {finding}" if finding in wrong else str(finding))
    if read.geometry is None:
        ctx.exit(USAGE)
    return Drawn("the area read" if piped else path.name, read.geometry)


def _print(found: Selection, answer: dict[str, Any]) -> None:
    from geotrack.cli.answers import print_answer, print_counts
    from geotrack.questions import Match

    if answer["certain"] or answer["possible"]:
        found = found.only(Match.CERTAIN if answer["certain"] else Match.POSSIBLE)
    if answer["count_by"] is not None:
        from geotrack.questions import count_by

        keys = [key.strip() for key in answer["count_by"].split(",")]
        counts = count_by(found, keys, watched=_watched)
        print_counts(found, counts, answer["form"])
        return
    if answer["sort"] != "date":
        found = found.sorted(answer["sort"])
    shown = found if answer["limit"] is None else found.first(answer["limit"])
    judged_only = answer["certain"] or answer["possible"] or answer["limit"] is not None
    print_answer(shown, answer["form"], why=answer["why"], judged_only=judged_only)
    if len(shown) < len(found):
        left = len(found) - len(shown)
        say(f"{left} more {'is' if left == 1 else 'are'} not shown (--limit {len(shown)})")


def _watched(regions: Sequence[str]) -> Iterator[str]:
    """Show how far it is, where someone looks on."""
    with click.progressbar(
        regions, label="regions", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        yield from bar


def _say_counts(found: Selection, answer: dict[str, Any]) -> None:
    from geotrack.questions import Match

    certain, possible = (
        f"{found.count(match)} {match}" + (" (left out)" if answer[other] else "")
        for match, other in ((Match.CERTAIN, "possible"), (Match.POSSIBLE, "certain"))
    )
    unjudged = [
        f"{len(events)} {word}"
        for events, word in ((found.unplaced, "unplaced"), (found.undated, "undated"))
        if events
    ]
    tail = f"; not judged: {', '.join(unjudged)}" if unjudged else ""
    if not found.judge.areas and found.judge.period is None:
        # There is nothing of place or time that a record could leave open.
        say(f"{len(found)} hit{'' if len(found) == 1 else 's'}")
    else:
        say(f"{certain}, {possible}{tail}")
