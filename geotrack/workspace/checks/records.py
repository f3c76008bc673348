"""Checks of ids, labels and dates of records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any

from geotrack.findings import Severity, shown
from geotrack.index.record_rows import ids_of, where
from geotrack.messages import Message
from geotrack.model import Event, LayerFeature
from geotrack.model.record_properties import LABEL_LIMIT
from geotrack.reading import Located, Read
from geotrack.workspace.checks.rule_finding import RuleFinding, lines_at
from geotrack.workspace.store import Workspace

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from geotrack.index.record_table import RecordTable

__all__ = [
    "ids_are_unique",
    "labels_are_short",
    "nothing_has_occurred_yet",
    "translations_fit_their_texts",
]

_HAS_BEGUN = ("occurred", "ongoing")


def ids_are_unique(
    reads: Sequence[Read[Event]] | Sequence[Read[LayerFeature]],
) -> Iterator[RuleFinding]:
    """Find records with the id of an earlier record."""
    files: list[Sequence[Located[Any]]] = [result.records for result in reads]
    ids = list(map(ids_of, files))
    if len(set(chain.from_iterable(ids))) == sum(map(len, ids)):
        return
    first: dict[str, tuple[int, int]] = {}
    repeats: list[tuple[Located[Any], Located[Any]]] = []
    for n, records in enumerate(files):
        for row, id_ in enumerate(ids[n]):
            number, earlier_row = first.setdefault(id_, (n, row))
            if (number, earlier_row) != (n, row):
                repeats.append((records[row], files[number][earlier_row]))
    lines = lines_at(reads, [(earlier.file, earlier.pointer + "/id") for _, earlier in repeats])
    for located, earlier in repeats:
        id_, id_pointer = located.record.id, earlier.pointer + "/id"
        message = Message(
            "the id {id} is taken by {file}:{lines}: {at}",
            shown(id_),
            earlier.file,
            lines[earlier.file, id_pointer],
            id_pointer,
        )
        yield RuleFinding(
            located, ("id",), message, "give one of them another", "duplicate-id", id_
        )


def labels_are_short(workspace: Workspace) -> Iterator[RuleFinding]:
    """Warn of labels that a map has to shorten."""
    for located in workspace.located:
        label = located.record.label
        if label is not None and len(label) > LABEL_LIMIT:
            message = Message(
                "the label {label} has {n} characters; the limit is {most}",
                shown(label),
                len(label),
                LABEL_LIMIT,
            )
            remedy = "shorten it, or leave it out: a map then shortens the title"
            path = ("properties", "label")
            severity = Severity.WARNING
            yield RuleFinding(located, path, message, remedy, "label-length", label, severity)


def translations_fit_their_texts(workspace: Workspace) -> Iterator[RuleFinding]:
    """Warn of translations that no map shows: of absent texts, and into the records' language."""
    own = workspace.config.own_language
    for located in workspace.located:
        for place, part in _translated_parts(located.record):
            for language, texts in (part.translations or {}).items():
                path = ("properties", *place, "translations", language)
                for key in texts:
                    if language == own:
                        message = Message("{key!r} is translated into {language!r}", key, language)
                        remedy = Message(
                            "write it as {key!r} itself: {language!r} is the language of the "
                            "workspace's records",
                            key,
                            language,
                        )
                    elif getattr(part, key) is None:
                        message = Message("a translation of {key!r}, which is not stated", key)
                        remedy = Message("add {key!r}, or leave the translation out", key)
                    else:
                        continue
                    at, severity = (*path, key), Severity.WARNING
                    yield RuleFinding(
                        located, at, message, remedy, "translation", texts[key], severity
                    )


def _translated_parts(event: Event) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    yield (), event
    for name in ("place", "verification", "confidence", "likelihood"):
        if (part := getattr(event, name)) is not None:
            yield (name,), part
    yield from ((("sources", n), source) for n, source in enumerate(event.sources))


def nothing_has_occurred_yet(workspace: Workspace, today: date) -> Iterator[RuleFinding]:
    """Find events that occurred or are ongoing, but start after today.

    Parameters
    ----------
    workspace : Workspace
        The records.
    today : date
        The latest date that has begun anywhere on Earth.
    """
    this_year = f"{today.year:04}"

    def may_be(table: RecordTable) -> NDArray[np.bool_]:
        begun = table.shared("status").where(_HAS_BEGUN.__contains__)
        is_later: NDArray[np.bool_] = table.numbers("limits")[0] > today.toordinal()
        return begun & is_later

    for located in where(may_be, workspace.located):
        event = located.record
        year = event.start[:4]
        # Fast path for records of past years.
        if event.status not in _HAS_BEGUN or (year.isdigit() and year < this_year):
            continue
        if event.when.day_limits.start_lower > today.toordinal():
            reason = Message("but the status is {status}", shown(event.status))
            message = Message(
                "the start {start} lies in the future, {reason}", shown(event.start), reason
            )
            remedy = "correct the date, or write 'planned' or 'announced' as the status"
            path = ("properties", "start")
            yield RuleFinding(located, path, message, remedy, "future", event.start)
