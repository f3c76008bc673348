"""Pages that stay open from test to test, for as long as they are found as they opened.

Opening the larger sample takes half a second of a processor; putting it back a tenth of that. A
page that is not surely as it opened is closed, so that each test has what it would have in a new
window: its elements, what is typed, the view, language, focus, scrolling, media and globals.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Route

__all__ = ["LESS_DRAWN", "WATCH", "Pages"]

# Listens from before the page's first script, so that no violation is missed.
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
// A window that was full is still, for Chromium, when its page is no more.
document.addEventListener("fullscreenchange", () => { window.wasFull = true; });
// From a copy: the page's own canvases are not made for being read.
window.readPixel = (canvas, x, y) => {
  const copy = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const ctx = copy.getContext("2d", { willReadFrequently: true });
  ctx.drawImage(canvas, x, y, 1, 1, 0, 0, 1, 1);
  return [...ctx.getImageData(0, 0, 1, 1).data];
};
"""
# Leaves off canvases what takes longer to draw than all the rest: the relief, of which layer and
# legend are there, and the margin round the view, which is for dragging.
LESS_DRAWN = """
let polar;
Object.defineProperty(window, "geotrackPolar", {
  configurable: true, enumerable: true, get: () => polar,
  set: (value) => {
    value.Sheet.prototype._widen = () => {};
    const relief = { get: () => () => new polar.Ground("relief", 0), set: () => {} };
    polar = Object.defineProperty(value, "relief", relief);
  },
});
"""
# What the page makes at its first use and keeps, and what follows from the view.
LEFT_OUT = """script, style, defs, .take-many, .polar-cursor > *, .record .copy-button,
  .record > .card > h2,
  :is(.finder-panel, .mark-tip, .mark-sheet, .measure-panel, .caption, .timeline-tip)[hidden] > *,
  .question-panel[hidden] > *,
  dialog:not([open]) > *, .scene-brackets > *, .observed-most, .turn-globe .land,
  .leaflet-leaders-pane, .polar-graticule-labels, .leaflet-map-pane :is(svg:not(.symbol), canvas)"""
# All that a test may look at or have changed, as a number.
STATE = r"""(leftOut) => {
  const map = Object.values(window).find((value) => window.L?.Map && value instanceof L.Map);
  const { lat, lng } = map?.getCenter?.() ?? {};
  const body = document.body.cloneNode(true);
  for (const one of body.querySelectorAll(leftOut)) one.remove();
  for (const one of body.querySelectorAll(".polar-cursor")) one.hidden = false;
  for (const one of body.querySelectorAll(".off-paper")) one.classList.remove("off-paper");
  for (const one of body.querySelectorAll(".on-dot")) one.classList.remove("on-dot");
  for (const one of body.querySelectorAll(".bar-panel, .event-mark"))
    one.className = [...one.classList].sort().join(" ");
  // Symbols whose theme was off and on stand in another order.
  const pane = body.querySelector(".leaflet-marker-pane");
  const label = (one) => one.getAttribute("aria-label") ?? "";
  pane?.replaceChildren(...[...pane.children].sort((a, b) => (label(a) < label(b) ? -1 : 1)));
  const media = ["print", "(prefers-color-scheme: dark)", "(prefers-reduced-motion)"];
  const typed = [...document.querySelectorAll("input, select")];
  const text = [
    document.documentElement.className, document.documentElement.lang, document.title,
    body.outerHTML
      .replaceAll(/<i [^>]*finder\.placed[^>]*>/g, "<i>")
      .replaceAll(/ aria-describedby="(how-to-pick|leaflet-tooltip-\d+)"| data-grip="[^"]*"/g, "")
      .replaceAll(/(<[a-z]+)([^<>]*) hidden=""/g, "$1 hidden$2")
      .replaceAll(/ data-corner="[^"]*"| number-(above|below|left|right)\b/g, "")
      .replaceAll(/(event-mark[^>]*) tabindex="[^"]*"/g, "$1")
      .replaceAll(/(transform(-origin)?|z-index|max-height|--(left|reach|docked)): [^;"]*;? ?/g, "")
      .replaceAll(/ (class|style)=" *"|\s*\n\s*/g, ""),
    document.querySelectorAll(".leaflet-overlay-pane path").length,
    map && [lat, lng, map.getZoom(), map.getMinZoom()].map((one) => one.toFixed(4)),
    map?.options.crs.polar?.code,
    ...typed.map(({ value, checked }) => `${value} ${checked}`),
    document.activeElement.localName, innerWidth, innerHeight, scrollX, scrollY, location.href,
    media.map((one) => matchMedia(one).matches), localStorage.length, sessionStorage.length,
    Object.getOwnPropertyNames(window),
  ].join("\n");
  let sign = 0;
  for (let i = 0; i < text.length; i++) sign = (Math.imul(sign, 31) + text.charCodeAt(i)) | 0;
  return `${text.length} ${sign}`;
}"""
# Whether no test has changed what the page is shown on.
USUAL_MEDIA = """(motion) => matchMedia("screen").matches
  && matchMedia("(prefers-color-scheme: light)").matches
  && matchMedia(`(prefers-reduced-motion: ${motion})`).matches"""
# What stands in a long list in place of each card until it is needed.
SET_ASIDE = """() => {
  const aside = [...document.querySelectorAll(".record > noscript")];
  window.cardsSetAside = new Map(aside.map((one) => [one.parentElement, one.cloneNode(true)]));
  const map = Object.values(window).find((value) => window.L?.Map && value instanceof L.Map);
  const boxes = [...document.querySelectorAll(".leaflet-control-layers-selector")];
  // A link puts back all of a briefing but a part of a pixel, and nothing of a map alone.
  window.mapAsOpened = map?._loaded && {
    map, alone: !document.querySelector(".masthead"),
    code: map.options.crs.polar?.code, centre: map.getCenter(), zoom: map.getZoom(),
    checked: boxes.map(({ checked }) => checked),
  };
  window.keptAsOpened = () => [
    ...Object.getOwnPropertyNames(window),
    ...[...document.querySelectorAll("input")].map(({ value, checked }) => `${value} ${checked}`),
  ].join();
  window.asOpened = "";
  window.asOpened = keptAsOpened();
}"""
# By the page's own means: Escape closes what is open, and a link that says nothing is the page
# as it opened. A clock of a test's own, or a question in its form, stays: nothing is waited for.
PUT_BACK = """async () => {
  const tick = () => new Promise((done) => setTimeout(done));
  for (const one of document.querySelectorAll("dialog[open]")) one.close();
  for (let i = 0; i < 5; i++) {
    document.activeElement.blur();
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  }
  for (const opener of document.querySelectorAll(".more-layers, .list-opener"))
    if (opener.ariaExpanded === "true") opener.click();
  const [said, link] = [".take-said", ".take-link"].map((one) => document.querySelector(one));
  said?.replaceChildren();
  if (link) Object.assign(link, { hidden: true, value: "" });
  for (const tip of document.querySelectorAll(".timeline-tip[hidden], .term-note[hidden]")) {
    tip.replaceChildren();
    for (const name of ["style", "lang"]) tip.removeAttribute(name);
  }
  // Cards are marked when they are opened.
  for (const term of document.querySelectorAll(".card .term"))
    term.replaceWith(...term.childNodes);
  for (const card of document.querySelectorAll(".card")) card.normalize();
  for (const [record, aside] of window.cardsSetAside) {
    const card = record.querySelector(":scope > .card");
    if (card) card.replaceWith(aside.cloneNode(true));
  }
  const { map, alone, code, centre, zoom, checked } = window.mapAsOpened || {};
  const exactly = { animate: false, reset: true };
  if (alone) {
    map.closePopup();
    if (code && map.options.crs.polar.code !== code) geotrackPolar.turn(map, code);
    map.setView(centre, zoom, exactly);
    const boxes = () => [...document.querySelectorAll(".leaflet-control-layers-selector")];
    for (const [i, box] of boxes().entries()) if (box.checked !== checked[i]) boxes()[i].click();
  }
  const followNoLink = async () => {
    history.replaceState(null, "", location.pathname);
    dispatchEvent(new Event("hashchange"));
    await tick();
    await tick();
  };
  await followNoLink();
  if (map && map.getZoom() === zoom && !map.getCenter().equals(centre)) {
    map.setView(centre, zoom, exactly);
    await followNoLink();
  }
  // Tab begins at the beginning again.
  const first = document.createElement("button");
  document.body.prepend(first);
  first.focus();
  first.remove();
  scrollTo(0, 0);
  for (const one of document.querySelectorAll("*")) if (one.scrollTop) one.scrollTop = 0;
  for (const name of ["axe", "__core-js_shared__"]) delete window[name];
  return keptAsOpened() === window.asOpened;
}"""
# So many pages stay open that nobody looks at: each keeps its memory.
KEPT = 4
# A card fades out for a third of that, milliseconds; a busy machine takes longer.
SETTLED = 1_000

Kind = tuple[Path, int, int]
Motion = Literal["reduce", "no-preference"]


class Pages:
    """The pages of a module: what a test opens, what stays open, and what goes wrong on them.

    Parameters
    ----------
    browser : Browser
        Opens them.
    kept : int
        How many stay open; 0 where what happened on a page before its test would matter.
    motion : str
        `reduce`, or `no-preference` where motion is looked at: it takes much of a processor.
    relief : bool
        Whether relief is drawn, and the margin of canvases.
    """

    def __init__(
        self,
        browser: Browser,
        kept: int = KEPT,
        motion: Motion = "no-preference",
        relief: bool = False,
    ) -> None:
        self.browser = browser
        self.kept = kept
        self.motion = motion
        self.scripts = [WATCH] if relief else [WATCH, LESS_DRAWN]
        self.wrong: list[str] = []
        self.used: dict[Page, Kind] = {}
        self.idle: dict[Kind, tuple[Page, str]] = {}
        self.signs: dict[Page, str] = {}

    def open(self, path: Path, width: int, height: int, *, again: bool = True) -> Page:
        """Return a page as it opens, at a size in pixels; `again` if another test may want it."""
        kind = (path, width, height)
        page, sign = self.idle.pop(kind, (None, ""))
        if page and self._is(page, sign):
            self.signs[page] = sign
        else:
            if page:
                page.context.close()
            page = self._new(width, height)
            page.goto(path.as_uri())
            if again and self.kept:
                page.evaluate(SET_ASIDE)
                self.signs[page] = page.evaluate(STATE, LEFT_OUT)
        self.used[page] = kind
        return page

    def end(self) -> list[str]:
        """Put back the pages that another test may want; return what went wrong."""
        wrong, self.wrong = self.wrong, []
        for page, kind in self.used.items():
            wrong += page.evaluate("window.violations")
            sign = self.signs.pop(page, None)
            stays = sign is not None and kind not in self.idle
            if stays and not wrong and self._put_back(page, kind):
                self.idle[kind] = (page, sign)
            else:
                page.context.close()
        self.used = {}
        self.close(self.kept)
        return wrong

    def close(self, kept: int = 0) -> None:
        """Close those that are open longest, but for so many."""
        while len(self.idle) > kept:
            page, _ = self.idle.pop(next(iter(self.idle)))
            page.context.close()

    def _is(self, page: Page, sign: str) -> bool:
        there = f"([leftOut, sign]) => ({STATE})(leftOut) === sign"
        try:
            page.wait_for_function(there, arg=[LEFT_OUT, sign], polling=150, timeout=SETTLED)
        except Error:
            return False
        return True

    def _new(self, width: int, height: int) -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion=self.motion
        )
        context.route("**/*", self._refuse)
        for script in self.scripts:
            context.add_init_script(script)
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        return page

    def _refuse(self, route: Route) -> None:
        url = route.request.url
        if url.startswith(("file:", "data:", "about:")):
            route.continue_()
        else:
            self.wrong.append(f"asked for {url}")
            route.abort()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.wrong.append(f"{message.type}: {message.text}")

    def _put_back(self, page: Page, kind: Kind) -> bool:
        """Put a page back, as far as it can be; whether it is as it opened is seen at its use."""
        _, width, height = kind
        try:
            if page.evaluate("window.wasFull && delete window.wasFull"):
                self._unfill(page)
            # To set what is set already lays out the whole page.
            if not page.evaluate(USUAL_MEDIA, self.motion):
                page.emulate_media(media="null", color_scheme="light", reduced_motion=self.motion)
            if page.viewport_size != {"width": width, "height": height}:
                page.set_viewport_size({"width": width, "height": height})
            page.mouse.move(0, 0)
            return bool(page.evaluate(PUT_BACK))
        except Error:
            return False

    def _unfill(self, page: Page) -> None:
        """Give a window that was full the size that it had."""
        session = page.context.new_cdp_session(page)
        window = session.send("Browser.getWindowForTarget")["windowId"]
        usual = {"windowId": window, "bounds": {"windowState": "normal"}}
        session.send("Browser.setWindowBounds", usual)
        session.detach()
