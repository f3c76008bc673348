"""Cells of a documentation are run with folium's map and with `PolarMap`, and compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.folium_cases import documentation
from tools.folium_cases.__main__ import main
from tools.folium_cases.case import WithoutTiles, report

CELLS = {
    "import folium": None,
    "m = folium.Map((70, 20))\nm": "works",
    "n = folium.Map((70, 20), tiles='openstreetmap')\nn": "refused",
    "folium.Marker((70, 20)).add_to(n)\nn": "refused",
    "folium.Map((70, 20)).get_root().scripts": "cannot run",
    "folium.GeoJson(json.loads('{}')).add_to(m)\nm": "cannot run",
    "import requests\nd = requests.get('https://example.org/a/one-place.json').json()\n"
    "folium.GeoJson(d).add_to(m)\nm": "works",
    "requests.get('https://example.org/other.json').json()\nm": "cannot run",
    "assert type(m) is folium.folium.Map and 'Polar' not in type(m).__name__\nm": "fails",
}


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "docs").mkdir()
    page = "\n".join(f"# A title\n```{{code-cell}} ipython3\n{cell}\n```" for cell in CELLS)
    (tmp_path / "docs" / "page.md").write_text(page)
    (tmp_path / "tests").mkdir()
    point = '{"type": "Point", "coordinates": [20, 70]}'
    (tmp_path / "tests" / "one_place.json").write_text(point)
    monkeypatch.setattr(documentation, "opened", lambda found, pages: found)
    return tmp_path


def test_each_cell_has_its_outcome(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = documentation.documentation(checkout, None)
    outcomes = {number: outcome for number, outcome in enumerate(CELLS.values(), 1) if outcome}
    assert {case.name: case.outcome for case in found} == {
        f"page.md:{number}": outcome for number, outcome in outcomes.items()
    }
    report("cells", found)
    counts = "(2 works, 0 drawn anew, 2 refused, 0 differs, 1 fails, 3 cannot run)"
    assert f"cells: 4 of 5 work or are refused as documented {counts}" in capsys.readouterr().out


def test_a_cell_may_work_with_its_tiles_left_out(checkout: Path) -> None:
    found = documentation.documentation(checkout, None, WithoutTiles)
    outcomes = [case.outcome for case in found if case.name in {"page.md:3", "page.md:4"}]
    assert outcomes == ["works", "works"]


def test_a_path_without_tests_is_no_checkout(tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 2
