"""What can go wrong, as exceptions.

Faults in *data* are values (`geotrack.findings`), all reported at once; these exceptions are for
what stops the work: a question that cannot be asked, a workspace that is not there.
"""

from __future__ import annotations

__all__ = ["GeometryError", "GeotrackError", "UsageError"]


class GeotrackError(Exception):
    """Base of all errors raised by geotrack; its text is one line fit to show to a user."""


class UsageError(GeotrackError):
    """The question or the command was put wrongly (exit code 2)."""


class GeometryError(GeotrackError, ValueError):
    """A shape has no meaning on the globe: an unclosed ring, a latitude of 91."""
