from __future__ import annotations

import json

import pytest

from geotrack.findings import Finding, Severity
from geotrack.index.findings_as_data import NotDataError, finding_of, finding_to_json
from geotrack.messages import Message, did_you_mean, one_of


def test_a_finding_is_the_same_afterwards_in_each_language() -> None:
    findings = [
        Finding(
            "a.geojson",
            Message("latitude {lat:.10g} is beyond the pole", 90.5),
            one_of(("a", "b"), "b"),
            "latitude",
            "/features/3/geometry",
            7,
            [1, 2.5, None, True, {"a": ["x"]}, float("inf")],
        ),
        Finding("a.geojson", "plain", did_you_mean("x", ""), "rule", key="k"),
        Finding("a.geojson", Message("x {y}", Message("z")), "", "r", severity=Severity.WARNING),
    ]
    for finding in findings:
        again = finding_of(json.loads(json.dumps(finding_to_json(finding))), "b.geojson")
        assert again.file == "b.geojson"
        assert again.to_json() == {**finding.to_json(), "file": "b.geojson"}
        assert again.text("nb") == finding.text("nb")
        assert repr(again.value) == repr(finding.value)
        assert type(again.message) is type(finding.message)


@pytest.mark.parametrize("value", [(1, 2), {1: 2}, object(), str.upper])
def test_what_json_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises(NotDataError):
        finding_to_json(Finding("a", "message", "", "rule", value=value))
    with pytest.raises(NotDataError):
        finding_to_json(Finding("a", Message("{x!s:.4}", value), "", "rule"))
