"""How columns lie in the file: what is asked most is read with the least to do."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from dataset_rows import Put, made
from geotrack_observations import build


def test_places_in_the_plane_are_deltas_of_int32_without_more_over_them(
    put: Put, tmp_path: Path
) -> None:
    build([put(made(3_000))], tmp_path / "out")
    path = tmp_path / "out" / "observations.parquet"
    group, schema = parquet.read_metadata(path).row_group(0), parquet.ParquetFile(path).schema
    lying = {group.column(i).path_in_schema: i for i in range(group.num_columns)}
    for axis in ("plane_x", "plane_y"):
        place = lying.pop(axis)
        column = group.column(place)
        assert column.physical_type == "INT32"
        assert "DELTA_BINARY_PACKED" in column.encodings
        assert column.compression == "UNCOMPRESSED"
        # No page then begins with which of its rows are empty.
        assert schema.column(place).max_definition_level == 0
    assert {group.column(i).compression for i in lying.values()} == {"ZSTD"}


def test_columns_with_parts_are_made_smaller_in_all_of_these(tmp_path: Path) -> None:
    rows = 1_000
    columns = {
        "lon": [10 + i / 1e3 for i in range(rows)],
        "lat": [70.0] * rows,
        "heard.by": ["satellite"] * rows,
        "flags": [["anchored", "slow"]] * rows,
        "size": [{"length": 120.0, "beam": 20.0}] * rows,
    }
    parquet.write_table(pa.table(columns), tmp_path / "in.parquet")
    build([tmp_path / "in.parquet"], tmp_path / "out")
    path = tmp_path / "out" / "observations.parquet"
    group = parquet.read_metadata(path).row_group(0)
    lying = {c.path_in_schema: c.compression for c in map(group.column, range(group.num_columns))}
    plain = {name for name, compression in lying.items() if compression != "ZSTD"}
    assert plain == {"plane_x", "plane_y"}
    assert {"heard.by", "flags.list.element", "size.length", "size.beam"} < set(lying)
    assert parquet.read_table(path, columns=["flags"])["flags"].to_pylist() == columns["flags"]
