"""Other formats to drafts: GeoJSON to look at, and then to add. Kept apart from the records."""

from __future__ import annotations

from geotrack.drafting.drafts import Draft, draft
from geotrack.drafting.faults import UnreadableError
from geotrack.drafting.mapping import Told, mapping_text, pairs, read_mapping
from geotrack.drafting.opening import FORMATS
from geotrack.drafting.table import Options
from geotrack.drafting.template import write_template

__all__ = [
    "FORMATS",
    "Draft",
    "Options",
    "Told",
    "UnreadableError",
    "draft",
    "mapping_text",
    "pairs",
    "read_mapping",
    "write_template",
]
