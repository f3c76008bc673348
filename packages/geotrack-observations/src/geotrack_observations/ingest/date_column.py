"""The column of times of an input that is known by its cells alone."""

from __future__ import annotations

from itertools import islice
from typing import Any

from geotrack_observations.arrow import pa
from geotrack_observations.ingest.batches import Batch
from geotrack_observations.ingest.column_roles import best_named

__all__ = ["date_column"]


def date_column(batch: Batch) -> str | None:
    """Return the column of dates of a batch as `geotrack import` finds it; None if there is none.

    It is the only one of the columns with the best name whose cells are dates; else the only such
    one of all columns.
    """
    from geotrack.importing.cells.dates import date_rules, is_undecided, read_date
    from geotrack.importing.mapping.unnamed_columns import only_dates

    texts = {name: _sample(values) for name, values in batch.others.items()}
    rules = {name: date_rules(cells, (), guess=True) for name, cells in texts.items()}

    def is_date(column: str, text: str) -> bool:
        rule = rules[column]
        if len(text) <= len("2024"):  # a year, or a time of day
            return False
        return read_date(text, rule) is not None or is_undecided(text, rule)

    def are_dates(column: str) -> bool:
        return bool(texts[column]) and all(is_date(column, text) for text in texts[column])

    matches = [column for column in best_named(texts) if are_dates(column)]
    return matches[0] if len(matches) == 1 else only_dates(texts, is_date)[0]


def _sample(values: Any) -> list[str]:
    """Return the first cells that are not empty, as text; none of a column of another type."""
    from geotrack.importing.cells.text import SAMPLE

    kind = values.type
    if not (pa.types.is_string(kind) or pa.types.is_temporal(kind)):
        return []
    texts = (str(cell) for cell in values.to_pylist() if cell not in (None, ""))
    return list(islice(texts, SAMPLE))
