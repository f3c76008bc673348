"""Import formats of other packages, such as `geotrack-warnings`.

geotrack finds them by the group of entry points `geotrack.import_formats`. The name of an entry
point is that of the format, as messages write it (`named a.xlsx, but it holds warnings`); what it
names is a module, or an object, with the members of `ImportFormat`.

Formats are asked about text, XML and bytes that are none of geotrack's own formats, before a text
counts as CSV; not about a file named as CSV, nor about JSON with a `type`. In the order of their
names, the first that matches reads the file. Such a package may import these modules, whose public
names stay:

* `geotrack.importing.table`: `Table`, which `ImportFormat.read` returns, and `ReadingOptions`;
* `geotrack.importing.faults`: `UnreadableError`, and lists of faults for `Table.notes`;
* `geotrack.importing.encodings`, `geotrack.importing.limits`: text of bytes, and limits of memory;
* `geotrack.messages`, `geotrack.findings`: messages with arguments, and values in them (`shown`);
* `geotrack.notation`, `geotrack.reading.geometry`: dates and positions as people write them, and
  faults of geometries.

`folium_polar.messages.add_catalogue` adds the messages of a package in other languages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from geotrack.importing.faults import UnreadableError
from geotrack.importing.table import ReadingOptions, Table
from geotrack.messages import Message

__all__ = ["ImportFormat", "import_formats", "matching_format", "read_json"]


class ImportFormat(Protocol):
    """A format that a package adds to imports: what an entry point names."""

    TITLE: str
    """Its words in the list of formats that geotrack reads."""

    def matches(self, path: Path, head: bytes) -> bool:
        """Return whether a file is of this format.

        Parameters
        ----------
        path : pathlib.Path
            Its name; the file may lie in an archive, and is not to be opened.
        head : bytes
            Its first 65,536 bytes, or all if it is shorter.
        """

    def read(self, path: Path, data: bytes, options: ReadingOptions) -> Table:
        """Return the rows of a file that matches.

        Parameters
        ----------
        path : pathlib.Path
            Its name, for messages and `Table.file`.
        data : bytes
            Its content, of at most 128 MB.
        options : ReadingOptions
            The encoding, and more; options that name columns of positions are refused before.

        Returns
        -------
        Table
            Columns named as properties of records (`title`, `place.radius_km`) become these; others
            are mapped as those of a CSV file.

        Raises
        ------
        UnreadableError
            It is broken, or too large.
        """

    def read_json(self, path: Path, value: Any, options: ReadingOptions) -> Table | None:
        """Return the rows of a JSON file; None for JSON that is not of this format.

        Parameters
        ----------
        path, options
            As in `read`.
        value : object
            The parsed JSON.
        """


# Texts for which `geotrack-warnings` is needed, by its headings; ПРИП in the encodings in use.
_RUSSIAN = b"|".join("ПРИП".encode(name) for name in ("utf-8", "cp1251", "koi8-r", "cp866"))
_WARNINGS = (
    rb"(?mi)^[ \t>*(]{0,20}(?:(?:NAVAREA\s{1,5}[IVX\d]{1,5}|HYDRO(?:ARC|LANT|PAC)"
    rb"|(?:PRIP|COASTAL\s{1,5}WARNING)\s{1,5}[A-Z]{3,20})[^;|,\t\r\n]{1,40}\d/\d\d[^;|,\t\r\n]*$"
    rb"|[A-Z]\d{1,4}/\d\d[ \t]{1,9}NOTAM[NRC]\b|Q\)\s?[A-Z]{4}/Q|(?:" + _RUSSIAN + rb")[ \t])"
    rb'|^\s{0,9}\{\s{0,9}"broadcast-warn"'
)
_WARNINGS_NAME = "warnings"
_BYTE_ORDER_MARKS = b"\xef\xbb\xbf\xff\xfe"


@cache
def import_formats() -> Mapping[str, ImportFormat]:
    """Return the formats of installed packages by their names, in the order of these."""
    from importlib.metadata import entry_points

    points = entry_points(group="geotrack.import_formats")
    return {point.name: point.load() for point in sorted(points, key=lambda point: point.name)}


def matching_format(path: Path, head: bytes) -> str:
    """Return the name of the format of a package that a file has; empty if there is none.

    Parameters
    ----------
    path : pathlib.Path
        The file's name.
    head : bytes
        Its first bytes.

    Raises
    ------
    UnreadableError
        A package that geotrack knows reads such files, and is not installed.
    """
    formats = import_formats()
    names = (name for name, each in formats.items() if each.matches(path, head))
    if name := next(names, ""):
        return name
    _refuse_missing_package(path, head)
    return ""


def read_json(path: Path, head: bytes, value: Any, options: ReadingOptions) -> Table | None:
    """Return the rows of JSON of a format of a package; None if there is none.

    Parameters
    ----------
    path, head
        As in `matching_format`.
    value : object
        The parsed JSON.
    options : ReadingOptions
        Reading options.

    Raises
    ------
    UnreadableError
        As in `matching_format`.
    """
    if isinstance(value, dict) and "type" in value:
        return None
    tables = (each.read_json(path, value, options) for each in import_formats().values())
    table = next((table for table in tables if table is not None), None)
    if table is None:
        _refuse_missing_package(path, head)
    return table


def _refuse_missing_package(path: Path, head: bytes) -> None:
    """Raise an error where a package that is not installed reads such files."""
    text = head.replace(b"\0", b"").lstrip(_BYTE_ORDER_MARKS)  # as UTF-16 has them
    if _WARNINGS_NAME not in import_formats() and re.search(_WARNINGS, text):
        raise UnreadableError(
            path,
            Message("warnings to shipping and air need geotrack-warnings"),
            "pip install geotrack-warnings",
        )
