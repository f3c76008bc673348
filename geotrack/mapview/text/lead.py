"""The lead of a map: its text above the list, or one built from the counts of its records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial

from geotrack.dates.date import OPEN_LOWER, OPEN_UPPER
from geotrack.errors import UsageError
from geotrack.i18n import Words, words
from geotrack.mapview.record.view import RecordView
from geotrack.mapview.sides import Sides
from geotrack.mapview.text.scenes import Paragraphs, Run, text_runs
from geotrack.mapview.text.selection_text import place_words
from geotrack.mapview.translations import Translator
from geotrack.messages import Message, sentence
from geotrack.model import MapDefinition
from geotrack.queries import Match
from geotrack.taxonomy import Theme, built_in_taxonomy
from geotrack.workspace import Workspace
from geotrack.workspace.checks.scenes import lead_faults

__all__ = ["lead_of", "place_of_selection"]

# More themes than these are counted together.
_MOST_THEMES = 6


def lead_of(
    workspace: Workspace,
    definition: MapDefinition,
    records: Sequence[RecordView],
    matches: Mapping[str, Match],
    translate: Translator,
    *,
    sides: Sides | None = None,
) -> Paragraphs:
    """Return the lead of a map.

    Parameters
    ----------
    workspace : Workspace
        Knows ids that were replaced.
    definition : MapDefinition
        The map. Without a `lead`, one is built from counts: records, place of the selection, years,
        themes, and what is unplaced, undated, possible or in doubt.
    records : sequence of RecordView
        The records on the page; a lead may refer to these only.
    matches : mapping of str to Match
        Matches of the records with the selection, by id.
    translate : Translator
        Translates a built lead; a written one stands in its own language.
    sides : Sides, optional
        Sides whose first words in a written lead are their key.

    Raises
    ------
    UsageError
        The lead or the labels name a record that is not on the map.
    """
    by_id = {record.event.id: record for record in records}
    on_map = {id_: record.event for id_, record in by_id.items()}
    for fault in lead_faults(definition, workspace, on_map):
        text = sentence(fault.message, fault.remedy)
        raise UsageError(Message("{name}: {text}", fault.path[0], text))
    if definition.lead is not None:
        return text_runs(definition.lead, workspace, by_id, sides=sides)
    if not records:
        return ()
    count = partial(_counted, workspace, definition, records, matches)
    return ((Run("text", translate.each(count)),),)


def place_of_selection(workspace: Workspace, definition: MapDefinition, language: str) -> str:
    """Return the place that a map selects as text; empty if it selects by none."""
    if definition.frozen is not None:
        return definition.frozen.where.get(language, "")
    return ", ".join(place_words(workspace, definition.select, language))


def _counted(
    workspace: Workspace,
    definition: MapDefinition,
    records: Sequence[RecordView],
    matches: Mapping[str, Match],
    language: str,
) -> str:
    """Return a lead in numbers: one sentence on the records, one on what is open about them."""
    label = words(language)
    themes = list(_themes(records, label))
    place, years = place_of_selection(workspace, definition, language), _years(records)
    parts = [label("document.lead.records", n=len(records))]
    if len(themes) == 1:
        [theme] = {record.theme.id: record.theme for record in records}.values()
        parts.append(label("document.lead.on", theme=_in_sentence(theme, label)))
    if place:
        parts.append(place + ("," if years else ""))
    if years:
        key = "document.lead.year" if years[0] == years[1] else "document.lead.years"
        parts.append(label(key, first=str(years[0]), last=str(years[1])))
    joined_text = " ".join(parts)
    joined_text += f": {_listed(themes, label)}." if len(themes) > 1 else "."
    states = list(_open(records, matches, label)) if len(records) > 1 else []
    if states:
        joined_text += f" {label('document.lead.ofThese', what=_listed(states, label))}"
    return joined_text


def _listed(texts: Sequence[str], label: Words) -> str:
    *first, last = texts
    return f"{', '.join(first)}{label('page.finder.and')}{last}" if first else last


def _themes(records: Sequence[RecordView], label: Words) -> Iterator[str]:
    """Yield the number of records of each theme, the most first, and of the others together."""
    counted = Counter(record.theme.id for record in records)
    ranked = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    themes = {record.theme.id: record.theme for record in records}
    listed = ranked if len(ranked) <= _MOST_THEMES else ranked[: _MOST_THEMES - 1]
    for id_, n in listed:
        yield label("document.lead.theme", n=n, theme=_in_sentence(themes[id_], label))
    if remaining := len(records) - sum(n for _, n in listed):
        yield label("document.lead.others", n=remaining)


def _in_sentence(theme: Theme, label: Words) -> str:
    """Return what the records of a theme are on; a built-in label that is no noun has its own."""
    name = theme.label.get(label.language, theme.label["en"])
    built_in = built_in_taxonomy().themes.get(theme.id)
    nouns = label.section("document.lead.nouns")
    if theme.id in nouns and built_in and built_in.label == theme.label:
        return str(nouns[theme.id])
    # An abbreviation keeps its capitals.
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _open(
    records: Sequence[RecordView], matches: Mapping[str, Match], label: Words
) -> Iterator[str]:
    for key, n in (
        ("unplaced", sum(not record.placed for record in records)),
        ("undated", sum(record.event.when.undated for record in records)),
        ("possible", sum(matches.get(r.event.id) is Match.POSSIBLE for r in records)),
        ("doubted", sum(record.doubted for record in records)),
    ):
        if n:
            yield label(f"document.lead.{key}", n=n)


def _years(records: Sequence[RecordView]) -> tuple[int, int] | None:
    """Return the first and the last year that the dates of records allow; None if undated."""
    limits = [r.event.when.day_limits for r in records if not r.event.when.undated]
    # What is open on a side, as what still goes on, has the days of its other side.
    days = [day for day_limits in limits for day in (day_limits.start_lower, day_limits.end_lower)]
    days += [
        day - 1 for day_limits in limits for day in (day_limits.start_upper, day_limits.end_upper)
    ]
    dates = [date.fromordinal(day) for day in days if OPEN_LOWER < day < OPEN_UPPER - 1]
    return (min(dates).year, max(dates).year) if dates else None
