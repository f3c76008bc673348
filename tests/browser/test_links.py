"""Links to elsewhere: opened beside the page, which says nothing of it."""

from __future__ import annotations

from typing import Any

from geotrack import briefing, open_workspace
from geotrack.files.resources import sample_workspace


def test_a_link_opens_beside_the_page(page_at: Any) -> None:
    page = page_at(briefing(open_workspace(sample_workspace()), "bering-strait"))
    page.locator(".pick").nth(8).click()
    link = page.locator('.leaflet-popup a[href^="http"]').first
    page.evaluate("window.addEventListener('click', (event) => event.preventDefault())")
    link.click()
    assert link.get_attribute("target") == "_blank"
    assert link.get_attribute("rel") == "noreferrer"
    within = page.locator(".leaflet-popup a[href^='#record-']").first
    within.click()
    assert page.locator("a[href^='#record-'][target=_blank]").count() == 0
