"""Observations on a map: what its definition asks of datasets, as layers of the page.

Each way of drawing has a module of its own, which makes a `Drawing` of an `Asked`; the script's
side of it is in `web/src/observations/`. Nothing here is loaded for a map without observations.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from geotrack.errors import UsageError, fields_named
from geotrack.model import MapDefinition, Observed
from geotrack.model.observation_layer_names import ways_of
from geotrack.page.observations.faults import faults
from geotrack.page.observations.total import Kin, is_all, kin_of
from geotrack.polarmap.assets import observed_css, observed_js
from geotrack.queries.release import MarkingError
from geotrack.query_fields import KEYS
from geotrack.workspace import Workspace

if TYPE_CHECKING:
    from geotrack.observations import Question
    from geotrack.polarmap.figure import PolarFigure

__all__ = [
    "CLASSES",
    "OTHERS",
    "Asked",
    "Drawing",
    "Look",
    "days",
    "drawings",
    "put",
    "span_of",
]

# By day, told apart from each other and from the colours of the themes; at night they are lighter.
_COLOURS = ("#b03a74", "#3f6212", "#0e7490", "#7c2d12")
CLASSES = ("#b03a74", "#0e7490", "#a16207", "#4d7c0f", "#6d28d9", "#0f4c81", "#9f1d1d")
"""Colours of the values that most of a dataset's observations have."""
OTHERS = "#64748b"

# From it the script counts days.
_DAY_ZERO = datetime(1970, 1, 1, tzinfo=UTC)

# What no page tells.
_UNTOLD = {"dataset", "marking"}


@dataclass(frozen=True)
class Asked:
    """One way in which a map draws one dataset.

    Parameters
    ----------
    id : str
        Of the layer, of its blocks in the page and in links: `observed-1`.
    entry : Observed
        What the definition says.
    question : Question
        What it asks.
    colour : str
        Its own, `#rrggbb`.
    kin : Kin
        Which other entries are of the same dataset.
    shared : bool
        Whether another way on the map has the same title.
    """

    id: str
    entry: Observed
    question: Question
    colour: str
    kin: Kin
    shared: bool


@dataclass(frozen=True)
class Look:
    """How a way of drawing looks, and what is said of it.

    Parameters
    ----------
    sign, possible : str
        Its sign, and that of what meets the selection only possibly: SVG in a box of 28 by 28.
    meaning, possibly : str
        Keys of the texts that explain them.
    values : dict
        What the texts name.
    besides : (str, str), optional
        A second sign for the key under the map, and the key of what it says.
    """

    sign: str
    meaning: str
    possible: str
    possibly: str
    values: dict[str, str] = field(default_factory=dict)
    besides: tuple[str, str] | None = None


@dataclass(frozen=True)
class Drawing:
    """What a page holds of one way of drawing one dataset.

    Parameters
    ----------
    asked : Asked
        What it is of.
    about : dict
        What the script must know, JSON; with `kind`, by which it finds what draws it.
    columns : dict of str to bytes
        What stands in the page in many bytes, by its name.
    many, possible, timeless : int
        How many observations there are, how many of them possibly, and how many without a time.
    first, last : datetime, optional
        The earliest and the latest time, UTC.
    radius : bool
        Whether each says how far it may be from where it is drawn, or leaves that open.
    south : int
        How many more there are south of the equator, which are not drawn.
    look : Look, optional
        Its signs; those of points where it is not said.
    left_out : int
        How many more there are that cannot be drawn so.
    how : (str, dict), optional
        Key and values of the text that says how it is drawn.
    """

    asked: Asked
    about: dict[str, Any]
    columns: dict[str, bytes]
    many: int
    possible: int = 0
    timeless: int = 0
    first: datetime | None = None
    last: datetime | None = None
    radius: bool = False
    south: int = 0
    left_out: int = 0
    look: Look | None = None
    how: tuple[str, dict[str, int | str]] | None = None

    @property
    def digest(self) -> str:
        """A name for all that it shows; how it was squeezed has no part in it."""
        entry = self.asked.entry
        said = entry.model_dump(mode="json", include=set(type(entry).model_fields) - _UNTOLD)
        told = hashlib.sha256(json.dumps([said, self.about], sort_keys=True).encode())
        for name, raw in sorted(self.columns.items()):
            told.update(f"\0{name}\0{len(raw)}\0".encode() + raw)
        return told.hexdigest()


def drawings(workspace: Workspace, definition: MapDefinition) -> list[Drawing]:
    """Ask what a map says of datasets.

    Parameters
    ----------
    workspace : Workspace
        Where they lie, and whose regions and places are named.
    definition : MapDefinition
        The map.

    Returns
    -------
    list of Drawing
        In the order of the definition, each in its ways.

    Raises
    ------
    UsageError
        A dataset or a column is not there, or pyarrow is missing.
    MarkingError
        A dataset is marked higher than the map.
    """
    for entry in definition.observations:
        _refuse_above(workspace, definition, entry)
        for _, message, remedy in faults(workspace, entry):
            raise UsageError(f"{message}; {remedy}" if remedy else message)
    ways, kin = ways_of(definition.observations), kin_of(definition.observations)
    titles = Counter(one.entry.title for one in ways)
    made = []
    for one in ways:
        entry, colour = one.entry, _COLOURS[(one.number - 1) % len(_COLOURS)]
        shared = titles[entry.title] > 1
        asked = Asked(
            one.id, entry, _question(workspace, entry), colour, kin[one.number - 1], shared
        )
        made.append(_ways()[one.way](asked))
    return made


def days(made: Sequence[Drawing]) -> dict[str, list[int]]:
    """Return from which day to before which one drawings have times, as `observed`, if any has."""
    first = min((one.first for one in made if one.first), default=None)
    last = max((one.last for one in made if one.last), default=None)
    if first is None or last is None:
        return {}
    begins, ends = span_of(first, last)["days"]
    return {"observed": [begins, ends + 1]}


def span_of(first: datetime | None, last: datetime | None) -> dict[str, list[int]]:
    """Return the days (UTC) of the first and the last observation, if any has a time."""
    if first is None or last is None:
        return {}
    return {"days": [(at - _DAY_ZERO).days for at in (first, last)]}


def put(page: PolarFigure, made: Sequence[Drawing]) -> None:
    """Put drawings into a page: what their layers read, and the script that draws them."""
    from geotrack.observations.store.packing import Column

    for drawing in made:
        id_ = drawing.asked.id
        kin = drawing.asked.kin
        same = {"of": kin.of, "dataset": kin.dataset, **({"all": True} if is_all(drawing) else {})}
        page.packed[id_] = {**drawing.about, **same}
        for name, raw in drawing.columns.items():
            how = drawing.about["packed"][name]
            page.texts[f"{id_}-{name}"] = Column(how, raw).lines
    points_alone = all(one.about["kind"] == "points" for one in made)
    page.styles.append(observed_css(points_alone=points_alone))
    page.prelude.append(observed_js(points_alone=points_alone))


def _ways() -> dict[str, Callable[[Asked], Drawing]]:
    from geotrack.page.observations.density import density
    from geotrack.page.observations.points import points
    from geotrack.page.observations.tracks import tracks

    return {"points": points, "density": density, "tracks": tracks}


@fields_named(KEYS)
def _question(workspace: Workspace, entry: Observed) -> Question:
    from geotrack.observations import Condition, Question, open_dataset

    conditions = [Condition.parse(text) for text in entry.where]
    dataset = open_dataset(workspace.root / entry.dataset)
    return Question(dataset, entry.place_and_time, workspace, conditions)


def _refuse_above(workspace: Workspace, definition: MapDefinition, entry: Observed) -> None:
    level = workspace.config.level
    height, allowed = level(entry.marking), level(definition.marking)
    if height is None or allowed is None or height > allowed:
        message = (
            f"the observations {entry.title!r} are marked {entry.marking!r}, above the map's "
            f"{definition.marking!r}; raise the map's marking or leave them out"
        )
        raise MarkingError(message)
