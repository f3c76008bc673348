"""Observations from tables: CSV and Parquet, a batch at a time."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from geotrack.errors import UsageError
from geotrack.findings import shown
from geotrack.importing.cells.text import are_tags
from geotrack_observations.arrow import csv, pa, parquet, pc, reading
from geotrack_observations.ingest import batches
from geotrack_observations.ingest.batches import Batch, batch_of, with_pair_order
from geotrack_observations.ingest.column_roles import Naming
from geotrack_observations.ingest.formats.geojson import AT
from geotrack_observations.rejections import Reason
from geotrack_observations.storage.points import from_wkb
from geotrack_observations.storage.texts import is_text, unpack_texts

__all__ = ["from_csv", "from_parquet"]

# Blocks in a batch: pyarrow reads 32 blocks ahead, which as whole batches would be 0.5 GB.
_PARTS = 8
# Delimiters of cells; the first precedes.
_MARKS = (",", ";", "\t")
# Maximum number of characters in the line of column names.
_LONGEST_HEAD = 1_000_000
# CRSs of longitude and latitude on WGS 84.
_LON_LAT = {"OGC:CRS84", "EPSG:4326"}
# A number with a decimal comma.
_COMMA = r"^\s*[-+]?\d+,\d+\s*$"
# A number without one.
_NUMBER = r"^\s*[-+]?\d+(\.\d+)?\s*$"
# A column has decimal commas if at least this share of its cells are numbers.
_NUMBER_SHARE = 0.9


def from_csv(path: Path, naming: Naming) -> Iterator[Batch]:
    """Read a CSV."""
    names, delimiter, head_lines = _header(path)
    full_names = [name or f"column {n}" for n, name in enumerate(names, start=1)]
    # Whether pyarrow may read the names from the first line itself.
    is_plain_header = full_names == names and head_lines == 1
    names = full_names
    roles = naming.roles(names, path)
    bad: list[tuple[int, Reason]] = []

    after, kind = f" where the head has {len(names)}", f"not the {len(names)} cells of the head"

    def skip(row: Any) -> str:
        bad.append((row.number, Reason("", f"{row.actual_columns} cells", after, kind)))
        return "skip"

    try:
        with path.open("rb") as file:
            reader = csv.open_csv(
                pa.PythonFile(_Utf8(file), "r"),
                csv.ReadOptions(
                    use_threads=False,
                    block_size=batches.BLOCK // _PARTS,
                    **({} if is_plain_header else {"column_names": names, "skip_rows": head_lines}),
                ),
                csv.ParseOptions(
                    delimiter=delimiter, invalid_row_handler=skip, ignore_empty_lines=False
                ),
                csv.ConvertOptions(
                    column_types={name: pa.string() for name in names},
                    null_values=[""],
                    strings_can_be_null=True,
                    quoted_strings_can_be_null=True,
                ),
            )
            line = head_lines
            while parts := list(islice(reader, _PARTS)):
                table = pa.Table.from_batches(parts)
                if delimiter != _MARKS[0]:
                    table = _with_decimal_points(table)
                roles = with_pair_order(roles, table)
                lines, line = _line_numbers(table.num_rows, line, {n for n, _ in bad})
                refused = [(n, reason) for n, reason in bad if n <= line]
                del bad[: len(refused)]
                yield batch_of(table, lines, roles, refused)
    except UnicodeDecodeError:
        raise _not_utf8(path) from None
    except pa.ArrowInvalid as error:
        message = f"{path}: {str(error).splitlines()[0]}"
        raise UsageError(message) from None
    if bad:  # lines behind the last valid one
        empty = pa.Table.from_pydict({name: pa.array([], pa.string()) for name in names})
        yield batch_of(empty, np.empty(0, np.int64), roles, bad)


def _with_decimal_points(table: Any) -> Any:
    """Return a table whose columns of numbers have points in place of decimal commas."""
    for n, name in enumerate(table.column_names):
        column = table[name]
        commas = pc.fill_null(pc.match_substring_regex(column, _COMMA), False)
        if not pc.any(commas).as_py():
            continue
        # In a column of texts, `1,5` may be a list.
        with_points = pc.fill_null(pc.match_substring_regex(column, _NUMBER), False)
        numbers = pc.sum(pc.or_(commas, with_points)).as_py()
        if numbers >= _NUMBER_SHARE * (len(column) - column.null_count):
            plain = pc.replace_substring(column, ",", ".")
            table = table.set_column(n, name, pc.if_else(commas, plain, column))
    return table


class _Utf8:
    """A file that raises UnicodeDecodeError where its bytes are not UTF-8.

    pyarrow itself would decode rows of a wrong length first.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.close = file, file.close
        self._decode = codecs.getincrementaldecoder("utf-8")().decode
        # Whether the last piece cannot have ended within a character.
        self._ended_whole = True

    @property
    def closed(self) -> bool:
        return self._file.closed

    def read(self, size: int) -> bytes:
        data = self._file.read(size)
        # ASCII needs no decoding.
        if not (self._ended_whole and data and data.isascii()):
            self._decode(data, final=not data)
            self._ended_whole = data[-1:].isascii()
        return data


def _header(path: Path) -> tuple[list[str], str, int]:
    """Return the column names of a CSV, the delimiter, and the number of header lines.

    A line of HXL tags is a header line too.
    """
    import csv as text

    with path.open("rb") as file:
        first = file.readline(_LONGEST_HEAD + 1)
        lines = 1
        # A quoted name may span several lines.
        while first.count(b'"') % 2 and len(first) <= _LONGEST_HEAD:
            next_line = file.readline(_LONGEST_HEAD + 1)
            if not next_line:
                break
            first, lines = first + next_line, lines + 1
        second = file.readline(_LONGEST_HEAD).decode("utf-8", "replace")
    if len(first) > _LONGEST_HEAD:
        message = f"{path}: line 1 is longer than {_LONGEST_HEAD:,} bytes; it must name the columns"
        raise UsageError(message)
    try:
        head = first.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(path, error.start + 1) from None
    if head.count('"') % 2:
        raise UsageError(
            f"{path}: line 1: a quotation mark is not closed; it must name the columns"
        )
    try:
        by_delimiter = {
            mark: next(text.reader(StringIO(head, newline=""), delimiter=mark), [])
            for mark in _MARKS
        }
    except text.Error as error:
        message = f"{path}: line 1: {error}; it must name the columns"
        raise UsageError(message) from None
    # Commas are the delimiter if there are any.
    delimiter = next((mark for mark, names in by_delimiter.items() if len(names) > 1), _MARKS[0])
    names = by_delimiter[delimiter]
    if not names:
        message = f"{path}: is empty; its first line must name the columns"
        raise UsageError(message)
    nonempty = [name for name in names if name]
    if len(set(nonempty)) != len(nonempty):
        twice = next(name for name in nonempty if nonempty.count(name) > 1)
        message = (
            f"{path}: line 1: two columns are called {shown(twice)}; each needs a name of its own"
        )
        raise UsageError(message)
    tags = are_tags(second.rstrip("\r\n").split(delimiter))
    return names, delimiter, lines + tags


def _not_utf8(path: Path, byte: int | None = None) -> UsageError:
    where = "" if byte is None else f"byte {byte} is "
    return UsageError(f"{path}: {where}not UTF-8; save the file as UTF-8")


def _line_numbers(rows: int, line: int, skipped: set[int]) -> tuple[NDArray[np.int64], int]:
    """Return the line numbers of the next rows, after `line`, and that of the last one."""
    if not skipped:
        return np.arange(line + 1, line + rows + 1), line + rows
    lines = np.empty(rows, np.int64)
    for i in range(rows):
        line += 1
        while line in skipped:
            line += 1
        lines[i] = line
    return lines, line


def from_parquet(path: Path, naming: Naming) -> Iterator[Batch]:
    """Read a Parquet file, plain or GeoParquet."""
    with reading(path, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        schema = parquet.read_schema(path)
        geometry = _geometry_column(schema.metadata or {}, path)
        # Texts stay dictionary-encoded: a few long ones may occur in a million rows.
        texts = [f.name for f in schema if is_text(f.type) and f.name != geometry]
        file = parquet.ParquetFile(path, page_checksum_verification=True, read_dictionary=texts)
    names = [name for name in file.schema_arrow.names if name != geometry]
    _check_names(names, path)
    roles = naming.roles(names, path, AT if geometry else None)
    first = 1
    columns = [*names, geometry] if geometry else names
    for block in _blocks(file, columns, path):
        lines = np.arange(first, first + block.num_rows)
        first += block.num_rows
        if geometry:
            table, lines, refused = _with_points(block, geometry, lines)
            yield batch_of(table, lines, roles, refused)
        else:
            roles = with_pair_order(roles, block)
            yield batch_of(block, lines, roles, [])


def _blocks(file: Any, columns: Sequence[str], path: Path) -> Iterator[Any]:
    """Yield a file's rows as tables."""
    blocks = file.iter_batches(batches.BATCH, columns=columns)
    while True:
        with reading(path):
            block = next(blocks, None)
            if block is None:
                return
            # Texts are not validated as UTF-8 here.
            block.validate(full=True)
        yield unpack_texts(_plain_texts(pa.Table.from_batches([block])), path)


def _plain_texts(table: Any) -> Any:
    """Return rows with string views as plain strings, since pyarrow cannot sort views."""
    plain = {"string_view": pa.string(), "binary_view": pa.binary()}
    fields = [field.with_type(plain.get(str(field.type), field.type)) for field in table.schema]
    return table.cast(pa.schema(fields)) if fields != list(table.schema) else table


def _check_names(names: Sequence[str], path: Path) -> None:
    if len(set(names)) != len(names):
        twice = next(name for name in names if names.count(name) > 1)
        message = f"{path}: two columns are called {twice!r}; each needs a name of its own"
        raise UsageError(message)


def _geometry_column(metadata: dict[bytes, bytes], path: Path) -> str | None:
    """Return the geometry column of a GeoParquet file; None for plain Parquet."""
    if b"geo" not in metadata:
        return None
    try:
        geo = json.loads(metadata[b"geo"])
        name: str = geo["primary_column"]
        column: dict[str, Any] = dict(geo["columns"][name])
    except (ValueError, KeyError, TypeError, RecursionError):
        message = f"{path}: its metadata 'geo' cannot be read; save it again with what wrote it"
        raise UsageError(message) from None
    # GeoParquet 1.1: a missing CRS means OGC:CRS84, and null means unknown.
    crs = column.get("crs", {"id": {"authority": "OGC", "code": "CRS84"}})
    id_ = crs.get("id") if isinstance(crs, dict) else None
    authority = id_ if isinstance(id_, dict) else {}
    code = f"{authority.get('authority')}:{authority.get('code')}"
    if code not in _LON_LAT:
        crs_text = (
            "is not known (null)" if crs is None else f"is {code if authority else 'unnamed'}"
        )
        message = (
            f"{path}: its CRS {crs_text}, and observations are in longitude and latitude "
            "(OGC:CRS84): reproject it first"
        )
        raise UsageError(message)
    if column.get("encoding") != "WKB":
        message = f"{path}: its geometry is encoded as {column.get('encoding')}, and WKB is read"
        raise UsageError(message)
    return name


def _with_points(
    table: Any, name: str, lines: NDArray[np.int64]
) -> tuple[Any, NDArray[np.int64], list[tuple[int, Reason]]]:
    """Return a table with coordinates in place of its point geometry."""
    lon, lat, is_point = from_wkb(table[name].combine_chunks())
    reason = Reason.plain("no point of two numbers in little-endian WKB")
    refused = [(int(n), reason) for n in lines[~is_point]]
    table = table.drop_columns([name])
    for column, values in zip(AT, (lon, lat), strict=True):
        table = table.append_column(column, pa.array(values))
    return table.filter(pa.array(is_point)), lines[is_point], refused
