"""APP-6 symbols: only where a map asks for them, of nobody's friend or foe, and only shapes."""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from geotrack.errors import UsageError
from geotrack.mapview import app6
from geotrack.mapview.snapshot import frozen_inputs
from geotrack.page import briefing
from geotrack.taxonomy import built_in_taxonomy
from geotrack.workspace import open_workspace
from tests.map_workspaces import DEFINITION

FRIGATE = "10033000001202040000"
UNKNOWN_IDENTITY = "1"
ASKED = 'symbols = "app6"\n'


def build(folder: Path, asked: str = ASKED) -> Any:
    (folder / "maps").mkdir(exist_ok=True)
    (folder / "maps" / "plan.toml").write_text(DEFINITION + asked, encoding="utf-8")
    return briefing(open_workspace(folder), "plan")


def html(page: Any) -> str:
    return str(page.get_root().render())


@pytest.fixture
def folder(make: Any, feature: Any, tmp_path: Path) -> Path:
    make(
        feature("bombers", type="air/bomber-sortie"),
        feature("more-bombers", type="air/bomber-sortie"),
        feature("frigate", type="naval/sighting", symbol=FRIGATE),
        feature("agreed", type="diplomacy/agreement"),
        feature("slip", type="diplomacy/meeting", symbol="SECRET"),
    )
    return tmp_path


def test_a_code_of_a_type_is_drawn_and_is_of_an_unknown_identity() -> None:
    codes = {t.id: t.app6 for t in built_in_taxonomy().types.values() if t.app6}
    assert codes
    for id_, code in codes.items():
        assert re.fullmatch(r"10\d{18}", code), id_
        assert code[3] == UNKNOWN_IDENTITY, id_
        assert app6._drawing(code), id_


def test_each_distinct_symbol_stands_once_and_the_rest_keep_their_outline(folder: Path) -> None:
    page = build(folder)
    assert re.findall(r'<symbol id="(app6-\d+)"', html(page)) == ["app6-1", "app6-2"]
    drawn = page.view.symbols
    assert drawn.ids["bombers"] == drawn.ids["more-bombers"] != drawn.ids["frigate"]
    assert set(drawn.ids) == {"bombers", "more-bombers", "frigate"}
    assert drawn.undrawn == ("slip",)
    events = page.get_root().packed["geotrack-data"]["events"]
    told = {e["n"]: e.get("symbol") for e in events}
    assert told == {page.numbers[e.id]: drawn.ids.get(e.id) for e in page.records}


def test_a_map_that_does_not_ask_has_nothing_of_it(folder: Path) -> None:
    page = build(folder, "")
    text = html(page)
    # The script knows of them; the document, its styles and its data do not.
    document = re.sub(r"<script\b.*?</script>", "", text, flags=re.DOTALL)
    assert "app6" not in document
    assert not any("symbol" in e for e in page.get_root().packed["geotrack-data"]["events"])
    assert FRIGATE not in json.dumps(page.get_root().packed)


def test_a_code_that_is_shown_is_frozen_and_taken_and_no_other(folder: Path) -> None:
    for asked, kept in ((ASKED, [FRIGATE]), ("", [])):
        page = build(folder, asked)
        taken = page.get_root().packed["geotrack-taken"]["features"]
        assert [s for f in taken if (s := f["properties"].get("symbol"))] == kept
        packed = frozen_inputs(open_workspace(folder), "plan", page.view)
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            archive.extractall(folder / f"again{len(kept)}")
        root = folder / f"again{len(kept)}" / "plan"
        assert "SECRET" not in (root / "events" / "records.geojson").read_text(encoding="utf-8")
        again = briefing(open_workspace(root), "plan")
        assert html(again) == html(page)


def test_the_digest_names_what_is_drawn(folder: Path, feature: Any, make: Any) -> None:
    records = folder / "events"
    (stored,) = records.glob("*.geojson")
    before = {asked: build(folder, asked).digest for asked in ("", ASKED)}
    assert len(set(before.values())) == 2
    text = stored.read_text(encoding="utf-8")
    stored.write_text(text.replace(FRIGATE, FRIGATE.replace("120204", "120203")), encoding="utf-8")
    after = {asked: build(folder, asked).digest for asked in ("", ASKED)}
    assert after[""] == before[""]
    assert after[ASKED] != before[ASKED]


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("10033010001202040000", "planned, which would be drawn as present"),
        ("10033000001202049900", "a modifier that there is not"),
        ("10033000009902040000", "an entity that there is not"),
        ("10133000001202040000", "of an exercise"),
        ("SFSPCLFF-------", "letters"),
        ("1003300000120204", "too short"),
        ("100330000012020400000000000000", "more digits"),
        ("１００３３０００００１２０２０４００００", "other digits"),
    ],
)
def test_a_code_of_which_not_all_can_be_drawn_is_not_drawn(code: str, what: str) -> None:
    assert app6._drawing(code) is None, what


@pytest.mark.parametrize("code", ["10033001001202040000", "10033000001202041900"])
def test_a_further_part_of_a_code_is_drawn(code: str) -> None:
    drawn = app6._drawing(code)
    assert drawn is not None
    assert drawn != app6._drawing(FRIGATE)


def test_without_milsymbol_one_line_names_the_command(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app6._milsymbol.cache_clear()
    monkeypatch.setitem(sys.modules, "milsymbol", None)
    with pytest.raises(UsageError) as refused:
        build(folder)
    assert str(refused.value) == "APP-6 needs milsymbol: pip install 'geotrack[symbols]'"
    assert build(folder, "").view.symbols.sheet == ""


def test_of_a_drawing_only_shapes_are_kept() -> None:
    box, parts = app6.cleaned(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9&quot; onload=&quot;x">'
        "<script>alert(1)</script><style>*{}</style><foreignObject><p>x</p></foreignObject>"
        '<a href="https://example.org"><path d="M0 0"/></a><image href="x.png"/>'
        '<g onclick="alert(1)" style="fill:red" transform="translate(1,-2) scale(0.5)">'
        '<path id="x" class="y" d="M0,0 c-1e-3,2 3,4 5,6Z" fill="url(#x)" stroke="rgb(1, 2, 3)"/>'
        '<text x="1" font-family="Arial">A &lt; B<tspan>C</tspan></text></g></svg>'
    )
    assert box == "0 0 200 200"
    (group,) = ET.fromstring(f"<s>{parts}</s>")  # noqa: S314 (what was cleaned)
    assert group.attrib == {"transform": "translate(1,-2) scale(0.5)"}
    path, text = group
    drawn = {"d": "M0,0 c-1e-3,2 3,4 5,6Z", "fill": "black", "stroke": "rgb(1, 2, 3)"}
    assert path.attrib == drawn
    assert (text.text, list(text)) == ("A < B", [])


@pytest.mark.parametrize("code", [FRIGATE, "10010100001101030000", "10011000001211000000"])
def test_nothing_that_milsymbol_draws_is_lost(code: str) -> None:
    svg: Callable[[str], str | None] = app6._drawing
    whole = svg(code)
    assert whole is not None
    box, parts = app6.cleaned(whole)
    told = ET.fromstring(whole)  # noqa: S314 (made by an installed library)
    kept = ET.fromstring(f"<s>{parts}</s>")  # noqa: S314 (what was cleaned)
    assert box == told.get("viewBox")
    assert len(list(kept.iter())) == len(list(told.iter()))
    for one, other in zip(list(kept.iter())[1:], list(told.iter())[1:], strict=True):
        assert dict(other.attrib).items() <= dict(one.attrib).items()
