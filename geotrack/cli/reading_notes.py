"""Notes on how a build read its inputs, where that is not what they plainly state."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geotrack.observations import Built
    from geotrack.observations.ingest.column_roles import Roles

__all__ = ["eastern_note", "reading_notes"]

_ABSENT = "absent:"


def reading_notes(built: Built) -> Iterator[str]:
    """Yield notes on presets, orders of dates, zones, wrapped longitudes and absent values."""
    from geotrack.observations.ingest.positions import WRAPPED
    from geotrack.observations.ingest.row_checks import ZONE_BY

    by_note: dict[str, list[Path]] = {}
    for path, roles in built.roles.items():
        if note := _of_input(roles):
            by_note.setdefault(note, []).append(path)
    for note, paths in by_note.items():
        more = f" and {len(paths) - 1:,} more" if len(paths) > 1 else ""
        yield f"{paths[0]}{more}: {note}"
    for name, many in built.counts.items():
        if name.startswith(ZONE_BY):
            times = "1 time" if many == 1 else f"{many:,} times"
            are = "is" if many == 1 else "are"
            why = name.removeprefix(ZONE_BY)
            yield f"{times} without a zone {are} UTC, {why}; --time-zone states another"
    if many := built.counts[WRAPPED]:
        yield f"{_rows(many)} a longitude from 180 to 360, read as -180 to 0"
    absent = {
        name.removeprefix(_ABSENT): many
        for name, many in built.counts.items()
        if name.startswith(_ABSENT)
    }
    if absent:
        counts = ", ".join(f"{many:,} of {name}" for name, many in sorted(absent.items()))
        yield f"cells left empty that state, as AIS does, that the value is not known: {counts}"


def eastern_note(built: Built) -> str:
    """Return how many rows were left out for a longitude from 180 to 360; empty if none was."""
    from geotrack.observations.ingest.positions import EASTERN

    many = built.counts[EASTERN]
    return (
        f"{_rows(many)} a longitude from 180 to 360: --wrap-longitude reads these" if many else ""
    )


def _rows(many: int) -> str:
    return "1 row has" if many == 1 else f"{many:,} rows have"


def _of_input(roles: Roles) -> str:
    """Return how an input was read; empty if there is nothing to say."""
    preset, times = roles.preset, roles.times
    order = {True: "month before day", False: "day before month", None: ""}[times.month_first]
    zone = "" if roles.zone_by or not times.zone else f"{times.zone} where no zone is stated"
    if preset is None:
        return f"times in {roles.time!r} have the {order}" if order else ""
    parts = [f"time {roles.time!r}" if roles.time else "", order if roles.time else "", zone]
    text = f"read as {preset.label} (--as {preset.name}): " + ", ".join(filter(None, parts))
    return f"{text}; {preset.note}" if preset.note else text
