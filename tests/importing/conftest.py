"""Files of other formats, made here, and the drafts that they give."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geotrack.importing import Draft, MappingOptions, ReadingOptions, draft
from geotrack.reading import read_events

_ROW = re.compile(r"[^,]+\.\w+, (?:.*, )?(?:line|row|feature) \d+")
Import = Callable[..., Draft]
Written = Callable[..., Path]

SCRIPTS = {
    "Norwegian": "Kystvakt møter fartøy øst for Vardø",
    "Icelandic": "Varðskipið Þór við Grímsey",
    "Russian": "Сторожевой корабль у Шпицбергена",
    "Greek": "Περίπολος στον Αρκτικό",
    "Chinese": "海警船进入白令海",
    "Japanese": "海氷観測、チュクチ海",
    "Korean": "쇄빙연구선 아라온호",
    "Arabic": "سفينة في القطب الشمالي",
    "Hebrew": "ספינה בים בארנטס",
    "Hindi": "आर्कटिक में जहाज",
    "Inuktitut": "ᐃᓄᒃᑎᑐᑦ",
    "beyond the first plane": "𐐷 🚢",
}


@pytest.fixture
def imported() -> Import:
    """Return the draft of a file, with the options of the command line by their names."""

    def make(path: Path, **given: Any) -> Draft:
        told = {
            "columns": given.pop("map", {}),
            "saved": given.pop("saved", {}),
            "constants": given.pop("set", {}),
            "dates": given.pop("dates", ()),
            "values": given.pop("values", {}),
            "guess": given.get("guess", True),
        }
        return draft(path, ReadingOptions(**given), MappingOptions(**told))

    return make


@pytest.fixture
def csv(tmp_path: Path) -> Written:
    """Write a CSV file."""

    def write(text: str, name: str = "a.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


def frame(geometries: list[Any], crs: object = "EPSG:4326", **columns: Any) -> Any:
    """Return a GeoDataFrame."""
    import geopandas

    return geopandas.GeoDataFrame(columns, geometry=geometries, crs=crs)


def properties(made: Draft) -> list[dict[str, Any]]:
    """Return the properties of each draft that its cells give.

    What a row without them states of itself is left out; `mapping/test_stated_values.py` holds it.
    """
    assert all(f["properties"]["review"] == "draft" for f in made.features)
    undated = any(m.startswith("no column is a date") for m in made.messages)
    return [_of_cells(f["properties"], undated) for f in made.features]


def _of_cells(found: dict[str, Any], undated: bool) -> dict[str, Any]:
    left = {k: v for k, v in found.items() if k != "review" and not (k == "start" and undated)}
    if _is_row(left.get("title")):
        del left["title"]
    for source in left.get("sources", []):
        if _is_row(source.get("cite")):
            del source["cite"]
    if left.get("sources") == [{}]:
        del left["sources"]
    return left


def _is_row(text: Any) -> bool:
    return isinstance(text, str) and _ROW.fullmatch(text) is not None


def coordinates(made: Draft) -> list[Any]:
    shapes = [f.get("geometry") for f in made.features]
    return [shape and shape["coordinates"] for shape in shapes]


def faults(made: Draft, folder: Path) -> list[str]:
    """Return what a check says of drafts, once each has an id."""
    features = [{**f, "id": f.get("id", n)} for n, f in enumerate(made.features)]
    path = folder / "drafts.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return [str(f) for f in read_events(path, path.name).findings if f.severity == "error"]
