"""Columns of a page of many: the page's script reads what the payload of a small page says."""

from __future__ import annotations

import json
import random
import subprocess
from pathlib import Path
from typing import Any

import numpy as np

from geotrack.page.columns import column_bytes, column_changes, shrunk
from geotrack.page.many_records import columns_of
from tests.page.test_times import NODE, WEB

READ = """
import { readFileSync } from "node:fs";
import { Columns } from "./src/page/many/columns.js";
const columns = new Columns(new Uint8Array(readFileSync(process.argv[1])));
const names = JSON.parse(process.argv[2]);
const rows = Array.from({ length: columns.n }, (_, i) => ({
  at: columns.place(i),
  days: columns.days(i),
  ...Object.fromEntries(names.map((name) => [name, columns.value(name, i)])),
}));
console.log(JSON.stringify(rows));
"""
COMPLETE = """
import { readFileSync } from "node:fs";
import { Columns } from "./src/page/many/columns.js";
const [folder, count] = process.argv.slice(1);
const bytes = (name, n) => new Uint8Array(readFileSync(`${folder}/${name}${n}`));
const read = (name, n, earlier) => new Columns(bytes(name, n), earlier);
for (let n = 0; n < Number(count); n++) {
  const [changed, now] = [read("changes", n, read("earlier", n)), read("now", n)];
  for (const [name, column] of now.byName) {
    const own = changed.get(name);
    const isSame = own.constructor === column.constructor && `${own}` === `${column}`;
    if (!isSame) throw new Error(`${n} ${name}`);
  }
}
"""
LISTS = ("actors", "grades", "certainly", "possibly", "assets", "tags")


def read(arrays: dict[str, Any], names: list[str], folder: Path) -> list[dict[str, Any]]:
    """Return what the script reads of each record."""
    (folder / "columns").write_bytes(column_bytes(shrunk(arrays), n=len(arrays["n"])))
    command = [NODE, "--input-type=module", "-e", READ, folder / "columns", json.dumps(names)]
    done = subprocess.run(command, cwd=WEB, capture_output=True, check=True)
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return rows


def drawn(chance: random.Random, n: int) -> tuple[dict[str, Any], dict[str, Any], Any]:
    """Return what a payload says of a record: its event, its facets and its days."""
    day = chance.randrange(-700_000, 40_000)
    days = chance.choice(
        (
            None,
            [day, day + 1],
            [None, day],
            [day, None],
            [day, day + 9, day + 400, day + 401],
            [day, day + 9, day, None],
            [None, day, None, day + 3],
            [day, day + 30, None, None],
            [[day, day + 1], [day + 5, day + 6]],
        )
    )
    event: dict[str, Any] = {"n": 3 * n + 1, "theme": "air", "drawn": "reported", "shapes": []}
    event["at"] = None
    if chance.randrange(4):
        event["at"] = round(chance.uniform(-90, 90), 4), round(chance.uniform(-180, 180), 4)
    facets: dict[str, Any] = {"id": f"r{n}", "type": chance.randrange(300), "onlyPossible": n % 2}
    facets |= {name: chance.randrange(-1, 4) for name in ("status", "verification", "confidence")}
    for name in LISTS:
        facets[name] = [chance.randrange(70_000) for _ in range(chance.randrange(3))]
    return event, facets, days


def test_the_script_reads_of_columns_what_the_payload_says(tmp_path: Path) -> None:
    chance = random.Random(31)  # noqa: S311 (a draw for a test, no secret)
    records = [drawn(chance, n) for n in range(400)]
    names = [*records[0][1]]
    data: Any = {
        "events": [event for event, _, _ in records],
        "facets": {"records": {name: [facets[name] for _, facets, _ in records] for name in names}},
        "times": {"records": [days for _, _, days in records]},
    }
    arrays, rest = columns_of(data)
    names.remove("id")  # a text, which the rows have
    choices = rest["times"]["choices"]
    for n, row in enumerate(read(arrays, ["n", *names], tmp_path)):
        event, facets, days = records[n]
        at = event["at"] and [*event["at"]]
        assert row.pop("days") == (days if n not in choices else [days[0][0], days[1][1]])
        assert choices.get(n, days) == days
        assert row == {"at": at, "n": event["n"], **{name: facets[name] for name in names}}


def test_an_array_takes_the_fewest_bytes_that_hold_it(tmp_path: Path) -> None:
    limits = {"u1": 255, "i1": -128, "u2": 65_535, "i2": -32_768, "u4": 2**32 - 1, "i4": -(2**31)}
    arrays = {name: np.array([0, limit]) for name, limit in limits.items()}
    header = column_bytes(shrunk(arrays))[4:]
    assert all(f'["{name}","{name}",2]'.encode() in header for name in limits)
    others = dict.fromkeys(("lat", "lon", "dated"), np.zeros(2, dtype=int))
    _, last = read({"n": np.arange(2), **arrays, **others}, [*limits], tmp_path)
    assert last == {"at": [0, 0], "days": None, **limits}


def of_records(records: list[tuple[int, int, list[int]]]) -> dict[str, Any]:
    """Return columns: a number, a value and a list of each record, and where nothing stands."""
    numbers, values, lists = zip(*records, strict=True) if records else ((), (), ())
    columns = {
        "n": np.array(numbers, dtype=int),
        "lat": np.array(values, dtype=int),
        "lon": np.zeros(len(records), dtype=int),
        "list": np.array([value for some in lists for value in some], dtype=int),
        "list.ends": np.cumsum([len(some) for some in lists], dtype=int),
    }
    return shrunk(columns)


def test_the_script_completes_columns_from_what_has_changed(tmp_path: Path) -> None:
    chance = random.Random(31)  # noqa: S311 (a draw for a test, no secret)
    wholes = 0
    for n in range(60):
        most = chance.choice((3, 300, 70_000))

        def record(number: int, most: int = most) -> tuple[int, int, list[int]]:
            values = [chance.randrange(most) for _ in range(chance.randrange(3))]
            return number, chance.randrange(most), values

        earlier = [record(k) for k in range(chance.choice((0, 1, 40)))]
        now = [one for one in earlier if chance.randrange(6)]
        before = [one[0] for one in now]
        for k in range(chance.randrange(4)):
            at = chance.randrange(len(now) + 1)
            now.insert(at, record(100 + k))
            before.insert(at, -1)
        if len(now) > 2 and chance.randrange(3) == 0:
            for order in (now, before):
                order.append(order.pop(1))
        if before and before[0] >= 0 and chance.randrange(3) == 0:  # as when a part has changed
            now[0] = record(now[0][0])
        arrays, were = of_records(now), of_records(earlier)
        changes = column_changes(arrays, were, np.array(before, dtype=int))
        assert changes is not None
        wholes += len(changes[1])
        for name, content in (("earlier", were), ("now", arrays)):
            (tmp_path / f"{name}{n}").write_bytes(column_bytes(content, n=len(content["n"])))
        sent = column_bytes(changes[0], n=len(now), whole=changes[1])
        (tmp_path / f"changes{n}").write_bytes(sent)
    assert wholes
    command = [NODE, "--input-type=module", "-e", COMPLETE, tmp_path, "60"]
    subprocess.run(command, cwd=WEB, check=True)


def test_a_record_in_another_place_is_sent() -> None:
    order = [7, 0, 1, 2, 4, 3, 5, 6]
    earlier = of_records([(n, 9 - n, [n]) for n in range(8)])
    now = of_records([(n, 9 - n, [n]) for n in order])
    sent, whole = column_changes(now, earlier, np.array(order)) or ({}, [])
    assert not whole
    assert sent["added"].tolist() in ([0, 4], [0, 5])
    assert len(sent["removed"]) == 2
