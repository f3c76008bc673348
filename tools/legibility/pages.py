"""Pages as a reader sees them: opened, in each scene, on the sheets that a browser prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from tools.legibility import LEAST_PT, LEAST_PX, Fault, Found, least_contrast
from tools.legibility.contrast import contrast_of, pixels
from tools.screenshots import SETTLED

__all__ = ["SIZES", "page_faults", "printed_faults", "state_faults"]

SIZES = {390: 844, 768: 1024, 1440: 900, 1920: 1080}
"""Height of the window by its width, CSS pixels."""
MEASURE = Path(__file__).with_name("measure.js").read_text("utf-8")
# CSS pixels of a point.
_PX = 96 / 72
# Width of a sheet within its margins, and the height of all sheets at most, CSS pixels.
_SHEET_WIDTH, _ALL_SHEETS = 1047, 11_000
# Lets the ground of all texts be seen, halos and shadows included.
_WITHOUT_TEXT = """* { -webkit-text-fill-color: transparent !important; }
  svg :is(text, tspan, textPath) { fill: transparent !important; }"""
_NUMBERS = re.compile(r"[\d.]+")


def page_faults(
    browser: Any, page_file: Path, width: int, mode: Literal["light", "dark"]
) -> Iterator[Fault]:
    """Yield what cannot be read on a page and in its scenes, in a window of a width."""
    context = browser.new_context(
        viewport={"width": width, "height": SIZES[width]},
        offline=True,
        color_scheme=mode,
        reduced_motion="reduce",
        has_touch=width < SIZES[width],
    )
    page = context.new_page()
    page.goto(page_file.resolve().as_uri())
    page.wait_for_selector(".leaflet-map-pane", state="attached")
    for scene in range(page.locator("[id^=scene-]").count() + 1):
        if scene:
            page.evaluate("(scene) => void (location.hash = `s=${scene}`)", scene)
        page.evaluate(SETTLED)
        for rule, offender, measured, asked in state_faults(page):
            yield Fault(page_file.stem, str(width), mode, scene, rule, offender, measured, asked)
    context.close()


def printed_faults(browser: Any, page_file: Path) -> Iterator[Fault]:
    """Yield what cannot be read on the sheets that a browser prints of a page."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    page = context.new_page()
    page.goto(page_file.resolve().as_uri())
    page.wait_for_selector(".leaflet-map-pane", state="attached")
    page.evaluate(SETTLED)
    page.evaluate("() => void window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    # All sheets under each other, so that a picture needs no other window.
    page.set_viewport_size({"width": _SHEET_WIDTH, "height": _ALL_SHEETS})
    for found in state_faults(page, paper=True):
        yield Fault(page_file.stem, "printed", "paper", 0, *found)
    context.close()


def state_faults(page: Any, *, paper: bool = False) -> Iterator[Found]:
    """Yield what cannot be read on a page as it is."""
    least = LEAST_PT * _PX if paper else LEAST_PX
    state = page.evaluate(MEASURE, {"least": least, "paper": paper})
    for fault in state["faults"]:
        measured, asked = (
            f"{one:.4g}" if isinstance(one, int | float) else one
            for one in (fault["measured"], fault["asked"])
        )
        yield fault["rule"], fault["offender"], measured, asked
    shown = pixels(_screenshot(page))
    style = page.add_style_tag(content=_WITHOUT_TEXT)
    ground = pixels(_screenshot(page))
    style.evaluate("(style) => style.remove()")
    for text in state["texts"]:
        asked = least_contrast(text["size"], bold=text["bold"])
        ink = _ink(text["ink"], text["opacity"])
        measured = contrast_of(tuple(text["box"]), ink, shown, ground)
        if measured is not None and measured < asked:
            yield "contrast", text["text"], f"{measured:.2f}", f"{asked:.1f}"


def _screenshot(page: Any) -> bytes:
    """Return a picture of the window."""
    return bytes(page.screenshot(animations="disabled", caret="initial"))


def _ink(colour: str, opacity: float) -> tuple[float, float, float, float]:
    """Return a colour as a computed style writes it, with another opacity over it."""
    red, green, blue, *alpha = (float(n) for n in _NUMBERS.findall(colour))
    return red, green, blue, opacity * (alpha[0] if alpha else 1.0)
