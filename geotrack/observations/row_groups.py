"""The row groups of a dataset's file, which several threads read at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from geotrack.observations.arrow import parquet, reading

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
        """Return what the end of the file says of them, of type `pyarrow.parquet.FileMetaData`.

        Raises
        ------
        UsageError
            It is torn.
        """
        with reading(self.path):
            file = self._reader()
            self._idle.append(file)
            return file.metadata

    @cached_property
    def _idle(self) -> list[Any]:
        """Return readers that no thread has in hand: they cannot share one."""
        return []

    def _reader(self, metadata: Any = None) -> Any:
        return parquet.ParquetFile(self.path, metadata=metadata, page_checksum_verification=True)

    def __getstate__(self) -> dict[str, Any]:
        """Return what another process needs: no open files, and of which file it is asked."""
        return {name: held for name, held in vars(self).items() if name != "_idle"}

    def read(self, i: int, columns: Iterable[str], *, threads: bool = True) -> Any:
        """Return columns of a row group, each page held to its checksum.

        Parameters
        ----------
        i : int
            Which, from 0.
        columns : iterable of str
            Their names; what is not there is left out.
        threads : bool
            Whether pyarrow may read several columns at once, by threads of its own: no use where
            several row groups are read at once.

        Returns
        -------
        pyarrow.Table
            In the order of the file.

        Raises
        ------
        UsageError
            The file is torn.
        """
        metadata = self.metadata
        with reading(self.path):
            try:
                file = self._idle.pop()
            except IndexError:
                file = self._reader(metadata)
            read = file.read_row_group(i, columns=list(columns), use_threads=threads)
            self._idle.append(file)
            return read
