"""Records that are hard to hand over, and readers that are not the writers."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geotrack.export import FORMATS, Product, Terms, gather
from geotrack.workspace import Workspace
from tests.records import cap, feature, point, polygon, region, sector, workspace

SCRIPTS = {
    "latin": "Ærø, Ísland, Łódź",
    "cyrillic": "Северный морской путь",
    "greek": "Βόρειος Παγωμένος",
    "chinese": "北极航道",
    "japanese": "ほっきょく、北極海",
    "korean": "북극 항로",
    "arabic": "القطب الشمالي",
    "hebrew": "הקוטב הצפוני",
    "hindi": "उत्तरी ध्रुव",
    "inuktitut": "ᐃᓄᒃᑎᑐᑦ ᓄᓇᕗᑦ",
    "emoji": "🧭𓂀 e\u0301",
}
LONG = "Seen twice. " * 4_000
PLACE = {"precision": "near", "radius_km": 30}
LINE = {"precision": "line", "radius_km": 20}
AREA = {"precision": "area"}


def written(name: str, product: Product) -> tuple[bytes, list[str]]:
    """A product in the format of a name, and its notes."""
    file = io.BytesIO()
    notes = FORMATS[name].write(product, file)
    return file.getvalue(), notes


def hard_records() -> list[dict[str, Any]]:
    return [
        *(feature(f"in-{name}", point(5, 72), title=t, tags=[t]) for name, t in SCRIPTS.items()),
        feature("nowhere", title="Without a place"),
        feature("by-region", title="In a sea", place={"precision": "region", "regions": ["west"]}),
        feature("long", point(6, 72), summary=LONG, place=PLACE),
        feature("seam", point(180, 71), place=PLACE),
        feature("pole", point(0, 90), place=PLACE),
        feature("past", point(190, 70), place=PLACE),
        feature(
            "route",
            {"type": "LineString", "coordinates": [[170, 70], [-170, 72]]},
            place=LINE,
        ),
        feature("box", sector(175, 185, 70, 75), place=AREA),
        feature("cap", cap(85), place=AREA),
        feature("posts", {"type": "MultiPoint", "coordinates": [[1, 70], [2, 71]]}),
        feature(
            "mixed",
            {
                "type": "GeometryCollection",
                "geometries": [
                    point(3, 73),
                    {"type": "LineString", "coordinates": [[3, 73], [4, 74]]},
                    polygon([3, 73], [5, 73], [5, 74]),
                ],
            },
        ),
        feature("still", {"type": "LineString", "coordinates": [[3, 72], [3, 72]]}, place=LINE),
        feature(
            "nested",
            {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "GeometryCollection", "geometries": [point(3, 71)]},
                    {"type": "LineString", "coordinates": [[3, 71], [3, 71]]},
                ],
            },
            place=PLACE,
        ),
        feature("high", {"type": "Point", "coordinates": [7, 73, 120.5]}),
        feature("moment", point(8, 73), start="2024-09-28T14:05:30+02:00", end="2024-09-29"),
        feature("month", point(8, 74), start="2024-02", end="2024-03~"),
        feature("undated", point(9, 73), start="unknown"),
        feature("formula", point(9, 74), title='=HYPERLINK("http://x")', summary="-1\nsecond"),
        feature("markup", point(9, 75), title="<script>alert(1)</script> & ]]> \u0007", tags="a,b"),
    ]


@pytest.fixture
def hard(tmp_path: Path) -> Workspace:
    return workspace(
        tmp_path / "w",
        *hard_records(),
        regions=[
            region("west", sector(170, 190, 70, 75), name="Western Sea", kind="sea"),
            region("top", cap(85), name="The Top"),
        ],
    )


@pytest.fixture
def product(hard: Workspace) -> Product:
    assert not hard.left_out
    return gather(hard, hard.current, Terms(title="Hard ones", marking="RESTRICTED // TEST"))


Put = Callable[[Product, str], tuple[Path, list[str]]]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Write a product in a format, twice with the same bytes, and return the file and the notes."""

    def write(product: Product, name: str) -> tuple[Path, list[str]]:
        content, notes = written(name, product)
        assert written(name, product)[0] == content
        path = tmp_path / f"out{FORMATS[name].endings[0]}"
        path.write_bytes(content)
        return path, notes

    return write


def by_gdal(path: Path, *layers: str) -> list[dict[str, Any]]:
    """Return the Features of a file in lon/lat as the system's GDAL reads them."""
    to_lonlat = ["-t_srs", "EPSG:4326"] if path.suffix == ".gpkg" else []
    out = path.with_name("read-back.geojson")
    out.unlink(missing_ok=True)
    subprocess.run(
        ["ogr2ogr", "-f", "GeoJSON", *to_lonlat, str(out), str(path), *layers],
        check=True,
        capture_output=True,
    )
    features: list[dict[str, Any]] = json.loads(out.read_text("utf-8"))["features"]
    return features


def parsed(value: Any) -> Any:
    """Return a JSON text as a value; GDAL has turned some into values already."""
    return json.loads(value) if isinstance(value, str) else value
