"""The options that put a question: those of `geotrack query`, for every command that asks one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.app import USAGE, say
from geotrack.query_fields import FIELDS, QueryField

if TYPE_CHECKING:
    from geotrack.model.query import Drawn, Query
    from geotrack.queries import Selection

# What click decorates is a function first, and a command in the end.
Option = Callable[[Any], Any]

# The option with which each section of the help begins.
_SECTIONS = {
    "regions": "Where",
    "start": "When",
    "themes": "What",
    "certain": "Answer",
    "dataset": "Observations",
    "crossings": "Crossings",
    "name": "Export",
    "area_km2": "Hexagons",
}


class Once(click.Option):
    """An option that may be given once: of two values the first would be lost without a word."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **{**settings, "multiple": True})

    def process_value(self, ctx: click.Context, value: Any) -> Any:
        """Return the one value, or None."""
        given = super().process_value(ctx, value)
        if len(given or ()) > 1:
            raise click.UsageError(
                f"{self.opts[0]} is given {len(given)} times; leave all but one out", ctx
            )
        return given[0] if given else None


class Sectioned(click.Command):
    """A command whose help has a heading for each part of a question."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options under headings."""
        sections: dict[str, list[tuple[str, str]]] = {}
        title = ""
        for parameter in self.get_params(ctx):
            if isinstance(parameter, click.Argument):
                continue
            title = _SECTIONS.get(parameter.name or "", title)
            record = parameter.get_help_record(ctx)
            if record is not None:
                sections.setdefault(title, []).append(record)
        for title, records in sections.items():
            with formatter.section(title):
                formatter.write_dl(records)


def with_options(options: Iterable[Option]) -> Option:
    """Return a decorator that gives a command options, in their order."""

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

OF_PLACE_AND_TIME = tuple(_OPTIONS[field.name] for field in FIELDS if not field.of_records)
"""Conditions that observations can meet too."""

FROM_QUESTION = tuple(_OPTIONS.values())
"""Conditions."""

FROM_ANSWER: tuple[Option, ...] = (
    click.option("--certain", is_flag=True, help="Only what certainly meets the question."),
    click.option("--possible", is_flag=True, help="Only what possibly does."),
    click.option(
        "--sort",
        type=click.Choice(["date", "distance", "title"]),
        default="date",
        help="Order; by date where not given, by distance nearest first.",
    ),
    click.option(
        "--limit", cls=Once, type=click.IntRange(min=1), metavar="N", help="Only the first N hits."
    ),
)
"""Which hits, and in which order."""


def query_of(ctx: click.Context, given: dict[str, Any]) -> Query:
    """Return the question that options put.

    Parameters
    ----------
    ctx : click.Context
        Ended where a file of an area is at fault.
    given : dict
        What the options of `FROM_QUESTION`, or of `OF_PLACE_AND_TIME`, gave, by name.

    Raises
    ------
    UsageError
        They ask for nothing that there is.
    """
    from geotrack.errors import UsageError
    from geotrack.model.query import Query

    drawn = tuple(_drawn(ctx, path) for path in given.pop("files"))
    for name in ("themes", "types", "kinds", "statuses", "verifications"):
        given[name] = tuple(word.strip().casefold() for word in given.get(name, ()))
    if given.get("text") is not None and not given["text"].strip():
        raise UsageError("--text asks for nothing; write a word, or leave it out")
    if given.get("grade"):
        given["grade"] = given["grade"].strip().upper()
    return Query.parse(drawn=drawn, **{**given, "text": given.get("text") or ""})


def names_places(query: Query) -> bool:
    """Return whether a question names regions or places, which a workspace must know."""
    from geotrack.model.lengths import position

    of = (part.within.of for part in query.parts if part.within is not None)
    named = any(isinstance(one, str) and position(one) is None for one in of)
    return named or any(part.regions for part in query.parts)


def _drawn(ctx: click.Context, path: Path) -> Drawn:
    """Read an area; all that is wrong with its file is told at once."""
    from geotrack.findings import errors_of
    from geotrack.model.query import Drawn
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


def check_answer(answer: dict[str, Any]) -> None:
    """Refuse options of `FROM_ANSWER` that leave nothing."""
    from geotrack.errors import UsageError

    if answer["certain"] and answer["possible"]:
        raise UsageError(
            "--certain and --possible leave nothing; leave one out, or both for all hits"
        )


def of_one_kind(found: Selection, answer: dict[str, Any]) -> Selection:
    """Return the hits that `--certain` or `--possible` asks for; all where neither does."""
    from geotrack.queries import Match

    if answer["certain"] or answer["possible"]:
        return found.only(Match.CERTAIN if answer["certain"] else Match.POSSIBLE)
    return found


def in_order(found: Selection, answer: dict[str, Any]) -> Selection:
    """Return the first hits of `--limit` in the order of `--sort`."""
    ordered = found.sorted(answer["sort"]) if answer["sort"] != "date" else found
    return ordered if answer["limit"] is None else ordered.first(answer["limit"])


def say_left(found: Selection, shown: Selection) -> None:
    """Tell how many hits `--limit` left out."""
    if left := len(found) - len(shown):
        say(f"{left} more {'is' if left == 1 else 'are'} not shown (--limit {len(shown)})")


def say_counts(found: Selection, answer: dict[str, Any]) -> None:
    """Tell how many hits there are, and how many records could not be judged."""
    from geotrack.queries import Match

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
