"""folium's own tests, run by pytest; this module is a plugin of that run too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from geotrack.errors import UsageError
from tools.folium_cases.case import ROOT, Case, polar_maps, refusal

__all__ = ["tests"]

# Tests of folium that drive a browser of their own.
NOT_RUN = ("tests/selenium", "tests/snapshots")
OPTIONS = (
    "-P",
    "-m",
    "pytest",
    "-q",
    "--import-mode=importlib",
    "--disable-socket",
    "-W",
    "ignore",
)


def tests(checkout: Path) -> list[Case]:
    """Run folium's tests with its own map and with `PolarMap`."""
    usual, polar = (_run_tests(checkout, polar=polar) for polar in (False, True))
    return [
        Case(name, "cannot run", usual[name][1])
        if usual[name][0] != "passed"
        else Case(name, *_outcome(*polar.get(name, ("failed", "was not run"))))
        for name in usual
    ]


def _run_tests(checkout: Path, *, polar: bool) -> dict[str, tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder) / "results.json"
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "FOLIUM_RESULTS": str(results)}
        environment["FOLIUM_POLAR"] = "1" if polar else ""
        plugin = ("-p", __name__, "-p", "no:cacheprovider", "tests")
        command = [sys.executable, *OPTIONS, *plugin, *(f"--ignore={path}" for path in NOT_RUN)]
        run = subprocess.run(
            command, cwd=checkout, env=environment, check=False, capture_output=True, text=True
        )
        if not results.is_file():
            raise SystemExit(f"folium's tests did not start:\n{run.stdout}{run.stderr}")
        read: dict[str, tuple[str, str]] = json.loads(results.read_text("utf-8"))
        return read


def _outcome(result: str, reason: str) -> tuple[str, str]:
    if result == "passed":
        return "works", ""
    kind, _, message = reason.partition(": ")
    if kind == "refused":
        return refusal(message)
    return ("other text" if kind == "AssertionError" else "fails"), reason


def pytest_configure(config: Any) -> None:
    """Begin a run of folium's tests."""
    if os.environ.get("FOLIUM_POLAR"):
        _stack.enter_context(polar_maps())
    config.stash_results = {}


def pytest_runtest_makereport(item: Any, call: Any) -> None:
    """Note the result of a test."""
    results = item.config.stash_results
    if call.excinfo is not None:
        error = call.excinfo.value
        kind = "refused" if isinstance(error, UsageError) else type(error).__name__
        results[item.nodeid] = ("failed", f"{kind}: {str(error).splitlines()[0]}")
    elif call.when == "call":
        results.setdefault(item.nodeid, ("passed", ""))


def pytest_unconfigure(config: Any) -> None:
    """Write the results of all tests."""
    path = Path(os.environ["FOLIUM_RESULTS"])
    path.write_text(json.dumps(config.stash_results), encoding="utf-8")


_stack = ExitStack()
