"""The payload of a page: what its script reads, by key.

`python -m tools.payload_types` writes these types for TypeScript, to
`web/src/page/payload-types.d.ts`; a test compares the two.
"""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

# pydantic, by which tests check payloads, takes no other before Python 3.12.
from typing_extensions import TypedDict

__all__ = [
    "AreaShape",
    "ContextData",
    "DiscShape",
    "EntryDays",
    "EventData",
    "Facets",
    "FootprintData",
    "FootprintShape",
    "FootprintsData",
    "InsetData",
    "LineShape",
    "PageData",
    "Place",
    "RegionData",
    "RegionShape",
    "RowData",
    "SceneData",
    "Shape",
    "SideData",
    "TextData",
    "ThemeData",
    "TimesData",
]

Place = Annotated[tuple[float, float], "lat", "lon"]
"""A position, degrees."""

Days = list[int | None] | list[list[int | None]] | None
"""First day and the day after the last of a moment, or of each of its choices; of what lasted
these of its start, then of its end. Days are counted from 1970-01-01."""


class ThemeData(TypedDict):
    """A theme of records.

    Attributes
    ----------
    colour : Of its symbols, `#rrggbb`.
    numberY : Height of the number in the symbol's box.
    """

    colour: str
    numberY: float


class SideData(TypedDict):
    """A side of a map: who acts.

    Attributes
    ----------
    name : In the page's language.
    colour : Of its lines and areas, `#rrggbb`.
    countries : Codes of its countries.
    """

    name: str
    colour: str
    countries: list[str]


class InsetData(TypedDict):
    """A circle of a map that it shows enlarged.

    Attributes
    ----------
    caption : In the page's language.
    at : Its middle.
    radius : Metres.
    factor : Its scale, that of the map being 1.
    records : Numbers of its records.
    """

    caption: str
    at: Place
    radius: float
    factor: float
    records: list[int]


class DiscShape(TypedDict):
    """All places within a distance of a position.

    Attributes
    ----------
    at : Its middle.
    radius : Metres.
    """

    kind: Literal["disc"]
    at: Place
    radius: float


class AreaShape(TypedDict):
    """An area: what an odd number of its rings goes round."""

    kind: Literal["area", "corridor", "ring"]
    rings: list[list[Place]]


class LineShape(TypedDict):
    """Lines."""

    kind: Literal["line"]
    lines: list[list[Place]]


class RegionShape(TypedDict):
    """A region of the page, by its id."""

    kind: Literal["region"]
    id: str


Shape = DiscShape | AreaShape | LineShape | RegionShape
"""A part of a record's footprint as it is drawn."""


class EventData(TypedDict):
    """A record on the map.

    Attributes
    ----------
    n : Its number on this map.
    theme : Id of its theme.
    drawn : How its symbol is drawn.
    at : Where its symbol stands; null where it is unplaced.
    shapes : All the places that it allows.
    symbol : Id of its APP-6 symbol in the page's sheet.
    side : Who acts: the half of its symbol that is inked; on a map with sides.
    signs : Ids of the signs at its symbol: in doubt, new, changed.
    accounts : Areas of its accounts, in the order of their letters.
    overlaps : Positions in these areas, with how many of the accounts name that place.
    label : Its short name; absent where that is its title, or it is unplaced.
    labels : Its short name in other languages than the page's first, by language.
    """

    n: int
    theme: str
    drawn: Literal["reported", "assumed", "unstated", "unplaced"]
    at: Place | None
    shapes: list[Shape]
    symbol: NotRequired[str]
    side: NotRequired[Literal["left", "right", "both", "none"]]
    signs: NotRequired[list[str]]
    accounts: NotRequired[list[list[DiscShape | RegionShape]]]
    overlaps: NotRequired[list[Annotated[tuple[Place, int], "place", "count"]]]
    label: NotRequired[str]
    labels: NotRequired[dict[str, str]]


TextData = str | list[str | list[str]]
"""A text: of a record, or in parts, of which those in lists are geotrack's own."""


class RowData(TypedDict):
    """What a page of many has of a record in a block of rows.

    Attributes
    ----------
    place : In few words, as its line has it.
    where : In full, as its card has it.
    standing : What it is beside a plain event.
    notes : Beside the date, each with its class: that it is a draft, new or changed.
    corrected : Its last correction.
    shapes : As of `EventData`; so are accounts, overlaps, label and labels.
    """

    id: str
    title: str
    date: TextData
    place: TextData
    where: TextData
    standing: NotRequired[TextData]
    notes: NotRequired[list[Annotated[tuple[TextData, str], "text", "kind"]]]
    corrected: NotRequired[TextData]
    shapes: list[Shape]
    accounts: NotRequired[list[list[DiscShape | RegionShape]]]
    overlaps: NotRequired[list[Annotated[tuple[Place, int], "place", "count"]]]
    label: NotRequired[str]
    labels: NotRequired[dict[str, str]]


class RegionData(TypedDict):
    """A region whose shape is on the page.

    Attributes
    ----------
    label : Where its name stands.
    further : Where else it may stand.
    """

    id: str
    name: str
    label: Place
    further: list[Place]


class ContextData(TypedDict):
    """A context layer, from a file.

    Attributes
    ----------
    id : In links, and of its row in the legend.
    name : With its date.
    width : Of lines, pixels.
    dash : Lengths of lines and gaps in turn, pixels.
    opacity : Of areas.
    kinds : Of each packed layer how it is drawn, and the label of its features.
    names : Labels on the map.
    shapes : Its shapes, packed.
    """

    id: str
    name: str
    width: float
    dash: list[float]
    opacity: float
    kinds: list[Annotated[tuple[Literal["area", "fill", "line", "point"], str], "kind", "label"]]
    names: list[Annotated[tuple[str, float, float], "label", "lat", "lon"]]
    shapes: str


class FacetColumns(TypedDict):
    """Values of records for the page's filters: a column for each key, in the order of `events`.

    Numbers are places in the tables of `Facets`; -1 is not stated.

    Attributes
    ----------
    id : Of the record.
    certainly : Regions that it certainly is in.
    possibly : Regions that it possibly is in.
    onlyPossible : 1 where it meets the map's query only possibly.
    since : New, changed or as before; where the page tells changes.
    """

    id: list[str]
    type: list[int]
    status: list[int]
    verification: list[int]
    confidence: list[int]
    actors: list[list[int]]
    grades: list[list[int]]
    certainly: list[list[int]]
    possibly: list[list[int]]
    assets: list[list[int]]
    tags: list[list[int]]
    onlyPossible: list[Literal[0, 1]]
    since: NotRequired[list[int]]


class Facets(TypedDict):
    """Tables of words, and the records' places in them."""

    themes: list[Annotated[tuple[str, str], "id", "label"]]
    types: list[Annotated[tuple[int, str, str], "theme", "label", "id"]]
    actors: list[Annotated[tuple[str, str], "name", "country"]]
    regions: list[Annotated[tuple[str, str], "id", "name"]]
    statuses: list[str]
    verifications: list[str]
    confidences: list[str]
    grades: list[str]
    assets: list[str]
    tags: list[str]
    since: NotRequired[list[str]]
    records: FacetColumns


class SceneData(TypedDict):
    """The state of the map in a scene.

    Attributes
    ----------
    state : Parts of the page's state by their keys, as its links have them.
    view : Places round what it shows; the opening view where there is none.
    highlight : Numbers of the records that stand out, with those that its text refers to.
    cited : Else numbers of those that its text refers to.
    labels : Numbers of the records with an annotation, in order of importance.
    card : Number of the record whose card is open.
    """

    state: dict[str, str]
    view: NotRequired[list[Place]]
    highlight: NotRequired[list[int]]
    cited: NotRequired[list[int]]
    labels: NotRequired[list[int]]
    card: NotRequired[int]


class TimesData(TypedDict):
    """When records were, in the order of `events`; numbers are places in it.

    Attributes
    ----------
    records : Days of each; null where it is undated.
    marked : How dates are written with `~`, `?` or `%`: 1 the start, 2 the end.
    ongoing : What still goes on.
    parts : Parts of a whole.
    moving : What may have been in one place for a part of its time only.
    placed : Whether the map asks for a place.
    observed : From when to before when observations are, days.
    choices : Days of what was on one of several, by place; where `records` stand in columns.
    """

    records: list[Days]
    marked: dict[int, int]
    ongoing: list[int]
    parts: dict[int, list[int]]
    moving: list[int]
    placed: bool
    observed: NotRequired[Annotated[tuple[int, int], "from", "before"]]
    choices: NotRequired[dict[int, Days]]


class EntryDays(TypedDict):
    """Days of records, `YYYY-MM-DD`, in the order of `events`.

    Attributes
    ----------
    days : The day of entry, empty where it is not stated, then those of revisions. Those of many
        records stand in a column.
    words : What stands beside the date of a new record, and of a changed one.
    """

    days: list[list[str]]
    words: Annotated[tuple[str, str], "new", "changed"]


class PageData(TypedDict):
    """All that the script reads of a page's map.

    On a page of many, `events` and the columns of `facets` and `times` are empty: they stand beside
    this in other forms, see `many_records.py`.

    Attributes
    ----------
    regions : In the order of their outlines, which stand packed beside this, as `geotrack-regions`.
    order : Which sighting of an event followed which, by their numbers.
    columns : Of the tables for download, each with the keys of its property, joined by dots.
    opening : Places round what the page shows when it opens.
    roundSouth : The parallel at which the page's round sheet ends, degrees; on a map with one.
    labels : Numbers of the records with an annotation in the first view, in order of importance.
    cited : Numbers of the records that the lead refers to.
    waters : Seas and straits in the title, which the map names wherever it can.
    stacks : Numbers of the records of each stack: they stand for the same regions.
    insets : What the map shows enlarged as it opens.
    context : Layers from files.
    entered : Since when records are there, if the reader may choose the day of a comparison.
    symbols : Ids of APP-6 symbols, on a page of many.
    sides : Who acts, by the half of a symbol that is inked; on a map with sides.
    version : Names the state of the workspace, on a page of many whose records a desk has.
    """

    themes: dict[str, ThemeData]
    regions: list[RegionData]
    events: list[EventData]
    order: list[Annotated[tuple[int, int], "one", "other"]]
    facets: Facets
    columns: list[Annotated[tuple[str, str], "name", "path"]]
    opening: list[Place]
    roundSouth: NotRequired[float]
    labels: NotRequired[list[int]]
    cited: NotRequired[list[int]]
    waters: NotRequired[list[Annotated[tuple[str, Place], "name", "at"]]]
    stacks: NotRequired[list[list[int]]]
    insets: NotRequired[list[InsetData]]
    scenes: NotRequired[list[SceneData]]
    times: TimesData
    context: NotRequired[list[ContextData]]
    entered: NotRequired[EntryDays]
    symbols: NotRequired[list[str]]
    sides: NotRequired[dict[str, SideData]]
    version: NotRequired[str]


class FootprintShape(TypedDict):
    """A shape of a footprint: a disc, a region of the page, or a packed outline.

    Attributes
    ----------
    at : Middle of a disc.
    radius : Metres; 0 for a point.
    region : Id of a region of the page.
    layer : Of the outlines, which stand packed beside this, as `geotrack-footprint-outlines`.
    off : By how much its outline may be off, metres.
    """

    at: NotRequired[Place]
    radius: NotRequired[float]
    region: NotRequired[str]
    layer: NotRequired[int]
    off: float


class FootprintData(TypedDict):
    """All places where a record may have been; numbers are places in `shapes` of `FootprintsData`.

    Attributes
    ----------
    shapes : Its alternatives, each the union of some shapes.
    each : Whether it was in each of them.
    doubt : Whether nothing is certain.
    gaps : Whether it may have been in a place without a shape.
    courses : Of a path, for each alternative its courses: corridor, start and end.
    passed : Places that a path certainly passed.
    """

    shapes: list[list[int]]
    each: NotRequired[bool]
    doubt: NotRequired[bool]
    gaps: NotRequired[bool]
    courses: NotRequired[list[list[list[list[int]]]]]
    passed: NotRequired[list[list[int]]]


class FootprintsData(TypedDict):
    """Footprints of the records, in the order of `events`; null where they have none.

    Attributes
    ----------
    shapes : What they consist of.
    records : The footprint of each record.
    named : Records that are known by regions alone.
    restating : Of a record, the parts whose regions only say again where it was.
    """

    shapes: list[FootprintShape]
    named: list[int]
    restating: dict[int, list[int]]
    records: list[FootprintData | None]
