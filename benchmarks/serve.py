"""The desk with many records, beside what the command line and plain reading take of them.

    python benchmarks/serve.py [COUNT…]

Each desk is a process of its own over made-up records in one file, and is asked over HTTP as its
page asks it. *Wall* is the median of several requests, *limit* what the desk is held to. × is the
time beside that of parsing the file with `json`, in this process, or for memory the memory of a
process that has done nothing but that; *memory, pages* is that of the process in which the desk
builds pages. Figures of a busy machine say little, ratios more.
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
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

from arctic_events import ROOT, written

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
    "save, new": 0.3,
    "save, changed": 0.3,
    "file change": 1.0,
    "page, again": 3.0,
    "memory": 400.0,
}
PARSING = """
import json, sys
value = json.load(open(sys.argv[1], encoding="utf-8"))
print(open("/proc/self/status").read().split("VmHWM:")[1].split()[0])
"""


class Served:
    """A desk in a process of its own, with a connection that has its cookie."""

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
        self._headers = {"origin": f"http://{self.host}", "x-geotrack": "1"}
        cookie = self._request("GET", f"/{link}").headers["set-cookie"]
        self._headers["cookie"] = cookie.partition(";")[0]

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

    def end(self) -> None:
        """End the server."""
        self.process.send_signal(signal.SIGINT)
        self.process.communicate()


def resident(pid: int) -> float:
    """Return the resident memory of a process, megabytes."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


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


def measure(folder: Path, path: Path, *, pages: bool) -> dict[str, float]:
    """Return seconds and megabytes by what is measured."""
    start = time.perf_counter()
    desk = Served(folder)
    found = {"address": time.perf_counter() - start}
    try:
        found["shell"] = timed(lambda: desk.get("/"))
        if pages:
            found["page, first"] = timed(lambda: desk.get("/page?lang=en"))
        stored = json.loads(path.read_text(encoding="utf-8"))["features"]
        feature = stored[len(stored) // 2]
        new = {**feature, "id": "new"}
        desk.post("/api/check", feature=feature)  # the first reads the records
        found["keystroke"] = timed(lambda: desk.post("/api/check", feature=feature), RUNS)
        found["similar"] = timed(lambda: desk.post("/api/similar", feature=new), RUNS)

        def save(id_: str, title: str) -> None:
            state = json.loads(desk.get(f"/api/records/{id_}"))
            state["feature"]["properties"]["title"] = title
            times.append(timed(lambda: desk.post("/api/records", by="A", why="b", **state)))

        def add(n: int) -> None:
            feature = {**new, "id": f"new-{n}"}
            times.append(
                timed(lambda: desk.post("/api/records", feature=feature, base=None, by="A"))
            )

        times: list[float] = []
        for n in range(RUNS):
            add(n)
        found["save, new"], times = statistics.median(times), []
        for n in range(RUNS):
            save(feature["id"], f"Title {n}")
        found["save, changed"] = statistics.median(times)
        wait = desk.next_version()
        text = path.read_text(encoding="utf-8").replace("Title 4", "Title 5")
        start = time.perf_counter()
        path.write_text(text, encoding="utf-8")
        wait()
        found["file change"] = time.perf_counter() - start
        if pages:
            found["page, again"] = timed(lambda: desk.get("/page?lang=en"))
        found["memory"], found["memory, pages"] = desk.megabytes()
    finally:
        desk.end()
    return found


def compare(count: int, *, pages: bool) -> None:
    """Print what a desk of so many records takes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = written(folder, count)
        raw = path.read_text(encoding="utf-8")
        found = measure(folder, path, pages=pages)
        parsing = timed(lambda: json.loads(raw), RUNS)
        done = subprocess.run(
            [sys.executable, "-c", PARSING, str(path)], capture_output=True, text=True, check=False
        )
        memory = int(done.stdout) / 1024 if done.returncode == 0 else math.nan
    print(f"{count:,} records, {len(raw) / 1e6:.1f} MB, parsed by json in {parsing * 1000:.0f} ms")
    for what, value in found.items():
        is_memory = what.startswith("memory")
        shown = f"{value:>9.0f} MB" if is_memory else f"{value * 1000:>9.0f} ms"
        most = LIMITS.get(what, math.nan)
        limit = f"{most:>9.0f} MB" if is_memory else f"{most * 1000:>9.0f} ms"
        print(f"  {what:16}{shown}{limit}{value / (memory if is_memory else parsing):>9.1f} ×")


def main() -> None:
    """Print the table; `--no-page` leaves the page of all records out."""
    pages = "--no-page" not in sys.argv
    counts = [int(one) for one in sys.argv[1:] if one != "--no-page"] or COUNTS
    print(f"  {'':16}{'wall':>12}{'limit':>12}{'×':>11}")
    for count in counts:
        compare(count, pages=pages)


if __name__ == "__main__":
    main()
