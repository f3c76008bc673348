"""What a browser would find in a page, read with the standard library's parser."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

__all__ = ["Page"]


class Page(HTMLParser):
    """The elements of a page in order, its inline scripts, and its security policy."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.data: dict[str, str] = {}
        self.text = ""
        self._open: str | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.tags.append((tag, attributes))
        self._open = tag
        if tag == "script":
            kind = attributes.get("type")
            if kind is None:
                self.scripts.append("")
            else:
                self.data[str(attributes.get("id"))] = ""
                self._open = str(attributes.get("id"))

    def handle_endtag(self, tag: str) -> None:
        self._open = None

    def handle_data(self, data: str) -> None:
        if self._open == "script":
            self.scripts[-1] += data
        elif self._open in self.data:
            self.data[self._open] += data
        elif self._open != "style":
            self.text += data

    @property
    def policy(self) -> str:
        return next(
            str(attributes["content"])
            for tag, attributes in self.tags
            if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
        )

    @property
    def allowed(self) -> set[str]:
        return set(re.findall(r"'sha256-([^']+)'", self.policy))

    @property
    def hashes(self) -> set[str]:
        return {
            base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
            for script in self.scripts
        }

    @property
    def addresses(self) -> list[str]:
        """All that the markup would have a browser fetch."""
        return [
            str(value)
            for tag, attributes in self.tags
            for name, value in attributes.items()
            if name in {"src", "srcset", "data", "poster", "background"}
            or (name == "href" and tag in {"link", "base", "image", "use"})
        ]
