"""Other formats to drafts: GeoJSON to look at, and then to add. Kept apart from the records."""

from __future__ import annotations
