"""Cells of folium's documentation."""

from __future__ import annotations

import ast
import contextlib
import io
import re
import socket
import urllib.request
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import folium
import geopandas
import requests
from branca.element import Element

from folium_polar import PolarMap
from geotrack.errors import UsageError
from tools.folium_cases.browser import opened
from tools.folium_cases.case import Case, polar_maps, refusal

__all__ = ["Cell", "cells", "documentation"]

_CELL = re.compile(
    r"^```\{code-cell\}[^\n]*\n(?:---\n.*?\n---\n)?(.*?)^```$", re.DOTALL | re.MULTILINE
)


@dataclass(slots=True)
class Cell:
    """A cell of the documentation after its run: its error, or the page of the map it shows."""

    name: str
    error: BaseException | None = None
    page: str = ""
    unset: set[str] = field(default_factory=set)
    """Names that the cell would have set and did not."""
    is_of_map: bool = False
    """Whether the last line of the cell has the look of a map that is shown."""


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
                cell.unset = _set_by(tree)
                cell.page = _page(_run(tree, scope))
                cell.unset = set()
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
        return eval(compile(ast.Expression(last.value), "<cell>", "eval"), scope)  # noqa: S307  # as above


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


def documentation(checkout: Path, data: Path | None, kind: type[PolarMap] = PolarMap) -> list[Case]:
    """Run the cells of the documentation that show a map, and open what they show."""
    folders = [checkout / "examples" / "data", checkout / "tests", *([data] if data else [])]
    files = {_plain(path.name): path for folder in folders for path in folder.glob("*.*")}
    docs = checkout / "docs"
    found: list[Case] = []
    shown: dict[str, str] = {}
    for path in sorted(docs.rglob("*.md")):
        usual = {cell.name: cell for cell in cells(path, docs, files)}
        with polar_maps(kind):
            polar = cells(path, docs, files)
        refused: set[str] = set()
        for cell in polar:
            other = usual[cell.name]
            case = _judged(cell, other, refused)
            if case.outcome == "refused":
                refused |= cell.unset
            if case.outcome == "works":
                shown[cell.name] = cell.page
            if other.page or (other.error and cell.is_of_map):
                found.append(case)
    return opened(found, shown)


def _judged(cell: Cell, usual: Cell, refused: set[str]) -> Case:
    error = cell.error
    if usual.error is not None:
        return Case(cell.name, "cannot run", f"{type(usual.error).__name__}: {usual.error}")
    if error is None:
        missing = bool(usual.page) and not cell.page
        return Case(cell.name, "fails", "shows no map") if missing else Case(cell.name, "works")
    if isinstance(error, UsageError):
        return Case(cell.name, *refusal(str(error)))
    if isinstance(error, NameError) and error.name in refused:
        return Case(cell.name, "refused", f"follows a refused cell: {error}")
    return Case(cell.name, "fails", f"{type(error).__name__}: {error}")
