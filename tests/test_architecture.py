"""The house rules that a reader cannot see in one file."""

from __future__ import annotations

import ast
import graphlib
import importlib
import io
import itertools
import json
import os
import pkgutil
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import click
import pytest
from importlinter.cli import lint_imports

import folium_polar.errors
import geotrack
from geotrack.cli import main
from tests.records import feature, point, written

ROOT = Path(__file__).parents[1]
POLAR = ROOT / "packages" / "folium-polar"
OBSERVATIONS = ROOT / "packages/geotrack-observations/src/geotrack_observations"
SOURCES = {
    "geotrack": ROOT / "geotrack",
    "folium_polar": POLAR / "src" / "folium_polar",
    "geotrack_extraction": ROOT / "packages/geotrack-extraction/src/geotrack_extraction",
    "geotrack_observations": OBSERVATIONS,
    "geotrack_warnings": ROOT / "packages/geotrack-warnings/src/geotrack_warnings",
}
HEAVY = {"pandas", "geopandas", "pyogrio", "folium", "edtf", "matplotlib", "geotrack.gazetteer"}
DERIVED = {"geotrack.gazetteer", "pyproj"}
LAZY = {*HEAVY, "pydantic", "shapely", "numpy", "pyproj"}
QUERY = ["query", "--region", "Bering Strait", "--from", "2024"]
OF_OTHER_COMMANDS = {
    *("geotrack.cli.check", "geotrack.workspace.checks", "geotrack.workspace.edit.changeset"),
    *("geotrack.model.maps.map_definition", "geotrack.queries.counts", "geotrack.page"),
}


def test_imports_go_one_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for code in SOURCES.values():  # packages that are not installed
        monkeypatch.syspath_prepend(code.parent)
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


@dataclass(frozen=True)
class Outline:
    """Of a module: names that it imports from others at its top, and its long functions."""

    imports: list[tuple[str, str]]
    long: list[tuple[str, range]]


@cache
def _outline(path: Path) -> Outline:
    """Parse a module once for all tests; its tree is not kept, that of all takes 250 MB."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    body = [*tree.body, *(n for node in tree.body if isinstance(node, ast.If) for n in node.body)]
    imports = [
        (node.module, name.name)
        for node in body
        if isinstance(node, ast.ImportFrom) and node.module
        for name in node.names
    ]
    long = [
        (node.name, lines)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for lines in [range(node.body[0].lineno, (node.end_lineno or 0) + 1)]
        if len(lines) > 50
    ]
    return Outline(imports, long)


def _imports(path: Path, modules: set[str]) -> Iterator[str]:
    """Yield the modules that a module imports at its top, for types alone too."""
    for module, name in _outline(path).imports:
        full = f"{module}.{name}"
        yield full if full in modules else module


def test_no_modules_import_each_other_in_a_circle() -> None:
    names = {
        ".".join(path.relative_to(root.parent).with_suffix("").parts).removesuffix(
            ".__init__"
        ): path
        for root in SOURCES.values()
        for path in root.rglob("*.py")
    }
    # These name their public parts for type checkers.
    lazy = {*SOURCES, "folium_polar.geometry"}
    graph = {
        name: {one for one in _imports(path, set(names)) if one in names} - lazy
        for name, path in names.items()
    }
    list(graphlib.TopologicalSorter(graph).static_order())  # raises CycleError, with the circle


def _loaded_by(*args: str) -> set[str]:
    """Return the packages and modules that are loaded when a command has run."""
    code = (
        "import json, sys\n"
        "from geotrack.cli import main\n"
        "try: main(sys.argv[1:], prog_name='geotrack')\n"
        "except SystemExit as end: assert end.code in (0, 1), end.code\n"
        "print(json.dumps(sorted(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *args], cwd=ROOT, capture_output=True, check=True, text=True
    )
    return set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize(
    ("args", "lazy"),
    [
        (["--help"], LAZY),
        (["query", "--help"], LAZY),
        (["map", "--help"], LAZY),
        # Descriptions of places are compared with what the gazetteer derives from them.
        (["check"], HEAVY - DERIVED | {"numpy.ma", "geotrack.queries.counts", "rapidfuzz"}),
        (QUERY, HEAVY | OF_OTHER_COMMANDS | {"pyproj", "numpy.ma"}),
        (["coverage"], HEAVY | {"pyproj"}),
        (["export", "--help"], LAZY),
        (["export", "--to", "-", "--format", "csv"], HEAVY),
        (["export", "--to", "-", "--format", "geojson"], HEAVY),
        (["show", "2024-07-24-joint-bomber-sortie"], HEAVY),
        (["regions"], HEAVY),
        (["schema"], HEAVY),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_nothing_heavy_is_loaded_that_is_not_needed(args: list[str], lazy: set[str]) -> None:
    assert not _loaded_by(*args) & lazy


@pytest.mark.slow
def test_a_map_needs_no_plugin_of_folium_and_no_pandas(tmp_path: Path) -> None:
    loaded = _loaded_by("map", "bering-strait", "--out", str(tmp_path / "map.html"))
    assert not loaded & {"folium.plugins", "pandas", "pyproj", "geotrack_observations"}


@pytest.mark.slow
@pytest.mark.parametrize("form", ["md", "pptx"])
def test_text_and_slides_of_a_map_need_no_folium(form: str, tmp_path: Path) -> None:
    events = written(tmp_path / "a.geojson", feature("a", point(15, 76)))
    out = tmp_path / f"map.{form}"
    loaded = _loaded_by("map", "--events", str(events), "--format", form, "--out", str(out))
    assert out.is_file()
    assert not loaded & {"folium", "branca", "geotrack.page.build"}


def test_a_command_line_of_its_own_sets_what_makes_it_quick() -> None:
    code = (
        "import os, geotrack.__main__ as m\n"
        "names = ['OPENBLAS_NUM_THREADS', 'PYDANTIC_DISABLE_PLUGINS']\n"
        "m.main = lambda **_: print(*map(os.environ.get, names))\n"
        "m.run()"
    )
    for own, expected in (({}, "1 __all__"), ({"OPENBLAS_NUM_THREADS": "4"}, "4 __all__")):
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, **own},
            capture_output=True,
            check=True,
            text=True,
        )
        assert done.stdout.strip() == expected


@pytest.mark.parametrize("name", ["model", "page", "queries", "workspace"])
def test_what_a_package_loads_when_first_used_is_there(name: str) -> None:
    package = importlib.import_module(f"geotrack.{name}")
    assert all(getattr(package, each) is not None for each in package.__all__)
    assert set(package.__all__) <= set(dir(package))
    with pytest.raises(
        AttributeError, match=f"module 'geotrack.{name}' has no attribute 'nothing'"
    ):
        _ = package.nothing


def test_importing_geotrack_costs_nothing() -> None:
    code = "import sys, geotrack; print(*{m.partition('.')[0] for m in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert not set(done.stdout.split()) & {*LAZY, "click"}


def test_the_map_is_that_of_its_own_package() -> None:
    assert geotrack.PolarMap is folium_polar.PolarMap
    assert geotrack.GeometryError is folium_polar.errors.GeometryError
    assert issubclass(folium_polar.errors.NeedsNetworkError, geotrack.GeotrackError)


def test_every_public_name_is_there() -> None:
    for name in geotrack.__all__:
        assert getattr(geotrack, name) is not None
        assert name in dir(geotrack)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = geotrack.nothing


def test_no_module_bears_the_name_of_a_public_function() -> None:
    modules = {m.name for m in pkgutil.iter_modules(geotrack.__path__)}
    assert not modules & set(geotrack.__all__)


def _modules() -> list[Path]:
    return sorted(path for root in SOURCES.values() for path in root.rglob("*.py"))


def test_every_module_says_what_it_exports() -> None:
    for path in _modules():
        if path.name != "__main__.py":
            text = path.read_text(encoding="utf-8")
            assert "__all__" in text or "cli" in path.parts, path
            assert "from __future__ import annotations" in text, path


def test_no_module_is_over_500_lines() -> None:
    for path in _modules():
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 500, path


NO_CODE = {
    *(tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE),
    *(tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER),
}


def _lines_of_code(text: str) -> set[int]:
    """Return the numbers of the lines that are no docstring, blank or comment."""
    tree = ast.parse(text)
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    spans = ((token.start[0], token.end[0]) for token in tokens if token.type not in NO_CODE)
    docstrings = {
        line
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        for line in range(node.lineno, (node.end_lineno or 0) + 1)
    }
    return {line for first, last in spans for line in range(first, last + 1)} - docstrings


def test_no_function_has_over_50_lines_of_code() -> None:
    found = set()
    for path in _modules():
        long = _outline(path).long
        code = _lines_of_code(path.read_text(encoding="utf-8")) if long else set()
        where = path.relative_to(ROOT).as_posix()
        found |= {(where, name) for name, body in long if len(code.intersection(body)) > 50}
    assert found == set()


# What only commands call (`add` and `new` tell findings, `import` reads files), and commands that
# are put together: of git, and to be run by who reads them.
OF_COMMANDS = {
    "cli", "server", "importing", "workspace/edit/add.py", "reading/geometry_files.py",
    "workspace/git.py", "storage/unfinished_build.py", "mapview/snapshot.py",
    "model/query_fields.py",
}  # fmt: skip
OPTION = re.compile(r"(?<![\w!-])--[a-z][a-z-]*(?![a-z-]*:)")


def _texts(path: Path) -> Iterator[str]:
    """Yield the texts of a module that are no docstring, without the commands that they tell."""
    source = path.read_text(encoding="utf-8")
    if not OPTION.search(source):  # what no line has, no text has: most modules need no parser
        return
    tree = ast.parse(source)
    passed = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        pieces = node.values if isinstance(node, ast.JoinedStr) else [node]
        fixed = [p for p in pieces if isinstance(p, ast.Constant) and isinstance(p.value, str)]
        text = " ".join(str(p.value) for p in fixed if id(p) not in passed)
        passed |= {id(p) for p in fixed}
        yield re.sub(r"`[^`]*`|geotrack .*", "", text)


@pytest.mark.slow
def test_no_error_of_the_library_names_an_option_of_the_command_line() -> None:
    roots = (ROOT / "geotrack", OBSERVATIONS)
    for root, path in ((r, path) for r in roots for path in sorted(r.rglob("*.py"))):
        where = path.relative_to(root)
        if not {one.as_posix() for one in (where, *where.parents)} & OF_COMMANDS:
            assert not [text for text in _texts(path) if OPTION.search(text)], where


def _commands(group: click.Group) -> list[str]:
    return sorted(group.commands)


def test_every_command_is_on_the_page_that_the_readme_names() -> None:
    page = "docs/reference/commands.md"
    assert f"]({page})" in (ROOT / "README.md").read_text(encoding="utf-8")
    text = (ROOT / page).read_text(encoding="utf-8")
    for name in _commands(main):
        assert f"| `geotrack {name}" in text, f"{page} has no row for `geotrack {name}`"


def test_every_command_and_option_has_help() -> None:
    for name in _commands(main):
        command = main.commands[name]
        assert command.name == name
        assert command.help, name
        for parameter in command.params:
            if isinstance(parameter, click.Option) and parameter.name != "form":
                assert parameter.help, (name, parameter.name)


def _committed() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_nothing_committed_names_this_machine_or_a_registry() -> None:
    # Put together here, so that this file does not name them either.
    hosts = [
        "registry." + "npmjs",
        "files.python" + "hosted",
        "pypi." + "org/simple",
        "proxy." + "golang",
    ]
    homes = ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/Us" + "ers/", "/tm" + "p/spec"]
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in _committed()
        for match in [re.search("|".join(map(re.escape, hosts + homes)), _text(path))]
        if match
    ]
    assert found == []


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="ignore")


def test_tests_of_geotrack_need_no_package_that_it_only_finds() -> None:
    found = {name for name in SOURCES if name not in {"geotrack", "folium_polar"}}
    helpers = {
        path.stem
        for name in found
        for path in (SOURCES[name].parents[1] / "tests").glob("*.py")
        if path.stem != "conftest"
    }
    imports = re.compile(rf"^\s*(?:from|import) (?:{'|'.join(found | helpers)})\b", re.MULTILINE)
    for path in sorted((ROOT / "tests").rglob("*.py")):
        needed = imports.search(path.read_text(encoding="utf-8"))
        assert not needed, f"{path.relative_to(ROOT)}: {needed and needed[0]}"


# Folders of tests whose code is elsewhere: beside `geotrack/`, or in several rooms of it.
_BESIDE = {
    "browser",
    "corpus",
    "engines",
    "events",
    "foreign_files",
    "hostile",
    "layers",
    "seeds",
    "tools",
    "web",
}
# Tests of the repository, of all rooms, or of what tests share.
_OF_ALL = {
    *("architecture", "benchmarks", "corpus", "docs", "foreign_files"),
    *("own_taxonomy", "packaging"),
}


def test_the_tests_of_a_module_are_in_its_folder_under_its_name() -> None:
    misplaced = []
    own = ROOT / "tests"
    tests = {
        own if code.parent == ROOT else code.parents[1] / "tests": code for code in SOURCES.values()
    }
    for root, path in ((r, path) for r in tests for path in sorted(r.rglob("test_*.py"))):
        folder = path.parent.relative_to(root)
        code = tests[root] / folder
        if (
            folder.parts
            and folder.parts[0] in _BESIDE
            and not (tests[root] / folder.parts[0]).is_dir()
        ):
            continue
        # Such as `edtf` of `test_edtf.py` and `test_edtf_against_another_parser.py`; tests of a
        # whole room are named after it.
        modules = code.iterdir() if code.is_dir() else ()
        named = {each.stem.strip("_") for each in modules} | {folder.name if modules else None}
        named |= set() if folder.parts else _OF_ALL
        name = path.stem.removeprefix("test_")
        starts = itertools.accumulate(name.split("_"), "{}_{}".format)
        if not named.intersection(starts):
            misplaced.append(path.relative_to(ROOT).as_posix())
    assert misplaced == []


# Tests that another program has to open what was written: each too large to ask of everyone.
_BY_OTHER_PROGRAMS = {
    "packages/geotrack-observations/tests/engines/test_postgis.py",
    "tests/export/test_engine_tables_in_postgis.py",
    "tests/export/test_qgis.py",
    "tests/handout/slides/test_slides_in_libreoffice.py",
}


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    marks = re.compile(r"mark\.(skip|xfail)|pytest\.(skip|xfail)\(")
    for path in _committed():
        may = path.relative_to(ROOT).as_posix() in _BY_OTHER_PROGRAMS
        if path.suffix == ".py" and path != Path(__file__) and not may:
            assert not marks.search(_text(path)), path


def test_every_silenced_rule_has_its_reason() -> None:
    bare = re.compile(r"#\s*(noqa(: [A-Z0-9, ]+)?|type: ignore(\[[\w, -]+\])?)\s*$", re.MULTILINE)
    for path in _committed():
        if path.suffix == ".py" and path != Path(__file__):
            match = bare.search(_text(path))
            assert not match, f"{path.relative_to(ROOT)}: {match[0] if match else ''}"
