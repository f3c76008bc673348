"""What can go wrong, as exceptions.

Faults in *data* are values (`geotrack.findings`), all reported at once; these exceptions are for
what stops the work: a question that cannot be asked, a workspace that is not there.
"""

from __future__ import annotations

__all__ = [
    "BusyError",
    "GeometryError",
    "GeotrackError",
    "MapWarning",
    "NeedsNetworkError",
    "UsageError",
    "needed",
]


class GeotrackError(Exception):
    """Base of all errors raised by geotrack; its text is one line fit to show to a user."""


class UsageError(GeotrackError):
    """The question or the command was put wrongly (exit code 2)."""


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
