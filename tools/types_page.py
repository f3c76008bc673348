"""Make `docs/reference/types.md` of the built-in taxonomy: `python -m tools.types_page`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from geotrack.taxonomy import OUTLINES, Taxonomy, Theme, built_in_taxonomy

__all__ = ["PAGE", "main", "page"]

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "types.md"

_MEDIA = {"sea": "at sea", "air": "in the air", "land": "on land", "any": "anywhere"}

_INTRODUCTION = """\
<!-- Made by `python -m tools.types_page` from geotrack/taxonomy/taxonomy.toml: change it there. -->
# Types

A record's `type` is one of these {types}, in {themes} themes. Records of a theme share a symbol \
on the map, and `--theme` [selects](queries.md) them. The word after the slash is enough if only \
one theme has the type. The last column determines the footprint: land is removed for a type that \
moves at sea, water for one that moves on land. A workspace [adds its own](../howto/taxonomy.md).
"""

_OUTLINES = """\
## Outlines

{outlines}. Each theme has one of its own, so that symbols differ without colour. Those of no \
theme are free for [themes of a workspace](../howto/taxonomy.md): {free}.
"""


def page(known: Taxonomy) -> str:
    """Return the text of the page."""
    head = _INTRODUCTION.format(types=len(known.types), themes=len(known.themes))
    used = {theme.shape for theme in known.themes.values()}
    outlines = _OUTLINES.format(
        outlines=", ".join(OUTLINES).capitalize(),
        free=", ".join(shape for shape in OUTLINES if shape not in used),
    )
    return "\n".join([head, *(_section(t, known) for t in known.themes.values()), outlines])


def _section(theme: Theme, known: Taxonomy) -> str:
    return "\n".join(
        [
            f"## {theme.label['en']}",
            "",
            f"`{theme.id}`, in Norwegian *{theme.label['nb']}*, drawn as a {theme.shape}.",
            "",
            "| type | what | in Norwegian | enough | its units move |",
            "| --- | --- | --- | --- | --- |",
            *_rows(theme, known),
            "",
        ]
    )


def _rows(theme: Theme, known: Taxonomy) -> Iterator[str]:
    for one in known.types.values():
        if one.theme is theme:
            bare = one.id.partition("/")[2]
            enough = f"`{bare}`" if bare in known.words else ""
            label = one.label
            yield (
                f"| `{one.id}` | {label['en']} | {label['nb']} | {enough} | {_MEDIA[one.medium]} |"
            )


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(built_in_taxonomy()), encoding="utf-8")
    print(PAGE.relative_to(ROOT))


if __name__ == "__main__":
    main()
