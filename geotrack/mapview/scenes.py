"""The scenes of a map: texts for the document, settings for the page's script."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from geotrack.dates import Period
from geotrack.errors import UsageError
from geotrack.i18n.folding import folded
from geotrack.model import MapDefinition, Scene
from geotrack.model.maps.layer_file import link_names
from geotrack.model.maps.observation_layers import ids_of, layers_of
from geotrack.model.maps.scene_text import labelled, paragraphs, references
from geotrack.model.place_text import region_name
from geotrack.model.query import NOT_STATED
from geotrack.taxonomy import Taxonomy
from geotrack.workspace import Workspace
from geotrack.workspace.checks.scenes import FILTERS, scene_faults

if TYPE_CHECKING:
    from geotrack.mapview.record.view import RecordView

__all__ = [
    "STATELESS",
    "Paragraphs",
    "Run",
    "SceneView",
    "names_in_links",
    "period_of",
    "rounded",
    "scene_data",
    "scene_layers",
    "scene_views",
    "text_runs",
]

# Characters that encodeURIComponent does not escape, so that links of scenes equal those of the
# page.
_PLAIN = "!~*'()"
STATELESS = "@"
"""The page's filter value for records that do not state a property."""
_DAY = timedelta(days=1)
# Places have no layer of their own.
_LAYERS = ("regions", "routes", "boundaries")
_BETWEEN = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a text: its words, and where they lead."""

    kind: str
    text: str
    to: str = ""
    record: RecordView | None = None


Paragraphs = tuple[tuple[Run, ...], ...]


@dataclass(frozen=True, slots=True)
class SceneView:
    """The texts of a scene; `notes` are empty on a page built without them."""

    number: int
    title: str
    text: Paragraphs
    notes: Paragraphs


def scene_views(
    definition: MapDefinition,
    workspace: Workspace,
    records: Sequence[RecordView],
    *,
    with_notes: bool,
) -> list[SceneView]:
    """Return the texts of a map's scenes.

    Parameters
    ----------
    definition : MapDefinition
        The map.
    workspace : Workspace
        Knows ids that were replaced.
    records : sequence of RecordView
        The records on the page; a scene may refer to these only.
    with_notes : bool
        Whether the presenter's notes are on the page.

    Raises
    ------
    UsageError
        A scene names something that is not on the map.
    """
    by_id = {t.event.id: t for t in records}
    on_map = {id_: t.event for id_, t in by_id.items()}
    scenes = []
    for number, scene in enumerate(definition.scenes, 1):
        for fault in scene_faults(scene, workspace, on_map, definition):
            where = f"scene {number}: {fault.path[0]}"
            raise UsageError(f"{where}: {fault.message}; {fault.remedy}")
        notes = text_runs(scene.notes, workspace, by_id) if with_notes else ()
        text = text_runs(scene.text, workspace, by_id)
        scenes.append(SceneView(number, scene.title, text, notes))
    return scenes


def text_runs(text: str, workspace: Workspace, by_id: Mapping[str, RecordView]) -> Paragraphs:
    """Return a text in pieces, with the records that it refers to.

    Parameters
    ----------
    text : str
        A text as `geotrack.model.maps.scene_text` reads it.
    workspace : Workspace
        Knows ids that were replaced.
    by_id : mapping of str to RecordView
        The records on the page, with all that the text refers to.
    """

    def run(kind: str, words: str, to: str) -> Run:
        if kind != "record":
            return Run(kind, words, to)
        record = by_id[workspace.resolved(to)]
        return Run(kind, words or record.event.title, record=record)

    return tuple(tuple(run(*piece) for piece in paragraph) for paragraph in paragraphs(text))


def scene_data(
    definition: MapDefinition,
    workspace: Workspace,
    numbers: Mapping[str, int],
    rim: Callable[[Any], list[tuple[float, float]]],
    language: str,
) -> list[dict[str, Any]]:
    """Return the state of the map in each scene, for the page's script.

    Parameters
    ----------
    definition : MapDefinition
        The map.
    workspace : Workspace
        Knows ids that were replaced.
    numbers : mapping of str to int
        Numbers of the records on the page by id.
    rim : callable
        Returns points (lat, lon) round a view, for the map to fit.
    language : str
        The page's.

    Returns
    -------
    list of dict
        For each scene its `state`, the page's state by key (see `page-state.js`), and optionally
        `view`, `highlight`, `cited`, `labels` and `card`. Records in the text are in `highlight`
        if the scene highlights any, else in `cited`.
    """

    def number(id_: str) -> int:
        return numbers[workspace.resolved(id_)]

    scenes = []
    for scene in definition.scenes:
        state = {
            "p": scene.projection or "",
            "t": _days(scene),
            "f": _filters(scene, workspace.taxonomy),
            "c": "1" if scene.certain else "",
            "l": scene_layers(scene, definition, workspace, language),
        }
        data: dict[str, Any] = {"state": {key: text for key, text in state.items() if text}}
        if scene.view is not None:
            data["view"] = rounded(rim(scene.view))
        lit = dict.fromkeys(map(number, (*scene.highlight, *references(scene.text))))
        if lit:
            data["highlight" if scene.highlight else "cited"] = list(lit)
        if names := labelled(scene.labels, scene.text):
            data["labels"] = list(dict.fromkeys(map(number, names)))
        if scene.card is not None:
            data["card"] = number(scene.card)
        scenes.append(data)
    return scenes


def rounded(places: Iterable[tuple[float, float]]) -> list[list[float]]:
    """Return points (lat, lon) rounded to a kilometre."""
    return [[round(degrees, 2) for degrees in place] for place in places]


def period_of(scene: Scene) -> Period | None:
    """Return a scene's period in whole days, including each day that it touches.

    Parameters
    ----------
    scene : Scene
        A scene with both limits or none.

    Returns
    -------
    Period or None
        None for a scene without a period.
    """
    if not (scene.start or scene.end):
        return None
    period = Period.parse(scene.start, scene.end)
    if period.lower is None or period.upper is None:
        raise AssertionError(scene)
    # The last day before the upper limit; for a moment within a day, that day.
    step = timedelta(microseconds=1) if isinstance(period.upper, datetime) else _DAY
    return Period(_day(period.lower), _day(period.upper - step) + _DAY)


def _days(scene: Scene) -> str:
    """Return the first and last day of a scene's period, as in the page's state."""
    period = period_of(scene)
    if period is None or period.upper is None:
        return ""
    return f"{period.lower}..{period.upper - _DAY}"


def _day(bound: date) -> date:
    return bound.date() if isinstance(bound, datetime) else bound


def _filters(scene: Scene, taxonomy: Taxonomy) -> str:
    filters = []
    for key, group in FILTERS.items():
        words = dict.fromkeys(_choice(key, word, taxonomy) for word in getattr(scene, key))
        if words:
            filters.append(f"{group}:{','.join(words)}")
    return ";".join(filters)


def _choice(key: str, word: str, taxonomy: Taxonomy) -> str:
    if key == "statuses" and word == NOT_STATED:
        return STATELESS
    return quote(taxonomy.resolve(word).id if key == "types" else word, safe=_PLAIN)


def scene_layers(
    scene: Scene, definition: MapDefinition, workspace: Workspace, language: str
) -> str:
    """Return the part `l` of a scene's state, as `web/src/page/url/layers.js` writes it.

    Parameters
    ----------
    scene : Scene
        The scene; omitted keys are as the map opens.
    definition : MapDefinition
        The map.
    workspace : Workspace
        Its layers.
    language : str
        The page's language: links name lines in it.
    """
    opened = definition.layers
    shown = {*opened.shown, *(one.name for one in opened.files if one.shown)}
    layers = shown if scene.layers is None else scene.layers
    items = [
        name if id_ in layers else f"-{name}"
        for name, id_ in names_in_links(definition, workspace, language)
        if (id_ in layers) != (id_ in shown)
    ]
    if scene.observations is not None:
        layers_drawn = layers_of(definition.observations)
        on = ids_of(scene.observations, layers_drawn)
        changed = [one.id for one in layers_drawn if (one.id in on) != one.settings.shown]
        items += [id_ if id_ in on else f"-{id_}" for id_ in changed]
    if scene.hatched is not None and scene.hatched != opened.hatched:
        items.append("hatched" if scene.hatched else "-hatched")
    return ",".join(items)


def names_in_links(
    definition: MapDefinition, workspace: Workspace, language: str
) -> Iterator[tuple[str, str]]:
    """Yield the name of each layer in links, with its feature's id, or its own name."""
    names: Counter[str] = Counter()
    for kind in _LAYERS:
        for id_ in getattr(definition.layers, kind):
            if kind == "regions":
                yield f"region:{id_}", id_
                continue
            title = region_name(workspace.layer(kind)[id_], language)
            name = _BETWEEN.sub("-", folded(title)).strip("-")
            names[name] += 1
            yield (name if names[name] == 1 else f"{name}~{names[name]}"), id_
    files = definition.context
    yield from zip(link_names(files), (one.name for one in files), strict=True)
