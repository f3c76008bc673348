"""Records by the million in other engines, as ratios of CPU time to `import folium`.

    python benchmarks/record_engines.py [COUNT [TIMES…]]

COUNT made-up records (100,000 without it) are exported as tables by geotrack. The tables are then
written TIMES times (1, 10) with other ids and places, and asked as docs/howto/engines.md says. Each
answer is a process of its own, imports included, whose CPU time and greatest memory are printed. Of
the most TIMES the records are then written ten times as often, without footprints.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from records import ROOT, measured, written

COUNT, TIMES = 100_000, (1, 10)
PAGE = ROOT / "docs" / "howto" / "engines.md"
QUESTION = ["--region", "barents-sea", "--from", "2023", "--to", "2023-06"]  # number 1
ROWS = 20_000  # of a row group
OF_PLACES = (("duckdb", "1"), ("sedonadb", "1"))
OF_RECORDS = (("duckdb", "4"), ("duckdb", "7"), ("duckdb", "9"))


def statement(*words: str) -> str:
    """Return an SQL statement of the page."""
    found = re.search(rf"```sql {' '.join(words)}\n(.*?)```", PAGE.read_text("utf-8"), re.S)
    if found is None:
        raise SystemExit(f"{PAGE} has no statement {' '.join(words)}")
    return found[1]


def multiply(source: Path, target: Path, times: int, tables: list[str]) -> None:
    """Write tables so many times with other ids and places; places of several records once."""
    import pyarrow.compute as pc
    from pyarrow import parquet

    for path in sorted(one for name in tables for one in source.glob(f"{name}/*/*.parquet")):
        table = parquet.read_table(path, partitioning=None)
        is_shared = pc.is_in(table["place"], _shared(path))
        new = target / path.relative_to(source)
        new.parent.mkdir(parents=True)
        with parquet.ParquetWriter(new, table.schema, compression="zstd") as writer:
            for n in range(times):
                own = pc.add_checked(table["place"], n * 1_000_000)
                place = pc.if_else(is_shared, table["place"], own)
                copy = _with(table, "place", place.cast("int32"))
                if "id" in table.schema.names:
                    copy = _with(copy, "id", pc.binary_join_element_wise(table["id"], str(n), "-"))
                elif n:
                    copy = copy.filter(pc.invert(is_shared))
                writer.write_table(copy, row_group_size=ROWS)


def _shared(path: Path) -> Any:
    """Return the places that several records of a year have in common."""
    import pyarrow.compute as pc
    from pyarrow import parquet

    records = path.parents[2] / "records" / path.parent.name / "records.parquet"
    counts = pc.value_counts(parquet.read_table(records, partitioning=None)["place"])
    return counts.field("values").filter(pc.greater(counts.field("counts"), 1))


def _with(table: Any, name: str, column: Any) -> Any:
    return table.set_column(table.schema.get_field_index(name), table.schema.field(name), column)


def answer(folder: str, engine: str, question: str) -> int:
    """Return how many rows an engine answers with."""
    sql = statement("records", question)
    if engine == "duckdb":
        import duckdb
        import duckdb_extension_spatial

        package = Path(duckdb_extension_spatial.__file__).parent
        (extension,) = package.rglob("spatial.duckdb_extension")
        connected = duckdb.connect()
        connected.execute(f"LOAD '{extension}'; SET file_search_path = '{folder}'")
        for view in statement("duckdb", "records").split(";"):
            view_name = view.split()[2:3]
            if view_name == ["records"] or (
                "in_regions" in sql and view_name not in (["actors"], ["relations"])
            ):
                connected.execute(view)
        return len(connected.execute(sql).fetchall())
    import pyarrow as pa
    import sedonadb

    sd, parquet = sedonadb.connect(), Path(folder) / "records.parquet"
    for name in ("records", "places"):
        sd.read_parquet(sorted((parquet / name).rglob("*.parquet"))).to_view(name)
    sd.read_parquet(parquet / "regions.parquet").to_view("regions")
    sd.sql(statement("sedonadb", "in-regions")).to_view("in_regions")
    return len(pa.table(sd.sql(sql)))


def compare(what: str, arguments: list[str], cache: Path) -> None:
    """Print what a process took."""
    base, _ = measured(["-c", "import folium"], cache)
    cpu, memory = measured(arguments, cache)
    print(f"  {what:44}{cpu / base:>10.1f} ×{memory:>8.0f} MB", flush=True)


def ask(folder: Path, cache: Path, questions: tuple[tuple[str, str], ...]) -> None:
    """Ask questions of the tables in a folder."""
    size = sum(path.stat().st_size for path in folder.rglob("*.parquet")) / 1e6
    print(f"  {'tables':44}{size:>20,.0f} MB")
    for engine, question in questions:
        arguments = [__file__, "answer", str(folder), engine, question]
        compare(f"{engine}, question {question}", arguments, cache)


def run(*arguments: object) -> None:
    """Run a step in a process of its own: its memory would count in those that it starts."""
    subprocess.run([sys.executable, __file__, *map(str, arguments)], check=True)


def main() -> None:
    """Export, multiply and ask."""
    numbers = [int(float(argument)) for argument in sys.argv[1:]]
    count, times = (numbers or [COUNT])[0], numbers[1:] or TIMES
    with tempfile.TemporaryDirectory() as temporary:
        folder, cache = Path(temporary), Path(temporary) / "cache"
        run("workspace", folder / "workspace", count)
        start = ["-m", "geotrack", "--workspace", str(folder / "workspace")]
        tables = folder / "records.parquet"
        print(f"{count:,} records")
        compare("geotrack, export", [*start, "export", "--to", f"{tables}/"], cache)
        for name in ("geotrack, question 1", "geotrack, question 1 again"):
            compare(name, [*start, "query", *QUESTION], cache)
        for n in times:
            print(f"{n * count:,} records")
            many = folder / str(n)
            run("multiply", tables, many / "records.parquet", n, "records", "places")
            (many / "records.parquet" / "regions.parquet").hardlink_to(tables / "regions.parquet")
            ask(many, cache, OF_PLACES + OF_RECORDS)
        print(f"{10 * times[-1] * count:,} records, without footprints")
        run("multiply", tables, folder / "most" / "records.parquet", 10 * times[-1], "records")
        ask(folder / "most", cache, OF_RECORDS)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["workspace", folder, count]:
            written(Path(folder), int(count), 10)
        case ["multiply", source, target, times, *tables]:
            multiply(Path(source), Path(target), int(times), tables)
        case ["answer", folder, engine, question]:
            answer(folder, engine, question)
        case _:
            main()
