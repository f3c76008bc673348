"""Findings in SARIF 2.1.0 (OASIS), which editors and code scanning of forges read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from geotrack.findings import Finding

__all__ = ["sarif_log"]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
# Members for which the format has no place.
_PROPERTIES = ("key", "value", "expected", "suggestions", "remedy")


def sarif_log(findings: Sequence[Finding], version: str) -> dict[str, Any]:
    """Return a log of one run.

    Parameters
    ----------
    findings : sequence of Finding
        The findings, in order.
    version : str
        The version of geotrack.
    """
    from geotrack.findings.rules import rules

    known_rules = [
        rules()[id_] for id_ in dict.fromkeys(f.rule for f in findings) if id_ in rules()
    ]
    described = [
        {"id": rule.id, "shortDescription": {"text": rule.holds}, "help": {"text": rule.remedy}}
        for rule in known_rules
    ]
    tool = {"driver": {"name": "geotrack", "version": version, "rules": described}}
    run = {"tool": tool, "results": [_result(finding) for finding in findings]}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(finding: Finding) -> dict[str, Any]:
    members = finding.to_json()
    where: dict[str, Any] = {"artifactLocation": {"uri": quote(finding.file)}}
    if finding.line is not None:
        where["region"] = {"startLine": finding.line}
    location: dict[str, Any] = {"physicalLocation": where}
    if finding.pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.pointer}]
    return {
        "ruleId": finding.rule,
        "level": members["severity"],
        "message": {"text": finding.text()},
        "locations": [location],
        "properties": {key: members[key] for key in _PROPERTIES},
    }
