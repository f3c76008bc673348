"""The form of a record at the desk: its fields by the table of properties, and its words."""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any, get_args
from zoneinfo import available_timezones

from geotrack.i18n import LANGUAGES, words
from geotrack.importing.targets.properties import properties
from geotrack.index.record_rows import table_of
from geotrack.model.event import SHORT_KEYS, Precision
from geotrack.model.record_properties import PROPERTIES, FormField, FormPart, RecordProperty

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geotrack.i18n import Words
    from geotrack.workspace import Workspace

__all__ = ["form_words"]

_GRADE = "sources.grade."


def form_words(workspace: Workspace, language: str) -> dict[str, Any]:
    """Return the fields of the form, and the words of the workspace from which it chooses."""
    texts = words(language)
    fields = [(p, p.form) for p in PROPERTIES if p.form]
    fields.sort(key=lambda pair: pair[1].order)
    tags: Iterable[Any] = table_of(workspace.events).shared("tags").values
    return {
        "fields": [_field(p, form, texts) for p, form in fields],
        "precisions": get_args(Precision),
        "markings": list(workspace.config.markings),
        "time_zones": _time_zones(),
        "tags": sorted(set(chain.from_iterable(tags))),
    }


def _field(record_property: RecordProperty, form: FormField, texts: Words) -> dict[str, Any]:
    """Return a field as the desk's script has it, without what does not concern it."""
    options = _options(record_property.at, texts) if form.control == "choice" else []
    field = {
        "name": record_property.name,
        "control": form.control,
        "is_rare": form.is_rare,
        "rows": form.rows,
        "list": form.datalist,
        "max_length": record_property.max_length,
        "options": options,
        "short": SHORT_KEYS.get(record_property.name),
        "is_translated": f"translations.{LANGUAGES[0]}.{record_property.name}" in properties(),
        "parts": [_part(record_property.name, part, texts) for part in form.parts],
    }
    return {key: value for key, value in field.items() if value}


def _part(name: str, part: FormPart, texts: Words) -> dict[str, Any]:
    path = f"{name}.{part.name}"
    entry = {
        "name": part.name,
        "show": part.show,
        "is_wide": part.is_wide,
        "is_number": properties()[path].kind in {"integer", "number"},
        "list": part.datalist,
        "options": [] if part.datalist else _options(path, texts),
    }
    return {key: value for key, value in entry.items() if value}


def _options(path: str, texts: Words) -> list[tuple[str, str]]:
    """Return the values to choose from, each with its label; none for a free text."""
    if path.startswith(_GRADE):
        meanings = texts.section(f"grades.{path.removeprefix(_GRADE)}")
        return [(code, f"{code} · {meaning}") for code, meaning in meanings.items()]
    return [(value, texts(f"desk.values.{value}")) for value in properties()[path].choices]


@cache
def _time_zones() -> list[str]:
    """Return the names of time zones of places, without old names such as `GB`."""
    return sorted(zone for zone in available_timezones() if "/" in zone and "Etc/" not in zone)
