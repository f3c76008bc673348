"""The properties of a record: one table for exports, pages, the desk's form, commands, imports.

The field of `Event` states which values a property may have, its row here where it appears. A
computed column, such as `theme`, has a row too, and a reader in `record_columns`. Nothing heavy is
imported: the command line reads this table at its start.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from geotrack.files.geopackage import ColumnType

__all__ = [
    "LABEL_LIMIT",
    "PROPERTIES",
    "FormField",
    "FormPart",
    "RecordProperty",
]

LABEL_LIMIT = 32
"""Characters of the short name of a record on a map."""


@dataclass(frozen=True, slots=True)
class FormPart:
    """A key of an object, as the desk's form edits it.

    Parameters
    ----------
    name : str
        The key, with dots into objects.
    show : {"always", "more", "stated"}
        Whether it is behind *More*, or only there where the record states it.
    is_wide : bool
        Whether its input has a line of its own.
    datalist : str
        Id of the list of words that the input offers.
    """

    name: str
    show: Literal["always", "more", "stated"] = "always"
    is_wide: bool = False
    datalist: str = ""


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of the desk's form.

    Parameters
    ----------
    control : str
        How it is edited: a line of text, several, a choice, texts with commas between them; an
        object with its chief key first (`pair`), a list of objects; one record or several; or by
        the field of its own that the form has for it.
    order : int
        Its place in the form.
    is_rare : bool
        Whether it is behind *More*.
    rows : int
        Height of several lines of text.
    datalist : str
        Id of the list of words that the input offers.
    parts : tuple of FormPart
        The keys of an object or of a list of objects.
    """

    control: Literal["text", "lines", "choice", "texts", "pair", "list", "record", "records", "own"]
    order: int
    is_rare: bool = False
    rows: int = 0
    datalist: str = ""
    parts: tuple[FormPart, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordProperty:
    """A property of a record, or a column that is computed.

    Parameters
    ----------
    name : str
        Of its column, and its key in a record unless `path` is another.
    path : str
        Its keys in a record, joined by dots; the name where left out.
    column : {"text", "real", "integer", "date"} or None
        Type of its column in exported tables; None if it has none.
    origin : {"stated", "computed", "table"}
        Whether the record states its value, it is computed of the record alone, or it depends on
        what lies around the record in a table.
    correct : str
        What to edit in place of a computed column.
    is_also_stated : bool
        Whether the record states it although a table may show another value.
    in_page_table : bool
        Whether the tables that a page offers for download have it.
    disclosure : {"", "stated", "handling"}
        Whether pages have its value as stated, among the statements or at their end; other values
        that pages have are built in `geotrack.mapview.record.disclosure`.
    max_length : int or None
        Characters of a text, at which the desk's input stops.
    in_show : bool
        Whether `geotrack show` prints it on a line of its own, below the id.
    option_help, metavar : str
        Help of its option in `geotrack new`, and what stands for its value; without a help it has
        no option.
    form : FormField, optional
        How the desk edits it.
    """

    name: str
    path: str = ""
    column: ColumnType | None = "text"
    origin: Literal["stated", "computed", "table"] = "stated"
    correct: str = ""
    is_also_stated: bool = False
    in_page_table: bool = True
    disclosure: Literal["", "stated", "handling"] = ""
    max_length: int | None = None
    in_show: bool = False
    option_help: str = ""
    metavar: str = "TEXT"
    form: FormField | None = None

    @property
    def at(self) -> str:
        """Its keys in a record, joined by dots."""
        return self.path or self.name

    @property
    def is_edited(self) -> bool:
        """Whether an import of an export uses edits of its column."""
        return self.column is not None and (self.origin == "stated" or self.is_also_stated)


_ACTOR = (
    FormPart("name", is_wide=True),
    FormPart("country", datalist="countries"),
    FormPart("role", "more"),
)
_SOURCE = (
    FormPart("seed", "stated"),
    FormPart("claim", "stated"),
    FormPart("url", is_wide=True),
    FormPart("cite", is_wide=True),
    FormPart("claimant"),
    FormPart("stance"),
    FormPart("title", "more"),
    FormPart("publisher", "more"),
    FormPart("published", "more"),
    FormPart("says", "more"),
    FormPart("grade.reliability", "more"),
    FormPart("grade.credibility", "more"),
)

# In the order of columns in exports.
PROPERTIES = (
    RecordProperty("id", origin="computed"),
    RecordProperty("number", column="integer", origin="table"),
    RecordProperty(
        "title",
        disclosure="stated",
        option_help="Title, in your own words.",
        form=FormField("lines", 1, rows=2),
    ),
    RecordProperty(
        "label",
        disclosure="stated",
        max_length=LABEL_LIMIT,
        in_show=True,
        option_help="Short name on maps; without it, a map shortens the title.",
        form=FormField("text", 11, is_rare=True),
    ),
    RecordProperty(
        "theme",
        origin="computed",
        correct="type",
    ),
    RecordProperty(
        "type",
        option_help="air/bomber-sortie, coastguard/patrol, …",
        metavar="WORD",
        form=FormField("own", 2),
    ),
    RecordProperty(
        "kind",
        disclosure="stated",
        option_help="event, statement, assessment, outlook.",
        metavar="WORD",
        form=FormField("choice", 13, is_rare=True),
    ),
    RecordProperty(
        "status",
        disclosure="stated",
        option_help="occurred, ongoing, announced, planned, …",
        metavar="WORD",
        form=FormField("choice", 12, is_rare=True),
    ),
    RecordProperty(
        "date",
        origin="computed",
        correct="start and end",
        form=FormField("own", 3),
    ),
    RecordProperty(
        "start",
        disclosure="stated",
        option_help="2024-09-28, 2024-09, 28 September 2024, early 2024, … or unknown.",
        metavar="DATE",
    ),
    RecordProperty(
        "end",
        disclosure="stated",
        option_help="End date; .. if it is ongoing.",
        metavar="DATE",
    ),
    RecordProperty(
        "time_zone",
        disclosure="stated",
        form=FormField("text", 17, is_rare=True, datalist="time-zones"),
    ),
    RecordProperty(
        "earliest",
        column="date",
        origin="computed",
        correct="start",
    ),
    RecordProperty(
        "latest",
        column="date",
        origin="computed",
        correct="end",
    ),
    RecordProperty("where", origin="table"),
    RecordProperty("place", "place.name", form=FormField("own", 4)),
    RecordProperty("precision", "place.precision"),
    RecordProperty("radius_km", "place.radius_km", "real"),
    RecordProperty("inner_radius_km", "place.inner_radius_km", "real"),
    # A page has ids of its own for regions that it does not show.
    RecordProperty("regions", "place.regions", in_page_table=False),
    RecordProperty(
        "lon",
        column="real",
        origin="computed",
        correct="geometry",
    ),
    RecordProperty(
        "lat",
        column="real",
        origin="computed",
        correct="geometry",
    ),
    RecordProperty(
        "summary",
        disclosure="stated",
        option_help="Summary in a sentence or two.",
        form=FormField("lines", 7, rows=3),
    ),
    RecordProperty(
        "actors",
        origin="computed",
        correct="actors",
        form=FormField("list", 5, parts=_ACTOR),
    ),
    RecordProperty("countries", origin="computed", correct="actors"),
    RecordProperty(
        "verification",
        "verification.level",
        form=FormField("pair", 14, is_rare=True, parts=(FormPart("level"), FormPart("basis"))),
    ),
    RecordProperty(
        "confidence",
        "confidence.level",
        form=FormField(
            "pair",
            15,
            is_rare=True,
            parts=(FormPart("level"), FormPart("about"), FormPart("basis")),
        ),
    ),
    RecordProperty(
        "likelihood",
        "likelihood.term",
        form=FormField(
            "pair",
            16,
            is_rare=True,
            parts=(FormPart("term"), FormPart("scale"), FormPart("judged_by")),
        ),
    ),
    # Links of a table lead to its own records only.
    RecordProperty(
        "part_of",
        origin="table",
        is_also_stated=True,
        form=FormField("record", 18, is_rare=True),
    ),
    RecordProperty("related", column=None, form=FormField("records", 19, is_rare=True)),
    RecordProperty("replaces", column=None, form=FormField("records", 20, is_rare=True)),
    RecordProperty(
        "tags",
        disclosure="handling",
        form=FormField("texts", 21, is_rare=True, datalist="tags"),
    ),
    RecordProperty("match", origin="table"),
    RecordProperty("why", origin="table", in_page_table=False),
    RecordProperty("distance_km", column="real", origin="table", in_page_table=False),
    RecordProperty(
        "sources", origin="table", in_page_table=False, form=FormField("list", 6, parts=_SOURCE)
    ),
    RecordProperty(
        "marking",
        origin="table",
        disclosure="stated",
        form=FormField("text", 8, datalist="markings"),
    ),
    RecordProperty("releasable_to", disclosure="handling"),
    RecordProperty("review", disclosure="handling"),
    RecordProperty("product_marking", origin="table", in_page_table=False),
    RecordProperty("as_of", origin="table", in_page_table=False),
    RecordProperty("geojson", origin="table", in_page_table=False),
)
"""All properties and columns of records."""
