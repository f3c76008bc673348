"""How a file was read, as JSON: the property of each column and its first cells."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from geotrack.importing.cells.text import text_of
from geotrack.importing.cells.values import CellRules, choice_of, choices_like
from geotrack.importing.draft import Draft
from geotrack.importing.event_datasets import dataset_of, read_codebook
from geotrack.importing.faults import OwnFormError
from geotrack.importing.table import Table
from geotrack.importing.targets.properties import ANCHORS, Property, properties
from geotrack.messages import Message, in_language
from geotrack.reading.text.geojson_text import collection_parts
from geotrack.taxonomy import Taxonomy

__all__ = ["own_draft", "preview"]

# First cells of a column that the desk shows.
_CELLS = 5
# Different texts of a column for which the desk offers values.
_TEXTS = 50


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
        `property` or None, `kept_as` or None, the first `cells`, the `choices` of its property,
        the `values` that its texts became, None where a text is no choice, and the choices that
        such a text is `like`; `properties` that a column can fill, the event `dataset` of which the
        file has the columns, as `name` and `label`, or None, `messages`, the `places` that names
        were read as, whether it `replaces` stored records, and the number of rows `held` back.
    """
    plan = draft.plan
    fills = {} if plan is None else plan.columns
    rules = {} if plan is None else plan.rules
    extras = {} if plan is None else plan.extras
    dataset = dataset_of(table)
    columns = [
        {
            "column": name,
            "property": fills[name].path if name in fills else None,
            "kept_as": extras.get(name),
            "cells": [str(cell) for cell in islice((c for c in cells if c is not None), _CELLS)],
            **_values(cells, fills.get(name), rules.get(name, CellRules())),
        }
        for name, cells in table.columns.items()
    ]
    return {
        "kind": table.kind,
        "rows": len(table.rows),
        "geometry": table.geometry_from,
        "columns": columns,
        "properties": list(properties(taxonomy)),
        "dataset": dataset and {"name": dataset, "label": read_codebook(dataset).label},
        "messages": [in_language(message) for message in draft.messages],
        "places": [in_language(place) for place in draft.places],
        "replaces": draft.replaces,
        "held": draft.held,
    }


def own_draft(own: OwnFormError) -> tuple[bytes, dict[str, Any]]:
    """Return the draft of a file in geotrack's own form, its Features, and the preview of it."""
    n = len(own.features)
    records = Message("1 record") if n == 1 else Message("{n} records", n)
    message = Message(
        "{name}: {records} in geotrack's own form, read as they are", own.file.name, records
    )
    return "".join(collection_parts(own.features)).encode(), {
        "kind": "GeoJSON",
        "rows": n,
        "geometry": "",
        "columns": [],
        "properties": [],
        "dataset": None,
        "messages": [in_language(message)],
        "places": [],
        "replaces": True,
        "held": 0,
    }


def _values(cells: Iterable[Any], target: Property | None, rules: CellRules) -> dict[str, Any]:
    """Return the choices of a column's property, and what its first different texts became."""
    if target is None or not target.choices or target.keys[0] in ANCHORS:
        return {"choices": [], "values": {}, "like": {}}
    texts = dict.fromkeys(text_of(cell) for cell in cells if cell is not None)
    values = {text: choice_of(target, text, rules) for text in islice(texts, _TEXTS)}
    unread = (text for text, value in values.items() if value is None)
    like = {text: list(choices_like(target, text)) for text in unread}
    return {"choices": list(target.choices), "values": values, "like": like}
