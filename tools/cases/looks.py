"""How an answer looks: each has its colour and its line, so that one of them suffices."""

from __future__ import annotations

from dataclasses import replace

from tools.small_map import Look

__all__ = ["ASKED", "LABEL", "LOOKS", "SURE"]

LABEL = "#66808b"
"""The colour of small text."""
_NO = "#56626b"
_NOT_JUDGED = Look(_NO, 0.12, 1.2, (1.0, 2.5))

LOOKS = {
    "certain": Look("#0f766e", 0.3, 1.5),
    "possible": Look("#b45309", 0.26, 1.5, (4.0, 2.0)),
    "no": Look(_NO, 0.16, 1.4, (1.4, 2.0)),
    "unplaced": _NOT_JUDGED,
    "undated": _NOT_JUDGED,
}

ASKED = Look("#1f6a92", 0.35, 1.2)
SURE = replace(ASKED, cover=0.0, weight=0.9, dashes=(2.0, 1.6))
"""Round the part of an area that belongs to it whatever is not known."""
