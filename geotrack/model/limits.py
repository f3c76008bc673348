"""Limits of input files, so that a hostile file costs little."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, Strict

from geotrack.model.base import Model, Number, whole_number

__all__ = ["Limits"]

Count = Annotated[int, Strict(), Field(gt=0), whole_number]


class Limits(Model):
    """Limits of a GeoJSON file; the keys of `[limits]`.

    `file_mb` is the size in millions of bytes, `values` the number of JSON values, `depth` the
    depth of nesting, `text` the bytes of one text or key, `features` and `file_vertices` the
    numbers of Features and positions, `vertices` the positions of one geometry, `findings` the
    number of faults after which reading stops. Each has a ceiling, since a workspace may come from
    somebody else with its settings.
    """

    file_mb: Annotated[Number, Field(gt=0, le=512)] = 64.0
    values: Annotated[Count, Field(le=32_000_000)] = 4_000_000
    # Python's parser fails beyond a depth of about a thousand.
    depth: Annotated[Count, Field(le=500)] = 100
    text: Annotated[Count, Field(le=64_000_000)] = 8_000_000
    features: Annotated[Count, Field(le=2_000_000)] = 200_000
    vertices: Annotated[Count, Field(le=8_000_000)] = 200_000
    file_vertices: Annotated[Count, Field(le=8_000_000)] = 1_000_000
    findings: Annotated[Count, Field(le=1_000_000)] = 100_000

    @classmethod
    def ceiling(cls, key: str) -> float:
        """Return the largest value that a key may have."""
        return float(next(m.le for m in cls.model_fields[key].metadata if hasattr(m, "le")))
