"""Error text for an unknown column."""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice

from geotrack.errors import shorten
from geotrack.i18n.spelling import nearest

__all__ = ["remedy", "shortened_list"]

# Maximum number of names in a message.
_MOST_NAMES = 20
# Maximum number of characters of each name.
_LONGEST = 60


def shortened_list(columns: Collection[str], most: int = _MOST_NAMES) -> str:
    """Return the first names or values for a message, each cut to 60 characters.

    Examples
    --------
    >>> shortened_list(["mmsi", "speed_kn"]), shortened_list([])
    ('mmsi, speed_kn', 'none of its own')
    """
    names = [shorten(" ".join(name.split()), _LONGEST) for name in islice(columns, most)]
    suffix = f" and {len(columns) - most:,} more" if len(columns) > most else ""
    return f"{', '.join(names)}{suffix}" if names else "none of its own"


def remedy(name: str, columns: Collection[str]) -> str:
    """Return the column that was probably meant, else all columns.

    Examples
    --------
    >>> remedy("msi", ["mmsi", "speed_kn"]), remedy("draught", ["mmsi", "speed_kn"])
    ("did you mean 'mmsi'?", 'it has mmsi, speed_kn')
    """
    guess = nearest(name, columns)
    return f"did you mean {guess!r}?" if guess else f"it has {shortened_list(columns)}"
