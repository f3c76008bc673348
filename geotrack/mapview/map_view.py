"""What a map shows: the one model that page, pictures, slides and texts are rendered from."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geotrack import polar
from geotrack.errors import UsageError
from geotrack.mapview.app6 import App6Symbols, app6_symbols
from geotrack.mapview.changes import Before, news_of, since_of
from geotrack.mapview.digest import DigestInput, digest, layer_digest
from geotrack.mapview.frame import frame
from geotrack.mapview.numbers import issue, write_numbers
from geotrack.mapview.observations import ObservationText, observation_layers, texts_about
from geotrack.mapview.record.disclosure import PageIds, ids_on_page
from geotrack.mapview.record.view import RecordView, record_views
from geotrack.mapview.scenes import SceneView, scene_views
from geotrack.mapview.selection import Counts, choose, translated_whys
from geotrack.mapview.sighting_order import order_of_sightings
from geotrack.mapview.translations import Translator
from geotrack.model import Event, LayerFeature, MapDefinition
from geotrack.model.view import View
from geotrack.polar.projections import normalise_crs
from geotrack.taxonomy import Theme, nearest
from geotrack.workspace import LAYERS, Workspace

__all__ = ["MapView", "rim"]

_RIM_POINTS = 24
# A tenth of a metre: what is finer would change with the libraries that a page is made with.
_RIM_DECIMALS = 6


class MapView:
    """The content of a map, whatever it is rendered as.

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
    crs : str
        The projection, `EPSG:3995`.
    fit : list of (float, float)
        Places round its view, (lat, lon) in degrees.
    tell : Translator
        Says what is the map's own, in its language.
    records : tuple of Event
        The records on the map, in order of time.
    told : list of RecordView
        The view of each record, in the order of `records`.
    matches : dict of str to Match
        How far records, by id, meet the map's selection.
    whys : dict of str to str
        Why they do, where it asks for a place or a period.
    counts : Counts
        The one count of records that the map uses.
    themes : list of Theme
        Those of its records, the one with most records first.
    layers : dict of str to list of LayerFeature
        What the definition names of each layer.
    numbers : dict of str to int
        All numbers issued on this map, old and new.
    numbers_file : Path or None
        Where `keep_numbers` writes them.
    order : list of (str, str)
        Which sighting of an event followed which, by the ids of the records.
    symbols : App6Symbols
        The APP-6 symbols of its records; none where the definition does not ask for them.
    since : Since or None
        Which of its records are new or changed since a day, where that was asked.
    news : dict
        What is said of each of these, by id.
    observed : list of MapLayer
        The layers of observations that it draws.
    framed : dict
        What stands round the map; see `geotrack.mapview.frame.frame`.
    story : list of SceneView
        Its scenes in words.
    page_ids : PageIds
        Replacements of ids that the map does not show.
    digest : str
        A short name for all that it shows; see `geotrack.mapview.digest`.

    Raises
    ------
    MarkingError
        The map's marking is below that of a record on it.
    UsageError
        A layer has no such feature, or a dataset cannot be drawn.
    """

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
        self.workspace = workspace
        self.definition = definition
        self.crs = normalise_crs(definition.projection or workspace.config.projection)
        self.fit = rim(definition.view)
        self.with_notes = with_notes
        self.translate = translate = Translator(language)
        chosen = choose(workspace, definition, strict=strict)
        self.records: tuple[Event, ...] = chosen.events
        self.matches, self.whys = chosen.matches, chosen.whys
        self.numbers_file: Path | None = None
        self._issued_before = dict(numbers or {})
        heirs = {old: event.id for old, event in workspace.replaced.items()}
        self.numbers = issue((e.id for e in chosen.events), self._issued_before, heirs)
        self.symbols = app6_symbols(chosen.events) if definition.symbols else App6Symbols()
        self.since = since_of(workspace, definition, chosen.events, before, self.symbols.codes)
        self.news = news_of(self.since, translate)
        self.record_views: list[RecordView] = record_views(
            chosen.events,
            self.numbers,
            workspace,
            translate,
            self.symbols.ids,
            why=translated_whys(chosen, translate),
            news=self.news,
        )
        unplaced = sum(not record.placed for record in self.record_views)
        self.counts: Counts = replace(chosen.counts, unplaced=unplaced)
        self.themes = _themes(chosen.events)
        self.order = order_of_sightings(chosen.events, workspace, definition)
        self.observed = observation_layers(workspace, definition)
        self.layers = {name: _features(workspace, definition, name) for name in LAYERS}
        self.story: list[SceneView] = scene_views(
            definition, workspace, self.record_views, with_notes=with_notes
        )

    @cached_property
    def hatched(self) -> list[str]:
        """The regions that records name as their place, by id, as often as they do."""
        shapes = (shape for t in self.record_views if t.drawing for shape in t.drawing.shapes)
        return [shape["id"] for shape in shapes if shape["kind"] == "region"]

    @cached_property
    def regions(self) -> list[str]:
        """The ids of all regions whose shapes are on the map."""
        return list(dict.fromkeys([*self.hatched, *self.definition.layers.regions]))

    @cached_property
    def frame_values(self) -> dict[str, Any]:
        """What stands round the map."""
        return frame(
            self.workspace,
            self.definition,
            self.counts,
            self.record_views,
            crs=self.crs,
            translate=self.translate,
            since=self.since,
        )

    @cached_property
    def observation_texts(self) -> list[ObservationText]:
        """The text about its layers of observations, with all their levels."""
        return texts_about(self.observed, self.workspace, self.translate)

    @cached_property
    def page_ids(self) -> PageIds:
        """What stands for the ids that the map does not show."""
        layers = {name: getattr(self.definition.layers, name) for name in LAYERS}
        codes = self.symbols.codes
        return ids_on_page(self.workspace, self._by_id, layers, self.regions, codes)

    @cached_property
    def digest(self) -> str:
        """A short name for all that the map shows."""
        shown = DigestInput(
            events=self._by_id,
            page_ids=self.page_ids,
            numbers=self.numbers,
            matches=self.matches,
            whys=self.whys,
            counts=self.counts,
            crs=self.crs,
            with_notes=self.with_notes,
            order=self.order,
            since=self.since,
            observed=tuple(layer_digest(one) for one in self.observed),
        )
        return digest(self.workspace, self.definition, shown)

    @property
    def _by_id(self) -> tuple[Event, ...]:
        """The records in an order that no file has a say in."""
        return tuple(sorted(self.records, key=lambda event: event.id))

    def keep_numbers(self) -> None:
        """Write the numbers that were issued, once what bears them is written.

        Raises
        ------
        NumbersError
            They cannot be written.
        """
        if self.numbers_file is not None and self.numbers != self._issued_before:
            write_numbers(self.numbers_file, self.numbers)
            self._issued_before = dict(self.numbers)


def _themes(events: tuple[Event, ...]) -> list[Theme]:
    themes = {event.theme.id: event.theme for event in events}.values()
    return sorted(themes, key=lambda theme: -sum(event.theme == theme for event in events))


def _features(workspace: Workspace, definition: MapDefinition, layer: str) -> list[LayerFeature]:
    return [_feature(workspace, layer, id_) for id_ in getattr(definition.layers, layer)]


def _feature(workspace: Workspace, layer: str, id_: str) -> LayerFeature:
    features = workspace.layer(layer)
    if id_ not in features:
        guess = nearest(id_, features)
        hint = f"; did you mean {guess!r}?" if guess else ""
        message = f"layers/{layer}.geojson has no feature {id_!r}{hint}"
        raise UsageError(message)
    return features[id_]


def rim(view: View) -> list[tuple[float, float]]:
    """Return places round a view's circle, (lat, lon) in degrees, for a map to fit."""
    disc = polar.to_lonlat(polar.disc(view.lon, view.lat, view.radius_km * 1000.0))
    corners = shapely.get_coordinates(disc)
    every = max(len(corners) // _RIM_POINTS, 1)
    # Round 180 degrees the last bit would say on which side they start.
    corners[:, 0] += 360.0 * round((view.lon - corners[0, 0]) / 360.0)
    places = np.round(corners[::every], _RIM_DECIMALS).tolist()
    return [(lat, lon) for lon, lat in places]
