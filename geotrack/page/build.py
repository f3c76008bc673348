"""The briefing page of a map view, as a folium map."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

import folium
from branca.element import MacroElement
from folium.template import Template

from folium_polar import Depth, Labels, PolarMap, Relief
from folium_polar.packed import packed, packed_bytes
from geotrack.files.resources import PACKAGE
from geotrack.i18n import LANGUAGES
from geotrack.mapview.faces import faces_css
from geotrack.mapview.map_view import MapView
from geotrack.mapview.open import open_map
from geotrack.mapview.place_names import names_to
from geotrack.mapview.selection import SelectionCounts
from geotrack.mapview.sides import Sides
from geotrack.model import Event
from geotrack.page.assets import page_css, page_js, questions_css, questions_js, since_js
from geotrack.page.columns import column_bytes
from geotrack.page.context_layers import context_css, legend_entries
from geotrack.page.data import page_data
from geotrack.page.document import document, is_crowd, paragraphs_html
from geotrack.page.download import collection, without_card_texts
from geotrack.page.explained_terms import listed_terms, terms_in_language
from geotrack.page.footprints import packed_footprints
from geotrack.page.layers import (
    ContextLayerEntry,
    LayerGroups,
    NamedRegions,
    Order,
    RecordSwitch,
    RegionLayer,
    ThemeLayer,
    boundary_group,
    place_labels,
    route_group,
)
from geotrack.page.legend import relief_scales, signs
from geotrack.page.many_records import pack_records
from geotrack.page.payload import PageData
from geotrack.page.record_source import RecordSource
from geotrack.page.regions import packed_regions
from geotrack.page.scenes import rim
from geotrack.page.texts import marked, script_texts
from geotrack.workspace import Workspace

__all__ = ["Briefing", "briefing"]

# Layer factories for features that a definition names one by one.
_LAYER_FACTORIES = {"regions": RegionLayer, "routes": route_group, "boundaries": boundary_group}
_GROUND = {"depth": Depth, "relief": Relief}
_GROUPS = ("records", *_LAYER_FACTORIES, "places")
# Compression of what a desk sends to the same computer.
_QUICK = 1
# Further out the map would be too small to read.
_FURTHEST_ZOOM = 2.75


class Start(MacroElement):  # type: ignore[misc] # branca ships no types
    """Passes the finished map to the page's script."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "geotrackPage.start({{ this._parent.get_name() }});"
        "{% endmacro %}"
    )

    def __init__(self) -> None:
        super().__init__()
        self._name = "Start"


class Briefing(PolarMap):
    """A briefing page: a folium map in a polar projection, with its document.

    Other folium layers can be added as to any map.

    Parameters
    ----------
    view : MapView
        What it shows.
    source : RecordSource, optional
        Its records, if its script asks a server for them: then the page has their columns alone.

    Attributes
    ----------
    view : MapView
        What it shows.
    """

    _checks_view = False  # off-screen records are shown at the map's edge
    _needs_script = False  # else many records are not listed for readers without JavaScript

    def __init__(self, view: MapView, source: RecordSource | None = None) -> None:
        definition = view.definition
        super().__init__(
            crs=view.crs,
            fit=rim(definition.view),
            south=view.south,
            title=definition.title,
            min_zoom=_FURTHEST_ZOOM,
        )
        self.view, self._source = view, source
        self._packed_away: Any = None  # records of a page of many
        self._observed = view.observed.page(view.translate) if view.observed else None
        self._terms = listed_terms(view)
        self._add_layers()
        self._add_document()
        self._add_data()
        self._add_assets()
        Start().add_to(self)

    @property
    def records(self) -> tuple[Event, ...]:
        """The records on the page, in order of time."""
        return self.view.records

    @property
    def numbers(self) -> dict[str, int]:
        """All numbers issued on this map, by the ids of records."""
        return self.view.numbers

    @property
    def counts(self) -> SelectionCounts:
        """The counts of records on the page."""
        return self.view.counts

    @property
    def digest(self) -> str:
        """Hash of the content of the page."""
        return self.view.digest

    @property
    def question_sizes(self) -> tuple[int, int]:
        """Bytes of the footprints, and of script and style, for questions; 0 without them."""
        figure = self.get_root()
        if not self._has_questions:
            return 0, 0
        footprints = packed(figure.packed["geotrack-footprints"])
        outlines = figure.texts["geotrack-footprint-outlines"]
        return len(footprints) + len(outlines), len(questions_js()) + len(questions_css())

    def save(self, outfile: Any, close_file: bool = True, **options: Any) -> None:
        """Write the page, then the numbers that it issued.

        Parameters
        ----------
        outfile : path or file
            File to write.
        close_file : bool
            Whether to close `outfile`, if it is a file.
        **options
            As for `folium.Map.save`.

        Raises
        ------
        NumbersError
            The page is written, but its new numbers cannot be written.
        """
        super().save(outfile, close_file, **options)
        self.view.keep_numbers()

    def _add_layers(self) -> None:
        view, translate = self.view, self.view.translate
        # The page writes those of the title wherever there is room.
        names = [name for name in names_to(view.south) if name["text"] not in view.waters]
        Labels(names).add_to(self)
        title = {name: str(marked(translate(f"document.groups.{name}"))) for name in _GROUPS}
        records: list[folium.map.Layer] = []
        groups = {title["records"]: records}
        if self._observed:
            observed = [one.add_to(self) for one in self._observed.layers]
            groups[str(marked(translate("document.observed.title")))] = observed
        settings = view.definition.layers
        for name, make_group in _LAYER_FACTORIES.items():
            for feature in view.layers[name]:
                layer = make_group(
                    feature, show=feature.id in settings.shown, translate=translate
                ).add_to(self)
                groups.setdefault(title[name], []).append(layer)
        for name in filter(partial(getattr, settings), _GROUND):
            part = _GROUND[name](str(marked(translate(f"document.{name}"))))
            groups[str(marked(translate(f"document.groups.{name}")))] = [part.add_to(self)]
        for n, context in enumerate(view.context):
            entry = ContextLayerEntry(context, n, translate).add_to(self)
            groups.setdefault(str(marked(translate("document.groups.files"))), []).append(entry)
        if places := view.layers["places"]:
            groups[title["places"]] = [place_labels(places, translate).add_to(self)]
        counts = Counter(t.theme.id for t in view.record_views if t.placed)
        for theme in view.themes:
            records.append(ThemeLayer(theme, counts[theme.id], translate).add_to(self))
        if view.hatched:
            records.append(NamedRegions(show=settings.hatched, translate=translate).add_to(self))
        if view.has_areas:
            records.append(RecordSwitch("uncertainty", show=True, translate=translate).add_to(self))
        if view.order:
            records.append(Order(show=settings.order, translate=translate).add_to(self))
        if any(t.placed for t in view.record_views) and not is_crowd(view.record_views):
            quiet = view.labels or view.definition.scenes
            for kind in ("numbers", "names") if quiet else ("names",):
                records.append(RecordSwitch(kind, show=False, translate=translate).add_to(self))
        LayerGroups(groups).add_to(self)

    def _add_document(self) -> None:
        """Add the document round the map."""
        view, translate, figure = self.view, self.view.translate, self.get_root()
        figure.lang = translate.language
        figure.before, figure.after = document(
            view.record_views,
            view.themes,
            view.frame,
            app6=view.symbols.sheet,
            look=view.look,
            signs=list(signs(view)),
            terms=self._terms,
            relief_scales=list(relief_scales(view)),
            digest=view.digest,
            translate=translate,
            definition=view.definition,
            plain_language=view.plain_language,
            lead=view.lead,
            scenes=view.story,
            context=legend_entries(view.context, translate),
            observed=self._observed.texts if self._observed else [],
            observed_total=view.observation_total(translate),
            symbol_svg=self._observed and self._observed.symbol_svg,
            scripted=self._needs_script,
        )
        figure.head = (
            '<meta name="referrer" content="no-referrer">'  # links send no referrer
            f"<noscript><style>{_asset('unscripted.css')}</style></noscript>"
        )

    def _add_data(self) -> None:
        """Add the data for the page's script."""
        view, translate, figure = self.view, self.view.translate, self.get_root()
        workspace = view.workspace
        regions = [workspace.regions[r] for r in view.regions]
        if self._source:
            self._add_columns(self._source)
        else:
            self._add_records(page_data(view, self._observed_days))
        # Without a second compression, which would take a browser longer than it saves.
        figure.texts["geotrack-regions"] = packed_regions(regions)
        if self._has_questions and not self._source:
            footprints, outlines = packed_footprints(workspace, view.records, view.regions)
            figure.packed["geotrack-footprints"] = footprints
            figure.texts["geotrack-footprint-outlines"] = outlines
        parts = {
            "observed": view.observed,
            "questions": self._has_questions,
            "entered": view.entered is not None,
        }
        names = {"Arctic Circle", *(name["text"] for name in names_to(view.south))}
        texts = script_texts(
            translate, names, {name for name, is_used in parts.items() if not is_used}
        )
        # A browser reads the other languages when they are chosen.
        for code in LANGUAGES:
            if code == translate.language:
                continue
            written = {
                name: text if isinstance(text, str) else paragraphs_html(text)
                for name, text in view.texts_in(code).items()
            }
            if written:
                texts[code]["written"] = written
            if self._terms:
                texts[code]["terms"] = terms_in_language(self._terms, code)
            figure.packed[f"geotrack-words-{code}"] = texts[code]
            texts[code] = {"name": texts[code]["name"]}
        own = {} if translate.own == translate.language else {"own": translate.own}
        figure.packed["geotrack-words"] = {"languages": texts, **own}

    def _add_records(self, data: PageData) -> None:
        """Add the payload, and the records as GeoJSON; of many, columns and blocks."""
        view, figure = self.view, self.get_root()
        taken = collection(
            view.workspace, view.definition, view.records, view.page_ids, view.digest
        )
        if is_crowd(view.record_views):
            self._packed_away = taken.pop("features")
            data = pack_records(figure, view, data, self._packed_away)
        else:
            taken["features"] = [
                without_card_texts(feature, record.event)
                for feature, record in zip(taken["features"], view.record_views, strict=True)
            ]
        figure.packed["geotrack-taken"] = taken
        figure.packed["geotrack-data"] = data

    def _add_columns(self, source: RecordSource) -> None:
        """Add the columns of the records and the payload beside them."""
        figure = self.get_root()
        figure.texts["geotrack-columns"] = packed_bytes(
            column_bytes(source.arrays, n=source.count), _QUICK
        )
        figure.packed["geotrack-data"] = source.data
        figure.packed["geotrack-taken"] = source.collection

    def _letters(self) -> set[str] | None:
        """Return the letters beyond ASCII; None if a server has the records."""
        if self._source:
            return None
        figure, view = self.get_root(), self.view
        layers = [one for group in view.layers.values() for one in group]
        names = [[one.name, *map(one.names.get, LANGUAGES)] for one in layers]
        texts = [figure.before, figure.after, figure.packed, self._packed_away, names]
        return set(re.findall(r"[^\x00-\x7f]", json.dumps(texts, ensure_ascii=False)))

    def _add_assets(self) -> None:
        """Add scripts and styles."""
        view, figure, with_records = self.view, self.get_root(), bool(self.view.records)
        figure.vector_only = True
        figure.first_scripts.append(_asset("scripted.js"))
        figure.styles.append("".join(f".t-{t.id}{{--theme:{t.colour}}}" for t in view.themes))
        if view.context:
            figure.styles.append(context_css(view.context))
        look = view.look
        figure.styles.append(faces_css(self._letters(), titles_are_sans=look.is_sans))
        sheet = view.definition.view.frame == "round" or bool(view.insets)
        figure.styles.append(page_css(records=with_records, sheet=sheet))
        if look.sides:
            figure.styles.append(_side_colours(look.sides))
        for asset, is_used in (
            ("app6.css", view.symbols.sheet),
            ("sides.css", look.sides),
            ("since.css", view.since or view.entered is not None),
            ("look.css", look.logo or look.organisation),
            ("accent.css", look.accent),
            ("sans.css", look.is_sans),
        ):
            if is_used:
                figure.styles.append(_asset(asset))
        if look.accent:
            accents = f"--accent-day:{look.accent};--accent-dark:{look.dark_accent}"
            figure.styles.append(f":root{{{accents}}}")
        figure.prelude.append(page_js(records=with_records, many=is_crowd(view.record_views)))
        if self._has_questions:
            figure.styles.append(questions_css())
            figure.prelude.append(questions_js())
        if view.entered is not None and with_records:
            figure.prelude.append(since_js())
        if self._observed:
            self._observed.add_to(figure)

    @property
    def _observed_days(self) -> tuple[int, int] | None:
        return self._observed.days if self._observed else None

    @property
    def _has_questions(self) -> bool:
        return self.view.definition.questions and bool(self.view.records)


def briefing(
    events: object = None,
    name: str | None = None,
    *,
    workspace: Workspace | Path | str | None = None,
    title: str | None = None,
    projection: str | None = None,
    language: str | None = None,
    with_notes: bool = False,
    since: str | None = None,
) -> Briefing:
    """Create a briefing page.

    Parameters
    ----------
    events : optional
        A workspace, its folder, or a GeoJSON file of events; a `Selection` or the GeoDataFrame of
        `geotrack.query`; or events without a file: a FeatureCollection, an iterable of Features, or
        a GeoDataFrame with geotrack's properties as columns. Default the workspace at or above the
        current folder.
    name : str, optional
        A map definition in `maps/`. Default: a plain map that fits all records.
    workspace : Workspace or path, optional
        The workspace of events that have none: its records, layers and settings are used. Default
        the one at or above the current folder, else the packaged one.
    title, projection, language : str, optional
        Override those of the definition; a language of `geotrack.i18n.LANGUAGES`.
    with_notes : bool
        Whether the presenter's notes of scenes are included.
    since : str, optional
        A day, `YYYY-MM-DD`, or a git revision of the workspace: records that are new or changed
        since are marked.

    Returns
    -------
    Briefing
        A folium map. `save(path)` writes one HTML file that needs no network, and the numbers that
        the map issued; Jupyter displays it.

    Raises
    ------
    UsageError
        Unknown map, layer or region, or the input contains no events.
    MarkingError
        The map's marking is lower than that of one of its records.
    """
    return Briefing(
        open_map(
            events,
            name,
            workspace=workspace,
            title=title,
            projection=projection,
            language=language,
            with_notes=with_notes,
            since=since,
        )
    )


def _side_colours(sides: Sides) -> str:
    """Return the colours of sides as custom properties, by day and in the dark."""
    day, dark = (
        "".join(f"--{name}:{pair[n]};" for name, pair in sides.colours.items()) for n in (0, 1)
    )
    return f":root{{{day}}}@media screen and (prefers-color-scheme: dark){{:root:root{{{dark}}}}}"


def _asset(name: str) -> str:
    """Return a style sheet or script without its comments."""
    text = (PACKAGE / "page" / "templates" / name).read_text(encoding="utf-8")
    return re.sub(r"/\*[^*]*\*/\n?|^ *// [^\n]*\n", "", text, flags=re.MULTILINE)
