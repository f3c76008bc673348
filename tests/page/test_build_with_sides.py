"""Pages of maps with sides, and of maps without: these have no byte of them."""

from __future__ import annotations

import re
from pathlib import Path

from geotrack.mapview.map_view import MapView
from geotrack.page import Briefing
from geotrack.workspace import open_workspace

ROOT = Path(__file__).parents[2]


def sample_page(*, sided: bool) -> str:
    workspace = open_workspace(ROOT)
    definition = workspace.maps["bering-strait"].record
    assert definition is not None
    if not sided:
        definition = definition.model_copy(update={"sides": ()})
    page: str = Briefing(MapView(workspace, definition)).get_root().render()
    return page


def test_a_map_without_sides_has_nothing_of_them() -> None:
    page = sample_page(sided=False)
    document = re.sub(r"<script\b.*?</script>", "", page, flags=re.DOTALL)
    for part in ("side-", "class=ring", "linearGradient", "--left:#", "with-words{", "key-side"):
        assert part not in document, part
    assert ".t-naval{--theme:#1d4ed8}" in document


def test_symbols_and_texts_of_a_map_with_sides_say_who() -> None:
    page = sample_page(sided=True)
    assert '<b class="who side-left">Chinese</b> and <b class="who side-right">Russian</b>' in page
    lines = re.findall(r'<li id=record-(\d+) class="record side-(\w+)"', page)
    by_side = {side: [n for n, s in lines if s == side] for _, side in lines}
    assert by_side["both"] == ["1", "7", "12", "13", "14", "15"]
    assert by_side["right"] == ["2", "3", "10"]
    assert by_side["none"] == ["6", "9", "11"], "those who intercept, and a ship by its name"
    assert len(lines) == 18
    assert page.count("<linearGradient") == 13
    assert "--left:#c8371b;" in page
    assert "--left:#ff8a66;" in page
