"""Options of commands that write records: the author, and probable duplicates."""

from __future__ import annotations

import click

from geotrack.messages import Message

__all__ = ["allow_duplicates", "author", "author_name"]

author = click.option(
    "--by",
    metavar="NAME",
    envvar="GEOTRACK_BY",
    help="Author of new records and changes; default the environment variable GEOTRACK_BY.",
)
"""The author option of commands that change records."""


def author_name(by: str | None, action: str, *, needed: bool) -> str:
    """Return the name of an author, empty without one.

    Raises
    ------
    UsageError
        A name is needed and there is none, or it is not a name.
    """
    from geotrack.errors import UsageError
    from geotrack.workspace.edit.signers import normalise_name

    if by is None and needed:
        message = Message("say who {action}: --by NAME, or set GEOTRACK_BY", Message(action))
        raise UsageError(message)
    return normalise_name(by) if by is not None else ""


allow_duplicates = click.option(
    "--allow-duplicates",
    is_flag=True,
    help="Write new records that are probably stored already, without asking.",
)
"""The option of commands that write new records."""
