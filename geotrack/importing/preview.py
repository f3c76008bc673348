"""How a file was read, as JSON: the property of each column and its first cells."""

from __future__ import annotations

from itertools import islice
from typing import Any

from geotrack.importing.draft import Draft
from geotrack.importing.mapping.target_properties import properties
from geotrack.importing.table import Table
from geotrack.taxonomy import Taxonomy

__all__ = ["preview"]

_CELLS = 5


def preview(table: Table, draft: Draft, taxonomy: Taxonomy) -> dict[str, Any]:
    """Return how a file was read.

    Parameters
    ----------
    table : Table
        Its rows.
    draft : Draft
        The drafts of them.
    taxonomy : Taxonomy
        The types that records can have.

    Returns
    -------
    dict
        `kind` of the file, number of `rows`, columns of the `geometry`, `columns` with `column`,
        `property` or None, `kept_as` or None and the first `cells`, `properties` that a column can
        fill, `messages`, and whether it `replaces` stored records.
    """
    plan = draft.plan
    fills = {} if plan is None else {name: one.path for name, one in plan.columns.items()}
    kept = {} if plan is None else plan.extras
    columns = [
        {
            "column": name,
            "property": fills.get(name),
            "kept_as": kept.get(name),
            "cells": [str(cell) for cell in islice((c for c in cells if c is not None), _CELLS)],
        }
        for name, cells in table.columns.items()
    ]
    return {
        "kind": table.kind,
        "rows": len(table.rows),
        "geometry": table.geometry_from,
        "columns": columns,
        "properties": list(properties(taxonomy)),
        "messages": list(draft.messages),
        "replaces": draft.replaces,
    }
