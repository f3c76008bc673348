"""The table of folium's classes says what a `PolarMap` does with each."""

from __future__ import annotations

import folium
import pytest

from tools import folium_page


@pytest.fixture(scope="module")
def text() -> str:
    return folium_page.PAGE.read_text(encoding="utf-8")


@pytest.mark.filterwarnings("ignore")
def test_the_table_is_current(text: str) -> None:
    assert folium_page.page(text) == text, "run python -m tools.folium_page"


def test_each_class_that_folium_offers_has_a_row(text: str) -> None:
    for module in (folium, folium.plugins):
        kinds = {name: getattr(module, name) for name in module.__all__}
        for name, kind in kinds.items():
            if isinstance(kind, type) and issubclass(kind, folium.MacroElement):
                assert name in {"MacroElement", "Map", "ColorMap"} or f"\n| `{name}` | " in text


def test_what_is_drawn_anew_is_drawn(text: str) -> None:
    anew = folium_page._drawn_anew(text)
    listed = {name for _, names in folium_page.classes() for name in names}
    assert {"Circle", "ImageOverlay"} <= anew & listed
    assert [name for name in sorted(anew & listed) if folium_page.outcome(name)] == []
