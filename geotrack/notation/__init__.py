"""Positions and dates in the notations of sources, as records write them.

A text with two readings is read only if the caller states the order of its parts.
"""

from __future__ import annotations

from geotrack.notation.positions import degrees_of, number_of, parse_position, plain_pair

__all__ = ["degrees_of", "number_of", "parse_position", "plain_pair"]
