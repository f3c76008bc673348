"""Checks of looks: logos are pictures, colours are readable, themes exist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from geotrack.findings import Finding, Severity, shown
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
from geotrack.model.maps.look import Look
from geotrack.reading import Table
from geotrack.reading.logo import LogoError, read_logo
from geotrack.taxonomy import taxonomy
from geotrack.workspace.checks.rule_finding import Place, guess, in_table
from geotrack.workspace.config import Config
from geotrack.workspace.store import Workspace

__all__ = ["look_findings", "looks_can_be_shown"]


class _Fault(NamedTuple):
    path: Place
    message: str
    remedy: str
    rule: str
    value: Any
    severity: Severity = Severity.ERROR


def looks_can_be_shown(workspace: Workspace) -> Iterator[Finding]:
    """Find faults in the looks of the settings and of all maps."""
    for table in (workspace.settings, *workspace.maps.values()):
        yield from look_findings(workspace, table)


def look_findings(
    workspace: Workspace, table: Table[Config] | Table[MapDefinition]
) -> Iterator[Finding]:
    """Find faults in the look of the settings or of one map.

    Parameters
    ----------
    workspace : Workspace
        The workspace of the logo.
    table : Table
        `geotrack.toml` or a map definition.
    """
    if table.record is None:
        return
    look = table.record.look
    for fault in (*_logo_faults(workspace, look), *_colour_faults(look)):
        text, at = (fault.message, fault.remedy), ("look", *fault.path)
        yield in_table(table, at, text, fault.rule, fault.value, severity=fault.severity)


def _logo_faults(workspace: Workspace, look: Look) -> Iterator[_Fault]:
    for key, file in (("logo", look.logo), ("logo_png", look.logo_png)):
        if file is None:
            continue
        try:
            logo = read_logo(workspace.root, file)
        except LogoError as error:
            yield _Fault((key,), error.problem, error.remedy, "logo", file)
            continue
        if logo.kind == "svg" and key == "logo_png":
            message = f"{shown(file)} is an SVG"
            yield _Fault((key,), message, "export it as PNG, too", "logo", file)
        elif logo.kind == "svg" and look.logo_png is None:
            message = f"{shown(file)} is an SVG, which only pages show: paper and slides go without"
            remedy = "export it as PNG, too, and name that in 'logo_png'"
            yield _Fault((key,), message, remedy, "logo-svg", file, Severity.WARNING)


def _colour_faults(look: Look) -> Iterator[_Fault]:
    if look.accent is not None:
        yield from _faint(("accent",), look.accent)
    themes = taxonomy().themes
    for theme, colour in look.colours.items():
        path = ("colours", theme)
        if theme not in themes:
            remedy = guess(theme, themes, f"themes are {', '.join(themes)}")
            yield _Fault(path, f"{shown(theme)} is not a known theme", remedy, "look", theme)
            continue
        yield from _faint(path, colour)
        dark = tint(colour)
        on_paper, on_map = contrast(dark, DARK_PAPER), min(contrast(dark, one) for one in DARK)
        if on_paper < LEAST_TEXT_CONTRAST or on_map < LEAST_CONTRAST:
            message = (
                f"{shown(colour)} is hard to see on the dark page: lightened to {dark}, its "
                f"contrast is {on_paper:.1f} to 1 with the page and {on_map:.1f} to 1 with the map"
            )
            remedy = (
                f"choose a lighter colour, of {LEAST_TEXT_CONTRAST:g} and {LEAST_CONTRAST:g} to 1"
            )
            yield _Fault(path, message, remedy, "map-contrast", colour, Severity.WARNING)


def _faint(path: Place, colour: str) -> Iterator[_Fault]:
    found = contrast(colour, PAPER)
    if found < LEAST_TEXT_CONTRAST:
        message = f"{shown(colour)} is hard to read on the page: its contrast is {found:.1f} to 1"
        remedy = f"choose a darker colour, of {LEAST_TEXT_CONTRAST:g} to 1 with {PAPER}"
        yield _Fault(path, message, remedy, "map-contrast", colour, Severity.WARNING)
