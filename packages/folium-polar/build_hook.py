"""Hatchling build hook: makes the package `folium_polar` out of geotrack's files.

`folium_polar` becomes `folium_polar`, and the modules of geotrack that it imports lie in it
under their own names: `geotrack.errors` is `folium_polar.errors`. Nothing is copied by hand.
"""

from __future__ import annotations

import ast
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

__all__ = ["CopyHook", "copy_package", "modules"]

NAME = "folium_polar"
MAP = "folium_polar"
DATA = ("static", "basemap", "i18n")
# Scripts of the briefing page, which a map does not have.
_OF_PAGE = re.compile(r"(page|desk|observed|questions|since|vector-map)\b.*|bundle\.sha256")
# Ids of the page's data blocks, `geotrack-basemap`, are those that the script looks for.
_NAMES = re.compile(r"\bgeotrack(\.polarmap)?\b(?!-)")
_PARENT = '"""Modules that the map needs."""\n'


class CopyHook(BuildHookInterface[Any]):
    """The hook that hatchling finds here (``[tool.hatch.build.hooks.custom]``)."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the package, unless this is a source distribution, which contains it."""
        if version == "editable":
            message = "folium-polar is copied from geotrack: install geotrack as editable instead"
            raise RuntimeError(message)
        root = Path(self.root)
        if (root / NAME).is_dir():
            return
        self._folder = tempfile.TemporaryDirectory()
        source = Path(self._folder.name) / NAME
        copy_package(root.parents[1], source)
        build_data["force_include"][str(source)] = NAME

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the copy."""
        del version, build_data, artifact_path
        if folder := getattr(self, "_folder", None):
            folder.cleanup()


def copy_package(root: Path, into: Path) -> None:
    """
    Write the package.

    Parameters
    ----------
    root : Path
        geotrack's folder, with the bundle of its page (`hatch_build.py`).
    into : Path
        The package's folder, which must not exist.

    Raises
    ------
    RuntimeError
        If the bundle has not been made, or two files have one place.
    """
    if not (root / "geotrack" / "static" / "polarmap.js").is_file():
        message = (
            "geotrack/static/polarmap.js is missing: run python hatch_build.py in the checkout"
        )
        raise RuntimeError(message)
    for name in modules(root):
        path = _file(root, name)
        place = into / path.relative_to(root / "geotrack")
        if name.startswith(MAP):
            place = into / path.relative_to(root / "geotrack" / "polarmap")
        if place.exists():
            message = f"{path}: there is another {place.name} beside PolarMap's modules"
            raise RuntimeError(message)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(_NAMES.sub(NAME, path.read_text("utf-8")), encoding="utf-8")
    for folder in {path.parent for path in into.rglob("*.py")} - {into}:
        if not (folder / "__init__.py").exists():
            (folder / "__init__.py").write_text(_PARENT, encoding="utf-8")
    for data in DATA:
        _copy_data(root / "geotrack" / data, into / data)
    (into / "py.typed").touch()


def _copy_data(folder: Path, into: Path) -> None:
    for path in folder.rglob("*"):
        relative = path.relative_to(folder)
        is_code = path.suffix == ".py" or path.is_dir()
        if is_code or _OF_PAGE.fullmatch(relative.parts[0]):
            continue
        (into / relative).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, into / relative)


def modules(root: Path) -> list[str]:
    """Return the modules of `folium_polar` and all of geotrack that they import."""
    folder = root / "geotrack" / "polarmap"
    names = [
        ".".join(path.relative_to(root).with_suffix("").parts) for path in folder.rglob("*.py")
    ]
    waiting = {name.removesuffix(".__init__") for name in names}
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= set(_imports(root, name)) - found
    return sorted(found)


def _imports(root: Path, module: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(_file(root, module).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name.startswith("geotrack."))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("geotrack."):
            for each in node.names:
                inner = f"{node.module}.{each.name}"
                yield inner if _file(root, inner).is_file() else str(node.module)


def _file(root: Path, module: str) -> Path:
    path = root.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
