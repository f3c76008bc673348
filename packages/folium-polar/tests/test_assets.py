from __future__ import annotations

from pathlib import Path

import pytest

from folium_polar import assets
from folium_polar.errors import FoliumPolarError
from folium_polar.resources import packaged_text


def test_a_missing_bundle_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FoliumPolarError, match=r"polarmap\.js is missing .*pip install -e"):
        packaged_text("static/polarmap.js", tmp_path)


def test_the_bundle_passes_its_licences_on() -> None:
    for package in ("leaflet", "proj4", "leaflet-groupedlayercontrol", "fflate"):
        assert f"{package} " in assets.bundle_js().rpartition("This file contains:")[2]


def test_neither_bundle_nor_style_sheet_links_out() -> None:
    assert "url(http" not in assets.bundle_css()
    assert "@import" not in assets.bundle_css()
    assert "sourceMappingURL" not in assets.bundle_js()


def test_a_picture_is_declared_as_what_it_is() -> None:
    # A browser shows no SVG that is declared as PNG: the button of a list of layers was blank.
    assert "data:image/svg+xml,<svg" in assets.bundle_css()
    assert "data:image/png,<svg" not in assets.bundle_css()
