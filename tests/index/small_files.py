"""An index that treats few records as it does many."""

from __future__ import annotations

import pytest

from geotrack.index import entry_file, record_table, stored_shapes, stored_texts, stored_verdicts
from geotrack.workspace import record_index
from geotrack.workspace.checks import each_record


def index_few(patch: pytest.MonkeyPatch) -> None:
    """Let each file have an entry, of which all is stored, and read when it is used."""
    patch.setattr(record_index, "_LEAST_BYTES", 0)
    patch.setattr(entry_file, "_LARGE", 0)
    patch.setattr(record_table, "_MANY", 1)
    patch.setattr(each_record, "_TOGETHER", 1)
    patch.setattr(stored_shapes, "_LEAST_BYTES", 0)
    patch.setattr(stored_texts, "_LEAST", 0)
    patch.setattr(stored_verdicts, "_FEWEST", 1)
