"""The desk with many records, beside what the command line and plain reading take of them.

    python benchmarks/serve.py [COUNT…]

Each desk is a process of its own over made-up records in files of ten thousand, and is asked over
HTTP as its page asks it. *Wall* is the median of several requests, *processor* the mean time that
the desk and its process of pages worked for one, *limit* what the desk is held to. × is the wall
time beside that of parsing the first file with `json`, in this process, or for memory the memory of
a process that has done nothing but that; *memory, pages* is that of the process in which the desk
builds pages. *filter* is a letter typed into the search of the page in Chromium, until the next
frame is drawn, and for *processor* its script alone. *page, stored* is the first page of a desk
that is started again; *findings, again* follow the change of one record. *rows*, *card*, *search*
and *question* are what a page of many asks for, *columns* what it takes after a change.
Wall times of a busy machine say little, ratios and processor times more.
"""

from __future__ import annotations

import http.client
import json
import math
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from itertools import count
from pathlib import Path
from typing import Any

from arctic_events import ROOT, written

from browser import SIZE, chromium

COUNTS = (1_000, 10_000)
RUNS = 5
PATIENCE_S = 600
# Seconds that the desk is held to, and megabytes.
LIMITS = {
    "address": 1.0,
    "shell": 1.0,
    "page, first": 3.0,
    "keystroke": 0.1,
    "similar": 0.5,
    "review": 1.0,
    "titles": 0.2,
    "save, new": 0.3,
    "save, changed": 0.3,
    "file change": 1.0,
    "page, again": 3.0,
    "page, stored": 2.0,
    "rows": 0.1,
    "card": 0.1,
    "search": 0.2,
    "question": 1.0,
    "columns": 0.3,
    "filter": 0.05,
    "findings": math.nan,
    "findings, again": 1.0,
    "memory": 400.0,
    "memory, pages": math.nan,
}
# What is typed into the search of a page; and what the browser tells of each key: milliseconds
# until the next frame is drawn, in steps of eight, and of script.
TYPED = [*"patrol", *["Backspace"] * 6, *"bomber"]
TELLING = """() => {
  window.told = [];
  const isInput = ({ name }) => name === "input";
  const times = (one) => [one.duration, one.processingEnd - one.processingStart];
  const tell = (list) => told.push(...list.getEntries().filter(isInput).map(times));
  new PerformanceObserver(tell).observe({ type: "event", durationThreshold: 16 });
}"""
PARSING = """
import json, sys
value = json.load(open(sys.argv[1], encoding="utf-8"))
print(open("/proc/self/status").read().split("VmHWM:")[1].split()[0])
"""


class Served:
    """A desk in a process of its own, with a session."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "geotrack", "--workspace", str(folder)]
        self.process = subprocess.Popen(
            [*command, "serve", "--no-open", "--port", "0"],
            cwd=ROOT, env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        line = self.process.stdout.readline() if self.process.stdout else ""
        _, _, rest = line.strip().partition("http://")
        self.host, _, link = rest.partition("/")
        token = link.partition("#")[2]
        self._headers = {"origin": f"http://{self.host}", "x-geotrack": token}
        self._headers["x-geotrack"] = self.post("/api/session")["session"]

    def _request(self, method: str, path: str, body: Any = None) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection(self.host, timeout=PATIENCE_S)
        content = None if body is None else json.dumps(body)
        connection.request(method, path, content, self._headers)
        return connection.getresponse()

    def get(self, path: str) -> bytes:
        """Return the content of an answer."""
        return self._request("GET", path).read()

    def post(self, path: str, **body: Any) -> Any:
        """Return the JSON of the answer to a request."""
        answer = self._request("POST", path, body)
        found = json.loads(answer.read())
        if answer.status != HTTPStatus.OK:
            raise SystemExit(f"{path}: {found}")
        return found

    def next_version(self) -> Callable[[], None]:
        """Follow the changes of the workspace; return a function that waits for the next."""
        stream = self._request("GET", "/api/changes")
        heard = threading.Event()
        stream.readline(), stream.readline()

        def follow() -> None:
            stream.readline()
            heard.set()

        threading.Thread(target=follow, daemon=True).start()
        return lambda: void(heard.wait(PATIENCE_S))

    def megabytes(self) -> tuple[float, float]:
        """Return the memory of the server, and of its processes, as far as the system tells."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children")
        if not children.exists():
            return math.nan, math.nan
        return resident(pid), sum(resident(int(child)) for child in children.read_text().split())

    def processor(self) -> float:
        """Return the seconds that the desk and its processes have worked, as the system tells."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children")
        if not children.exists():
            return math.nan
        return sum(worked(one) for one in (pid, *map(int, children.read_text().split())))

    def end(self) -> None:
        """End the server."""
        self.process.send_signal(signal.SIGINT)
        self.process.communicate()


def resident(pid: int) -> float:
    """Return the resident memory of a process, megabytes."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def worked(pid: int) -> float:
    """Return the processor time of a process, seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def filter_times(page: bytes, folder: Path) -> tuple[float, float]:
    """Return the seconds until a page shows what a search finds, and those of its script."""
    path = folder / "page.html"
    path.write_bytes(page)
    with chromium() as browser:
        shown = browser.new_page(viewport=SIZE)
        shown.goto(path.as_uri())
        shown.wait_for_timeout(3000)
        shown.evaluate(TELLING)
        shown.locator(".finder input").first.focus()
        for key in TYPED:
            shown.keyboard.press(key)
            shown.wait_for_timeout(400)
        told = shown.evaluate("told")
    drawn, script = (statistics.median(times) / 1000 for times in zip(*told, strict=True))
    return drawn, script


def void(_: object) -> None:
    """Pass over a value."""


def timed(call: Callable[[], object], runs: int = 1) -> float:
    """Return the median wall time of a call, in seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def measure(folder: Path, path: Path, *, pages: bool) -> dict[str, tuple[float, float]]:
    """Return wall and processor seconds, or megabytes, by what is measured."""
    start = time.perf_counter()
    desk = Served(folder)
    found = {"address": (time.perf_counter() - start, desk.processor())}

    def note(what: str, call: Callable[[], object], runs: int = 1) -> None:
        before = desk.processor()
        found[what] = timed(call, runs), (desk.processor() - before) / runs

    try:
        note("shell", lambda: desk.get("/"))
        if pages:
            note("page, first", lambda: desk.get("/page?lang=en"))
            note_parts(desk, note)
        stored = json.loads(path.read_text(encoding="utf-8"))["features"]
        feature = stored[len(stored) // 2]
        new = {**feature, "id": "new"}
        desk.post("/api/check", feature=feature)  # the first reads the records
        note("keystroke", lambda: desk.post("/api/check", feature=feature), RUNS)
        note("similar", lambda: desk.post("/api/similar", feature=new), RUNS)
        note("review", lambda: desk.get("/api/review"), RUNS)
        note("titles", lambda: desk.get("/api/titles?text=patrol"), RUNS)
        ids = count()

        def add() -> None:
            one = {**new, "id": f"new-{next(ids)}"}
            desk.post("/api/records", feature=one, base=None, by="A")

        note("save, new", add, RUNS)
        states = iter(changed_titles(desk, feature["id"]))
        note("save, changed", lambda: next(states), RUNS)
        note("findings", lambda: desk.get("/api/findings"))
        next(states)  # one record has changed
        note("findings, again", lambda: desk.get("/api/findings"))
        wait = desk.next_version()
        text = path.read_text(encoding="utf-8").replace("Title 4", "Title 5")

        def change() -> None:
            path.write_text(text, encoding="utf-8")
            wait()

        note("file change", change)
        if pages:
            note("columns", lambda: desk.get("/page/columns?lang=en"))
            note("page, again", lambda: desk.get("/page?lang=en"))
            page = desk.get("/page?lang=en")
            if b'"geotrack-footprints"' in page:  # one of many asks the desk
                found["filter"] = filter_times(page, folder)
        memory, of_pages = desk.megabytes()
        found["memory"], found["memory, pages"] = (memory, math.nan), (of_pages, math.nan)
    finally:
        desk.end()
    if pages:
        found["page, stored"] = stored_page(folder)
    return found


def note_parts(desk: Served, note: Callable[..., None]) -> None:
    """Measure what a page of many asks for."""
    content = desk.get("/page/columns?lang=en")
    header = json.loads(content[4 : 4 + int.from_bytes(content[:4], "little")])
    state = f"lang=en&version={header['data']['version']}"
    blocks, words = count(), iter(("patrol", "bomber", "icebreaker", "cable", "cruise", "exercise"))
    desk.post(f"/page/search?{state}", words="ship")  # the first reads the texts
    note("rows", lambda: desk.get(f"/page/rows/{next(blocks)}?{state}"), RUNS)
    note("card", lambda: desk.get(f"/page/card/{next(blocks)}?{state}"), RUNS)
    note("search", lambda: desk.post(f"/page/search?{state}", words=next(words)), RUNS)
    at = ([30.0 + n, 73.0] for n in count())
    note(
        "question",
        lambda: desk.post(f"/page/verdicts?{state}", at=next(at), metres=200_000.0),
        RUNS,
    )


def stored_page(folder: Path) -> tuple[float, float]:
    """Return wall and processor seconds of the first page of a desk whose folder is unchanged.

    The desk before it has stored the page of this state.
    """
    desk = Served(folder)
    try:
        start, before = time.perf_counter(), desk.processor()
        desk.get("/page?lang=en")
        return time.perf_counter() - start, desk.processor() - before
    finally:
        desk.end()


def changed_titles(desk: Served, id_: str) -> Iterator[None]:
    """Save a record again and again, each time with another title."""
    for n in count():
        state = json.loads(desk.get(f"/api/records/{id_}"))
        state["feature"]["properties"]["title"] = f"Title {n}"
        desk.post("/api/records", by="A", why="b", **state)
        yield


def compare(records: int, *, pages: bool) -> None:
    """Print what a desk of so many records takes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = written(folder, records)
        raw = path.read_text(encoding="utf-8")
        found = measure(folder, path, pages=pages)
        parsing = timed(lambda: json.loads(raw), RUNS)
        done = subprocess.run(
            [sys.executable, "-c", PARSING, str(path)], capture_output=True, text=True, check=False
        )
        memory = int(done.stdout) / 1024 if done.returncode == 0 else math.nan
    print(
        f"{records:,} records, {len(raw) / 1e6:.1f} MB, parsed by json in {parsing * 1000:.0f} ms"
    )
    for what, (value, processor) in found.items():
        is_memory = what.startswith("memory")
        unit, factor = ("MB", 1) if is_memory else ("ms", 1000)
        times = value / (memory if is_memory else parsing)
        shown = (f"{one * factor:>9.0f} {unit}" for one in (value, processor, LIMITS[what]))
        print(f"  {what:16}{''.join(shown)}{times:>9.1f} ×".replace("nan", "   "))


def main() -> None:
    """Print the table; `--no-page` leaves the page of all records out."""
    pages = "--no-page" not in sys.argv
    counts = [int(one) for one in sys.argv[1:] if one != "--no-page"] or COUNTS
    print(f"  {'':16}{'wall':>12}{'processor':>12}{'limit':>12}{'×':>11}")
    for one in counts:
        compare(one, pages=pages)


if __name__ == "__main__":
    main()
