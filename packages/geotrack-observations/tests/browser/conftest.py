"""Pages in Chromium, as for the browser tests of geotrack."""

from __future__ import annotations

from tests.browser.conftest import chromium, page_at, pages, pytest_collection_modifyitems

__all__ = ["chromium", "page_at", "pages", "pytest_collection_modifyitems"]
