"""folium's own tests, run by pytest; this module is a plugin of that run too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from folium_polar import PolarFigure
from geotrack.errors import UsageError
from tools.folium_cases.browser import opened
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


class Result(NamedTuple):
    """Of a test: the reason of its failure, and the last page that it rendered, if it failed."""

    reason: str = ""
    page: str = ""


def tests(checkout: Path) -> list[Case]:
    """Run folium's tests with its own map and with `PolarMap`."""
    usual, polar = (_run_tests(checkout, polar=polar) for polar in (False, True))
    found = [
        Case(name, "cannot run", result.reason)
        if result.reason
        else Case(name, *_outcome(polar[name]))
        for name, result in usual.items()
    ]
    anew = {case.name: polar[case.name].page for case in found if case.outcome == "drawn anew"}
    return opened(found, anew)


def _run_tests(checkout: Path, *, polar: bool) -> dict[str, Result]:
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder) / "results.json"
        environment = {**os.environ, "FOLIUM_RESULTS": str(results)}
        environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        environment["FOLIUM_POLAR"] = "1" if polar else ""
        plugin = ("-p", __name__, "-p", "no:cacheprovider", "tests")
        command = [sys.executable, *OPTIONS, *plugin, *(f"--ignore={path}" for path in NOT_RUN)]
        run = subprocess.run(
            command, cwd=checkout, env=environment, check=False, capture_output=True, text=True
        )
        if not results.is_file():
            raise SystemExit(f"folium's tests did not start:\n{run.stdout}{run.stderr}")
        read = json.loads(results.read_text("utf-8"))
        return {name: Result(*result) for name, result in read.items()}


def _outcome(result: Result) -> tuple[str, str]:
    if not result.reason:
        return "works", ""
    kind, _, message = result.reason.partition(": ")
    if kind == "refused":
        return refusal(message)
    if kind != "AssertionError":
        return "fails", result.reason
    return ("drawn anew" if result.page else "differs"), result.reason


def pytest_configure(config: Any) -> None:
    """Begin a run of folium's tests."""
    if os.environ.get("FOLIUM_POLAR"):
        _stack.enter_context(polar_maps())
        _stack.enter_context(mock.patch.object(PolarFigure, "render", _noted(PolarFigure.render)))
    config.stash_results = {}


def _noted(render: Callable[..., str]) -> Callable[..., str]:
    def noted(figure: PolarFigure, **options: Any) -> str:
        text = render(figure, **options)
        _pages[:] = [text]
        return text

    return noted


def pytest_runtest_makereport(item: Any, call: Any) -> None:
    """Note the result of a test."""
    results = item.config.stash_results
    if call.excinfo is not None:
        error = call.excinfo.value
        kind = "refused" if isinstance(error, UsageError) else type(error).__name__
        reason = f"{kind}: {' '.join(str(error).split())[:1000]}"
        results[item.nodeid] = Result(reason, "".join(_pages))
    elif call.when == "call":
        results.setdefault(item.nodeid, Result())
    _pages.clear()


def pytest_unconfigure(config: Any) -> None:
    """Write the results of all tests."""
    path = Path(os.environ["FOLIUM_RESULTS"])
    path.write_text(json.dumps(config.stash_results), encoding="utf-8")


_stack = ExitStack()
_pages: list[str] = []
"""The last page that the present test rendered."""
