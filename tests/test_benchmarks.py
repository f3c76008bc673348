"""The benchmarks start wherever geotrack is installed, editable or not."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
# An installed geotrack brings its own package alone; an editable one brings the whole repository.
IMPORT = """
import importlib, sys
root, site, *names = sys.argv[1:]
sys.path[:] = [site, f"{root}/benchmarks", *(path for path in sys.path if path not in ("", root))]
for name in names:
    importlib.import_module(name)
"""


def test_benchmarks_need_no_editable_installation(tmp_path: Path) -> None:
    (tmp_path / "geotrack").symlink_to(ROOT / "geotrack")
    names = sorted(path.stem for path in (ROOT / "benchmarks").glob("*.py"))
    assert {"page", "cold_start", "observations"} <= set(names)
    done = subprocess.run(
        [sys.executable, "-c", IMPORT, str(ROOT), str(tmp_path), *names],
        check=False,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr


def test_reports_are_read_as_well_as_the_targets_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    monkeypatch.delitem(sys.modules, "extract", raising=False)
    extract = importlib.import_module("extract")
    score = extract.run(extract.ROOT)[0]["all"]
    shares = score.shares()
    # The figures reached.
    reached = {"found": 0.94, "found in tier 1": 0.81, "no junk": 0.93, "date right": 0.90}
    least = extract.TARGETS | reached | {"type right": 0.92, "claimant right": 0.79}
    assert score.counts["hidden"] <= 1
    assert not {key: shares[key] for key in least if shares[key] < least[key]}
    assert not {key: shares[key] for key, most in extract.LIMITS.items() if shares[key] > most}
