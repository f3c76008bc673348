"""How much is read: bounds that honest files keep, so that a hostile one costs little."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, Strict

from geotrack.model.base import Model, Number, whole_number

__all__ = ["Limits"]

Count = Annotated[int, Strict(), Field(gt=0), whole_number]


class Limits(Model):
    """Bounds on what is read from a file of GeoJSON; each key stands in `[limits]`.

    `file_mb` is its size in millions of bytes, `values` how many values it holds in all, `depth`
    how many brackets stand open at once, `text` how many bytes one text or key has, `features` and
    `file_vertices` how many Features and positions it has, `vertices` how many positions are in
    one geometry, `findings` how many faults are told before the reading stops. Each has a ceiling:
    a workspace may have come from elsewhere with its settings.
    """

    file_mb: Annotated[Number, Field(gt=0, le=512)] = 64.0
    values: Annotated[Count, Field(le=32_000_000)] = 4_000_000
    # Python's own parser goes no deeper than about a thousand.
    depth: Annotated[Count, Field(le=500)] = 100
    text: Annotated[Count, Field(le=64_000_000)] = 8_000_000
    features: Annotated[Count, Field(le=2_000_000)] = 200_000
    vertices: Annotated[Count, Field(le=8_000_000)] = 200_000
    file_vertices: Annotated[Count, Field(le=8_000_000)] = 1_000_000
    findings: Annotated[Count, Field(le=1_000_000)] = 100_000

    @classmethod
    def ceiling(cls, key: str) -> float:
        """Return the most that a key may be."""
        return float(next(m.le for m in cls.model_fields[key].metadata if hasattr(m, "le")))
