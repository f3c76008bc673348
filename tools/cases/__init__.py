"""The cases of certain and possible: what they ask, their page in `docs/`, and its pictures.

`python -m tools.cases` makes page and pictures of `docs/background/certain-and-possible.toml`.
"""

from __future__ import annotations

from tools.cases.key import key
from tools.cases.page import KEY, PAGE, PICTURES, page_of
from tools.cases.pictures import picture_of
from tools.cases.table import CASES, Case, Group, read_above, read_groups, workspace_of

__all__ = [
    "CASES",
    "KEY",
    "PAGE",
    "PICTURES",
    "Case",
    "Group",
    "key",
    "page_of",
    "picture_of",
    "read_above",
    "read_groups",
    "workspace_of",
]
