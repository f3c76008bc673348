"""What foreign input takes grows with its size, not with the square: steps are counted."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic_core import PydanticCustomError

from folium_polar.geometry.crs import file_in_crs, file_in_crs_bytes
from geotrack.dates import Period
from geotrack.errors import UsageError
from geotrack.importing.cells.lists import ADDRESSES, split
from geotrack.importing.formats.vectors.kml import _positions
from geotrack.importing.targets.column_words import name_parts
from geotrack.model.base import web
from geotrack.model.quantities import Measure
from geotrack.model.query import Query
from geotrack.notation.positions import degrees_of, number_of, plain_pair
from geotrack.queries import select
from geotrack.reading.toml_files import line_of, parse_table
from geotrack.workspace import check, open_workspace
from geotrack.workspace.edit.add import plan
from geotrack.workspace.edit.add_sound_records import plan_sound
from tests.records import collection, feature, point, written

SIZE = 40
FEW = 200_000
"""Letters of a text that takes minutes where the square of its length counts."""


def steps(run: Callable[[], object]) -> int:
    """Return the number of calls that a function makes."""
    count = 0

    def tick(_: object, event: str, __: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(tick)
    try:
        run()
    finally:
        sys.setprofile(None)
    return count


def chained(n: int, **first: Any) -> list[dict[str, Any]]:
    """Return records, each a part of the one before."""
    places = [point(20 + k * 0.01, 75) for k in range(n)]
    parts: list[dict[str, Any]] = [first, *({"part_of": f"r{k}"} for k in range(n - 1))]
    return [feature(f"r{k}", places[k], **parts[k]) for k in range(n)]


def stored(folder: Path, records: list[dict[str, Any]]) -> Any:
    written(folder / "events" / "a.geojson", *records)
    found = open_workspace(folder)
    _ = found.by_id
    return found


def _query(folder: Path, n: int) -> Callable[[], object]:
    records = chained(n)
    records[-1]["properties"]["start"] = "2025-03-01"  # the others match by this part alone
    workspace = stored(folder, records)
    return lambda: select(workspace, Query(period=Period.parse("2025-03-01", "2025-03-01"))).hits


def _parts(folder: Path, n: int) -> Callable[[], object]:
    workspace = stored(folder, chained(n))
    return lambda: select(workspace, Query(part_of="r0")).hits


def _replaced(folder: Path, n: int) -> Callable[[], object]:
    records = [feature(f"r{k}", point(20, 75), replaces=[f"r{k + 1}"]) for k in range(n)]
    workspace = stored(folder, records)
    return lambda: workspace.replaced


def _cycle(folder: Path, n: int) -> Callable[[], object]:
    workspace = stored(folder, chained(n, part_of=f"r{n - 1}"))
    return lambda: check(workspace)


def _dangling(folder: Path, n: int) -> Callable[[], object]:
    records = [feature(f"r{k}", point(20, 75), related=[f"no-{k}"]) for k in range(n)]
    workspace = stored(folder, records)
    return lambda: check(workspace)


def _claimed(folder: Path, n: int) -> Callable[[], object]:
    workspace = stored(folder, [feature("old")])
    events = ", ".join(f'"no-{k}"' for k in range(n))
    claim = f'[[claims]]\nid = "S1"\nsays = "It sailed."\nkind = "event"\nevents = [{events}]\n'
    (folder / "seeds").mkdir()
    (folder / "seeds" / "r.toml").write_text(f'id = "r"\ntitle = "R"\n{claim}', "utf-8")
    return lambda: check(workspace)


def _draft(folder: Path, *records: dict[str, Any]) -> Path:
    path = folder / "draft.geojson"
    path.write_text(json.dumps(collection(*records)), encoding="utf-8")
    return path


def _unsound(folder: Path, n: int) -> Callable[[], object]:
    workspace, path = stored(folder, [feature("old")]), _draft(folder, *chained(n, part_of="none"))
    return lambda: plan_sound(workspace, path)


def _titles(folder: Path, n: int) -> Callable[[], object]:
    records = [feature(f"r{k}", point(20 + k * 0.01, 75), title="One title") for k in range(n)]
    for record in records:
        del record["id"]
    workspace, path = stored(folder, [feature("old")]), _draft(folder, *records)
    return lambda: plan(workspace, path)


@pytest.mark.parametrize(
    "case", [_query, _parts, _replaced, _cycle, _dangling, _claimed, _unsound, _titles]
)
def test_steps_grow_with_the_size(tmp_path: Path, case: Callable[..., Any]) -> None:
    case(tmp_path / "warm", SIZE)()  # caches that all share
    once, thrice = (steps(case(tmp_path / f"{n}", n)) for n in (2 * SIZE, 6 * SIZE))
    assert thrice < 4 * once


def test_each_record_of_a_chain_is_left_out_with_its_reason(tmp_path: Path) -> None:
    workspace = stored(tmp_path, [feature("old")])
    records = [*chained(9, part_of="none"), feature("sound", point(20, 75))]
    records[4]["properties"]["related"] = ["r1", "old"]
    sound = plan_sound(workspace, _draft(tmp_path, *records))
    assert [record.event.id for record in sound.addition.records] == ["sound"]
    assert sound.faulty
    assert sound.faulty.indexes == tuple(range(9))
    named = {f.value for f in sound.faulty.findings if f.rule == "link"}
    assert {"none", *(f"r{k}" for k in range(8))} <= named


@pytest.mark.parametrize(
    "read",
    [
        lambda: number_of("1" * FEW + "x"),
        lambda: degrees_of("7" + " " * FEW + "N" + "x", "lat"),
        lambda: split(" " * FEW + "x"),
        lambda: split(("; " + " " * 99) * (FEW // 100), ADDRESSES),
        lambda: line_of("a" + " " * FEW + "b", ["a"]),
        lambda: parse_table(b"a." * FEW + b"a = 1", "a.toml"),
        lambda: parse_table(b"['a'" + b' . "a"' * FEW + b"]", "a.toml"),
        lambda: parse_table(b"a = '" + b"a" * FEW + b"'", "a.toml"),
        lambda: file_in_crs("1" * FEW),
        lambda: file_in_crs("grids=" + " " * FEW + "null'"),
        lambda: file_in_crs_bytes(b"+init=" + b" " * FEW + b"null'"),
        lambda: name_parts("(" * FEW),
        lambda: plain_pair("1" + " " * FEW),
        lambda: _positions("1 , 2" + " " * FEW + "3;4"),
    ],
)
def test_a_long_text_is_read_at_once(read: Callable[[], object]) -> None:
    read()


def test_a_long_text_is_refused_at_once() -> None:
    with pytest.raises(PydanticCustomError):
        web("http://" + "a" * FEW + "\x85")
    length = Measure("length", {"km": 1.0}, ("5", "km"))
    with pytest.raises(UsageError):
        length.parts("0" + " " * FEW + "\x00")
