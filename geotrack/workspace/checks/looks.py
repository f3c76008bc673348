"""Checks of looks: logos are pictures, colours are readable, themes exist."""

from __future__ import annotations

from collections.abc import Iterator

from geotrack.findings import Finding, Severity, shown
from geotrack.messages import Message
from geotrack.model import MapDefinition
from geotrack.model.maps.contrast import (
    DARK,
    DARK_PAPER,
    LEAST_CONTRAST,
    LEAST_TEXT_CONTRAST,
    PAPER,
    contrast,
    tint,
)
from geotrack.reading import TomlTable
from geotrack.reading.logo import LogoError, read_logo
from geotrack.workspace.checks.rule_finding import Place, guess, in_table
from geotrack.workspace.config import Config
from geotrack.workspace.store import Workspace

__all__ = ["AnyTable", "look_findings", "looks_can_be_shown"]


AnyTable = TomlTable[Config] | TomlTable[MapDefinition]
"""The settings or a map definition as read."""


def looks_can_be_shown(workspace: Workspace) -> Iterator[Finding]:
    """Find faults in the looks of the settings and of all maps."""
    tables: list[AnyTable] = [workspace.settings, *workspace.maps.values()]
    for table in tables:
        yield from look_findings(workspace, table)


def look_findings(workspace: Workspace, table: AnyTable) -> Iterator[Finding]:
    """Find faults in the look of the settings or of one map.

    Parameters
    ----------
    workspace : Workspace
        The workspace of the logo.
    table : TomlTable
        `geotrack.toml` or a map definition.
    """
    if table.record is None:
        return
    look, themes = table.record.look, workspace.taxonomy.themes
    for key, file in (("logo", look.logo), ("logo_png", look.logo_png)):
        if file is not None:
            yield from _logo(workspace, table, key, file)
    if look.accent is not None:
        yield from _by_day(table, ("look", "accent"), look.accent)
    for theme, colour in look.colours.items():
        path = ("look", "colours", theme)
        if theme not in themes:
            text = (
                Message("{theme} is not a known theme", shown(theme)),
                guess(theme, themes, Message("themes are {themes}", ", ".join(themes))),
            )
            yield in_table(table, path, text, "look", theme)
            continue
        yield from _by_day(table, path, colour)
        yield from _in_the_dark(table, path, colour)
    if isinstance(table.record, MapDefinition):
        for n, side in enumerate(table.record.sides):
            yield from _by_day(table, ("sides", n, "colour"), side.colour)


def _logo(workspace: Workspace, table: AnyTable, key: str, file: str) -> Iterator[Finding]:
    path, has_png = ("look", key), table.record and table.record.look.logo_png
    try:
        logo = read_logo(workspace.root, file)
    except LogoError as error:
        yield in_table(table, path, (error.problem, error.remedy), "logo", file)
        return
    if logo.kind == "svg" and key == "logo_png":
        yield in_table(
            table,
            path,
            (Message("{file} is an SVG", shown(file)), "export it as PNG"),
            "logo",
            file,
        )
    elif logo.kind == "svg" and not has_png:
        message = Message(
            "{file} is an SVG, which only pages show: paper and slides go without", shown(file)
        )
        text = (message, "export it as PNG, too, and name that in 'logo_png'")
        yield in_table(table, path, text, "logo-svg", file, severity=Severity.WARNING)


def _by_day(table: AnyTable, path: Place, colour: str) -> Iterator[Finding]:
    ratio = contrast(colour, PAPER)
    if ratio < LEAST_TEXT_CONTRAST:
        message = Message(
            "{colour} is hard to read on the page: its contrast is {found:.1f} to 1",
            shown(colour),
            ratio,
        )
        text = (
            message,
            Message(
                "choose a darker colour, of {least:g} to 1 with {paper}", LEAST_TEXT_CONTRAST, PAPER
            ),
        )
        yield in_table(table, path, text, "look-contrast", colour, severity=Severity.WARNING)


def _in_the_dark(table: AnyTable, path: Place, colour: str) -> Iterator[Finding]:
    dark = tint(colour)
    on_page, on_map = contrast(dark, DARK_PAPER), min(contrast(dark, ground) for ground in DARK)
    if on_page < LEAST_TEXT_CONTRAST or on_map < LEAST_CONTRAST:
        message = Message(
            "{colour} is hard to see on the dark page: lightened to {dark}, its "
            "contrast is {on_page:.1f} to 1 with the page and {on_map:.1f} to 1 "
            "with the map",
            shown(colour),
            dark,
            on_page,
            on_map,
        )
        least = Message("{first:g} and {second:g} to 1", LEAST_TEXT_CONTRAST, LEAST_CONTRAST)
        text = (message, Message("choose a lighter colour, of {least}", least))
        yield in_table(table, path, text, "look-contrast", colour, severity=Severity.WARNING)
