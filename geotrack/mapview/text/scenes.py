"""The scenes of a map: their texts with the records that they refer to, and their periods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from geotrack.dates import Period
from geotrack.errors import UsageError
from geotrack.mapview.sides import KeyWord, Sides
from geotrack.messages import Message, sentence
from geotrack.model import MapDefinition, Scene
from geotrack.model.localized import in_language
from geotrack.model.maps.scene_text import paragraphs
from geotrack.workspace import Workspace
from geotrack.workspace.checks.scenes import scene_faults

if TYPE_CHECKING:
    from geotrack.mapview.record.view import RecordView

__all__ = [
    "Paragraphs",
    "Run",
    "SceneView",
    "period_of",
    "scene_views",
    "text_runs",
]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a text: its words, where they lead, and which of them are the key of a side."""

    kind: str
    text: str
    to: str = ""
    record: RecordView | None = None
    key: tuple[KeyWord, ...] = ()

    def parts(self, start: int = 0, end: int | None = None) -> Iterator[tuple[str, KeyWord | None]]:
        """Yield the text from a letter to another in parts, each with the side it is key of."""
        end = len(self.text) if end is None else end
        at = start
        for word in self.key:
            if start <= word.start and word.end <= end:
                yield from [(self.text[at : word.start], None)] if at < word.start else []
                yield self.text[word.start : word.end], word
                at = word.end
        yield from [(self.text[at:end], None)] if at < end else []


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
    sides: Sides | None = None,
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
    sides : Sides, optional
        Sides whose first words are their key.

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
            message = sentence(fault.message, fault.remedy)
            raise UsageError(Message("scene {n}: {key}: {text}", number, fault.path[0], message))
        notes = text_runs(scene.notes, workspace, by_id) if with_notes else ()
        text = text_runs(scene.text, workspace, by_id, sides=sides)
        scenes.append(SceneView(number, scene.title, text, notes))
    return scenes


def text_runs(
    text: str,
    workspace: Workspace,
    by_id: Mapping[str, RecordView],
    language: str = "",
    *,
    sides: Sides | None = None,
) -> Paragraphs:
    """Return a text in pieces, with the records that it refers to.

    Parameters
    ----------
    text : str
        A text as `geotrack.model.maps.scene_text` reads it.
    workspace : Workspace
        Knows ids that were replaced.
    by_id : mapping of str to RecordView
        The records on the page, with all that the text refers to.
    language : str
        That of the text, if it is not the map's, for titles of records.
    sides : Sides, optional
        Sides whose first words in the text are their key.
    """

    def run(kind: str, words: str, to: str) -> Run:
        if kind != "record":
            return Run(kind, words, to)
        record = by_id[workspace.resolved(to)]
        return Run(kind, words or in_language(record.event.title, language), record=record)

    runs = tuple(tuple(run(*values) for values in paragraph) for paragraph in paragraphs(text))
    if sides is None:
        return runs
    keys = sides.key_words(run.text for paragraph in runs for run in paragraph)
    return tuple(tuple(replace(run, key=next(keys)) for run in paragraph) for paragraph in runs)


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


def _day(bound: date) -> date:
    return bound.date() if isinstance(bound, datetime) else bound
