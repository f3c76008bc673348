"""Findings, which are faults in files as values, and the rules that they name."""

from __future__ import annotations

from geotrack.findings.finding import (
    Finding,
    Severity,
    as_json,
    errors_of,
    finding_lines,
    shown,
    unreadable,
)

__all__ = ["Finding", "Severity", "as_json", "errors_of", "finding_lines", "shown", "unreadable"]
