"""Pages of a workspace, built in a process of their own; that of all records is kept."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from anyio import CapacityLimiter, to_thread

from geotrack.errors import GeotrackError
from geotrack.server.page_process import PageProcess

__all__ = ["Pages"]


class Pages:
    """The pages of a workspace; that of all records is kept until there is another version.

    Parameters
    ----------
    process : PageProcess
        The process in which they are built.
    version : callable
        Returns the present version of the workspace's files.
    """

    def __init__(self, process: PageProcess, version: Callable[[], int]) -> None:
        self._process, self._version = process, version
        self._one_at_a_time = CapacityLimiter(1)
        self._kept: tuple[tuple[int, str], bytes] | None = None

    async def records(self, language: str) -> bytes:
        """Return the page of all records in a language.

        Raises
        ------
        GeotrackError
            It cannot be built.
        """
        async with self._one_at_a_time:
            key = self._version(), language
            if self._kept is None or self._kept[0] != key:
                page = await _in_thread(partial(self._process.page_of_records, language))
                self._kept = key, page
            return self._kept[1]

    async def prepare(self, language: str) -> None:
        """Build the page of all records before it is asked for: the desk opens with it."""
        with suppress(GeotrackError):  # who asks for it is told
            await self.records(language)

    async def preview(self, name: str) -> bytes:
        """Return the page of a map; errors as of `records`."""
        async with self._one_at_a_time:
            return await _in_thread(partial(self._process.page_of_map, name))

    def close(self) -> None:
        """End the process; a page that is being built is given up."""
        self._process.close()


async def _in_thread(build: Callable[[], bytes]) -> bytes:
    # Whoever gives up a page leaves the thread alone, until the page is built.
    return await to_thread.run_sync(build, abandon_on_cancel=True)
