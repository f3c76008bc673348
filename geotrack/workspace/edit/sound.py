"""Adding the sound Features of a file, and leaving out the others with their findings."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
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
            replace(finding, file=file, pointer=at, line=lines.get(at))
            for finding, at in zip(self.findings, pointers, strict=True)
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
        The other Features; None if there are none, or none is sound.
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
) -> Sound:
    """Return the plan of adding those Features of a file that have no error.

    A record that is sound only together with a faulty one, such as a part of it, is left out too.

    Parameters
    ----------
    workspace, path, stream, replacing, today
        As in `plan`.
    doubtful : Mapping of str to str, optional
        Ids of other records to leave out, with the reason.
    """
    file, limits = shown_path(path), workspace.config.limits
    raw = read_file(path, file, limits) if stream is None else read_stream(stream, file, limits)
    if isinstance(raw, Finding):
        return Sound(Addition(workspace, file, (), (raw,)))
    left: dict[int, list[Finding]] = {}
    while True:
        pointers = {f"/features/{n}" for n in left}
        addition = plan(
            workspace, path, BytesIO(raw), replacing=replacing, today=today, left_out=pointers
        )
        found = _faults(addition, left)
        if not left:
            _add_doubtful(found, addition, doubtful or {})
        if not found:
            break
        left |= found
    if not left:
        return Sound(addition)
    kept = tuple(f for f in addition.findings if f.file != file or _index(f) not in left)
    if not addition.records or any(f.severity is Severity.ERROR for f in kept):
        # As without the choice: all of the file is refused.
        return Sound(plan(workspace, path, BytesIO(raw), replacing=replacing, today=today))
    findings = sorted((f for fs in left.values() for f in fs), key=lambda f: f.line or 0)
    faulty = Faulty(_without_sound(raw, file, limits, left), tuple(sorted(left)), tuple(findings))
    return Sound(replace(addition, findings=kept), faulty)


def _index(finding: Finding) -> int | None:
    match = _FEATURE.match(finding.pointer)
    return int(match[1]) if match else None


def _faults(addition: Addition, left: Collection[int]) -> dict[int, list[Finding]]:
    """Return the findings of Features with an error, by index, besides those left out already."""
    found: dict[int, list[Finding]] = {}
    faulty = set()
    for finding in addition.findings:
        index = _index(finding)
        if finding.file != addition.file or index is None or index in left:
            continue
        found.setdefault(index, []).append(finding)
        if finding.severity is Severity.ERROR:
            faulty.add(index)
    return {index: found[index] for index in found if index in faulty}


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
