"""Observations drawn as tracks: lines from fix to fix, dashed over gaps."""

from __future__ import annotations

import numpy as np

from geotrack.observations import Limits
from geotrack.observations.store.arrow import pa
from geotrack.observations.store.layout import PER_METRE
from geotrack.observations.store.moments import SECOND, moment_of
from geotrack.observations.store.packing import pack_column, pack_numbers
from geotrack.observations.trajectories.map_tracks import drawn_tracks
from geotrack.page.observations.layers import Asked, Drawing, Look, span_of

__all__ = ["tracks"]

_LINE = '<path class="way" d="M1 22L10 8l8 9L27 5"/>'
_DASHED = '<path class="way gap" d="M1 22L27 6"/>'
_DOTTED = '<path class="way possible" d="M2 22L26 6"/>'


def tracks(asked: Asked) -> Drawing:
    """Return the observations that are asked for as tracks.

    Positions are whole steps of so many metres in EPSG:6931, times whole seconds.

    Raises
    ------
    UsageError
        A limit is none.
    """
    entry = asked.entry
    column = entry.id or ""  # the model sees to it
    limits = Limits.of(column, entry.gap_s, entry.speed_m_s)
    found = drawn_tracks(asked.question, column, limits, certain=entry.certain)
    step = entry.rounded_m * PER_METRE
    kind = pa.type_for_alias(asked.question.dataset.columns[column])
    ids = pa.chunked_array([pa.array(found.fixes.ids, kind).take(pa.array(found.whose))])
    packed = {
        "x": pack_numbers(np.rint(found.x / step).astype(np.int64)),
        "y": pack_numbers(np.rint(found.y / step).astype(np.int64)),
        "time": pack_numbers(found.time),
        "link": pack_numbers(found.link.astype(np.int64)),
        "whose": pack_column(ids),
    }
    if found.possible.any():
        packed["possible"] = pack_numbers(found.possible.astype(np.int64))
    if found.radius is not None:
        # In whole metres, none of them less than it is.
        metres = np.ceil(np.nan_to_num(found.radius)).astype(np.int64)
        packed["radius"] = pack_numbers(metres, np.isnan(found.radius))
    packed = {
        name: one._replace(how={**one.how, "many": len(found.x)}) for name, one in packed.items()
    }
    times = found.time[found.are_fixes]
    many = len(times)
    first, last = (moment_of(int(at()) * SECOND) if many else None for at in (times.min, times.max))
    return Drawing(
        asked,
        {
            "kind": "tracks",
            "title": entry.title,
            "source": entry.source,
            "many": many,
            "metres": entry.rounded_m,
            "columns": [column],
            "colours": [asked.colour],
            "gap": limits.gap,
            **span_of(first, last),
            "packed": {name: one.how for name, one in packed.items()},
        },
        {name: one.raw for name, one in packed.items()},
        many=many,
        possible=int((found.possible & found.are_fixes).sum()),
        first=first,
        last=last,
        south=found.south,
        left_out=found.adrift,
        look=Look(
            _LINE,
            "document.observed.tracks",
            _DOTTED,
            "document.observed.tracksPossible",
            {"gap": limits.gap},
            (_DASHED, "document.observed.tracksGap"),
        ),
        how=(
            f"document.observed.tracks{'How' if found.radius is None else 'Within'}",
            {"speed": limits.speed, "id": column},
        ),
    )
