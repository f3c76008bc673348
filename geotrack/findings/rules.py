"""Rules for records, reports and maps, read from `rules.toml`.

Findings name their rule by id. Tests check that every id in the source has a rule, and that each
example breaks its own rule and no other.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from geotrack.errors import UsageError
from geotrack.i18n.spelling import nearest
from geotrack.messages import Message, did_you_mean, sentence

__all__ = ["Rule", "check_rule_ids", "rules"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Parameters
    ----------
    id : str
        Stable id, used in findings.
    group : str
        Subject of the rule.
    severity : {"error", "warning"}
        Severity of a breach.
    holds : str
        The rule, in Markdown.
    remedy : str
        The remedy, in Markdown.
    example : str
        JSON members and properties of an otherwise valid record that breaks it, or a list of them;
        may be empty.
    files : mapping of str to str
        Files of a workspace that break it, or that the example needs.
    latin : mapping of str to str
        The same, to be written in Latin-1.
    by : str
        The command that reports it, where there is no short example.
    """

    id: str
    group: str
    severity: str
    holds: str
    remedy: str
    example: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    latin: Mapping[str, str] = field(default_factory=dict)
    by: str = ""


@cache
def rules() -> Mapping[str, Rule]:
    """Return all rules by id, in the order of the file, read once.

    Examples
    --------
    >>> rules()["ring-unclosed"].holds
    'A ring ends where it starts.'
    """
    groups = tomllib.loads(Path(__file__).with_name("rules.toml").read_text(encoding="utf-8"))
    return {
        id_: Rule(id_, group, **fields)
        for group, entries in groups.items()
        for id_, fields in entries.items()
    }


def check_rule_ids(ids: Iterable[str]) -> frozenset[str]:
    """Return ids of rules as a set.

    Raises
    ------
    UsageError
        An id is unknown; the nearest one is named.

    Examples
    --------
    >>> check_rule_ids(["ring-unclosd"])
    Traceback (most recent call last):
    folium_polar.errors.UsageError: no rule is called 'ring-unclosd'; did you mean 'ring-unclosed'?
    """
    rule_ids = tuple(ids)
    for id_ in rule_ids:
        if id_ not in rules():
            guess = nearest(id_, rules())
            remedy = did_you_mean(guess, "`geotrack check --rules` lists them")
            raise UsageError(sentence(Message("no rule is called {id!r}", id_), remedy))
    return frozenset(rule_ids)
