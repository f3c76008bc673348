"""Run folium's own tests and the cells of its documentation with `PolarMap` as `folium.Map`.

``make folium FOLIUM=CHECKOUT`` (``python -m tools.folium_cases CHECKOUT [DATA]``), where CHECKOUT
is a checkout of folium at the installed version and DATA, if given, one of its example data.
Nothing is fetched: a cell that reads an address receives the file of that name in the checkout or
in DATA. Each case runs with folium's own map first; what does not work so is not counted.

| outcome | meaning |
| --- | --- |
| works | as with `folium.Map`; a map of a cell also opens offline in Chromium, without a console error or a request |
| refused | a `UsageError` whose first word, a class or an argument, docs/reference/polarmap.md names |
| other text | a test that compares the page with folium's own HTML, of a part that is drawn anew |
| fails | anything else |
| cannot run | does not work with `folium.Map` either: no network, or a package is missing |
"""  # noqa: E501  # a row of a table is one line

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import urllib.request
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import folium
import folium.plugins.dual_map
import geopandas
import requests
from branca.element import Element

from geotrack.errors import UsageError
from geotrack.polarmap import PolarMap, rendering

__all__ = ["Case", "Cell", "cells", "main", "report"]

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "polarmap.md"
GOOD = ("works", "refused")
OUTCOMES = (*GOOD, "other text", "fails", "cannot run")
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
SECONDS_TO_SETTLE = 0.3

_CELL = re.compile(
    r"^```\{code-cell\}[^\n]*\n(?:---\n.*?\n---\n)?(.*?)^```$", re.DOTALL | re.MULTILINE
)


class Case(NamedTuple):
    """A test or a cell, its outcome and, unless it works, the reason."""

    name: str
    outcome: str
    reason: str = ""


@dataclass(slots=True)
class Cell:
    """A cell of the documentation after its run: its error, or the page of the map it shows."""

    name: str
    error: BaseException | None = None
    page: str = ""
    followed: set[str] = field(default_factory=set)
    """Names that the cell would have set and did not."""
    is_of_map: bool = False
    """Whether the last line of the cell has the look of a map that is shown."""


def report(kind: str, found: list[Case]) -> None:
    """Print each case that does not work, then how many have which outcome."""
    for case in sorted(found, key=lambda case: (OUTCOMES.index(case.outcome), case.name)):
        if case.outcome != "works":
            print(f"{case.outcome:<11}{case.name}  {case.reason[:150]}")
    counts = Counter(case.outcome for case in found)
    run = len(found) - counts["cannot run"]
    good = sum(counts[outcome] for outcome in GOOD)
    each = ", ".join(f"{counts[outcome]} {outcome}" for outcome in OUTCOMES)
    print(f"{kind}: {good} of {run} work or are refused as documented ({each})\n")


# --- tests ------------------------------------------------------------------------------------


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
        plugin = ("-p", "tools.folium_cases", "-p", "no:cacheprovider", "tests")
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
        return _refusal(message)
    return ("other text" if kind == "AssertionError" else "fails"), reason


def _refusal(message: str) -> tuple[str, str]:
    word = re.escape(message.split(maxsplit=1)[0])
    documented = re.search(rf"`([^`\n]*\W)?{word}(?!\w)[^`\n]*`", PAGE.read_text("utf-8"))
    return ("refused", message) if documented else ("fails", f"not documented: {message}")


def pytest_configure(config: Any) -> None:
    """Begin a run of folium's tests: this module is a plugin of pytest too."""
    if os.environ.get("FOLIUM_POLAR"):
        _stack.enter_context(_polar())
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


@contextmanager
def _polar() -> Iterator[None]:
    """Replace folium's map; ids keep their random letters, which folium's tests look for."""
    with ExitStack() as stack:
        for owner in (folium, folium.folium, folium.plugins.dual_map):
            stack.enter_context(mock.patch.object(owner, "Map", PolarMap))
        stack.enter_context(mock.patch.object(rendering, "_numbering", return_value=str))
        yield


# --- cells ------------------------------------------------------------------------------------


def cells(path: Path, root: Path, files: dict[str, Path]) -> list[Cell]:
    """Run the cells of a page one after another, in one namespace.

    Parameters
    ----------
    path, root : Path
        The page, and the folder that names of cells are relative to.
    files : dict of str to Path
        Files that replace addresses, by `_plain` name.
    """
    scope: dict[str, Any] = {"__name__": "__main__"}
    done: list[Cell] = []
    with _closed(files), warnings.catch_warnings(), contextlib.chdir(path.parent):
        warnings.simplefilter("ignore")
        for number, match in enumerate(_CELL.finditer(path.read_text("utf-8")), start=1):
            cell = Cell(f"{path.relative_to(root)}:{number}")
            done.append(cell)
            try:
                tree = ast.parse(_without_settings(match[1]))
                cell.is_of_map = _shows_map(tree)
                cell.followed = _set_by(tree)
                cell.page = _page(_run(tree, scope))
                cell.followed = set()
            except Exception as error:  # a cell may raise anything, which is its outcome
                cell.error = error
    return done


def _without_settings(text: str) -> str:
    lines = text.splitlines()
    return "\n".join(line for line in lines if not line.startswith((":tags:", "%", "!")))


def _set_by(tree: ast.Module) -> set[str]:
    names = {
        n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
    return names | {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef)}


def _shows_map(tree: ast.Module) -> bool:
    last = tree.body[-1] if tree.body else None
    text = ast.unparse(last) if isinstance(last, ast.Expr) else ""
    return bool(re.fullmatch(r"m\w*|f|fig|folium\..*|.*\.(add_to|add_child)\(.*", text, re.DOTALL))


def _run(tree: ast.Module, scope: dict[str, Any]) -> Any:
    """Run the statements of a cell and return its last expression's value."""
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        exec(compile(tree, "<cell>", "exec"), scope)  # noqa: S102  # that is what is asked for
        if not isinstance(last, ast.Expr):
            return None
        return eval(compile(ast.Expression(last.value), "<cell>", "eval"), scope)  # noqa: S307


def _page(value: Any) -> str:
    """Return the page that a notebook would show, if the value is a map."""
    if not isinstance(value, Element) or not hasattr(value, "_repr_html_"):
        return ""
    value._repr_html_()
    root = value.get_root()
    if not any(isinstance(each, folium.folium.Map) for each in _descend(root)):
        return ""
    page: str = root.render()
    return page


def _descend(element: Element) -> Iterator[Element]:
    yield element
    for child in element._children.values():
        yield from _descend(child)
    for name in ("m1", "m2"):  # the maps of a DualMap are not its children
        if isinstance(vars(element).get(name), Element):
            yield vars(element)[name]


@contextmanager
def _closed(files: dict[str, Path]) -> Iterator[None]:
    """Let no connection out; addresses are read from files of the same name."""

    def copy(address: Any) -> Path:
        name = str(getattr(address, "full_url", address)).partition("?")[0].rpartition("/")[2]
        try:
            return files[_plain(name)]
        except KeyError:
            raise OSError(f"no copy of {address}") from None

    def get(address: str, **_options: Any) -> requests.Response:
        answer = requests.Response()
        answer.status_code, answer.raw = 200, io.BytesIO(copy(address).read_bytes())
        return answer

    def urlopen(address: Any, *_options: Any, **_named: Any) -> io.BytesIO:
        body = io.BytesIO(copy(address).read_bytes())
        body.headers = {}  # type: ignore[attr-defined]  # pandas looks for a Content-Encoding
        return body

    read_file = geopandas.read_file

    def read(source: Any, *options: Any, **named: Any) -> Any:
        remote = isinstance(source, str) and "://" in source
        return read_file(copy(source) if remote else source, *options, **named)

    def connect(*_arguments: Any) -> None:
        raise OSError("no network")

    with (
        mock.patch.object(requests, "get", get),
        mock.patch.object(urllib.request, "urlopen", urlopen),
        mock.patch.object(geopandas, "read_file", read),
        mock.patch.object(socket.socket, "connect", connect),
        mock.patch.object(socket, "getaddrinfo", connect),
    ):
        yield


def _plain(name: str) -> str:
    """Return a name by which us-states.json and us_states.json are the same file."""
    return re.sub(r"[-_]", "", name.lower())


def documentation(checkout: Path, data: Path | None) -> list[Case]:
    """Run the cells of the documentation that show a map, and open what they show."""
    folders = [checkout / "examples" / "data", checkout / "tests", *([data] if data else [])]
    files = {_plain(path.name): path for folder in folders for path in folder.glob("*.*")}
    docs = checkout / "docs"
    found: list[Case] = []
    shown: dict[str, str] = {}
    for path in sorted(docs.rglob("*.md")):
        usual = {cell.name: cell for cell in cells(path, docs, files)}
        with _polar():
            polar = cells(path, docs, files)
        refused: set[str] = set()
        for cell in polar:
            other = usual[cell.name]
            case = _judged(cell, other, refused)
            if case.outcome == "refused":
                refused |= cell.followed
            if case.outcome == "works":
                shown[cell.name] = cell.page
            if other.page or (other.error and cell.is_of_map):
                found.append(case)
    errors = _opened(shown)
    return [Case(c.name, "fails", errors[c.name]) if c.name in errors else c for c in found]


def _judged(cell: Cell, usual: Cell, refused: set[str]) -> Case:
    error = cell.error
    if usual.error is not None:
        return Case(cell.name, "cannot run", f"{type(usual.error).__name__}: {usual.error}")
    if error is None:
        missing = bool(usual.page) and not cell.page
        return Case(cell.name, "fails", "shows no map") if missing else Case(cell.name, "works")
    if isinstance(error, UsageError):
        return Case(cell.name, *_refusal(str(error)))
    if isinstance(error, NameError) and error.name in refused:
        return Case(cell.name, "refused", f"follows a refused cell: {error}")
    return Case(cell.name, "fails", f"{type(error).__name__}: {error}")


def _opened(pages: dict[str, str]) -> dict[str, str]:
    """Open pages offline in one browser and return what was wrong, by name."""
    from playwright.sync_api import sync_playwright

    from tools.chromium import executable

    wrong: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable(), args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(offline=True, viewport={"width": 900, "height": 600})
        for number, (name, text) in enumerate(pages.items()):
            if not text:
                continue
            path = Path(folder) / f"{number}.html"
            path.write_text(text, encoding="utf-8")
            if said := _told_by(context, path):
                wrong[name] = "; ".join(said)
        browser.close()
    return wrong


def _told_by(context: Any, path: Path) -> list[str]:
    """Open one page, and return its console errors and requests."""
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    own = path.as_uri()
    page.on(
        "request",
        lambda request: (
            None
            if request.url.partition("#")[0] == own or request.url.startswith(("data:", "blob:"))
            else said.append(f"request of {request.url[:90]}")
        ),
    )
    page.goto(own)
    page.wait_for_timeout(1000 * SECONDS_TO_SETTLE)
    if not page.locator(".leaflet-container").count():
        said.append("no map is on the page")
    page.close()
    return said


def main(arguments: list[str]) -> int:
    """Run all, print the figures, and return 1 if a case fails."""
    if not arguments or not (Path(arguments[0]) / "tests").is_dir():
        print("give the path of a checkout of folium: make folium FOLIUM=path [DATA=path]")
        return 2
    checkout = Path(arguments[0]).resolve()
    data = Path(arguments[1]).resolve() if len(arguments) > 1 else None
    of_tests, of_cells = tests(checkout), documentation(checkout, data)
    report("tests", of_tests)
    report("cells", of_cells)
    return int(any(case.outcome == "fails" for case in (*of_tests, *of_cells)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
