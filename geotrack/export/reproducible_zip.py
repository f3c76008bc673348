"""ZIP archives without timestamps, and text that XML can hold."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

__all__ = ["sound_xml", "zip_files"]

_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX, _PLAIN_FILE = 3, 0o100644 << 16
# Characters that XML 1.0 cannot hold, not even escaped.
_UNSOUND = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def zip_files(files: Mapping[str, bytes]) -> bytes:
    """Return files in a ZIP archive, in the given order."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.create_system, entry.external_attr = _UNIX, _PLAIN_FILE
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return packed.getvalue()


def sound_xml(text: str) -> str:
    r"""Return a text with characters that XML cannot hold replaced by U+FFFD.

    Examples
    --------
    >>> sound_xml("a\x0bb")
    'a\ufffdb'
    """
    return _UNSOUND.sub("\ufffd", text)
