"""Creation of a workspace: folders, settings and a first map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from geotrack.errors import UsageError
from geotrack.messages import Message
from geotrack.model import MapDefinition
from geotrack.reading.model_faults import faults_of
from geotrack.workspace.config import Config
from geotrack.workspace.store import open_workspace

__all__ = ["FIRST_MAP", "SETTINGS", "Setup", "make_workspace"]

_FOLDERS = ("events", "seeds", "layers", "maps")

SETTINGS = """\
# A geotrack workspace: what its records are checked against, and how its maps are drawn.
# A key behind a # has its default. Take the # away to change it.

format = 1

# The name of the workspace, which the desk shows; without it that of the folder.
# title = "Arctic activity"

# Handling markings, the lowest first. No map may bear a lower one than a record on it.
# markings = ["UNCLASSIFIED", "RESTRICTED", "CONFIDENTIAL", "SECRET"]

# The projection of maps that name none: a polar one, by its EPSG code.
# projection = "EPSG:3995"

# The language of maps that name none: "en" or "nb".
# language = "en"

# The language of records beside their translations; without it that of maps.
# record_language = "en"

# Whether maps of maps/ hold released records only.
# released_only = false

# Columns of other files that no page shows, beside those that number rows.
# internal = []

# The look of all maps; these are examples. A logo is a PNG, or an SVG with a PNG for paper.
# [look]
# logo = "logo.svg"
# logo_png = "logo.png"
# logo_alt = "Polar Institute"
# organisation = "Polar Institute, Section for the Seas"
# accent = "#12407a"
# colours = { naval = "#12407a" }
# typeface = "sans"

# Words of the subject that pages explain, each in a table of its own; this is an example.
# [[terms]]
# name = "sortie"
# meaning = "One flight of an aircraft on a mission."

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

# Where the index of records lies, in a folder that is there: with a folder of your own also that of
# files with a marking above the lowest, which otherwise have none.
# [cache]
# folder = ""
"""
"""The text of `geotrack.toml`: every key, with its default, and examples of a look and a term."""

FIRST_MAP = """\
# A briefing map: `geotrack map overview` builds maps/overview.html.
# A key behind a # is an example. Take the # away to use it.

title = {title}
marking = {marking}

# subtitle = "What happened, and how well it is known"
# lead = "What the map shows, in two or three sentences."  # else one in numbers is made
# as_of = "2026-11-24"       # leave out what was first sourced later
# projection = "EPSG:3571"   # in place of that of geotrack.toml
# language = "nb"

# What is in view at first: all records. In place of `fit`, the keys `lat`, `lon` (degrees) and
# `radius_km` make a circle of your own.
[view]
fit = "records"

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
"""The text of the first map, `maps/overview.toml`, with placeholders for title and marking."""

_IGNORED = """\
# What geotrack builds from maps/, its locks, and the key of a running desk.
maps/*.html
maps/*.md
maps/*.pptx
maps/*.png
maps/*.svg
maps/*.pdf
maps/*.inputs.zip
.geotrack.lock
.geotrack-desk.*
"""


@dataclass(frozen=True, slots=True)
class Setup:
    """Settings of a new workspace; None for the default.

    Parameters
    ----------
    title : str, optional
        Title of the first map.
    language : {"en", "nb"}, optional
        Language of maps.
    projection : str, optional
        EPSG code of the projection of maps.
    markings : tuple of str, optional
        Handling markings, the lowest first.
    """

    title: str | None = None
    language: str | None = None
    projection: str | None = None
    markings: tuple[str, ...] | None = None

    def settings(self) -> str:
        """Return the text of `geotrack.toml`: `SETTINGS` with these values.

        Raises
        ------
        UsageError
            A value is invalid.
        """
        keys = ("language", "projection", "markings")
        values = {k: v for k in keys if (v := getattr(self, k)) is not None}
        _check(Config, values)
        text = SETTINGS
        for key, value in values.items():
            line = next(line for line in text.splitlines() if line.startswith(f"# {key} = "))
            text = text.replace(line, f"{key} = {_toml(value)}", 1)
        return text

    def first_map(self, marking: str) -> str:
        """Return the text of the first map: `FIRST_MAP` with title and marking."""
        words = {"title": self.title or "Overview", "marking": marking}
        _check(MapDefinition, words)
        return FIRST_MAP.format(**{key: _toml(word) for key, word in words.items()})


def _check(model: type[BaseModel], values: Mapping[str, Any]) -> None:
    """Refuse values that a model refuses."""
    try:
        model.model_validate(values)
    except ValidationError as error:
        faults = faults_of(error, values, model)
        key = str(faults[0].path[0])
        text = f"{key}: {faults[0].message}"
        raise UsageError(f"{text}; {faults[0].remedy}" if faults[0].remedy else text) from None


def _toml(value: str | tuple[str, ...]) -> str:
    """Return a value as TOML."""
    import tomlkit

    return str(tomlkit.item(value if isinstance(value, str) else [*value]).as_string())


def make_workspace(folder: Path, setup: Setup | None = None) -> tuple[Path, ...]:
    """Create a workspace in a folder; existing files stay, missing ones are added.

    Parameters
    ----------
    folder : Path
        Created with its parents if it does not exist.
    setup : Setup, optional
        Settings that are not the defaults; unused in files that exist.

    Returns
    -------
    tuple of Path
        The created folders and files, in order: `events/`, `seeds/`, `layers/`, `maps/`,
        `geotrack.toml`, `.gitignore`, and `maps/overview.toml` if `maps/` has no map yet.

    Raises
    ------
    UsageError
        A file is in the way of a folder, or a setting is invalid; nothing is created.
    OSError
        Something could not be created; another run adds the rest.
    """
    folders = [folder, *(folder / name for name in _FOLDERS)]
    for path in folders:
        if path.exists() and not path.is_dir():
            raise UsageError(
                Message("{path} is no folder; move it away, or make the workspace elsewhere", path)
            )
    setup = setup or Setup()
    settings = setup.settings()
    setup.first_map(Config().markings[0])
    return tuple(_create(folder, folders[1:], setup, settings))


def _create(folder: Path, folders: list[Path], setup: Setup, settings: str) -> Iterator[Path]:
    for path in folders:
        if not path.is_dir():
            path.mkdir(parents=True)
            yield path
    yield from _write_new(folder / "geotrack.toml", settings)
    yield from _write_new(folder / ".gitignore", _IGNORED)
    if not any((folder / "maps").glob("*.toml")):
        lowest = open_workspace(folder, checks=True).config.markings[0]
        yield from _write_new(folder / "maps" / "overview.toml", setup.first_map(lowest))


def _write_new(path: Path, text: str) -> Iterator[Path]:
    """Write a file unless it exists."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        return
    yield path
