"""Map definitions: TOML files of `maps/`."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from geotrack.errors import quoted
from geotrack.i18n.spelling import nearest
from geotrack.messages import Message, did_you_mean
from geotrack.model.base import Date, Listed, Model, Projection, Text, fault
from geotrack.model.event import Kind
from geotrack.model.localized import TextInLanguages
from geotrack.model.maps.as_of import AsOf
from geotrack.model.maps.ice import Ice
from geotrack.model.maps.inset import Inset
from geotrack.model.maps.layer_file import LayerFile, layers_from_files
from geotrack.model.maps.look import Look
from geotrack.model.maps.observation_layers import Observed
from geotrack.model.maps.place_and_time import PlaceAndTime
from geotrack.model.maps.scene import Scene
from geotrack.model.maps.scene_text import SceneText
from geotrack.model.maps.side import Side
from geotrack.model.maps.view import FirstView
from geotrack.model.query import Query

__all__ = ["Frozen", "Layers", "MapDefinition", "Selected", "Since"]


def _in_english(value: object) -> object:
    # The form before a page had more than one language.
    return {"en": value} if isinstance(value, str) else value


def _none_if_false(value: object) -> object:
    # `insets = false`: none, also not for crowds.
    return () if value is False else value


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        message = Message("{value} is no day of the calendar", quoted(value))
        fault("date", message, "write one as 2026-11-27")


Count = Annotated[int, Field(ge=0)]
Day = Annotated[str, AfterValidator(_day)]
_BY_READER = "reader"
_A_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Layers(Model):
    """The features of `layers/` on the map, by id; those in `shown` are on at the start.

    `hatched`: the regions that records name are hatched at the start; `order`: lines join the
    sightings of one event; `depth`: deeper sea is darker; `relief`: land and sea floor are shaded;
    `files`: context layers from files.
    """

    regions: Listed[Text] = ()
    routes: Listed[Text] = ()
    boundaries: Listed[Text] = ()
    places: Listed[Text] = ()
    shown: Listed[Text] = ()
    hatched: bool = False
    order: bool = False
    depth: bool = False
    relief: bool = False
    files: Listed[LayerFile] = ()


class Selected(PlaceAndTime):
    """The selection of a map: conditions joined by *and*; none selects all records.

    `without` excludes records by id; `certain` excludes possible matches.
    """

    themes: Listed[Text] = ()
    types: Listed[Text] = ()
    actors: Listed[Text] = ()
    kinds: Listed[Kind] = ()
    statuses: Listed[Text] = ()
    verifications: Listed[Text] = ()
    review: Listed[Text] = ()
    disputed: bool = False
    grade: Text | None = None
    text: str = ""
    tags: Listed[Text] = ()
    part_of: Listed[Text] = ()
    sources: Listed[Text] = ()
    without: Listed[Text] = ()
    certain: bool = False

    def query(self, as_of: date) -> Query:
        """Return the conditions as a query.

        Parameters
        ----------
        as_of : date
            The last day on which an ongoing event is known to continue.

        Raises
        ------
        UsageError, DateError
            As `Query.parse`.
        """
        conditions = self.model_dump(exclude={"without", "certain"})
        return Query.parse(as_of=as_of, **conditions)

    def _checked(self) -> Query:
        # Words of the taxonomy are checked with the workspace, one finding for each word.
        selected = self.model_copy(update={"themes": (), "types": ()})
        return selected.query(date.min)


class Since(Model):
    """What is new or changed on a map since a day, by the ids of records.

    A changed record lists its changed properties, named as in `geotrack diff`; `other` stands for
    those that only the earlier version had.
    """

    day: Date
    new: tuple[Text, ...] = ()
    changed: dict[str, tuple[Text, ...]] = Field(default_factory=dict)


class Frozen(Model):
    """The result of a selection, stored in place of the selection in a snapshot.

    `geotrack map --frozen` writes it: the selection in words, its place for the lead, whether it
    has one, the counts of the page, the ids of possible matches with reasons, the order of
    sightings, the changes since a day if requested, and the days of entries and revisions if the
    reader may ask for changes. Of records that were left out it holds only the number.
    """

    selection: Annotated[dict[str, str], BeforeValidator(_in_english)] = Field(default_factory=dict)
    where: dict[str, str] = Field(default_factory=dict)
    entered: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    placed: bool = False
    after_as_of: Count = 0
    possible: Count = 0
    not_judged: Count = 0
    faulty: Count = 0
    only_possibly: Listed[Text] = ()
    order: tuple[tuple[Text, Text], ...] = ()
    why: dict[str, str | dict[str, str]] = Field(default_factory=dict)
    since: Since | None = None


class MapDefinition(Model):
    """The definition of one map.

    A definition in `maps/` must have a `marking`; None, for a map built directly from a file
    without markings, shows no banner. `lead` is the text above the list; None for one built from
    counts, empty for none. `labels` has the ids of the records that are named on the map as it
    opens, besides those that the lead refers to; empty for none. `symbols` selects the symbols
    used beside the outlines of themes; `questions` lets readers ask about a place on the page;
    `since` marks records that are new or changed since a day, or since an edition whose day is
    under its name in `editions`; with "reader", readers choose the day. `look` stands in place of
    that of the workspace, key by key; `sides` are those that its symbols tell apart; `insets` are
    parts that it shows enlarged as it opens, by default one for each crowd of symbols;
    `observations` adds datasets, `ice` sea ice.
    """

    title: TextInLanguages
    subtitle: TextInLanguages | None = None
    lead: SceneText | None = None
    labels: Listed[Text] | None = None
    marking: Text | None
    as_of: AsOf | None = None
    projection: Projection | None = None
    language: Literal["en", "nb"] | None = None
    symbols: Literal["app6"] | None = None
    questions: bool = False
    since: Text | None = None
    editions: dict[Text, Day] = Field(default_factory=dict)
    look: Look = Field(default_factory=Look)
    sides: Annotated[Listed[Side], Field(max_length=2)] = ()
    insets: Annotated[Listed[Inset] | None, BeforeValidator(_none_if_false)] = None
    view: FirstView = Field(default_factory=FirstView)
    layers: Annotated[Layers, BeforeValidator(layers_from_files)] = Field(default_factory=Layers)
    select: Selected = Field(default_factory=Selected)
    observations: Listed[Observed] = ()
    ice: Listed[Ice] = ()
    scenes: Listed[Scene] = ()
    frozen: Frozen | None = None

    @property
    def context(self) -> tuple[LayerFile, ...]:
        """The context layers in the order in which they are drawn, sea ice first."""
        return (*self.ice, *self.layers.files)

    @property
    def since_day(self) -> str | None:
        """The day since which records are marked, `YYYY-MM-DD`; None if readers choose, or none."""
        if self.since in (None, _BY_READER):
            return None
        return self.editions.get(str(self.since), self.since)

    @property
    def since_reader(self) -> bool:
        """Whether readers choose the day since which records are marked."""
        return self.since == _BY_READER

    @model_validator(mode="after")
    def _since_is_known(self) -> MapDefinition:
        if self.since is None or self.since in (_BY_READER, *self.editions):
            return self
        if not _A_DAY.fullmatch(self.since):
            message = Message("{since} is no day, and no edition of this map", quoted(self.since))
            otherwise = "write a day, \"reader\", or a name in 'editions'"
            remedy = did_you_mean(nearest(self.since, self.editions), otherwise)
            fault("since", message, remedy, at=("since",))
        _day(self.since)
        return self

    @model_validator(mode="after")
    def _is_selected_once(self) -> MapDefinition:
        if self.frozen is not None and self.select != Selected():
            message = "'select' beside 'frozen', which takes all records that are there"
            fault("frozen", message, "leave one of them out", at=("select",))
        return self
