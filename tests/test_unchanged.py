"""A comparison is left out only where nothing has changed since it was made."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests import unchanged
from tests.unchanged import Unchanged, digest


def test_any_change_of_code_data_or_pictures_changes_the_digest(tmp_path: Path) -> None:
    seen = {digest(tmp_path)}
    for name in ("geotrack/a.py", "packages/a/src/a/a.b85", "layers/a.geojson",
                 "tools/a.py", "docs/images/regions/a.png", "docs/a.toml"):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        for content in ("", "1", "2"):
            path.write_text(content)
            assert digest(tmp_path) not in seen
            seen.add(digest(tmp_path))
    path.rename(path.with_name("b.toml"))
    assert digest(tmp_path) not in seen


def test_it_is_known_of_one_test_with_one_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[str, str] = {}
    cache = SimpleNamespace(get=kept.get, set=kept.__setitem__)

    def of(name: str) -> Unchanged:
        request: Any = SimpleNamespace(
            config=SimpleNamespace(cache=cache), node=SimpleNamespace(nodeid=name)
        )
        return Unchanged(request)

    assert not of("a").passed()
    of("a").keep()
    assert of("a").passed()
    assert not of("b").passed()
    monkeypatch.setattr(unchanged, "_now", lambda: "another")
    assert not of("a").passed()
