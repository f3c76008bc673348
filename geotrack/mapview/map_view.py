"""The view model of a map, from which page, pictures, slides and texts are rendered."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from folium_polar.basemap.files import FAR_SOUTH, SOUTH
from folium_polar.geometry.packing import RADIUS_M
from folium_polar.geometry.projections import normalise_crs
from geotrack.errors import UsageError
from geotrack.extensions import map_layers
from geotrack.i18n.spelling import nearest
from geotrack.index.record_rows import table_of
from geotrack.mapview.app6 import App6Symbols, app6_symbols
from geotrack.mapview.changes import Before, days_of_entries, news_of, since_of
from geotrack.mapview.context_layers.layer import ContextLayer, context_layers
from geotrack.mapview.context_layers.text import ContextText, context_texts
from geotrack.mapview.digest import DigestInput, digest
from geotrack.mapview.insets import InsetView, insets_of
from geotrack.mapview.layer_text import LayerText
from geotrack.mapview.look import LookView, look_view
from geotrack.mapview.numbers import issue, write_numbers
from geotrack.mapview.place_names import NORWEGIAN, names_to
from geotrack.mapview.record.disclosure import PageIds, ids_on_page, shown_texts
from geotrack.mapview.record.geometry import fitted_view
from geotrack.mapview.record.shapes import PlaneLine
from geotrack.mapview.record.stacks import gathered, record_stacks
from geotrack.mapview.record.view import RecordView, record_views
from geotrack.mapview.selection import QueryMatches, SelectionCounts, choose, translated_whys
from geotrack.mapview.sighting_order import order_of_sightings
from geotrack.mapview.text.frame import Frame, frame_of
from geotrack.mapview.text.lead import lead_of
from geotrack.mapview.text.scenes import Paragraphs, SceneView, scene_views, text_runs
from geotrack.mapview.translations import Translator
from geotrack.messages import Message, did_you_mean, sentence
from geotrack.model import Event, LayerFeature, MapDefinition
from geotrack.model.explained_term import ExplainedTerm, terms_in
from geotrack.model.localized import TextByLanguage, localized, versions_of
from geotrack.model.maps.scene_text import labelled, references
from geotrack.taxonomy import Theme
from geotrack.workspace import LAYERS, Workspace

__all__ = ["MapView", "southern_limit"]

# South of this parallel a map that ends at `SOUTH` fades.
_FADING = 45.0
# So many degrees further than the southernmost record a map reaches, and at least to this parallel.
_FURTHER, _FAR_NORTH = 20.0, 20.0


class MapView:
    """The content of a map, independent of its rendering.

    Parameters
    ----------
    workspace : Workspace
        The records, layers and reports.
    definition : MapDefinition
        The map definition.
    numbers : mapping of str to int
        Numbers issued on this map before.
    strict : bool
        Whether a record marked above the map is an error.
    with_notes : bool
        Whether the presenter's notes of scenes are included.
    before : Before, optional
        Records of an earlier day, to mark changes since then.
    matches : QueryMatches, optional
        What the query says of the records, if they are the answer to one.
    plain_language : str, optional
        The language of the definition's texts that are no tables; default the map's.

    Attributes
    ----------
    workspace : Workspace
        The workspace of the records.
    definition : MapDefinition
        The map definition, with its language filled in and its texts in it.
    crs : str
        The projection, `EPSG:3995`.
    look : LookView
        Logo, organisation, colours and typeface.
    translate : Translator
        Translates the map's own texts.
    records : tuple of Event
        The records on the map, in order of time.
    record_views : list of RecordView
        The view of each record, in the order of `records`.
    stacks : list of list of int
        The numbers of records that stand for the same regions, from `record_stacks`.
    matches : dict of str to Match
        Matches of records with the map's selection, by id.
    whys : dict of str to str
        Reasons of the matches, if the selection has a place or a period.
    counts : SelectionCounts
        The counts of records.
    otherwise_reviewed : int
        Records left out because they are not reviewed as the selection asks.
    themes : list of Theme
        Themes of the records, the one with most records first.
    layers : dict of str to list of LayerFeature
        The features of each layer that the definition names.
    numbers : dict of str to int
        All numbers issued on this map, old and new.
    numbers_file : Path or None
        The file that `keep_numbers` writes.
    order : list of (str, str)
        Pairs of consecutive sightings of one event, by id.
    symbols : App6Symbols
        The APP-6 symbols of the records, if the definition selects them.
    since : Since or None
        New and changed records since a day, if requested.
    entered : dict or None
        Days of entry and of revisions by id, if readers may choose the day of a comparison.
    news : dict
        Texts about new and changed records, by id.
    observed : MapLayers or None
        The layers of observations that it draws, if any.
    context : list of ContextLayer
        Its context layers, from files.
    frame : Frame
        Texts around the map.
    lead : Paragraphs
        The text above the list, of the definition or built from counts; empty if there is none.
    story : list of SceneView
        The texts of scenes.
    page_ids : PageIds
        Replacements of ids that the map does not show.
    digest : str
        Hash of the content; see `geotrack.mapview.digest`.

    Raises
    ------
    MarkingError
        The map's marking is lower than that of one of its records.
    UsageError
        A layer has no such feature, or a dataset, a file of a context layer or a logo cannot be
        read.
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
        matches: QueryMatches | None = None,
        plain_language: str | None = None,
    ) -> None:
        own = workspace.config.own_language
        language = definition.language or workspace.config.language
        self.plain_language = plain_language or language
        definition = localized(definition.model_copy(update={"language": language}), language, own)
        selection = choose(workspace, definition, strict=strict)
        if matches is not None:
            selection = matches.set_in(selection)
        definition = _with_first_view(definition, selection.events, workspace)
        self.workspace, self.definition = workspace, definition
        self.crs = normalise_crs(definition.projection or workspace.config.projection)
        self.look: LookView = look_view(workspace, definition)
        self.with_notes = with_notes
        self.translate = translate = Translator(language, own)
        self.records: tuple[Event, ...] = selection.events
        self.matches, self.whys = selection.matches, selection.whys
        self.numbers_file: Path | None = None
        self._issued_before = dict(numbers or {})
        heirs = {old: event.id for old, event in workspace.replaced.items()}
        self.numbers = issue((e.id for e in selection.events), self._issued_before, heirs)
        self.symbols = app6_symbols(selection.events) if definition.symbols else App6Symbols()
        self.since = since_of(workspace, definition, self.records, before, self.symbols.codes)
        # A build that marks changes itself leaves no choice of the day.
        self.entered = None if self.since else days_of_entries(definition, selection.events)
        by_records = before is not None and before.features is None
        self.entries_unknown = sum(by_records and e.added is None for e in selection.events)
        self.news = news_of(self.since, translate)
        self.record_views: list[RecordView] = record_views(
            selection.events,
            self.numbers,
            workspace,
            translate,
            self.symbols.ids,
            look=self.look,
            why=translated_whys(selection, translate),
            news=self.news,
        )
        self.stacks = record_stacks(self.record_views)
        self.record_views = gathered(self.record_views, self.stacks, workspace.regions)
        unplaced = sum(not record.placed for record in self.record_views)
        self.counts: SelectionCounts = replace(selection.counts, unplaced=unplaced)
        self.otherwise_reviewed = selection.otherwise_reviewed
        self.themes = _themes(self.record_views)
        self.order = order_of_sightings(selection.events, workspace, definition)
        self.observed = map_layers(workspace, definition)
        self.context: list[ContextLayer] = context_layers(workspace, definition, self.south)
        self.layers = {name: _features(workspace, definition, name) for name in LAYERS}
        translate.text(definition.title)
        self.lead, self.story = self._lead_and_story()

    def _lead_and_story(self) -> tuple[Paragraphs, list[SceneView]]:
        """Return the lead and the scenes."""
        definition, workspace, views = self.definition, self.workspace, self.record_views
        sides, with_notes = self.look.sides, self.with_notes
        lead = lead_of(workspace, definition, views, self.matches, self.translate, sides=sides)
        story = scene_views(definition, workspace, views, with_notes=with_notes, sides=sides)
        return lead, story

    @cached_property
    def south(self) -> float:
        """Latitude at which the map ends, degrees; south of records and views."""
        scenes = (scene.view for scene in self.definition.scenes)
        views = [view for view in (self.definition.view, *scenes) if view]
        rims = [view.lat - math.degrees(1000 * view.radius_km / RADIUS_M) for view in views]
        lats = [t.drawing.southernmost for t in self.record_views if t.drawing]
        return southern_limit(min([*rims, *lats]))

    @cached_property
    def insets(self) -> list[InsetView]:
        """The insets of the map as it opens."""
        return insets_of(self.definition, self.record_views, self.stacks, self.workspace.regions)

    @cached_property
    def hatched(self) -> list[str]:
        """The regions that records name as their place, by id, as often as they name them."""
        drawings = (t.drawing for t in self.record_views if t.drawing)
        return [region.id for drawing in drawings for region in drawing.regions]

    @cached_property
    def has_areas(self) -> bool:
        """Whether a record may have been in more than the points of a line."""
        shapes = (s for t in self.record_views if t.drawing for s in t.drawing.shapes)
        return any(not isinstance(shape, PlaneLine) for shape in shapes)

    @cached_property
    def labels(self) -> list[int]:
        """The numbers of the records that are named on the map as it opens."""
        return self._numbers_of(labelled(self.definition.labels, self.definition.lead))

    @cached_property
    def cited(self) -> list[int]:
        """The numbers of the records that the lead refers to."""
        return self._numbers_of(references(self.definition.lead or ""))

    @cached_property
    def waters(self) -> dict[str, tuple[float, float]]:
        """The seas and straits in the map's title: English names with positions (lat, lon)."""
        titles = [title.casefold() for title in versions_of(self.definition.title)]
        return {
            name["text"]: (name["lat"], name["lon"])
            for name in reversed(names_to(self.south))
            if name["size"] in ("sea", "strait")
            and any(
                words.casefold() in title
                for title in titles
                for words in (name["text"], NORWEGIAN.get(name["text"], name["text"]))
            )
        }

    def _numbers_of(self, ids: Iterable[str]) -> list[int]:
        """Return the numbers of records, each once."""
        return list(dict.fromkeys(self.numbers[self.workspace.resolved(id_)] for id_ in ids))

    @cached_property
    def regions(self) -> list[str]:
        """Ids of all regions whose shapes are on the map."""
        account_regions = (
            r for t in self.record_views for account in t.accounts for r in account.regions
        )
        return list(
            dict.fromkeys([*self.hatched, *account_regions, *self.definition.layers.regions])
        )

    @cached_property
    def frame(self) -> Frame:
        """Texts around the map."""
        return frame_of(
            self.workspace,
            self.definition,
            self.counts,
            self.record_views,
            regions=table_of(self.records).shared("regions").words(),
            crs=self.crs,
            translate=self.translate,
            since=self.since,
            by_reader=self.entered is not None,
            sides=self.look.sides,
        )

    @cached_property
    def terms(self) -> tuple[ExplainedTerm, ...]:
        """The terms of the workspace that stand in texts of the map and of its records."""
        terms = self.workspace.config.terms
        return terms and terms_in(
            terms, shown_texts(self.workspace, self.definition, self._by_id, self.page_ids)
        )

    @cached_property
    def observation_texts(self) -> list[LayerText]:
        """Texts about observations."""
        return self.observed.texts(self.translate) if self.observed else []

    def observation_total(self, say: Callable[..., str]) -> str:
        """Return how many positions the map shows in all; empty without layers of them.

        Parameters
        ----------
        say : callable
            Returns a text by its key and values: `Words` or `Translator`.
        """
        if not self.observed:
            return ""
        total = self.observed.total
        return say(f"page.observed.{'shown' if total.exact else 'leastShown'}", n=total.count)

    @cached_property
    def context_texts(self) -> list[ContextText]:
        """Texts about context layers."""
        return context_texts(self.context, self.translate)

    def texts_in(self, language: str) -> dict[str, str | Paragraphs]:
        """Return texts of the definition in another language, by their elements on the page.

        Only those that have it: `h1`, `subtitle`, `lead-text`, `scene-1 h3`, `scene-1 scene-text`,
        `scene-1 scene-notes`. Titles are plain.
        """
        definition = self.definition
        texts = {
            "h1": definition.title,
            "subtitle": definition.subtitle,
            "lead-text": definition.lead,
        }
        for n, scene in enumerate(definition.scenes, 1):
            texts[f"scene-{n} h3"] = scene.title
            texts[f"scene-{n} scene-text"] = scene.text
            texts[f"scene-{n} scene-notes"] = scene.notes if self.with_notes else ""
        has_links = definition.lead or definition.scenes
        by_id = {view.event.id: view for view in self.record_views} if has_links else {}
        return {
            name: text_runs(
                text.versions[language],
                self.workspace,
                by_id,
                language,
                sides=self.look.sides,
            )
            if name.endswith(("-text", "-notes"))
            else text.versions[language]
            for name, text in texts.items()
            if isinstance(text, TextByLanguage) and language in text.versions
        }

    @cached_property
    def page_ids(self) -> PageIds:
        """Replacements of ids that the map does not show."""
        layers = {name: getattr(self.definition.layers, name) for name in LAYERS}
        codes = self.symbols.codes
        return ids_on_page(self.workspace, self._by_id, layers, self.regions, codes)

    @cached_property
    def digest(self) -> str:
        """Hash of the content of the map."""
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
            entered=self.entered,
            observed=self.observed.digests if self.observed else (),
            context=tuple(layer.digest for layer in self.context),
            look=self.look.digest_values(self.themes),
            terms=self.terms,
            insets=self.insets,
        )
        return digest(self.workspace, self.definition, shown)

    @property
    def _by_id(self) -> tuple[Event, ...]:
        """The records in an order independent of files."""
        return tuple(sorted(self.records, key=lambda event: event.id))

    def keep_numbers(self) -> None:
        """Write the issued numbers, after the output that contains them.

        Raises
        ------
        NumbersError
            They cannot be written.
        """
        if self.numbers_file is not None and self.numbers != self._issued_before:
            write_numbers(self.numbers_file, self.numbers)
            self._issued_before = dict(self.numbers)


def _with_first_view(
    definition: MapDefinition, events: Sequence[Event], workspace: Workspace
) -> MapDefinition:
    """Return the definition with the circle of its view: round its records, or a round sheet."""
    view = definition.view
    if view.frame == "round":
        radius_km = RADIUS_M * math.radians(90.0 - view.south) / 1000.0
        view = view.model_copy(update={"lat": 90.0, "lon": 0.0, "radius_km": radius_km})
    elif view.fit:
        view = fitted_view(events, workspace.regions)
    else:
        return definition
    return definition.model_copy(update={"view": view})


def _themes(records: Sequence[RecordView]) -> list[Theme]:
    counts = Counter(record.theme.id for record in records)
    themes = {record.theme.id: record.theme for record in records}.values()
    return sorted(themes, key=lambda theme: -counts[theme.id])


def _features(workspace: Workspace, definition: MapDefinition, layer: str) -> list[LayerFeature]:
    features = workspace.layer(layer)
    ids: Sequence[str] = getattr(definition.layers, layer)
    for id_ in ids:
        if id_ not in features:
            guess = nearest(id_, features)
            problem = Message("layers/{layer}.geojson has no feature {id!r}", layer, id_)
            raise UsageError(sentence(problem, did_you_mean(guess, "")))
    return [features[id_] for id_ in ids]


def southern_limit(lowest: float) -> float:
    """Return the latitude at which a map ends, so that it has not faded at another latitude.

    The outer seventh of a map's radius fades into the paper.
    """
    if lowest >= _FADING:
        return SOUTH
    return min(max(10.0 * math.floor(lowest / 10.0) - _FURTHER, FAR_SOUTH), _FAR_NORTH)
