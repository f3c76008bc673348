"""The page of the cases, `docs/background/certain-and-possible.md`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tools.cases.table import ROOT, Case, Group

__all__ = ["KEY", "PAGE", "PICTURES", "WIDTH", "page_of"]

PAGE = ROOT / "docs" / "background" / "certain-and-possible.md"
PICTURES = ROOT / "docs" / "images" / "cases"
KEY = "key"
"""The name of the picture that explains the others."""

WIDTH = 180
"""The width of a picture, CSS pixels."""
_ROOM = "\u00a0" * 16
"""Keeps the column as wide as its pictures, which a table would else shrink."""
_ANSWERS = {
    "certain": "**certain**",
    "possible": "**possible**",
    "no": "**no**",
    "unplaced": "**not judged**, unplaced",
    "undated": "**not judged**, undated",
}


def page_of(above: str, groups: Sequence[Group]) -> str:
    """Return the text of the page: what stands above the tables, and these."""
    return "\n".join([above, *(line for group in groups for line in _section(group))])


def _section(group: Group) -> Iterator[str]:
    yield f"## {group.title}\n"
    yield f"{group.text}\n"
    yield f"| {_ROOM}picture{_ROOM} | the record says | asked | answer |"
    yield "| --- | --- | --- | --- |"
    yield from map(_row, group.cases)
    yield ""


def _row(case: Case) -> str:
    picture = f'<img src="../images/cases/{case.id}.webp" width="{WIDTH}" alt="{case.answer}">'
    answer = f"{_ANSWERS[case.answer]}: {case.why}"
    return f"| {picture} | {case.says} | {case.asks} | {answer} |"
