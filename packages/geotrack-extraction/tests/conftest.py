"""Fixtures of all tests of the package."""

from __future__ import annotations

from short_reports import drafts, gazetteer, read_report
from tests.cli.conftest import run
from tests.server.conftest import access, client, desk, folder, stranger

__all__ = [
    "access",
    "client",
    "desk",
    "drafts",
    "folder",
    "gazetteer",
    "read_report",
    "run",
    "stranger",
]
