"""Event datasets of others, by their codebooks: UCDP GED and ACLED."""

from __future__ import annotations

from geotrack.importing.event_datasets.codebook import NAMES, Codebook, find_codebook, read_codebook
from geotrack.importing.event_datasets.coded_rows import decode_rows

__all__ = ["NAMES", "Codebook", "decode_rows", "find_codebook", "read_codebook"]
