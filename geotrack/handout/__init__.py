"""Handouts of a map: Markdown, slides and pictures.

Each shows the same records as the page, with the same texts, marking and digest.
"""

from __future__ import annotations

from geotrack.handout.options import Options, Progress

__all__ = ["Options", "Progress"]
