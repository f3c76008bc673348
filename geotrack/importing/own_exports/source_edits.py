"""Edits of the sources of an export: lines of its column `sources`, and who says what in each."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from geotrack.files.spreadsheets import spell_controls
from geotrack.importing.cells.dates import is_date
from geotrack.importing.cells.lists import split
from geotrack.importing.targets.column_words import WORDS, name_parts
from geotrack.importing.targets.properties import ACCOUNT, property_of_column
from geotrack.model.source import Source

__all__ = ["SHORTENED", "UncertainEditError", "account_of_column", "edited_sources", "with_account"]


SHORTENED = "… (shortened)"
"""End of a text that is too long for a cell."""
# Ends of sources in a cell, and the number before each: `[2] `.
_BREAK, _NUMBER = re.compile(r"\n|\s(?=\[\d+\]\s)"), re.compile(r"\[\d+\]\s*")
# A web address.
_ADDRESS = re.compile(r"https?://\S+")

Plain = Callable[[Any], str]


class UncertainEditError(ValueError):
    """An edit that may mean several things."""


def edited_sources(
    sources: Sequence[Source], stored: Sequence[Any], cell: str, plain: Plain
) -> list[Any] | None:
    """Return the sources of a record with the edits of its cell.

    A line may be added (an address, or a work without one), removed, or changed in its address,
    its date, or the only text in front. The line of a report is known by its claim.

    Parameters
    ----------
    sources : sequence of Source
        The record's sources.
    stored : sequence of dict or str
        The same as the record has them.
    cell : str
        The cell.
    plain : callable
        Returns a text as formats keep it.

    Returns
    -------
    list of dict or str, or None
        None if the cell is as it was exported.

    Raises
    ------
    UncertainEditError
        An edit may mean several things.
    """
    lines = [_NUMBER.sub("", part.strip(), count=1) for part in _BREAK.split(cell)]
    left = [line for line in map(plain, lines) if line]
    matched: set[str] = set()
    missing = []
    for n, source in enumerate(sources):
        line = next((item for item in (*left, *matched) if _is_line_of(source, item, plain)), None)
        if line is None:
            missing.append(n)
        elif line in left:
            left.remove(line)
            matched.add(line)
    if not left and not missing:
        return None
    if len(stored) != len(sources):
        raise UncertainEditError
    if left and missing:
        if len(left) != len(missing):
            raise UncertainEditError
        changed = dict(zip(missing, left, strict=True))
        return [
            _changed(sources[n], item, changed[n], plain) if n in changed else item
            for n, item in enumerate(stored)
        ]
    if len(missing) == len(sources):
        raise UncertainEditError
    return [item for n, item in enumerate(stored) if n not in missing] + [
        _added(item) for item in left
    ]


def _is_line_of(source: Source, line: str, plain: Plain) -> bool:
    if source.seed:
        return re.search(rf"\bclaim {re.escape(source.claim or '')}(?:, |$)", line) is not None
    citation = plain(spell_controls(source.citation))
    if line.endswith(SHORTENED):
        return citation.startswith(line.removesuffix(SHORTENED).rstrip())
    return line == citation


def _added(line: str) -> dict[str, str]:
    if _ADDRESS.fullmatch(line):
        return {"url": line}
    if _ADDRESS.search(line):
        raise UncertainEditError  # a publisher, a title or a remark stands beside the address
    return {"cite": line}


def _changed(source: Source, item: Any, line: str, plain: Plain) -> dict[str, Any]:
    """Return a source with the one part that differs in its line."""
    stored = item if isinstance(item, dict) else {"url" if source.url else "cite": item}
    citation = plain(source.citation)
    addresses = _ADDRESS.findall(line)
    if source.seed or line.endswith(SHORTENED):
        raise UncertainEditError
    if source.url and len(addresses) == 1 and line.replace(addresses[0], source.url) == citation:
        return {**stored, "url": addresses[0]}
    address = source.url or next(iter(source.read_at), "")
    if not line.endswith(address):
        raise UncertainEditError
    head = line[: len(line) - len(address)].rstrip(", ")
    label, published = plain(source.label), source.published or ""
    rest = head.removeprefix(label)
    if rest != head:
        date = rest.removeprefix(", ")
        if date != rest and is_date(date):
            return {**stored, "published": date}
        raise UncertainEditError
    fields = [name for name in ("publisher", "title", "cite") if getattr(source, name)]
    text = head.removesuffix(f", {published}") if published else head
    if len(fields) != 1 or not text or (published and text == head):
        raise UncertainEditError
    return {**stored, fields[0]: text}


def account_of_column(column: str) -> str | None:
    """Return which of `ACCOUNT` a column's name means, None if none.

    Examples
    --------
    >>> account_of_column("source_stance"), account_of_column("Hvem sier 2")
    ('sources.stance', 'sources.claimant')
    """
    path, name = property_of_column(column), name_parts(column)[0]
    return next((account for account in ACCOUNT if account == path or name in WORDS[account]), None)


def with_account(
    sources: Sequence[Any], key: str, cell: Any, value_of: Callable[[str], Any]
) -> list[Any] | None:
    """Return sources with the values of a cell, one for each in their order.

    Parameters
    ----------
    sources : sequence of dict or str
        The sources as the record has them.
    key : str
        The key that the cell states.
    cell : object
        Values with `;` between. An empty one changes nothing.
    value_of : callable
        Returns the value that a text means.

    Returns
    -------
    list of dict or str, or None
        None if there are more or fewer values than sources, and than sources of no report.

    Examples
    --------
    >>> with_account([{"url": "a"}, {"seed": "r"}, {"url": "b"}], "stance", "; denies", str)
    [{'url': 'a'}, {'seed': 'r'}, {'url': 'b', 'stance': 'denies'}]
    """
    values = split(cell, blanks=True)
    places = list(range(len(sources)))
    if len(values) != len(places):
        places = [n for n in places if not (isinstance(sources[n], dict) and "seed" in sources[n])]
    if len(values) != len(places):
        return None
    updated = list(sources)
    for n, value in zip(places, values, strict=True):
        if value != "":
            source = updated[n] if isinstance(updated[n], dict) else {"url": updated[n]}
            updated[n] = {**source, key: value_of(value)}
    return updated
