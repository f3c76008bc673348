"""Warnings to shipping (NAVAREA, HYDROARC) and to air (NOTAM) as rows of an import."""

from __future__ import annotations

from geotrack.importing.formats.warning_texts.rows import are_warnings, read_warnings

__all__ = ["are_warnings", "read_warnings"]
