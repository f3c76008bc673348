"""Pages opened in Debian's Chromium as a user would: from a file, with no network at all.

Playwright speaks to the browser over pipes, so the suite's ban on sockets stands here too.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Page, expect, sync_playwright

from geotrack.files.resources import PACKAGE
from geotrack.page import briefing
from geotrack.workspace import open_workspace
from tests.browser.reuse import Pages
from tools.chromium import executable

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-device-scale-factor=1",
]

# What is expected of a page is seen at once, or later on a busy machine.
expect.set_options(timeout=30_000)

# For another worker's page, seconds: less than a test may take.
WAIT = 90


class PageAt(Protocol):
    """Open a page of a file or a map, at a size in pixels."""

    def __call__(self, source: Any, width: int = 1440, height: int = 900) -> Page: ...


def next_frame(page: Page) -> None:
    """Wait until the next frame of a page is drawn."""
    page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark all tests in folders of this name as the browser's, those of packages too."""
    for item in items:
        if Path(__file__).parent.name in item.path.parent.parts:
            item.add_marker(pytest.mark.browser)


_BROWSER = pytest.StashKey[Browser]()


@pytest.fixture(scope="session")
def chromium(pytestconfig: pytest.Config) -> Browser:
    """Start the browser once for a process, although packages have this fixture of their own."""
    if _BROWSER not in pytestconfig.stash:
        # As root, in a container, Chromium has no sandbox of its own to start.
        sandbox = [] if os.geteuid() else ["--no-sandbox"]
        playwright = sync_playwright().start()
        pytestconfig.add_cleanup(playwright.stop)
        browser = playwright.chromium.launch(
            executable_path=executable(),
            args=[*FLAGS, *sandbox],
            chromium_sandbox=bool(os.geteuid()),
        )
        pytestconfig.add_cleanup(browser.close)
        pytestconfig.stash[_BROWSER] = browser
    return pytestconfig.stash[_BROWSER]


def in_full_frame(path: Path) -> None:
    """Let a map open in a full frame in place of its round sheet, without an inset."""
    text = path.read_text(encoding="utf-8")
    inset, view = text.index("[[insets]]"), text.index("[view]")
    text = f"insets = false\n{text[:inset]}{text[view:]}"
    text = text.replace('frame = "round"\nsouth = 52.5\n', "radius_km = 4400\n")
    path.write_text(text.replace("EPSG:3571", "EPSG:3995", 1), encoding="utf-8")


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the sample workspace, so that the checkout stays as it is; all workers share it.

    Its overview opens in a full frame: most tests are of that. `briefed("round")` is the sheet.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "samples"
    with FileLock(shared / "samples.lock", timeout=WAIT):
        if not folder.exists():
            for name in ("events", "layers", "seeds", "maps"):
                shutil.copytree(PACKAGE.parent / name, folder / name)
            shutil.copy(PACKAGE.parent / "geotrack.toml", folder)
            in_full_frame(folder / "maps" / "overview.toml")
    return folder


@pytest.fixture(scope="session")
def briefed(samples: Path) -> Callable[[str], Path]:
    """Build a sample briefing by its name, once for all workers."""

    def build(name: str) -> Path:
        out = samples / f"{name}.html"
        with FileLock(samples.with_suffix(".lock"), timeout=WAIT):
            if not out.exists():
                sheet = name == "round"
                workspace = open_workspace(PACKAGE.parent if sheet else samples)
                briefing(workspace, "overview" if sheet else name).save(str(out))
        return out

    return build


@pytest.fixture(scope="session", params=["overview", "bering-strait"])
def sample(request: pytest.FixtureRequest, briefed: Callable[[str], Path]) -> Path:
    return briefed(request.param)


@pytest.fixture(scope="module")
def pages(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Pages]:
    """Keep the pages of a module open for its other tests; it may look at `MOTION` or `RELIEF`."""
    kept = Pages(
        chromium,
        motion=getattr(request.module, "MOTION", "reduce"),
        relief=getattr(request.module, "RELIEF", False),
    )
    yield kept
    kept.close()
    assert kept.wrong == []


@pytest.fixture
def page_at(pages: Pages, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[PageAt]:
    """Open pages; at the end none may have asked for anything, complained or been stopped.

    A module may name a smaller `WINDOW`, which costs less to draw.
    """
    usual = getattr(request.module, "WINDOW", (1440, 900))
    saved: list[Path] = []

    def open_page(source: Any, width: int = usual[0], height: int = usual[1]) -> Page:
        if isinstance(source, Path):
            return pages.open(source, width, height, again=tmp_path not in source.parents)
        saved.append(tmp_path / f"page-{len(saved)}.html")
        source.save(str(saved[-1]))
        return pages.open(saved[-1], width, height, again=False)

    yield open_page
    assert pages.end() == []
