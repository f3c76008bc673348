"""Observations as tracks: lines from position to position, with gaps."""

from __future__ import annotations

import numpy as np

from geotrack.observations.layers.columns import column_of
from geotrack.observations.layers.layer import LayerDefinition, TrackLayer
from geotrack.observations.storage.arrow import pa
from geotrack.observations.storage.layout import PER_METRE
from geotrack.observations.storage.moments import SECOND, moment_of
from geotrack.observations.trajectories.map_tracks import map_tracks
from geotrack.observations.trajectories.tracks import Limits

__all__ = ["track_layer"]


def track_layer(definition: LayerDefinition) -> TrackLayer:
    """Return the observations that a map asks for as tracks.

    Raises
    ------
    UsageError
        A limit is none.
    """
    settings = definition.settings
    column = settings.id or ""  # the model sees to it
    limits = Limits.of(column, settings.gap_s, settings.speed_m_s, settings.longest_gap_s)
    found = map_tracks(definition.question, column, limits, certain=settings.certain)
    step = settings.rounded_m * PER_METRE
    x_m, y_m = (
        np.rint(axis / step).astype(np.int64) * settings.rounded_m for axis in (found.x, found.y)
    )
    kind = pa.type_for_alias(definition.question.dataset.columns[column])
    ids = pa.chunked_array([pa.array(found.fixes.ids, kind).take(pa.array(found.whose))])
    times = found.time[found.are_fixes]
    first, last = (
        moment_of(int(at()) * SECOND) if len(times) else None for at in (times.min, times.max)
    )
    return TrackLayer(
        definition=definition,
        count=len(times),
        possible_count=int((found.possible & found.are_fixes).sum()),
        south_count=found.south,
        trackless_count=found.adrift,
        first=first,
        last=last,
        x_m=x_m,
        y_m=y_m,
        time=found.time.astype("M8[s]"),
        link=found.link,
        ids=column_of(ids),
        possible=found.possible,
        radius_m=None if found.radius is None else np.ceil(found.radius),
        limits=limits,
    )
