"""Import of other formats as GeoJSON drafts, kept apart from the records."""

from __future__ import annotations

from geotrack.importing.detect import FORMATS, read_file
from geotrack.importing.draft import Draft, draft, draft_table
from geotrack.importing.faults import OwnFormError, UnreadableError
from geotrack.importing.mapping.plan import MappingOptions, pairs
from geotrack.importing.mapping.saved_mapping import find_mapping, mapping_text, read_mapping
from geotrack.importing.own_exports.export_rows import is_export
from geotrack.importing.preview import own_draft, preview
from geotrack.importing.table import ReadingOptions
from geotrack.importing.templates import write_template

__all__ = [
    "FORMATS",
    "Draft",
    "MappingOptions",
    "OwnFormError",
    "ReadingOptions",
    "UnreadableError",
    "draft",
    "draft_table",
    "find_mapping",
    "is_export",
    "mapping_text",
    "own_draft",
    "pairs",
    "preview",
    "read_file",
    "read_mapping",
    "write_template",
]
