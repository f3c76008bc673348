"""Country codes: ISO 3166-1 alpha-2, and common wrong spellings."""

from __future__ import annotations

from typing import Annotated, NoReturn

from pydantic import AfterValidator, Field

from geotrack.errors import quoted
from geotrack.messages import Message, did_you_mean
from geotrack.model.base import fault
from geotrack.taxonomy import countries

__all__ = ["COUNTRY_CODES", "Country", "country_code"]

_IN_USE = """\
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ
BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM
DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS
GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN
KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ
MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM
PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV
SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI
VN VU WF WS YE YT ZA ZM ZW
"""

COUNTRY_CODES = frozenset(_IN_USE.split())
"""The codes in use; a test compares them with the table of the time zone database."""

# Codes of other lists (alpha-3, Olympic Committee, languages, old ones) for countries that are
# active in the Arctic.
_SLIPS = {
    "UK": "GB", "EN": "GB", "GBR": "GB", "SU": "RU", "RUS": "RU", "CHN": "CN", "PRC": "CN",
    "USA": "US", "NOR": "NO", "NB": "NO", "NN": "NO", "SWE": "SE", "SV": "SE", "FIN": "FI",
    "DNK": "DK", "DEN": "DK", "DA": "DK", "ISL": "IS", "CAN": "CA", "GRL": "GL", "FRO": "FO",
    "SJM": "SJ", "DEU": "DE", "GER": "DE", "FRA": "FR", "NLD": "NL", "NED": "NL", "BEL": "BE",
    "POL": "PL", "EST": "EE", "LVA": "LV", "LTU": "LT", "UKR": "UA", "BLR": "BY", "KAZ": "KZ",
    "ITA": "IT", "ESP": "ES", "PRT": "PT", "GRC": "GR", "EL": "GR", "TUR": "TR", "JPN": "JP",
    "JA": "JP", "KOR": "KR", "PRK": "KP", "IND": "IN", "SGP": "SG", "LBR": "LR", "PAN": "PA",
    "MHL": "MH", "MLT": "MT", "CYP": "CY", "HKG": "HK", "TWN": "TW",
}  # fmt: skip


def country_code(text: str) -> str | None:
    """Return the code of a country by code or name, None if it names none.

    Parameters
    ----------
    text : str
        A code in capitals (alpha-2, or alpha-3 of a country that is active in the Arctic), or a
        name in English, Norwegian or Russian in any case.

    Examples
    --------
    >>> country_code("NO"), country_code("NOR"), country_code("norge"), country_code("no")
    ('NO', 'NO', 'NO', None)
    """
    word = text.strip()
    if word in COUNTRY_CODES:
        return word
    if word == "UK" or (word.isupper() and len(word) == len("NOR")):
        return _SLIPS.get(word) or countries().get(word.casefold())
    return countries().get(word.casefold()) if len(word) > len("NOR") else None


def _country(value: str) -> str:
    if value not in COUNTRY_CODES:
        _refuse(value)
    return value


def _refuse(value: str) -> NoReturn:
    word = value.strip()
    code = word.upper()
    guess = code if code in COUNTRY_CODES else _SLIPS.get(code) or countries().get(word.casefold())
    remedy = did_you_mean(guess, "write two capitals, for example NO")
    fault("country", Message("{value} is not an ISO 3166-1 alpha-2 code", quoted(value)), remedy)


Country = Annotated[
    str,
    AfterValidator(_country),
    Field(json_schema_extra={"enum": sorted(COUNTRY_CODES)}),
]
