"""Context layers of maps: what is read, reported, shown, handed out and kept."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from click.testing import CliRunner

from geotrack.cli import main
from geotrack.errors import ReaderWarning
from geotrack.handout.markdown import markdown
from geotrack.handout.options import Options
from geotrack.handout.sheet.picture import svg
from geotrack.handout.slides import write as slides
from geotrack.mapview.context_layers.layer import style_of
from geotrack.mapview.context_layers.layer_file_error import LayerFileError
from geotrack.mapview.map_view import MapView
from geotrack.mapview.open import open_map
from geotrack.mapview.snapshot import frozen_inputs
from geotrack.model.maps.contrast import DAY, contrast
from geotrack.model.maps.layer_file import LayerFile
from geotrack.page import Briefing
from geotrack.page.payload import PageData
from geotrack.workspace import Workspace, open_workspace
from tests.mapview.conftest import ENTRY, area, entry, line
from tests.records import collection, point, sector

CABLE = line([15, 70], [15, 78], cable="North", length=900)
OTHER = line([20, 70], [30, 75], cable="East", length=700)
FILES = {"a.geojson": collection(CABLE, OTHER)}
ICE_ENTRY = entry(
    "a.tif", head='name = "A"\nsource = "S"\nlicence = "L"\ndate = 2024-09-12\n'
).replace("layers.files", "ice")
ICE = 'name = "Ice edge"\nsource = "Ice Service"\nlicence = "CC BY 4.0"\ndate = 2024-09-12\n'


def view_of(workspace: Workspace, **given: Any) -> MapView:
    return open_map(workspace, "m", **given)


def quiet(_: str) -> None:
    """Take no notice of the progress."""


def findings(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(workspace.root)
    result = CliRunner().invoke(main, ["check"], prog_name="geotrack")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.stdout.splitlines()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[[layers]]\nfile = "b.geojson"\n' + ENTRY,
         "maps/m.toml:8: /layers/0/file: there is no 'b.geojson' in the workspace; "
         "did you mean 'a.geojson'?"),
        (entry("a.geojson", 'label = "cabel"\n'),
         "maps/m.toml:12: /layers/files/0/label: a.geojson has no column 'cabel'; "
         "did you mean 'cable'?"),
        (entry("a.geojson", 'layer = "cables"\n'),
         "maps/m.toml:12: /layers/files/0/layer: GeoJSON has no layers; leave 'layer' out"),
        (entry("cut.geojson"),
         "maps/m.toml:8: /layers/files/0/file: cut.geojson:1: not JSON: "),
        (entry("events"), "maps/m.toml:8: /layers/files/0/file: events: it is a folder; "),
        (entry("../a.geojson"),
         "maps/m.toml:8: /layers/files/0/file: '../a.geojson' is no path in the workspace; "),
        (entry("a\\u0000.geojson"), "maps/m.toml:8: /layers/files/0/file: 'a\\x00.geojson' is no "),
        (entry("deep.geojson"), "maps/m.toml:8: /layers/files/0/file: deep.geojson: "),
        (entry("a.geojson", head='name = "A"\nsource = "S"\n'),
         "maps/m.toml:7: /layers/files/0: no 'licence'; add 'licence'"),
        (entry("a.geojson", 'color = "#000000"\n'),
         "maps/m.toml:12: /layers/files/0/color: 'color' is no key that says what is on the map; "
         "did you mean 'colour'?"),
        (entry("a.geojson", 'colour = "blue"\n'),
         "maps/m.toml:12: /layers/files/0/colour: 'blue' is no colour; write it as \"#rrggbb\""),
        (entry("a.geojson", 'colour = "#ffee00"\n'),
         "maps/m.toml:12: /layers/files/0/colour: warning: '#ffee00' is hard to see on the map: "),
        (entry("a.geojson", 'dash = "wavy"\n'),
         "maps/m.toml:12: /layers/files/0/dash: 'wavy' is no dash; write one of solid, dashed, "),
        (entry("a.geojson", "dash = [3, 0]\n"), "maps/m.toml:12: /layers/files/0/dash: '[3, 0]'"),
        (entry("a.geojson", "width = 40\n"),
         "maps/m.toml:12: /layers/files/0/width: 40 is out of range; write a number of at most 8"),
        (entry("a.geojson", "opacity = -1\n"), "maps/m.toml:12: /layers/files/0/opacity: -1 is "),
        (entry("a.geojson", 'date = "unknown"\n'),
         "maps/m.toml:12: /layers/files/0/date: 'unknown' is no as-of date; write one date, "),
        (entry("a.geojson", 'crs = "EPSG:1"\n'), "maps/m.toml:12: /layers/files/0/crs: "),
        (entry("part.geojson"),
         "maps/m.toml:8: /layers/files/0/file: warning: 1 feature is left out: "
         "latitude 91 is beyond the pole; mend the geometry, or leave it: the page states it"),
        (entry("a.geojson") + '[[scenes]]\ntitle = "S"\nlayers = ["Cabels"]\n',
         "maps/m.toml:14: /scenes/0/layers: 'Cabels' is none of the map's layers; "
         "did you mean 'Cables'?"),
    ],
)  # fmt: skip
def test_a_fault_is_reported_with_file_line_value_and_remedy(
    mapped: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch, text: str, expected: str
) -> None:
    odd = {"type": "Feature", "properties": {}, "geometry": point(10, 91)}
    deep = f'{{"type": "FeatureCollection", "features": {"[" * 90_000}'
    more = {"cut.geojson": '{"type": "Feature', "part.geojson": collection(CABLE, odd)}
    more["deep.geojson"] = deep
    found = findings(mapped({**FILES, **more}, text), monkeypatch)
    assert any(one.startswith(expected) for one in found), found


@pytest.mark.parametrize(
    ("text", "reader"),
    [(entry("a.geojson"), "read.read_file"), (ICE_ENTRY, "ice_areas.read_raster")],
)
def test_what_no_reader_expects_is_a_finding_with_its_traceback_in_a_warning(
    mapped: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch, text: str, reader: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise IndexError("band 4 of 3")

    monkeypatch.setattr(f"geotrack.mapview.context_layers.{reader}", fail)
    workspace = mapped({**FILES, "a.tif": ""}, text)
    with pytest.warns(ReaderWarning, match="Traceback"):
        found = findings(workspace, monkeypatch)
    expected = (
        r"maps/m.toml:8: /(layers/files|ice)/0/file: cannot be read: IndexError: band 4 of 3 "
        r"\(test_context_layers.py:\d+\); save it anew"
    )
    assert any(re.match(expected, one) for one in found), found
    with pytest.warns(ReaderWarning), pytest.raises(LayerFileError, match="band 4 of 3"):
        view_of(workspace)


def test_a_link_out_of_the_workspace_is_refused(
    mapped: Callable[..., Workspace], tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    outside = tmp_path_factory.mktemp("outside") / "a.geojson"
    outside.write_text(json.dumps(collection(CABLE)), "utf-8")
    workspace = mapped({}, entry("link.geojson"))
    (workspace.root / "link.geojson").symlink_to(outside)
    found = "\n".join(findings(workspace, monkeypatch))
    assert "'link.geojson' leads out of the workspace; copy the file into the workspace" in found


@pytest.mark.parametrize("head", ["", "[layers]\nregions = ['west']\nshown = ['west']\n"])
def test_layers_of_features_and_of_files_stand_side_by_side(
    mapped: Callable[..., Workspace], head: str
) -> None:
    view = view_of(mapped(FILES, head, entry("a.geojson")))
    assert [one.settings.name for one in view.context] == ["Cables"]
    assert view.definition.layers.shown == (("west",) if head else ())


def test_the_short_form_is_the_same_map(mapped: Callable[..., Workspace]) -> None:
    one = view_of(mapped(FILES, entry("a.geojson"), entry("a.geojson"))).digest
    short = entry("a.geojson").replace("[[layers.files]]", "[[layers]]")
    assert view_of(mapped(FILES, short, short)).digest == one


@pytest.mark.parametrize("suffix", ["gpkg", "shp", "fgb", "geojson", "kml", "zip"])
def test_a_file_of_each_format_gives_the_same_shapes(
    mapped: Callable[..., Workspace], tmp_path: Path, suffix: str
) -> None:
    frame = gpd.GeoDataFrame(
        {"name": ["A"]}, geometry=[shapely.LineString([(15, 70), (15, 78)])], crs=4326
    )
    own = suffix in {"gpkg", "shp", "fgb"}
    folder = tmp_path / "gis"
    folder.mkdir()
    kind = "shp" if suffix == "zip" else suffix
    driver = {"kml": "KML"}.get(kind)
    (frame.to_crs(3413) if own else frame).to_file(folder / f"a.{kind}", driver=driver)
    if suffix == "zip":
        with zipfile.ZipFile(folder / "a.zip", "w") as archive:
            for part in ("shp", "shx", "dbf", "prj"):
                archive.write(folder / f"a.{part}", f"a.{part}")
    [layer] = view_of(mapped({}, entry(f"gis/a.{suffix}"))).context
    [shapes] = layer.shapes
    # A meridian is straight in each polar projection.
    assert (shapes.kind, [len(ring) for [ring] in shapes.parts]) == ("line", [2])
    [(_, there)] = layer.plane
    expected = gpd.GeoSeries([frame.geometry[0]], crs=4326).to_crs(6931)[0]
    assert shapely.hausdorff_distance(there, expected) < layer.accuracy_m


def test_a_table_of_positions_gives_points(mapped: Callable[..., Workspace]) -> None:
    table = "name,lat,lon\nBodø,67.28,14.4\nTromsø,69.65,18.96\n"
    [layer] = view_of(mapped({"t.csv": table}, entry("t.csv", 'label = "name"\n'))).context
    assert [(one.kind, one.label) for one in layer.shapes] == [
        ("point", "Bodø"),
        ("point", "Tromsø"),
    ]


def test_a_file_that_states_no_crs_gets_it_from_its_entry(
    mapped: Callable[..., Workspace],
) -> None:
    flat = {"a.geojson": collection(line([500_000, 8_000_000], [500_000, 8_500_000]))}
    [layer] = view_of(mapped(flat, entry("a.geojson", 'crs = "EPSG:25833"\n'))).context
    [(_, there)] = layer.plane
    expected = gpd.GeoSeries([shapely.LineString([(5e5, 8e6), (5e5, 8.5e6)])], crs=25833)
    assert shapely.hausdorff_distance(there, expected.to_crs(6931)[0]) < layer.accuracy_m


def test_a_label_letters_the_largest_part_once(mapped: Callable[..., Workspace]) -> None:
    areas = [area(sector(0, 10, 70, 75), name="Ice"), area(sector(40, 41, 70, 71), name="Ice"),
             area(sector(60, 62, 70, 71), name=None), line([0, 60], [1, 61], name=7)]  # fmt: skip
    view = view_of(
        mapped({"a.geojson": collection(*areas)}, entry("a.geojson", 'label = "name"\n'))
    )
    [data] = page_data(Briefing(view))["context"]
    assert [name for name, *_ in data["names"]] == ["Ice", "7"]
    [_, lat, lon] = data["names"][0]
    assert 70 < lat < 75
    assert 0 < lon < 10
    assert data["kinds"] == [("area", ""), ("line", "7"), ("area", "Ice")]


def page_data(page: Briefing) -> PageData:
    data: PageData = page.get_root().packed["geotrack-data"]
    return data


def test_the_page_has_it_in_layers_key_and_sources(mapped: Callable[..., Workspace]) -> None:
    page = Briefing(view_of(mapped(FILES, entry("a.geojson", "shown = false\n", head=ICE))))
    text = page.get_root().render()
    assert re.search(
        r'<div data-context-key="file:ice-edge"><dt><svg class="key context context-0".*?</dt>'
        r"<dd><span data-w>Ice edge, 12 September 2024</span></dd></div>", text
    )  # fmt: skip
    assert (
        '<dt class="line"><span data-w>Ice edge, 12 September 2024</span></dt>'
        "<dd><span data-w>Source:</span> Ice Service. <span data-w>Licence:</span> CC BY 4.0. "
        "<span data-w>Simplified to 25\u00a0m.</span></dd>"
    ) in text
    assert "geotrackPage.context(0)" in text
    assert str(page.view.workspace.root) not in text
    assert "a.geojson" not in text


def test_a_page_without_context_layers_has_nothing_of_them(
    mapped: Callable[..., Workspace],
) -> None:
    text = Briefing(view_of(mapped({}))).get_root().render()
    assert "geotrackPage.context(" not in text
    assert "data-context-key=" not in text
    assert "Context layers" not in text


def test_the_digest_is_of_what_is_shown_and_of_nothing_else(
    mapped: Callable[..., Workspace],
) -> None:
    def digest(files: dict[str, Any], text: str) -> str:
        return view_of(mapped(files, text)).digest

    one = digest(FILES, entry("a.geojson"))
    assert digest({"b.geojson": collection(OTHER, CABLE)}, entry("b.geojson")) == one
    assert digest(FILES, entry("a.geojson", 'colour = "#0b6fa4"\n')) == one
    changed = {
        digest({}, ""),
        digest({"a.geojson": collection(CABLE)}, entry("a.geojson")),
        digest(FILES, entry("a.geojson", 'label = "cable"\n')),
        digest(FILES, entry("a.geojson", 'colour = "#000000"\n')),
        digest(FILES, entry("a.geojson", 'dash = "dashed"\n')),
        digest(FILES, entry("a.geojson", "shown = false\n")),
        digest(FILES, entry("a.geojson", 'date = "2024"\n')),
    }
    assert one not in changed
    assert len(changed) == 7


def test_a_snapshot_keeps_the_used_shapes_and_gives_the_same_page(
    mapped: Callable[..., Workspace], tmp_path_factory: pytest.TempPathFactory
) -> None:
    shapes = [area(sector(175, 185, 66, 70), note="CANARY", name="Box"), CABLE,
              area(sector(-20, 20, 20, 60), name="Cut"),
              area(point(20, 80), name="P"), area(point(20, 91), name="CANARY")]  # fmt: skip
    files = {"CANARY.geojson": collection(*shapes)}
    workspace = mapped(files, entry("CANARY.geojson", 'label = "name"\n', head=ICE))
    view = view_of(workspace)
    packed = frozen_inputs(workspace, "m", view)
    folder = tmp_path_factory.mktemp("frozen")
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        archive.extractall(folder)
        assert b"CANARY" not in b"".join(map(archive.read, archive.namelist()))
    again = view_of(open_workspace(folder / "m"))
    assert again.digest == view.digest
    assert [one.shapes for one in again.context] == [one.shapes for one in view.context]
    assert "Simplified to 25 m." in markdown(again), "a snapshot has the shapes of the page alone"
    assert Briefing(again).get_root().render() == Briefing(view).get_root().render()
    # QGIS opens it as any other file.
    kept = gpd.read_file(folder / "m" / "layers" / "files" / "1.geojson")
    assert sorted(kept["kind"]) == ["area", "fill", "line", "line", "point"]


def test_text_and_slides_and_sheet_have_it_with_its_source(
    mapped: Callable[..., Workspace],
) -> None:
    from pptx import Presentation

    view = view_of(mapped(FILES, entry("a.geojson", head=ICE)))
    source = "Source: Ice Service. Licence: CC BY 4.0."
    assert f"- **Ice edge, 12 September 2024:** {source}\n" in markdown(view)
    deck = Presentation(io.BytesIO(slides(view, Options(), quiet)))
    texts = [s.text_frame.text for slide in deck.slides for s in slide.shapes if s.has_text_frame]
    assert "Ice edge, 12 September 2024" in texts
    assert any(f"Ice edge, 12 September 2024. {source}" in text for text in texts)
    assert "Simplified" not in "".join([*texts, markdown(view)]), "only the page is"
    sheet = svg(view, Options(), quiet).decode()
    colour = view.context[0].style.colour
    # Two lines on the map as one path, and the sign in the legend.
    assert len(re.findall(f"stroke: {colour}", sheet)) == 2
    hidden = view_of(mapped(FILES, entry("a.geojson", "shown = false\n", head=ICE)))
    assert colour not in svg(hidden, Options(), quiet).decode()


def test_a_scene_names_the_layers_that_are_on(mapped: Callable[..., Workspace]) -> None:
    scenes = '[[scenes]]\ntitle = "S"\nlayers = ["west", "Ice edge"]\n[[scenes]]\ntitle = "T"\n'
    layers = "[layers]\nregions = ['west']\n"
    shown = entry("a.geojson") + entry("a.geojson", "shown = false\n", head=ICE)
    page = Briefing(view_of(mapped(FILES, layers, shown, scenes)))
    states = [scene["state"].get("l") for scene in page_data(page)["scenes"]]
    assert states == ["region:west,-file:cables,file:ice-edge", None]


@pytest.mark.parametrize("n", range(6))
def test_colours_stand_out_by_day_and_in_the_dark(n: int) -> None:
    settings = LayerFile(file="a", name="A", source="S", licence="L")
    style = style_of(settings, n)
    assert min(contrast(style.colour, ground) for ground in DAY) >= 3
    assert min(contrast(style.dark, ground) for ground in ("#1f3643", "#343b39")) >= 3
    assert style_of(settings, n + 6) == style


def test_hostile_files_of_snapshots_are_refused(mapped: Callable[..., Workspace]) -> None:
    good: dict[str, Any] = {
        "type": "FeatureCollection",
        "geotrack-context": {"accuracy_m": 25, "left_out": 0},
        "features": [
            {
                "type": "Feature",
                "properties": {"kind": "line", "label": ""},
                "geometry": {"type": "MultiLineString", "coordinates": [[[0, 80], [1, 80]]]},
            }
        ],
    }
    assert view_of(mapped({"a.geojson": good}, entry("a.geojson"))).context[0].accuracy_m == 25
    for change in (
        {"geotrack-context": {"accuracy_m": 0, "left_out": 0}},
        {"geotrack-context": {"accuracy_m": True, "left_out": 0}},
        {"geotrack-context": []},
        {"features": 7},
        {"features": [{**good["features"][0], "properties": {"kind": "x", "label": ""}}]},
        {"features": [{**good["features"][0], "properties": {"kind": "line", "label": 1}}]},
        {"features": [{**good["features"][0], "geometry": {"coordinates": [[[0, 80]]]}}]},
        {"features": [{**good["features"][0], "geometry": {"coordinates": [[["a", "b"]] * 2]}}]},
        {"features": [{**good["features"][0], "geometry": {"coordinates": [[[1e400, 0]] * 2]}}]},
    ):
        workspace = mapped({"a.geojson": {**good, **change}}, entry("a.geojson"))
        with pytest.raises(Exception, match="does not hold the shapes of a context layer"):
            view_of(workspace)
