"""Any document of the service as a page."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any

import jinja2
from starlette.responses import HTMLResponse

from geotrack.files.resources import PACKAGE

__all__ = ["HTML", "html_page"]

HTML = "text/html"
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem;
  color: #17212b; background: #fff; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-top: 1px solid #cfd6dd;
  overflow-wrap: anywhere; }
th { font-weight: 600; width: 12rem; }
thead th { width: auto; }
td:nth-child(n+3) { white-space: nowrap; }
.marking { font-weight: 600; text-align: center; }
a { color: #0b57a4; }
nav a, .links a { margin-right: 1rem; }
@media (prefers-color-scheme: dark) {
  body { color: #e3e8ed; background: #14191f; }
  th, td { border-color: #3a444e; }
  a { color: #8cc2f5; }
}
"""
_CSP = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    f"style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'"
)


@lru_cache
def _template() -> jinja2.Template:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(PACKAGE / "server" / "templates"),
        autoescape=True,
        undefined=jinja2.ChainableUndefined,  # documents differ in their members
    ).get_template("ogc.html")


def html_page(
    content: Mapping[str, Any], base: str, status: int, headers: Mapping[str, str]
) -> HTMLResponse:
    """Return a document as a page without scripts.

    Parameters
    ----------
    content : mapping
        The document. Only addresses of the service become links, since records name others.
    base : str
        Address of the landing page.
    status : int
        Status of the answer.
    headers : mapping of str to str
        Further headers.
    """
    html = _template().render(content=content, base=base, style=_STYLE)
    return HTMLResponse(html, status, {**headers, "content-security-policy": _CSP})
