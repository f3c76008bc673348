"""Addresses of sources: what is one, and what is told of one that is not."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from geotrack.model.source import Source


@pytest.mark.parametrize(
    "address",
    [
        "https://a.org",
        "HTTPS://WWW.A.ORG/x?y=1#z",
        "http://localhost:8000/x",
        "http://127.0.0.1/x",
        "http://[2001:db8::1]:80/x",
        "https://a.org:443/",
        "https://сайт.рф/x",
        "https://a.org./x",
        "https://a.org/@name:x//y@z",
        "https://a.org?mail=x@y.org",
    ],
)
def test_an_address_with_a_host_is_one(address: str) -> None:
    assert Source(url=address).url == address


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://user:secret@a.org/x",
         "url-login: 'https://…@a.org/x' holds a user name or password; "
         "write the address without what stands before the @"),
        ("https://@a.org/x",
         "url-login: 'https://…@a.org/x' holds a user name or password; "
         "write the address without what stands before the @"),
        ("http://intranet/x",
         "url-host: 'http://intranet/x' has a host without a dot: 'intranet'; "
         "write the whole name, such as www.example.org"),
        ("http://:80/x", "url-host: 'http://:80/x' names no host; write the whole address"),
        ("http://?x", "url-host: 'http://?x' names no host; write the whole address"),
        ("https://a..org/x",
         "url-host: 'https://a..org/x' has a host with two dots together or one in front; "
         "write each part of its name, one dot between two"),
        ("https://.org",
         "url-host: 'https://.org' has a host with two dots together or one in front; "
         "write each part of its name, one dot between two"),
        ("https://a.org:99999/",
         "url-host: 'https://a.org:99999/' has the port '99999', which is none; "
         "leave it out, or write its number"),
        ("https://a.org:x/",
         "url-host: 'https://a.org:x/' has the port 'x', which is none; "
         "leave it out, or write its number"),
        ("https://a b.org/",
         "url: 'https://a b.org/' has white space in it; write it percent-encoded"),
    ],
)  # fmt: skip
def test_an_address_that_leads_nowhere_is_told(address: str, said: str) -> None:
    for given in ({"url": address}, {"read_at": address}):
        with pytest.raises(ValidationError) as refusal:
            Source(**given)
        (error,) = refusal.value.errors()
        assert f"{error['type']}: {error['msg']}; {error['ctx']['remedy']}" == said
