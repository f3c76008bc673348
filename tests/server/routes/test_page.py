"""What the page of many records asks the desk for."""

from __future__ import annotations

import json
from typing import Any

from starlette.testclient import TestClient

from geotrack.server.desk import Desk
from tests.server.conftest import WRITES


def _columns(client: TestClient, since: str = "") -> dict[str, Any]:
    content = client.get(f"/page/columns?lang=en&since={since}").content
    header: dict[str, Any] = json.loads(content[4 : 4 + int.from_bytes(content[:4], "little")])
    return header


def test_a_page_asks_for_rows_cards_and_answers_of_its_version(
    client: TestClient, desk: Desk
) -> None:
    header = _columns(client)
    version = f"lang=en&version={header['data']['version']}"
    assert header["n"] == len(desk.workspace.current)
    rows = client.get(f"/page/rows/1?{version}").json()
    [feature, *_] = client.get(f"/page/features/1?{version}").json()
    assert (rows[0]["id"], rows[0]["title"]) == (feature["id"], feature["properties"]["title"])
    assert feature["properties"]["summary"][:40] in client.get(f"/page/card/50?{version}").text

    def ask(kind: str, **body: Any) -> Any:
        return client.post(f"/page/{kind}?{version}", json=body, headers=WRITES).json()

    assert 50 in ask("search", words=rows[0]["title"])
    assert ask("search", words="nothing has these words") == []
    assert len(ask("search", words="#81")) == 1
    assert ask("search", words=" ") == []
    box = [[-180, 60], [-90, 60], [0, 60], [90, 60]]
    for question in ({"at": [0, 90], "metres": 3_300_000}, {"outline": box}):
        verdicts = ask("verdicts", **question)["verdicts"]
        assert len(verdicts) == header["n"]
        assert {1, 3} <= set(verdicts) <= {0, 1, 2, 3}
    assert "'outline'" in ask("verdicts", at=[0])["error"]
    answer = client.get("/page/rows/1?lang=en&version=another")
    assert (answer.status_code, answer.headers["content-type"]) == (409, "application/json")
    changes = _columns(client, header["data"]["version"])
    assert {length for _, _, length in changes["arrays"]} == {0}
    assert changes["whole"] == []
