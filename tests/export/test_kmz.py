from __future__ import annotations

import io
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pyogrio
import pytest
import shapely

from geotrack.export import Product, Terms, gather
from geotrack.export.icons import OUTLINES, png
from geotrack.taxonomy import built_in_taxonomy
from tests.export.conftest import LONG, SCRIPTS, Put, by_gdal, written
from tests.hostile.texts import HOSTILE, properties
from tests.records import feature, point, workspace

KML = "{http://www.opengis.net/kml/2.2}"
# The order of elements by the schema of OGC KML 2.2.
ORDER = {
    "Document": ["name", "open", "description", "Style", "Folder"],
    "Folder": ["name", "visibility", "Placemark"],
    "Placemark": [
        "name", "visibility", "Snippet", "description", "TimeSpan", "styleUrl", "ExtendedData",
        "Point", "LineString", "Polygon", "MultiGeometry",
    ],
    "TimeSpan": ["begin", "end"],
    "Style": ["IconStyle", "LabelStyle", "LineStyle", "PolyStyle", "BalloonStyle"],
    "IconStyle": ["scale", "Icon"],
    "LineStyle": ["color", "width"],
    "LineString": ["tessellate", "coordinates"],
    "Polygon": ["tessellate", "outerBoundaryIs", "innerBoundaryIs"],
    "Point": ["coordinates"],
}  # fmt: skip


@pytest.fixture
def path(product: Product, put: Put) -> Path:
    return put(product, "kmz")[0]


def parsed(content: Path | bytes) -> ET.Element:
    source = content if isinstance(content, Path) else io.BytesIO(content)
    with zipfile.ZipFile(source) as archive:
        return ET.fromstring(archive.read("doc.kml"))  # noqa: S314 (made here)


def placemarks(root: ET.Element) -> dict[str, ET.Element]:
    """Return the placemarks of records by id; those of footprints and regions have no data."""
    return {
        data.findtext(f"{KML}value", ""): placemark
        for placemark in root.iter(f"{KML}Placemark")
        for data in placemark.iterfind(f"{KML}ExtendedData/{KML}Data[@name='id']")
    }


def test_elements_stand_in_the_order_of_the_schema(path: Path) -> None:
    for element in parsed(path).iter():
        order = ORDER.get(element.tag.removeprefix(KML))
        if order:
            places = [order.index(child.tag.removeprefix(KML)) for child in element]
            assert places == sorted(places), element.tag


def test_every_record_is_a_placemark_in_the_folder_of_its_theme(
    product: Product, path: Path
) -> None:
    root = parsed(path)
    assert set(placemarks(root)) == {r.event.id for r in product.records}
    folders = [f.findtext(f"{KML}name") for f in root.iter(f"{KML}Folder")]
    assert folders == [
        f"Coastguard ({len(product.records)})", "Where each may have been", "Regions they name",
    ]  # fmt: skip


def test_gdal_reads_titles_times_and_shapes(product: Product, path: Path) -> None:
    layer = pyogrio.list_layers(path)[0][0]
    assert len(by_gdal(path, layer)) == len(product.records)  # by the system's GDAL
    read = pyogrio.read_dataframe(path, layer=layer, use_arrow=False).set_index("id")
    assert len(read) == len(product.records)
    assert {s: read.Name[f"in-{s}"] for s in SCRIPTS} == SCRIPTS
    assert [str(read[n]["month"])[:10] for n in ("begin", "end")] == ["2024-02-01", "2024-03-31"]
    assert read.begin.isna()["undated"]
    assert LONG in read.description["long"]
    assert read.geometry["nowhere"] is None
    assert read.geometry["mixed"].geom_type == "GeometryCollection"


def test_time_spans_are_the_days_that_a_record_may_touch(path: Path) -> None:
    found = placemarks(parsed(path))

    def span(id_: str) -> list[str | None]:
        return [found[id_].findtext(f"{KML}TimeSpan/{KML}{tag}") for tag in ("begin", "end")]

    assert span("month") == ["2024-02-01", "2024-03-31"]
    assert span("moment") == ["2024-09-28", "2024-09-29"]
    assert found["undated"].find(f"{KML}TimeSpan") is None


def shapes(placemark: ET.Element) -> list[Any]:
    found: list[Any] = []
    for element in placemark.iter():
        if element.tag == f"{KML}coordinates":
            pairs = [tuple(map(float, p.split(","))) for p in (element.text or "").split()]
            found.append(pairs[0] if len(pairs) == 1 else shapely.LineString(pairs))
    return found


def test_no_line_or_ring_runs_over_180(path: Path) -> None:
    for placemark in parsed(path).iter(f"{KML}Placemark"):
        for line in shapes(placemark):
            if not isinstance(line, tuple):
                lon, lat = shapely.get_coordinates(line).T
                steps = abs(lon[1:] - lon[:-1])
                assert abs(lon).max() <= 180
                assert not ((steps > 180) & (lat[1:] < 90)).any()
    found = placemarks(parsed(path))
    assert len(shapes(found["route"])) == len(shapes(found["box"])) == 2
    assert shapes(found["past"]) == [(-170.0, 70.0)]
    assert shapes(found["pole"]) == [(0.0, 90.0)]


def test_edges_follow_their_parallel_on_a_globe(path: Path) -> None:
    cap_ring = max(shapes(placemarks(parsed(path))["cap"]), key=lambda ring: len(ring.coords))
    assert len(cap_ring.coords) > 30


def test_balloons_hold_no_markup_of_a_record(path: Path) -> None:
    found = placemarks(parsed(path))["markup"]
    told = found.findtext(f"{KML}description") or ""
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; ]]&gt; \ufffd" in told
    assert "<script" not in told
    assert found.findtext(f"{KML}name") == "<script>alert(1)</script> & ]]> \ufffd"


class Markup(HTMLParser):
    """Collects the tags and attributes of an HTML text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert [name for name, _ in attrs] == (["href"] if tag == "a" else [])
        self.links.update(value or "" for _, value in attrs)


def test_no_text_of_a_record_is_markup_wherever_it_stands(tmp_path: Path) -> None:
    records = [feature(f"r{n}", point(5, 72), **properties(t, n)) for n, t in enumerate(HOSTILE)]
    made = workspace(tmp_path, *records)
    found = placemarks(parsed(written("kmz", gather(made, made.current, Terms()))[0]))
    assert len(found) == len(HOSTILE)
    for n, text in enumerate(HOSTILE):
        markup = Markup()
        markup.feed(found[f"r{n}"].findtext(f"{KML}description") or "")
        assert markup.tags <= {"a", "b", "br", "h3", "p", "small"}, text
        assert markup.links == {f"https://example.org/?{n}"}, text


def test_balloons_tell_sources_marking_and_match(product: Product, path: Path) -> None:
    told = placemarks(parsed(path))["long"].findtext(f"{KML}description") or ""
    assert '[1] example.org <a href="https://example.org/a">https://example.org/a</a>' in told
    assert "RESTRICTED // TEST" in told
    document = parsed(path).find(f"{KML}Document")
    assert document is not None
    assert document.findtext(f"{KML}name") == "Hard ones (RESTRICTED // TEST)"
    assert product.digest in (document.findtext(f"{KML}description") or "")


def test_what_it_does_not_draw_is_told(product: Product, put: Put) -> None:
    assert put(product, "kmz")[1] == [
        "1 record has heights, which only the format geojson keeps",
        "2 placemarks have no geometry: globes list them and draw nothing",
    ]


def test_markers_are_in_the_file(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["doc.kml", "icons/coastguard.png"]
        assert archive.read("icons/coastguard.png").startswith(b"\x89PNG")
    hrefs = {e.text for e in parsed(path).iter(f"{KML}href")}
    assert hrefs == {"icons/coastguard.png"}


def test_every_theme_has_a_marker_of_its_own() -> None:
    themes = built_in_taxonomy().themes.values()
    assert {t.shape for t in themes} <= set(OUTLINES)
    assert len({png(theme) for theme in themes}) == len(themes)


def test_numbers_of_a_map_stand_before_titles(tmp_path: Path) -> None:
    made = workspace(tmp_path, feature("a", point(5, 72), title="Off Bodø"))
    product = gather(made, made.current, Terms(), numbers={"a": 7})
    found = placemarks(parsed(written("kmz", product)[0]))
    assert found["a"].findtext(f"{KML}name") == "7  Off Bodø"
