"""GIS programs read the desk: GDAL and OWSLib, from a server on the loopback interface."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from owslib.ogcapi.features import Features
from owslib.util import Authentication
from pyproj import Transformer

from tests.children import child
from tests.server.conftest import ROOT
from tests.server.ogc.test_ogc import COLLECTIONS

pytestmark = [pytest.mark.slow, pytest.mark.allow_hosts(["127.0.0.1"])]

CENTIMETRE = 0.011


@dataclass(frozen=True)
class Service:
    """The address and the password that `geotrack serve --ogc` prints."""

    url: str
    token: str

    def ogr(self, program: str, *arguments: str) -> str:
        """Return what a program of GDAL prints."""
        done = subprocess.run(
            [program, *arguments],
            env={**os.environ, "GDAL_HTTP_USERPWD": f"gis:{self.token}", "LC_ALL": "C.UTF-8"},
            capture_output=True,
            check=False,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
        return done.stdout

    def layer(self, name: str, *options: str) -> list[dict[str, Any]]:
        """Return the features of a layer as ogr2ogr reads them."""
        text = self.ogr(
            "ogr2ogr", "-f", "GeoJSON", "/vsistdout/", f"OAPIF:{self.url}", name, *options
        )
        features: list[dict[str, Any]] = json.loads(text)["features"]
        return features

    def owslib(self) -> Features:
        return Features(self.url, auth=Authentication("gis", self.token))


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    """A desk of the sample workspace in a process of its own."""
    command = [sys.executable, "-m", "geotrack", "--workspace", str(ROOT), "serve"]
    options = ("--no-open", "--read-only", "--ogc", "--max-marking", "RESTRICTED")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("NO_PROXY", "no_proxy"):
            patch.setenv(name, "127.0.0.1")
        patch.setenv("PYTHONUNBUFFERED", "1")
        with child([*command, *options], stdout=subprocess.PIPE, text=True) as process:
            process.stdout.readline()
            line = process.stdout.readline().strip()
            printed = re.fullmatch(r"(http://127\.0\.0\.1:\d+/ogc) .* password ([\w-]{43})", line)
            assert printed, line
            yield Service(*printed.groups())


def stored(layer: str) -> list[dict[str, Any]]:
    text = (ROOT / "layers" / f"{layer}.geojson").read_text(encoding="utf-8")
    features: list[dict[str, Any]] = json.loads(text)["features"]
    return features


def test_gdal_lists_the_collections(service: Service) -> None:
    text = service.ogr("ogrinfo", "-ro", f"OAPIF:{service.url}")
    names = re.findall(r"^\d+: (\w+)", text, flags=re.M)
    assert names == list(COLLECTIONS)


def test_gdal_reads_all_pages(service: Service) -> None:
    read = service.layer("places", "-oo", "PAGE_SIZE=7")
    expected = {one["id"]: one["geometry"]["coordinates"] for one in stored("places")}
    assert {one["properties"]["id"]: one["geometry"]["coordinates"] for one in read} == expected
    assert len(read) == len(expected) > 7


def test_gdal_asks_by_box_and_property(service: Service) -> None:
    text = service.ogr(
        *("ogrinfo", "-ro", "-q", f"OAPIF:{service.url}", "places"),
        *("-spat", "30", "65", "34", "70"),
    )
    within = {
        one["id"]
        for one in stored("places")
        if 30 <= one["geometry"]["coordinates"][0] <= 34
        and 65 <= one["geometry"]["coordinates"][1] <= 70
    }
    assert set(re.findall(r"id \(String\) = (.+)", text)) == within != set()
    naval = service.layer("records", "-where", "theme = 'naval'")
    assert {one["properties"]["theme"] for one in naval} == {"naval"}
    announced = service.layer("records", "-where", "status = 'announced'")
    assert {one["properties"]["status"] for one in announced} == {"announced"}


def test_gdal_reads_a_polar_system(service: Service) -> None:
    text = service.ogr(
        *("ogr2ogr", "-f", "CSV", "/vsistdout/", f"OAPIF:{service.url}", "places"),
        *("-oo", "CRS=EPSG:3995", "-lco", "GEOMETRY=AS_XY", "-select", "id"),
    )
    rows = [line.split(",") for line in text.splitlines()[1:]]
    found = {id_.strip('"'): (float(x), float(y)) for x, y, id_ in rows}
    move = Transformer.from_crs("EPSG:4326", "EPSG:3995", always_xy=True).transform
    for one in stored("places"):
        expected = move(*one["geometry"]["coordinates"][:2])
        assert found[one["id"]] == pytest.approx(expected, abs=CENTIMETRE)


def test_owslib_reads_records(service: Service) -> None:
    client = service.owslib()
    assert client.feature_collections() == list(COLLECTIONS)
    assert any(name.endswith("/conf/core") for name in client.conformance()["conformsTo"])
    assert "/collections/records/items" in client.api()["paths"]
    page = client.collection_items(
        "records", bbox=[170, 60, -160, 75], datetime_="2024/..", limit=2, by="footprint"
    )
    assert page["numberReturned"] == 2 < page["numberMatched"]
    assert {one["properties"]["match"] for one in page["features"]} <= {"certain", "possible"}
    one = client.collection_item("records", page["features"][0]["id"])
    assert one["properties"]["title"] == page["features"][0]["properties"]["title"]
