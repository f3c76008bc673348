"""Serialisation of Features as text, and insertion into existing text.

Parsed values are written unchanged: characters unescaped, numbers exact, keys in order. Unchanged
Features stay byte for byte, so that a diff of two versions shows one hunk for each event.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from geotrack.reading.text.feature_spans import Spans, spans_of

__all__ = [
    "collection_parts",
    "collection_text",
    "feature_text",
    "splice_collection",
    "splice_feature",
    "splice_sequence",
]

Feature = Mapping[str, Any]

_WIDTH = 100
_STEP = 2
_INDENT = 4
_FIRST = ("type", "id", "geometry", "properties")
_SEPARATOR = "\x1e"
_SPACE = " \t\r\n"
# `json.dumps` would make an encoder for each value.
_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


def feature_text(feature: Feature, indent: int = _INDENT) -> str:
    r"""Return a Feature as text, members in the usual order, short lists on one line.

    Parameters
    ----------
    feature : mapping
        A parsed Feature.
    indent : int
        Indentation of all lines but the first.

    Examples
    --------
    >>> print(feature_text({"properties": {"tags": ["a", "b"]}, "type": "Feature"}, 0))
    {
      "type": "Feature",
      "properties": {
        "tags": ["a", "b"]
      }
    }
    """
    members = {k: feature[k] for k in _FIRST if k in feature}
    return _text({**members, **feature}, indent)


def collection_text(features: Sequence[Feature], members: Feature | None = None) -> str:
    """Return a FeatureCollection as text, with a final line break.

    Parameters
    ----------
    features : sequence of mapping
        Parsed Features.
    members : mapping, optional
        Foreign members of the collection, written before its Features.
    """
    return "".join(collection_parts(features, members))


def collection_parts(features: Iterable[Feature], members: Feature | None = None) -> Iterator[str]:
    """Yield the text of `collection_text` in parts, one for each Feature."""
    first = {k: v for k, v in (members or {}).items() if k not in {"type", "features"}}
    head = "".join(f"  {_scalar(k)}: {_text(v, _STEP)},\n" for k, v in first.items())
    yield f'{{\n  "type": "FeatureCollection",\n{head}  "features": ['
    end = ""
    for feature in features:
        yield f"{',' if end else ''}\n{' ' * _INDENT}{feature_text(feature)}"
        end = "\n" + " " * _STEP
    yield f"{end}]\n}}\n"


def splice_collection(
    text: str,
    changed: Mapping[int, Feature | None],
    added: Sequence[Feature] = (),
    spans: Spans | None = None,
) -> str:
    """Replace, remove and append Features in the text of a FeatureCollection.

    Parameters
    ----------
    text : str
        Valid JSON: an object with a list `features`.
    changed : mapping of int to mapping or None
        By index in the list: the new Feature, or None to remove it.
    added : sequence of mapping
        Features to append.
    spans : Spans, optional
        Those of the text, if they are known.

    Returns
    -------
    str
        The new text, with the line ends of the old one.
    """
    spans = spans or spans_of(text)
    opening, closing, starts = spans.opening, spans.closing, spans.starts
    count, ends = len(starts), [opening, *spans.ends]
    newline = "\r\n" if "\r\n" in text else "\n"
    lead = text[opening : starts[0]] if count else ""
    indent = len(lead.rpartition("\n")[2]) if "\n" in lead else _INDENT

    def laid_out(feature: Feature) -> str:
        return feature_text(feature, indent).replace("\n", newline)

    chunks: list[str] = []

    def append(n: int, piece: str) -> None:
        chunks.append((text[ends[n] : starts[n]] if chunks else lead) + piece)

    following = 0
    for n in (*sorted(n for n in changed if 0 <= n < count), count):
        if following < n:  # all that stays between two that change
            append(following, text[starts[following] : ends[n]])
        new = changed.get(n) if n < count else None
        if new is not None:
            append(n, laid_out(new))
        following = n + 1
    for feature in added:
        before = newline + " " * indent
        chunks.append(f"{',' if chunks else ''}{before}{laid_out(feature)}")
    tail = text[ends[-1] : closing] if count else ""
    if added and "\n" not in tail:
        tail = newline + " " * max(indent - _STEP, 0)
    return text[:opening] + "".join(chunks) + (tail if chunks else "") + text[closing:]


def splice_feature(
    text: str, changed: Mapping[int, Feature | None], added: Sequence[Feature] = ()
) -> str:
    """Change or extend the text of a single Feature, which becomes a collection.

    Parameters
    ----------
    text : str
        Valid JSON: one Feature.
    changed, added
        As in `splice_collection`; the Feature has the index 0.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    head = ("{", '  "type": "FeatureCollection",', '  "features": [', "    ")
    collection = newline.join(head) + text.strip(_SPACE) + newline + f"  ]{newline}}}{newline}"
    return splice_collection(collection, changed, added)


def splice_sequence(
    text: str, changed: Mapping[int, Feature | None], added: Sequence[Feature] = ()
) -> str:
    """Replace, remove and append Features in a text sequence (RFC 8142, or one on each line).

    Parameters
    ----------
    text : str
        The sequence.
    changed, added
        As in `splice_collection`; indexes count the non-blank texts.
    """
    separator = _SEPARATOR if _SEPARATOR in text else ""
    newline = "\r\n" if "\r\n" in text else "\n"
    entries = text.split(_SEPARATOR) if separator else text.split("\n")
    parts: list[str] = []
    index = -1
    for entry in entries:
        body = entry.strip(_SPACE)
        index += bool(body)
        if not body or index not in changed:
            parts.append(entry)
            continue
        new = changed[index]
        if new is not None:
            before, _, after = entry.partition(body)
            parts.append(f"{before}{_scalar(new)}{after}")
    joined = (separator or "\n").join(parts)
    if added and joined.strip(_SPACE + _SEPARATOR) and not joined.endswith("\n"):
        joined += newline
    return joined + "".join(f"{separator}{_scalar(f)}{newline}" for f in added)


def _text(value: Any, indent: int) -> str:
    if isinstance(value, Mapping) and value:
        items = [f"{_scalar(k)}: {_text(v, indent + _STEP)}" for k, v in value.items()]
        return _block("{}", items, indent)
    if isinstance(value, (list, tuple)) and value:
        line = _scalar(value)
        if ("{" not in line and indent + len(line) <= _WIDTH) or _is_position(value):
            return line
        return _block("[]", [_text(v, indent + _STEP) for v in value], indent)
    return _scalar(value)


def _block(brackets: str, items: Sequence[str], indent: int) -> str:
    inner, outer = "\n" + " " * (indent + _STEP), "\n" + " " * indent
    return brackets[0] + inner + f",{inner}".join(items) + outer + brackets[1]


def _is_position(value: Sequence[Any]) -> bool:
    return all(isinstance(v, (int, float)) for v in value)


def _scalar(value: Any) -> str:
    return _JSON.encode(value)
