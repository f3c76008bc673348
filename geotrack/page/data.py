"""The payload of a page, of a map view."""

from __future__ import annotations

from typing import Any

from geotrack.mapview.map_view import MapView
from geotrack.mapview.sides import HALVES, disclosed_sides
from geotrack.mapview.symbols import number_y
from geotrack.model.record_properties import PROPERTIES
from geotrack.page.context_layers import context_data
from geotrack.page.facets import facets
from geotrack.page.payload import EntryDays, PageData, SideData
from geotrack.page.records import record_data
from geotrack.page.regions import region_data
from geotrack.page.scenes import rim, rounded, scene_data
from geotrack.page.times import times

__all__ = ["page_data"]


def page_data(view: MapView, observed: tuple[int, int] | None = None) -> PageData:
    """Return all that the script of a page reads of its map.

    Parameters
    ----------
    view : MapView
        The map.
    observed : (int, int), optional
        From when to before when its observations are, days since 1970-01-01.
    """
    workspace, definition, translate = view.workspace, view.definition, view.translate
    scenes = scene_data(definition, workspace, view.numbers, translate.language)
    record_times = times(workspace, view.records, definition)
    if observed:
        record_times["observed"] = observed
    optional: Any = {
        "labels": view.labels,
        "stacks": view.stacks,
        "scenes": scenes,
        "context": context_data(view.context),
        "entered": _entry_days(view),
        "sides": _sides(view),
    }
    required: PageData = {
        "themes": {t.id: {"colour": t.colour, "numberY": number_y(t)} for t in view.themes},
        "regions": [region_data(workspace.regions[r]) for r in view.regions],
        "events": [record_data(t) for t in view.record_views],
        "order": [(view.numbers[first], view.numbers[second]) for first, second in view.order],
        "facets": facets(
            workspace,
            view.records,
            view.regions,
            view.matches,
            translate,
            news=view.news,
            by_reader=view.entered is not None,
        ),
        "columns": [(p.name, p.at) for p in PROPERTIES if p.column and p.in_page_table],
        "opening": rounded(rim(definition.view)),
        "times": record_times,
    }
    return {**required, **{key: value for key, value in optional.items() if value}}


def _sides(view: MapView) -> dict[str, SideData]:
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
    days = [list(view.entered.get(event.id, ("",))) for event in view.records]
    return {"days": days, "words": (new, changed)}
