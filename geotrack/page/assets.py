"""Scripts and style sheets of the briefing page, which the build hook makes from ``web/``."""

from __future__ import annotations

from functools import cache

from geotrack.files.resources import packaged_text

__all__ = [
    "page_css",
    "page_js",
    "questions_css",
    "questions_js",
    "since_js",
]


@cache
def page_js(*, records: bool, many: bool = False) -> str:
    """Return the script of the briefing page.

    Parameters
    ----------
    records : bool
        Whether the page has records; without any, the script is a third smaller.
    many : bool
        Whether it has so many that they are drawn as dots.
    """
    name = "page-bare" if not records else "page-many" if many else "page"
    return packaged_text(f"static/{name}.js")


@cache
def page_css(*, records: bool, sheet: bool = False) -> str:
    """Return the style sheet of the briefing page.

    Parameters
    ----------
    records : bool
        As for `page_js`.
    sheet : bool
        Whether a page with records opens as a round sheet, or has insets.
    """
    name = "page-bare" if not records else "page-sheet" if sheet else "page"
    return packaged_text(f"static/{name}.css")


@cache
def since_js() -> str:
    """Return the script by which readers choose since when records are new."""
    return packaged_text("static/since.js")


@cache
def questions_js() -> str:
    """Return the script of questions about a place."""
    return packaged_text("static/questions.js")


@cache
def questions_css() -> str:
    """Return the style sheet of questions about a place."""
    return packaged_text("static/questions.css")
