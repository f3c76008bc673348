"""The command line, run in this process on a made-up workspace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from geotrack.cli import main
from tests.records import cap, feature, point, region, sector, workspace

Run = Callable[..., Result]
ENTERED = "2026-11-30"
"""The day of changes by the command line, by SOURCE_DATE_EPOCH."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small workspace, and the current folder."""
    near = {"precision": "near", "radius_km": 50}
    workspace(
        tmp_path,
        feature(
            "patrol", point(5, 72), title="Off Bodø [red]x[/]", place=near, actors="FSB", fid=1
        ),
        feature("edge", point(10, 72), start="2023", place=near, type="naval/patrol"),
        feature("unplaced", title="No place"),
        feature("undated", point(5, 72), start="unknown", match="mine"),
        regions=[
            region("west", sector(0, 10, 70, 75), name="Western Sea", kind="sea"),
            region("top", cap(85), name="The Top", authority="geotrack", names={"nb": "Toppen"}),
        ],
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796000000")
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Run:
    def invoke(*args: str, stdin: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(main, args, stdin, prog_name="geotrack")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke
