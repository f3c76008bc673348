"""The payload of a page, of a map view."""

from __future__ import annotations

from typing import Any

import numpy as np

from geotrack.index.record_rows import event_ids
from geotrack.mapview.insets import InsetView
from geotrack.mapview.map_of_many import MapOfMany
from geotrack.mapview.map_view import MapView
from geotrack.mapview.sides import HALVES, disclosed_sides
from geotrack.mapview.symbols import number_y
from geotrack.model.record_properties import PROPERTIES
from geotrack.page.columns import PER_DEGREE, STYLES, Array
from geotrack.page.context_layers import context_data
from geotrack.page.facets import facet_arrays, facets, list_columns
from geotrack.page.payload import (
    EntryDays,
    EventData,
    Facets,
    InsetData,
    PageData,
    SideData,
    TimesData,
)
from geotrack.page.records import DECIMALS, record_data
from geotrack.page.regions import region_data
from geotrack.page.scenes import rim, rounded, scene_data
from geotrack.page.times import NO_DAY, entry_days, time_arrays, times

__all__ = ["many_data", "page_data"]


def page_data(view: MapView, observed: tuple[int, int] | None = None) -> PageData:
    """Return all that the script of a page reads of its map.

    Parameters
    ----------
    view : MapView
        The map.
    observed : (int, int), optional
        From when to before when its observations are, days since 1970-01-01.
    """
    own = facets(
        view.workspace,
        view.records,
        view.regions,
        view.matches,
        view.translate,
        news=view.news,
        by_reader=view.entered is not None,
    )
    record_times = times(view.workspace, view.records, view.definition)
    if observed:
        record_times["observed"] = observed
    return _payload(view, [record_data(t) for t in view.record_views], own, record_times)


def many_data(view: MapOfMany) -> tuple[dict[str, Array], PageData]:
    """Return the columns of the records of a map of many, and the payload beside them."""
    moves = np.flatnonzero(view.moves).tolist()
    of_times, record_times = time_arrays(view.workspace, view.records, view.definition, moves)
    verdicts = {id_: found.verdicts for id_, found in view.verdicts.items()}
    tables, of_facets = facet_arrays(
        view.workspace,
        view.records,
        verdicts,
        view.matches,
        view.translate,
        by_reader=view.entered is not None,
    )
    # Rounded as `rounded_place` does it, and then to whole numbers.
    lon, lat = np.round(np.round(view.positions, DECIMALS) * PER_DEGREE)
    arrays: dict[str, Array] = {
        "n": view.number_column,
        "drawn": sum(n * (view.style_column == style) for n, style in enumerate(STYLES)),
        "lat": np.where(view.is_placed, lat, NO_DAY).astype(np.int64),
        "lon": np.where(view.is_placed, lon, NO_DAY).astype(np.int64),
        "signs": view.is_doubted.astype(np.int64),
        "symbol": np.zeros(len(lat), dtype=np.int64),
        **of_times,
        **of_facets,
    }
    if view.entered is not None:
        arrays |= list_columns("entered", view.table.shared("entries"), entry_days)
    return arrays, {**_payload(view, [], tables, record_times), "symbols": []}


def _payload(
    view: MapView, events: list[EventData], own_facets: Facets, record_times: TimesData
) -> PageData:
    """Return the payload of a map's page, of what it has of each record and all else."""
    workspace, definition = view.workspace, view.definition
    scenes = scene_data(definition, workspace, view.numbers, view.translate.language)
    optional: Any = {
        "labels": view.labels,
        "cited": view.cited,
        "waters": list(view.waters.items()),
        "stacks": view.stacks,
        "insets": [_inset(view, inset) for inset in view.insets],
        "scenes": scenes,
        "context": context_data(view.context),
        "entered": _entry_days(view),
        "sides": _sides(view),
        "roundSouth": definition.view.south if definition.view.frame == "round" else None,
    }
    required: PageData = {
        "themes": {t.id: {"colour": t.colour, "numberY": number_y(t)} for t in view.themes},
        "regions": [region_data(workspace.regions[r]) for r in view.regions],
        "events": events,
        "order": [(view.numbers[first], view.numbers[second]) for first, second in view.order],
        "facets": own_facets,
        "columns": [(p.name, p.at) for p in PROPERTIES if p.column and p.in_page_table],
        "opening": rounded(rim(definition.view)),
        "times": record_times,
    }
    return {**required, **{key: value for key, value in optional.items() if value}}


def _inset(view: MapView, inset: InsetView) -> InsetData:
    return {
        "caption": view.translate.each(inset.caption),
        "at": (round(inset.lat, DECIMALS), round(inset.lon, DECIMALS)),
        "radius": 1000.0 * inset.radius_km,
        "factor": inset.factor,
        "records": list(inset.numbers),
    }


def _sides(view: MapView) -> dict[str, SideData]:
    if not view.look.sides:
        return {}
    defined = disclosed_sides(view.definition, view.records)
    countries = {n: side.get("countries", []) for n, side in zip(HALVES, defined, strict=False)}
    return {
        half.side: {
            "name": name,
            "colour": half.colour,
            "countries": countries.get(half.side, []),
        }
        for half, name, _ in view.frame.sides
    }


def _entry_days(view: MapView) -> EntryDays | None:
    if view.entered is None:
        return None
    new, changed = (view.translate(f"record.news.{kind}") for kind in ("new", "changed"))
    days = []
    if not isinstance(view, MapOfMany):  # which has a column of them
        days = [list(view.entered.get(id_, ("",))) for id_ in event_ids(view.records)]
    return {"days": days, "words": (new, changed)}
