"""How an answer looks: each has its colour and its line, so that one of them suffices."""

from __future__ import annotations

from tools.plates import Look

__all__ = ["ASKED", "ASKED_EDGE", "LOOKS", "SURE_EDGE"]

_NO = "#56626b"
_NOT_JUDGED = Look(_NO, 0.12, _NO, 1.0, "1 2.5")

LOOKS = {
    "certain": Look("#0f766e", 0.3, "#0f766e", 1.3),
    "possible": Look("#c2610c", 0.26, "#b45309", 1.3, "4 2"),
    "no": Look(_NO, 0.16, _NO, 1.2, "1.2 1.8"),
    "unplaced": _NOT_JUDGED,
    "undated": _NOT_JUDGED,
}

ASKED = Look("#4f8fb0", 0.45)
ASKED_EDGE = Look(stroke="#1f5673", width=1.0)
SURE_EDGE = Look(stroke="#1f5673", width=0.7, dash="2 1.6")
"""Round the part of an area that belongs to it whatever is not known."""
