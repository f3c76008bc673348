"""What is told where a column is asked for that is not there."""

from __future__ import annotations

from collections.abc import Collection

from geotrack.taxonomy import nearest

__all__ = ["remedy"]


def remedy(name: str, columns: Collection[str]) -> str:
    """Return which column was probably meant, or else which there are.

    Examples
    --------
    >>> remedy("msi", ["mmsi", "speed_kn"]), remedy("draught", ["mmsi", "speed_kn"])
    ("did you mean 'mmsi'?", 'it has mmsi, speed_kn')
    """
    guess = nearest(name, columns)
    has = ", ".join(columns) or "none of its own"
    return f"did you mean {guess!r}?" if guess else f"it has {has}"
