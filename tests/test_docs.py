"""The documentation is run: what it prints, what it writes and where its links lead.

How to mark an example:

* ``console``: each line ``$ geotrack …`` is run in a copy of this workspace and everything up to
  the next one is compared with what it prints, stdout and stderr as a terminal shows them. An
  ellipsis stands for any text in its line, alone on a line for any lines.
* ``python``: run, in one namespace a document.
* ``json``: a Feature or FeatureCollection passes `geotrack check`, and so does anything else as
  properties on a minimal record. With the word ``wrong`` it must be refused; with ``draft`` only
  for want of ids, which `geotrack add` gives.
* ``toml``: holds without a finding as what its next word says: `report`, `settings`, `map`,
  `mapping` or `taxonomy`. That of the word `pyproject` is installed: its entry points are found.
* ``file=NAME`` after the language writes the block into the workspace's copy first.
* A table with the column ``written`` is checked row by row; see the functions below.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from geotrack.cli import main
from geotrack.dates import DateError, When, in_words
from geotrack.errors import UsageError
from geotrack.findings import Finding, Severity
from geotrack.handout.sheet import picture
from geotrack.importing import format_packages
from geotrack.importing.mapping.saved_mapping import SavedMapping
from geotrack.model import MapDefinition, Model, Report
from geotrack.notation.date_expressions import DateRange, parse_date_range
from geotrack.reading import read_table
from geotrack.workspace import Config, check_events, open_workspace
from geotrack.workspace.own_taxonomy import read_taxonomy

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted(DOCS.rglob("*.md")),
]
WORKSPACE = ("geotrack.toml", "events", "layers", "seeds", "maps")
GAP = "…"


@dataclass(frozen=True)
class Block:
    """A fenced block: its first word, the words after it, its text and its first line's number."""

    language: str
    words: tuple[str, ...]
    text: str
    line: int

    @property
    def file(self) -> str | None:
        named = [w.removeprefix("file=") for w in self.words if w.startswith("file=")]
        return named[0] if named else None


def blocks(page: Path) -> list[Block]:
    found: list[Block] = []
    fence: list[str] | None = None
    words: list[str] = []
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.startswith("```"):
            if fence is not None:
                fence.append(line)
        elif fence is None:
            fence, words = [], line[3:].split() or [""]
        else:
            text = "\n".join(fence) + "\n"
            found.append(Block(words[0], tuple(words[1:]), text, number - len(fence)))
            fence = None
    assert fence is None, f"{page.name}: a fence is not closed"
    return found


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def with_blocks(*languages: str) -> list[Any]:
    return [
        pytest.param(page, id=named(page))
        for page in PAGES
        if any(b.language in languages for b in blocks(page))
    ]


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the sample workspace, as the current folder."""
    for name in WORKSPACE:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("*.html"))
        else:
            shutil.copy(source, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_files(page: Path, folder: Path) -> None:
    for block in blocks(page):
        if block.file:
            path = folder / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")


def install(page: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the entry points of packages that a page describes be found."""
    for block in blocks(page):
        if "pyproject" in block.words:
            project = tomllib.loads(block.text)["project"]
            info = folder / f"{project['name']}-{project['version']}.dist-info"
            info.mkdir()
            lines = [
                f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in points.items())
                for group, points in project["entry-points"].items()
            ]
            (info / "entry_points.txt").write_text("".join(lines), encoding="utf-8")
            (info / "METADATA").write_text(f"Name: {project['name']}\n", encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    find = format_packages.import_formats.__wrapped__
    monkeypatch.setattr(format_packages, "import_formats", cache(find))


def commands(block: Block) -> Iterator[tuple[str, list[str]]]:
    command, output = "", []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            if command:
                yield command, output
            command, output = line[2:], []
        else:
            output.append(line)
    if command:
        yield command, output


def pattern(lines: list[str]) -> str:
    def one(line: str) -> str:
        if line.strip() == GAP:
            return r"(?:.*\n)*"
        return ".*".join(re.escape(part) for part in line.rstrip().split(GAP)) + r"\n"

    return "".join(one(line) for line in lines)


def printed(command: str) -> list[str]:
    words = shlex.split(command)
    assert words[0] == "geotrack", f"only geotrack is run, not {words[0]}"
    result = CliRunner().invoke(main, words[1:], prog_name="geotrack")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return [line.rstrip() for line in result.output.splitlines()]


def examples(*, of_datasets: bool) -> list[Any]:
    """Return the pages with examples, either those with datasets or the others."""
    return [
        param
        for param in with_blocks("console", "python")
        if of_datasets
        == any(
            "dataset" in block.text or "geotrack observations" in block.text
            for block in blocks(param.values[0])
            if block.language in {"console", "python"}
        )
    ]


@pytest.mark.slow
@pytest.mark.parametrize("page", examples(of_datasets=False))
def test_examples_print_what_the_page_says(
    page: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    print_what_the_page_says(page, copy, monkeypatch)


def print_what_the_page_says(page: Path, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the examples of a page in a copy of the sample workspace."""
    write_files(page, copy)
    install(page, copy, monkeypatch)
    # The examples say what is written, not what is in it: pictures take long to write.
    for name in ("to_pdf", "to_png"):
        monkeypatch.setattr(picture, name, lambda *_: b"")
    names: dict[str, Any] = {"__name__": "example"}
    for block in blocks(page):
        where = f"{named(page)}:{block.line}"
        if block.language == "python":
            exec(compile(block.text, where, "exec"), names)  # noqa: S102 (the documentation's own code)
        for command, expected in commands(block) if block.language == "console" else ():
            got = printed(command)
            text = "".join(f"{line}\n" for line in got)
            if not re.fullmatch(pattern(expected), text):
                # Lists, so that pytest shows the first line that differs.
                assert got == expected, f"{where}: {command}"


def findings_of(feature: Any, folder: Path) -> list[Finding]:
    path = folder / "events" / "example.geojson"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(feature, ensure_ascii=False), encoding="utf-8")
    return check_events(open_workspace(folder))


def minimal(properties: dict[str, Any]) -> dict[str, Any]:
    """Return a sound record with some of its members and properties replaced."""
    feature: dict[str, Any] = {
        "type": "Feature",
        "id": "example",
        "geometry": {"type": "Point", "coordinates": [30.05, 69.73]},
    }
    needed = {
        "title": "Example",
        "type": "coastguard/patrol",
        "start": "2024",
        "sources": "https://example.org/",
    }
    members = {k: v for k, v in properties.items() if k in {"id", "geometry"}}
    rest = {k: v for k, v in properties.items() if k not in members}
    return {**feature, **members, "properties": {**needed, **rest}}


@pytest.mark.parametrize("page", with_blocks("json"))
def test_records_are_as_the_page_says(page: Path, tmp_path: Path) -> None:
    for block in (b for b in blocks(page) if b.language == "json"):
        value = json.loads(block.text)
        feature = value if value.get("type") in {"Feature", "FeatureCollection"} else minimal(value)
        found = findings_of(feature, tmp_path)
        no_ids = {"feature-id"} if "draft" in block.words else set()
        assert no_ids <= {f.rule for f in found}
        errors = [str(f) for f in found if f.severity is Severity.ERROR and f.rule not in no_ids]
        assert bool(errors) == ("wrong" in block.words), f"{named(page)}:{block.line}: {errors}"


TOML: dict[str, type[Model]] = {
    "report": Report,
    "settings": Config,
    "map": MapDefinition,
    "mapping": SavedMapping,
}


@pytest.mark.parametrize("page", with_blocks("toml"))
def test_tables_are_as_the_page_says(page: Path, tmp_path: Path) -> None:
    path = tmp_path / "example.toml"
    for block in (b for b in blocks(page) if b.language == "toml" and "pyproject" not in b.words):
        path.write_text(block.text, encoding="utf-8")
        kind, where = block.words[0], f"{named(page)}:{block.line}"
        own = kind == "taxonomy"
        read = read_taxonomy(path, where) if own else read_table(path, where, TOML[kind])
        assert not read.findings, [str(f) for f in read.findings]


def tables(page: Path, *columns: str) -> Iterator[tuple[int, list[str]]]:
    """Yield line and cells of each row of the tables whose first columns are named so."""
    inside = False
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1):
        cells = [c.strip() for c in re.split(r"(?<!\\)\|", line)[1:-1]]
        if not cells:
            inside = False
        elif tuple(cells[: len(columns)]) == columns:
            inside = True
        elif inside and set(line) - set("|- "):
            yield number, [c.replace("\\|", "|") for c in cells]


def code(cell: str) -> str:
    return cell.strip().strip("`").strip()


def test_each_finding_reads_as_the_page_says(tmp_path: Path) -> None:
    rows = list(tables(DOCS / "reference" / "records.md", "written", "finding"))
    assert rows
    stale = []
    for number, (written, finding) in rows:
        found = findings_of(minimal(json.loads(code(written))), tmp_path)
        # The place is the reader's own; what is said comes after it.
        said = [str(f).split(": ", 2)[2] for f in found]
        if code(finding) not in said:
            stale.append(f"docs/reference/records.md:{number}: {said}")
    assert not stale


def test_each_date_reads_as_the_page_says() -> None:
    rows = list(tables(DOCS / "reference" / "dates.md", "written", "in words", "bounds"))
    assert rows
    for number, (written, words, bounds, *_) in rows:
        when = When.parse(*re.findall(r'"([^"]*)"', written))
        lower, upper = when.bounds()
        assert (in_words(when), f"{lower or GAP} – {upper or GAP}") == (words, bounds), (
            f"docs/reference/dates.md:{number}"
        )


def test_each_text_of_a_date_becomes_what_the_page_says() -> None:
    rows = list(tables(DOCS / "howto" / "desk.md", "text", "record"))
    assert rows
    for number, (texts, record) in rows:
        stated = re.findall(r'(?:"(start|end)": )?"([^"]*)"', record)
        # A record has a start, and perhaps an end; several records stand for several texts.
        pairs = [(value, "") for key, value in stated if key != "end"]
        if stated[-1][0] == "end":
            pairs = [(pairs[0][0], stated[-1][1])]
        for n, text in enumerate(re.findall(r"`([^`]*)`", texts)):
            start, end = pairs[min(n, len(pairs) - 1)]
            expected = (DateRange(start, end or None),)
            assert parse_date_range(text) == expected, f"docs/howto/desk.md:{number}: {text}"


def test_each_refused_date_reads_as_the_page_says() -> None:
    rows = list(tables(DOCS / "reference" / "dates.md", "written", "refused with"))
    assert rows
    for number, (written, message) in rows:
        with pytest.raises(DateError) as refusal:
            When.parse(*re.findall(r'"([^"]*)"', written))
        assert str(refusal.value) == code(message), f"docs/reference/dates.md:{number}"


def test_each_refused_layer_reads_as_the_page_says() -> None:
    import folium.plugins  # noqa: F401 (for the page's expressions)

    from geotrack import PolarMap

    rows = list(tables(DOCS / "reference" / "polarmap.md", "written", "refused with"))
    assert rows
    for number, (written, message) in rows:
        with pytest.raises(UsageError) as refusal:
            PolarMap().add_child(eval(code(written)))  # noqa: S307 (the documentation's own code)
        assert str(refusal.value) == code(message), f"docs/reference/polarmap.md:{number}"


def headings(page: Path) -> set[str]:
    lines = page.read_text(encoding="utf-8").splitlines()
    titles = [line.lstrip("#").strip() for line in lines if line.startswith("#")]
    return {re.sub(r"[^\w\- ]", "", t.lower()).replace(" ", "-") for t in titles}


def links(page: Path) -> Iterator[tuple[str, str]]:
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.S | re.M)
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", text)):
        if not re.match(r"[a-z]+:", target):
            path, _, fragment = target.partition("#")
            yield path, fragment


@pytest.mark.parametrize("page", [pytest.param(p, id=named(p)) for p in PAGES])
def test_links_lead_somewhere(page: Path) -> None:
    for path, fragment in links(page):
        target = page.parent / path if path else page
        assert target.exists(), f"{named(page)}: {path}"
        if fragment:
            assert fragment in headings(target), f"{named(page)}: {path}#{fragment}"


def test_the_index_names_every_page() -> None:
    listed = {(DOCS / path).resolve() for path, _ in links(DOCS / "README.md") if path}
    pages = {p.resolve() for p in DOCS.rglob("*.md")} - {(DOCS / "README.md").resolve()}
    assert pages <= listed, sorted(p.name for p in pages - listed)


def test_the_readme_names_files_that_are_there() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    paths = re.findall(
        r"`((?:geotrack|packages|web|tools|tests|events|seeds|layers|maps)/[\w./-]*)`", text
    )
    assert len(paths) > 30
    missing = [p for p in paths if not (ROOT / p).exists() and p != "maps/overview.html"]
    assert not missing


def test_code_names_no_page_that_is_not_there() -> None:
    named_in = {
        reference: path.relative_to(ROOT).as_posix()
        for folder in ("geotrack", "tools", "web/src")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".js", ".toml", ".md"}
        for reference in re.findall(r"docs/[\w/.-]+\.md", path.read_text(encoding="utf-8"))
    }
    missing = {r: where for r, where in named_in.items() if not (ROOT / r).is_file()}
    assert not missing
