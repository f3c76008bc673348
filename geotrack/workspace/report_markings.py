"""Markings of reports by id; that of a report with an error is not certain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from geotrack.findings import Finding, errors_of, shown
from geotrack.messages import Message
from geotrack.reading import TomlTable
from geotrack.reading.toml_files import line_of

if TYPE_CHECKING:
    from geotrack.model import Report

__all__ = ["ReportMarkings"]

# A text with an error is no table, so lines that set an id are looked for. One may be part of
# a text of several lines, and an escape may spell another id or key.
_ID = re.compile(
    r"""^[ \t]*(["']?)id\1[ \t]*=[ \t]*(["'])([\w.-]+)\2[ \t\r]*(?:#.*)?$""", re.MULTILINE
)
_HEADER = re.compile(r"^[ \t]*\[", re.MULTILINE)
_ILLEGIBLE = re.compile(r"""\"{3}|'{3}|\\""")


class ReportMarkings:
    """The markings of reports by id, as far as they are certain.

    The marking of a report with an error is not certain, nor is that of an id in two files. A file
    whose id cannot be read may be the second file of any report.

    Parameters
    ----------
    tables : iterable of TomlTable of Report
        The reports as read.
    """

    def __init__(self, tables: Iterable[TomlTable[Report]]) -> None:
        self._by_id: dict[str, list[TomlTable[Report]]] = {}
        self._nameless: Finding | None = None
        for table in tables:
            ids = {table.record.id} if table.record else _legible_ids(table)
            for id_ in ids:
                self._by_id.setdefault(id_, []).append(table)
            if not ids and self._nameless is None:
                self._nameless = errors_of(table.findings)[0]
        self.of = cache(self._of)

    def _of(self, id_: str) -> str | Finding | None:
        """Return the marking of a report, None if it has none; a finding if it is not certain."""
        tables = self._by_id.get(id_, [])
        for table in tables:
            if table.record is None:
                return errors_of(table.findings)[0]
        if tables[1:]:
            return _duplicate_id(tables[1], tables[0].file)
        if self._nameless:
            return self._nameless
        if not tables:
            message = Message("no report has the id {id}", shown(id_))
            return Finding("seeds", message, "add its TOML file there", "claim")
        report = tables[0].record
        return report.marking if report else None

    def duplicate_ids(self) -> Iterator[Finding]:
        """Yield a finding for each report with the id of an earlier one."""
        for first, *duplicates in self._by_id.values():
            yield from (_duplicate_id(table, first.file) for table in duplicates if table.record)


def _legible_ids(table: TomlTable[Report]) -> set[str]:
    """Return what a report with an error may have as its id; empty if its id cannot be read."""
    text = table.text or table.unparsed
    first = _ID.search(_HEADER.split(text, maxsplit=1)[0])
    if first is None or _ILLEGIBLE.search(text, 0, first.start()):
        return set()
    return {match[3] for match in _ID.finditer(text)}


def _duplicate_id(table: TomlTable[Report], first: str) -> Finding:
    id_ = table.record.id if table.record else None
    message, line = (
        Message("the report id {id} is taken by {first}", shown(id_), first),
        line_of(table.text, ("id",)),
    )
    remedy = "give one of them another"
    return Finding(table.file, message, remedy, "duplicate-id", "/id", line, id_)
