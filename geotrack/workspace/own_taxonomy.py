"""`taxonomy.toml` of a workspace: themes and types of its own, and changes of built-in ones."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from geotrack.findings import Finding, Severity, errors_of, shown
from geotrack.i18n import LANGUAGES
from geotrack.i18n.folding import is_blank
from geotrack.i18n.spelling import nearest
from geotrack.messages import Message, did_you_mean, one_of
from geotrack.model.maps.contrast import DARK, LEAST_CONTRAST, channels, contrast, tint
from geotrack.reading.files import read_file
from geotrack.reading.model_faults import Fault
from geotrack.reading.text.line_numbers import pointer
from geotrack.reading.toml_files import line_of, parse_table
from geotrack.taxonomy import OUTLINES, EventType, Taxonomy, Theme, built_in_taxonomy

__all__ = [
    "LONGEST_ID",
    "MEDIA",
    "OwnTaxonomy",
    "colour_fault",
    "parse_taxonomy",
    "read_taxonomy",
    "used_entries",
]

MEDIA = ("sea", "air", "land", "any")
_KEYS = {
    "themes": ("change", "label", "colour", "shape"),
    "types": ("change", "label", "medium", "app6", "phrases"),
}
_KEY_OF = {"themes": "key of a theme", "types": "key of a type"}
_NEEDED = {"themes": ("label", "colour", "shape"), "types": ("label",)}
_NAME = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
_ID = {"themes": re.compile(_NAME), "types": re.compile(f"{_NAME}/{_NAME}")}
LONGEST_ID, _LONGEST_LABEL = 60, 60
# Status present, standard identity unknown: the record states who took part.
_APP6 = re.compile(r"1001\d{16}", re.ASCII)
# In place of faulty values, so that `check` can go on; nothing else uses them.
_STAND_IN = {"colour": "#475569", "shape": "circle"}
_COLOUR = re.compile("#[0-9a-f]{6}", re.IGNORECASE)
_PAPER = "#ffffff"
_LEAST_CONTRAST = 4.5
"""Minimum contrast of a number with its symbol (WCAG 2.2, 1.4.3). Such a colour also has contrast
with sea and land by day."""

Entry = Mapping[str, Any]
Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class OwnTaxonomy:
    """The result of reading `taxonomy.toml`.

    Parameters
    ----------
    taxonomy : Taxonomy
        The built-in themes and types with the workspace's own. With an error it only serves to
        check records: entries with faults have stand-ins.
    findings : tuple of Finding
        Errors and warnings, in the order of the file.
    """

    taxonomy: Taxonomy
    findings: tuple[Finding, ...] = ()

    @property
    def errors(self) -> list[Finding]:
        """The errors; with any of them no output is made of the workspace's records."""
        return errors_of(self.findings)


def read_taxonomy(path: Path, file: str) -> OwnTaxonomy:
    """Read `taxonomy.toml`; the built-in taxonomy applies if it does not exist.

    Parameters
    ----------
    path : Path
        The file.
    file : str
        Its name in messages.
    """
    if not path.exists():
        return OwnTaxonomy(built_in_taxonomy())
    return parse_taxonomy(read_file(path, file, root=path.parent), file)


def parse_taxonomy(raw: bytes | Finding, file: str) -> OwnTaxonomy:
    """Parse the content of a `taxonomy.toml`.

    Parameters
    ----------
    raw : bytes or Finding
        The content, or why it could not be read.
    file : str
        Its name in messages.
    """
    parsed = raw if isinstance(raw, Finding) else parse_table(raw, file)
    if isinstance(parsed, Finding):
        return OwnTaxonomy(built_in_taxonomy(), (parsed,))
    text, values = parsed
    reader = _Reader(values)
    taxonomy = reader.taxonomy()
    lines = _Lines(text, values)
    by_line = [(lines.of(fault.path), fault) for fault in reader.faults]
    ordered = sorted(by_line, key=lambda pair: pair[0] or 0)
    findings = tuple(f.finding(file, pointer(*f.path), line) for line, f in ordered)
    return OwnTaxonomy(taxonomy, findings)


def used_entries(taxonomy: Taxonomy, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return the entries of `taxonomy.toml` for some types: what differs from the built-in ones.

    Parameters
    ----------
    taxonomy : Taxonomy
        The taxonomy of a workspace.
    ids : iterable of str
        Full ids of types.

    Returns
    -------
    dict
        Tables `themes` and `types`, without those that are empty.
    """
    base, used = built_in_taxonomy(), set(ids)
    types = [t for t in taxonomy.types.values() if t.id in used]
    with_type = {t.theme.id for t in types}
    themes = {
        t.id: _written(t, base.themes.get(t.id), ("colour", "shape"))
        for t in taxonomy.themes.values()
        if t.id in with_type
    }
    entries = {t.id: _written(t, base.types.get(t.id), ("medium", "app6")) for t in types}
    tables = {"themes": themes, "types": entries}
    changed = {name: {k: v for k, v in table.items() if v} for name, table in tables.items()}
    return {name: table for name, table in changed.items() if table}


def _written(
    one: Theme | EventType, built_in: Theme | EventType | None, keys: tuple[str, ...]
) -> dict[str, Any]:
    """Return a theme or type as an entry; empty if it is as the built-in one."""
    entry = {"label": dict(one.label)} | {k: v for k in keys if (v := getattr(one, k))}
    if built_in is None:
        return entry
    changed = {k: v for k, v in entry.items() if v != getattr(built_in, k)}
    return {"change": True, **changed} if changed else {}


@dataclass
class _Reader:
    """Builds a taxonomy from the values of a file, and collects all faults on the way."""

    values: Mapping[str, Any]
    faults: list[Fault] = field(default_factory=list)

    def taxonomy(self) -> Taxonomy:
        """Return the built-in taxonomy with the entries of the file."""
        base = built_in_taxonomy()
        for key in self.values:
            if key not in _KEYS:
                self._unknown((key,), key, _KEYS, "table of a taxonomy")
        themes, entries = dict(base.themes), self._entries("themes")
        for id_, entry in entries.items():
            themes[id_] = self._theme(id_, entry, base.themes.get(id_))
        types = {
            id_: replace(type_, theme=themes[type_.theme.id]) for id_, type_ in base.types.items()
        }
        for id_, entry in self._entries("types").items():
            type_ = self._type(id_, entry, base.types.get(id_), themes)
            if type_ is not None:
                types[id_] = type_
        self._compare(entries, themes, {type_.theme.id for type_ in types.values()})
        return Taxonomy(
            MappingProxyType(themes), MappingProxyType(types), built_in_taxonomy().synonyms
        )

    def _add(
        self,
        path: Path_,
        message: str,
        remedy: str,
        rule: str,
        value: Any = None,
        *,
        severity: Severity = Severity.ERROR,
        key: str = "",
    ) -> None:
        self.faults.append(Fault(path, message, remedy, f"taxonomy-{rule}", value, severity, key))

    def _unknown(self, path: Path_, key: str, known: Iterable[str], what: str) -> None:
        guess = nearest(key, known)
        remedy = did_you_mean(guess, Message("it is one of {known}", ", ".join(known)))
        self._add(
            path, Message("{key} is no {what}", shown(key), Message(what)), remedy, "key", key
        )

    def _entries(self, table: str) -> dict[str, Entry]:
        """Return the entries of a table that are tables themselves."""
        entries = self.values.get(table, {})
        if not isinstance(entries, dict):
            self._add(
                (table,),
                Message("{entries} is no table", shown(entries)),
                Message("write [{table}]", table),
                "key",
                entries,
            )
            return {}
        found: dict[str, Entry] = {}
        for id_, entry in entries.items():
            if isinstance(entry, dict):
                found[id_] = entry
            else:
                keys = ", ".join(_KEYS[table])
                message = Message("{entries} is no table", shown(entry))
                self._add(
                    (table, id_), message, Message("write one with {keys}", keys), "key", entry
                )
        return found

    def _checked(self, table: str, id_: str, entry: Entry, *, is_built_in: bool) -> bool:
        """Check id, keys and missing keys of an entry; return whether its id has the form."""
        path, noun = (table, id_), table.removesuffix("s")
        well_formed = _ID[table].fullmatch(id_) is not None and len(id_) <= LONGEST_ID
        if not well_formed:
            form = Message("theme/name" if table == "types" else "a name")
            remedy: str = Message("write {form} of small letters a to z, digits and hyphens", form)
            self._add(
                path,
                Message("{id} is no id of a {noun}", shown(id_), Message(noun)),
                remedy,
                "id",
                id_,
            )
        for key in entry:
            if key not in _KEYS[table]:
                self._unknown((*path, key), key, _KEYS[table], _KEY_OF[table])
        change = entry.get("change", False)
        if not isinstance(change, bool):
            message = Message("{change} is not true or false", shown(change))
            self._add((*path, "change"), message, "write true or leave it out", "change", change)
        elif change and not is_built_in:
            built_in = getattr(built_in_taxonomy(), table)
            guess = nearest(id_, built_in)
            remedy = did_you_mean(guess, "leave 'change' out to add it")
            message = Message("geotrack has no {noun} {id} to change", Message(noun), shown(id_))
            self._add((*path, "change"), message, remedy, "change", id_)
        elif is_built_in and not change:
            message = Message("geotrack has a {noun} {id} already", Message(noun), shown(id_))
            remedy = "write 'change = true' to change it, or add one with another id"
            self._add(path, message, remedy, "change", id_)
        if not is_built_in:
            for key in _NEEDED[table]:
                if key not in entry:
                    hint = (
                        Message(", one of {outlines}", ", ".join(OUTLINES))
                        if key == "shape"
                        else ""
                    )
                    message = Message("{id} has no {key!r}", shown(id_), key)
                    self._add(
                        path, message, Message("add {key!r}{hint}", key, hint), "missing", key=key
                    )
        return well_formed

    def _theme(self, id_: str, entry: Entry, built_in: Theme | None) -> Theme:
        path = ("themes", id_)
        self._checked("themes", id_, entry, is_built_in=built_in is not None)
        label = self._label(path, id_, entry, built_in)
        colour, shape = (getattr(built_in, k) if built_in else v for k, v in _STAND_IN.items())
        if "colour" in entry:
            fault = colour_fault(entry["colour"], (*path, "colour"))
            if fault:
                self.faults.append(fault)
            if fault is None or fault.severity is Severity.WARNING:
                colour = entry["colour"].lower()
        if "shape" in entry:
            shape = self._word((*path, "shape"), entry["shape"], OUTLINES, "outline", shape)
        return Theme(id_, label, colour, shape)

    def _type(
        self, id_: str, entry: Entry, built_in: EventType | None, themes: Mapping[str, Theme]
    ) -> EventType | None:
        path = ("types", id_)
        well_formed = self._checked("types", id_, entry, is_built_in=built_in is not None)
        label = self._label(path, id_, entry, built_in)
        medium = built_in.medium if built_in else "any"
        app6 = built_in.app6 if built_in else None
        if "medium" in entry:
            medium = self._word((*path, "medium"), entry["medium"], MEDIA, "medium", medium)
        if "app6" in entry:
            app6 = self._code((*path, "app6"), entry["app6"])
        theme = themes.get(id_.partition("/")[0])
        if theme is None and well_formed:
            guess = nearest(id_.partition("/")[0], themes)
            name = id_.partition("/")[0]
            remedy = did_you_mean(guess, Message("add it as [themes.{name}]", name))
            self._add(path, Message("no theme is called {name}", shown(name)), remedy, "id", id_)
        about = built_in is not None and built_in.about
        phrases = built_in.phrases if built_in else ()
        if "phrases" in entry:
            phrases = self._phrases((*path, "phrases"), entry["phrases"])
        return EventType(id_, theme, label, medium, app6, about, phrases) if theme else None

    def _phrases(self, path: Path_, value: Any) -> tuple[str, ...]:
        """Return words of reports that mean a type; each has a letter besides `*`."""
        if isinstance(value, list) and all(
            isinstance(one, str) and any(map(str.isalnum, one)) for one in value
        ):
            return tuple(value)
        remedy = 'write a list of words: ["ice camp*", "isleir*"]'
        self._add(
            path, Message("{value} is no list of words", shown(value)), remedy, "phrases", value
        )
        return ()

    def _word(
        self, path: Path_, value: Any, known: tuple[str, ...], what: str, otherwise: str
    ) -> str:
        """Return one of several words, or a stand-in for a value that is none of them."""
        if value in known:
            return str(value)
        guess = nearest(value, known) if isinstance(value, str) else None
        rule = str(path[-1])
        self._add(
            path,
            Message("{value} is no {what}", shown(value), Message(what)),
            one_of(known, guess),
            rule,
            value,
        )
        return otherwise

    def _code(self, path: Path_, value: Any) -> str | None:
        if isinstance(value, str) and _APP6.fullmatch(value):
            return value
        message = Message("{value} is no APP-6 code of a type", shown(value))
        remedy = (
            "write twenty digits in quotes that begin with 1001: of who took part a type says "
            "nothing, so its standard identity is unknown"
        )
        self._add(path, message, remedy, "app6", value)
        return None

    def _label(
        self, path: Path_, id_: str, entry: Entry, built_in: Theme | EventType | None
    ) -> Mapping[str, str]:
        """Return the label in each language; one that is missing falls back to another."""
        value, path = entry.get("label", {}), (*path, "label")
        by_language = value if isinstance(value, dict) else {LANGUAGES[0]: value}
        labels: dict[str, str] = dict(built_in.label) if built_in else {}
        for language, text in by_language.items():
            where = (*path, language) if isinstance(value, dict) else path
            if language not in LANGUAGES:
                self._unknown(where, language, LANGUAGES, "language of a label")
            elif not isinstance(text, str) or is_blank(text) or len(text) > _LONGEST_LABEL:
                remedy = Message("write a text of up to {most} characters", _LONGEST_LABEL)
                self._add(where, Message("{text} is no label", shown(text)), remedy, "label", text)
            else:
                labels[language] = text.strip()
        missing = [language for language in LANGUAGES if language not in by_language]
        is_new = built_in is None and "change" not in entry
        if is_new and labels and missing:
            language_shown = next(iter(labels))
            message = Message("{id} has no label in {missing!r}", shown(id_), missing[0])
            remedy = Message(
                "add '{missing}' to 'label'; until then {labels} is shown",
                missing[0],
                shown(labels[language_shown]),
            )
            self._add(path, message, remedy, "language", severity=Severity.WARNING)
        fallback = next(iter(labels.values()), id_)
        return MappingProxyType({code: labels.get(code, fallback) for code in LANGUAGES})

    def _compare(
        self, written: Mapping[str, Entry], themes: Mapping[str, Theme], used: Container[str]
    ) -> None:
        """Add warnings for themes of the file that look like others, or have no type."""
        by_shape: dict[str, list[str]] = {}
        for theme in themes.values():
            by_shape.setdefault(theme.shape, []).append(theme.id)
        free = ", ".join(shape for shape in OUTLINES if shape not in by_shape)
        for id_, entry in written.items():
            shape = themes[id_].shape
            same_shape = [theme_id for theme_id in by_shape[shape] if theme_id != id_]
            if entry.get("shape") == shape and same_shape:
                message = Message(
                    "{id} has the outline of {others}, {shape!r}",
                    shown(id_),
                    shown(same_shape[0]),
                    shape,
                )
                remedy = Message("on paper without colour the two look alike")
                remedy = Message("{remedy}; free: {free}", remedy, free) if free else remedy
                shape_path = ("themes", id_, "shape")
                self._add(shape_path, message, remedy, "alike", shape, severity=Severity.WARNING)
            if id_ not in used:
                remedy = Message('add a type, such as "{id}/sighting", or leave the theme out', id_)
                message = Message("{id} has no type", shown(id_))
                self._add(("themes", id_), message, remedy, "empty", severity=Severity.WARNING)


class _Lines:
    """Lines of entries and of their keys; a key of an entry in one line has that line."""

    def __init__(self, text: str, values: Mapping[str, Any]) -> None:
        self._text = text
        paths = [(t, id_) for t in values if isinstance(values[t], dict) for id_ in values[t]]
        self._starts = sorted({n for path in paths if (n := line_of(text, path)) is not None})

    def of(self, path: Path_) -> int | None:
        entry, line = line_of(self._text, path[:2]), line_of(self._text, path)
        if entry is None or line is None:
            return entry
        after = next((n for n in self._starts if n > entry), None)
        return line if entry <= line and (after is None or line < after) else entry


def colour_fault(value: Any, path: tuple[str | int, ...]) -> Fault | None:
    """Return the fault of the colour of a theme: no colour, too light, or too dark (a warning).

    Parameters
    ----------
    value : object
        The value as written.
    path : tuple of str or int
        Its place in the file.
    """
    if not isinstance(value, str) or not _COLOUR.fullmatch(value):
        remedy = 'write it as "#rrggbb", six hexadecimal digits: "#1d4ed8"'
        return Fault(
            path, Message("{value} is no colour", shown(value)), remedy, "taxonomy-colour", value
        )
    ratio = contrast(value.lower(), _PAPER)
    dark = tint(value.lower())
    on_map = min(contrast(dark, ground) for ground in DARK)
    if on_map < LEAST_CONTRAST:
        message = Message(
            "{value} is too dark for hollow symbols on a dark page: lightened to "
            "{dark}, its contrast with the map is {on_map:.1f} to 1",
            shown(value),
            dark,
            on_map,
        )
        remedy = Message("choose a lighter colour, of {least:g} to 1", LEAST_CONTRAST)
        return Fault(path, message, remedy, "taxonomy-dark", value, Severity.WARNING)
    if ratio >= _LEAST_CONTRAST:
        return None
    message = Message(
        "{value} is too light for the white numbers on it: {ratio:.1f} to 1", shown(value), ratio
    )
    remedy = Message(
        'at least {least:g} is needed; "{colour}" has it', _LEAST_CONTRAST, _darker(value.lower())
    )
    return Fault(path, message, remedy, "taxonomy-colour", value)


def _darker(colour: str) -> str:
    """Return the lightest colour of the same hue that has contrast enough."""
    for percent in range(100, -1, -1):
        candidate = "#" + "".join(f"{v * percent // 100:02x}" for v in channels(colour))
        if contrast(candidate, _PAPER) >= _LEAST_CONTRAST:
            return candidate
    raise AssertionError(colour)
