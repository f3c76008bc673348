"""The desk answers its own pages alone."""

from __future__ import annotations

import hmac
from hashlib import sha256
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from geotrack.server.access import SESSION_HEADER, Access
from geotrack.server.desk import Desk
from tests.server.conftest import PORT, WRITES

RECORD = "2024-07-24-joint-bomber-sortie"
PATHS = (
    "/page",
    "/maps/overview",
    "/api/vocabulary",
    "/api/changes",
    "/api/backup",
    f"/api/records/{RECORD}",
    "/api/review",
)


async def page_of_nothing(_: str) -> str:
    """Return a page that takes no process to build."""
    return ""


@pytest.mark.parametrize("path", PATHS)
def test_without_a_session_nothing_is_answered(stranger: TestClient, path: str) -> None:
    answer = stranger.get(path)
    assert answer.status_code == 401
    assert "geotrack serve" in answer.text


def test_a_cookie_alone_reads_and_writes_nothing(client: TestClient) -> None:
    session = client.headers.pop(SESSION_HEADER)
    client.cookies.set(SESSION_HEADER, session)
    client.cookies.set(f"geotrack-{PORT}", session)
    assert {client.get(path).status_code for path in PATHS} == {401}
    body = {"ids": [RECORD], "by": "Eva"}
    headers = {**WRITES, SESSION_HEADER: "1"}
    assert client.post("/api/review", json=body, headers=headers).status_code == 401


def test_a_link_is_redeemed_once_and_by_its_token_alone(
    stranger: TestClient, access: Access
) -> None:
    page, _, token = access.new_link().partition("#")
    for _ in range(2):  # no request for the page has the token
        assert stranger.head(page).status_code in {200, 405}
        assert stranger.get(page).status_code == 200
    statuses = [
        stranger.post("/api/session", headers={**WRITES, SESSION_HEADER: one}).status_code
        for one in (token, token, "", "x", "x.y")
    ]
    assert statuses == [200, 401, 401, 401, 401]


def test_the_shell_has_nothing_of_the_workspace(
    stranger: TestClient, desk: Desk, access: Access
) -> None:
    for path in ("/", "/start", "/assets/desk.js", "/assets/desk.css"):
        answer = stranger.get(path)
        assert answer.status_code == 200, path
        assert desk.workspace.title() not in answer.text
        assert "set-cookie" not in answer.headers


def test_the_desk_proves_that_it_knows_a_session(client: TestClient) -> None:
    id_, _, secret = client.headers.pop(SESSION_HEADER).partition(".")
    answer = client.get("/api/proof", params={"id": id_, "challenge": "sea ice"})
    assert answer.text == hmac.new(secret.encode(), b"sea ice", sha256).hexdigest()
    assert Access(PORT).proof(id_, "sea ice") != answer.text


def test_a_ticket_reads_one_page_once_for_a_minute(
    client: TestClient, access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    def new(path: str) -> str:
        answer = client.post("/api/tickets", params={"path": path}, headers=WRITES)
        return str(answer.json()["ticket"])

    session, elsewhere = client.headers[SESSION_HEADER], "/api/review"
    tickets = [new("/api/maps"), new("/api/maps"), new("/page")]
    late = access.new_ticket("/api/maps")
    del client.headers[SESSION_HEADER]

    def status(path: str, ticket: str) -> int:
        return client.get(path, params={"ticket": ticket}).status_code

    assert client.head("/api/maps", params={"ticket": tickets[0]}).status_code == 401
    assert [status("/api/maps", tickets[0]) for _ in range(2)] == [200, 401]
    assert [status(path, tickets[1]) for path in (elsewhere, "/api/maps")] == [401, 401]
    assert status("/api/maps", tickets[2]) == status("/api/maps", "") == 401
    body = {"ids": [RECORD], "by": "Eva"}
    answer = client.post(f"{elsewhere}?ticket={access.new_ticket(elsewhere)}", json=body,
                         headers={**WRITES, SESSION_HEADER: "1"})  # fmt: skip
    assert answer.status_code == 401
    start = monotonic()
    monkeypatch.setattr("geotrack.server.access.monotonic", lambda: start + 61)
    assert status("/api/maps", late) == 401
    client.headers[SESSION_HEADER] = session
    for _ in range(200):
        access.new_ticket("/page")
    assert len(access._tickets) <= 64


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:80", ""]
)
def test_another_host_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", [f"localhost:{PORT}", f"127.0.0.1:{PORT}", f"LOCALHOST:{PORT}"])
def test_the_names_of_this_computer_are_admitted(client: TestClient, host: str) -> None:
    assert client.get("/api/review", headers={"host": host}).status_code == 200


def test_a_forwarded_port_is_admitted_by_number() -> None:
    hosts = Access(PORT, (9000,)).hosts
    assert {"localhost:9000", f"localhost:{PORT}"} <= hosts
    assert "localhost:9001" not in hosts


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {SESSION_HEADER: "1"},
        {**WRITES, "origin": "http://evil.example"},
        {**WRITES, "origin": "http://127.0.0.1"},
        {**WRITES, "origin": f"https://127.0.0.1:{PORT}"},
        {**WRITES, "origin": "null"},
        {**WRITES, "sec-fetch-site": "cross-site"},
        {**WRITES, "sec-fetch-site": "same-site"},
    ],
)
def test_a_write_of_another_page_is_refused(client: TestClient, headers: dict[str, str]) -> None:
    answer = client.post("/api/review", json={"ids": [RECORD], "by": "Eva"}, headers=headers)
    assert answer.status_code == 403


def test_the_event_stream_is_for_the_desk_alone(client: TestClient) -> None:
    for headers in ({"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert client.get("/api/changes", headers=headers).status_code == 403


@given(st.text(st.characters(codec="latin-1")))
def test_no_other_session_opens(session: str) -> None:
    access = Access(PORT)
    own = access.redeem(access.new_link().partition("#")[2]) or ""
    for one in (session, own[:-1], f"{own}0", Access(PORT).proof("a", "b")):
        headers = {"host": f"127.0.0.1:{PORT}", SESSION_HEADER: one}
        assert access.refusal("GET", "/api/review", headers) is not None


def test_every_answer_has_the_security_headers(
    client: TestClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.pages, "records", page_of_nothing)
    for path in ("/", "/page", "/api/vocabulary", "/api/review", "/no-such-page"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
    shell = client.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in shell
    assert "frame-ancestors 'none'" in shell
    assert client.get("/page").headers["content-security-policy"] == "frame-ancestors 'self'"


@given(st.text())
def test_no_other_token_opens(token: str) -> None:
    access = Access(PORT)
    link = access.new_link()
    assert (access.redeem(token) is not None) == link.endswith(f"#{token}")
