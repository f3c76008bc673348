"""Whatever a text would rather be, the page shows it as a text: with its policy, and without it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from geotrack.page import briefing
from geotrack.workspace import open_workspace
from tests.browser.reuse import LESS_DRAWN, WATCH
from tests.hostile.texts import HOSTILE, properties

ALL = " ¦ ".join(HOSTILE)
FILE = "\"><img src=x onerror=window.pwned=1> {{7*7}} ${x} ' \u202egnp.geojson"
LOOK = """() => ({
  pwned: window.pwned,
  names: [...new Set([...document.querySelectorAll("*")].map((one) => one.localName))],
  handlers: [...document.querySelectorAll("*")].flatMap((one) => one.getAttributeNames()
    .filter((name) => /^on/i.test(name)).map((name) => `${one.localName} ${name}`)),
  links: [...document.querySelectorAll("[href], [src], [action]")].flatMap((one) =>
    ["href", "src", "action"].map((name) => one.getAttribute(name)).filter(Boolean)),
  scripts: document.scripts.length,
  styles: document.querySelectorAll("style, link").length,
})"""


def record(i: int, text: str) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": f"{i} {text}",
        "geometry": {"type": "Point", "coordinates": [-179 + 3 * i, 66 + i % 20]},
        f"member {text}": text,
        "properties": properties(text, i),
    }


def context(i: int, text: str) -> dict[str, Any]:
    """A line of a context layer, with a text as its label."""
    places = [[-179 + 3 * i, 70], [-177 + 3 * i, 71]]
    geometry = {"type": "LineString", "coordinates": places}
    return {"type": "Feature", "geometry": geometry, "properties": {"label": text}}


def workspace(folder: Path, texts: list[str], whole: str) -> Path:
    for name in ("events", "layers", "maps", "seeds"):
        (folder / name).mkdir(parents=True)
    (folder / "geotrack.toml").write_text("format = 1\n", "utf-8")
    ring = [[-175, 65], [-165, 65], [-165, 72], [-175, 72], [-175, 65]]
    region = {
        "type": "Feature",
        "id": "area",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {"name": whole, "definition": whole, "note": whole, "licence": whole},
    }
    features = [record(i, text) for i, text in enumerate(texts)]
    lines = [context(i, text) for i, text in enumerate(texts)]
    for path, found in (
        ("layers/regions.geojson", [region]), (f"events/{FILE}", features), ("c.geojson", lines)
    ):  # fmt: skip
        collection = {"type": "FeatureCollection", "features": found}
        (folder / path).write_text(json.dumps(collection), "utf-8")
    # A JSON string is one of TOML too.
    # Several a scene: each has a sheet with a map of its own on paper.
    tens = [" ¦ ".join(texts[i : i + 10]) for i in range(0, len(texts), 10)]
    told = [json.dumps(ten, ensure_ascii=False) for ten in tens]
    scenes = "".join(f"[[scenes]]\ntitle = {ten}\ntext = {ten}\n" for ten in told)
    title = json.dumps(whole, ensure_ascii=False)
    marking = json.dumps(f"UNCLASSIFIED // {whole}", ensure_ascii=False)
    heads = (
        f"title = {title}\nsubtitle = {title}\nlead = {title}\nmarking = {marking}\n"
        '[layers]\nregions = "area"\n'
    )
    words = "".join(f"{key} = {title}\n" for key in ("name", "source", "licence"))
    file = f'[[layers.files]]\nfile = "c.geojson"\nlabel = "label"\ndate = 2024-09-12\n{words}'
    (folder / "maps" / "m.toml").write_text(heads + file + scenes, "utf-8")
    out = folder / "m.html"
    briefing(open_workspace(folder), "m").save(str(out))
    return out


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workspace(tmp_path_factory.mktemp("hostile") / "w", HOSTILE, ALL)


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> dict[str, Any]:
    """What a page of other texts is made of: the cards of two records are as those of all."""
    folder, texts = tmp_path_factory.mktemp("harmless"), [f"*text* {i}" for i in range(9)]
    page, _ = opened(chromium, workspace(folder / "w", texts, "all"), bypass=False)
    use_everything(page, ".record:nth-child(-n + 2)")
    seen: dict[str, Any] = page.evaluate(LOOK)
    page.context.close()
    return seen


def press(page: Page, selector: str) -> None:
    """Press all of these: of a marking so long some lie out of view."""
    page.evaluate("(one) => document.querySelectorAll(one).forEach((b) => b.click())", selector)


def use_everything(page: Page, record: str = ".record") -> None:
    """Open what can be opened, in both languages, and search for what would break out."""
    for language in ("nb", "en"):
        press(page, f".languages [lang={language}]")
        # Cards that are open are translated; not all are opened in both languages.
        some = record if language == "nb" else f"{record}:nth-child(20n + 1)"
        for selector in (f"{some} .pick", ".finder-opener", ".chips-more"):
            press(page, selector)
        for selector in (".chip", ".finder-on button", ".finder-opener"):
            press(page, selector)
        # The second time a scene is open, and its list is folded: the search is in the overview.
        press(page, ".caption-close")
        for text in HOSTILE[:6]:
            page.locator(".finder-field").fill(text)
        page.locator(".finder-field").fill("")
        page.locator(".finder-field").blur()
        for key in ("?", "Escape", "m", "Escape", "ArrowRight", "n", "n", "ArrowRight", "Escape"):
            page.keyboard.press(key)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")


def opened(chromium: Browser, path: Path, bypass: bool) -> tuple[Page, list[str]]:
    """Open a page that may ask for nothing but itself, and note what it does wrong."""
    context = chromium.new_context(
        viewport={"width": 1000, "height": 640},
        bypass_csp=bypass,
        offline=True,
        reduced_motion="reduce",
    )
    for script in (WATCH, LESS_DRAWN):
        context.add_init_script(script)
    page = context.new_page()
    wrong: list[str] = []
    page.on("dialog", lambda dialog: (wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("pageerror", lambda error: wrong.append(f"error {error}"))
    page.on(
        "request",
        lambda asked: (
            None if asked.url.startswith(("file:", "data:")) else wrong.append(f"asked {asked.url}")
        ),
    )
    page.goto(path.as_uri())
    return page, wrong


@pytest.mark.parametrize("bypass", [False, True], ids=["with its policy", "without it"])
def test_every_text_is_shown_as_text_and_nothing_is_run(
    chromium: Browser, hostile: Path, harmless: dict[str, Any], bypass: bool
) -> None:
    assert len(set(HOSTILE)) >= 80
    page, wrong = opened(chromium, hostile, bypass)
    titles = page.locator(".pick-title").evaluate_all("(all) => all.map((one) => one.textContent)")
    assert titles == HOSTILE
    assert page.locator("h1").text_content() == ALL
    assert page.locator(".marking").first.text_content() == f"UNCLASSIFIED // {ALL}"
    # Without the policy every card is opened; with it, of which no card is without, every tenth.
    use_everything(page, ".record" if bypass else ".record:nth-child(10n + 1)")
    seen = page.evaluate(LOOK)
    page_violations = page.evaluate("window.violations")
    page.context.close()
    assert seen["pwned"] is None
    assert wrong == []
    assert page_violations == []
    # More records than those of the other page have leaders, where the map has zoomed to some.
    assert set(seen["names"]) <= {*harmless["names"], "line"}
    assert seen["handlers"] == []
    assert [seen["scripts"], seen["styles"]] == [harmless["scripts"], harmless["styles"]]
    allowed = ("#", "https://example.org/?", "https://", "data:image/", "mailto:")
    assert [link for link in seen["links"] if not link.startswith(allowed)] == []
    assert not [link for link in seen["links"] if "evil" in link]
