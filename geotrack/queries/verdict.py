"""The verdict on a record as a number: of several verdicts the least counts."""

from __future__ import annotations

from enum import IntEnum

from geotrack.dates import Certainty
from geotrack.queries.areas import Match

__all__ = ["BY_CERTAINTY", "BY_MATCH", "Verdict"]


class Verdict(IntEnum):
    """Whether a record meets a query, from no to certain."""

    NO = 0
    UNPLACED = 1
    UNDATED = 2
    POSSIBLE = 3
    CERTAIN = 4


BY_CERTAINTY = {
    Certainty.NO: Verdict.NO,
    Certainty.UNDATED: Verdict.UNDATED,
    Certainty.POSSIBLE: Verdict.POSSIBLE,
    Certainty.CERTAIN: Verdict.CERTAIN,
}


BY_MATCH = {None: Verdict.NO, Match.POSSIBLE: Verdict.POSSIBLE, Match.CERTAIN: Verdict.CERTAIN}
