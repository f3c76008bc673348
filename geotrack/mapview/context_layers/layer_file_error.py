"""The error of a context layer that cannot be drawn."""

from __future__ import annotations

from geotrack.errors import UsageError

__all__ = ["LayerFileError"]


class LayerFileError(UsageError):
    """A context layer of a map cannot be drawn.

    Parameters
    ----------
    key : str
        The key of its entry that is at fault.
    problem, remedy : str
        What is wrong, and what to do about it.
    """

    def __init__(self, key: str, problem: str, remedy: str = "") -> None:
        super().__init__(f"{problem}; {remedy}" if remedy else problem)
        self.key, self.problem, self.remedy = key, problem, remedy
