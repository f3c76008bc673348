"""Import of other formats as GeoJSON drafts, kept apart from the records."""

from __future__ import annotations

from geotrack.importing.detect import FORMATS
from geotrack.importing.draft import Draft, draft
from geotrack.importing.faults import UnreadableError
from geotrack.importing.mapping import MappingOptions, mapping_text, pairs, read_mapping
from geotrack.importing.table import Options
from geotrack.importing.template import write_template

__all__ = [
    "FORMATS",
    "Draft",
    "MappingOptions",
    "Options",
    "UnreadableError",
    "draft",
    "mapping_text",
    "pairs",
    "read_mapping",
    "write_template",
]
