"""Records, layers and definition put together: the briefing page as a folium map."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import folium
import numpy as np
import shapely
from branca.element import MacroElement
from folium.template import Template

from geotrack import polar
from geotrack.errors import UsageError
from geotrack.i18n import LANGUAGES, words
from geotrack.mapview.changes import Before, news_of, since_of
from geotrack.mapview.digest import Shown, digest
from geotrack.mapview.frame import frame
from geotrack.mapview.numbers import issue, write_numbers
from geotrack.mapview.place_names import NORWEGIAN, SEA_NAMES
from geotrack.mapview.record.disclosure import names
from geotrack.mapview.record.geometry import packed_regions, region_data
from geotrack.mapview.record.view import Entry, entries
from geotrack.mapview.scenes import SceneTold, rounded, scene_data, scenes_told
from geotrack.mapview.selection import Chosen, Counts, choose, whys_told
from geotrack.mapview.sighting_order import order_of_sightings
from geotrack.mapview.symbols import number_y
from geotrack.mapview.times import times
from geotrack.mapview.translations import Teller, marked
from geotrack.model import Event, LayerFeature, MapDefinition
from geotrack.model.view import View
from geotrack.page.app6 import Drawn, app6_symbols
from geotrack.page.document import cards, document, is_crowd
from geotrack.page.download import collection
from geotrack.page.facets import facets
from geotrack.page.layer_groups import LayerGroups
from geotrack.page.legend import signs
from geotrack.page.observations import layers
from geotrack.page.observations.text import ObservedLayer
from geotrack.page.observations.text import told as told_of
from geotrack.page.observations.total import total
from geotrack.page.reference_layers import (
    NamedRegions,
    Order,
    RegionLayer,
    Uncertainty,
    boundary_group,
    place_labels,
    route_group,
)
from geotrack.page.theme_layer import ThemeLayer
from geotrack.polarmap import Labels, PolarMap
from geotrack.polarmap.assets import page_css, page_js
from geotrack.polarmap.packed import packed
from geotrack.resources import PACKAGE
from geotrack.taxonomy import Theme, nearest
from geotrack.workspace import LAYERS, Workspace

__all__ = ["Briefing"]

# What draws the features of a layer that a definition can name one by one.
_DRAWN = {"regions": RegionLayer, "routes": route_group, "boundaries": boundary_group}
_GROUPS = ("records", *_DRAWN, "places")
_TEMPLATES = PACKAGE / "page" / "templates"
_RIM_POINTS = 24
# A tenth of a metre: what is finer would change with the libraries that the page is made with.
_RIM_DECIMALS = 6
# Further out the map would be a coin on a table.
_FURTHEST_ZOOM = 0.75


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
    strict : bool
        Whether a record marked above the map refuses it.
    with_notes : bool
        Whether the presenter's notes of its scenes are in it.
    before : Before, optional
        Records of an earlier day: what is new or changed since is marked.

    Attributes
    ----------
    workspace : Workspace
        Where the records are from.
    definition : MapDefinition
        What to show and how, with its language filled in.
    tell : Teller
        Says what is the page's own, in its language.
    told : list of Entry
        All that the page tells of each record, in the order of `records`.
    framed : dict
        What stands round the map; see `geotrack.mapview.frame.frame`.
    story : list of SceneTold
        Its scenes in words.
    counts : Counts
        The one count of records that the page uses.
    digest : str
        A short name for all that the page shows; see `geotrack.mapview.digest`.
    records : tuple of Event
        The records on the page, in order of time.
    matches : dict of str to Match
        How far records, by id, meet the map's selection.
    whys : dict of str to str
        Why they do, where it asks for a place or a period.
    numbers : dict of str to int
        All numbers issued on this map, old and new.
    order : list of (str, str)
        Which sighting of an event followed which, by the ids of the records.
    symbols : Drawn
        The APP-6 symbols of its records; none where the definition does not ask for them.
    since : Since or None
        Which of its records are new or changed since a day, where that was asked.
    observed : list of Drawing
        The datasets of observations that it draws.
    observed_told : list of Told
        What it says of them in words.
    numbers_file : Path or None
        Where `save` keeps the numbers.
    """

    _checks_view = False  # records outside of the frame are told at its edge

    def __init__(
        self,
        workspace: Workspace,
        definition: MapDefinition,
        numbers: dict[str, int] | None = None,
        *,
        strict: bool = True,
        with_notes: bool = False,
        before: Before | None = None,
    ) -> None:
        language = definition.language or workspace.config.language
        definition = definition.model_copy(update={"language": language})
        crs = definition.projection or workspace.config.projection
        super().__init__(
            crs=crs, fit=_rim(definition.view), title=definition.title, min_zoom=_FURTHEST_ZOOM
        )
        self.workspace = workspace
        self.definition = definition
        chosen = choose(workspace, definition, strict=strict)
        self.records: tuple[Event, ...] = chosen.events
        self.matches = chosen.matches
        self.whys = chosen.whys
        self.numbers_file: Path | None = None
        self.with_notes = with_notes
        self._issued_before = dict(numbers or {})
        heirs = {old: event.id for old, event in workspace.replaced.items()}
        self.numbers = issue((e.id for e in chosen.events), self._issued_before, heirs)
        tell = Teller(language)
        self.symbols: Drawn = app6_symbols(chosen.events) if definition.symbols else Drawn()
        self.since = since_of(workspace, definition, chosen.events, before, self.symbols.codes)
        self._news = news_of(self.since, tell)
        told = entries(
            chosen.events,
            self.numbers,
            workspace,
            tell,
            self.symbols.ids,
            why=whys_told(chosen, tell),
            news=self._news,
        )
        self.tell = tell
        self.told: list[Entry] = told
        unplaced = sum(not t.placed for t in told)
        self.counts: Counts = replace(chosen.counts, unplaced=unplaced)
        themes = list({e.theme.id: e.theme for e in chosen.events}.values())
        themes.sort(key=lambda t: -sum(e.theme == t for e in chosen.events))
        self.order = order_of_sightings(chosen.events, workspace, definition)
        self.observed: list[layers.Drawing] = layers.drawings(workspace, definition)
        self._add_layers(workspace, definition, themes, told, tell)
        self.digest: str = self._add_taken(workspace, definition, told)
        self._add_frame(workspace, definition, themes, told, chosen=chosen, tell=tell)

    def save(self, outfile: Any, **options: Any) -> None:
        """Write the page, then the numbers that it issued.

        Parameters
        ----------
        outfile : path or file
            Where to write the page.
        **options
            Those of `folium.Map.save`.

        Raises
        ------
        NumbersError
            The page is written, but its new numbers cannot be.
        """
        super().save(outfile, **options)
        self.keep_numbers()

    def keep_numbers(self) -> None:
        """Keep the numbers that were issued, once what bears them is written.

        Raises
        ------
        NumbersError
            They cannot be written.
        """
        if self.numbers_file is not None and self.numbers != self._issued_before:
            write_numbers(self.numbers_file, self.numbers)
            self._issued_before = dict(self.numbers)

    def _add_layers(
        self,
        workspace: Workspace,
        definition: MapDefinition,
        themes: list[Theme],
        told: list[Entry],
        tell: Teller,
    ) -> None:
        Labels(SEA_NAMES).add_to(self)
        title = {name: str(marked(tell(f"document.groups.{name}"))) for name in _GROUPS}
        records: list[folium.map.Layer] = []
        groups = {title["records"]: records}
        if self.observed:
            seen = [ObservedLayer(one, tell).add_to(self) for one in self.observed]
            groups[str(marked(tell("document.observed.title")))] = seen
        wanted = definition.layers
        for name, drawn in _DRAWN.items():
            for id_ in getattr(wanted, name):
                feature = _feature(workspace, name, id_)
                layer = drawn(feature, show=id_ in wanted.shown, tell=tell).add_to(self)
                groups.setdefault(title[name], []).append(layer)
        if wanted.places:
            places = [_feature(workspace, "places", id_) for id_ in wanted.places]
            groups[title["places"]] = [place_labels(places, tell).add_to(self)]
        for theme in themes:
            count = sum(t.event.theme == theme and t.placed for t in told)
            records.append(ThemeLayer(theme, count, tell).add_to(self))
        if _hatched(told):
            records.append(NamedRegions(show=wanted.hatched, tell=tell).add_to(self))
        if any(shape["kind"] != "line" for t in told if t.drawing for shape in t.drawing.shapes):
            records.append(Uncertainty(tell=tell).add_to(self))
        if self.order:
            records.append(Order(show=wanted.order, tell=tell).add_to(self))
        LayerGroups(groups).add_to(self)

    def _add_frame(
        self,
        workspace: Workspace,
        definition: MapDefinition,
        themes: list[Theme],
        told: list[Entry],
        *,
        chosen: Chosen,
        tell: Teller,
    ) -> None:
        figure = self.get_root()
        figure.lang = tell.language
        self.framed: dict[str, Any] = frame(
            workspace, definition, self.counts, told, crs=self.crs, tell=tell, since=self.since
        )
        self.story: list[SceneTold] = scenes_told(
            definition, workspace, told, with_notes=self.with_notes
        )
        self.observed_told = seen = told_of(self.observed, workspace, tell)
        many = total(self.observed)
        figure.before, figure.after = document(
            told,
            themes,
            app6=self.symbols.sheet,
            **self.framed,
            signs=list(signs(definition, told, tell, order=bool(self.order))),
            digest=self.digest,
            tell=tell,
            scenes=self.story,
            observed=seen,
            observed_many=seen and tell(many.key, n=many.many),
        )
        if is_crowd(told):
            figure.data["geotrack-cards"] = [packed(some) for some in cards(told, tell)]
        used = _used(definition, told)
        numbers = {e.id: self.numbers[e.id] for e in chosen.events}
        scenes = scene_data(definition, workspace, numbers, _rim, tell.language)
        figure.packed["geotrack-data"] = {
            "themes": {t.id: {"colour": t.colour, "numberY": number_y(t)} for t in themes},
            "regions": [region_data(workspace.regions[r]) for r in used],
            "shapes": packed_regions(workspace.regions[r] for r in used),
            "events": [t.data for t in told],
            "order": [[self.numbers[one], self.numbers[other]] for one, other in self.order],
            "facets": facets(workspace, chosen.events, used, chosen.matches, tell, news=self._news),
            "opening": rounded(_rim(definition.view)),
            **({"scenes": scenes} if scenes else {}),
            "times": times(workspace, chosen.events, definition) | layers.days(self.observed),
        }
        figure.packed["geotrack-words"] = {"languages": _spoken(tell, observed=bool(self.observed))}
        unscripted = (_TEMPLATES / "unscripted.css").read_text(encoding="utf-8")
        figure.head = (
            '<meta name="referrer" content="no-referrer">'  # links tell nobody where they are
            f"<noscript><style>{unscripted}</style></noscript>"
        )
        figure.first_scripts.append((_TEMPLATES / "scripted.js").read_text(encoding="utf-8"))
        figure.styles.append("".join(f".t-{t.id}{{--theme:{t.colour}}}" for t in themes))
        figure.styles.append(page_css(records=bool(self.records)))
        for own, is_used in (("app6.css", self.symbols.sheet), ("since.css", self.since)):
            if is_used:
                figure.styles.append((_TEMPLATES / own).read_text(encoding="utf-8"))
        figure.prelude.append(page_js(records=bool(self.records)))
        if self.observed:
            layers.put(figure, self.observed)
        Start().add_to(self)

    def _add_taken(self, workspace: Workspace, definition: MapDefinition, told: list[Entry]) -> str:
        """Put in the page what can be taken away from it, and return its digest."""
        drawn = {name: getattr(definition.layers, name) for name in LAYERS}
        # In an order that no file has a say in.
        events = tuple(sorted(self.records, key=lambda event: event.id))
        called = names(workspace, events, drawn, _used(definition, told), self.symbols.codes)
        shown = Shown(
            events=events,
            called=called,
            numbers=self.numbers,
            matches=self.matches,
            whys=self.whys,
            counts=self.counts,
            crs=self.crs,
            with_notes=self.with_notes,
            order=self.order,
            since=self.since,
            observed=tuple(one.digest for one in self.observed),
        )
        short = digest(workspace, definition, shown)
        taken = collection(workspace, definition, self.records, called, short)
        self.get_root().packed["geotrack-taken"] = taken
        return short


def _used(definition: MapDefinition, told: list[Entry]) -> list[str]:
    """Return the regions whose shapes are in the page."""
    return list(dict.fromkeys([*_hatched(told), *definition.layers.regions]))


def _spoken(tell: Teller, *, observed: bool) -> dict[str, dict[str, Any]]:
    """Return what the page's script says in each language."""
    spoken = {}
    for code in LANGUAGES:
        say = words(code)
        texts = {name: say.section(name) for name in ("name", "decimal", "page")}
        if not layers:
            texts["page"] = {k: v for k, v in texts["page"].items() if k != "observed"}
        own = NORWEGIAN if code == "nb" else {}
        spoken[code] = {**texts, "told": {**tell.told(code), **own}}
    return spoken


def _hatched(told: list[Entry]) -> list[str]:
    """Return the regions that records name as their place, as often as they do."""
    shapes = (shape for t in told if t.drawing for shape in t.drawing.shapes)
    return [shape["id"] for shape in shapes if shape["kind"] == "region"]


def _feature(workspace: Workspace, layer: str, id_: str) -> LayerFeature:
    features = workspace.layer(layer)
    if id_ not in features:
        guess = nearest(id_, features)
        hint = f"; did you mean {guess!r}?" if guess else ""
        message = f"layers/{layer}.geojson has no feature {id_!r}{hint}"
        raise UsageError(message)
    return features[id_]


def _rim(view: View) -> list[tuple[float, float]]:
    """Return places round the view's circle, for the map to fit."""
    disc = polar.to_lonlat(polar.disc(view.lon, view.lat, view.radius_km * 1000.0))
    corners = shapely.get_coordinates(disc)
    every = max(len(corners) // _RIM_POINTS, 1)
    # Round 180 degrees the last bit would say on which side they start.
    corners[:, 0] += 360.0 * round((view.lon - corners[0, 0]) / 360.0)
    places = np.round(corners[::every], _RIM_DECIMALS).tolist()
    return [(lat, lon) for lon, lat in places]
