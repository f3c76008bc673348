"""Records, layers and definition put together: the briefing page as a folium map."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

import folium
from branca.element import MacroElement
from folium.plugins import GroupedLayerControl
from folium.template import Template
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from geotrack import polar
from geotrack.errors import GeotrackError, UsageError
from geotrack.model import Event, LayerFeature, MapDefinition
from geotrack.page.choosing import Counts, choose
from geotrack.page.drawing import event_data, region_rings
from geotrack.page.names import SEA_NAMES
from geotrack.page.numbers import issue, read_numbers, write_numbers
from geotrack.page.records import Entry, entries
from geotrack.page.reference import boundary_group, place_labels, region_group, route_group
from geotrack.page.symbols import number_y, symbol_sheet
from geotrack.polarmap import POLAR_CRS, Labels, PolarMap
from geotrack.resources import PACKAGE
from geotrack.taxonomy import Theme, nearest
from geotrack.when import When, in_words
from geotrack.workspace import Workspace, open_file, open_workspace

__all__ = ["Briefing", "briefing"]

_GROUPS = {"region": region_group, "route": route_group, "boundary": boundary_group}
_RIM_POINTS = 24


class ThemeLayer(folium.map.Layer):  # type: ignore[misc] # folium ships no types
    """The records of one theme as a folium layer, drawn by the page's script."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = geotrackPage.theme({{ this.theme|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, theme: Theme, count: int) -> None:
        # The layer control takes a name as markup: the theme's symbol is the map's legend.
        name = f"{_key(theme)}{escape(theme.label['en'])} <i>{count}</i>"
        super().__init__(name=name, overlay=True, control=False, show=True)
        self._name = "ThemeLayer"
        self.theme = theme.id


class Start(MacroElement):  # type: ignore[misc] # branca ships no types
    """Hands the finished map to the page's script."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "geotrackPage.start({{ this._parent.get_name() }});"
        "{% endmacro %}"
    )

    def __init__(self) -> None:
        super().__init__()
        self._name = "Start"


class Briefing(PolarMap):
    """A briefing page: a folium map in a polar projection, with its index and its frame.

    Further folium layers can be added to it as to any map.

    Parameters
    ----------
    workspace : Workspace
        The records, layers and reports.
    definition : MapDefinition
        What to show and how.
    numbers : mapping of str to int
        Numbers issued on this map before.

    Attributes
    ----------
    counts : Counts
        The one count of records that the page uses.
    numbers : dict of str to int
        All numbers issued on this map, old and new.
    """

    def __init__(
        self, workspace: Workspace, definition: MapDefinition, numbers: dict[str, int] | None = None
    ) -> None:
        crs = definition.projection or workspace.config.projection
        super().__init__(crs=crs, fit=_rim(definition), title=definition.title)
        chosen = choose(workspace, definition)
        self.counts: Counts = chosen.counts
        self.numbers = issue((e.id for e in chosen.events), numbers or {})
        told = entries(chosen.events, self.numbers, chosen.matches, workspace)
        themes = list({e.theme.id: e.theme for e in chosen.events}.values())
        themes.sort(key=lambda t: -sum(e.theme == t for e in chosen.events))
        self._add_layers(workspace, definition, themes, told)
        self._add_frame(workspace, definition, themes, told)

    def _add_layers(
        self,
        workspace: Workspace,
        definition: MapDefinition,
        themes: list[Theme],
        told: list[Entry],
    ) -> None:
        Labels(SEA_NAMES).add_to(self)
        groups: dict[str, list[folium.map.Layer]] = {"Records": []}
        wanted = definition.layers
        for what, ids in (
            ("region", wanted.regions),
            ("route", wanted.routes),
            ("boundary", wanted.boundaries),
        ):
            title = {"region": "Regions", "route": "Routes", "boundary": "Boundaries"}[what]
            for id_ in ids:
                feature = _feature(workspace, title.lower(), id_)
                layer = _GROUPS[what](feature, show=id_ in wanted.shown).add_to(self)
                groups.setdefault(title, []).append(layer)
        if wanted.places:
            places = [_feature(workspace, "places", id_) for id_ in wanted.places]
            groups["Places"] = [place_labels(places).add_to(self)]
        for theme in themes:
            count = sum(t.event.theme == theme and t.event.placed for t in told)
            groups["Records"].append(ThemeLayer(theme, count).add_to(self))
        GroupedLayerControl(groups, exclusive_groups=False, collapsed=False).add_to(self)

    def _add_frame(
        self,
        workspace: Workspace,
        definition: MapDefinition,
        themes: list[Theme],
        told: list[Entry],
    ) -> None:
        figure = self.get_root()
        figure.lang = definition.language
        page = _environment().get_template("body.html").render(
            **_frame(workspace, definition, self.counts, told, self.crs),
            symbols=Markup(symbol_sheet(themes)),  # noqa: S704 (made of the taxonomy's own words)
            number_y=number_y,
            map_element=Markup(_MAP),  # noqa: S704 (a constant)
        )
        figure.before, figure.after = page.split(_MAP)
        used = dict.fromkeys(r for t in told for r in t.event.regions if r in workspace.regions)
        figure.data["geotrack-data"] = {
            "themes": {t.id: {"colour": t.colour, "numberY": number_y(t)} for t in themes},
            "regions": {r: {"rings": region_rings(workspace.regions[r])} for r in used},
            "events": [event_data(t, workspace.regions) for t in told],
        }
        figure.styles.append((PACKAGE / "static" / "page.css").read_text(encoding="utf-8"))
        figure.prelude.append((PACKAGE / "static" / "page.js").read_text(encoding="utf-8"))
        Start().add_to(self)


_MAP = "<!--map-->"


def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(PACKAGE / "page"), autoescape=True)


def _key(theme: Theme) -> str:
    return (
        f'<svg class="symbol reported key" style="--theme:{theme.colour}" viewBox="-2 -2 32 32" '
        f'aria-hidden="true"><use href="#shape-{theme.id}" width="28" height="28"/></svg>'
    )


def _feature(workspace: Workspace, layer: str, id_: str) -> LayerFeature:
    features = workspace.layer(layer)
    if id_ not in features:
        guess = nearest(id_, features)
        hint = f"; did you mean {guess!r}?" if guess else ""
        message = f"layers/{layer}.geojson has no feature {id_!r}{hint}"
        raise UsageError(message)
    return features[id_]


def _rim(definition: MapDefinition) -> list[tuple[float, float]]:
    """Return places round the view's circle, for the map to fit."""
    view = definition.view
    disc = polar.disc(view.lon, view.lat, view.radius_km * 1000.0)
    edge = polar.to_lonlat(disc).exterior
    points = [edge.interpolate(n / _RIM_POINTS, normalized=True) for n in range(_RIM_POINTS)]
    return [(p.y, p.x) for p in points]


_LEGEND = (
    ("reported", "the source states a position; the circle is how well it is known"),
    ("assumed", "stands for a region or a description; choose it to see all it may mean"),
    ("unstated", "a position whose accuracy no source states"),
)


def _frame(
    workspace: Workspace,
    definition: MapDefinition,
    counts: Counts,
    told: list[Entry],
    crs: str,
) -> dict[str, Any]:
    """Return the values of the page's template."""
    used = dict.fromkeys(
        r
        for r in (*(r for t in told for r in t.event.regions), *definition.layers.regions)
        if r in workspace.regions
    )
    records = f"{counts.total} record{'' if counts.total == 1 else 's'}"
    edition = [f"As of {in_words(When.parse(definition.as_of))}"] if definition.as_of else []
    edition += [records, f"{counts.unplaced} without a place" if counts.unplaced else ""]
    return {
        "title": definition.title,
        "subtitle": definition.subtitle,
        "marking": definition.marking,
        "level": workspace.config.level(definition.marking),
        "edition": " · ".join(w for w in edition if w),
        "placed": [t for t in told if t.event.placed],
        "unplaced": [t for t in told if not t.event.placed],
        "legend": _LEGEND,
        "regions": [workspace.regions[r] for r in used],
        "left_out": _left_out(counts),
        "projection": f"{crs}: {POLAR_CRS[crs]}",
    }


def _left_out(counts: Counts) -> str:
    said = []
    if counts.after_as_of:
        said.append(f"{counts.after_as_of} first sourced after the as-of date")
    if counts.not_judged:
        said.append(f"{counts.not_judged} without the place or date that the selection asks for")
    return f"Left out: {'; '.join(said)}." if said else ""


def briefing(
    records: Workspace | Path | str | None = None,
    name: str | None = None,
    *,
    title: str | None = None,
    projection: str | None = None,
) -> Briefing:
    """Make a briefing page.

    Parameters
    ----------
    records : Workspace or path, optional
        A workspace, its folder, or a single GeoJSON file of events; default the workspace at or
        above the current folder.
    name : str, optional
        A map definition in `maps/`. Without one, all records are shown on a plain map that
        fits them.
    title, projection : str, optional
        In place of the definition's.

    Returns
    -------
    Briefing
        A folium map. `save(path)` writes one HTML file that needs no network; in Jupyter it
        shows itself.

    Raises
    ------
    UsageError
        There is no such map, layer or region.
    MarkingError
        The map's marking is below that of a record on it.
    """
    workspace = _workspace(records)
    if name is None:
        definition = _plain(workspace, title or "Events")
    else:
        definition = _definition(workspace, name)
    changes = {"title": title, "projection": projection}
    definition = definition.model_copy(update={k: v for k, v in changes.items() if v})
    if name is None:
        return Briefing(workspace, definition)
    issued = workspace.root / "maps" / f"{name}.numbers.json"
    before = read_numbers(issued)
    page = Briefing(workspace, definition, before)
    if page.numbers != before:
        write_numbers(issued, page.numbers)
    return page


def _workspace(records: Workspace | Path | str | None) -> Workspace:
    if isinstance(records, Workspace):
        return records
    path = Path(records) if records is not None else None
    return open_file(path) if path is not None and path.is_file() else open_workspace(path)


def _definition(workspace: Workspace, name: str) -> MapDefinition:
    table = workspace.maps.get(name)
    if table is None:
        guess = nearest(name, workspace.maps)
        hint = f"did you mean {guess!r}?" if guess else f"there are {', '.join(workspace.maps)}"
        message = f"no map is called {name!r}; {hint}"
        raise UsageError(message)
    if table.record is None:
        raise GeotrackError("\n".join(str(f) for f in table.findings))
    return table.record


def _plain(workspace: Workspace, title: str) -> MapDefinition:
    """Return a definition that shows everything, marked as high as the highest record."""
    levels = workspace.config.markings
    highest = max((workspace.config.level(e.marking) or 0 for e in workspace.events), default=0)
    return MapDefinition.model_validate(
        {"title": title, "marking": levels[highest], "view": _view_of(workspace.events)}
    )


def _view_of(events: Iterable[Event]) -> dict[str, float]:
    """Return the smallest round view that shows all points; the whole Arctic where there are few."""
    import shapely

    shapes = [polar.to_plane(e.geometry) for e in events if e.geometry and not polar.is_south(e.geometry)]
    if not shapes:
        return {}
    circle = shapely.minimum_bounding_circle(shapely.union_all(shapes))
    lon, lat = (float(v) for v in polar.unproject(circle.centroid.x, circle.centroid.y))
    radius = max(shapely.minimum_bounding_radius(circle) / 1000.0 * 1.15, 300.0)
    return {"lat": max(lat, 0.0), "lon": lon, "radius_km": min(radius, 9_000.0)}
