"""A briefing page handed out as something else: text, slides, pictures.

Each says what the page says, of the same records, under the same marking and digest.
"""

from __future__ import annotations

from geotrack.handout.options import Options, Progress

__all__ = ["Options", "Progress"]
