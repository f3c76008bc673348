"""A workspace whose outside is watched: no hostile file may lead a command to write there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from geotrack.cli import main
from tests.records import feature, point, region, sector, workspace

Run = Callable[..., Result]
OTHERS = "of someone else"
MAP = 'title = "Plan"\nmarking = "UNCLASSIFIED"\n'


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Path]:
    """Yield a folder beside the workspace; in the end it must be as it was."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "secret.txt").write_text(OTHERS, encoding="utf-8")
    yield folder
    assert {p.name: p.read_text("utf-8") for p in folder.iterdir()} == {"secret.txt": OTHERS}


@pytest.fixture
def folder(tmp_path: Path, outside: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a small workspace with a map, which is the current folder."""
    assert outside.is_dir()
    root = tmp_path / "workspace"
    root.mkdir()
    workspace(
        root,
        feature("a", point(5, 72)),
        regions=[region("west", sector(0, 10, 70, 75), name="Western Sea")],
    )
    (root / "geotrack.toml").write_text("format = 1\n", encoding="utf-8")
    (root / "maps").mkdir()
    (root / "maps" / "plan.toml").write_text(MAP, encoding="utf-8")
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def run(folder: Path) -> Run:
    """Run a command in the workspace; whatever it meets, it ends without a traceback."""
    assert folder.is_dir()

    def invoke(*args: str, stdin: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(main, args, stdin, prog_name="geotrack")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke
