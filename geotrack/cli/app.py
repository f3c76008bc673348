"""The frame of the command line: exit codes, errors as one line, where data and talk go."""

from __future__ import annotations

import codecs
import gc
import keyword
import sys
import unicodedata
from collections.abc import Iterator, MutableMapping
from importlib import import_module
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from geotrack.model import Event
    from geotrack.workspace import Workspace

__all__ = [
    "FOUND",
    "USAGE",
    "Commands",
    "Group",
    "by_options",
    "counted",
    "emit",
    "emit_json",
    "emit_json_rows",
    "emit_labelled",
    "last_day",
    "opened",
    "opened_or_packaged",
    "plain",
    "print_table",
    "record_of",
    "say",
    "today",
    "under",
    "wrapped",
]

_WIDEST = 100_000
# So many rows nobody reads on a terminal, and folding them takes minutes.
_MANY = 10_000
_PAGE, _MARGIN = 88, 14
# Embeddings, overrides and isolates of the bidirectional algorithm.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

FOUND = 1
"""Exit code for findings, or nothing written."""
USAGE = 2
"""Exit code for a question put wrongly."""


class Commands(MutableMapping[str, click.Command]):
    """Commands by name, each imported from its module of `geotrack.cli` when first asked for.

    Parameters
    ----------
    *names : str
        Their names, which are those of their modules; behind a word of Python stands an underscore.
    """

    def __init__(self, *names: str) -> None:
        self._commands: dict[str, click.Command | None] = dict.fromkeys(names)

    def __getitem__(self, name: str) -> click.Command:
        command = self._commands[name]
        if command is None:
            module = import_module(f"geotrack.cli.{name}{'_' * keyword.iskeyword(name)}")
            command = self._commands[name] = module.command
        return command

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._commands[name] = command

    def __delitem__(self, name: str) -> None:
        del self._commands[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._commands)

    def __len__(self) -> int:
        return len(self._commands)


class Group(click.Group):
    """A command group whose errors are one line on stderr, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; turn geotrack's errors into exit codes."""
        from geotrack.errors import BusyError, GeotrackError

        # A command is short and keeps what it makes to its end: looking for cycles in it costs a
        # tenth of its time and frees next to nothing.
        collecting = gc.isenabled()
        gc.disable()
        for stream in (sys.stdout, sys.stderr):
            # A letter that the terminal's encoding lacks is spelt out, and stops nothing.
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        try:
            return super().invoke(ctx)
        except click.NoSuchOption as error:
            if error.option_name == "--workspace":
                say("error: --workspace stands before the command: geotrack --workspace DIR …")
                ctx.exit(USAGE)
            raise
        except GeotrackError as error:
            say(f"error: {by_options(error, ctx)}")
            ctx.exit(FOUND if isinstance(error, BusyError) else USAGE)
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                raise
            say(f"error: {error.filename or 'file'}: {(error.strerror or str(error)).lower()}")
            ctx.exit(FOUND)
        finally:
            if collecting:
                gc.enable()


def by_options(error: Exception, ctx: click.Context) -> str:
    """Return the text of an error, with the options of a command for the fields that it names.

    Parameters
    ----------
    error : Exception
        Any.
    ctx : click.Context
        Of the command, or of the group that has run it.
    """
    from geotrack.errors import worded

    options: dict[str, str] = {}
    here: click.Context | None = ctx
    while here is not None:
        options = {**dict(_named_options(here.command, here.invoked_subcommand)), **options}
        here = here.parent
    return worded(error, lambda field: options.get(field, repr(field)))


def _named_options(command: click.Command, invoked: str | None) -> Iterator[tuple[str, str]]:
    """Yield the options of a command and of those in it, by what they are called in Python."""
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            if invoked is None or name == invoked:
                yield from _named_options(inner, None)
    for parameter in command.params:
        for option in (o for o in parameter.opts if o.startswith("--")):
            yield option.removeprefix("--").replace("-", "_"), option
            yield str(parameter.name), option


def plain(text: str) -> str:
    r"""Spell out what would act on a terminal or turn its text about; line breaks stay.

    Examples
    --------
    >>> plain("a\x1b[31mb")
    'a\\x1b[31mb'
    >>> plain("a\u202eb")
    'a\\u202eb'
    """
    if text.isprintable():
        return text
    return "".join(
        c if c == "\n" or not _acts(c) else c.encode("unicode_escape").decode() for c in text
    )


def _acts(letter: str) -> bool:
    """Tell whether a letter acts on a terminal, or on the direction of what stands beside it."""
    return unicodedata.category(letter) == "Cc" or letter in _TURNING


def say(text: str) -> None:
    """Talk on stderr."""
    click.echo(plain(text), err=True)


def emit(text: str) -> None:
    """Write data on stdout."""
    click.echo(plain(text))


def emit_json(value: object) -> None:
    """Write a value on stdout as JSON, with its letters kept where stdout has them all."""
    from geotrack.strict_json import dump_json

    encoding = codecs.lookup(sys.stdout.encoding or "utf-8").name
    click.echo(dump_json(value, ensure_ascii=encoding != "utf-8", indent=2))


def emit_json_rows(rows: Iterable[dict[str, Any]]) -> None:
    """Write flat objects on stdout as `emit_json` writes a list of them, some at a time."""
    from geotrack.strict_json import dump_json

    ascii_only = codecs.lookup(sys.stdout.encoding or "utf-8").name != "utf-8"
    keys: dict[str, str] = {}

    def written(row: dict[str, Any]) -> str:
        for key in row.keys() - keys.keys():
            keys[key] = dump_json(key, ensure_ascii=ascii_only)
        members = (
            f"    {keys[key]}: "
            f"{value if type(value) is int else dump_json(value, ensure_ascii=ascii_only)}"
            for key, value in row.items()
        )
        return "  {\n" + ",\n".join(members) + "\n  }"

    texts = map(written, rows)
    before = "["
    while some := list(islice(texts, _MANY)):
        click.echo(f"{before}\n" + ",\n".join(some), nl=False)
        before = ","
    click.echo("[]" if before == "[" else "\n]")


def wrapped(text: str, label: str = "") -> str:
    """Return text in lines that fit a page, the first beside a label, the others under it."""
    from textwrap import fill

    # An address stays whole, so that it can be copied.
    return fill(
        text,
        _PAGE,
        initial_indent=label,
        subsequent_indent=" " * len(label),
        break_long_words=False,
        break_on_hyphens=False,
    )


def emit_labelled(lines: Iterable[tuple[str, str]]) -> None:
    """Write texts on stdout, each beside its label."""
    for label, text in lines:
        emit(wrapped(text, f"{label:<{_MARGIN - 1}} "))


def under(label: str, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield texts of one kind: the first beside the label, the others below it.

    Examples
    --------
    >>> list(under("who", ["FSB", "China Coast Guard"]))
    [('who', 'FSB'), ('', 'China Coast Guard')]
    """
    for n, text in enumerate(texts):
        yield "" if n else label, text


def opened(ctx: click.Context) -> Workspace:
    """Return the workspace of `--workspace`, else the nearest upward, and tell what is left out."""
    from geotrack.workspace import open_workspace

    root: Path | None = ctx.find_root().params.get("workspace")
    workspace = open_workspace(root)
    if workspace.left_out:
        many = counted(workspace.left_out, "error")
        say(
            f"note: {many} in events/; records and files with one are left out; "
            "`geotrack check` tells more"
        )
    return workspace


def opened_or_packaged(ctx: click.Context, *, named: bool = True) -> Workspace:
    """Return the workspace as `opened` does; where there is none, the layers of geotrack itself.

    Parameters
    ----------
    ctx : click.Context
        Of the command.
    named : bool
        Whether regions or places are asked for: then it is told of whom they are.
    """
    from geotrack.errors import UsageError
    from geotrack.workspace import find_workspace, packaged_workspace

    if ctx.find_root().params.get("workspace") is None:
        try:
            find_workspace()
        except UsageError:
            if named:
                say("note: no workspace here: regions and places are those that come with geotrack")
            return packaged_workspace()
    return opened(ctx)


def today() -> date:
    """Return the day on which a change is made, in UTC."""
    from datetime import UTC, datetime

    return datetime.now(UTC).date()


def last_day() -> date:
    """Return the last day that has begun anywhere: some islands are 14 hours ahead of UTC."""
    from datetime import UTC, datetime, timedelta

    return (datetime.now(UTC) + timedelta(hours=14)).date()


def record_of(workspace: Workspace, id_: str) -> Event:
    """Return the record of an id; of an old id the one that replaces it, which is then told.

    Raises
    ------
    UsageError
        There is none.
    """
    from geotrack.errors import UsageError
    from geotrack.taxonomy import nearest

    event = workspace.find(id_)
    if event is None:
        guess = nearest(id_, {**workspace.by_id, **workspace.replaced})
        hint = f"; did you mean {guess!r}?" if guess else ""
        raise UsageError(f"no record has the id {id_!r}{hint}")
    if event.id != id_:
        say(f"note: {id_} is now {event.id}")
    return event


def counted(n: int, what: str) -> str:
    """Return a number of things, in the plural where there is not one.

    Examples
    --------
    >>> counted(1, "error"), counted(2, "error")
    ('1 error', '2 errors')
    """
    return f"{n} {what}" if n == 1 else f"{n} {what}s"


def print_table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], whole: Sequence[str]
) -> None:
    """Print rows on stdout; as wide as their content where no one looks on.

    Parameters
    ----------
    columns : sequence of str
        Headings.
    rows : iterable of sequence of str
        Plain text: square brackets are no markup.
    whole : sequence of str
        The columns that are never folded.
    """
    from geotrack.cli.plain_table import lines_of

    heads = [plain(" ".join(column.split())) for column in columns]
    cells = [[plain(" ".join(cell.split())) for cell in row] for row in rows]
    if not cells:
        return
    if len(cells) > _MANY or not sys.stdout.isatty():
        lines = lines_of(heads, cells, _WIDEST)
        if lines is not None:
            while some := list(islice(lines, _MANY)):
                click.echo("\n".join(some))
            return
    _print_folded(heads, cells, [column in whole for column in columns])


def _print_folded(
    heads: Sequence[str], cells: Sequence[Sequence[str]], whole: Sequence[bool]
) -> None:
    """Print a table as wide as the terminal."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for head, is_whole in zip(heads, whole, strict=True):
        table.add_column(Text(head), no_wrap=is_whole)
    for row in cells:
        table.add_row(*map(Text, row))
    if sys.stdout.isatty():
        Console(highlight=False, soft_wrap=False).print(table)
        return
    console = Console(width=_WIDEST, highlight=False, soft_wrap=False, no_color=True)
    with console.capture() as captured:
        console.print(table)
    # No blanks at the ends of lines, which the width of the last column would leave.
    for line in captured.get().splitlines():
        click.echo(line.rstrip())
