"""`geotrack init`: creates a workspace."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.app import EXIT_FINDINGS, emit, notify
from geotrack.cli.records.prompts import at_terminal, interruptible, prompt_until_valid

if TYPE_CHECKING:
    from geotrack.workspace.new_workspace import Setup

_TEMPLATE = "events-template.xlsx"


@click.command("init")
@click.argument("folder", default=".", metavar="[DIR]", type=click.Path(path_type=Path))
@click.option("--title", metavar="TEXT", help="Title of the first map; default Overview.")
@click.option("--language", metavar="en|nb", help="Language of maps; default en.")
@click.option("--projection", metavar="CODE", help="Projection of maps; default EPSG:3995.")
@click.option(
    "--marking",
    "markings",
    metavar="WORD",
    multiple=True,
    help="A handling marking, the lowest first; repeatable.",
)
@click.pass_context
def command(ctx: click.Context, /, folder: Path, markings: tuple[str, ...], **values: Any) -> None:
    """Create a workspace in DIR, by default the current folder.

    It gets geotrack.toml with every key explained, folders for events, reports, layers and maps, a
    first map and a workbook to fill in, so that `geotrack map` works at once. At a terminal,
    settings without an option are asked for. Existing files are not overwritten.
    """
    from geotrack.errors import UsageError
    from geotrack.importing import write_template
    from geotrack.workspace import open_workspace, shown_path
    from geotrack.workspace.new_workspace import Setup, make_workspace

    if ctx.find_root().params.get("workspace") is not None:
        raise UsageError("name the folder behind the command: geotrack init DIR")
    setup = Setup(markings=markings or None, **values)
    if at_terminal() and not (folder / "geotrack.toml").exists():
        with interruptible(ctx):
            setup = _ask(setup)
    paths = list(make_workspace(folder, setup))
    if paths and not (folder / _TEMPLATE).exists():
        types = open_workspace(folder, checks=True).taxonomy
        write_template(folder / _TEMPLATE, types)
        paths.append(folder / _TEMPLATE)
    for path in paths:
        emit(f"{shown_path(path)}{'/' if path.is_dir() else ''}")
    if not paths:
        notify(f"{folder}: nothing to make, it is a workspace with a map already")
        ctx.exit(EXIT_FINDINGS)
    where = "" if folder.resolve() == Path.cwd() else f"cd {shlex.quote(str(folder))}, then "
    notify(
        f"next: {where}`geotrack new`, `geotrack import FILE` or `geotrack add FILE`, and "
        "`geotrack map --open` shows what is there"
    )


def _ask(setup: Setup) -> Setup:
    """Ask for the settings that no option states; Enter keeps the default."""
    from geotrack.workspace.config import Config

    default = Config()
    questions = {
        "title": "Title of the first map (Enter: Overview):",
        "language": f"Language of maps, en or nb (Enter: {default.language}):",
        "projection": f"Projection of maps (Enter: {default.projection}):",
        "markings": f"Handling markings, the lowest first (Enter: {', '.join(default.markings)}):",
    }
    for key, question in questions.items():
        if getattr(setup, key) is None:
            setup = _ask_one(setup, key, question)
    return setup


def _ask_one(setup: Setup, key: str, question: str) -> Setup:
    answered = setup

    def store(answer: str) -> list[str]:
        nonlocal answered
        if answer:
            words = tuple(word.strip() for word in answer.split(",") if word.strip())
            values: dict[str, Any] = {key: words if key == "markings" else answer}
            answered = replace(setup, **values)
            answered.settings()
        return []

    prompt_until_valid(question, store)
    return answered
