"""Pages of other origins reach neither the desk nor its records; a new start loses no form."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from geotrack.workspace import open_workspace
from tests.browser.desk import Served, records, save
from tests.records import feature, point, written

pytestmark = pytest.mark.slow

ATTACK = """
async (desk) => {
  const body = JSON.stringify({ feature: FEATURE, base: null, by: "Mallory" });
  const outcome = (promise) => promise.then(() => "answered", () => "refused");
  const make = (tag, values) => Object.assign(document.createElement(tag), values);
  const load = (tag, src) => new Promise((done) => {
    const [onload, onerror] = [() => done("loaded"), () => done("refused")];
    document.body.append(make(tag, { src, onload, onerror }));
  });
  const send = { method: "POST", body, credentials: "include" };
  const post = (init) => outcome(fetch(`${desk}/api/records`, { ...send, ...init }));
  const form = make("form", { method: "POST", action: `${desk}/api/undo`, target: "sink" });
  form.enctype = "text/plain";
  form.append(make("input", { name: '{"by":"', value: 'Mallory"}' }));
  document.body.append(make("iframe", { name: "sink" }), form, make("iframe", { src: desk + "/" }));
  form.submit();
  const heard = (target, good) => new Promise((done) => {
    target.addEventListener(good, () => done("answered"));
    target.addEventListener("error", () => done("refused"));
  });
  const changes = `${desk}/api/changes`;
  const stream = heard(new EventSource(changes, { withCredentials: true }), "message");
  const socket = heard(new WebSocket(changes.replace("http", "ws")), "open");
  return {
    cors: await post({ headers: { "content-type": "application/json", "x-geotrack": "1" } }),
    simple: await post({ headers: { "content-type": "text/plain" } }),
    read: await outcome(fetch(`${desk}/api/review`, { credentials: "include" })),
    stream: await stream,
    socket: await socket,
    image: await load("img", `${desk}/page`),
    script: await load("script", `${desk}/assets/desk.js`),
    // Refused by the policy of the answer too (cross-origin-resource-policy).
    blind: await post({ mode: "no-cors", headers: { "content-type": "text/plain" } }),
  };
}
"""
HOSTILE = "</script><img src=x onerror=alert(1)>{{7*7}}\u202egnp.exe" + "W" * 300


class Other:
    """A server of another origin on this computer."""

    def __init__(self, folder: Path) -> None:
        (folder / "index.html").write_text("<!DOCTYPE html><title>Other</title>", encoding="utf-8")
        command = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1"]
        self.process = subprocess.Popen(
            [*command, "--directory", str(folder)],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self.process.stdout
        self.port = self.process.stdout.readline().split(" port ")[1].split()[0]

    def end(self) -> None:
        """End the server."""
        self.process.terminate()
        self.process.communicate()


@pytest.fixture
def served(chromium: Browser, tmp_path: Path) -> Iterator[Served]:
    hostile = feature(
        "hostile",
        point(20, 75),
        title=f"{HOSTILE} headline",
        summary=f"{HOSTILE} summary",
        actors=[{"name": f"{HOSTILE} actor"}],
        place={"name": f"{HOSTILE} place", "precision": "exact"},
        sources=[{"cite": f"{HOSTILE} cite"}],
        tags=[f"{HOSTILE} tag"],
    )
    written(tmp_path / "ws" / "events" / "one.geojson", hostile, feature("b", point(30, 74)))
    (tmp_path / "ws" / "geotrack.toml").write_text("format = 1\n", encoding="utf-8")
    desk = Served(tmp_path / "ws", chromium)
    yield desk
    desk.process.kill()
    desk.process.communicate()


def _contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}


def test_pages_of_other_origins_are_refused(served: Served, tmp_path: Path) -> None:
    page = served.open()
    before = _contents(served.folder)
    (tmp_path / "other").mkdir()
    other = Other(tmp_path / "other")
    desk = page.url.partition("/?")[0]
    attack = ATTACK.replace("FEATURE", json.dumps(feature("theirs")))
    try:
        for host in ("127.0.0.1", "localhost"):  # of the same site, and of another
            theirs = page.context.new_page()
            statuses: list[tuple[str, int]] = []
            theirs.on("response", lambda r, s=statuses: s.append((r.url, r.status)))
            theirs.goto(f"http://{host}:{other.port}/")
            found = theirs.evaluate(attack, desk)
            assert set(found.values()) == {"refused"}, found
            theirs.wait_for_load_state("networkidle")
            reached = {status for url, status in statuses if url.startswith(desk)}
            assert reached == {403}, statuses
            for frame in theirs.frames[1:]:
                assert frame.locator(".desk-head").count() == 0
            theirs.close()
        # A name of the web that leads to this computer: `*.localhost` does.
        rebound = page.context.new_page()
        answer = rebound.goto(desk.replace("127.0.0.1", "evil.localhost") + "/page")
        assert answer
        assert answer.status == 421
        rebound.close()
    finally:
        other.end()
    assert _contents(served.folder) == before


def test_hostile_texts_stay_texts_and_the_policy_holds(served: Served) -> None:
    problems: list[str] = []

    def watch(page: Page) -> None:
        page.on("dialog", lambda dialog: (problems.append("dialog"), dialog.dismiss()))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda m: m.type == "error" and problems.append(m.text))

    page = served.open()
    watch(page)
    page.reload()
    pick = records(page).locator(".record .pick")
    expect(pick).to_have_count(2)
    records(page).locator(".record", has_text="headline").locator(".pick").click()
    page.get_by_role("button", name="Edit record").click()
    expect(page.get_by_label("Title", exact=True)).to_have_value(f"{HOSTILE} headline")
    for name in ("Findings", "Review"):
        page.get_by_role("button", name=name).click()
        expect(page.locator(".panel:not([hidden]) h2")).to_contain_text(name)
    expect(page.locator(".panel:not([hidden]) .body")).to_contain_text("{{7*7}}")
    page.get_by_role("button", name="Review").click()
    # The form has waited.
    expect(page.get_by_label("Title", exact=True)).to_have_value(f"{HOSTILE} headline")
    assert page.locator(".panel img, .panel script").count() == 0
    assert problems == []
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), "
        "{ textContent: 'window.injected = 1' }))"
    )
    assert page.evaluate("window.injected") is None
    assert "Content Security Policy" in problems[0]


def test_a_form_outlives_a_new_start_of_the_desk(served: Served, chromium: Browser) -> None:
    page = served.open()
    records(page).locator(".record .pick").last.click()
    page.get_by_role("button", name="Edit record").click()
    page.get_by_label("Title", exact=True).fill("Written before")
    served.process.send_signal(signal.SIGKILL)
    served.process.communicate()
    expect(page.locator(".status")).to_contain_text("does not answer")
    again = Served(served.folder, chromium)
    served.process = again.process
    expect(page.locator(".status")).to_contain_text("started anew")
    page.locator(".panel:not([hidden]) footer .main").click()
    page.get_by_label("Your name").fill("Kari Moe")
    page.get_by_label("Reason for the change").fill("seen")
    page.locator("dialog .main").click()
    expect(page.locator(".status")).to_contain_text("Open the link")
    expect(page.get_by_label("Title", exact=True)).to_have_value("Written before")
    link = subprocess.run(
        [sys.executable, "-m", "geotrack", "--workspace", str(served.folder), "serve", "--link"],
        capture_output=True, text=True, check=True, env=dict(os.environ),
    ).stdout.strip()  # fmt: skip
    second = page.context.new_page()
    second.goto(link)
    # Chromium sometimes hangs where a page is closed while it loads.
    records(second).locator("html.in-desk").wait_for(state="attached")
    second.close()
    expect(page.locator(".status")).to_have_text("")
    expect(page.get_by_label("Title", exact=True)).to_have_value("Written before")
    save(page, why="seen")
    titles: Any = {event.title for event in open_workspace(served.folder).events}
    assert "Written before" in titles
