"""What counts as one source."""

from __future__ import annotations

import pytest

from geotrack.workspace.duplicates.similarity import normalise_url

PAGE = "https://example.org/a?b=1&c="


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/a?b=1&c=",
        "HTTPS://www.EXAMPLE.org/a/?b=1&c=",
        "https://example.org:443/a?c=&b=1",
        "http://example.org:80/a?b=1&c=#top",
        "https://example.org/a?utm_source=x&b=1&UTM_Campaign=y&c=&fbclid=z",
    ],
)
def test_one_page_has_many_addresses(url: str) -> None:
    assert normalise_url(url) == normalise_url(PAGE)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/A?b=1&c=",
        "https://example.org/a?b=2&c=",
        "https://example.org/a",
        "https://news.example.org/a?b=1&c=",
        "https://example.org:8080/a?b=1&c=",
    ],
)
def test_other_pages_stay_others(url: str) -> None:
    assert normalise_url(url) != normalise_url(PAGE)


@pytest.mark.parametrize("url", ["https://[::1/a", "https://example.org:port/a"])
def test_what_is_no_address_stays_as_it_is(url: str) -> None:
    assert normalise_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "https://xn--hyre-gra.no/x",
        "https://HØYRE.no/x",
        "https://www.XN--HYRE-GRA.no/x",
        "https://høyre\u3002no./x",
    ],
)
def test_a_host_is_one_in_letters_and_in_ascii(url: str) -> None:
    assert normalise_url(url) == normalise_url("https://høyre.no/x")


def test_accents_of_a_host_are_one_however_composed() -> None:
    assert normalise_url("https://mu\u0308nchen.de/a") == normalise_url(
        "https://xn--mnchen-3ya.de/a"
    )
    assert normalise_url("https://hoyre.no/x") != normalise_url("https://høyre.no/x")


def test_what_only_looks_like_such_a_host_stays() -> None:
    assert normalise_url("https://xn--\u00f8.no/x") == "xn--ø.no/x"
