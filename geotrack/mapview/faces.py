"""The typefaces of pages and pictures, Source Serif 4 and Inter, cut into parts by letters.

`web/faces.mjs` makes the parts when the package is built.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from geotrack.files.resources import packaged_text

__all__ = ["faces_css"]

_REGULAR = 400


def faces_css(letters: Iterable[str] | None, *, titles_are_sans: bool = False) -> str:
    """Return the typefaces as a style sheet that contains them, `Page Serif` and `Page Sans`.

    Parameters
    ----------
    letters : iterable of str, optional
        Letters of the page or picture; those of labels are always there. Else all that there are.
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
