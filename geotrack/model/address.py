"""Web addresses of sources: a public host and no credentials."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

from geotrack.errors import quoted
from geotrack.messages import Message
from geotrack.model.base import Url, fault, web

__all__ = ["Address", "check_address"]

# Matches nearly every address; others are checked in detail.
_PLAIN = re.compile(r"https?://(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*(?:[/?#].*)?", re.DOTALL)
_AUTHORITY = re.compile(r"[^/?#]*")
_HIGHEST_PORT = 65_535


def check_address(value: str) -> None:
    """Raise a fault, inside a validator, for an address that cannot be a source's."""
    web(value)
    _address(value)


def _address(value: str) -> str:
    if not _PLAIN.fullmatch(value):
        _check_host(value)
    return value


def _check_host(value: str) -> None:
    authority = _AUTHORITY.match(value.partition("://")[2])[0]  # type: ignore[index] # `*` matches
    login, sign, place = authority.rpartition("@")
    if sign:
        message = Message(
            "{text} holds a user name or password", quoted(value.replace(f"//{login}@", "//…@", 1))
        )
        fault("url-login", message, "write the address without what stands before the @")
    host, port = _host_and_port(place)
    if not host:
        fault(
            "url-host", Message("{value} names no host", quoted(value)), "write the whole address"
        )
    if port and not (port.isascii() and port.isdigit() and int(port) <= _HIGHEST_PORT):
        message = Message("{value} has the port {port}, which is none", quoted(value), quoted(port))
        fault("url-host", message, "leave it out, or write its number")
    if host.startswith("[") or host.casefold() == "localhost":
        return
    labels = host.removesuffix(".").split(".")
    if len(labels) == 1:
        message = Message("{value} has a host without a dot: {host}", quoted(value), quoted(host))
        fault("url-host", message, "write the whole name, such as www.example.org")
    if not all(labels):
        message = Message(
            "{value} has a host with two dots together or one in front", quoted(value)
        )
        fault("url-host", message, "write each part of its name, one dot between two")


def _host_and_port(place: str) -> tuple[str, str]:
    if place.startswith("["):  # an IPv6 address contains colons
        host, _, rest = place.partition("]")
        return host, rest.removeprefix(":")
    host, _, port = place.partition(":")
    return host, port


Address = Annotated[Url, AfterValidator(_address)]
