"""Write the types of a page's payload for TypeScript: python -m tools.payload_types.

From `geotrack/page/payload.py` to `web/src/page/payload-types.d.ts`.
"""

from __future__ import annotations

import inspect
import re
import types
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints

from geotrack.page import payload

__all__ = ["declarations"]

TARGET = Path(__file__).parents[1] / "web" / "src" / "page" / "payload-types.d.ts"
_SIMPLE = {str: "string", int: "number", float: "number", bool: "boolean", type(None): "null"}
_HEAD = "// Written by tools/payload_types.py from geotrack/page/payload.py: do not edit.\n"


def declarations() -> str:
    """Return the text of the declaration file."""
    named = {name: value for name, value in vars(payload).items() if not name.startswith("_")}
    parts = [
        text
        for name, value in named.items()
        for text in [_interface(value) if _is_ours(value) else _alias(name, value)]
        if text
    ]
    return "\n".join([_HEAD, *parts])


def _is_ours(value: object) -> bool:
    return inspect.isclass(value) and value.__module__ == payload.__name__


def _alias(name: str, value: Any) -> str:
    if get_origin(value) in {Annotated, Union, types.UnionType} and name[0].isupper():
        return f"export type {name} = {_written(value, '')};\n"
    return ""


def _interface(kind: type) -> str:
    lines = list(_described(kind))
    return f"{lines[0]}export interface {kind.__name__} {{\n{''.join(lines[1:])}}}\n"


def _described(kind: type) -> Iterator[str]:
    """Yield the comment of an interface, then each member with its own."""
    text = inspect.cleandoc(kind.__doc__ or "")
    summary, _, attributes = text.partition("\nAttributes\n----------\n")
    about = dict(re.findall(r"^(\w+) : (.*)$", attributes, re.MULTILINE))
    yield f"/** {' '.join(summary.split())} */\n"
    for name, hint in get_type_hints(kind, include_extras=True).items():
        optional = get_origin(hint) is NotRequired
        (inner,) = get_args(hint) if optional else (hint,)
        comment = f"  /** {about[name]} */\n" if name in about else ""
        yield f"{comment}  {name}{'?' if optional else ''}: {_written(inner)};\n"


def _written(hint: Any, known: str = "Place") -> str:
    """Return a type as TypeScript writes it."""
    aliases = [name for name in ("Place", "Days", "Shape") if hint == getattr(payload, name)]
    if known and aliases:
        return aliases[0]
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _labelled(inner[0], inner[1:])
    if origin is Literal:
        text = " | ".join(f'"{word}"' if isinstance(word, str) else str(word) for word in inner)
    elif origin in {Union, types.UnionType}:
        text = " | ".join(map(_written, inner))
    elif origin is list:
        one = _written(inner[0])
        text = f"({one})[]" if "|" in one else f"{one}[]"
    elif origin is dict:
        text = f"Record<{_written(inner[0])}, {_written(inner[1])}>"
    else:
        text = _SIMPLE.get(hint) or str(hint.__name__)
    return text


def _labelled(kind: Any, labels: Sequence[str]) -> str:
    """Return a tuple whose members have names."""
    each = zip(labels, get_args(kind), strict=True)
    members = (f"{label}: {_written(one)}" for label, one in each)
    return f"[{', '.join(members)}]"


if __name__ == "__main__":
    TARGET.write_text(declarations(), encoding="utf-8")
    print(f"{TARGET.name}: {len(declarations().splitlines())} lines")
