"""Exceptions and warnings of maps and of their geometry."""

from __future__ import annotations

from folium_polar.messages import Message, in_language, sentence

__all__ = [
    "FoliumPolarError",
    "GeometryError",
    "MapWarning",
    "NeedsNetworkError",
    "RasterError",
    "UsageError",
    "missing_package",
    "shorten",
]


class FoliumPolarError(Exception):
    """Base class of all errors; the text is one line for the user."""

    def __str__(self) -> str:
        is_text = len(self.args) == 1 and isinstance(self.args[0], str)
        return in_language(self.args[0]) if is_text else super().__str__()


class UsageError(FoliumPolarError):
    """An invalid argument."""


class GeometryError(FoliumPolarError, ValueError):
    """A geometry is not valid on the globe: an unclosed ring, a latitude of 91.

    Parameters
    ----------
    message : str
        The fault, one line of plain text; also stored as `problem`.
    path : tuple of int
        Indexes into the geometry's `coordinates`; in a GeometryCollection after the index into
        `geometries`. Empty if the geometry as a whole is at fault.
    rule : str
        Id of the broken rule: `latitude`, `ring-unclosed`, `half-turn`, ...
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


class RasterError(UsageError):
    """A raster cannot be read, or has no place.

    Parameters
    ----------
    problem, remedy : str
        What is wrong, and what to do about it.
    key : {'file', 'layer', 'band', 'crs', 'bounds'}
        The argument of `read_raster` at fault.
    """

    def __init__(self, problem: str, remedy: str = "", *, key: str = "file") -> None:
        super().__init__(sentence(problem, remedy))
        self.problem, self.remedy, self.key = problem, remedy, key


class NeedsNetworkError(UsageError):
    """A map was requested with something that its page would fetch from a network."""


class MapWarning(UserWarning):
    """A map may not show what was intended; the text has a remedy."""


def missing_package(
    package: str, extra: str, what: str, *, project: str = "folium-polar"
) -> UsageError:
    """Return the error for a missing package, with the command that installs it."""
    return UsageError(
        Message(
            "{what} needs {package}: pip install '{project}[{extra}]'",
            Message(what),
            package,
            project,
            extra,
        )
    )


def shorten(text: str, most: int) -> str:
    """Return a text shortened to a maximum length.

    Examples
    --------
    >>> shorten("Bering Strait", 20), shorten("Bering Strait", 7)
    ('Bering Strait', 'Bering…')
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"
