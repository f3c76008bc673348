"""Options of commands that print findings."""

from __future__ import annotations

import click

from geotrack.i18n import LANGUAGES
from geotrack.messages import LANGUAGE

__all__ = ["finding_language", "list_all"]


def _use(ctx: click.Context, _: click.Parameter, language: str | None) -> None:
    if language:
        token = LANGUAGE.set(language)
        # Errors are printed when the command's own context has closed.
        ctx.find_root().call_on_close(lambda: LANGUAGE.reset(token))


list_all = click.option(
    "--all", "list_all", is_flag=True, help="List each finding, also of many of one kind."
)
finding_language = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    callback=_use,
    expose_value=False,
    help="Language of findings, reasons and errors; default en.",
)
