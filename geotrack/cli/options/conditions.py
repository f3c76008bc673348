"""Query options, shared by all commands that select records or observations."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import click

from geotrack.cli.app import EXIT_USAGE, notify
from geotrack.messages import LANGUAGE, Message, counted, in_language, joined
from geotrack.model.query_fields import FIELDS, QueryField

if TYPE_CHECKING:
    from geotrack.model.query import Drawn, Query
    from geotrack.queries import Selection
    from geotrack.workspace import Workspace

# A decorator of click: for functions and commands.
Option = Callable[[Any], Any]

_SECTIONS = {
    "regions": "Where",
    "start": "When",
    "themes": "What",
    "certain": "Answer",
    "dataset": "Observations",
    "crossings": "Crossings",
    "name": "Export",
}


class Once(click.Option):
    """An option that refuses to be given twice, instead of ignoring all but the last value."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **{**settings, "multiple": True})

    def process_value(self, ctx: click.Context, value: Any) -> Any:
        """Return the one value, or None."""
        values = super().process_value(ctx, value)
        if len(values or ()) > 1:
            raise click.UsageError(
                f"{self.opts[0]} is given {len(values)} times; leave all but one out", ctx
            )
        return values[0] if values else None


class Sectioned(click.Command):
    """A command whose help groups the options under headings."""

    sections: ClassVar[Mapping[str, str]] = _SECTIONS
    """Headings by the first option under each."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options under headings."""
        sections: dict[str, list[tuple[str, str]]] = {}
        title = ""
        for parameter in self.get_params(ctx):
            if isinstance(parameter, click.Argument):
                continue
            title = self.sections.get(parameter.name or "", title)
            record = parameter.get_help_record(ctx)
            if record is not None:
                sections.setdefault(title, []).append(record)
        for title, records in sections.items():
            with formatter.section(title):
                formatter.write_dl(records)


def with_options(options: Iterable[Option]) -> Option:
    """Return a decorator that adds options to a command, in order."""

    def decorate(command: Any) -> Any:
        for option in reversed(tuple(options)):
            command = option(command)
        return command

    return decorate


_SETTINGS: dict[str, dict[str, Any]] = {
    "words": {"multiple": True},
    "flag": {"is_flag": True},
    "text": {"cls": Once},
    "number": {"cls": Once, "type": float},
    "box": {"cls": Once, "nargs": 4, "type": float},
    "files": {"multiple": True, "type": click.Path(path_type=Path)},
}


def _option(field: QueryField) -> Option:
    parameter = "files" if field.kind == "files" else field.name
    metavar = {} if field.kind == "flag" else {"metavar": field.metavar}
    settings = _SETTINGS[field.kind] | metavar
    return click.option(field.option, parameter, help=field.help, **settings)


_OPTIONS = {field.name: _option(field) for field in FIELDS}

TO = _OPTIONS["end"]

PLACE_AND_TIME_OPTIONS = tuple(_OPTIONS[field.name] for field in FIELDS if not field.of_records)
"""Conditions for records and observations."""

QUERY_OPTIONS = tuple(_OPTIONS.values())
"""Conditions for records."""

OUTPUT_OPTIONS: tuple[Option, ...] = (
    click.option("--certain", is_flag=True, help="Only certain hits."),
    click.option("--possible", is_flag=True, help="Only possible hits."),
    click.option(
        "--sort",
        type=click.Choice(["date", "distance", "title"]),
        default="date",
        help="Order of hits; default date. Distance: nearest first.",
    ),
    click.option(
        "--limit", cls=Once, type=click.IntRange(min=1), metavar="N", help="Only the first N hits."
    ),
)
"""Which hits, and in which order."""


def query_of(ctx: click.Context, options: dict[str, Any]) -> Query:
    """Return the query of the given options.

    Parameters
    ----------
    ctx : click.Context
        Exited where an area file has errors.
    options : dict
        Values of `QUERY_OPTIONS` or `PLACE_AND_TIME_OPTIONS`, by name.

    Raises
    ------
    UsageError
        A value is invalid.
    """
    from geotrack.errors import UsageError
    from geotrack.model.query import Query

    areas = tuple(_read_area(ctx, path) for path in options.pop("files"))
    for name in ("themes", "types", "kinds", "statuses", "verifications", "review"):
        options[name] = tuple(label.strip().casefold() for label in options.get(name, ()))
    if options.get("text") is not None and not options["text"].strip():
        raise UsageError(Message("--text asks for nothing; write a word, or leave it out"))
    if options.get("grade"):
        options["grade"] = options["grade"].strip().upper()
    return Query.parse(drawn=areas, **{**options, "text": options.get("text") or ""})


def notify_reference(query: Query, workspace: Workspace) -> None:
    """Print which place the name after `--of` was read as."""
    from geotrack.queries import reference_of

    reference = reference_of(query, workspace)
    # Without --lang, in the language of the workspace.
    language = LANGUAGE.get() if LANGUAGE.get() != "en" else None
    if reference is not None and (text := reference.in_words(language)):
        notify(f"--of: {text}")


def names_places(query: Query) -> bool:
    """Return whether a query names regions or places of a workspace."""
    from geotrack.model.quantities import position

    references = (part.within.of for part in query.parts if part.within is not None)
    has_name = any(
        isinstance(reference, str) and position(reference) is None for reference in references
    )
    return has_name or any(part.regions for part in query.parts)


def _read_area(ctx: click.Context, path: Path) -> Drawn:
    """Read an area file; print all its findings."""
    from geotrack.findings import errors_of
    from geotrack.model.query import Drawn
    from geotrack.reading.files import read_stream
    from geotrack.reading.geometry_files import area_of, read_area
    from geotrack.workspace import shown_path

    piped = str(path) == "-"
    if piped:
        result = area_of(read_stream(sys.stdin.buffer, "stdin"), "stdin")
    else:
        result = read_area(path, shown_path(path))
    wrong = errors_of(result.findings)
    for finding in result.findings:
        label = f"{in_language(Message('error'))}: " if finding in wrong else ""
        notify(f"{label}{finding}")
    if result.geometry is None:
        ctx.exit(EXIT_USAGE)
    return Drawn("the area read" if piped else path.name, result.geometry)


def check_output(output: dict[str, Any]) -> None:
    """Refuse output options that exclude every hit."""
    from geotrack.errors import UsageError

    if output["certain"] and output["possible"]:
        raise UsageError(
            Message("--certain and --possible leave nothing; leave one out, or both for all hits")
        )


def of_one_kind(selection: Selection, output: dict[str, Any]) -> Selection:
    """Return the hits selected by `--certain` or `--possible`; all without either."""
    from geotrack.queries import Match

    if output["certain"] or output["possible"]:
        return selection.only(Match.CERTAIN if output["certain"] else Match.POSSIBLE)
    return selection


def in_order(selection: Selection, output: dict[str, Any]) -> Selection:
    """Return the hits in the order of `--sort`, limited by `--limit`."""
    ordered = selection.sorted(output["sort"]) if output["sort"] != "date" else selection
    return ordered if output["limit"] is None else ordered.first(output["limit"])


def notify_limit(selection: Selection, listed: Selection) -> None:
    """Print how many hits `--limit` left out."""
    if left := len(selection) - len(listed):
        more = counted(left, "1 more is", "{n} more are")
        notify(Message("{more} not shown (--limit {limit})", more, len(listed)))


def notify_counts(selection: Selection, output: dict[str, Any]) -> None:
    """Print the number of hits by match, and of records not judged."""
    from geotrack.queries import Match

    if not selection.judge.areas and selection.judge.period is None:
        # Without conditions of place or time every hit is certain.
        notify(counted(len(selection), "1 hit", "{n} hits"))
        return
    left_out = Message(" (left out)")
    unjudged = [
        Message("{n} {label}", len(events), Message(label))
        for events, label in ((selection.unplaced, "unplaced"), (selection.undated, "undated"))
        if events
    ]
    listed = joined(unjudged, "{first}, {second}") if unjudged else ""
    notify(
        Message(
            "{certain} certain{shown}, {possible} possible{more}{unjudged}",
            selection.count(Match.CERTAIN),
            left_out if output["possible"] else "",
            selection.count(Match.POSSIBLE),
            left_out if output["certain"] else "",
            Message("; not judged: {records}", listed) if unjudged else "",
        )
    )
