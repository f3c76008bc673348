"""Disclosure: what the page contains of records, reports and layers, by property.

A page has a property if it shows it or uses it to place something; all others stay in the
workspace. Those of records that pages have as stated are in the table of properties.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from folium_polar.geometry import flat
from folium_polar.geometry.cache import WeakCache
from geotrack.footprint.land_mask import excluded_by_words
from geotrack.footprint.regions import ISLANDS, WATERS
from geotrack.i18n import LANGUAGES
from geotrack.i18n.folding import folded
from geotrack.index.record_rows import event_ids, table_of
from geotrack.mapview.record.accounts import is_account
from geotrack.model import Event, LayerFeature, MapDefinition, Model, Report, Scene, Source
from geotrack.model.maps.scene_text import with_ids
from geotrack.model.record_properties import PROPERTIES
from geotrack.workspace import Workspace
from geotrack.workspace.edit.revisions import is_link, is_review, merged_ids, since_release

__all__ = [
    "PageIds",
    "disclosed_event",
    "disclosed_layer",
    "disclosed_report",
    "disclosed_scene",
    "ids_on_page",
    "recall_disclosed",
    "shown_texts",
]

T = TypeVar("T")

_STATED, _HANDLING = (
    {one.name for one in PROPERTIES if one.disclosure == kind} for kind in ("stated", "handling")
)
# Keys that pages show, by the part of a record, of a report or of a feature of a layer.
_ACTOR = ("name", "country", "role", "assets")
_PLACE = (
    "name", "precision", "radius_km", "inner_radius_km", "regions", "regions_mode", "excluding",
    "note",
)  # fmt: skip
_JUDGED = {
    "verification": ("level", "basis"),
    "confidence": ("level", "about", "basis"),
    "likelihood": ("term", "scale", "judged_by"),
}
_REVISION = ("what", "on", "why")
_GRADE = ("reliability", "credibility", "by", "on")
_SOURCE = ("url", "read_at", "publisher", "title", "cite", "published", "origin")
_CITING = ("seed", "claim", "origin")
_ACCOUNT = (
    "claimant", "stance", "says", "start", "end", "place", "regions", "lon", "lat", "radius_km",
    "actors", "assets",
)  # fmt: skip
_REPORT = ("title", "publisher", "published")
_CLAIM = ("id", "section", "says", "kind")
_FEATURE = ("name", "authority", "legal_status", "note", "licence")
# Of a place the page has a dot and a name, of an excluded region a word; these keys are required.
_UNSHOWN = {"definition": "Not on the page.", "licence": "Not on the page."}

# Its records have other ids, and its notes are optional: see `disclosed_scene`.
_SCENE = {
    "title",
    "projection",
    "start",
    "end",
    "themes",
    "types",
    "statuses",
    "countries",
    "actors",
    "certain",
    "observations",
    "hatched",
}

_TEXTS: WeakCache[str] = WeakCache()
_SHARED: WeakCache[Any] = WeakCache()
_SINGULAR = {"routes": "route", "boundaries": "boundary", "places": "place"}


@dataclass(frozen=True)
class PageIds:
    """Ids used on the page in place of those that it does not show.

    Parameters
    ----------
    on_page : frozenset of str
        Ids of the records on the page.
    reports : mapping of str to str
        Ids on the page by the ids of cited reports.
    layers : mapping of str to mapping
        For each layer, ids on the page by the ids of its features that are used.
    shown : frozenset of str
        Ids of the regions that the page defines.
    excluded : mapping of str to list of str
        The words of the page that exclude a region, by its id.
    codes : frozenset of str
        APP-6 symbol codes of records that the page draws.
    origins : mapping of str to str
        Names on the page by the keys of origins; the page shows only which sources share one.
    """

    on_page: frozenset[str]
    reports: Mapping[str, str]
    layers: Mapping[str, Mapping[str, str]]
    shown: frozenset[str]
    excluded: Mapping[str, list[str]]
    codes: frozenset[str] = frozenset()
    origins: Mapping[str, str] = field(default_factory=dict)


def ids_on_page(
    workspace: Workspace,
    events: Sequence[Event],
    layer_ids: Mapping[str, Sequence[str]],
    stored: Collection[str],
    codes: frozenset[str] = frozenset(),
) -> PageIds:
    """Return the ids used on a page.

    Parameters
    ----------
    workspace : Workspace
        The records around the page.
    events : sequence of Event
        The records on it.
    layer_ids : mapping of str to sequence of str
        Ids of features on the map, by layer.
    stored : collection of str
        Ids of the regions on the page, which are not replaced.
    codes : frozenset of str
        APP-6 symbol codes of records that the page draws.
    """
    table = table_of(events)
    seeds = table.shared("reports").words()
    reports = [s for s in seeds if s in workspace.reports_by_id]
    excluding = table.shared("excluding").words()
    excluded = _excluded(excluding, workspace)
    region_ids = list(
        dict.fromkeys([*layer_ids["regions"], *table.shared("named_regions").words()])
    )
    # The id of an excluded region appears on the page as a word.
    public = {*stored, *(i for i, words in excluded.items() if folded(i) in map(folded, words))}
    words = set(map(folded, excluding))
    unknown = {r for r in region_ids if r not in workspace.regions}
    layers = {
        name: _renamed(_existing(layer_ids[name], name, workspace), singular, ())
        for name, singular in _SINGULAR.items()
    }
    used = _existing([*region_ids, *excluded], "regions", workspace)
    layers["regions"] = _renamed(used, "region", public | words | unknown, public)
    return PageIds(
        on_page=frozenset(event_ids(events)),
        reports=_renamed(reports, "report", set(seeds) - set(reports)),
        layers=layers,
        shown=frozenset(region_ids),
        excluded=excluded,
        codes=codes,
        origins=_origins(table.shared("origins").distinct()),
    )


def _origins(values: Iterable[Iterable[str]]) -> dict[str, str]:
    """Return the names of origins: their own words, and numbers for keys that are shared."""
    origins = [list(value) for value in values]
    shared = [
        o for own in origins for o, count in Counter(own).items() if count > 1 and " " not in o
    ]
    keys = {o: f"origin-{n}" for n, o in enumerate(dict.fromkeys(shared), 1)}
    return {**keys, **{o: o for own in origins for o in own if " " in o}}


def _excluded(excluding: Sequence[str], workspace: Workspace) -> dict[str, list[str]]:
    """Return the words that exclude a region, by its id."""
    excluded: dict[str, list[str]] = {}
    for word in excluding:
        for region in excluded_by_words([word], workspace.regions):
            excluded.setdefault(region.id, []).append(word)
    return excluded


def _existing(ids: Iterable[str], layer: str, workspace: Workspace) -> list[str]:
    features = workspace.layer(layer)
    return [id_ for id_ in dict.fromkeys(ids) if id_ in features]


def _renamed(
    ids: Iterable[str], word: str, used: Collection[str], unchanged: Collection[str] = ()
) -> dict[str, str]:
    free = (id_ for n in itertools.count(1) if (id_ := f"{word}-{n}") not in used)
    return {id_: id_ if id_ in unchanged else next(free) for id_ in ids}


def disclosed_event(event: Event, workspace: Workspace, page_ids: PageIds) -> dict[str, Any]:
    """Return a record as on the page, with links to records on the page only.

    Links are resolved through replaced records. Of replaced records the page has the number only,
    of corrections what was changed and why.

    Parameters
    ----------
    event : Event
        A record on the page.
    workspace : Workspace
        The records around it.
    page_ids : PageIds
        Ids used on the page.

    Returns
    -------
    dict
        A Feature.
    """
    ids_on_page = page_ids.on_page
    parent, *related = map(workspace.resolved, (event.part_of or "", *event.related))
    free = (id_ for n in itertools.count(1) if (id_ := f"earlier-{n}") not in page_ids.on_page)
    place = _values(event.place, _PLACE, more=True) if event.place else {}
    if "regions" in place:
        regions = page_ids.layers["regions"]
        place["regions"] = [regions.get(r, r) for r in place["regions"]]
    earlier = dict(zip(event.replaces, free, strict=False))
    judged = {key: getattr(event, key) for key in _JUDGED}
    claimants = {s.claimant for s in event.sources if is_account(s)}
    properties = {
        **_values(event, _STATED),
        "type": event.type_id,
        "actors": [_values(a, _ACTOR, more=True) for a in event.actors],
        "place": place,
        **{key: _values(value, _JUDGED[key]) for key, value in judged.items() if value},
        "sources": [_source(s, page_ids, claimants) for s in event.sources],
        **_values(event, _HANDLING),
        "part_of": parent if parent in ids_on_page and parent != event.id else None,
        "related": [id_ for id_ in related if id_ in ids_on_page and id_ != event.id],
        "replaces": list(earlier.values()),
        "revisions": list(_corrections(event, earlier)),
        "symbol": event.symbol if event.symbol in page_ids.codes else None,
    }
    disclosed = {key: value for key, value in properties.items() if value}
    extra = workspace.config.public_extra(event.extra)
    return _feature(event.feature["id"], event.feature["geometry"], {**disclosed, **extra})


def recall_disclosed(
    cache: WeakCache[T], workspace: Workspace, page_ids: PageIds
) -> Callable[[Event, Callable[[], T]], T]:
    """Return a function that returns what is made of a record as on the page, or makes it.

    Parameters
    ----------
    cache : WeakCache
        What was made of it, and of the reports that it cites, on earlier pages: it is used where
        nothing of them has changed.
    workspace, page_ids
        As of `disclosed_event`.
    """
    ids, reports = page_ids, workspace.reports_by_id
    shared = ids.reports, ids.layers["regions"], ids.codes, ids.origins, workspace.config
    # Equal values are the same object, so that records compare them quickly.
    shared = _SHARED.recall(workspace.layers_and_maps, shared, lambda: shared)

    def recall(event: Event, make: Callable[[], T]) -> T:
        if event.replaces:  # the page names earlier records by ids that no other has
            return make()
        links = map(workspace.resolved, (event.part_of or "", *event.related))
        cited = [reports.get(source.seed) for source in event.sources if source.seed]
        beside = shared, [id_ for id_ in links if id_ in ids.on_page], cited
        return cache.recall(event, beside, make)

    return recall


def shown_texts(
    workspace: Workspace, definition: MapDefinition, events: Iterable[Event], page_ids: PageIds
) -> Iterator[str]:
    """Yield the texts of a map and its records, in each language, among other values of these."""
    keys, notes = {"title", "subtitle", "lead", "scenes"}, {"scenes": {"__all__": {"notes"}}}
    yield from _texts_in(definition.model_dump(mode="json", include=keys, exclude=notes))
    recall = recall_disclosed(_TEXTS, workspace, page_ids)

    def text(event: Event) -> str:
        return "\n".join(_texts_in(disclosed_event(event, workspace, page_ids)["properties"]))

    for event in events:
        yield recall(event, partial(text, event))


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list | tuple):
        parts = value.values() if isinstance(value, Mapping) else value
        yield from itertools.chain.from_iterable(map(_texts_in, parts))


def _corrections(event: Event, earlier: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Yield the revisions that readers see; of a merge with the ids of `replaces` on the page."""
    for revision in since_release(event.revisions):
        if is_review(revision.what) or is_link(revision.what):
            continue
        shown = _values(revision, _REVISION)
        if ids := merged_ids(revision.what, event.replaces):
            shown["what"] = f"merged {', '.join(earlier[id_] for id_ in ids)}"
        yield shown


def _feature(id_: Any, geometry: Any, properties: Mapping[str, Any]) -> dict[str, Any]:
    shape = flat(geometry) if geometry else None
    return {"type": "Feature", "id": id_, "geometry": shape, "properties": dict(properties)}


def _values(model: Model, keys: Iterable[str], *, more: bool = False) -> dict[str, Any]:
    """Return some properties of a model; with `more` also undefined ones."""
    values: dict[str, Any] = model.model_dump(
        mode="json", include={*keys, "translations"}, exclude_none=True, exclude_defaults=True
    )
    if translations := values.pop("translations", None):
        shown = {
            language: {key: text for key, text in texts.items() if key in values}
            for language, texts in translations.items()
        }
        if any(shown.values()):
            values["translations"] = shown
    return {**values, **(model.model_extra or {})} if more else values


def _source(source: Source, page_ids: PageIds, claimants: Collection[str | None]) -> dict[str, Any]:
    keys = {*(_CITING if source.seed else _SOURCE)}
    if source.claimant in claimants:
        keys.add("claimant")  # the account names all sources of its claimant
    if is_account(source):
        keys.update(_ACCOUNT if source.start else set(_ACCOUNT) - {"end"})
        keys.update(() if source.claimant else ("publisher",))
        keys.update(() if source.claimant or source.publisher else ("cite",))
    origin = page_ids.origins.get(source.origin or "")
    if origin:
        keys.add("publisher")
    values = _values(source, keys - {"origin"}, more=True)
    if "regions" in values:
        regions = page_ids.layers["regions"]
        values["regions"] = [regions[r] for r in source.regions if r in regions]
    if origin:
        values["origin"] = origin
    if source.seed:
        values["seed"] = page_ids.reports.get(source.seed, source.seed)
    return {**values, "grade": _values(source.grade, _GRADE)} if source.grade else values


def disclosed_report(report: Report, events: Iterable[Event], page_ids: PageIds) -> dict[str, Any]:
    """Return a report with the claims that records on the page cite.

    Its marking is reduced to the ranked part; the page's own marking is above it.
    """
    cited: dict[str, list[str]] = {}
    for source, event in ((s, e) for e in events for s in e.sources if s.seed == report.id):
        ids = cited.setdefault(source.claim or "", [])
        ids.extend([event.id] if event.id not in ids else [])
    rank = (report.marking or "").partition("//")[0].strip()
    return {
        "id": page_ids.reports[report.id],
        **_values(report, _REPORT),
        **({"marking": rank} if rank else {}),
        "claims": [
            {**_values(c, _CLAIM), "events": cited[c.id]} for c in report.claims if c.id in cited
        ],
    }


def disclosed_layer(workspace: Workspace, name: str, page_ids: PageIds) -> Iterator[dict[str, Any]]:
    """Yield the features of a layer that the page uses, in the order of its file.

    A region that is only excluded has the words that exclude it as its names, and its own name if
    it is excluded by its id; other regions keep such words as aliases.
    """
    # A name refers to its first region; the mapping has the last one first.
    features = workspace.layer(name)
    # Administrative areas, which are not iterated, stand last.
    for id_ in dict.fromkeys([*reversed([*features]), *page_ids.layers[name]]):
        if id_ in page_ids.layers[name]:
            feature = features[id_]
            words = page_ids.excluded.get(id_, []) if name == "regions" else []
            disclosed: dict[str, Any] = {"aliases": words} if words else {}
            if name == "places":
                disclosed = {"name": feature.name, **_translated(feature), **_UNSHOWN}
            elif name == "regions" and id_ not in page_ids.shown:
                # The card of a record shows the name of a region that it excludes by id.
                own = {"name": feature.name, **_translated(feature)}
                disclosed |= (own if id_ in words else {"name": words[0]}) | _UNSHOWN
            else:
                disclosed = {
                    **_values(feature, _FEATURE),
                    **_translated(feature),
                    **disclosed,
                    "definition": _values(feature.definition, ("text", "url")),
                }
            # Whether a region is water or land affects which records are in it.
            if name == "regions" and (feature.kind in WATERS or feature.kind in ISLANDS):
                disclosed["kind"] = feature.kind
            yield _feature(page_ids.layers[name][id_], feature.feature["geometry"], disclosed)


def _translated(feature: LayerFeature) -> dict[str, dict[str, str]]:
    """Return the names of a feature in the languages of the page."""
    names = {code: name for code, name in feature.names.items() if code in LANGUAGES}
    return {"names": names} if names else {}


def disclosed_scene(
    scene: Scene, workspace: Workspace, page_ids: PageIds, *, with_notes: bool
) -> dict[str, Any]:
    """Return a scene as on the page; with the presenter's notes if requested.

    Records have their current ids, layers their ids on the page.
    """
    disclosed = scene.model_dump(mode="json", by_alias=True, include=_SCENE, exclude_defaults=True)
    if scene.view is not None:
        disclosed["view"] = _all_values(scene.view)
    if scene.layers is not None:
        disclosed["layers"] = [
            ids[id_] for ids in page_ids.layers.values() for id_ in scene.layers if id_ in ids
        ]
    if scene.highlight:
        disclosed["highlight"] = [workspace.resolved(id_) for id_ in scene.highlight]
    if scene.labels is not None:
        disclosed["labels"] = [workspace.resolved(id_) for id_ in scene.labels]
    if scene.card is not None:
        disclosed["card"] = workspace.resolved(scene.card)
    for key in ("text", *(("notes",) if with_notes else ())):
        if text := getattr(scene, key):
            disclosed[key] = with_ids(text, workspace.resolved)
    return disclosed


def _all_values(model: Model) -> dict[str, Any]:
    values: dict[str, Any] = model.model_dump(mode="json", include=set(type(model).model_fields))
    return values
