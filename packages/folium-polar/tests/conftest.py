"""Maps to test with, and a page whose two big parts stand by name."""

from __future__ import annotations

import pytest

from folium_polar import PolarMap, figure


@pytest.fixture
def polar_map() -> PolarMap:
    return PolarMap(title="Test")


@pytest.fixture
def by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bundle and basemap replaced by their names, so that a page is short and its text is ours."""
    monkeypatch.setattr(figure, "bundle_js", lambda: "/* polarmap.js */")
    monkeypatch.setattr(figure, "vector_map_js", lambda: "/* vector-map.js */")
    monkeypatch.setattr(figure, "bundle_css", lambda: "/* polarmap.css */")
    monkeypatch.setattr(figure, "basemap", lambda: "natural-earth.b91")
