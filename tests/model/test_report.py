"""Each claim of a report became records, or says why it became none."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from geotrack.model import Claim, Report


def claim(**given: Any) -> dict[str, Any]:
    return {"id": "S1", "says": "x", "kind": "event", "unmapped": "y", **given}


def test_a_claim_is_mapped_or_says_why_not() -> None:
    assert Claim.model_validate(claim()).events == ()
    assert Claim.model_validate(claim(unmapped=None, events="a")).events == ("a",)
    with pytest.raises(ValidationError, match="neither 'events' nor"):
        Claim.model_validate(claim(unmapped=None))
    with pytest.raises(ValidationError, match="both 'events' and"):
        Claim.model_validate(claim(events=["a"]))


def test_each_claim_of_a_report_has_its_own_id() -> None:
    report = {"id": "r", "title": "t", "claims": [claim(), claim(id="S2")]}
    assert len(Report.model_validate(report).claims) == 2
    with pytest.raises(ValidationError, match="'S1' is taken"):
        Report.model_validate(report | {"claims": [claim(), claim()]})


def test_a_report_that_was_only_begun_has_no_claims() -> None:
    assert Report.model_validate({"id": "r", "title": "t"}).claims == ()
