"""Names of countries in several languages, with their codes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

__all__ = ["countries"]


@cache
def countries() -> Mapping[str, str]:
    """Return country codes (ISO 3166-1 alpha-2) by name, in lower case; cached.

    Examples
    --------
    >>> countries()["chinese"], countries()["norge"], countries()["cn"]
    ('CN', 'NO', 'CN')
    """
    data = tomllib.loads(Path(__file__).with_name("countries.toml").read_text(encoding="utf-8"))
    names = {name.casefold(): code for code, aliases in data.items() for name in (code, *aliases)}
    return MappingProxyType(names)
