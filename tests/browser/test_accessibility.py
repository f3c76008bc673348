"""Pages looked over by axe, and walked through by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PageAt
from tests.node_packages import WEB, install

AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
SIZES = [(1440, 900), (390, 844)]
# Of what is fading in axe would see half a colour. The end of a long list is the same in all states
# of a page, and so is what its style says of turning: they are looked at once.
RUN = """async (again) => {
  const ends = (animation) => animation.effect.getComputedTiming().endTime < 1e4;
  await Promise.allSettled(document.getAnimations().filter(ends).map(({ finished }) => finished));
  const where = again ? { exclude: [".records > .record:nth-child(n + 6)"] } : document;
  const how = { resultTypes: ["violations"], preload: !again };
  // To find a selector for each element that is looked at takes long, and is needed of few.
  let { violations } = await axe.run(where, { ...how, selectors: false });
  if (violations.length) ({ violations } = await axe.run(where, how));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 4).map(({ target, any }) =>
    `${target} (${any[0]?.message ?? ""})`).join(" | ")}`);
}"""


def faults(page: Page) -> list[str]:
    """Find what axe finds."""
    again = page.evaluate("'axe' in window")
    if not again:
        install()
        page.evaluate(AXE.read_text("utf-8"))
        # To write down the markup of all that passes takes a tenth of the time.
        page.evaluate("axe.configure({ noHtml: true })")
    found: list[str] = page.evaluate(RUN, again)
    return found


# Each pair of a map, a light, a size and a language: what axe finds hangs on two of them at most, a
# colour in a light, a text in a width. Panels over the map are the same on each map, and looked at
# where they take the least time, once in each light and at each size.
LOOKS = [
    ("round", "light", SIZES[0], "en", False),
    ("round", "dark", SIZES[1], "nb", False),
    ("bering-strait", "light", SIZES[1], "nb", True),
    ("bering-strait", "dark", SIZES[0], "nb", True),
    ("bering-strait", "dark", SIZES[1], "en", False),
]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(map(str, look[:4])))
def test_axe_finds_nothing(
    page_at: PageAt,
    briefed: Callable[[str], Path],
    look: tuple[str, str, tuple[int, int], str, bool],
) -> None:
    name, scheme, size, language, panels = look
    page = page_at(briefed(name), *size)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.locator(f".languages [lang={language}]").click()
    found = {"as opened": faults(page)}
    if page.locator(".list-opener").is_visible():  # on a round sheet the list is folded
        page.locator(".list-opener").click()
    page.locator(".finder-opener").click()
    page.locator(".chip").first.click()
    # Beside accounts in columns there is no room for the list and its filters.
    apart = (name, size) == ("bering-strait", SIZES[0])
    if apart:
        found["filters open"] = faults(page)
    page.locator(".record:visible .pick").first.click()
    expect(page.locator(".card:visible").first).to_be_attached()
    expect(page.locator(".finder-panel")).to_be_visible(visible=not apart)
    found["a card open"] = faults(page)
    page.keyboard.press("Escape")
    if panels:
        page.locator(".measure-open").click()
        found["measuring"] = faults(page)
        page.locator(".question-open").click()
        page.locator("#question-position").fill("66 N 170 W")
        page.keyboard.press("Enter")
        found["asking"] = faults(page)
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        found["list of keys"] = faults(page)
    assert {where: what for where, what in found.items() if what} == {}


@pytest.mark.parametrize(
    ("scheme", "size", "language"),
    [("light", SIZES[0], "en"), ("dark", SIZES[1], "nb")],
)
def test_axe_finds_nothing_in_what_opens_on_the_map_and_beside_it(
    page_at: PageAt,
    briefed: Callable[[str], Path],
    scheme: Literal["light", "dark"],
    size: tuple[int, int],
    language: str,
) -> None:
    page = page_at(briefed("bering-strait"), *size)
    page.emulate_media(color_scheme=scheme)
    page.locator(f".languages [lang={language}]").click()
    found = {}
    page.locator(".lead-begin").click()
    expect(page.locator(".caption")).to_be_visible()
    found["a scene"] = faults(page)
    page.keyboard.press("p")
    expect(page.locator("body")).to_have_class(re.compile("presenting"))
    found["presenting"] = faults(page)
    page.keyboard.press("Escape")
    expect(page.locator("body")).not_to_have_class(re.compile("presenting"))
    page.locator(".caption-close").click()
    page.locator(".take-opener").click()
    expect(page.locator(".take-panel")).to_be_visible()
    found["take away"] = faults(page)
    page.keyboard.press("Escape")
    page.locator(".timeline-last").focus()
    for _ in range(3):
        page.keyboard.press("PageDown")
    expect(page.locator(".finder-on")).to_contain_text(re.compile("Perio"))
    for panel, where in (
        ("turn-control", "a period and the way to turn"),
        ("leaflet-control-layers", "layers"),
    ):
        page.locator(f".{panel} > .bar-button").click()
        expect(page.locator(f".{panel} > .bar-panel")).to_be_visible()
        found[where] = faults(page)
    assert {where: what for where, what in found.items() if what} == {}


def test_tab_leads_through_the_page_with_a_visible_focus(
    page_at: PageAt, briefed: Callable[[str], Path]
) -> None:
    page = page_at(briefed("bering-strait"))
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    wanted = {
        "search": ".finder-field",
        "filters": ".finder-opener",
        "list": ".pick",
        "map": ".folium-map",
        "symbol": ".event-mark",
        "zoom": ".leaflet-control-zoom-in",
        "measure": ".measure-open",
        "layers": ".leaflet-control-layers .bar-button",
        "turning": ".turn-control .bar-button",
        "language": ".languages button",
        "theme": ".night-toggle",
        "keys": ".keys-open",
    }
    reached: dict[str, bool] = {}
    for _ in range(160):
        page.keyboard.press("Tab")
        reached |= page.evaluate(
            """(wanted) => {
              const at = document.activeElement;
              const look = getComputedStyle(at);
              const ring = at.querySelector(".ring");
              const outlined = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 1;
              const ringed = ring && parseFloat(getComputedStyle(ring).strokeWidth) > 2;
              const seen = outlined || look.boxShadow !== "none" || ringed;
              return Object.fromEntries(Object.entries(wanted)
                .filter(([, selector]) => at.matches(selector))
                .map(([name]) => [name, seen]));
            }""",
            wanted,
        )
        if len(reached) == len(wanted):
            break
    assert reached == dict.fromkeys(wanted, True)


def test_the_skip_link_leads_to_the_records(
    page_at: PageAt, briefed: Callable[[str], Path]
) -> None:
    page = page_at(briefed("bering-strait"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(".index :is(a[href^='#record-'], .term)").first).to_be_focused()


def test_the_page_is_not_lost_on_a_wall(page_at: PageAt, briefed: Callable[[str], Path]) -> None:
    page = page_at(briefed("overview"), 3840, 2160)
    title = page.locator("h1").bounding_box()
    index = page.locator(".index").bounding_box()
    symbol = page.locator(".event-mark:not(.quiet) .symbol").first.bounding_box()
    small = page.locator(".event-mark.quiet .symbol").first.bounding_box()
    assert title is not None
    assert index is not None
    assert symbol is not None
    assert title["height"] > 40
    assert index["width"] > 550
    assert small is not None
    assert symbol["width"] > 40
    assert small["width"] > 20
    assert page.evaluate("document.documentElement.scrollWidth") == 3840


def test_dark_is_chosen_on_the_page_and_paper_stays_light(
    page_at: PageAt, briefed: Callable[[str], Path]
) -> None:
    page = page_at(briefed("bering-strait"))
    ground = "getComputedStyle(document.body).backgroundColor"
    water = "(() => { const c = document.querySelector('canvas'); return readPixel(c, 40, 40); })()"
    light, water_by_day = page.evaluate(ground), page.evaluate(water)
    page.keyboard.press("d")
    assert page.evaluate(ground) != light
    assert sum(page.evaluate(water)[:3]) < sum(water_by_day[:3]) / 2
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(water)[:3] != [0, 0, 0]
    assert sum(page.evaluate(water)[:3]) > sum(water_by_day[:3]) * 0.8
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen", color_scheme="dark")
    page.get_by_role("button", name="Dark page").click()
    assert page.evaluate(ground) == light
    page.get_by_role("button", name="Dark page").click()
    assert page.evaluate(ground) != light
