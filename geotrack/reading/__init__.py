"""Parsing of files into typed records; faults become findings."""

from __future__ import annotations

from geotrack.reading.features import Located, Read, events_in, read_events, read_layer
from geotrack.reading.model_faults import path_in_text
from geotrack.reading.text.geojson_text import collection_text, feature_text
from geotrack.reading.text.json_text import parse_json
from geotrack.reading.text.line_numbers import lines_of, pointer
from geotrack.reading.toml_files import TomlTable, line_of, read_table

__all__ = [
    "Located",
    "Read",
    "TomlTable",
    "collection_text",
    "events_in",
    "feature_text",
    "line_of",
    "lines_of",
    "parse_json",
    "path_in_text",
    "pointer",
    "read_events",
    "read_layer",
    "read_table",
]
