"""Names of countries in several languages, with their codes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

__all__ = ["countries", "country_names"]


@cache
def country_names() -> Mapping[str, str]:
    """Return the English names of countries by code; cached."""
    return MappingProxyType({code: names[0] for code, names in _table().items()})


def _table() -> Mapping[str, list[str]]:
    return tomllib.loads(Path(__file__).with_name("countries.toml").read_text(encoding="utf-8"))


@cache
def countries() -> Mapping[str, str]:
    """Return country codes (ISO 3166-1 alpha-2) by name, in lower case; cached.

    Examples
    --------
    >>> countries()["chinese"], countries()["norge"], countries()["cn"]
    ('CN', 'NO', 'CN')
    """
    names = {name.casefold(): code for code, all_ in _table().items() for name in (code, *all_)}
    return MappingProxyType(names)
