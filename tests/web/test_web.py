"""The page's own modules, checked where they live: types by tsc, behaviour by node's runner."""

from __future__ import annotations

import re

import pytest

from tests.node_packages import WEB, install, run

pytestmark = pytest.mark.slow
# Of `web/tests`, itself one of them.
BUNDLES = ["leaflet", "observations", "page", "questions"]
FOLDERS = ["", "desk", "leaflet", "observations", "page", "polar", "questions"]


@pytest.fixture(scope="module", autouse=True)
def packages() -> None:
    install()


def test_types() -> None:
    done = run("node_modules/typescript/bin/tsc", "--project", "tsconfig.json")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("folder", FOLDERS)
def test_modules(folder: str) -> None:
    # One process for a folder, not one for each of its files.
    tests = sorted((WEB / "tests" / folder).glob("*.test.js"))
    done = run("--test", "--test-isolation=none", *tests)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "fail 0" in done.stdout


def test_each_folder_of_tests_is_run() -> None:
    found = {path.parent for path in (WEB / "tests").rglob("*.test.js")}
    assert found == {WEB / "tests" / folder for folder in FOLDERS}


def test_styles_are_asked_for_where_no_test_loads_them() -> None:
    asking = [
        path.relative_to(WEB / "src").as_posix()
        for path in (WEB / "src").rglob("*.js")
        if re.search(r'^import ".+\.css";', path.read_text("utf-8"), re.MULTILINE)
    ]
    # The desk has three: its own page, its part of the page of all records, and the grid of its
    # table. A plugin is one.
    of_desk = [f"desk/{name}.js" for name in ("index", "map", "table/tabulator")]
    expected = [*of_desk, *(f"{name}/index.js" for name in BUNDLES)]
    assert sorted(one for one in asking if not one.startswith("leaflet/plugins/")) == expected
