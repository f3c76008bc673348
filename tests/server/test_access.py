"""The desk answers its own pages alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from geotrack.server.access import Access
from tests.server.conftest import PORT, WRITES

RECORD = "2024-07-24-joint-bomber-sortie"
PATHS = (
    "/",
    "/page",
    "/assets/desk.js",
    "/api/vocabulary",
    f"/api/records/{RECORD}",
    "/api/review",
)


@pytest.mark.parametrize("path", PATHS)
def test_without_the_cookie_nothing_is_answered(stranger: TestClient, path: str) -> None:
    answer = stranger.get(path)
    assert answer.status_code == 401
    assert "geotrack serve" in answer.text


def test_a_link_works_once(stranger: TestClient, access: Access) -> None:
    link = access.new_link()
    assert stranger.get(link).status_code == 200
    again = stranger.get(link)
    assert again.status_code == 401
    assert "set-cookie" not in again.headers
    assert stranger.get("/start?link=").status_code == 401


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
        {"x-geotrack": "1"},
        {"origin": WRITES["origin"]},
        {**WRITES, "x-geotrack": "0"},
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


def test_a_cookie_of_another_session_is_refused(client: TestClient) -> None:
    client.cookies.clear()
    client.cookies.set(
        f"geotrack-{PORT}", Access(PORT).set_cookie().split(";")[0].partition("=")[2]
    )
    assert client.get("/").status_code == 401


def test_every_answer_has_the_security_headers(client: TestClient) -> None:
    for path in (*PATHS, "/no-such-page"):
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
    assert access.redeem(token) == link.endswith(f"={token}")
