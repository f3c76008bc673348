"""Exceptions.

Faults in data are values (`geotrack.findings`), all reported at once. Exceptions are for errors
that stop the work: an invalid query, a missing workspace. Those that a map or a geometry raises are
defined in `folium_polar.errors` and are here too.
"""

from __future__ import annotations

import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from folium_polar.errors import (
    FoliumPolarError,
    GeometryError,
    MapWarning,
    NeedsNetworkError,
    UsageError,
    shorten,
)
from folium_polar.errors import missing_package as _missing_package
from geotrack.messages import LANGUAGE, in_language

__all__ = [
    "BusyError",
    "FieldError",
    "FileChangedError",
    "GeometryError",
    "GeotrackError",
    "MapWarning",
    "NeedsNetworkError",
    "ReaderWarning",
    "UntimedError",
    "UsageError",
    "error_text",
    "fields_named",
    "missing_package",
    "quoted",
    "reader_errors_as",
    "shorten",
    "worded",
]


GeotrackError = FoliumPolarError
"""Base class of all errors of geotrack, and of the maps and geometry that it uses."""
missing_package = partial(_missing_package, project="geotrack")


class FieldError(UsageError):
    """An error about fields of a query, whose names depend on the interface.

    A field is a keyword in Python, an option on the command line or a key in a TOML file. The text
    of the error has the keyword; `worded` returns it with another name.

    Parameters
    ----------
    message : str
        Text with field names of `Query` in braces: `leave {all_regions} out`.
    values : mapping of str to object, optional
        Other values in braces, by name.
    keywords : mapping of str to str, optional
        Keywords that differ from the field's name.

    Examples
    --------
    >>> error = FieldError("within {length} of what? name it in {of}", {"length": "300km"})
    >>> print(error)
    within 300km of what? name it in 'of'
    >>> error.worded("--{}".format)
    'within 300km of what? name it in --of'
    """

    def __init__(
        self,
        message: str,
        values: Mapping[str, object] | None = None,
        keywords: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message, values, keywords)
        self.message = message
        self.values = values or {}
        self.keywords = keywords or {}

    def __str__(self) -> str:
        return self.worded(lambda field: repr(self.keywords.get(field, field)))

    def worded(self, name: Callable[[str], str]) -> str:
        """Return the text with field names of an interface."""
        return in_language(self.message).format_map(_Names(self.values, name))


class UntimedError(FieldError):
    """Observations that state no time (exit code 1)."""


class _Names(dict[str, object]):
    """Values for the braces of a message; other names are field names."""

    def __init__(self, values: Mapping[str, object], name: Callable[[str], str]) -> None:
        super().__init__(values)
        self._name = name

    def __missing__(self, field: str) -> str:
        return self._name(field)


def worded(error: Exception, name: Callable[[str], str]) -> str:
    """Return the text of any error with the field names of an interface."""
    return error.worded(name) if isinstance(error, FieldError) else str(error)


def error_text(error: Exception) -> str:
    """Return the text of an error to keep, which is translated when it is printed."""
    token = LANGUAGE.set("en")
    try:
        return str(error)
    finally:
        LANGUAGE.reset(token)


@contextmanager
def fields_named(keywords: Mapping[str, str]) -> Iterator[None]:
    """Rename fields in errors that a block raises to a function's keywords."""
    try:
        yield
    except FieldError as error:
        raise FieldError(error.message, error.values, keywords) from None


class BusyError(GeotrackError):
    """Another process is writing or has written; nothing was written (exit code 1)."""


class FileChangedError(UsageError):
    """An event file has changed while parts of it were read."""


class ReaderWarning(UserWarning):
    """A reader failed in a way that nothing expects; the text has the traceback."""


@contextmanager
def reader_errors_as(error: Callable[[str, str], Exception]) -> Iterator[None]:
    """Raise any unexpected exception of a reader of files as an error for the user.

    Libraries raise exceptions that they do not document on odd files. It may also be a fault of
    geotrack, so a `ReaderWarning` has the traceback, and tests take warnings as errors.

    Parameters
    ----------
    error : callable
        Returns the error for a problem and its remedy.
    """
    try:
        yield
    except GeotrackError:
        raise
    except Exception as unexpected:
        last = traceback.extract_tb(unexpected.__traceback__)[-1]
        text = shorten(" ".join(str(unexpected).split()), 160)
        kind = type(unexpected).__name__
        where = f"{Path(last.filename).name}:{last.lineno}"
        message = "".join(traceback.format_exception(unexpected))
        warnings.warn(message, ReaderWarning, stacklevel=3)
        problem = f"cannot be read: {kind}{f': {text}' if text else ''} ({where})"
        remedy = "save it anew with another program; if that does not help, report the fault"
        raise error(problem, remedy) from unexpected


def quoted(text: str, most: int = 60) -> str:
    r"""Return a text in quotes as one short line, whatever is in it.

    Examples
    --------
    >>> quoted("Bodø"), quoted("Bodø\n"), quoted("Bodø" * 4, 8)
    ("'Bodø'", "'Bodø\\n'", "'BodøBod…'")
    """
    return repr(shorten(text, most))
