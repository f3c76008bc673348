"""Faults from pydantic's validation errors: value, rule, remedy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import islice
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from geotrack.dates.date_errors import EventRemedy
from geotrack.findings import Finding, Severity, shown
from geotrack.i18n.spelling import correction, nearest
from geotrack.messages import Message, did_you_mean, one_of, suggestions_of
from geotrack.model.event import DATASET

__all__ = [
    "MOST_ERRORS",
    "OF_COLUMNS",
    "Fault",
    "FaultCollector",
    "faults_of",
    "model_in",
    "path_in_text",
    "slips_of",
]

_KIND_NAMES = {
    "string_type": "text",
    "string_unicode": "text",
    "float_type": "a number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "an object",
    "int_parsing_size": "a whole number",
    "model_type": "an object",
    "model_attributes_type": "an object",
}
_JSON_TYPES = {
    "text": "string",
    "a number": "number",
    "a whole number": "integer",
    "true or false": "boolean",
    "a list": "array",
    "an object": "object",
}
_BOUNDS = {
    "greater_than": ("gt", "write a number greater than {limit:.10g}", ">"),
    "greater_than_equal": ("ge", "write a number of at least {limit:.10g}", ">="),
    "less_than": ("lt", "write a number less than {limit:.10g}", "<"),
    "less_than_equal": ("le", "write a number of at most {limit:.10g}", "<="),
}
# No honest table has more columns.
_MOST_COLUMNS = 1000
MOST_ERRORS = 10_000
"""Errors of a record that are reported one by one, at most."""
_TRUTHS = (True, False)
_INTERVAL = ("start", "end")
_ONE_DATE = "write one date, such as 2024-05-17"
# Rules whose value is not reported: it contains a password.
_SECRET = ("url-login",)

OF_COLUMNS = {"unknown-property", "measure"}
"""Rules that a whole table breaks; they are reported once a file."""

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault inside one value, not yet tied to a file and a line.

    Parameters
    ----------
    path : tuple of str or int
        Position in the value, as keys and indexes.
    message, remedy, rule : str
        As in `Finding`.
    value : Any
        The offending value.
    severity : Severity
        Error or warning.
    key : str
        As in `Finding`.
    """

    path: Path
    message: str
    remedy: str
    rule: str
    value: Any = None
    severity: Severity = Severity.ERROR
    key: str = ""

    def finding(self, file: str, pointer: str, line: int | None) -> Finding:
        """Return the fault as a finding in a file."""
        return Finding(
            file,
            self.message,
            self.remedy,
            self.rule,
            pointer,
            line,
            self.value,
            self.severity,
            self.key,
        )


class FaultCollector:
    """Collects faults; reports a file-wide one once.

    Parameters
    ----------
    most : int
        Maximum number of faults.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._by_key: dict[object, Fault] = {}
        self._counts: Counter[object] = Counter()

    def add(self, faults: Iterable[Fault]) -> None:
        """Add faults until there are too many."""
        for fault in faults:
            if self.is_full:
                break
            key: object = len(self._by_key)
            if fault.rule in OF_COLUMNS and not suggestions_of(fault.remedy):
                key = tuple(step for step in fault.path if isinstance(step, str))
            self._by_key.setdefault(key, fault)
            self._counts[key] += 1

    @property
    def is_full(self) -> bool:
        """Whether there are too many faults."""
        return len(self._by_key) > self._most

    def faults(self) -> list[Fault]:
        """Return the faults in the order of the file."""
        faults = [
            replace(
                fault,
                message=Message("{message} (in {n} places)", fault.message, self._counts[key]),
            )
            if self._counts[key] > 1
            else fault
            for key, fault in self._by_key.items()
        ]
        if self.is_full:
            message = Message("more than {n} faults: the rest is not read", self._most)
            remedy = "mend these first, or raise limits.findings in geotrack.toml"
            faults[-1] = Fault((), message, remedy, "file-findings")
        return faults


def faults_of(
    error: ValidationError, values: Mapping[str, Any], kind: type[BaseModel]
) -> list[Fault]:
    """Return the faults of a validation error.

    Parameters
    ----------
    error : ValidationError
        The error.
    values : Mapping
        The validated mapping; it may have short forms, such as a string for an object.
    kind : type of BaseModel
        The model.
    """
    if error.error_count() > MOST_ERRORS:
        message = Message("{error_count} faults in one record", error.error_count())
        return [Fault((), message, "write it again", "record-faults")]
    errors = error.errors(include_url=False)
    return [_fault(e, values, kind) for e in errors if not _is_reported_elsewhere(e)]


def _is_reported_elsewhere(error: Mapping[str, Any]) -> bool:
    if error["type"] == "too_short":
        # Pydantic counts only valid items; each other item has its own error.
        return len(error["input"]) >= int(error["ctx"]["min_length"])
    # Missing members of the Feature itself (`@id`) are reported by `feature_faults`.
    return error["type"] == "missing" and str(error["loc"][-1]).startswith("@")


def _fault(error: Mapping[str, Any], values: Mapping[str, Any], model: type[BaseModel]) -> Fault:
    """Return the fault of one error of pydantic."""
    kind, context, value = error["type"], error.get("ctx", {}), error["input"]
    if kind == "missing":
        *parent, key = error["loc"]
        return Fault(
            path_in_text(parent, values),
            Message("no {key!r}", key),
            Message("add {key!r}", key),
            "missing",
            key=str(key),
        )
    if kind == "string_pattern_mismatch":  # the one pattern in the models: see `Text`
        path = path_in_text(error["loc"], values)
        is_needed = _is_needed(path, model)
        remedy = "write something" if is_needed else "write something, or leave it out"
        return Fault(path, "the text is blank", remedy, "blank", value)
    if "remedy" in context:
        path = path_in_text((*error["loc"], *context["at"]), values)
        value = None if context["at"] or kind in _SECRET else value
        remedy = _date_remedy(path, context["remedy"]) if kind == "date" else context["remedy"]
        return Fault(path, context["message"], remedy, kind, value)
    path = path_in_text(error["loc"], values)
    if kind == "literal_error":
        return _vocabulary(path, value, context["expected"])
    if kind in _KIND_NAMES:
        return _of_another_kind(path, value, kind)
    return _bounds(path, value, error)


def _is_needed(path: Iterable[str | int], model: type[BaseModel] | None) -> bool:
    """Return whether a model requires the property at a path; items of lists are not required."""
    is_needed = False
    for step in path:
        fields = model.model_fields.items() if model is not None else ()
        field = next((f for name, f in fields if step == (f.alias or name)), None)
        is_needed = field is not None and field.is_required()
        model = model_in(field.annotation) if field is not None else model
    return is_needed


def _date_remedy(path: Path, remedy: str) -> str:
    """Return the remedy for a date; only start and end can be intervals."""
    is_of_event = isinstance(remedy, EventRemedy)
    return _ONE_DATE if is_of_event and path[-1] not in _INTERVAL else remedy


def _of_another_kind(path: Path, value: Any, kind: str) -> Fault:
    """Return the fault of a value of a wrong type."""
    key = path[-1] if path else ""
    if value is None and isinstance(key, str) and not key.startswith("@"):
        return Fault(
            path,
            Message("no {key!r}: it is null", key),
            Message("add {key!r}", key),
            "missing",
            key=key,
        )
    expected = _KIND_NAMES[kind]
    types = (_JSON_TYPES[expected],)
    remedy = Message("write {expected}", Message(expected), expected=types)
    if kind == "string_type" and isinstance(value, (int, float)) and value not in _TRUTHS:
        remedy = Message('write it in quotes: "{value}"', shown(value), expected=types)
    return Fault(
        path,
        Message("{value} is not {expected}", shown(value), Message(expected)),
        remedy,
        "kind",
        value,
    )


def _vocabulary(path: Path, value: Any, expected: str) -> Fault:
    words = [k.strip(" '") for k in expected.replace(" or ", ", ").split(",")]
    guess = nearest(value, words) if isinstance(value, str) else None
    keys = [step for step in path if isinstance(step, str)]
    message = Message("{value} is not a known {key}", shown(value), keys[-1] if keys else "value")
    return Fault(path, message, one_of(words, guess), "vocabulary", value)


def _bounds(path: Path, value: Any, error: Mapping[str, Any]) -> Fault:
    """Return the fault of a number out of range, or of an empty list."""
    kind, context = error["type"], error.get("ctx", {})
    if kind in _BOUNDS:
        key, template, sign = _BOUNDS[kind]
        limit = context[key]
        remedy = Message(template, limit, expected=(f"{sign} {limit:.10g}",))
        return Fault(
            path,
            Message("{value} is out of range", shown(value)),
            remedy,
            "range",
            value,
        )
    if kind == "too_short":
        return Fault(
            path, "the list is empty", Message("name at least {n}", context["min_length"]), "empty"
        )
    if kind == "finite_number":
        return Fault(
            path, Message("{value} is no finite number", shown(value)), "write one", "range", value
        )
    return Fault(path, f"{shown(value)}: {error['msg'].lower()}", "", kind, value)


def path_in_text(loc: Iterable[str | int], values: Any) -> Path:
    """Return the part of a model path that exists in the text.

    Short forms, such as one value for a list, or a string or a list for an object, have shorter
    paths.
    """
    path: list[str | int] = []
    value = values
    steps = list(loc)
    for n, step in enumerate(steps):
        if isinstance(step, int) and not isinstance(value, (list, tuple)):
            continue
        if isinstance(step, str) and isinstance(value, (list, tuple)):
            continue
        if isinstance(step, str) and not isinstance(value, Mapping):
            break
        path.append(step)
        last = n == len(steps) - 1
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(step, int) and not last:
            value = value[step]
    return tuple(path)


def slips_of(model: BaseModel, values: Mapping[str, Any]) -> list[Fault]:
    """Return warnings for keys that geotrack does not define, with the nearest defined one.

    Such keys are kept: columns of QGIS are no mistake. Those of a record that names its dataset are
    columns of the dataset: only what looks like a slip is reported.

    Parameters
    ----------
    model : BaseModel
        The record as read.
    values : Mapping
        The validated mapping.
    """
    slips: list[Fault] = []
    _gather_slips(model, (), slips)
    return [replace(fault, path=path_in_text(fault.path, values)) for fault in slips]


def _gather_slips(model: BaseModel, path: Path, slips: list[Fault]) -> None:
    """Append warnings for undefined keys of a record and of the objects in it."""
    kind = type(model)
    extra = model.model_extra or {}
    is_row = not path and isinstance(extra.get(DATASET), str)
    for key in islice(extra, _MOST_COLUMNS):
        guess = _guess(key, kind)
        if is_row and guess is None:
            continue
        remedy = did_you_mean(guess, "it is kept and shown as it is")
        message = Message("{key} is not a property that geotrack defines", shown(key))
        rule = "unknown-property"
        slips.append(Fault((*path, key), message, remedy, rule, key, Severity.WARNING))
    for name, key in _parts(kind):
        value = getattr(model, name)
        if not value:
            continue
        if isinstance(value, BaseModel):
            _gather_slips(value, (*path, key), slips)
        elif isinstance(value, tuple):
            for n, item in enumerate(value):
                # Skip the common case without unknown keys.
                if isinstance(item, BaseModel) and (item.model_extra or _parts(type(item))):
                    _gather_slips(item, (*path, key, n), slips)


@lru_cache(maxsize=4096)
def _guess(key: str, kind: type[BaseModel]) -> str | None:
    # The columns of one file are the same in each of its records.
    return correction(key, _words(kind))


@cache
def _words(kind: type[BaseModel]) -> tuple[str, ...]:
    """Return the keys that a model defines, as written in files."""
    keys = (field.alias or name for name, field in kind.model_fields.items())
    return tuple(key for key in keys if not key.startswith("@"))


@cache
def _parts(kind: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """Return name and key of the fields that hold models."""
    return tuple(
        (name, field.alias or name)
        for name, field in kind.model_fields.items()
        if model_in(field.annotation) is not None
    )


def model_in(annotation: Any) -> type[BaseModel] | None:
    """Return the model in a field's annotation, also in lists and optionals.

    Examples
    --------
    >>> from geotrack.model import Event
    >>> model_in(Event.model_fields["actors"].annotation).__name__
    'Actor'
    """
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(model_in, get_args(annotation))), None)
