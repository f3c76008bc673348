"""Areas of an uploaded file that become regions; read in a process of their own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geotrack.errors import UsageError
from geotrack.findings import errors_of
from geotrack.importing.cells.text import text_of
from geotrack.importing.detect import read_file
from geotrack.importing.geometry.reproject import reproject
from geotrack.importing.table import ReadingOptions, Table
from geotrack.messages import Message
from geotrack.server.finding_text import findings_json
from geotrack.workspace import open_workspace
from geotrack.workspace.edit.record_ids import slug_of
from geotrack.workspace.edit.regions import add_regions

__all__ = ["add_areas", "areas_of_file"]

# Maximum number of areas that are offered.
_MOST_AREAS = 500
# Columns that have names, before any other column with texts.
_NAMES = ("name", "navn", "title", "tittel", "label", "geoname", "lochigh", "id")
_LONGEST_NAME = 120
_AREAS = ("Polygon", "MultiPolygon")


def areas_of_file(path: str, column: str = "") -> dict[str, Any]:
    """Return the areas of a file with their names.

    Parameters
    ----------
    path : str
        The file, of a format of `geotrack import`.
    column : str, optional
        The column with the names; default the one that is likeliest.

    Returns
    -------
    dict
        `columns`, those with texts; `column`, the one with the names; `areas`, each with its row
        `n` and its `name`; and `others`, the number of rows without an area.

    Raises
    ------
    UsageError
        The file cannot be read, or has no area.
    """
    areas, table = _areas(path)
    columns = [
        name for name, cells in table.columns.items() if any(isinstance(c, str) for c in cells)
    ]
    folded = {name.lower(): name for name in columns}
    likely = next((folded[name] for name in _NAMES if name in folded), next(iter(columns), ""))
    chosen = column if column in table.columns else likely
    names = {n: _name(table, chosen, n) for n in areas}
    return {
        "columns": columns,
        "column": chosen,
        "areas": [{"n": n, "name": name} for n, name in names.items()],
        "others": len(table.rows) - len(areas),
    }


def add_areas(root: str, path: str, names: Mapping[str, str], about: Mapping[str, str]) -> Any:
    """Add areas of a file as regions.

    Parameters
    ----------
    root : str
        Folder of the workspace.
    path : str
        The file.
    names : mapping of str to str
        The names of those that are added, by the numbers of their rows.
    about : mapping of str to str
        `definition`, `licence` and perhaps `source` of each.

    Returns
    -------
    dict
        `ids` of the regions, none if there is an error; and `findings`.

    Raises
    ------
    UsageError
        As `areas_of_file`, or none is chosen.
    """
    areas, _ = _areas(path)
    workspace = open_workspace(Path(root))
    used = set(workspace.regions)
    features = []
    for number, name in names.items():
        geometry = areas.get(int(number))
        if geometry is None:
            raise UsageError("the request names an area that the file does not have")
        id_ = slug_of({"title": name, "type": "region"}, used)
        used.add(id_)
        properties = {
            "name": name.strip(),
            "definition": {"text": about.get("definition", "")},
            "licence": about.get("licence", ""),
            **({"source": about["source"]} if about.get("source") else {}),
        }
        features.append(
            {"type": "Feature", "id": id_, "properties": properties, "geometry": geometry}
        )
    if not features:
        raise UsageError("no area is chosen")
    findings = add_regions(workspace, features)
    ids = [] if errors_of(findings) else [feature["id"] for feature in features]
    return {"ids": ids, "findings": findings_json(findings, workspace)}


def _areas(path: str) -> tuple[dict[int, Mapping[str, Any]], Table]:
    """Return the areas of a file in lon/lat, WGS 84, by their rows."""
    table = read_file(Path(path), ReadingOptions())
    geometries, _ = reproject(table, None)
    areas: dict[int, Mapping[str, Any]] = {
        n: geometry
        for n, geometry in enumerate(geometries)
        if isinstance(geometry, Mapping) and geometry["type"] in _AREAS
    }
    if not areas:
        raise UsageError("the file has no area")
    if len(areas) > _MOST_AREAS:
        message = Message("the file has {count} areas; at most {most} become regions at once",
                          len(areas), _MOST_AREAS)  # fmt: skip
        raise UsageError(message)
    return areas, table


def _name(table: Table, column: str, n: int) -> str:
    """Return the name of an area: its cell, else that of the file with a number."""
    cell = table.columns[column][n] if column in table.columns else None
    text = " ".join(text_of(cell).split()) if cell not in (None, "") else ""
    return text[:_LONGEST_NAME] or f"{table.file.stem} {n + 1}"
