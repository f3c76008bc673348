"""Templates from other presentations: their layouts only, without macros, links and content."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.exc import PythonPptxError
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.oxml.ns import qn

from geotrack.errors import UsageError
from geotrack.files import read_regular
from geotrack.files.archives import ArchiveError, open_archive, read_members

__all__ = ["UNUSABLE", "read_template"]

# Bytes of a file, and of all its parts unpacked.
_MOST_PACKED, _MOST_UNPACKED = 64_000_000, 128_000_000
# Limits of PowerPoint for a slide's side, in English Metric Units: 1 to 56 inches.
_SIDES = range(914_400, 51_206_401)
# Parts of a theme that are kept. Macros, controls, embedded files and everything else are removed.
_ALLOWED_PARTS = {
    RELATIONSHIP_TYPE.CORE_PROPERTIES,
    RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
    RELATIONSHIP_TYPE.FONT,
    RELATIONSHIP_TYPE.IMAGE,
    RELATIONSHIP_TYPE.NOTES_MASTER,
    RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
    RELATIONSHIP_TYPE.PRES_PROPS,
    RELATIONSHIP_TYPE.SLIDE_LAYOUT,
    RELATIONSHIP_TYPE.SLIDE_MASTER,
    RELATIONSHIP_TYPE.TABLE_STYLES,
    RELATIONSHIP_TYPE.THEME,
    RELATIONSHIP_TYPE.VIEW_PROPS,
}
UNUSABLE = (
    PythonPptxError, zipfile.BadZipFile, AssertionError, AttributeError, IndexError, KeyError,
    NotImplementedError, OSError, OverflowError, RecursionError, SyntaxError, TypeError, ValueError,
)  # fmt: skip
"""Errors of python-pptx for invalid files; errors of lxml are SyntaxErrors."""
_WRITE = "give a .pptx with a layout for the title and one with a title alone"


def read_template(path: Path) -> Any:
    """Read a presentation and return it without slides, for its masters, layouts and size.

    Parameters
    ----------
    path : Path
        A .pptx of at most 64 MB, 128 MB unpacked.

    Returns
    -------
    pptx.presentation.Presentation
        No slides, no macros, nothing embedded, and no link to anything outside.

    Raises
    ------
    UsageError
        It is no presentation, or too large.
    """
    try:
        raw = read_regular(path, _MOST_PACKED)
        # python-pptx trusts the sizes that an archive states.
        with open_archive(io.BytesIO(raw)) as archive:
            read_members(archive, archive.infolist(), _MOST_UNPACKED)
        deck = Presentation(io.BytesIO(raw))
        _clean(deck)
    except ArchiveError as error:
        raise UsageError(
            f"{path} is no presentation that can be read: {error.problem}; {_WRITE}"
        ) from None
    except UNUSABLE as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise UsageError(f"{path} is no presentation that can be read; {_WRITE}") from None
    for side in (deck.slide_width, deck.slide_height):
        if side is None or int(side) not in _SIDES:
            raise UsageError(
                f"{path}: its slides are not between 1 and 56 inches wide and high; {_WRITE}"
            )
    return deck


def _clean(deck: Any) -> None:
    """Remove slides, and all parts that are not kept."""
    root = deck.part._element
    slides = root.find(qn("p:sldIdLst"))
    if slides is not None:
        root.remove(slides)
    for name in ("p:custShowLst", "p:extLst"):  # shows and sections refer to slides
        for element in root.findall(qn(name)):
            root.remove(element)
    package = deck.part.package
    _drop(package._rels, None)
    for part in list(package.iter_parts()):
        _drop(part.rels, getattr(part, "_element", None))
    # Without its macros a presentation is a plain one; python-pptx has read its type already.
    vars(deck.part)["content_type"] = CONTENT_TYPE.PML_PRESENTATION_MAIN


def _drop(relations: Any, root: Any) -> None:
    """Remove unneeded relations, and the elements that refer to them."""
    for id_, relation in list(relations.items()):
        if relation.reltype in _ALLOWED_PARTS and not relation.is_external:
            continue
        relations.pop(id_)
        for element in _naming(root, id_):
            parent = element.getparent()
            if element.tag == qn("a:blip") or parent is None:
                for name in [n for n, value in element.items() if value == id_]:
                    del element.attrib[name]
            else:
                parent.remove(element)


def _naming(root: Any, id_: str) -> list[Any]:
    """Return the elements of a part that refer to a relation."""
    if root is None:
        return []
    space = f"{{{root.nsmap.get('r', '')}}}" if hasattr(root, "nsmap") else "{}"
    names = [f"{space}{name}" for name in ("id", "embed", "link", "pict")]
    return [element for element in root.iter() if any(element.get(name) == id_ for name in names)]
