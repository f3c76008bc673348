"""Shared parts of the commands: exit codes, one-line errors, output to stdout and stderr."""

from __future__ import annotations

import codecs
import gc
import keyword
import os
import sys
import unicodedata
from collections.abc import Iterator, MutableMapping
from contextvars import ContextVar
from importlib import import_module
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geotrack.messages import Message, counted, did_you_mean, in_language, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from geotrack.model import Event
    from geotrack.workspace import Workspace

__all__ = [
    "EXIT_FINDINGS",
    "EXIT_USAGE",
    "Commands",
    "ExtensionCommand",
    "Group",
    "begin_output",
    "by_options",
    "current_workspace",
    "emit",
    "emit_json",
    "emit_json_rows",
    "emit_labelled",
    "label_first",
    "last_day",
    "notify",
    "plain",
    "plural",
    "record_of",
    "report_error",
    "today",
    "translated",
    "workspace_or_packaged",
    "wrap_text",
]

# Lines that are written at once.
_MANY = 10_000
_PAGE, _MARGIN = 88, 14
# Embeddings, overrides and isolates of the bidirectional algorithm.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

_HAS_OUTPUT: ContextVar[bool] = ContextVar("has_output", default=False)

EXIT_FINDINGS = 1
"""Exit code for findings, or nothing written."""
EXIT_USAGE = 2
"""Exit code for a usage error."""


class Commands(MutableMapping[str, click.Command]):
    """Commands by name, each imported from its module of `geotrack.cli` on first use.

    Parameters
    ----------
    *names : str
        Command names, equal to the module names; a Python keyword has an underscore appended.
        Those of `geotrack.extensions.COMMANDS` are loaded when they are run.
    """

    def __init__(self, *names: str) -> None:
        self._commands: dict[str, click.Command | None] = dict.fromkeys(names)

    def __getitem__(self, name: str) -> click.Command:
        command = self._commands[name]
        if command is None:
            command = self._commands[name] = _command(name)
        return command

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._commands[name] = command

    def __delitem__(self, name: str) -> None:
        del self._commands[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._commands)

    def __len__(self) -> int:
        return len(self._commands)


class ExtensionCommand(click.Command):
    """A command of another package in the list of commands, before it is loaded."""


def _command(name: str) -> click.Command:
    from geotrack.extensions import COMMANDS

    if name in COMMANDS:
        return ExtensionCommand(name, help=COMMANDS[name])
    module = import_module(f"geotrack.cli.{name}{'_' * keyword.iskeyword(name)}")
    command: click.Command = module.command
    return command


class Group(click.Group):
    """A command group whose errors are one line on stderr, never a traceback."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command to run, loaded from its package if it is of another one."""
        name, command, rest = super().resolve_command(ctx, args)
        if isinstance(command, ExtensionCommand):
            from geotrack.extensions import command as load

            command = self.commands[str(name)] = load(str(name))
        return name, command, rest

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command, again without the index if an event file changed while it was read."""
        from geotrack.errors import FileChangedError

        token = _HAS_OUTPUT.set(False)
        try:
            return super().main(*args, **extra)
        except FileChangedError:
            from geotrack.index.cache_folder import IS_OFF

            was_off = IS_OFF.set(True)
            try:
                return super().main(*args, **extra)
            finally:
                IS_OFF.reset(was_off)
        finally:
            _HAS_OUTPUT.reset(token)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; turn geotrack's errors into exit codes."""
        from geotrack.errors import BusyError, FileChangedError, GeotrackError, UntimedError

        # A command is short and needs its objects to the end: garbage collection takes a tenth of
        # its time and frees almost nothing.
        collecting = gc.isenabled()
        gc.disable()
        for stream in (sys.stdout, sys.stderr):
            # Escape characters that the terminal's encoding lacks.
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        try:
            return super().invoke(ctx)
        except click.NoSuchOption as error:
            if error.option_name == "--workspace":
                text = "--workspace stands before the command: geotrack --workspace DIR …"
                report_error(ctx, error, in_language(text))
                ctx.exit(EXIT_USAGE)
            raise
        except GeotrackError as error:
            if isinstance(error, FileChangedError) and _can_run_again():
                raise
            report_error(ctx, error, by_options(error, ctx))
            is_finding = isinstance(error, BusyError | UntimedError)
            ctx.exit(EXIT_FINDINGS if is_finding else EXIT_USAGE)
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                raise
            reason = (error.strerror or str(error)).lower()
            report_error(ctx, error, f"{error.filename or 'file'}: {reason}")
            ctx.exit(EXIT_FINDINGS)
        finally:
            if collecting:
                gc.enable()


def _can_run_again() -> bool:
    """Return whether a command only reads, and has not written to stdout."""
    from geotrack.index.file_parts import IN_PARTS

    return IN_PARTS.get() and not _HAS_OUTPUT.get()


def begin_output() -> None:
    """Note that the command writes to stdout from now on."""
    _HAS_OUTPUT.set(True)


def report_error(ctx: click.Context, error: Exception, text: str, label: str = "error") -> None:
    """Write an error to stderr.

    Parameters
    ----------
    ctx : click.Context
        The context of the command. Its `obj`, if any, is a list of the program that runs the
        command, to which the class and the text of the error are added.
    error : Exception
        The error.
    text : str
        Its text, of one or more lines.
    label : str
        What stands before it.
    """
    notify(f"{in_language(Message(label))}: {text}")
    if ctx.obj is not None:
        ctx.obj.append((type(error).__name__, text))


def by_options(error: Exception, ctx: click.Context) -> str:
    """Return the text of an error with its fields named as options of a command.

    Parameters
    ----------
    error : Exception
        The error.
    ctx : click.Context
        The context of the command, or of the group that ran it.
    """
    from geotrack.errors import worded

    options: dict[str, str] = {}
    context: click.Context | None = ctx
    while context is not None:
        options = {**dict(_named_options(context.command, context.invoked_subcommand)), **options}
        context = context.parent
    return worded(error, lambda field: options.get(field, repr(field)))


def _named_options(command: click.Command, invoked: str | None) -> Iterator[tuple[str, str]]:
    """Yield the options of a command and its subcommands, by their Python names."""
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            if invoked is None or name == invoked:
                yield from _named_options(inner, None)
    for parameter in command.params:
        for option in (o for o in parameter.opts if o.startswith("--")):
            yield option.removeprefix("--").replace("-", "_"), option
            yield str(parameter.name), option


def plain(text: str) -> str:
    r"""Escape control and bidirectional characters; line breaks stay.

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


def translated(text: str) -> str:
    """Return a message in the language of the context, with control characters escaped."""
    return plain(in_language(text) if isinstance(text, Message) else text)


def _acts(letter: str) -> bool:
    """Return whether a character is a control or bidirectional formatting character."""
    return unicodedata.category(letter) == "Cc" or letter in _TURNING


def notify(text: str) -> None:
    """Write a message to stderr."""
    click.echo(translated(text), err=True)


def emit(text: str) -> None:
    """Write a line to stdout."""
    begin_output()
    click.echo(translated(text))


def emit_json(value: object) -> None:
    """Write a value to stdout as JSON; ASCII only where stdout is not UTF-8."""
    from geotrack.files.strict_json import dump_json

    begin_output()
    encoding = codecs.lookup(sys.stdout.encoding or "utf-8").name
    click.echo(dump_json(value, ensure_ascii=encoding != "utf-8", indent=2))


def emit_json_rows(rows: Iterable[dict[str, Any]]) -> None:
    """Write flat objects to stdout as a JSON list, formatted as by `emit_json`, in chunks."""
    from geotrack.files.strict_json import dump_json

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
    while batch := list(islice(texts, _MANY)):
        begin_output()
        click.echo(f"{before}\n" + ",\n".join(batch), nl=False)
        before = ","
    click.echo("[]" if before == "[" else "\n]")


def wrap_text(text: str, label: str = "") -> str:
    """Return text wrapped to the page width, with a label before the first line."""
    from textwrap import fill

    # URLs are not broken, so that they can be copied.
    return fill(
        text,
        _PAGE,
        initial_indent=label,
        subsequent_indent=" " * len(label),
        break_long_words=False,
        break_on_hyphens=False,
    )


def emit_labelled(lines: Iterable[tuple[str, str]]) -> None:
    """Write texts to stdout, each after its label."""
    for label, text in lines:
        emit(wrap_text(text, f"{label:<{_MARGIN - 1}} "))


def label_first(label: str, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (label, text) for the first text and ('', text) for the others.

    Examples
    --------
    >>> list(label_first("who", ["FSB", "China Coast Guard"]))
    [('who', 'FSB'), ('', 'China Coast Guard')]
    """
    for n, text in enumerate(texts):
        yield "" if n else label, text


def current_workspace(ctx: click.Context, *, quiet: bool = False) -> Workspace:
    """Return the workspace of `--workspace`, else the nearest upward; note skipped records."""
    from geotrack.workspace import open_workspace

    root: Path | None = ctx.find_root().params.get("workspace")
    workspace = open_workspace(root)
    if not quiet and workspace.left_out:
        count = counted(workspace.left_out, "1 error", "{n} errors")
        notify(
            Message(
                "note: {errors} in events/; records and files with one are left out; "
                "`geotrack check` lists them",
                count,
            )
        )
    return workspace


def workspace_or_packaged(
    ctx: click.Context, *, named: bool = True, quiet: bool = False
) -> Workspace:
    """Return the current workspace, else the packaged layers without records.

    Parameters
    ----------
    ctx : click.Context
        The context of the command.
    named : bool
        Whether the query names regions or places: then a note says which layers are used.
    quiet : bool
        Whether the records are not asked for: then none is read, and none noted as skipped.
    """
    from geotrack.errors import UsageError
    from geotrack.workspace import find_workspace, packaged_workspace

    if ctx.find_root().params.get("workspace") is None:
        try:
            find_workspace()
        except UsageError:
            if named:
                notify(
                    Message(
                        "note: no workspace here: regions and places are those that come with "
                        "geotrack"
                    )
                )
            return packaged_workspace()
    return current_workspace(ctx, quiet=quiet)


def today() -> date:
    """Return the date of changes: today in UTC, or by `SOURCE_DATE_EPOCH` (seconds since 1970)."""
    import re
    from datetime import UTC, datetime

    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    if re.fullmatch("[0-9]{1,10}", seconds):
        return datetime.fromtimestamp(int(seconds), UTC).date()
    return datetime.now(UTC).date()


def last_day() -> date:
    """Return the latest date that has begun anywhere: UTC+14."""
    from datetime import UTC, datetime, timedelta

    return (datetime.now(UTC) + timedelta(hours=14)).date()


def record_of(workspace: Workspace, id_: str) -> Event:
    """Return the record with an id, or the record that replaces it, with a note.

    Raises
    ------
    UsageError
        No record has the id.
    """
    from geotrack.errors import UsageError
    from geotrack.i18n.spelling import nearest

    event = workspace.find(id_)
    if event is None:
        guess = nearest(id_, (*workspace.by_id, *workspace.replaced))
        problem = Message("no record has the id {id!r}", id_)
        raise UsageError(sentence(problem, did_you_mean(guess, "")))
    if event.id != id_:
        notify(Message("note: {old} is now {new}", id_, event.id))
    return event


def plural(n: int, what: str) -> str:
    """Return a number with its noun, in the plural unless it is one.

    Examples
    --------
    >>> plural(1, "error"), plural(2, "error")
    ('1 error', '2 errors')
    """
    return f"{n} {what}" if n == 1 else f"{n} {what}s"
