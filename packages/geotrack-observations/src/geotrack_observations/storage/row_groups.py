"""Thread-safe reader of the row groups of a dataset's file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from geotrack_observations.arrow import pa, parquet, reading
from geotrack_observations.storage.cell_checks import check_cells
from geotrack_observations.storage.layout import OWN
from geotrack_observations.storage.texts import is_text, unpack_texts

__all__ = ["RowGroups"]


@dataclass(frozen=True)
class RowGroups:
    """The row groups of a file.

    Parameters
    ----------
    path : path
        The file.
    """

    path: Path

    @cached_property
    def metadata(self) -> Any:
        """Return the metadata in the footer, a `pyarrow.parquet.FileMetaData`.

        Raises
        ------
        UsageError
            The file is damaged.
        """
        with reading(self.path):
            return parquet.read_metadata(self.path)

    @cached_property
    def _texts(self) -> list[str]:
        """Return the columns of text, which are read dictionary-encoded."""
        with reading(self.path):
            schema = self.metadata.schema.to_arrow_schema()
        return [field.name for field in schema if is_text(field.type) and field.name not in OWN]

    @cached_property
    def state(self) -> tuple[str, int, int, int]:
        """Return the identity of the file as it is now: path, inode, size and time."""
        status = self.path.stat()
        return str(self.path), status.st_ino, status.st_size, status.st_mtime_ns

    @cached_property
    def _idle(self) -> list[Any]:
        """Return the readers that no thread uses; threads cannot share one."""
        return []

    def _reader(self, metadata: Any) -> Any:
        return parquet.ParquetFile(
            self.path,
            metadata=metadata,
            read_dictionary=self._texts,
            page_checksum_verification=True,
        )

    def __getstate__(self) -> dict[str, Any]:
        """Return the state to pickle: the identity of the file, without open readers."""
        return {name: value for name, value in vars(self).items() if name != "_idle"}

    def read(self, i: int, columns: Iterable[str], *, threads: bool = True) -> Any:
        """Return columns of a row group, with checksums and `check_cells` verified.

        Parameters
        ----------
        i : int
            Index of the row group, from 0.
        columns : iterable of str
            Names of columns; missing ones are ignored.
        threads : bool
            Whether pyarrow may read columns in threads; useless if several row groups are read at
            once.

        Returns
        -------
        pyarrow.Table
            Columns in the order of the file.

        Raises
        ------
        UsageError
            The file is damaged, or has cells that no build writes.
        """
        metadata = self.metadata
        with reading(self.path):
            try:
                file = self._idle.pop()
            except IndexError:
                file = self._reader(metadata)
            table = file.read_row_group(i, columns=list(columns), use_threads=threads)
            self._idle.append(file)
            if table.num_rows != metadata.row_group(i).num_rows:
                message = (
                    f"row group {i + 1} has {table.num_rows:,} rows, and states another number"
                )
                raise pa.ArrowInvalid(message)
            table = unpack_texts(table, self.path, set(table.column_names) - set(self._texts))
        check_cells(table, self.path, i)
        return table

    def head(self, columns: Iterable[str], most: int) -> Any:
        """Return columns of the first rows.

        Parameters
        ----------
        columns : iterable of str
            Names of columns.
        most : int
            Maximum number of rows.

        Raises
        ------
        UsageError
            The file is damaged, or has cells that no build writes.
        """
        metadata = self.metadata
        with reading(self.path):
            batches = self._reader(metadata).iter_batches(most, [0], list(columns))
            first = next(batches, None)
            if first is None or not first.num_rows:
                message = "row group 1 has no rows, and states another number"
                raise pa.ArrowInvalid(message)
            rows = pa.Table.from_batches([first])
        check_cells(rows, self.path, 0)
        return rows
