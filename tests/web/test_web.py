"""The page's own modules, checked where they live: types by tsc, behaviour by node's runner."""

from __future__ import annotations

import pytest

from tests.node_packages import install, run


@pytest.fixture(scope="module", autouse=True)
def packages() -> None:
    install()


def test_types() -> None:
    done = run("node_modules/typescript/bin/tsc", "--project", "tsconfig.json")
    assert done.returncode == 0, done.stdout + done.stderr


def test_modules() -> None:
    done = run("--test")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "fail 0" in done.stdout
