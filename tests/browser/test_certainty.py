"""The claimed told from the confirmed, and the possible from the certain, in what a reader sees."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from geotrack.page import briefing
from geotrack.workspace import open_workspace
from tests.browser.conftest import PageAt

BERING = "f=region:bering-strait"
WORDS = {
    "en": ("4 of 4 records: 2 certainly, 2 possibly", "possibly", "claimed", "Save and share"),
    "nb": ("4 av 4 oppføringer: 2 sikkert, 2 muligens", "muligens", "påstått", "Ta med"),
}


def record(id_: str, regions: list[str], mode: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": id_,
        "geometry": None,
        "properties": {
            "title": f"Title {id_}",
            "type": "naval/patrol",
            "start": "2024-06",
            "status": "occurred",
            "place": {"precision": "region", "regions": regions, "regions_mode": mode},
            "sources": [
                {
                    "read_at": "https://example.org/copy",
                    "claimant": f"Ministry {id_}",
                    "says": "So.",
                },
                {"url": "https://example.org/x", "publisher": f"Gazette-{id_}"},
            ],
            **more,
        },
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    folder = tmp_path_factory.mktemp("certainty")
    for name in ("events", "maps"):
        (folder / name).mkdir()
    shutil.copytree(samples / "layers", folder / "layers")
    (folder / "geotrack.toml").write_text("format = 1\n", encoding="utf-8")
    two = ["bering-strait", "chukchi-sea"]
    features = [
        record("a", ["bering-strait"], "each"),
        record("b", ["bering-strait"], "each", verification="claimed"),
        record("c", two, "one"),
        record("d", two, "one", verification="disputed"),
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (folder / "events" / "a.geojson").write_text(text, encoding="utf-8")
    (folder / "maps" / "plan.toml").write_text(
        'title = "A map"\nmarking = "UNCLASSIFIED"\n', encoding="utf-8"
    )
    out = folder / "plan.html"
    briefing(open_workspace(folder), "plan").save(str(out))
    return out


def asked(page: Page, hash_: str, language: str = "en") -> None:
    page.evaluate("(hash) => (location.hash = hash)", f"{hash_}&lang={language}")


def taken(page: Page, opener: str, what: str) -> str:
    page.get_by_role("button", name=opener).click()
    with page.expect_download() as waiting:
        page.get_by_role("menuitem", name=what, exact=True).click()
    return Path(waiting.value.path()).read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", WORDS)
def test_what_is_possibly_there_is_told_apart(
    built: Path, page_at: PageAt, language: str, width: int
) -> None:
    count, possibly, _, _ = WORDS[language]
    page = page_at(built, width)
    assert page.locator(".possibly").count() == 0
    asked(page, BERING, language)
    expect(page.locator(".finder-count")).to_have_text(count)
    expect(page.locator(".record .possibly")).to_have_text([possibly] * 2)
    expect(page.locator(".event-mark.only-possible")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator(".finder-clear").click()
    expect(page.locator(".possibly, .only-possible")).to_have_count(0)


@pytest.mark.parametrize("language", WORDS)
def test_a_sign_and_a_word_tell_what_is_claimed(
    built: Path, page_at: PageAt, language: str
) -> None:
    page = page_at(built)
    asked(page, "", language)
    signs = page.locator(".event-mark use[href='#doubt']")
    expect(signs).to_have_count(2)
    words = page.locator(".pick > i")
    expect(words.first).to_have_text(WORDS[language][2])
    expect(words).to_have_count(2)
    # In paper and ink, over the mark's own colours.
    sign = page.locator("#doubt circle").evaluate(
        "(c) => [getComputedStyle(c).fill, getComputedStyle(c).stroke]"
    )
    assert len(set(sign)) == 2
    # The whole sign, not cut off by the symbol's frame.
    box = signs.first.bounding_box()
    assert box is not None
    assert box["width"] > 9
    assert page.locator(f".event-mark[aria-label*={WORDS[language][2]}]").count() == 1
    assert page.locator(".key-box use[href='#doubt']").count() == 1


def test_downloads_and_paper_tell_it_too(built: Path, page_at: PageAt) -> None:
    page = page_at(built)
    plain = json.loads(taken(page, "Save and share", "Download GeoJSON"))
    assert not any("match" in one["properties"] for one in plain["features"])
    asked(page, BERING)
    expect(page.locator(".possibly")).to_have_count(2)
    told = json.loads(taken(page, "Save and share", "Download GeoJSON"))
    matches = {one["id"]: one["properties"]["match"] for one in told["features"]}
    assert matches == {"a": "certain", "b": "certain", "c": "possible", "d": "possible"}
    rows = list(
        csv.DictReader(io.StringIO(taken(page, "Save and share", "Download CSV").lstrip("\ufeff")))
    )
    assert {row["id"]: row["match"] for row in rows} == matches
    assert {(row["earliest"], row["latest"]) for row in rows} == {("2024-06-01", "2024-06-30")}
    assert rows[0]["citations"] == (
        "Ministry a; https://example.org/copy | Gazette-a; https://example.org/x"
    )
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    heads = page.locator(".printed-records th").all_text_contents()
    assert heads[5:] == ["Verification", "Sources", "Certainty"]
    cells = page.locator(".printed-records td:last-child").all_text_contents()
    assert cells == ["Certainly", "Certainly", "Possibly", "Possibly"]
    assert "claimed" not in (
        page.locator(".printed-records td:nth-child(2)").nth(1).text_content() or ""
    )


@pytest.mark.parametrize(("search", "found"), [("gazette-b", 1), ("MINISTRY", 4), ("bureau", 0)])
def test_sources_are_searched(
    built: Path, page_at: Callable[..., Page], search: str, found: int
) -> None:
    page = page_at(built)
    page.locator(".finder-field").fill(search)
    expect(page.locator(".record:not(.left-out)")).to_have_count(found)
