"""The index of records: what reading found of each event file, kept in the user's cache folder.

An entry belongs to one file and one content of it. It holds where each record stands in the file,
columns of all records for questions, and the file's findings. A record is read from its place in
the file when it is wanted, by the function that reads it without an index, so that no answer
depends on the index; an entry that does not fit, or does not check, is not used.
"""

from __future__ import annotations

__all__: list[str] = []
