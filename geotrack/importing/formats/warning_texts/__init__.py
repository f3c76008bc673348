"""Warnings to shipping (NAVAREA, HYDROARC) and to air (NOTAM) as rows of an import."""
