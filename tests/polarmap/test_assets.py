from __future__ import annotations

from pathlib import Path

import pytest

from geotrack.errors import GeotrackError
from geotrack.files import resources
from geotrack.polarmap import assets


def test_a_missing_bundle_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(resources, "PACKAGE", tmp_path)
    assets.bundle_js.cache_clear()
    try:
        with pytest.raises(GeotrackError, match=r"polarmap\.js is missing .*pip install -e"):
            assets.bundle_js()
    finally:
        assets.bundle_js.cache_clear()


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
