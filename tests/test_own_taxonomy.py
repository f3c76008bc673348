"""A workspace's own taxonomy reaches all that is made of its records, and no other workspace."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import etree
from PIL import Image
from pptx import Presentation

import geotrack
from geotrack.cli import main
from geotrack.errors import UsageError
from geotrack.export import Terms, gather
from geotrack.handout import Options, slides
from geotrack.handout.sheet import picture
from geotrack.handout.slides import scenes
from geotrack.handout.slides.pictures import Picture
from geotrack.importing import MappingOptions, draft
from geotrack.importing import ReadingOptions as Reading
from geotrack.mapview.map_view import MapView
from geotrack.mapview.open import definition_of, open_map
from geotrack.page import Briefing
from geotrack.queries import count_by, select
from geotrack.workspace import Workspace, check, open_workspace
from tests.export.conftest import written
from tests.own_workspace import RETYPED
from tests.readable import readable

ROOT = Path(__file__).parents[1]
# What stands in for a workspace's taxonomy where there is none: other modules are handed one.
WITHOUT_A_WORKSPACE = {
    "importing/mapping/plan.py", "importing/targets/properties.py",
    "importing/templates.py", "mapview/text/lead.py", "model/event.py", "model/schema.py",
    "reading/own_form.py", "taxonomy/__init__.py", "taxonomy/types.py", "workspace/own_taxonomy.py",
}  # fmt: skip


@pytest.fixture(scope="module")
def own(own_sample: Path) -> Workspace:
    return open_workspace(own_sample)


@pytest.fixture(scope="module")
def view(own: Workspace) -> MapView:
    definition = definition_of(own, "bering-strait")
    return MapView(own, definition.model_copy(update={"sides": ()}))


@pytest.fixture
def run(own_sample: Path) -> Any:
    def run(*arguments: str, **given: Any) -> str:
        done = CliRunner().invoke(main, ["--workspace", str(own_sample), *arguments], **given)
        return f"{done.stdout}{done.stderr}"

    return run


def test_only_what_has_no_workspace_uses_the_built_in_taxonomy() -> None:
    package = ROOT / "geotrack"
    using = [p for p in package.rglob("*.py") if "built_in_taxonomy" in p.read_text("utf-8")]
    assert {path.relative_to(package).as_posix() for path in using} == WITHOUT_A_WORKSPACE


def test_the_workspace_is_sound_and_so_is_each_answer(own: Workspace) -> None:
    assert check(own) == []
    drones = select(own, geotrack.Query(themes="drones"))
    assert set(drones.ids) == set(RETYPED)
    assert select(own, geotrack.Query(types=("boat",))).ids == ["2024-10-01-patrol-off-cape-rodney"]
    counts = count_by(select(own, geotrack.Query()), "theme")
    assert counts.labels[0][-1] == "drones", "in the order of the taxonomy"
    with pytest.raises(UsageError, match="no theme is called 'dromes'; did you mean 'drones'"):
        select(own, geotrack.Query(themes="dromes"))


def test_two_workspaces_in_one_process_do_not_meet(own_sample: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "events").mkdir(parents=True)
    (other / "events" / "a.geojson").write_bytes(
        next((own_sample / "events").rglob("*.geojson")).read_bytes()
    )
    text = (own_sample / "taxonomy.toml").read_text("utf-8")
    text = text.replace("Flight of a drone", "Another name").replace("#365314", "#115e59")
    (other / "taxonomy.toml").write_text(text.replace("Patrol of theirs", "Third name"), "utf-8")

    mine, theirs, plain = (open_workspace(p) for p in (own_sample, other, ROOT))
    lazy = [geotrack.query(one, type="coastguard/patrol") for one in (mine, plain)]
    assert list(lazy[0].index) == list(lazy[1].index)
    later = [open_map(one, "bering-strait") for one in (mine, plain)]

    def told(workspace: Workspace) -> tuple[Any, ...]:
        type_ = workspace.taxonomy.types.get("drones/flight")
        return (
            type_ and (type_.label["en"], type_.theme.colour),
            {e.type.label["en"] for e in workspace.events if e.type_id == "coastguard/patrol"},
        )

    names = {"Patrol of theirs"}, {"Third name"}, {"Coastguard patrol"}
    drones = ("Flight of a drone", "#365314"), ("Another name", "#115e59"), None
    wanted = list(zip(drones, names, strict=True))
    for _ in range(2):  # the second time from what is kept
        found = [told(one) for one in (mine, theirs, plain)]
        assert [(a, b or n) for (a, b), n in zip(found, names, strict=True)] == wanted
    opened = [open_workspace(path) for path in (own_sample, other, ROOT) * 4]
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(told, opened)) == [told(one) for one in (mine, theirs, plain)] * 4
    ours, sample = (readable(Briefing(one).get_root().render()) for one in later)
    assert "Patrol of theirs" in ours
    assert "Patrol of theirs" not in sample
    with pytest.raises(UsageError, match="no theme is called 'drones'"):
        select(plain, geotrack.Query(themes="drones"))


def test_a_page_shows_labels_as_texts(view: MapView) -> None:
    html = Briefing(view).get_root().render()
    assert "<b>boats</b>" not in html.partition("<script")[0]
    assert ".t-drones{--theme:#365314}" in html
    assert 'id="shape-drones"' in html
    assert "Drones & <b>boats</b>" in readable(html)


def test_a_sheet_has_the_theme_in_its_legend(view: MapView) -> None:
    svg = picture.svg(view, Options(), lambda _: None).decode()
    assert "Drones &amp; &lt;b&gt;boats&lt;/b&gt;" in svg
    assert "#365314" in svg
    assert "#115e59" in svg


def test_slides_have_the_theme_in_their_legend(
    view: MapView, monkeypatch: pytest.MonkeyPatch
) -> None:
    png = io.BytesIO()
    Image.new("RGB", (4, 3), "#d3e2e9").save(png, "PNG")
    monkeypatch.setattr(
        scenes, "picture",
        lambda _page, _scene, entries, *_: Picture(
            png.getvalue(), tuple(e.number for e in entries if e.placed), (), "A projection"
        ),
    )  # fmt: skip
    deck = Presentation(io.BytesIO(slides.write(view, Options(), lambda _: None)))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    assert "Drones & <b>boats</b>" in {s.text_frame.text for s in shapes if s.has_text_frame}
    fills = {
        str(s.fill.fore_color.rgb).lower()
        for s in shapes
        if s.shape_type == 1 and s.fill.type == 1  # an AutoShape with a solid fill
    }
    assert {"365314", "115e59"} <= fills


def test_exports_are_styled_by_it(own: Workspace, tmp_path: Path) -> None:
    product = gather(own, [own.by_id[id_] for id_ in RETYPED], Terms())
    with zipfile.ZipFile(io.BytesIO(written("kmz", product)[0])) as archive:
        assert "icons/drones.png" in archive.namelist()
        kml = etree.fromstring(archive.read("doc.kml"))
    names = kml.xpath("//k:Folder/k:name/text()", namespaces={"k": kml.nsmap[None]})
    assert "Drones & <b>boats</b> (2)" in names
    path = tmp_path / "o.gpkg"
    path.write_bytes(written("gpkg", product)[0])
    with closing(sqlite3.connect(path)) as file:
        styles = [qml for (qml,) in file.execute("SELECT styleQML FROM layer_styles")]
    themed = [qml for qml in styles if 'value="drones"' in qml]
    assert themed
    assert all("54,83,20" in qml for qml in themed)
    assert any('"octagon"' in qml for qml in themed)


def test_imports_know_its_labels(own: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    rows = ["Tittel;Type;Dato", "A;Dronebåt;2024-05-01", "B;droner og båter - droneflyging;2024",
            "C;Deres patrulje;2024", "D;drones/strike;2024"]  # fmt: skip
    path.write_text("\n".join(rows), encoding="utf-8")
    found = draft(path, Reading(), MappingOptions(taxonomy=own.taxonomy))
    types = [f["properties"]["type"] for f in found.features]
    assert types == ["drones/boat", "drones/flight", "coastguard/patrol", "drones/strike"]
    plain = draft(path, Reading(), MappingOptions())
    assert not any(f["properties"].get("type") in types for f in plain.features)


def test_commands_know_it(run: Any, tmp_path: Path) -> None:
    assert "2 hits" in run("query", "--theme", "drones")
    assert "did you mean 'drones/boat'?" in run("query", "--type", "drones/baot")
    schema = json.loads(run("schema"))
    types = schema["$defs"]["Properties"]["properties"]["type"]["enum"]
    assert {"drones/boat", "boat"} <= set(types)
    template = tmp_path / "t.gpkg"
    run("import", "--template", str(template))
    with closing(sqlite3.connect(template)) as file:
        rows = dict(file.execute("SELECT value, description FROM gpkg_data_column_constraints"))
    assert rows["drones/boat"] == "Drones & <b>boats</b>: Drone boat"
    new = ("new", "--title", "T", "--type", "boat", "--start", "2024", "--source",
           "https://example.org/t", "--dry-run", "--yes", "--at", "70,10")  # fmt: skip
    assert '"drones/boat"' in run(*new)
