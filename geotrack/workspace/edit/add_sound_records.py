"""Adding the sound Features of a file, and leaving out the others with their findings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from geotrack.findings import Finding, Severity
from geotrack.model.limits import Limits
from geotrack.reading import lines_of, parse_json
from geotrack.reading.files import read_file, read_stream
from geotrack.reading.text.geojson_text import splice_collection, splice_sequence
from geotrack.workspace.edit.add import Addition, plan
from geotrack.workspace.store import Workspace, shown_path

__all__ = ["Faulty", "Sound", "plan_sound"]

_FEATURE = re.compile(r"/features/(\d+)(?=/|$)")
_BOM = b"\xef\xbb\xbf"
# Faults that follow from faults of other records, but not by a link.
_MOST_ROUNDS = 8


@dataclass(frozen=True)
class Faulty:
    """The faulty Features of a file.

    Parameters
    ----------
    text : str
        The file without its sound Features; what is left is unchanged.
    indexes : tuple of int
        Their indexes in the file.
    findings : tuple of Finding
        Why they are left out, with places in the file.
    """

    text: str
    indexes: tuple[int, ...]
    findings: tuple[Finding, ...]

    def reasons(self, file: str, limits: Limits) -> list[Finding]:
        """Return the findings with places in a file of the faulty Features alone.

        Parameters
        ----------
        file : str
            Its name in messages.
        limits : Limits
            Size limits.
        """
        places = {old: new for new, old in enumerate(self.indexes)}
        pointers = [
            _FEATURE.sub(lambda m: f"/features/{places[int(m[1])]}", f.pointer, count=1)
            for f in self.findings
        ]
        json = parse_json(self.text.encode(), file, limits)
        lines = {} if isinstance(json, Finding) else lines_of(json.text, pointers)
        return [
            replace(finding, file=file, pointer=new_pointer, line=lines.get(new_pointer))
            for finding, new_pointer in zip(self.findings, pointers, strict=True)
        ]


@dataclass(frozen=True)
class Sound:
    """The plan of adding the sound Features of a file.

    Parameters
    ----------
    addition : Addition
        The plan. If it has errors, they are of the whole file or of other files, and nothing can be
        added.
    faulty : Faulty or None
        The other Features; None if there are none, or none is sound and none doubtful.
    """

    addition: Addition
    faulty: Faulty | None = None


def plan_sound(
    workspace: Workspace,
    path: Path,
    stream: BinaryIO | None = None,
    *,
    replacing: bool = False,
    today: date | None = None,
    doubtful: Mapping[str, str] | None = None,
    keep_quotes: bool = False,
) -> Sound:
    """Return the plan of adding those Features of a file that have no error.

    A record that needs a faulty one, such as a part of it, is left out too.

    Parameters
    ----------
    workspace, path, stream, replacing, today, keep_quotes
        As in `plan`.
    doubtful : Mapping of str to str, optional
        Ids of other records to leave out, with the reason.
    """
    file, limits = shown_path(path), workspace.config.limits
    raw = read_file(path, file, limits) if stream is None else read_stream(stream, file, limits)
    if isinstance(raw, Finding):
        return Sound(Addition(workspace, file, (), (raw,)))

    def planned(left_out: Collection[int]) -> Addition:
        pointers = {f"/features/{n}" for n in left_out}
        return plan(
            workspace,
            path,
            BytesIO(raw),
            replacing=replacing,
            today=today,
            left_out=pointers,
            keep_quotes=keep_quotes,
        )

    addition = planned(())
    left = _faults(addition, ())
    _add_doubtful(left, addition, doubtful or {})
    if not left:
        return Sound(addition)
    faults = left
    for _ in range(_MOST_ROUNDS):
        # Leaving out one layer of faulty records shows the faults of the next: two plans find
        # all.
        layers = _leaning(addition, workspace, faults)
        for n in (0, 1) if layers else ():
            gone = {*left, *chain.from_iterable(layers[n::2])}
            left |= _faults(planned(gone), gone)
        addition = planned(left)
        faults = _faults(addition, left)
        if not faults:
            break
        left |= faults
    kept = tuple(f for f in addition.findings if f.file != file or _index(f) not in left)
    is_empty = not (addition.records or doubtful)
    if faults or is_empty or any(f.severity is Severity.ERROR for f in kept):
        # As without --sound: the whole file is refused.
        return Sound(planned(()))
    findings = sorted((f for fs in left.values() for f in fs), key=lambda f: f.line or 0)
    faulty = Faulty(_without_sound(raw, file, limits, left), tuple(sorted(left)), tuple(findings))
    return Sound(replace(addition, findings=kept), faulty)


def _leaning(addition: Addition, workspace: Workspace, faulty: Collection[int]) -> list[list[int]]:
    """Return the records that link to faulty ones, then those that link to them, and so on."""
    pointers = ((_FEATURE.match(r.located.pointer), r.event) for r in addition.records)
    records = {int(match[1]): event for match, event in pointers if match}
    places: Counter[str] = Counter()
    leaning: dict[str, list[int]] = {}
    for n, event in records.items():
        places.update({event.id, *event.replaces})
        for id_ in filter(None, (event.part_of, *event.related)):
            leaning.setdefault(id_, []).append(n)
    layers, layer = [], [n for n in faulty if n in records]
    reached = set(layer)
    while layer:
        following: list[int] = []
        for id_ in chain.from_iterable((records[n].id, *records[n].replaces) for n in layer):
            places[id_] -= 1
            if places[id_] or workspace.find(id_):
                continue  # another record has this id
            following += (n for n in leaning.pop(id_, ()) if n not in reached)
        reached.update(following)
        layer = list(dict.fromkeys(following))
        layers += [layer] if layer else []
    return layers


def _index(finding: Finding) -> int | None:
    match = _FEATURE.match(finding.pointer)
    return int(match[1]) if match else None


def _faults(addition: Addition, left: Collection[int]) -> dict[int, list[Finding]]:
    """Return the findings of Features with an error, by index, besides those left out already."""
    by_index: dict[int, list[Finding]] = {}
    faulty = set()
    for finding in addition.findings:
        index = _index(finding)
        if finding.file != addition.file or index is None or index in left:
            continue
        by_index.setdefault(index, []).append(finding)
        if finding.severity is Severity.ERROR:
            faulty.add(index)
    return {index: by_index[index] for index in by_index if index in faulty}


def _add_doubtful(
    found: dict[int, list[Finding]], addition: Addition, doubtful: Mapping[str, str]
) -> None:
    for record in addition.records:
        located, match = record.located, _FEATURE.match(record.located.pointer)
        if match and located.record.id in doubtful:
            message = doubtful[located.record.id]
            finding = Finding(
                addition.file, message, "", "duplicate", located.pointer, severity=Severity.WARNING
            )
            found.setdefault(int(match[1]), []).append(finding)


def _without_sound(raw: bytes, file: str, limits: Limits, faulty: Collection[int]) -> str:
    """Return the text of a file without its sound Features."""
    json = parse_json(raw, file, limits)
    if isinstance(json, Finding):
        raise TypeError(str(json))  # it was read before
    count = len(json.value["features"])
    gone = {n: None for n in range(count) if n not in faulty}
    splice = splice_sequence if json.is_sequence else splice_collection
    return splice(raw.removeprefix(_BOM).decode(), gone)
