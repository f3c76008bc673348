"""`geotrack serve` where its extra is not installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HIDDEN = """
import importlib.abc, sys
hidden = sys.argv.pop(1)
class Hide(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.partition(".")[0] == hidden:
            raise ModuleNotFoundError(name=name)
sys.meta_path.insert(0, Hide())
from geotrack.cli import main
main(prog_name="geotrack")
"""


SERVE, LINK = ["--no-open", "--port", "0"], ["--link"]


@pytest.mark.parametrize(
    ("package", "more"),
    [("starlette", SERVE), ("uvicorn", SERVE), ("watchfiles", SERVE), ("starlette", LINK)],
)
def test_the_extra_is_named(tmp_path: Path, package: str, more: list[str]) -> None:
    (tmp_path / "events").mkdir()
    command = [sys.executable, "-c", HIDDEN, package, "--workspace", str(tmp_path), "serve", *more]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (
        done.stderr == f"error: `geotrack serve` needs {package}: pip install 'geotrack[serve]'\n"
    )
    assert done.returncode == 2
