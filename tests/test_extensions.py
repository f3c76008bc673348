"""Datasets come with a package of their own, found by its entry points."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import geotrack
from geotrack.cli import main
from geotrack.cli.app import ExtensionCommand
from geotrack.errors import UsageError
from geotrack.files.resources import sample_workspace

MISSING = "datasets of observations need geotrack-observations: pip install geotrack-observations"


@pytest.mark.usefixtures("without_observations")
@pytest.mark.parametrize(
    "args", [["observations", "info", "."], ["query", "--dataset", "."]], ids=lambda args: args[0]
)
def test_a_command_says_which_package_it_needs(
    args: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sample_workspace())
    monkeypatch.setitem(main.commands, "observations", ExtensionCommand("observations"))
    result = CliRunner().invoke(main, args)
    assert (result.exit_code, result.stderr) == (2, f"error: {MISSING}\n")


@pytest.mark.usefixtures("without_observations")
def test_python_says_which_package_it_needs(tmp_path: Path) -> None:
    workspace = geotrack.open(sample_workspace())
    with pytest.raises(UsageError, match=MISSING):
        workspace.dataset(tmp_path)
    with pytest.raises(UsageError, match=MISSING):
        geotrack.query(workspace.workspace, dataset=tmp_path)


def test_the_list_of_commands_loads_no_extension() -> None:
    code = (
        "import sys\n"
        "from geotrack.cli import main\n"
        "main(['--help'], standalone_mode=False)\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert "observations  Build and describe datasets" in done.stdout
    loaded = {*done.stderr.split()}
    assert "importlib.metadata" not in loaded
    assert not {name for name in loaded if "observations" in name}
