"""A page of many records: dots and clusters, symbols where there is room, cards set aside."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from geotrack.page import briefing
from geotrack.workspace import open_workspace
from tests.browser.conftest import PageAt
from tests.browser.reuse import Pages
from tests.records import feature, point, written

WINDOW = (1200, 750)

COUNT = 800
TOGETHER = 50
TYPES = ("naval/patrol", "air/patrol", "coastguard/patrol")
# Far from all others, and two at one very place.
ALONE = {"a1": (-50.0, 81.0), "a2": (-40.0, 70.0), "b1": (-20.0, 79.0), "b2": (-20.0, 79.0)}


@pytest.fixture(scope="module")
def pages(chromium: Browser) -> Pages:
    """Open each page anew: lines of its list that were made are not unmade."""
    return Pages(chromium, kept=0, motion="reduce")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    chance = random.Random(4)  # noqa: S311 (a draw for a test, no secret)
    places = {
        f"e{n}": (chance.gauss(60, 12), chance.gauss(74, 2)) for n in range(COUNT - len(ALONE))
    }
    features = [
        feature(
            id_,
            point(round(lon, 3), round(lat, 3)),
            title=f"Patrol {id_}",
            summary=f"What <b>{id_}</b> & others did.",
            type=TYPES[n % 3],
            start=f"{2001 + n // 70}",
            place={"name": "Kara Sea", "precision": "near", "radius_km": 40}
            if id_ in ALONE
            else {"name": "Kara Sea", "precision": "exact"},
            **({"translations": {"nb": {"title": "Patrulje a1"}}} if id_ == "a1" else {}),
        )
        for n, (id_, (lon, lat)) in enumerate({**places, **ALONE}.items())
    ]
    written(folder / "events" / "many.geojson", *features)
    (folder / "geotrack.toml").write_text("format = 1\n", encoding="utf-8")
    out = folder / "many.html"
    briefing(open_workspace(folder)).save(str(out))
    return out


@pytest.fixture(scope="module")
def scened(built: Path) -> Path:
    maps = built.parent / "maps"
    maps.mkdir()
    (maps / "story.toml").write_text(
        'title = "A story"\nmarking = "UNCLASSIFIED // TEST"\n'
        '[[scenes]]\ntitle = "One"\ntext = "This one."\nhighlight = ["a1"]\n',
        encoding="utf-8",
    )
    out = built.parent / "story.html"
    briefing(open_workspace(built.parent), "story").save(str(out))
    return out


def number(page: Page, id_: str) -> str:
    listed: list[str] = page.locator("noscript").all_inner_texts()
    (found,) = re.findall(rf"<li value=(\d+)>[^\n]*<b>Patrol {id_}</b>", "".join(listed))
    return str(found)


def line(page: Page, id_: str) -> Locator:
    """Return the line of one of `ALONE`, whose group is the last: it is made near the view."""
    page.locator(".records:not(.left-out)").last.scroll_into_view_if_needed()
    return page.locator(f"#record-{number(page, id_)}")


def spot(page: Page, id_: str) -> tuple[float, float]:
    """Return where the window shows a record's place."""
    lon, lat = ALONE[id_]
    x, y = page.evaluate(
        """([lat, lon]) => {
            const map = Object.values(window).find((value) => value instanceof L.Map);
            const box = map.getContainer().getBoundingClientRect();
            const { x, y } = map.latLngToContainerPoint([lat, lon]);
            return [box.x + x, box.y + y];
        }""",
        [lat, lon],
    )
    return x, y


def go(page: Page, id_: str, zoom: float) -> None:
    lon, lat = ALONE[id_]
    page.evaluate(
        """([lat, lon, zoom]) => void Object.values(window)
            .find((value) => value instanceof L.Map)
            .setView([lat, lon], zoom, { animate: false })""",
        [lat, lon, zoom],
    )


# The lines of the list, each group of which is scrolled to.
LISTED = """async () => {
    for (const group of document.querySelectorAll(".records:not(.left-out)")) {
        group.scrollIntoView();
        while (!group.firstElementChild) await new Promise(requestAnimationFrame);
    }
    return [...document.querySelectorAll(".record:not(.left-out)")].map((line) =>
        [Number(line.dataset.record), line.querySelector(".pick").textContent.trim()]);
}"""

DOTS = """() => {
    const canvas = document.querySelector(".leaflet-crowd-pane canvas");
    const copy = Object.assign(document.createElement("canvas"),
        { width: canvas.width, height: canvas.height });
    const ctx = copy.getContext("2d", { willReadFrequently: true });
    ctx.drawImage(canvas, 0, 0);
    const { data } = ctx.getImageData(0, 0, copy.width, copy.height);
    let many = 0;
    for (let i = 3; i < data.length; i += 4) many += data[i] > 0;
    return many;
}"""


def dots(page: Page) -> int:
    """Return how many pixels of the canvas of dots are painted."""
    return int(page.evaluate(DOTS))


STRENGTH = """() => {
    const canvas = document.querySelector(".leaflet-crowd-pane canvas");
    const copy = Object.assign(document.createElement("canvas"),
        { width: canvas.width, height: canvas.height });
    const ctx = copy.getContext("2d", { willReadFrequently: true });
    ctx.drawImage(canvas, 0, 0);
    const { data } = ctx.getImageData(0, 0, copy.width, copy.height);
    let [sum, many] = [0, 0];
    for (let i = 3; i < data.length; i += 4) {
        sum += data[i];
        many += data[i] > 0;
    }
    return sum / many;
}"""


def strength(page: Page) -> float:
    """Return how strong the painted pixels of the dots are, at the most 255."""
    return float(page.evaluate(STRENGTH))


def gathered(page: Page, noun: str = "records") -> int:
    """Return how many records the clusters count."""
    labels = page.locator(".record-cluster").evaluate_all(
        "(discs) => discs.map((disc) => disc.getAttribute('aria-label'))"
    )
    return sum(int(label.split(f" {noun}")[0]) for label in labels)


def test_many_records_are_dots_and_clusters_and_each_is_listed(
    built: Path, page_at: PageAt
) -> None:
    page = page_at(built)
    expect(page.locator(".record")).to_have_count(TOGETHER)
    lines = page.evaluate(LISTED)
    assert [n for n, _ in lines] == [*range(1, COUNT + 1)]
    expect(page.locator(".event-mark")).to_have_count(0)
    expect(page.locator(".crowd-note")).to_be_visible()
    assert dots(page) > 100
    before = gathered(page)
    assert COUNT / 2 < before < COUNT - 2
    page.locator(".languages button").last.click()
    expect(page.locator(".crowd-note")).to_contain_text("En prikk er én oppføring")
    assert gathered(page, "oppføringer") == before


def test_a_record_chosen_in_the_list_shows_its_symbol_and_card(
    built: Path, page_at: PageAt
) -> None:
    page = page_at(built)
    row = line(page, "a1")
    row.locator(".pick").click()
    popup = page.locator(".leaflet-popup")
    expect(popup.locator("h2")).to_have_text("Patrol a1")
    expect(popup.locator(".summary")).to_have_text("What <b>a1</b> & others did.")
    expect(page.locator(".event-mark.chosen")).to_have_count(1)
    expect(row).to_contain_class("chosen")
    page.keyboard.press("Escape")
    expect(popup).to_have_count(0)
    page.locator(".masthead").hover()
    expect(page.locator(".event-mark")).to_have_count(0)


def test_pointing_at_a_line_shows_where_it_was(built: Path, page_at: PageAt) -> None:
    page = page_at(built)
    page.locator(".record").nth(1).hover()
    expect(page.locator(".event-mark.hovered")).to_have_count(1)
    page.locator(".masthead").hover()
    expect(page.locator(".event-mark")).to_have_count(0)


def test_a_click_opens_a_dot_and_lists_what_is_at_one_place(built: Path, page_at: PageAt) -> None:
    page = page_at(built)
    title = page.locator(".leaflet-popup h2").last
    page.mouse.click(*spot(page, "a2"))
    expect(title).to_have_text("Patrol a2")
    page.keyboard.press("Escape")
    expect(title).to_have_count(0)
    # No zoom parts the two: a click lists them, and the chosen one leaves the cluster.
    page.mouse.click(*spot(page, "b1"))
    expect(page.locator(".stack-card .pick")).to_have_count(2)
    before = gathered(page)
    page.locator(".stack-card .pick").last.click()
    expect(title).to_have_text("Patrol b2")
    expect(page.locator(".event-mark.chosen")).to_have_text(number(page, "b2"))
    assert gathered(page) == before - 2


def test_a_cluster_says_what_it_counts_and_is_opened_by_keyboard(
    built: Path, page_at: PageAt
) -> None:
    page = page_at(built)
    before = gathered(page)
    # Records of a year of which the period has a half are possible.
    page.evaluate("() => void (location.hash = 't=2001-07..2010-06')")
    expect(
        page.locator(".record-cluster text", has_text=re.compile(r"^\+ \d+\?$"))
    ).not_to_have_count(0)
    assert gathered(page) < before
    zoom = "() => Object.values(window).find((value) => value instanceof L.Map).getZoom()"
    zoomed = page.evaluate(zoom)
    page.locator(".record-cluster[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".mark-tip .sum")).to_have_text(
        re.compile(r"^\d+ records: \d+ certainly, \d+ possibly$")
    )
    page.keyboard.press("Enter")
    page.wait_for_function(f"(zoom) => ({zoom})() > zoom", arg=zoomed)
    assert page.evaluate("() => document.activeElement.matches('.record-cluster, .event-mark')")


def test_in_a_view_with_room_symbols_stand_apart(built: Path, page_at: PageAt) -> None:
    page = page_at(built)
    go(page, "b1", 7)
    marks = page.locator(".event-mark")
    expect(marks.locator("text", has_text=number(page, "b2"))).to_have_count(1)
    expect(page.locator(".crowd-note")).to_be_hidden()
    assert dots(page) == 0
    wanted = [number(page, id_) for id_ in ("b1", "b2")]
    boxes = [marks.filter(has=page.get_by_text(n, exact=True)).first.bounding_box() for n in wanted]
    (first, second) = (box for box in boxes if box)
    assert (first["x"] - second["x"]) ** 2 + (first["y"] - second["y"]) ** 2 > 20**2
    # Their circles are drawn too, and each can be chosen by keyboard as on a small map.
    expect(page.locator("path.event-shape")).not_to_have_count(0)
    marks.filter(has=page.get_by_text(wanted[0], exact=True)).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup h2")).to_have_text("Patrol b1")


def test_filters_and_layers_take_dots_off_and_search_reads_cards_set_aside(
    built: Path, page_at: PageAt
) -> None:
    page = page_at(built)
    before = gathered(page)
    page.get_by_role("button", name="Layers").click()
    box = page.locator(".leaflet-control-layers label", has_text="Naval").locator("input")
    box.uncheck()
    expect(page.locator(".crowd-note")).to_be_visible()
    expect(page.locator(".record-cluster[aria-label*='Naval']")).to_have_count(0)
    assert gathered(page) < before
    box.check()
    field = page.get_by_role("searchbox")
    field.fill("a1 & others")
    expect(page.locator(".record:visible")).to_have_count(1)
    expect(page.locator(".event-mark")).to_have_count(1)
    field.fill("")
    expect(page.locator(".event-mark")).to_have_count(0)


def test_groups_of_the_list_of_which_nothing_is_left_take_no_room(
    built: Path, page_at: PageAt
) -> None:
    page = page_at(built)
    groups = page.locator(".records:visible")
    whole = -(-COUNT // TOGETHER)
    assert whole <= groups.count() <= whole + 1  # with those that have no place
    field = page.get_by_role("searchbox")
    field.fill("a1 & others")
    expect(groups).to_have_count(1)
    # A list is as high as its groups in the frame after they are shown or hidden.
    page.wait_for_function("() => document.querySelector('.index').scrollHeight < 4_000")
    field.fill("")
    high = "(least) => document.querySelector('.index').scrollHeight > least"
    page.wait_for_function(high, arg=40 * COUNT)
    assert whole <= groups.count() <= whole + 1


def test_turned_the_dots_lie_where_their_places_lie(built: Path, page_at: PageAt) -> None:
    page = page_at(built)
    before = spot(page, "a2")
    page.get_by_role("button", name="View from").click()
    page.get_by_role("radio", name="Bering").click()
    expect(page.locator("p.projection-note")).to_contain_text("Turned: 180° is down.")
    # The longer note beneath takes a line of the map, which is fitted to that a little later.
    after = before
    while after != (after := spot(page, "a2")):
        page.wait_for_timeout(400)
    assert abs(after[0] - before[0]) + abs(after[1] - before[1]) > 50
    page.mouse.click(*after)
    expect(page.locator(".leaflet-popup h2")).to_have_text("Patrol a2")


def test_on_paper_every_record_is_there_with_its_sources(built: Path, page_at: PageAt) -> None:
    page = page_at(built)
    expect(page.locator(".record .card")).to_have_count(0)
    page.emulate_media(media="print")
    page.evaluate("() => void window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".printed-records tbody tr")).to_have_count(COUNT)
    expect(page.locator(".printed-sources li").last).to_be_visible()
    page.evaluate("() => void window.dispatchEvent(new Event('afterprint'))")


def test_on_a_small_screen_the_card_opens_in_the_list(built: Path, page_at: PageAt) -> None:
    page = page_at(built, 390, 844)
    assert page.locator(".record").count() < COUNT / 2
    row = line(page, "a1")
    row.locator(".pick").click()
    expect(row.locator(".card .summary")).to_have_text("What <b>a1</b> & others did.")


def test_without_script_every_record_has_a_line(built: Path, chromium: Any) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(built.as_uri())
    expect(page.locator(".plain-records li")).to_have_count(COUNT)
    expect(page.locator(".plain-records li").last).to_be_visible()
    expect(page.locator(".plain-records li").last).to_contain_text("2012: Patrol b2, Kara Sea")
    context.close()


def test_a_chosen_record_shows_how_far_it_may_have_been(built: Path, page_at: PageAt) -> None:
    page = page_at(built)
    circle = page.locator("path.event-shape")
    line(page, "a1").locator(".pick").click()
    expect(circle).to_have_count(1)
    page.keyboard.press("Escape")
    expect(circle).to_have_count(0)
    # One that has been given room stays when the record is let go.
    line(page, "b1").locator(".pick").click()
    go(page, "b1", 7)
    expect(page.locator("path.event-shape.chosen")).to_have_count(1)
    expect(page.locator(".event-mark")).not_to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("path.event-shape.chosen")).to_have_count(0)
    # Two at this place.
    expect(circle).not_to_have_count(1)
    assert circle.count() >= 2


def test_on_a_small_screen_only_what_is_chosen_has_a_symbol(built: Path, page_at: PageAt) -> None:
    page = page_at(built, 390, 844)
    for row in page.locator(".record").all()[:3]:
        row.locator(".pick").click()
        page.locator(".masthead").hover()
        expect(page.locator(".event-mark")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".event-mark")).to_have_count(0)


def test_a_scene_lights_its_records_and_pales_the_others(scened: Path, page_at: PageAt) -> None:
    page = page_at(scened)
    strongest = strength(page)
    page.keyboard.press("ArrowRight")
    lit = page.locator(".event-mark.stands-out")
    expect(lit).to_have_count(1)
    expect(lit).to_have_text(number(page, "a1"))
    expect(page.locator(".event-mark")).to_have_count(1)
    assert strength(page) < strongest * 0.8


def test_by_night_the_dots_have_the_colours_of_the_night(built: Path, page_at: PageAt) -> None:
    page = page_at(built)
    canvas = page.locator(".leaflet-crowd-pane canvas")
    white = """(canvas) => {
        const copy = Object.assign(document.createElement("canvas"),
            { width: canvas.width, height: canvas.height });
        const ctx = copy.getContext("2d", { willReadFrequently: true });
        ctx.drawImage(canvas, 0, 0);
        const { data } = ctx.getImageData(0, 0, copy.width, copy.height);
        let many = 0;
        for (let i = 0; i < data.length; i += 4) {
            many += data[i + 3] > 40 && Math.min(data[i], data[i + 1], data[i + 2]) > 236;
        }
        return many;
    }"""
    assert canvas.evaluate(white) > 0
    page.locator(".night-toggle").click()
    assert canvas.evaluate(white) == 0
    assert dots(page) > 100
    page.locator(".night-toggle").click()
    assert canvas.evaluate(white) > 0


def test_a_search_is_answered_anew_in_the_other_language(built: Path, page_at: PageAt) -> None:
    page = page_at(built)
    page.locator(".languages button[lang=nb]").click()
    page.get_by_role("searchbox").fill("patrulje a1 others")
    title = page.locator(".record:visible .pick-title")
    expect(title).to_have_text(["Patrulje a1"])
    page.locator(".languages button[lang=en]").click()
    expect(title).to_have_text(["Patrol a1"])


# What a reader can learn of the records of a page, under queries drawn by chance.
TOLD = """async () => {
    const { query, data } = thePage;
    let seed = 7;
    const chance = (n) => (seed = (seed * 16807) % 2147483647) % n;
    const groups = Object.keys(query.choices);
    const words = ["", "", "", "russia", "patrol strait", "#7", "xue long", "79", "æ"];
    const told = [Object.values(query.choices)];
    const drawn = () => Object.fromEntries(groups.filter(() => !chance(4)).map((group) => {
        const choices = query.choices[group];
        return [group, new Set([0, 1].map(() => choices[chance(choices.length)]?.value ?? -1))];
    }));
    for (let n = 0; n < 15; n++) {
        const first = 14000 + chance(6000);
        query.set({
            ...query.conditions(),
            search: words[chance(words.length)],
            certain: !chance(4),
            period: chance(2) ? [first, first + chance(900)] : null,
            undated: !chance(2),
            chosen: chance(3) ? drawn() : {},
        });
        while (query.conditions().search && !query.items.at(-1).text)
            await new Promise(requestAnimationFrame);
        await new Promise((done) => setTimeout(done));
        const { shown, counts, unsure, undated } = query.result();
        const texts = [...document.querySelectorAll(".edition > span:not(.since), .finder-count")];
        told.push([shown, Object.values(counts).map((of) => [...of].sort()), unsure, undated,
            texts.map((one) => one.textContent)]);
    }
    query.set({ ...query.conditions(), search: "", certain: false, period: null, chosen: {} });
    const { all } = data.records;
    const values = ["n", "at", "shapes", "signs", "label", "id", "title", "dateParts", "place",
        "drawn", "standing", "correction", "cardTexts", "accounts", "theme", "feature"];
    const card = ({ card }) => card.innerHTML.replace(/<h2>.*?<.h2>/, "")
        .replace(/<span class="term"[^>]*>(.*?)<.span>/g, "$1").replace(/\\s/g, "");
    return [...told, ...values.map((name) => all.map((one) => one[name])), all.map(card)];
}"""
PLUGIN = """Object.defineProperty(window, "geotrackPage", { configurable: true, set(value) {
    Object.defineProperty(window, "geotrackPage", { value, writable: true });
    value.registerPlugin((page) => (window.thePage = page));
} });"""


def test_a_page_of_many_tells_what_a_small_page_of_the_same_records_does(
    chromium: Browser, briefed: Callable[[str], Path], tmp_path: Path, monkeypatch: Any
) -> None:
    small, many = briefed("overview"), tmp_path / "many.html"
    monkeypatch.setattr("geotrack.page.document._CROWD", 20)
    briefing(open_workspace(small.parent), "overview").save(str(many))
    told = []
    for path in (small, many):
        context = chromium.new_context(viewport={"width": 1200, "height": 750})
        context.add_init_script(PLUGIN)
        page = context.new_page()
        page.goto(path.as_uri())
        lines = page.evaluate(LISTED)
        told.append([lines, *page.evaluate(TOLD)])
        explained = page.locator(".records .pick .term")
        for language in ("en", "nb"):
            page.locator(f".languages button[lang={language}]").click()
            told[-1] += [page.evaluate(LISTED), explained.all_text_contents()]
            assert told[-1][-1]
        # In a card they are marked when it is opened.
        page.locator(".record .pick").first.click()
        told[-1].append(page.locator(".record-popup .card").inner_html())
        assert "data-term" in told[-1][-1]
        context.close()
    for n, (one, other) in enumerate(zip(*told, strict=True)):
        assert one == other, n
