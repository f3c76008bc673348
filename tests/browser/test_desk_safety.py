"""Pages of other origins reach neither the desk nor its records; a new start loses no form."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.desk import Served, drop, records, save, sign
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
            assert not any(cookie["value"] for cookie in page.context.cookies())
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


class Impostor(ThreadingHTTPServer):
    """A program that has the desk's port after the desk has ended, and notes what it is sent."""

    def __init__(self, port: int) -> None:
        self.heard: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            server: Impostor

            def answer(self) -> None:
                size = int(self.headers.get("content-length", 0))
                body = self.rfile.read(size).decode()
                self.server.heard.append(f"{self.path} {self.headers} {body}")
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"data: 999\n\n")

            do_GET = do_POST = answer  # noqa: N815 (names that http.server calls)

            def log_message(self, *_: object) -> None: ...

        super().__init__(("127.0.0.1", port), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_form_outlives_its_desk_and_is_sent_to_no_other_program(
    served: Served, chromium: Browser
) -> None:
    page = served.open()
    records(page).locator(".record .pick").last.click()
    page.get_by_role("button", name="Edit record").click()
    page.get_by_label("Title", exact=True).fill("Written before")
    page.reload()
    expect(page.get_by_label("Title", exact=True)).to_have_value("Written before")
    session = page.evaluate("localStorage['geotrack-session']")
    assert "Written before" not in page.evaluate("JSON.stringify({...sessionStorage})")
    assert page.context.cookies() == []
    port = int(page.url.partition("1:")[2].partition("/")[0])
    served.process.send_signal(signal.SIGKILL)
    served.process.communicate()
    expect(page.locator(".status")).to_contain_text("does not answer")
    impostor = Impostor(port)
    try:
        expect(page.locator(".status")).to_contain_text("Another desk or program")
        page.locator(".panel:not([hidden]) footer .main").click()
        sign(page)
        page.get_by_label("Reason for the change").fill("seen")
        page.locator("dialog .main").click()
        expect(page.locator(".status")).to_contain_text("is sent nothing")
    finally:
        impostor.shutdown()
        impostor.server_close()
    assert all(one.startswith("/api/proof?id=") for one in impostor.heard), impostor.heard
    secret = session.partition(".")[2]
    assert not any(secret in one or "Written" in one for one in impostor.heard)
    expect(page.get_by_label("Title", exact=True)).to_have_value("Written before")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the form").click()
    written = download.value.path().read_bytes()
    page.close()
    again = Served(served.folder, chromium)
    served.process = again.process
    second = again.open()
    drop(second, download.value.suggested_filename, written)
    expect(second.get_by_label("Title", exact=True)).to_have_value("Written before")
    save(second, why="seen")
