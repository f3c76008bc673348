"""How well `geotrack extract` reads the texts of `benchmarks/extract/`: right, blank and wrong.

    benchmarks/extract.py [FOLDER] [-v] [--one NAME]

A draft belongs to a record whose anchor stands in its clause, or in its sentence. `-v` prints what
was missed, wrong, or no record.
"""

from __future__ import annotations

import argparse
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from typing import Any

from geotrack.dates import parse_date
from geotrack.files.resources import sample_workspace
from geotrack.gazetteer import Gazetteer
from geotrack.taxonomy import built_in_taxonomy
from geotrack.workspace import open_workspace
from geotrack_extraction.documents import read_document
from geotrack_extraction.draft import Draft
from geotrack_extraction.drafts import drafts_of
from geotrack_extraction.lexicon import lexicon_of

ROOT = Path(__file__).parent / "extract" / "dev"
PROPERTIES = ("type", "kind", "date", "place", "actors", "claimant")
TARGETS = {
    "found": 0.85, "found in tier 1": 0.70, "no junk": 0.90, "date right": 0.85,
    "place right": 0.90, "type right": 0.90, "actor precision": 0.95,
}  # fmt: skip
"""Least shares."""
LIMITS = {"date wrong": 0.05, "place wrong": 0.05}
"""Greatest shares."""

Record = dict[str, Any]


@dataclass
class Score:
    """Counts of one or more texts."""

    counts: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)

    def shares(self) -> dict[str, float]:
        """Return the shares that the targets are about."""
        c = self.counts
        found, given = c["found"], c["type_right"] + c["type_wrong"]
        return {
            "found": c["found"] / max(1, c["records"]),
            "found in tier 1": c["found_1"] / max(1, c["records"]),
            "no junk": 1 - c["junk"] / max(1, c["drafts"] - c["optional"]),
            "date right": c["date_right"] / max(1, found),
            "date wrong": c["date_wrong"] / max(1, found),
            "place right": c["place_right"] / max(1, found),
            "place wrong": c["place_wrong"] / max(1, found),
            "type right": c["type_right"] / max(1, given),
            "actor precision": c["actor_right"] / max(1, c["actor_right"] + c["actor_wrong"]),
            "actor recall": c["actor_right"] / max(1, c["actor_right"] + c["actor_blank"]),
            "claimant right": c["claimant_right"]
            / max(1, c["claimant_right"] + c["claimant_blank"] + c["claimant_wrong"]),
        }


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT)
    parser.add_argument("-v", action="store_true", dest="verbose")
    parser.add_argument("--one", default="", help="texts whose name has this in it")
    options = parser.parse_args()
    start = time.perf_counter()
    scores, words = run(options.folder, options.one)
    seconds = time.perf_counter() - start
    if options.verbose:
        for line in scores["all"].lines:
            print(line)
    for name, score in scores.items():
        if name == "all" or not options.one:
            _print(name, score)
    print(f"{seconds:.2f} s for {words} words; {seconds / words * 500_000:.0f} ms a page of 500")


def _print(name: str, score: Score) -> None:
    counts = score.counts
    print(f"{name}: {counts['records']} records, {counts['drafts']} drafts")
    for key, share in score.shares().items():
        target = TARGETS.get(key) or LIMITS.get(key)
        is_met = share >= TARGETS[key] if key in TARGETS else share <= LIMITS.get(key, 2)
        mark = "" if target is None else f" ({'ok' if is_met else 'MISSED'}, {target:.2f})"
        print(f"  {key:<18} {share:.2f}{mark}")
    for name_ in ("type", "kind", "date", "place"):
        parts = (f"{state} {counts[f'{name_}_{state}']}" for state in ("right", "blank", "wrong"))
        print(f"  {name_:<18} {', '.join(parts)}")
    print(f"  junk {counts['junk']} (untied repeats {counts['repeated']})")
    print(f"  records hidden by a wrong tie {counts['hidden']}")


def run(folder: Path, one: str = "") -> tuple[dict[str, Score], int]:
    """Return the scores of all texts, by language and of all, and the number of words."""
    gazetteer = open_workspace(sample_workspace()).gazetteer
    scores: dict[str, Score] = defaultdict(Score)
    words = 0
    for path in sorted(folder.glob("*.toml")):
        if one not in path.name:
            continue
        gold = tomllib.loads(path.read_text(encoding="utf-8"))
        text = next(path.parent.glob(f"{path.stem}.[tm][xd]*t"), path.with_suffix(".md"))
        score = _score(text, gold, gazetteer)
        words += len(text.read_text(encoding="utf-8").split())
        for name in (gold["lang"], gold.get("style", "?"), "all"):
            scores[name].counts += score.counts
            scores[name].lines += score.lines
    return dict(sorted(scores.items(), key=lambda item: (item[0] == "all", item[0]))), words


def _score(path: Path, gold: dict[str, Any], gazetteer: Gazetteer) -> Score:
    document = read_document(path)
    lexicon = lexicon_of(gold["lang"], built_in_taxonomy())
    drafts = drafts_of(document, lexicon, gazetteer, gold["published"]).drafts
    records = gold.get("records", [])
    text, score = document.text, Score()
    real = [r for r in records if not r.get("optional")]
    matched = _matched(text, drafts, real)
    counts = score.counts
    counts["records"], counts["drafts"] = len(real), len(drafts)
    for n, record in enumerate(real):
        draft = matched.get(n)
        if draft is None:
            score.lines.append(
                f"- MISSED {path.stem}: {record['anchors'][0][:100]!r} {record['types']}"
            )
            continue
        counts["found"] += 1
        counts["found_1"] += draft.tier == 1
        _judge(path.stem, text, draft, record, score)
    used = {id(draft): n for n, draft in matched.items()}
    for n, draft in matched.items():
        if draft.same_as is not None and used.get(id(draft.same_as), n) != n:
            counts["hidden"] += 1
            score.lines.append(f"= WRONG TIE {path.stem}: {_shown(text, draft)}")
    for draft in drafts:
        if id(draft) in used:
            continue
        is_of_record = any(_tells(text, draft, r) for r in real)
        is_tied = draft.same_as is not None or any(d.same_as is draft for d in matched.values())
        if (is_of_record and is_tied) or any(
            _tells(text, draft, r) for r in records if r.get("optional")
        ):
            counts["optional"] += 1
        else:
            counts["junk"] += 1
            counts["repeated"] += is_of_record
            label = "REPEAT" if is_of_record else "JUNK"
            score.lines.append(f"+ {label} {path.stem}: {_shown(text, draft)}")
    return score


def _matched(text: str, drafts: Sequence[Draft], records: Sequence[Record]) -> dict[int, Draft]:
    """Return the draft of each record, by the number of the record; the best pairs first."""
    pairs = sorted(
        (
            (-_value(draft, record, text), n, m)
            for n, record in enumerate(records)
            for m, draft in enumerate(drafts)
            if _tells(text, draft, record)
        )
    )
    matched: dict[int, Draft] = {}
    used: set[int] = set()
    for _, n, m in pairs:
        if n not in matched and m not in used:
            matched[n] = drafts[m]
            used.add(m)
    return matched


def _tells(text: str, draft: Draft, record: Record, *, in_clause: bool = False) -> bool:
    part = draft.clause if in_clause else draft.sentence
    return any(
        part.start < at + len(anchor) and at < part.end
        for anchor in record["anchors"]
        for at in _places_of(text, anchor)
    )


def _places_of(text: str, anchor: str) -> Iterator[int]:
    at = text.find(anchor)
    while at >= 0:
        yield at
        at = text.find(anchor, at + 1)


def _value(draft: Draft, record: Record, text: str) -> float:
    states = {name: _state(name, draft, record) for name in ("type", "date", "place")}
    right = sum(state == "right" for state in states.values())
    wrong = sum(state == "wrong" for state in states.values())
    return right - wrong + 2 * _tells(text, draft, record, in_clause=True)


def _judge(name: str, text: str, draft: Draft, record: Record, score: Score) -> None:
    wrong = []
    for key in ("type", "kind", "date", "place"):
        state = _state(key, draft, record)
        score.counts[f"{key}_{state}"] += 1
        if state != "right":
            wrong.append(f"{key} {state}")
    needed = set(record.get("actors", ()))
    given = set(draft.countries)
    spare = given - needed - set(record.get("actors_may", ()))
    score.counts["actor_right"] += len(given) - len(spare)
    score.counts["actor_wrong"] += len(spare)
    score.counts["actor_blank"] += len(needed - given)
    if spare:
        wrong.append(f"actors too many {sorted(spare)}")
    if needed - given:
        wrong.append(f"actors lacking {sorted(needed - given)}")
    if record.get("claimant"):
        state = "right" if draft.claimant else "blank"
        score.counts[f"claimant_{state}"] += 1
        if state != "right":
            wrong.append(f"claimant {state} ({record['claimant']})")
    if wrong:
        expected = {k: v for k, v in record.items() if k != "anchors"}
        score.lines.append(
            f"~ {name}: {'; '.join(wrong)}\n    {_shown(text, draft)}\n    gold {expected}"
        )


def _state(key: str, draft: Draft, record: Record) -> str:
    if key == "kind":
        return "right" if draft.kind in record["kind"] else "wrong"
    if key == "type":
        if draft.type is None:
            return "right" if not record["types"] else "blank"
        return "right" if draft.type.type in record["types"] else "wrong"
    return _date_state(draft, record) if key == "date" else _place_state(draft, record)


def _date_state(draft: Draft, record: Record) -> str:
    allowed, start = record["start"], draft.start
    if start in allowed:
        return "right"
    if start == "unknown":
        return "blank"
    given = parse_date(start).spans
    for one in allowed:
        if one != "unknown" and all(
            any(a <= c and d <= b for a, b in given) for c, d in parse_date(one).spans
        ):
            return "blank"  # coarser than the text
    return "wrong"


def _place_state(draft: Draft, record: Record) -> str:
    from folium_polar.geometry import distance_m

    ids = {id_ for place in draft.places for id_ in place.ids}
    location = draft.places[0].location if draft.places else None
    geometry = location.geometry if location else None
    if not draft.regions and geometry is None:
        if record.get("blank") or (record.get("words_only") and draft.places):
            return "right"
        return "blank"
    if ids and ids <= set(record.get("regions", ())):
        return "right"
    if geometry and "point" in record:
        ring = geometry["coordinates"][0][1:] if geometry["type"] == "Polygon" else None
        lon, lat = map(mean, zip(*ring, strict=True)) if ring else geometry["coordinates"]
        if distance_m(lon, lat, *record["point"]) <= 1000 * record.get("km", 30):
            return "right"
    return "wrong"


def _shown(text: str, draft: Draft) -> str:
    places = [(place.words, place.relation, place.ids) for place in draft.places]
    type_ = f"{draft.type.type} ({draft.type.act})" if draft.type else "-"
    clause = text[draft.clause.start : draft.clause.end]
    return (
        f"tier {draft.tier} {draft.kind} {type_} {draft.start} {places} "
        f"{list(draft.countries)} {list(draft.flags)} | {' '.join(clause.split())[:200]!r}"
    )


if __name__ == "__main__":
    main()
