"""Files of shapes become regions, or layers of a map."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from geotrack.server.desk import Desk
from geotrack.workspace import check, open_workspace
from tests.server.conftest import SIGHTING, WRITES

KML = """<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>Field N</name>
<Polygon><outerBoundaryIs><LinearRing><coordinates>25,71 28,71 28,72 25,72 25,71</coordinates>
</LinearRing></outerBoundaryIs></Polygon></Placemark><Placemark><name>A buoy</name><Point>
<coordinates>30,71</coordinates></Point></Placemark></Document></kml>"""


def _area(lon: float, **properties: Any) -> dict[str, Any]:
    ring = [[lon, 71], [lon + 3, 71], [lon + 3, 72], [lon, 72], [lon, 71]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


FILE = {
    "type": "FeatureCollection",
    "features": [_area(25, kode="A", navn="Skytefelt nord"), _area(178.5, kode="B", navn="Øst")],
}
ABOUT = {"definition": "As in the file", "licence": "Own drawing", "source": "Own drawing"}


def _post(client: TestClient, path: str, **body: Any) -> Any:
    return client.post(path, json=body, headers=WRITES)


def _upload(client: TestClient, name: str, content: str) -> str:
    answer = client.post(f"/api/imports?name={name}", content=content.encode(), headers=WRITES)
    key: str = answer.json()["key"]
    return key


def test_areas_become_regions_that_are_renamed_and_removed(
    client: TestClient, folder: Path
) -> None:
    key = _upload(client, "felt.geojson", json.dumps(FILE))
    found = _post(client, f"/api/imports/{key}/areas").json()
    assert (found["columns"], found["column"], found["others"]) == (["kode", "navn"], "navn", 0)
    assert [one["name"] for one in found["areas"]] == ["Skytefelt nord", "Øst"]
    other = _post(client, f"/api/imports/{key}/areas", column="kode").json()
    assert [one["name"] for one in other["areas"]] == ["A", "B"]
    names = {str(one["n"]): one["name"] for one in found["areas"]}
    added = _post(client, f"/api/imports/{key}/regions", names=names, **ABOUT).json()
    assert (added["ids"], added["findings"]) == (["skytefelt-nord", "ost"], [])
    # The region across 180° has the size of the other one.
    regions = open_workspace(folder).regions
    areas = [regions[id_].plane.area for id_ in added["ids"]]
    assert areas[0] == pytest.approx(areas[1], rel=1e-6)
    listed = client.get("/api/own-regions?lang=en").json()
    assert [one["name"] for one in listed] == ["Skytefelt nord", "Øst"]
    again = _post(client, f"/api/imports/{key}/regions", names=names, **ABOUT).json()
    assert not again["ids"]
    assert "already" in again["findings"][0]["message"]
    assert _post(client, "/api/own-regions/ost", name="Danger area east").status_code == 200
    region = open_workspace(folder).regions["ost"]
    assert (region.name, tuple(region.aliases)) == ("Danger area east", ("Øst",))
    assert _post(client, "/api/own-regions/ost").json() == {"id": "ost"}
    assert "ost" not in open_workspace(folder).regions
    assert [f for f in check(open_workspace(folder)) if f.severity == "error"] == []


def test_a_region_that_a_record_names_stays(client: TestClient, folder: Path) -> None:
    key = _upload(client, "felt.geojson", json.dumps(FILE))
    _post(client, f"/api/imports/{key}/regions", names={"0": "Skytefelt nord"}, **ABOUT)
    place = {"precision": "region", "regions": ["skytefelt-nord"]}
    stated: Any = SIGHTING["properties"]
    record = {**SIGHTING, "geometry": None, "properties": {**stated, "place": place}}
    assert _post(client, "/api/records", feature=record, base=None, by="Kari").status_code == 200
    refused = _post(client, "/api/own-regions/skytefelt-nord")
    assert refused.status_code == 422
    assert stated["title"] in refused.json()["error"]
    assert "skytefelt-nord" in open_workspace(folder).regions
    # Those that come with geotrack are not changed here.
    assert _post(client, "/api/own-regions/nowhere", name="X").status_code == 422


def test_areas_of_a_kml_and_files_without_one(client: TestClient) -> None:
    key = _upload(client, "felt.kml", KML)
    found = _post(client, f"/api/imports/{key}/areas").json()
    assert ([one["name"] for one in found["areas"]], found["others"]) == (["Field N"], 1)
    buoy = {"type": "Feature", "properties": {"a": 1}, "geometry": SIGHTING["geometry"]}
    point = {"type": "FeatureCollection", "features": [buoy]}
    key = _upload(client, "points.geojson", json.dumps(point))
    refused = _post(client, f"/api/imports/{key}/areas")
    assert (refused.status_code, "no area" in refused.json()["error"]) == (422, True)
    nameless = {"type": "FeatureCollection", "features": [_area(25)]}
    key = _upload(client, "felt.geojson", json.dumps(nameless))
    found = _post(client, f"/api/imports/{key}/areas").json()
    assert [one["name"] for one in found["areas"]] == ["felt 1"]
    assert _post(client, f"/api/imports/{key}/regions", names={"7": "A"}).status_code == 422
    assert _post(client, f"/api/imports/{key}/regions", names={}).status_code == 422


def test_a_file_becomes_a_layer_of_a_map(client: TestClient, folder: Path, desk: Desk) -> None:
    path = folder / "maps" / "week.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text('title = "Week"\nmarking = "UNCLASSIFIED"\n', encoding="utf-8")
    desk.refresh()
    (entry,) = [one for one in client.get("/api/maps").json() if one["name"] == "week"]
    key = _upload(client, "felt.geojson", json.dumps(FILE))
    layer = {"name": "Fields", "source": "Own drawing", "licence": "Own drawing"}
    body = {"map": "week", "base": entry["base"], "layer": {**layer, "colour": "#0b6fa4"}}
    wrong = {**body, "layer": {**layer, "colour": "blue"}}
    refused = _post(client, f"/api/imports/{key}/layer", **wrong).json()
    assert refused["findings"][0]["severity"] == "error"
    assert not list((folder / "layers" / "files").iterdir())
    assert _post(client, f"/api/imports/{key}/layer", **body).json() == {"findings": []}
    (stored,) = tomllib.loads(path.read_text(encoding="utf-8"))["layers"]["files"]
    assert stored == {"file": "layers/files/felt.geojson", **body["layer"]}
    assert (folder / stored["file"]).read_bytes() == json.dumps(FILE).encode()
    assert "Fields" in client.get("/maps/week").text
    key = _upload(client, "late.geojson", json.dumps(FILE))
    assert _post(client, f"/api/imports/{key}/layer", **body).status_code == 409
    assert [one.name for one in (folder / "layers" / "files").iterdir()] == ["felt.geojson"]
