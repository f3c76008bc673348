"""The command line: `geotrack map`, `check`, `query`, ….

Each command is a module, imported when the command is run or listed. The modules import only
click at their top, so that `--help` starts fast.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from geotrack._version import __version__
from geotrack.cli.app import Commands, Group

__all__ = ["main"]

_COMMANDS = Commands(
    "init",
    "map",
    "serve",
    "check",
    "query",
    "diff",
    "distance",
    "export",
    "regions",
    "places",
    "show",
    "add",
    "remove",
    "merge",
    "source",
    "new",
    "import",
    "extract",
    "split",
    "report",
    "review",
    "coverage",
    "observations",
    "cache",
    "schema",
)


# They end soon and write to no event file.
_READERS = ("query", "show", "check", "map", "export")
# They use few records of many.
_OF_FEW = ("query", "show", "map", "export")


@click.group(
    cls=Group, commands=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.option(
    "--workspace",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder with geotrack.toml or events/; default the nearest one upward.",
)
@click.option(
    "--no-cache",
    is_flag=True,
    help="Read all records anew; GEOTRACK_CACHE=off does so for all commands.",
)
@click.version_option(__version__, prog_name="geotrack")
@click.pass_context
def main(ctx: click.Context, workspace: Path | None, no_cache: bool) -> None:
    """Check, query, export and map records of Arctic events, offline.

    Data goes to stdout, messages to stderr. Exit codes: 0 ok, 1 findings, 2 usage.
    """
    if ctx.invoked_subcommand in _READERS:
        from geotrack.index.file_parts import IN_PARTS

        ctx.call_on_close(partial(IN_PARTS.reset, IN_PARTS.set(True)))
    if ctx.invoked_subcommand in _OF_FEW:
        from geotrack.index.file_parts import MOST_KEPT

        ctx.call_on_close(partial(MOST_KEPT.reset, MOST_KEPT.set(0)))
    if no_cache:
        from geotrack.index.cache_folder import IS_OFF

        ctx.call_on_close(partial(IS_OFF.reset, IS_OFF.set(True)))
