"""The page's templates: compiled once, and again only where they must be."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import Environment

from geotrack.page import document


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A package whose one template prints a name."""
    (tmp_path / "page" / "templates").mkdir(parents=True)
    (tmp_path / "page" / "templates" / "body.html").write_text(
        "<b>{{ name }}</b>", encoding="utf-8"
    )
    monkeypatch.setattr(document, "PACKAGE", tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path


def rendered() -> str:
    return document._environment().get_template("body.html").render(name="a < b")


def test_a_template_is_compiled_once(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rendered() == "<b>a &lt; b</b>"
    with monkeypatch.context() as patch:
        patch.delattr(Environment, "compile")
        assert rendered() == "<b>a &lt; b</b>"
    (package / "page" / "templates" / "body.html").write_text("<i>{{ name }}</i>", encoding="utf-8")
    assert rendered() == "<i>a &lt; b</i>"


def test_a_damaged_file_is_compiled_again(package: Path) -> None:
    rendered()
    (kept,) = (package / "page" / "templates" / "__pycache__").iterdir()
    kept.write_bytes(kept.read_bytes()[:-20])
    assert rendered() == "<b>a &lt; b</b>"


@pytest.mark.parametrize("obstacle", ["no bytecode is wanted", "a file stands in its way"])
def test_pages_are_made_where_nothing_can_be_kept(
    package: Path, monkeypatch: pytest.MonkeyPatch, obstacle: str
) -> None:
    if obstacle == "no bytecode is wanted":
        monkeypatch.setattr(sys, "dont_write_bytecode", True)
    else:
        (package / "page" / "templates" / "__pycache__").write_text("")
    assert rendered() == "<b>a &lt; b</b>"
    assert not (package / "page" / "templates" / "__pycache__").is_dir()
