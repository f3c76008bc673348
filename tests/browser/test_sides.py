"""Maps with sides: who acts, on the map, in the texts, on the timeline and in the filters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from geotrack.model.query import Query
from geotrack.queries import select
from geotrack.workspace import open_workspace
from tests.browser.conftest import PageAt

ROOT = Path(__file__).parents[2]
# Numbers that lie over a symbol or over another number.
COVERED = """() => {
  const box = (element) => element.getBoundingClientRect();
  const beside = (a, b) => a.right <= b.left + 1 || b.right <= a.left + 1;
  const apart = (a, b) => beside(a, b) || a.bottom <= b.top + 2 || b.bottom <= a.top + 2;
  const marks = [...document.querySelectorAll('.event-mark:not(.in-stack, .record-stack)')];
  const part = (name) => marks.map((mark) => box(mark.querySelector(name)));
  const [numbers, shapes] = [part('text'), part('.ring + use')];
  return marks.filter((_, i) => [numbers, shapes].some((boxes) =>
    boxes.some((other, j) => j !== i && !apart(numbers[i], other))))
    .map((mark) => mark.textContent);
}"""


@pytest.fixture
def page(briefed: Callable[[str], Path], page_at: PageAt) -> Page:
    return page_at(briefed("bering-strait"))


def test_symbols_words_and_timeline_say_who(page: Page) -> None:
    assert page.evaluate(COVERED) == []
    names = [mark.get_attribute("aria-label") or "" for mark in page.locator(".event-mark").all()]
    assert sum(", China and Russia," in name for name in names) == 6
    assert sum(", Russia," in name for name in names) == 3
    expect(page.locator(".timeline-symbols span")).to_have_text(
        ["Coastguard", "Naval", "Air", "Research", "Shipping"]
    )
    expect(page.locator(".timeline-sides")).to_have_text(
        "China above, Russia below the line, both in two colours."
    )
    page.get_by_role("button", name="Norsk").click()
    expect(page.locator(".timeline-symbols span").first).to_have_text("Kystvakt")
    expect(page.locator(".timeline-sides .who")).to_have_text(["Kina", "Russland"])
    expect(page.locator(".key-box dd").get_by_text("begge")).to_be_visible()


def test_who_in_the_filters_is_the_actor_of_a_query(page: Page) -> None:
    workspace = open_workspace(ROOT)
    hits = select(workspace, Query(actors=("CN",)))
    page.get_by_role("button", name="Filters").click()
    who = page.get_by_role("group", name="Who, by country")
    headings = page.locator(".finder-panel h2").all_text_contents()
    assert headings[:3] == ["Theme", "Who, by country", "Who, by name"]
    who.get_by_role("button", name="China").click()
    shown = page.locator(".record:not(.left-out) .pick-title").all_text_contents()
    titles = {hit.event.title for hit in hits.hits}
    everything = page.locator(".record .pick-title").all_text_contents()
    assert shown == [title for title in everything if title in titles]
    assert 0 < len(shown) < len(everything)
