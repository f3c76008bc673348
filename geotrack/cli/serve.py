"""`geotrack serve`: opens the workspace as a local web application, the desk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from geotrack.cli.app import current_workspace, emit, notify, today
from geotrack.errors import UsageError

_HOST = "127.0.0.1"


@click.command("serve")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="Port; default another free one each time.",
)
@click.option("--open/--no-open", "opens", default=True, help="Open the browser; default yes.")
@click.option("--link", is_flag=True, help="Print another link to the running desk, and end.")
@click.option("--read-only", is_flag=True, help="Refuse each change.")
@click.option(
    "--host", default=_HOST, metavar="ADDRESS", help=f"Only {_HOST}, the loopback interface."
)
@click.option(
    "--forwarded-port",
    "forwarded",
    type=click.IntRange(1, 65535),
    multiple=True,
    help="Port of another computer that `ssh -L` forwards to this one; repeatable.",
)
@click.option("--ogc", is_flag=True, help="Let GIS programs read records and layers at /ogc.")
@click.option(
    "--max-marking",
    metavar="MARKING",
    help="Highest marking that they read; default the lowest of the workspace.",
)
@click.pass_context
def command(
    ctx: click.Context,
    /,
    port: int,
    opens: bool,
    link: bool,
    read_only: bool,
    host: str,
    forwarded: tuple[int, ...],
    ogc: bool,
    max_marking: str | None,
) -> None:
    """Edit the records of the workspace in a browser.

    The server listens on this computer only. It prints a link that works once; Ctrl-C ends it. The
    files of the workspace stay the only store: what the desk writes, `geotrack add` and `geotrack
    review` could have written.

    With --ogc, QGIS and other GIS programs read records and layers by OGC API - Features, with the
    password that is printed.
    """
    if host not in {_HOST, "localhost"}:
        raise UsageError(
            f"--host {host}: the desk has no accounts, so it listens on {_HOST} only; a colleague "
            "reaches it through `ssh -L PORT:127.0.0.1:PORT`"
        )
    if max_marking is not None and not ogc:
        raise UsageError("--max-marking limits what --ogc serves; add --ogc or leave it out")
    root = current_workspace(ctx, quiet=True).root  # the desk shows records with errors
    if link:
        with _extra():
            from geotrack.server.instance import link_of

        emit(link_of(root))
        return

    def announce(address: str, readers: str | None, has_link: bool) -> None:
        emit(address)
        if readers is not None:
            emit(readers)
        another = "`geotrack serve --link` prints another" if has_link else "there is no other"
        notify(f"the link works once, {another}; Ctrl-C ends the desk")

    _serve(
        root,
        today=today,
        port=port,
        forwarded=forwarded,
        read_only=read_only,
        opens=opens,
        ogc=ogc,
        max_marking=max_marking,
        announce=announce,
    )


@contextmanager
def _extra() -> Iterator[None]:
    """Raise a `UsageError` that names the extra if a library is not installed."""
    try:
        yield
        if find_spec("watchfiles") is None:  # imported once the desk runs
            raise ModuleNotFoundError(name="watchfiles")
    except ModuleNotFoundError as error:
        package = str(error.name).partition(".")[0]
        raise UsageError(
            f"`geotrack serve` needs {package}: pip install 'geotrack[serve]'"
        ) from None


def _serve(root: Path, **values: Any) -> None:
    from geotrack.server.page_process import PageProcess

    with closing(PageProcess(root)) as page_process:
        with _extra():
            page_process.start()  # it imports in parallel
            from geotrack.server.instance import InstanceError, link_of
            from geotrack.server.run import serve
        try:
            serve(root, page_process=page_process, **values)
        except InstanceError as error:
            notify(f"{error}; this link opens it:")
            emit(link_of(root))
