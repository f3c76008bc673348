"""Saving of a presentation, reproducible to the byte and without metadata."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from geotrack.export.reproducible_zip import zip_files

__all__ = ["closed"]

# The earliest date of a zip.
_DAY = datetime(1980, 1, 1)  # noqa: DTZ001 (written without a zone, and no moment in time)
_TEXTS = (
    "author",
    "category",
    "comments",
    "content_status",
    "identifier",
    "keywords",
    "last_modified_by",
    "subject",
    "version",
)
# Replaces the template's, which describes its own slides.
_PROGRAM = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'extended-properties"><Application>geotrack</Application></Properties>'
)
_PROGRAM_PART = "docProps/app.xml"


def closed(presentation: Any, title: str, language: str) -> bytes:
    """Return a presentation as bytes.

    Parameters
    ----------
    presentation : pptx.presentation.Presentation
        The complete presentation.
    title, language : str
        Its core properties; all others are empty, or fixed.
    """
    core = presentation.core_properties
    for name in _TEXTS:
        setattr(core, name, "")
    core.title, core.language, core.revision = title[:255], language, 1
    core.created = core.modified = core.last_printed = _DAY
    saved = io.BytesIO()
    presentation.save(saved)
    with zipfile.ZipFile(saved) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    if _PROGRAM_PART in files:
        files[_PROGRAM_PART] = _PROGRAM
    return zip_files(files)
