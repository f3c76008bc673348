"""Access to the desk: one-time links, sessions, tickets, and the hosts and origins it admits.

The server listens on the loopback interface only. That keeps other computers out, but not other
users of this computer, nor pages of the web that the user's browser has open. So each request must
name a known host (against DNS rebinding), come from a page of the desk (against cross-site
requests), and have the secret of a session in a header. A cookie would not do: browsers send it to
each port of a host. A frame cannot send a header; its address has a ticket instead.
"""

from __future__ import annotations

import binascii
import hmac
import secrets
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from time import monotonic

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = [
    "ASSETS",
    "HOST",
    "LINK_PATH",
    "OGC_PATH",
    "SESSION_HEADER",
    "Access",
    "AccessMiddleware",
]

HOST = "127.0.0.1"
"""The loopback interface."""

LINK_PATH = "/start"
"""Path of a one-time link, whose token is in the fragment: no request for the page redeems it."""

ASSETS = {
    f"{name}.{kind}": media_type
    for name in ("desk", "desk-table")
    for kind, media_type in (("js", "text/javascript"), ("css", "text/css"))
}
"""Media types of the scripts and style sheets of the desk's own page, by their names."""

SHELL_PATHS = frozenset({"/", LINK_PATH, *(f"/assets/{name}" for name in ASSETS)})
"""The desk's own page: it contains no data of the workspace and needs no session."""

SESSION_PATH, PROOF_PATH = "/api/session", "/api/proof"
"""Addresses where a link is exchanged for a session, and where the desk proves that it knows
one."""

OGC_PATH = "/ogc"
"""Path that GIS programs read, with a token in place of a session."""

SESSION_HEADER = "x-geotrack"
"""Header with the secret of a session. Neither a form nor another origin can set it."""

# A ticket is valid for so many seconds.
_TICKET_S = 60
# Maximum number of valid tickets: a new one ends the oldest.
_MOST_TICKETS = 64

_SAFE_METHODS = ("GET", "HEAD")
_OWN_SITE = ("same-origin", "none")
# Further headers of a refusal to a GIS program, by its status.
_GIS_REFUSAL_HEADERS = {
    401: {"www-authenticate": 'Basic realm="geotrack", charset="UTF-8"'},
    405: {"allow": ", ".join(_SAFE_METHODS)},
}
_HEADERS = {
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


@dataclass
class Access:
    """The secrets of a running desk and the addresses by which it may be reached.

    Parameters
    ----------
    port : int
        The port on which it listens.
    forwarded : sequence of int
        Ports of other computers that are forwarded to it, as by `ssh -L`.
    read_token : str, optional
        The password of HTTP Basic below `OGC_PATH`, with any user name. It admits to nothing else.
        Without it there is nothing below that path.
    key : str
        Secret that signs its links and sessions.
    """

    port: int
    forwarded: Sequence[int] = ()
    read_token: str | None = None
    key: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    _used_nonces: set[str] = field(default_factory=set)
    _tickets: dict[str, tuple[str, float]] = field(default_factory=dict)

    @property
    def hosts(self) -> frozenset[str]:
        """Values of the Host header that are admitted."""
        return frozenset(
            f"{name}:{port}"
            for port in (self.port, *self.forwarded)
            for name in ("127.0.0.1", "localhost", "[::1]")
        )

    def new_link(self) -> str:
        """Return the path and fragment of a link that opens the desk once."""
        nonce = secrets.token_urlsafe(16)
        return f"{LINK_PATH}#{nonce}.{self._signature('link', nonce)}"

    def new_address(self) -> str:
        """Return the address of a new one-time link."""
        return f"http://{HOST}:{self.port}{self.new_link()}"

    def redeem(self, token: str) -> str | None:
        """Return a new session for the token of an unused link, which is then used; else None.

        A session is its id, a point and its secret.
        """
        nonce, _, signature = token.partition(".")
        if nonce in self._used_nonces or not _equal(signature, self._signature("link", nonce)):
            return None
        self._used_nonces.add(nonce)
        return f"{nonce}.{self._signature('session', nonce)}"

    def proof(self, id_: str, challenge: str) -> str:
        """Return the HMAC of a challenge with a secret that only this desk knows."""
        return _hmac(self._signature("session", id_), challenge)

    @property
    def draft_key(self) -> str:
        """The key with which the page encrypts drafts of unsaved forms, 32 bytes in hex."""
        return self._signature("draft", "")

    def new_ticket(self, path: str) -> str:
        """Return a ticket that reads a path once, within a minute, without a session."""
        # All but the newest, so that with this one there are no more than may be.
        for old in list(self._tickets)[: 1 - _MOST_TICKETS]:
            del self._tickets[old]
        ticket = secrets.token_urlsafe(32)
        self._tickets[ticket] = path, monotonic() + _TICKET_S
        return ticket

    def _use_ticket(self, ticket: str, path: str) -> bool:
        ticket_path, end = self._tickets.pop(ticket, ("", 0.0))
        return ticket_path == path and monotonic() < end

    def _has_session(self, session: str) -> bool:
        nonce, _, secret = session.partition(".")
        return _equal(secret, self._signature("session", nonce))

    def _signature(self, use: str, nonce: str) -> str:
        return _hmac(self.key, f"{use} {nonce}")

    def refusal(
        self, method: str, path: str, headers: Mapping[str, str], ticket: str = ""
    ) -> tuple[int, str] | None:
        """Return the status and the text with which a request is refused, or None.

        Parameters
        ----------
        method, path : str
            Of the request.
        headers : mapping of str to str
            Its headers, by names in lower case.
        ticket : str
            The ticket in its address.
        """
        host = headers.get("host", "")
        if host.lower() not in self.hosts:
            return 421, f"This is geotrack on port {self.port}, not {host!r}."
        is_write = method not in _SAFE_METHODS
        is_link = path == LINK_PATH and not is_write
        if not self._is_from_desk(headers, is_link=is_link):
            return 403, "The request comes from a page of another site."
        if self.is_for_readers(path):
            return self._reader_refusal(method, headers.get("authorization", ""))
        session = headers.get(SESSION_HEADER)
        if is_write and ("origin" not in headers or session is None):
            return 403, f"A request that writes needs its Origin and the header {SESSION_HEADER}."
        is_open = path in {SESSION_PATH, PROOF_PATH} or (path in SHELL_PATHS and not is_write)
        has_ticket = method == "GET" and self._use_ticket(ticket, path)
        if is_open or has_ticket or self._has_session(session or ""):
            return None
        return 401, "Open the link that geotrack serve prints; it begins a session."

    def is_for_readers(self, path: str) -> bool:
        """Return whether only the bearer of `read_token` may read a path."""
        return self.read_token is not None and f"{path}/".startswith(f"{OGC_PATH}/")

    def _reader_refusal(self, method: str, authorization: str) -> tuple[int, str] | None:
        if method not in _SAFE_METHODS:
            return 405, "There is only reading here: GET and HEAD."
        if not _equal(_password(authorization), self.read_token or ""):
            return 401, "The password is the token that geotrack serve --ogc prints."
        return None

    def _is_from_desk(self, headers: Mapping[str, str], *, is_link: bool) -> bool:
        """Return whether the desk's own pages sent a request; one-time links may be elsewhere."""
        origin = headers.get("origin")
        if origin is not None and origin.lower() not in {f"http://{host}" for host in self.hosts}:
            return False
        return is_link or headers.get("sec-fetch-site", "none") in _OWN_SITE


def _password(authorization: str) -> str:
    """Return the password of HTTP Basic (RFC 7617); empty where there is none."""
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return b64decode(encoded.strip(), validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""


def _hmac(key: str, text: str) -> str:
    return hmac.new(key.encode(), text.encode("utf-8", "replace"), sha256).hexdigest()


def _equal(one: str, other: str) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())


class AccessMiddleware:
    """ASGI middleware that refuses requests and adds security headers to responses.

    Parameters
    ----------
    app : ASGI application
        What is protected.
    access : Access
        What is admitted.
    """

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self.access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # the desk has no web sockets
        ticket = HTTPConnection(scope).query_params.get("ticket", "")
        refusal = self.access.refusal(scope["method"], scope["path"], Headers(scope=scope), ticket)

        async def send_protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(
                        (name.encode(), value.encode())
                        for name, value in _HEADERS.items()
                        if name.encode() not in present
                    ),
                ]
            await send(message)

        if refusal is not None:
            status, text = refusal
            is_gis = self.access.is_for_readers(scope["path"])
            headers = _GIS_REFUSAL_HEADERS.get(status) if is_gis else None
            response = PlainTextResponse(text + "\n", status, headers=headers)
            await response(scope, receive, send_protected)
        else:
            await self.app(scope, receive, send_protected)
