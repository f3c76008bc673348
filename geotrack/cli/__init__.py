"""The command line: `geotrack map`, `check`, `query`, ….

Modules here import nothing but click at their top, so that `--help` costs no more than that.
"""

from __future__ import annotations

from pathlib import Path

import click

from geotrack import __version__
from geotrack.cli import (
    add,
    check,
    coverage,
    diff,
    distance,
    export,
    import_,
    init,
    map,
    new,
    observations,
    places,
    query,
    regions,
    remove,
    report,
    review,
    schema,
    show,
)
from geotrack.cli.frame import Group

__all__ = ["main"]


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--workspace",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder with geotrack.toml or events/; default the nearest upward.",
)
@click.version_option(__version__, prog_name="geotrack")
def main(workspace: Path | None) -> None:
    """Track what happens in the Arctic: records, questions, and one offline polar map.

    Data goes to stdout, talk to stderr. Exit codes: 0 ok, 1 findings, 2 usage.
    """


_COMMANDS = (
    init,
    map,
    check,
    query,
    diff,
    distance,
    export,
    regions,
    places,
    show,
    add,
    remove,
    new,
    import_,
    report,
    review,
    coverage,
    observations,
    schema,
)

for _module in _COMMANDS:
    main.add_command(_module.command)
