"""OGC API - Features: parameters, pages, coordinate systems, and what a marking keeps back."""

from __future__ import annotations

import json
import re
import shutil
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
import shapely
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyproj import Geod, Transformer
from starlette.testclient import TestClient

from folium_polar.geometry import PLANE_CRS, area_km2, to_plane
from geotrack.cli import main
from geotrack.cli.app import EXIT_USAGE
from geotrack.export.geometry import cut, flat_shape
from geotrack.model.query import Query
from geotrack.queries import select
from geotrack.queries.marking_ceiling import MarkingError
from geotrack.reading.geometry import geometry_faults
from geotrack.server.access import SESSION_HEADER, Access
from geotrack.server.app import create_app
from geotrack.server.desk import Desk
from geotrack.server.ogc import boxes, collections
from geotrack.server.ogc.boxes import BoxInCrs, Geometries
from geotrack.server.ogc.crs import CODES, CRS84, box_in_crs
from geotrack.server.ogc.parameters import FILTERS
from tests.records import feature, point, sector, written
from tests.server.conftest import PORT, ROOT, TODAY, WRITES

READ_KEY = "for-reading"
BASE = f"http://127.0.0.1:{PORT}/ogc"
SORTIE = "2024-07-24-joint-bomber-sortie"
COLLECTIONS = (
    *("records", "points", "lines", "areas", "footprints"),
    *("regions", "routes", "boundaries", "places"),
)
CENTIMETRE = 0.011


def basic(password: str, user: str = "qgis") -> dict[str, str]:
    return {"authorization": f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"}


def reader(desk: Desk, max_marking: str | None = None) -> TestClient:
    """Return a GIS program: it has the token, and no session."""
    app = create_app(desk, Access(PORT, (), READ_KEY), max_marking)
    return TestClient(app, base_url=f"http://127.0.0.1:{PORT}", headers=basic(READ_KEY))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The sample workspace with a line, of which it has none; it is only read."""
    folder = tmp_path_factory.mktemp("sample")
    for name in ("events", "seeds", "layers", "maps"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "geotrack.toml", folder)
    line = {"type": "LineString", "coordinates": [[-172.0, 64.0], [-168.0, 67.0]]}
    track = feature("track", line, place={"precision": "line", "radius_km": 20})
    written(folder / "events" / "track.geojson", track)
    desk = Desk(folder, lambda: TODAY, read_only=True)
    yield desk
    desk.uploads.remove()


@pytest.fixture(scope="module")
def gis(sample: Desk) -> TestClient:
    return reader(sample)


def items(gis: TestClient, collection: str = "records", **parameters: Any) -> dict[str, Any]:
    """Return a page of features; `_` in a name stands for `-` where the standard has one."""
    named = {name.replace("bbox_crs", "bbox-crs"): value for name, value in parameters.items()}
    answer = gis.get(f"{BASE}/collections/{collection}/items?{urlencode(named, doseq=True)}")
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


def ids(page: dict[str, Any]) -> list[str]:
    return [feature["id"] for feature in page["features"]]


def links(page: dict[str, Any]) -> dict[str, str]:
    return {link["rel"]: link["href"] for link in page["links"]}


# Access


@pytest.fixture
def outsider(sample: Desk) -> TestClient:
    """A program without the token."""
    app = create_app(sample, Access(PORT, (), READ_KEY))
    return TestClient(app, base_url=f"http://127.0.0.1:{PORT}")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        basic(""),
        basic(f"{READ_KEY} "),
        basic("", READ_KEY),
        {"authorization": f"Bearer {READ_KEY}"},
        {"authorization": "Basic =="},
        {"authorization": "Basic /w=="},
    ],
)
def test_without_the_token_nothing_is_read(outsider: TestClient, headers: dict[str, str]) -> None:
    answer = outsider.get(f"{BASE}/collections", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Basic ")


def test_the_token_opens_nothing_else(gis: TestClient) -> None:
    for path in ("/page", "/api/vocabulary", "/ogcx", f"/api/records/{SORTIE}"):
        answer = gis.get(path)
        assert answer.status_code == 401, path
        assert "www-authenticate" not in answer.headers
    for session in (READ_KEY, f"x.{READ_KEY}"):
        headers = {**WRITES, SESSION_HEADER: session}
        assert gis.post("/api/review", json={}, headers=headers).status_code == 401


def test_a_session_of_the_desk_does_not_open_it(sample: Desk) -> None:
    access = Access(PORT, (), READ_KEY)
    client = TestClient(create_app(sample, access), base_url=f"http://127.0.0.1:{PORT}")
    client.headers[SESSION_HEADER] = access.redeem(access.new_link().partition("#")[2]) or ""
    assert client.get("/api/review").status_code == 200
    assert client.get("/ogc").status_code == 401


def test_it_is_off_by_default(client: TestClient) -> None:
    assert client.get("/ogc").status_code == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_there_is_only_reading(gis: TestClient, method: str) -> None:
    answer = gis.request(method, f"{BASE}/collections/records/items", headers=WRITES)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"


def test_other_hosts_and_sites_are_refused(gis: TestClient) -> None:
    assert gis.get(BASE, headers={"host": f"evil.example:{PORT}"}).status_code == 421
    assert gis.get(BASE, headers={"origin": "http://evil.example"}).status_code == 403
    assert gis.get(BASE, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    answer = gis.get(BASE, headers={"origin": f"http://127.0.0.1:{PORT}"})
    assert not [name for name in answer.headers if name.startswith("access-control")]


# Resources


def test_every_resource_is_json_and_html(gis: TestClient) -> None:
    paths = ["", "/", "/conformance", "/api", "/collections"]
    paths += [f"/collections/{one}" for one in COLLECTIONS]
    paths += [f"/collections/{one}/items" for one in COLLECTIONS]
    for path in [*paths, f"/collections/records/items/{SORTIE}"]:
        few = "limit=2&" if path.endswith("/items") else ""
        json_answer, html = (gis.get(f"{BASE}{path}?{few}f={form}") for form in ("json", "html"))
        assert json_answer.status_code == html.status_code == 200, path
        assert "json" in json_answer.headers["content-type"]
        assert html.text.startswith("<!DOCTYPE html>")
        assert "default-src 'none'" in html.headers["content-security-policy"]
        assert "script" not in html.headers["content-security-policy"]
    assert "json" in gis.get(f"{BASE}/collections").headers["content-type"]
    accepted = gis.get(f"{BASE}/collections", headers={"accept": "text/html,*/*"})
    assert accepted.headers["content-type"].startswith("text/html")
    assert accepted.headers["vary"] == "Accept, Accept-Encoding"
    assert gis.head(f"{BASE}/collections/records/items").status_code == 200


def test_links_lead_to_what_they_name(gis: TestClient) -> None:
    pages = [BASE, f"{BASE}/collections", f"{BASE}/collections/places"]
    pages += [f"{BASE}/collections/records/items?limit=2&offset=1&theme=air"]
    pages += [f"{BASE}/collections/records/items/{SORTIE}?crs={next(iter(CODES))}"]
    for page in pages:
        found = gis.get(page).json()
        assert {"self", "alternate"} <= set(links(found))
        for link in found["links"]:
            answer = gis.get(link["href"])
            assert answer.status_code == 200
            if "f=" in link["href"]:
                assert answer.headers["content-type"].startswith(link["type"])
    assert {"service-desc", "service-doc", "conformance", "data"} <= set(
        links(gis.get(BASE).json())
    )


def test_the_openapi_document_describes_what_is_served(gis: TestClient) -> None:
    answer = gis.get(f"{BASE}/api")
    document = answer.json()
    assert document["openapi"].startswith("3.0")
    assert answer.headers["content-type"] == "application/vnd.oai.openapi+json;version=3.0"
    text = json.dumps(document)
    for kind, name in re.findall(r'"#/components/(\w+)/([^"]+)"', text):
        assert name in document["components"][kind]
    operations = [path["get"] for path in document["paths"].values()]
    assert len({one["operationId"] for one in operations}) == len(operations)
    for path in document["paths"]:
        assert gis.get(BASE + path.replace("{featureId}", "x")).status_code in {200, 404}
    # Each parameter that it names is admitted, and no other.
    parameters = document["paths"]["/collections/records/items"]["get"]["parameters"]
    named = {one["$ref"].rpartition("/")[2] for one in parameters}
    refused = gis.get(f"{BASE}/collections/records/items?nonsense=1").json()["detail"]
    assert named == set(refused.partition("known are ")[2].split(", "))


def test_collections_state_extent_and_systems(gis: TestClient) -> None:
    document = gis.get(f"{BASE}/collections").json()
    assert document["crs"] == [CRS84, *CODES]
    assert [one["id"] for one in document["collections"]] == list(COLLECTIONS)
    for one in document["collections"]:
        assert one["storageCrs"] == CRS84
        if "spatial" not in one["extent"]:
            assert items(gis, one["id"])["numberMatched"] == 0
            continue
        west, south, east, north = one["extent"]["spatial"]["bbox"][0]
        assert -180 <= west < east <= 180
        assert -90 <= south < north <= 90
    places = items(gis, "places", limit=1000)["features"]
    lon, lat = np.array([one["geometry"]["coordinates"] for one in places]).T
    stated = document["collections"][-1]["extent"]["spatial"]["bbox"][0]
    assert stated == [lon.min(), lat.min(), lon.max(), lat.max()]


@pytest.mark.parametrize(
    "question",
    [
        "nonsense=1",
        "limit=0",
        "limit=-1",
        "limit=ten",
        "limit=1&limit=2",
        "offset=-1",
        "f=xml",
        "bbox=1,2,3",
        "bbox=1,2,3,x",
        "bbox=0,80,10,70",
        "bbox=0,nan,10,70",
        "bbox=0,0,1,1&bbox-crs=EPSG:3995",
        f"bbox=5,5,1,1&bbox-crs={next(iter(CODES))}",
        "datetime=yesterday",
        "datetime=2024/2023",
        "datetime=2024/2025/2026",
        "datetime=",
        "crs=http://www.opengis.net/def/crs/EPSG/0/4326",
        "theme=aiir",
        "disputed=yes",
        "match=sure",
        "within=20km",
        "region=Atlantis",
        "north_of=high",
        "by=heart",
        "match=certain&bbox=0,60,10,70",
        "match=possible&datetime=2024",
    ],
)
def test_wrong_parameters_are_told(gis: TestClient, question: str) -> None:
    answer = gis.get(f"{BASE}/collections/records/items?{question}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 400
    assert answer.json()["detail"]


NAMES = ["limit", "offset", "bbox", "bbox-crs", "datetime", "crs", "match", "by", "f", *FILTERS]
VALUES = st.one_of(
    st.text(),
    st.floats(allow_nan=True).map(str),
    st.lists(st.floats(width=32), min_size=4, max_size=4).map(lambda box: ",".join(map(str, box))),
    st.sampled_from(["..", "/", "2024/..", "Bering Strait", "30000km", "0,90", *CODES]),
)


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=3))
def test_no_parameter_breaks_it(gis: TestClient, parameters: dict[str, str]) -> None:
    answer = gis.get(f"{BASE}/collections/records/items", params=parameters)
    assert answer.status_code in {200, 400}, answer.text


def test_unknown_parameters_are_refused_everywhere(gis: TestClient) -> None:
    for path in ("", "/conformance", "/api", "/collections", "/collections/places"):
        assert gis.get(f"{BASE}{path}?limit=1").status_code == 400
    assert gis.get(f"{BASE}/collections/places/items?theme=air").status_code == 400


def test_unknown_paths_are_told(gis: TestClient) -> None:
    for path in ("/x", "/collections/x", "/collections/x/items", "/collections/records/items/x"):
        answer = gis.get(BASE + path)
        assert answer.status_code == 404
        assert answer.json()["title"] == "Not Found"


# Questions


@settings(max_examples=5)
@given(limit=st.integers(1, 120), collection=st.sampled_from(COLLECTIONS))
def test_pages_have_each_feature_once(gis: TestClient, limit: int, collection: str) -> None:
    whole = items(gis, collection, limit=5000)
    found: list[str] = []
    page = items(gis, collection, limit=limit)
    while True:
        found += ids(page)
        assert page["numberReturned"] == len(page["features"]) <= limit
        assert page["numberMatched"] == whole["numberMatched"]
        if "next" not in links(page):
            break
        page = gis.get(links(page)["next"]).json()
    assert found == ids(whole)
    assert len(set(found)) == len(found) == whole["numberMatched"]


def test_a_page_has_ten_features_by_default(gis: TestClient) -> None:
    assert items(gis)["numberReturned"] == 10
    assert items(gis, offset=100_000)["numberReturned"] == 0


@settings(max_examples=4)
@given(
    west=st.floats(1, 179),
    east=st.floats(-179, -1),
    south=st.floats(-80, 70),
    height=st.floats(1, 20),
)
def test_a_box_across_180_is_its_two_halves(
    gis: TestClient, west: float, east: float, south: float, height: float
) -> None:
    north = south + height
    for collection in ("records", "regions"):
        boxes = [(west, south, east, north), (west, south, 180, north), (-180, south, east, north)]
        whole, *halves = [
            set(ids(items(gis, collection, limit=1000, bbox=",".join(map(str, box)))))
            for box in boxes
        ]
        assert whole == halves[0] | halves[1]


def test_a_box_may_have_heights(gis: TestClient) -> None:
    flat = items(gis, bbox="-170,60,-150,75", limit=1000)
    assert ids(items(gis, bbox="-170,60,-10,-150,75,10", limit=1000)) == ids(flat) != []


def test_a_box_may_be_a_point(gis: TestClient) -> None:
    lon, lat = gis.get(f"{BASE}/collections/places/items/murmansk").json()["geometry"][
        "coordinates"
    ]
    assert ids(items(gis, "places", bbox=f"{lon},{lat},{lon},{lat}")) == ["murmansk"]
    uri = next(iter(CODES))
    x, y = Transformer.from_crs("EPSG:4326", CODES[uri], always_xy=True).transform(lon, lat)
    assert ids(items(gis, "places", bbox=f"{x},{y},{x},{y}", bbox_crs=uri)) == ["murmansk"]
    assert items(gis, "places", bbox="0,90,0,90")["numberMatched"] == 0


@pytest.mark.parametrize("uri", CODES)
def test_boxes_keep_their_area(uri: str) -> None:
    """At the pole, across 180° and as large as the globe, against the box moved by proj."""
    move = Transformer.from_crs(CODES[uri], PLANE_CRS, always_xy=True).transform
    middle = 2e6 if CODES[uri] == "EPSG:5936" else 0.0
    for least, most in ((-10, 10), (0, 50), (-1e3, 5e5), (0, 4e6), (-5e6, 2e6)):
        box = shapely.box(middle + least, middle + least, middle + most, middle + most)
        dense = shapely.segmentize(box, (most - least) / 2_000)
        expected = shapely.transform(dense, lambda xy: np.column_stack(move(*xy.T)))
        found = to_plane(box_in_crs(box.bounds, uri))
        off_m = shapely.symmetric_difference(found, expected).area / expected.length
        assert off_m < 0.5
    hemisphere = to_plane(box_in_crs((-1e300, -1e300, 1e300, 1e300), uri))
    assert area_km2(hemisphere) == pytest.approx(255_032_810, rel=1e-4)  # half of the ellipsoid
    assert box_in_crs((9e7, 9e7, 9.1e7, 9.1e7), uri) is None


@pytest.mark.parametrize("uri", CODES)
def test_boxes_and_and_coordinates_agree_with_proj(gis: TestClient, uri: str) -> None:
    # In the axis order of the authority on both sides: EPSG:4326 has latitude first.
    move = Transformer.from_crs("EPSG:4326", CODES[uri]).transform
    places = items(gis, "places", limit=1000)["features"]
    lon, lat = np.array([one["geometry"]["coordinates"] for one in places]).T
    expected = np.column_stack(move(lat, lon))
    moved = items(gis, "places", limit=1000, crs=uri)["features"]
    found = np.array([one["geometry"]["coordinates"] for one in moved])
    assert np.abs(found - expected).max() < CENTIMETRE
    x, y = expected.T
    for box in ((-3e6, -2e6, 1e6, 1.5e6), (0, 0, 9e7, 9e7), (-1e5, -1e5, 1e5, 1e5)):
        inside = (x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])
        page = items(gis, "places", limit=1000, bbox=",".join(map(str, box)), bbox_crs=uri)
        assert set(ids(page)) == {
            one["id"] for one, is_in in zip(places, inside, strict=True) if is_in
        }


def test_the_answer_names_its_system(gis: TestClient) -> None:
    for uri in (CRS84, *CODES):
        for path in ("places/items", "places/items/murmansk"):
            answer = gis.get(f"{BASE}/collections/{path}?crs={uri}")
            assert answer.headers["content-crs"] == f"<{uri}>"
    assert gis.get(f"{BASE}/collections/places/items").headers["content-crs"] == f"<{CRS84}>"


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2024-07-24", "2024-07-24", "2024-07-24"),
        ("2024-07-24T12:00:00Z", "2024-07-24T12:00:00Z", "2024-07-24T12:00:00Z"),
        (
            "2024-01-01T00:00:00Z/2024-12-31T23:59:59Z",
            "2024-01-01T00:00:00Z",
            "2024-12-31T23:59:59Z",
        ),
        ("2024/..", "2024", None),
        ("2024/", "2024", None),
        ("../2023", None, "2023"),
        ("/2023", None, "2023"),
    ],
)
def test_datetime_asks_as_a_query(
    gis: TestClient, sample: Desk, written: str, start: str | None, end: str | None
) -> None:
    selection = select(sample.workspace, Query.parse(start=start, end=end, as_of=TODAY))
    page = items(gis, datetime=written, by="footprint", limit=1000)
    assert ids(page) == selection.ids
    assert [one["properties"]["match"] for one in page["features"]] == selection.matches
    assert ids(page)


def test_filters_are_the_conditions_of_a_query(gis: TestClient, sample: Desk) -> None:
    values: dict[str, Any] = {
        "region": ["Bering Strait", "Chukchi Sea"],
        "theme": ["air", "naval"],
        "disputed": "true",
        "actor": "China",
        "status": "occurred",
        "north_of": 66.5,
        "text": "bomber",
        "kind": "event",
        "grade": "B2",
    }
    assert values.keys() <= FILTERS.keys()
    for name, value in values.items():
        asked = {FILTERS[name].name: True if value == "true" else value}
        expected = select(sample.workspace, Query.parse(**asked, as_of=TODAY))
        assert ids(items(gis, limit=1000, **{name: value})) == expected.ids, name
    certain, possible = (
        ids(items(gis, region="Bering Strait", limit=1000, match=match))
        for match in ("certain", "possible")
    )
    both = ids(items(gis, region="Bering Strait", limit=1000))
    assert sorted([*certain, *possible]) == sorted(both)
    near = items(gis, of="Point Hope", within="300km")["features"][0]["properties"]
    assert near["distance_km"] <= 300
    assert near["why"]
    assert "match" not in items(gis)["features"][0]["properties"]


# What Core demands: requirements 23 and 25 of OGC 17-069r4

PLACED, DATED = {"precision": "near", "radius_km": 200}, {"start": "2024-07-01"}
CORE = [
    feature("in", point(20, 75), **DATED, place=PLACED),
    feature("beside", point(29.9, 75), **DATED, place=PLACED),  # its footprint reaches into the box
    feature("far", point(100, 75), **DATED, place=PLACED),
    feature("unplaced", None, **DATED),
    feature("by-region", None, **DATED, place={"regions": "barents-sea"}),
    feature("undated", point(20, 75), start="unknown", place=PLACED),
    feature("late", point(20, 75), start="2025", place=PLACED),
    feature("south", point(20, -75), **DATED, place=PLACED),
    feature("pole", point(120, 90), **DATED, place=PLACED),
    feature("seam", point(-180, 60), **DATED, place=PLACED),
]


@pytest.fixture(scope="module")
def core(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    folder = tmp_path_factory.mktemp("core")
    written(folder / "events" / "a.geojson", *CORE)
    (folder / "geotrack.toml").write_text("format = 1\n", encoding="utf-8")
    return reader(Desk(folder, lambda: TODAY))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # 23A: geometries that meet the box; 23C: also what has none.
        ("bbox=10,70,29,80", "in undated late unplaced by-region"),
        ("bbox=10,-80,29,-70", "south unplaced by-region"),
        ("bbox=-10,85,0,90", "pole unplaced by-region"),
        ("bbox=170,50,180,65", "seam unplaced by-region"),
        ("bbox=170,50,-170,65", "seam unplaced by-region"),
        # 25C: also what has no date.
        ("datetime=2024", "in beside far unplaced by-region south pole seam undated"),
        ("datetime=2025/..", "late undated"),
        ("bbox=10,70,29,80&datetime=2024", "in unplaced by-region undated"),
        # The rule of `geotrack query`.
        ("bbox=10,70,29,80&by=footprint", "in beside undated late by-region"),
        ("bbox=10,-80,29,-70&by=footprint", ""),
        ("datetime=2025/..&by=footprint", "late"),
        ("bbox=10,70,29,80&datetime=2024&by=footprint", "in beside by-region"),
        ("bbox=10,70,29,80&by=footprint&match=certain", "in undated late"),
    ],
)
def test_features_without_a_place_or_a_date_meet_every_box_and_interval(
    core: TestClient, question: str, expected: str
) -> None:
    page = core.get(f"{BASE}/collections/records/items?limit=100&{question}").json()
    assert set(ids(page)) == set(expected.split())
    has_match = ["match" in one["properties"] for one in page["features"]]
    assert has_match == ["by=footprint" in question] * len(has_match)
    placed = {one["id"] for one in CORE if one["geometry"] is not None}
    points = core.get(f"{BASE}/collections/points/items?limit=100&{question}").json()
    assert set(ids(points)) == set(expected.split()) & placed


def test_footprints_are_judged_by_themselves(core: TestClient) -> None:
    found = core.get(f"{BASE}/collections/footprints/items?bbox=10,70,29,80").json()
    assert set(ids(found)) == {"in", "beside", "undated", "late"}
    assert all(one["geometry"] for one in found["features"])
    assert ids(core.get(f"{BASE}/collections/footprints/items?bbox=10,-80,29,-70").json()) == []


def test_records_have_their_theme(core: TestClient) -> None:
    for one in items(core, limit=100)["features"]:
        assert one["properties"]["theme"] == one["properties"]["type"].partition("/")[0]


LON = st.one_of(st.integers(-200, 200), st.sampled_from([-180, 180, 179, -179]))
LINES = st.lists(st.tuples(LON, st.integers(50, 90)), min_size=2, max_size=5, unique=True)
SHAPES = st.one_of(
    st.tuples(LON, st.integers(-89, 90)).map(lambda at: point(*at)),
    LINES.map(lambda line: {"type": "LineString", "coordinates": [list(at) for at in line]}),
    st.tuples(LON, st.integers(1, 170), st.integers(50, 70), st.integers(1, 19)).map(
        lambda at: sector(at[0], at[0] + at[1], at[2], at[2] + at[3])
    ),
    st.sampled_from([60, 80]).map(
        lambda lat: {
            "type": "Polygon",
            "coordinates": [[[lon, lat] for lon in (0, 90, 180, -90, 0)]],
        }
    ),
)


@given(
    st.lists(SHAPES.filter(lambda shape: not geometry_faults(shape)), min_size=1, max_size=5),
    st.tuples(LON, LON, st.integers(-60, 80), st.integers(5, 60)),
)
@example([{"type": "LineString", "coordinates": [[0, 90], [-180, 50]]}], (170, 180, 60, 10))
@example([{"type": "LineString", "coordinates": [[0, 50], [0, 90], [180, 50]]}], (0, 0, 0, 5))
@example([point(-180, 63)], (0, 0, 0, 5))
def test_many_geometries_meet_a_box_as_each_does(
    shapes: list[Any], at: tuple[int, int, int, int]
) -> None:
    west, east, south, height = at
    many = Geometries(shapes)
    for bounds, shape in zip(many.bounds, shapes, strict=True):
        # A parallel that is cut has vertices within a metre of it.
        assert bounds == pytest.approx(flat_shape(cut(shape)).bounds, abs=1e-5)
    polar_box = BoxInCrs((west * 1e4, south * 1e4, (west + height) * 1e4, 3e6), next(iter(CODES)))
    for box in (BoxInCrs((west, south, east, min(south + height, 90))), polar_box):
        assert many.meet(box).tolist() == [box.meets(shape) for shape in shapes]


def test_collections_are_listed_without_a_shape(
    sample: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[Any] = []
    for name in ("flat_shape", "in_crs"):
        monkeypatch.setattr(boxes, name, built.append)
    monkeypatch.setattr(collections, "footprint", built.append)
    assert reader(sample).get(f"{BASE}/collections").status_code == 200
    assert built == []


# Entity tags and compression


@pytest.mark.parametrize("form", ["json", "html"])
def test_an_answer_that_is_known_is_not_sent_again(core: TestClient, form: str) -> None:
    at = f"{BASE}/collections/records/items?f={form}&limit=100"
    plain, packed = (core.get(at, headers={"accept-encoding": one}) for one in ("", "gzip"))
    assert plain.text == packed.text
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    tags = [one.headers["etag"] for one in (plain, packed)]
    assert tags[0] != tags[1]
    assert all(re.fullmatch(r'"[^"]+"', tag) for tag in tags)
    for tag, coding in zip(tags, ("", "gzip"), strict=True):
        again = {"accept-encoding": coding, "if-none-match": f'"other", W/{tag}'}
        answer = core.get(at, headers=again)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == tag
        assert answer.headers["cache-control"] == "private, no-cache"
    assert core.get(at, headers={"if-none-match": '"other"'}).status_code == 200
    other = core.get(f"{BASE}/collections/records/items?f={form}&limit=2")
    assert other.headers["etag"] not in tags


def test_an_error_has_no_entity_tag(core: TestClient) -> None:
    assert "etag" not in core.get(f"{BASE}/collections/records/items?x=1").headers


# Kinds of geometry


def test_a_layer_has_one_type_of_geometry(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[170, 70], [190, 71]]}
    both = {"type": "GeometryCollection", "geometries": [point(5, 75), line]}
    shapes = [point(4, 75), line, sector(0, 10, 70, 75), both, None]
    written(tmp_path / "events" / "a.geojson", *(feature(f"f{n}", g) for n, g in enumerate(shapes)))
    (tmp_path / "geotrack.toml").write_text("format = 1\n", encoding="utf-8")
    gis = reader(Desk(tmp_path, lambda: TODAY))
    records = {one["id"]: one for one in items(gis, limit=1000)["features"]}
    found: set[str] = set()
    kinds = {"points": "MultiPoint", "lines": "MultiLineString", "areas": "MultiPolygon"}
    for name, kind in kinds.items():
        for crs in (CRS84, next(iter(CODES))):
            features = items(gis, name, limit=1000, crs=crs)["features"]
            assert {one["geometry"]["type"] for one in features} == {kind}
            for one in features:
                assert one["properties"] == records[one["id"]]["properties"]
        found.update(one["id"] for one in features)
    assert found == {id_ for id_, one in records.items() if one["geometry"]}


def test_footprints_lie_within_the_stated_radius(gis: TestClient) -> None:
    geod, checked = Geod(ellps="WGS84"), 0
    for one in items(gis, "footprints", limit=1000)["features"]:
        assert one["geometry"]["type"] == "MultiPolygon"
        record = gis.get(f"{BASE}/collections/records/items/{one['id']}").json()
        place = record["properties"]["place"]
        if record["geometry"]["type"] != "Point" or place["precision"] != "near":
            continue
        rings = [ring for part in one["geometry"]["coordinates"] for ring in part]
        lon, lat = np.array([position for ring in rings for position in ring]).T
        centre = np.broadcast_to(record["geometry"]["coordinates"], (len(lon), 2)).T
        # A disc that holds the pole is cut by edges along 180° and 90° N, which are inside.
        metres = geod.inv(*centre, lon, lat)[2]
        assert metres.max() <= place["radius_km"] * 1000 * 1.001
        checked += 1
    assert checked > 20


# Markings


def test_nothing_above_the_marking_is_served(folder: Any) -> None:
    """A record marked high leaves no trace: not itself, its id in others, nor its place."""
    path = next(p for p in (folder / "events").glob("*.geojson") if SORTIE in p.read_text("utf-8"))
    collection = json.loads(path.read_text(encoding="utf-8"))
    secret = next(f for f in collection["features"] if f["id"] == SORTIE)
    other = next(f for f in collection["features"] if f["id"] != SORTIE)
    secret["properties"]["marking"] = "RESTRICTED // FOR BRIEFING"
    other["properties"] |= {"related": [SORTIE], "title": "<script>alert(1)</script>"}
    path.write_text(json.dumps(collection), encoding="utf-8")
    desk = Desk(folder, lambda: TODAY)
    for marking in (None, "UNCLASSIFIED"):
        low = reader(desk, marking)
        page = items(low, limit=1000)
        assert SORTIE not in ids(page)
        assert SORTIE not in json.dumps(page)
        assert low.get(f"{BASE}/collections/records/items/{SORTIE}").status_code == 404
        near = low.get(f"{BASE}/collections/records/items?of={SORTIE}&within=10km")
        assert near.status_code == 400
    high = reader(desk, "RESTRICTED")
    assert SORTIE in ids(items(high, limit=1000))
    one = high.get(f"{BASE}/collections/records/items/{other['id']}").json()
    assert one["properties"]["related"] == [SORTIE]
    html = high.get(f"{BASE}/collections/records/items/{other['id']}?f=html").text
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    with pytest.raises(MarkingError, match="COSMIC"):
        reader(desk, "COSMIC")
    settings_file = folder / "geotrack.toml"
    text = settings_file.read_text(encoding="utf-8").replace('"RESTRICTED"', '"NATO"')
    settings_file.write_text(text, encoding="utf-8")
    desk.refresh()
    answer = high.get(f"{BASE}/collections/records/items")
    assert answer.status_code == 500
    assert "RESTRICTED" in answer.json()["detail"]


def test_a_hidden_record_that_replaces_others_changes_no_answer(tmp_path: Any) -> None:
    records = [
        feature("whole", point(20, 75)),
        feature("old", point(21, 75), part_of="whole"),
        feature("leaf", point(22, 75), part_of="old", related=["whole"]),
    ]
    hidden = feature("secret", point(23, 75), marking="SECRET", replaces=["old"], related=["leaf"])
    (tmp_path / "geotrack.toml").write_text("format = 1\n", encoding="utf-8")
    questions = [
        "items?limit=100", "items/old", "items/leaf", "items/secret", "items?part-of=whole",
        "items?part-of=old", "items?of=old&within=10km", "items?of=secret&within=10km",
    ]  # fmt: skip
    answers = []
    for more in ([], [hidden]):
        written(tmp_path / "events" / "a.geojson", *records, *more)
        low = reader(Desk(tmp_path, lambda: TODAY))
        paths = [f"{BASE}/collections/{name}/{one}" for name in ("records", "points", "footprints")
                 for one in questions]  # fmt: skip
        found = [low.get(path) for path in (*paths, f"{BASE}/collections")]
        answers.append(
            [(one.status_code, re.sub(r"timeStamp.{30}", "", one.text)) for one in found]
        )
    assert answers[0] == answers[1]
    assert answers[0][1][0] == 200


def test_a_marking_without_the_service_is_refused() -> None:
    result = CliRunner().invoke(main, ["serve", "--max-marking", "SECRET"])
    assert result.exit_code == EXIT_USAGE
    assert "--ogc" in result.output


def test_a_report_marked_high_keeps_its_records_back(folder: Any) -> None:
    desk = Desk(folder, lambda: TODAY)
    report = next(iter(desk.workspace.reports_by_id.values()))
    path = next(p for p in (folder / "seeds").glob("*.toml") if report.id in p.read_text("utf-8"))
    citing = {e.id for e in desk.workspace.current if any(s.seed == report.id for s in e.sources)}
    text = re.sub(r'(?m)^marking = ".*"\n', "", path.read_text(encoding="utf-8"))
    path.write_text(f'marking = "SECRET"\n{text}', encoding="utf-8")
    low = reader(desk)
    assert citing & set(ids(items(low, limit=1000))) == citing != set()
    asked = f"{BASE}/collections/records/items?source="
    assert low.get(f"{asked}{report.id}").status_code == 200
    desk.refresh()
    assert citing & set(ids(items(low, limit=1000))) == set()  # a running server follows the files
    answers = [low.get(f"{asked}{id_}") for id_ in (report.id, "no-such-report")]
    assert [one.status_code for one in answers] == [400, 400]
    assert report.id not in low.get(f"{asked}{report.id[:-1]}").text
