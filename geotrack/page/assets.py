"""Scripts, style sheets and letters of the briefing page; the build hook makes them from `web/`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from geotrack.files.resources import packaged_text

__all__ = [
    "faces_css",
    "page_css",
    "page_js",
    "questions_css",
    "questions_js",
    "since_js",
]

_REGULAR = 400


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
def page_css(*, records: bool) -> str:
    """Return the style sheet of the briefing page; `records` as for `page_js`."""
    return packaged_text("static/page.css" if records else "static/page-bare.css")


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


def faces_css(letters: Iterable[str] | None, *, titles_are_sans: bool = False) -> str:
    """Return the typefaces of a page as a style sheet that contains them.

    Parameters
    ----------
    letters : iterable of str, optional
        Letters of the page beyond those of labels, which are always there; else all that there are.
    titles_are_sans : bool
        Whether serifs are in italics only.
    """
    faces, rules = _faces(), []
    of_page = None if letters is None else set(letters)
    for n, part in enumerate(faces["parts"]):
        if n and of_page is not None and of_page.isdisjoint(part["letters"]):
            continue
        for (kind, weight, style), font in zip(faces["faces"], part["fonts"], strict=True):
            if titles_are_sans and (kind, style) == ("serif", "normal"):
                continue
            # A heavier text has the heaviest face, as it is.
            weights = f"{weight} 900" if weight > _REGULAR else f"{weight}"
            rules.append(
                f'@font-face{{font-family:"Page {kind.title()}";font-weight:{weights};'
                f"font-style:{style};font-display:block;unicode-range:{part['range']};"
                f'src:url("data:font/woff2;base64,{font}") format("woff2")}}'
            )
    return "\n".join(rules)


@cache
def _faces() -> Any:
    """Return the faces, and the parts of their letters with a font of each face."""
    return json.loads(packaged_text("static/faces.json"))
