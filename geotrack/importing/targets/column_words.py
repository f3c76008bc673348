"""Names of columns in English and Norwegian, by the property that they may hold."""

from __future__ import annotations

import re

from geotrack.i18n.folding import folded

__all__ = [
    "ADDRESS",
    "DATE",
    "EPOCH",
    "EVENT_TYPE",
    "IN_KM",
    "LAST_TITLE",
    "NAME",
    "NO_SOURCE",
    "NO_VALUE",
    "OF_A_PLACE",
    "OTHER_YEAR",
    "SOURCE",
    "WORDS",
    "YEAR",
    "date_rank",
    "is_date_name",
    "is_other_date",
    "name_parts",
]

WORDS = {
    "title": (
        "title", "tittel", "headline", "overskrift", "name", "navn", "event", "hendelse",
        "event name", "event title", "incident", "subject", "emne", "label",
        "what", "what happened", "hva", "hva skjedde",
    ),
    "label": (
        "short name", "short title", "map label", "kortnavn", "kort tittel", "etikett",
    ),
    "summary": (
        "summary", "sammendrag", "description", "beskrivelse", "event description", "desc",
        "omtale", "details", "detaljer", "narrative", "notes", "note", "merknad", "merknader",
        "remarks", "remark", "comment", "comments", "kommentar", "text", "tekst", "popupinfo",
    ),
    "type": (
        "type", "event type", "hendelsestype", "kategori", "category", "tema", "theme", "class",
        "klasse",
    ),
    "status": ("status", "state", "tilstand"),
    "verification.level": ("verification", "bekreftelse", "verifisering", "verified"),
    "kind": ("kind", "slag"),
    "place.precision": ("precision", "presisjon", "noyaktighet", "accuracy"),
    "place.radius_km": (
        "usikkerhet", "usikkerhetsradius", "uncertainty", "radius", "uncertainty radius",
        "error radius", "noyaktighet", "accuracy", "position uncertainty", "position accuracy",
        "posisjonsusikkerhet",
    ),
    "place.name": (
        "place", "sted", "place name", "stedsnavn", "location", "lokasjon", "location name",
        "lokalitet", "area", "omrade", "where", "hvor", "position", "posisjon",
    ),
    "actors.name": (
        "actor", "aktor", "actors", "aktorer", "actor name", "organisation", "organization",
        "organisasjon", "operator", "operator name", "service", "etat", "agency", "tjeneste",
    ),
    "actors.country": (
        "country", "land", "country name", "actor country", "flag", "flagg", "flag state",
        "flaggstat", "nation",
        "nasjon", "nationality", "nasjonalitet", "nationalitet",
    ),
    "sources.claimant": (
        "claimant", "source claimant", "who says", "who says it", "hvem sier", "hvem sier det",
        "kilde hvem sier",
    ),
    "sources.stance": (
        "stance", "source stance", "standpunkt", "holdning", "kilde standpunkt",
    ),
    "part_of": ("part of", "del av", "partof", "belongs to", "horer til"),
    "tags": ("tags", "stikkord", "emneord", "keywords", "nokkelord"),
}  # fmt: skip
"""Folded names of columns by property, the clearest first."""
EVENT_TYPE = frozenset({"event type", "hendelsestype"})
"""Names of columns of types that state that the type is that of an event."""
IN_KM = re.compile(r"(?:.*[^a-z])?(?:km|kilomet(?:er|ers|re|res))(?:[^a-z].*)?")
"""Folded names that have the unit of a radius, kilometres."""
OF_A_PLACE = frozenset({"country", "land", "country name", "nation", "nasjon"})
"""Names of columns of countries that may be the country of the place or of the actor."""
LAST_TITLE = (
    re.compile(r"(?:vessel|ship|skip|fartoy|volcano|vulkan|station|stn|site|mission|operation)"
               r"(?: (?:name|navn))?"),
    re.compile(r"(?:\w+ )?(?:event|incident|attack|accident|hazard|hendelses?|ulykkes?) ?"
               r"(?:type|art)|type|category|kategori|cause|arsak"),
    re.compile(r"(?:\w+ )*(?:location|place|lokasjon|sted)(?: description| name)?"),
    re.compile(r"\w+ (?:type|art)"),
)  # fmt: skip
"""Folded names of columns whose texts are titles where no column is named as one, best first."""
NAME = re.compile(
    r"(?!.*(?:region|country|land|state|county|kommune|alternat|file|layer|user|first|last|middle))"
    r".*(?:name|navn)"
)
"""Folded names of columns of other names: `port name`, `PMSNAME`."""
NO_VALUE = frozenset({"na", "n/a", "n.a.", "#n/a", "nan", "null", "none", "-", "--", "–", "—"})
"""Cells that state no value, in lower case."""
DATE = {
    "end": ("end", "end date", "enddate", "slutt", "sluttdato", "til", "to", "until", "date end",
            "end time", "slutttid", "dato slutt", "til dato", "date to", "to date"),
    "start": (
        "start", "start date", "startdate", "startdato", "date start", "dato start", "fra dato",
        "dato", "date", "event date", "datetime", "date time", "dato tid", "dato og tid", "when",
        "nar", "tidspunkt", "timestamp", "tid", "time", "dtg", "observed", "observert",
        "fra", "from", "begin", "day", "dag", "received at", "recorded at", "ts",
    ),
}  # fmt: skip
"""Folded names of columns of dates; those that end before those that start."""
YEAR = re.compile(
    r"(?:(?:start|begin|event|incident) )?i?(?:year|yr|ar)"
    r"(?: (?:\w+ )?i?(?:month|maned|mnd|mo|mon)(?: (?:\w+ )?i?(?:day|dag|dy))?)?"
    r"|(?:event|incident|accident|attack|start|begin|first|obs\w*|survey|sampl\w*|sighting|season|"
    r"eruption|occur\w*|lost|loss|sunk|sink\w*|wreck\w*|msg|message|hendelses?|ulykkes?) "
    r"(?:year|yr|ar)"
    r"|year (?:of )?(?:lost|loss|sunk|sinking|wrecked|event|incident)"
)
"""Folded names of columns of years, and of those that `join_date_parts` makes; less clear than all
other names of dates. A year of anything else, such as `POP_YEAR`, is no date of an event."""
OTHER_YEAR = re.compile(
    r"(?!(?:built|build|bygge?|model|birth|bearing|data|report|pop\w*|census) )\w+ (?:year|yr|ar)"
)
"""Folded names of columns whose years may be those of events."""
EPOCH = re.compile(r"(?:.* )?(?:epoch|unix|posix|unixtime|epochtime)(?: .*)?|.* (?:ms|millis)")
"""Folded names of columns of times that count from 1970."""
# Words in names of columns of dates.
_DATE_WORD = re.compile(
    r"(?:\w*(?:date|dato|datetime|timestamp)|msgtime|fixtime|unixtime|epoch|tidspunkt|observed|"
    r"observert|time|tid|dtg|utc|gmt|unix|yyyymmdd(?:hh(?:mm(?:ss)?)?)?)\d?"
)
_OTHER_DATE = re.compile(
    r"\b(?:end\w*|slutt\w*|stop|to|til|creat\w*|opprettet|updat\w*|oppdatert|modif\w*|edit\w*|"
    r"changed|endret|publi\w*|access\w*|retriev\w*|lest|last|sist|zone|sone|tz|birth|fodt|"
    r"pub|appro?v\w*|godkjent|import\w*|duration|varighet|issu\w*|expir\w*|valid\w*|built|bygge?t?|"
    r"entry|entered|insert\w*|submi\w*|upload\w*|process\w*|"
    r"commission\w*|cancel\w*|releas\w*|revis\w*|version|deliver\w*|download\w*|offset|pop|census)\b"
)
"""Words in the name of a column of other dates than an event's."""
SOURCE = (
    "source", "kilde", "sources", "kilder", "source url", "kildeurl", "kildelenke", "url", "urls",
    "link", "lenke", "links", "lenker", "website", "nettside", "web", "href", "source link",
    "article", "artikkel", "ref", "reference", "referanse", "references", "source name",
)  # fmt: skip
"""Folded names of columns of sources: addresses, or works where the cells are none."""
ADDRESS = frozenset({"ref", "reference", "referanse", "references", "url", "urls", "link", "links",
                     "lenke", "lenker", "website", "nettside", "web", "href", "article",
                     "artikkel"})  # fmt: skip
"""Those of `SOURCE` whose columns hold addresses only, never works."""
NO_SOURCE = re.compile(
    r"\b(?:image|img|photo|picture|bilde|foto|thumbnail|icon|ikon|video|logo)\w*"
)
"""Words in the name of a column of addresses that are no sources."""

# A remark in brackets, and letters of a name that are read.
_BRACKETS, _LONGEST = re.compile(r"\([^)]*\)|\[[^]]*\]"), 500
# The end of a word in `camelCase`.
_CAMEL = re.compile(r"(?<=[a-zæøå])(?=[A-ZÆØÅ])")
# A name with a number or letter behind it: `actor 2`, `source_b`.
_NUMBER = re.compile(r"(.*?[^\W\d_])[\W_]*(\d{1,2})|(.*\w)[\W_]+([a-f])")


def name_parts(column: str) -> tuple[str, str]:
    """Return the words of a column's name, folded, and the number or letter behind them.

    Examples
    --------
    >>> name_parts("Kilde A"), name_parts("source2"), name_parts("EventDate"), name_parts("Når?")
    (('kilde', 'a'), ('source', '2'), ('event date', ''), ('nar', ''))
    """
    bare = _BRACKETS.sub(" ", column[:_LONGEST])
    spaced = folded(_CAMEL.sub(" ", bare))
    words = " ".join(re.sub(r"[\W_]+", " ", spaced).split())
    match = _NUMBER.fullmatch(words)
    if not match:
        return words, ""
    return (match[1] or match[3]).strip(), match[2] or match[4]


def date_rank(name: str) -> int | None:
    """Return how surely a name is that of an event's date, 0 first; None if it is of no date.

    Parameters
    ----------
    name : str
        A name as `name_parts` returns it.

    Examples
    --------
    >>> [date_rank(name) for name in ("start", "iso time", "year", "pop year", "end date")]
    [0, 31, 32, None, None]
    """
    words = DATE["start"]
    if name in words:
        return words.index(name)
    if is_date_name(name):
        return len(words)
    return len(words) + 1 if YEAR.fullmatch(name) else None


def is_date_name(name: str) -> bool:
    """Return whether the words of a name are those of an event's date.

    Examples
    --------
    >>> is_date_name("incident date"), is_date_name("date created"), is_date_name("hendelsesdato")
    (True, False, True)
    """
    words = name.split()
    return any(_DATE_WORD.fullmatch(w) for w in words) and not is_other_date(name)


def is_other_date(name: str) -> bool:
    """Return whether a name has a word of another date than an event's: `date created`."""
    return _OTHER_DATE.search(name) is not None
