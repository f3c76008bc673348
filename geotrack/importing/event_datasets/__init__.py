"""Event datasets of others, by their codebooks: UCDP GED and ACLED."""

from __future__ import annotations

from geotrack.importing.event_datasets.codebook import NAMES, Codebook, read_codebook
from geotrack.importing.event_datasets.coded_rows import dataset_of, decode_rows

__all__ = ["NAMES", "Codebook", "dataset_of", "decode_rows", "read_codebook"]
