"""A request with any JSON is answered or refused, and never fails."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.server.conftest import WRITES

ID = "2024-07-24-joint-bomber-sortie"
SHAPE = {"type": "Polygon", "coordinates": [[[20, 72], [30, 72], [30, 76], [20, 72]]]}
AREA = {"name": "X", "definition": "d", "licence": "CC0-1.0"}
RECORD = {
    "type": "Feature",
    "geometry": {"type": "Point", "coordinates": [20, 75]},
    "properties": {
        "title": "T", "type": "naval/patrol", "start": "2024", "end": "2025", "time_zone": "UTC",
        "place": {"name": "P", "radius_km": 5}, "actors": [{"name": "A"}], "tags": ["t"],
        "sources": [{"cite": "C", "grade": {"reliability": "A", "credibility": 1}}],
    },
}  # fmt: skip
VIEW = {"lon": 0, "lat": 80, "zoom": 2}
# A sound body of each route.
BODIES: dict[str, dict[str, Any]] = {
    "/api/compare": {"with": ID, "feature": RECORD},
    "/api/merge": {"with": ID, "feature": RECORD, "sides": {"title": "A"}},
    "/api/check": {"feature": RECORD},
    "/api/similar": {"feature": RECORD},
    "/api/accounts": {"feature": RECORD},
    "/api/differences": {"feature": RECORD, "base": "b", "id": ID},
    "/api/records": {"feature": RECORD, "base": "b", "by": "K", "why": "w", "merges": {"a": "b"}},
    "/api/why": {"id": ID, "hash": "#f=2024", "area": SHAPE, "disc": {"lon": 20, "km": 9}},
    "/api/question": {"hash": "#t=air", "shown": [ID], "view": VIEW, "area": SHAPE},
    "/api/regions": {"feature": {"type": "Feature", "geometry": SHAPE, "properties": AREA}},
    "/api/maps/new": {
        "base": None, "values": {"title": "T", "view.fit": "records"},
        "scenes": [{"title": "a", "was": None}], "text": None,
    },
    "/api/maps/new/scenes": {"base": None, "hash": "#f=2024", "view": [0, 80], "card": ID, "at": 0},
    "/api/review": {"ids": [ID], "by": "K", "to": "reviewed"},
    "/api/remove": {"id": "x", "base": "b", "force": True},
    "/api/reports": {"id": "r", "title": "T", "publisher": "P", "date": "x", "url": "https://e.org"},
    "/api/undo": {"by": 5},
}  # fmt: skip
WRONG = st.sampled_from(
    [None, True, 0, -1, 10**30, 1e308, float("nan"), "", "a", "\ud800", [], {}, [[]], [None],
     {"a": None}, ["a"], {"type": "Point", "coordinates": ["a"]}, "2024-13-01"]
)  # fmt: skip


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) \
        if isinstance(value, list) else ()  # fmt: skip
    for key, one in inner:
        yield from _places(one, (*path, key))


@pytest.mark.parametrize("path", BODIES)
@given(data=st.data())
@settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_a_wrong_value_is_refused(client: TestClient, path: str, data: st.DataObject) -> None:
    body = copy.deepcopy(BODIES[path])
    *above, last = data.draw(st.sampled_from(list(_places(body))))
    holder: Any = body
    for key in above:
        holder = holder[key]
    holder[last] = data.draw(WRONG)
    assert client.post(path, content=json.dumps(body), headers=WRITES).status_code < 500
