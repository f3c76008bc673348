"""Modules are deferred until they are used."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from folium_polar.lazy import attach

MODULE = "rare_module"


def test_a_module_is_loaded_when_it_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / f"{MODULE}.py").write_text("value = 1\nclass Frame: pass\n", "utf-8")
    (tmp_path / "user").mkdir()
    (tmp_path / "user" / "__init__.py").write_text("", "utf-8")
    (tmp_path / "user" / "inner.py").write_text(f"import {MODULE} as rare\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    get, _ = attach("user", {"rare": "inner"}, {MODULE: ("Frame",), "no_such_module": ()})
    rare = get("rare")
    assert MODULE not in sys.modules
    assert not isinstance(1, rare.Frame)
    assert MODULE not in sys.modules
    assert rare.value == 1
    assert rare.Frame is sys.modules[MODULE].Frame
    with pytest.raises(AttributeError):
        _ = rare.nothing
