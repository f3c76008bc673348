"""The conditions of a query: one table for the command line, Python and map definitions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["FIELDS", "KEYS", "KEYWORDS", "QueryField"]


@dataclass(frozen=True, slots=True)
class QueryField:
    """A condition of a query.

    Parameters
    ----------
    name : str
        In a `Query`, or an argument of `Query.parse`.
    option : str
        On the command line.
    help : str
        Of the option.
    kind : {"words", "flag", "text", "number", "box", "files"}
        Words may be several of which any is enough.
    metavar : str
        What stands for its value in the help.
    of_records : bool
        Whether observations have no such thing.
    keyword, key : str
        In Python, and in `[select]` of a map's definition; the name where left out. A condition
        with the key None is not for maps.
    """

    name: str
    option: str
    help: str
    kind: Literal["words", "flag", "text", "number", "box", "files"] = "words"
    metavar: str = "WORD"
    of_records: bool = False
    keyword: str = ""
    key: str | None = ""


FIELDS = (
    QueryField("regions", "--region", "Id, name or alias; in any of them.", keyword="region"),
    QueryField(
        "all_regions", "--all-regions", "In every one of the regions, not in any.", kind="flag"
    ),
    QueryField(
        "drawn",
        "--region-file",
        "Area drawn in a GeoJSON file, - for stdin; in any of them.",
        kind="files",
        metavar="FILE",
        keyword="area",
        key=None,
    ),
    QueryField(
        "bbox",
        "--bbox",
        "Box in degrees; W greater than E crosses 180°.",
        kind="box",
        metavar="W S E N",
    ),
    QueryField(
        "within",
        "--within",
        "300km, 160nmi, 100mi, 500m of what --of names.",
        kind="text",
        metavar="LENGTH",
    ),
    QueryField(
        "of",
        "--of",
        "Place, record id, region or lon,lat; without --within, distances are told.",
        kind="text",
        metavar="WHAT",
    ),
    QueryField(
        "north_of", "--north-of", "Degrees of latitude: 66.56.", kind="number", metavar="LAT"
    ),
    QueryField(
        "start",
        "--from",
        "First date: 2024, 2024-09, 2024-09-28.",
        kind="text",
        metavar="DATE",
        key="from",
    ),
    QueryField(
        "end",
        "--to",
        "Last date, meant whole: 2024 is all of it.",
        kind="text",
        metavar="DATE",
        key="to",
    ),
    QueryField("on", "--on", "One date, in place of both.", kind="text", metavar="DATE", key=None),
    QueryField("themes", "--theme", "air, coastguard, naval, …", of_records=True, keyword="theme"),
    QueryField("types", "--type", "bomber-sortie, air/patrol, …", of_records=True, keyword="type"),
    QueryField(
        "kinds",
        "--kind",
        "event, statement, assessment, outlook.",
        of_records=True,
        keyword="kind",
    ),
    QueryField(
        "actors",
        "--actor",
        "Part of a name, or a country: China, CN.",
        of_records=True,
        keyword="actor",
    ),
    QueryField(
        "statuses",
        "--status",
        "occurred, planned, …, or not-stated.",
        of_records=True,
        keyword="status",
    ),
    QueryField(
        "verifications",
        "--verification",
        "confirmed, claimed, …, or not-stated.",
        of_records=True,
        keyword="verification",
    ),
    QueryField(
        "review",
        "--review",
        "draft, reviewed, released; what states none is a draft.",
        of_records=True,
    ),
    QueryField(
        "disputed",
        "--disputed",
        "Only what its record or a source disputes.",
        kind="flag",
        of_records=True,
    ),
    QueryField(
        "grade",
        "--grade",
        "Some source at least that well graded: B2, B or 2.",
        kind="text",
        metavar="GRADE",
        of_records=True,
    ),
    QueryField(
        "text",
        "--text",
        "All of them in title, summary, names or sources.",
        kind="text",
        metavar="WORDS",
        of_records=True,
    ),
    QueryField(
        "tags", "--tag", "A tag that the record has.", metavar="TAG", of_records=True, keyword="tag"
    ),
    QueryField(
        "part_of", "--part-of", "Parts of a record, and theirs.", metavar="ID", of_records=True
    ),
    QueryField(
        "sources",
        "--source",
        "Records that cite a report.",
        metavar="SEED",
        of_records=True,
        keyword="source",
    ),
)
"""All conditions, in the order of the help."""

KEYWORDS = {field.name: field.keyword for field in FIELDS if field.keyword}
"""Keywords of Python that differ from the names of their conditions."""

KEYS = {field.name: field.key for field in FIELDS if field.key}
"""Keys of map definitions that differ from the names of their conditions."""
