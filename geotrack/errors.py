"""What can go wrong, as exceptions.

Faults in *data* are values (`geotrack.findings`), all reported at once; these exceptions are for
what stops the work: a question that cannot be asked, a workspace that is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

__all__ = [
    "BusyError",
    "FieldError",
    "GeometryError",
    "GeotrackError",
    "MapWarning",
    "NeedsNetworkError",
    "UsageError",
    "fields_named",
    "needed",
    "truncated",
    "worded",
]


class GeotrackError(Exception):
    """Base of all errors raised by geotrack; its text is one line fit to show to a user."""


class UsageError(GeotrackError):
    """The question or the command was put wrongly (exit code 2)."""


class FieldError(UsageError):
    """A question whose fault lies in fields, which everyone names otherwise.

    A field is a keyword in Python, an option of the command line or a key of a TOML file. The text
    of the error has the keyword; `worded` gives it with another name.

    Parameters
    ----------
    message : str
        With the field's name in the conditions of a `Query` in braces: `leave {all_regions} out`.
    values : mapping of str to object, optional
        What else stands in braces, by its name there.
    keywords : mapping of str to str, optional
        Keywords that are not the field's name.

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
        """Return its text, with each field by a name."""
        return self.message.format_map(_Names(self.values, name))


class _Names(dict[str, object]):
    """What stands in the braces of a message: values, and the names of fields."""

    def __init__(self, values: Mapping[str, object], name: Callable[[str], str]) -> None:
        super().__init__(values)
        self._name = name

    def __missing__(self, field: str) -> str:
        return self._name(field)


def worded(error: Exception, name: Callable[[str], str]) -> str:
    """Return the text of any error, with each field that it names by a name."""
    return error.worded(name) if isinstance(error, FieldError) else str(error)


@contextmanager
def fields_named(keywords: Mapping[str, str]) -> Iterator[None]:
    """Let the errors of a function name fields by its own keywords, where they are others."""
    try:
        yield
    except FieldError as error:
        raise FieldError(error.message, error.values, keywords) from None


class BusyError(GeotrackError):
    """Others are writing, or have written meanwhile: nothing was written (exit code 1)."""


class GeometryError(GeotrackError, ValueError):
    """A shape has no meaning on the globe: an unclosed ring, a latitude of 91.

    Parameters
    ----------
    message : str
        What was found and which rule it breaks, one line of plain text; kept as `problem`.
    path : tuple of int
        Where: indices into the geometry's `coordinates`; inside a GeometryCollection the index
        into `geometries` comes first. Empty where the geometry as a whole is at fault.
    rule : str
        Stable slug of the broken rule: `latitude`, `ring-unclosed`, `half-turn`, ...
    remedy : str
        What to write instead.

    Examples
    --------
    >>> fault = GeometryError("latitude 91 is beyond the pole", path=(0, 3), rule="latitude")
    >>> fault.path, fault.rule, str(fault)
    ((0, 3), 'latitude', 'latitude 91 is beyond the pole')
    """

    def __init__(
        self,
        message: str,
        *,
        path: tuple[int, ...] = (),
        rule: str = "geometry",
        remedy: str = "",
    ) -> None:
        super().__init__(message)
        self.problem = message
        self.path = path
        self.rule = rule
        self.remedy = remedy


class NeedsNetworkError(UsageError):
    """A map was asked for something that has to be fetched when its page is opened."""


class MapWarning(UserWarning):
    """A map may show something else than what was meant; its text says what, and the remedy."""


def needed(package: str, extra: str, what: str) -> UsageError:
    """Return the refusal for want of a package, with the command that installs it."""
    message = f"{what} needs {package}: pip install 'geotrack[{extra}]'"
    return UsageError(message)


def truncated(text: str, most: int) -> str:
    """Return a text for one line of a message, cut to so many letters.

    Examples
    --------
    >>> truncated("Bering Strait", 20), truncated("Bering Strait", 7)
    ('Bering Strait', 'Bering…')
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"
