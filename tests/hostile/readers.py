"""Each reader of files that others made: a small sound file, what stands beside it, a command."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

from geotrack.workspace.transaction import JOURNAL
from tests.hostile.files import KML, sound, zipped
from tests.logos import png
from tests.own_workspace import TAXONOMY
from tests.records import collection, feature, point, region, sector
from tests.reports import docx, pdf, text_at

__all__ = ["READERS", "Reader"]

Files = dict[str, bytes]
"""Contents by their paths in a folder."""

OUT = "out"
"""What the name of each output begins with."""


@dataclass(frozen=True)
class Reader:
    """How a reader is called.

    Parameters
    ----------
    files : callable
        Returns the sound files that are broken.
    command : str
        The command with its arguments.
    around : Mapping of str to bytes
        Sound files beside them.
    changed : frozenset of str
        Files that the command may write, beside its output.
    """

    files: Callable[[], Files]
    command: str
    around: Mapping[str, bytes] = field(default_factory=dict)
    changed: frozenset[str] = frozenset()


def _json(content: object) -> bytes:
    return json.dumps(content).encode()


_RECORDS = _json(
    collection(
        feature(
            "a", point(5, 72), start="2024-05", place={"precision": "near", "radius_km": 30},
            actors=[{"name": "x", "role": "operator"}], tags=["t"], summary="Seen",
        ),
        feature("b", sector(0, 10, 70, 75), place={"precision": "area", "regions": ["west"]}),
    )
)  # fmt: skip
_REGIONS = _json(collection(region("west", sector(0, 10, 70, 75), name="Western Sea")))
_NEW = _json(feature("n", point(-90, 80), title="Seen", start="2023"))
_BOTH = _json(
    collection(
        feature("x", point(-90, 80), title="Seen", start="2023"),
        feature("y", point(95, 81), title="A drill", start="2024-12"),
        feature("z", point(99, 82), title="A part of it", start="2022", part_of="y"),
    )
)
_SEQUENCE_OF_OTHERS = b"\n".join(
    _json({"type": "Feature", "properties": {"Name": name}, "geometry": point(5, 70)})
    for name in "abc"
)
_TOPOJSON = _json(
    {
        "type": "Topology", "transform": {"scale": [0.001, 0.001], "translate": [5, 70]},
        "objects": {
            "cables": {
                "type": "GeometryCollection",
                "geometries": [{"type": "LineString", "arcs": [0], "properties": {"Name": "A"}}],
            }
        },
        "arcs": [[[0, 0], [1000, 500], [500, 500]]],
    }
)  # fmt: skip
_ESRI_JSON = _json(
    {
        "geometryType": "esriGeometryPolygon", "spatialReference": {"wkid": 3995},
        "fields": [{"name": "Name", "type": "esriFieldTypeString", "alias": "Name"}],
        "features": [
            {
                "attributes": {"Name": "A"},
                "geometry": {"rings": [[[0, 1000], [0, 9000], [9000, 9000], [0, 1000]]]},
            }
        ],
    }
)  # fmt: skip
_MAP = b"""title = "Plan"
marking = "UNCLASSIFIED"
as_of = "2024-11-24"
projection = "EPSG:3571"
view = { lat = 65.5, lon = -175, radius_km = 1500 }

[layers]
regions = ["west"]
shown = ["west"]

[select]
regions = ["west"]
certain = true

[[scenes]]
title = "One"
text = "Seen in [[a|the west]]. *In May*."
from = "2024-02"
to = "2024-07"
themes = "coastguard"
layers = []
"""
_STATED = ["The Russian frigate Admiral Kolchev called at Vardø on 4 May 2024 for the crew."]
_HTML = f"<table><tr><td hidden>a<td>{_STATED[0]}<sup>2</sup></table>".encode()
_LOOK = b'format = 1\n[look]\nlogo = "logo.png"\nlogo_alt = "A"\naccent = "#12407a"\n'
_SETTINGS = b"""format = 1
language = "nb"
markings = ["UNCLASSIFIED", "RESTRICTED"]

[limits]
file_mb = 64
depth = 100
"""
_REPORT = b"""id = "r"
title = "R"
publisher = "P"
published = "2024"
language = "en"
marking = "UNCLASSIFIED"

[[claims]]
id = "S1"
says = "Seen"
kind = "event"
when = "May 2024"
place = "Arctic"
events = ["a"]

[[claims]]
id = "S2"
says = "Not seen"
kind = "outlook"
unmapped = "it has no place"
"""
_MAPPING = b"""lon = "x"
lat = "y"
dates = ["%d.%m.%Y"]

[columns]
what = "title"
when = "start"

[set]
type = "naval/patrol"
"sources.url" = "https://example.org"
"""
_WKT = b"""title,wkt
A,POINT Z (1 70 5)
B,"SRID=4326;POLYGON ((0 70, 10 70, 5 75, 0 70), (4 71, 6 71, 5 72, 4 71))"
C,"GEOMETRYCOLLECTION (POINT (1 70), MULTILINESTRING ((1 70, 2 71), (3 72, 4 73)))"
"""
_WARNINGS = b"""280915Z SEP 24
HYDROARC 152/24(42).
BARENTS SEA.
1. ROCKET LAUNCHING 010300Z TO 051200Z NOV 24
IN AREAS BOUND BY
A. 73-15.00N 036-30.00E, 73-40.00N 040-10.00E, 72-50.00N 041-00.00E
B. 80-00N 000-00E, 80-00N 120-00E, 80-00N 120-00W.
2. CANCEL HYDROARC 150/24, 151/24.

NAVAREA XX 45/24
CABLE LAYING WITHIN 3 NM OF LINE JOINING 70-12N 031-04E AND 70-14N 031-04E
0600-1800 UTC DAILY 12 THRU 15 OCT. CANCEL THIS MESSAGE 152000 UTC OCT.

NAVAREA XX 45/24 CANCELLED
"""
_NOTAM = b"""(A1234/24 NOTAMR A1200/24
Q) ENOR/QWMLW/IV/BO/W/000/660/7130N02600E045
A) ENOR B) 2410010600 C) 2410051800 EST
D) DAILY 0600-1200
E) MISSILE FIRING WI AREA 7120N02540E - 715030N0264030E - 7130N02700E
AND RADIUS 5NM PSN 7012N03104E
F) SFC G) FL660)

A1236/24 NOTAMC A1234/24
Q) ENOR/QRTXX/IV/BO/W/000/100/7012N03104E005
A) ENOR B) 2411021200
E) NOTAM CANCELLED
"""
_WORKSPACE = {
    "geotrack.toml": b"format = 1\n",
    "events/e.geojson": _RECORDS,
    "layers/regions.geojson": _REGIONS,
    "maps/plan.toml": b'title = "Plan"\nmarking = "UNCLASSIFIED"\n',
}


def _kmz() -> Files:
    return {"a.kmz": zipped("doc.kml", KML.encode())}


@cache
def _presentation() -> bytes:
    from pptx import Presentation

    out = io.BytesIO()
    Presentation().save(out)
    return out.getvalue()


@cache
def _frozen() -> bytes:
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _WORKSPACE.items():
            archive.writestr(f"m/{name}", content)
    return out.getvalue()


def _imported(name: str) -> Reader:
    return Reader(lambda: sound(name), f"import {name} --out -")


def _of_workspace(name: str, content: bytes, command: str) -> Reader:
    return Reader(lambda: {name: content}, command, _WORKSPACE, _CHANGED)


_CHANGED = frozenset({".geotrack.lock", JOURNAL, "maps/plan.numbers.json"})
READERS = {
    "csv": _imported("a.csv"),
    "gpx": _imported("a.gpx"),
    "kml": _imported("a.kml"),
    "flatgeobuf": _imported("a.fgb"),
    "geopackage": _imported("a.gpkg"),
    "shapefile": _imported("a.shp"),
    "geojson-import": _imported("a.geojson"),
    "geojsonl-import": Reader(
        lambda: {"a.geojsonl": _SEQUENCE_OF_OTHERS}, "import a.geojsonl --out -"
    ),
    "topojson": Reader(lambda: {"a.json": _TOPOJSON}, "import a.json --out -"),
    "esri-json": Reader(lambda: {"a.json": _ESRI_JSON}, "import a.json --out -"),
    "xlsx": _imported("a.xlsx"),
    "ods": _imported("a.ods"),
    "parquet-import": _imported("a.parquet"),
    "kmz": Reader(_kmz, "import a.kmz --out -"),
    "wkt": Reader(lambda: {"a.csv": _WKT}, "import a.csv --out -"),
    "warnings": Reader(lambda: {"w.txt": _WARNINGS}, "import w.txt --out -"),
    "notam": Reader(lambda: {"n.txt": _NOTAM}, "import n.txt --out -"),
    "mapping": Reader(
        lambda: {"m.toml": _MAPPING},
        "import a.csv --mapping m.toml --out -",
        {"a.csv": b"what,when,x,y\nA,1.5.2024,5,72\n"},
    ),
    "records": _of_workspace("events/e.geojson", _RECORDS, "check"),
    "added": _of_workspace("new.geojson", _NEW, "add new.geojson --dry-run"),
    "sound": Reader(
        lambda: {"f.geojson": _BOTH},
        "add f.geojson --sound",
        _WORKSPACE,
        _CHANGED | {"events/f.geojson", "f-faulty.geojson", "f-faulty.txt"},
    ),
    "layer": _of_workspace("layers/regions.geojson", _REGIONS, "check"),
    "settings": _of_workspace("geotrack.toml", _SETTINGS, "check"),
    "taxonomy": _of_workspace("taxonomy.toml", TAXONOMY.encode(), "check"),
    "logo": Reader(
        lambda: {"logo.png": png()}, "check", {**_WORKSPACE, "geotrack.toml": _LOOK}, _CHANGED
    ),
    "report": _of_workspace("seeds/r.toml", _REPORT, "coverage"),
    "map": _of_workspace("maps/plan.toml", _MAP, "map plan --format md --out out.md"),
    "journal": _of_workspace(JOURNAL, _json([["events/e.geojson", "a", "b"]]), "check"),
    "numbers": _of_workspace(
        "maps/plan.numbers.json", b'{"a": 1, "b": 7}\n', "map plan --format md --out out.md"
    ),
    "template": Reader(
        lambda: {"t.pptx": _presentation()},
        "map plan --format pptx --template t.pptx --out out.pptx",
        _WORKSPACE,
        _CHANGED,
    ),
    "frozen": Reader(lambda: {"m.zip": _frozen()}, "diff m.zip .", _WORKSPACE),
    "html-report": Reader(lambda: {"a.html": _HTML}, "extract a.html --out out.geojson"),
    "docx-report": Reader(lambda: {"a.docx": docx(_STATED)}, "extract a.docx --out out.geojson"),
    "pdf-report": Reader(
        lambda: {"a.pdf": pdf([text_at(50, 700, _STATED[0])])}, "extract a.pdf --out out.geojson"
    ),
}
"""By names."""
