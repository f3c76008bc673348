"""Why a record is an answer to the question of the desk's page."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from geotrack.messages import Message, in_language
from geotrack.model.query import Drawn, Query
from geotrack.queries import Match, select
from geotrack.server.desk import Desk
from tests.server.conftest import WRITES

RING = [[-175.0, 64.0], [-160.0, 64.0], [-160.0, 70.0], [-175.0, 70.0], [-175.0, 64.0]]
AREA = {"type": "Polygon", "coordinates": [RING]}
DRAWN = Query(drawn=(Drawn(Message("the area that is drawn"), AREA),), as_of=date.min)


def _why(client: TestClient, id_: str, state: str, area: Any = None) -> Any:
    body = {"id": id_, "hash": state, "area": area}
    answer = client.post("/api/why?lang=nb", json=body, headers=WRITES)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("state", "area", "query"),
    [
        (
            "a=300km@68,-170",
            None,
            Query.parse(within="300km", of="-170,68", as_of=date.min),
        ),
        (
            "f=region:northern-sea-route&t=2024-01-01..2024-12-31",
            None,
            Query.parse(
                regions=("northern-sea-route",),
                as_of=date.min,
                start="2024-01-01",
                end="2024-12-31",
            ),
        ),
        ("a=64,-175;64,-160;70,-160;70,-175", AREA, DRAWN),
    ],
)
def test_a_reason_is_that_of_a_query_of_all_records(
    client: TestClient, desk: Desk, state: str, area: Any, query: Query
) -> None:
    hits = {hit.event.id: hit for hit in select(desk.workspace, query).hits}
    asked = desk.workspace.current[::2]
    assert len({hits[event.id].match for event in asked if event.id in hits}) == 2
    for event in asked:
        reason = _why(client, event.id, state, area)
        hit = hits.get(event.id)
        if hit is None:
            assert reason == {}
        else:
            word = "sikkert" if hit.match is Match.CERTAIN else "muligens"
            assert reason == {"match": word, "why": in_language(hit.why, "nb")}


def test_without_a_place_and_a_period_there_is_no_reason(client: TestClient, desk: Desk) -> None:
    first = desk.workspace.current[0].id
    assert _why(client, first, "f=theme:air") == {}
    assert _why(client, "no-such-record", "a=300km@68,-170") == {}
