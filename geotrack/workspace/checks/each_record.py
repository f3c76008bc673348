"""Rules that judge each record, or each file, by itself; what they find is kept in the index.

A record is judged anew if its Feature, or anything that the rules look up, has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from geotrack.files.resources import sample_workspace
from geotrack.findings import Finding
from geotrack.index.entry_file import SUFFIX, Entry, read_entry
from geotrack.index.findings_as_data import NotDataError, finding_of, finding_to_json
from geotrack.index.record_rows import rows_by_file
from geotrack.index.store import index_key, store
from geotrack.index.stored_reads import StoredRead
from geotrack.model import Event
from geotrack.reading import Read, lines_of
from geotrack.workspace.checks.agreement import geometries_agree_with_regions
from geotrack.workspace.checks.ground import ground_fits_the_type
from geotrack.workspace.checks.markings import marked_as_reports, markings_are_valid
from geotrack.workspace.checks.places import (
    descriptions_agree,
    nothing_is_excluded,
    precision_is_stated,
    regions_exist,
)
from geotrack.workspace.checks.records import labels_are_short, translations_fit_their_texts
from geotrack.workspace.checks.rule_finding import RuleFinding, with_lines
from geotrack.workspace.checks.sources import confirmed_means_two_origins, sources_are_documents
from geotrack.workspace.checks.tables import claims_exist
from geotrack.workspace.record_index import index_tables
from geotrack.workspace.store import Workspace

__all__ = ["MEASURED", "Rule", "findings_of_each"]

Rule = Callable[[Workspace], Iterator[RuleFinding]]

_RULES: tuple[Rule, ...] = (
    regions_exist,
    geometries_agree_with_regions,
    nothing_is_excluded,
    ground_fits_the_type,
    precision_is_stated,
    descriptions_agree,
    confirmed_means_two_origins,
    sources_are_documents,
    labels_are_short,
    translations_fit_their_texts,
    markings_are_valid,
)
MEASURED: dict[str, Rule] = {
    "place-ground": ground_fits_the_type,
    "place-described": descriptions_agree,
    "place-regions": geometries_agree_with_regions,
}
"""Rules that measure on the globe, which takes long, by the id of their findings."""
# Rules that need the reports, which standalone event files have not.
_WITH_REPORTS: tuple[Rule, ...] = (claims_exist, marked_as_reports)
_ONCE_A_FILE: tuple[Rule, ...] = (precision_is_stated, sources_are_documents)
_KEPT = ".findings" + SUFFIX
_TOGETHER = 20_000
"""Records of several files that are judged together."""


class _Found(NamedTuple):
    """A finding in one record of a file: the numbers of rule and record.

    Its pointer begins at the Feature; it has no line until the file is scanned for it.
    """

    rule: int
    row: int
    finding: Finding


@dataclass(eq=False)
class _File:
    """A file of the index: what is known of its records, and which have not been judged."""

    path: Path
    read: StoredRead
    found: list[_Found] = field(default_factory=list)
    once: list[_Found] | None = None
    """Findings that stand once a file; None if it has another content than they are of."""
    unjudged: Sequence[int] = ()

    @property
    def _place(self) -> Path:
        return self.read.place.with_name(self.read.place.stem + _KEPT)

    @property
    def _digests(self) -> list[bytes]:
        return [digest.tobytes() for digest in self.read.records.digests]

    def load(self, key: str) -> None:
        """Take what was found in records whose Features are the same."""
        entry = read_entry(self._place)
        if entry is None or entry.about["key"] != key:
            self.unjudged = range(len(self.read.records))
            return
        each = [_of_data(data) for data in entry.about["each"]]
        if entry.about["digest"] == self.read.digest:
            self.found, self.once = each, [_of_data(data) for data in entry.about["once"]]
            return
        digests, before = self._digests, [d.tobytes() for d in entry.arrays["digests"]]
        # Of Features that are the same the first is the record.
        rows = {digest: row for row, digest in reversed(list(enumerate(digests)))}
        moved = [(rows.get(before[one.row]), one) for one in each]
        self.found = [_moved(one, row) for row, one in moved if row is not None]
        known = set(before)
        self.unjudged = [row for row, digest in enumerate(digests) if digest not in known]

    def save(self, key: str) -> None:
        """Keep what has been found, unless a finding is no data."""
        try:
            about = {
                "key": key,
                "digest": self.read.digest,
                "each": list(map(_data_of, self.found)),
                "once": list(map(_data_of, self.once or ())),
            }
        except NotDataError:
            return
        store(self._place, Entry(about, {"digests": self.read.records.digests}))

    def findings(self, rows: Collection[int], rules: Collection[int]) -> list[Finding]:
        """Return the findings of some rules: in some records, and once a file."""
        found = [one for one in self.found if one.row in rows] + (self.once or [])
        found = [one for one in found if one.rule in rules]
        if not found:
            return []
        # Stable: several findings of one rule in one record keep their order.
        found.sort(key=lambda one: one[:2])
        return [
            replace(one.finding, file=self.read.file, pointer=self._pointer(one)) for one in found
        ]

    def set_lines(self) -> None:
        """Scan the file for the lines of findings, if one is new or has moved."""
        found = [*self.found, *(self.once or ())]
        if all(one.finding.line for one in found):
            return
        lines = lines_of(self.read.text, map(self._pointer, found))
        self.found = [_on_line(one, lines[self._pointer(one)]) for one in self.found]
        self.once = [_on_line(one, lines[self._pointer(one)]) for one in self.once or ()]

    def _pointer(self, found: _Found) -> str:
        return self.read.records.pointer(found.row) + found.finding.pointer


def _moved(found: _Found, row: int) -> _Found:
    return _on_line(found._replace(row=row), None)


def _on_line(found: _Found, line: int | None) -> _Found:
    return found._replace(finding=replace(found.finding, line=line))


def _data_of(found: _Found) -> list[Any]:
    return [found.rule, found.row, finding_to_json(found.finding)]


def _of_data(data: list[Any]) -> _Found:
    rule, row, finding = data
    return _Found(rule, row, finding_of(finding, ""))


def findings_of_each(
    workspace: Workspace,
    texts: Sequence[Read[Event]],
    ignore: Collection[str] = (),
    *,
    with_reports: bool,
) -> list[Finding]:
    """Return the findings of rules that judge each record, or each file, by itself.

    Parameters
    ----------
    workspace : Workspace
        The workspace, or some of its records.
    texts : sequence of Read
        The results of reading its files, with their texts.
    ignore : collection of str, optional
        Ids of rules: those of `MEASURED` are not run.
    with_reports : bool
        Whether there are reports, so that records are compared with those that they cite.
    """
    spared = [MEASURED[id_] for id_ in ignore if id_ in MEASURED]
    rules = _RULES + _WITH_REPORTS if with_reports else _RULES
    run = {number: rule for number, rule in enumerate(rules) if rule not in spared}
    reads = workspace.reads_by_file
    files = [_File(path, read) for path, read in reads.items() if isinstance(read, StoredRead)]
    if not files:
        return _findings(workspace, texts, run)
    rows = dict(zip(reads, rows_by_file(workspace.located, workspace.event_reads), strict=True))
    others = {path: read for path, read in reads.items() if not isinstance(read, StoredRead)}
    findings = _findings(_with(workspace, others, rows), texts, run) if others else []
    key = _key(workspace)
    for file in files:
        file.load(key)
    changed = [file for file in files if file.once is None]
    for some in _together(changed):
        _judge(workspace, some, run)
        if len(some) < len(changed):
            for file in some:
                file.read.records.forget()
    for file in files:
        file.set_lines()
        findings += file.findings(rows[file.path], run)
        if not spared and file in changed:
            file.save(key)
    return findings


def _key(workspace: Workspace) -> str:
    """Return a digest of all that the rules look up."""
    layers = [*workspace.layer_folder.glob("*.geojson")]
    packaged = sample_workspace() / "layers" / "administrative.geojson"
    tables = index_tables(workspace.layers_and_maps)
    return index_key([*tables, *sorted(layers), packaged]).hex()


def _with(
    workspace: Workspace, reads: Mapping[Path, Read[Event]], rows: Mapping[Path, Iterable[int]]
) -> Workspace:
    """Return a workspace of some files, and of these the records of some rows."""
    some = workspace.with_reads(reads)
    located = (read.records[row] for path, read in reads.items() for row in rows[path])
    vars(some)["located"] = tuple(located)  # sets the cached property
    return some


def _findings(
    workspace: Workspace, texts: Sequence[Read[Event]], run: Mapping[int, Rule]
) -> list[Finding]:
    faults = [fault for rule in run.values() for fault in _in_order(workspace, rule)]
    return with_lines(texts, faults)


def _in_order(workspace: Workspace, rule: Rule) -> list[RuleFinding]:
    """Return what a rule finds, in the order of records."""
    faults = list(rule(workspace))
    if faults[1:]:
        order = {id(located): n for n, located in enumerate(workspace.located)}
        faults.sort(key=lambda fault: order.get(id(fault.located), 0))
    return faults


def _together(files: Sequence[_File]) -> Iterator[list[_File]]:
    """Yield files to judge together, so that of many the records are not all in memory."""
    some: list[_File] = []
    for file in files:
        some.append(file)
        if sum(len(one.unjudged) for one in some) >= _TOGETHER:
            yield some
            some = []
    if some:
        yield some


def _judge(workspace: Workspace, files: Sequence[_File], run: Mapping[int, Rule]) -> None:
    """Judge the records that have not been judged."""
    if not files:
        return
    reads = {file.path: file.read for file in files}
    whole = _with(workspace, reads, {file.path: () for file in files})
    unjudged = _with(workspace, reads, {file.path: file.unjudged for file in files})
    places: dict[int, tuple[_File, int]] = {}
    for file in files:
        file.once = []
        records = file.read.records
        places |= {id(records[row]): (file, row) for row in file.unjudged}
    for number, rule in run.items():
        is_once = rule in _ONCE_A_FILE
        for fault in rule(whole if is_once else unjudged):
            if is_once:
                file = next(one for one in files if one.read.file == fault.located.file)
                row = file.read.records.row(fault.located.pointer)
                file.once = [*(file.once or []), _found(number, row, fault)]
            else:
                file, row = places[id(fault.located)]
                file.found.append(_found(number, row, fault))


def _found(rule: int, row: int, fault: RuleFinding) -> _Found:
    pointer = fault.pointer.removeprefix(fault.located.pointer)
    finding = Finding(
        "", fault.message, fault.remedy, fault.rule, pointer, None, fault.value, fault.severity
    )
    return _Found(rule, row, finding)
