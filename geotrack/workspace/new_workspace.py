"""Creation of a workspace: folders, settings and a first map."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from geotrack.errors import UsageError
from geotrack.workspace.store import open_workspace

__all__ = ["FIRST_MAP", "SETTINGS", "make_workspace"]

_FOLDERS = ("events", "seeds", "layers", "maps")

SETTINGS = """\
# A geotrack workspace: what its records are checked against, and how its maps are drawn.
# A key behind a # has its default. Take the # away to change it.

format = 1

# Handling markings, the lowest first. No map may bear a lower one than a record on it.
# markings = ["UNCLASSIFIED", "RESTRICTED", "CONFIDENTIAL", "SECRET"]

# The projection of maps that name none: a polar one, by its EPSG code.
# projection = "EPSG:3995"

# The language of maps that name none: "en" or "nb".
# language = "en"

# What a file of events may hold at most.
# [limits]
# file_mb = 64              # millions of bytes
# values = 4_000_000        # numbers, texts, lists and objects
# depth = 100               # brackets open at once, at most 500
# text = 8_000_000          # bytes of one text or key
# features = 200_000
# vertices = 200_000        # positions of one geometry
# file_vertices = 1_000_000 # positions of all geometries
# findings = 100_000        # findings reported before reading stops
"""
"""The text of `geotrack.toml`: every key, with its default."""

FIRST_MAP = """\
# A briefing map: `geotrack map overview` builds maps/overview.html.
# A key behind a # is an example. Take the # away to use it.

title = "Overview"
marking = {marking}

# subtitle = "What happened, and how well it is known"
# as_of = "2026-11-24"       # leave out what was first sourced later
# projection = "EPSG:3571"   # in place of that of geotrack.toml
# language = "nb"

# The circle that is in view at first, in degrees and kilometres.
# [view]
# lat = 65.5
# lon = -168.5
# radius_km = 1500

# Features of layers/ that are drawn, by id: `geotrack regions` and `geotrack places` list them.
# [layers]
# regions = ["bering-strait"]
# places = ["nome"]

# Which records are on the map, all of them without this.
# [select]
# regions = ["bering-strait"]
# from = "2024"
# themes = ["coastguard"]
"""
"""The text of the first map, `maps/overview.toml`, with a placeholder for its marking."""


def make_workspace(folder: Path) -> tuple[Path, ...]:
    """Create a workspace in a folder; existing files stay, missing ones are added.

    Parameters
    ----------
    folder : Path
        Created with its parents if it does not exist.

    Returns
    -------
    tuple of Path
        The created folders and files, in order: `events/`, `seeds/`, `layers/`, `maps/`,
        `geotrack.toml`, and `maps/overview.toml` if `maps/` has no map yet.

    Raises
    ------
    UsageError
        A file is in the way of a folder; nothing is created.
    OSError
        Something could not be created; another run adds the rest.
    """
    folders = [folder, *(folder / name for name in _FOLDERS)]
    for path in folders:
        if path.exists() and not path.is_dir():
            raise UsageError(f"{path} is no folder; move it away, or make the workspace elsewhere")
    return tuple(_create(folder, folders[1:]))


def _create(folder: Path, folders: list[Path]) -> Iterator[Path]:
    for path in folders:
        if not path.is_dir():
            path.mkdir(parents=True)
            yield path
    yield from _write_new(folder / "geotrack.toml", SETTINGS)
    if not any((folder / "maps").glob("*.toml")):
        lowest = open_workspace(folder, checks=True).config.markings[0]
        marking = json.dumps(lowest, ensure_ascii=False)
        yield from _write_new(folder / "maps" / "overview.toml", FIRST_MAP.format(marking=marking))


def _write_new(path: Path, text: str) -> Iterator[Path]:
    """Write a file unless it exists."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        return
    yield path
