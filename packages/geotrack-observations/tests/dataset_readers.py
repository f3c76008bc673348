"""Each reader of datasets and their sources: `python -m tests.hostile.fuzz` breaks their files."""

from __future__ import annotations

import io
import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from geotrack_observations import build
from geotrack_observations.arrow import pa, parquet
from tests.hostile.readers import Files, Reader
from tests.records import collection, feature, point

__all__ = ["READERS"]


def _json(content: object) -> bytes:
    return json.dumps(content).encode()


_POINTS = _json(collection(*(feature(None, point(5, lat)) for lat in (70, 71, 72))))
_SEQUENCE = b"\n".join(_json(feature(None, point(5, lat))) for lat in (70, 71, 72))
_OBSERVED = b"""mmsi,lon,lat,time,speed
257000001,5.1,72.3,2024-07-24T12:00:00Z,7.5
257000001,5.2,72.4,2024-07-24T12:10:00Z,7.6
257000002,-179.9,71,2024-07-24T12:00:00Z,
"""


@cache
def _table() -> bytes:
    columns = {"lon": [5.0, 6.0], "lat": [72.0, 73.0], "time": ["2024-07-24T12:00:00Z"] * 2}
    out = io.BytesIO()
    parquet.write_table(pa.table(columns), out)
    return out.getvalue()


@cache
def _dataset() -> Files:
    with TemporaryDirectory() as name:
        (Path(name) / "obs.csv").write_bytes(_OBSERVED)
        build([Path(name) / "obs.csv"], Path(name) / "ais")
        inside = Path(name) / "ais"
        return {f"ais/{p.name}": p.read_bytes() for p in inside.iterdir() if p.is_file()}


_BUILD = "observations build {} --out out"
READERS = {
    "observations": Reader(lambda: {"o.csv": _OBSERVED}, _BUILD.format("o.csv")),
    "features": Reader(
        lambda: {"o.geojson": _POINTS}, f"{_BUILD.format('o.geojson')} --time-zone UTC"
    ),
    "sequence": Reader(
        lambda: {"o.geojsonl": _SEQUENCE}, f"{_BUILD.format('o.geojsonl')} --time-zone UTC"
    ),
    "parquet": Reader(lambda: {"o.parquet": _table()}, _BUILD.format("o.parquet")),
    "dataset": Reader(_dataset, "query --dataset ais"),
}
"""By names."""
