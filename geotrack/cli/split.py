"""`geotrack split`: splits a large file of records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geotrack.cli.app import notify, plural, workspace_or_packaged
from geotrack.cli.output.progress import progress

if TYPE_CHECKING:
    from geotrack.files.feature_split import PartLimits
    from geotrack.model.limits import Limits
    from geotrack.workspace import Workspace

_LARGE = 8_000_000
"""Bytes from which on a progress bar is shown."""
_SHARE = 0.9
"""Share of the limits that a part may fill, so that records can be added to it."""


@click.command("split")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--features", type=click.IntRange(min=1), metavar="N", help="Most Features of a part."
)
@click.option(
    "--mb", type=click.FloatRange(min=0, min_open=True), metavar="N", help="Most MB of a part."
)
@click.option("--force", is_flag=True, help="Overwrite existing files.")
@click.pass_context
def command(
    ctx: click.Context, file: Path, features: int | None, mb: float | None, force: bool
) -> None:
    """Split a file of GeoJSON Features into parts within the limits of files.

    Features stay byte for byte as they are. A file of events/ becomes its first part, with the
    others beside it; any other file stays, beside its parts.
    """
    import tempfile

    from geotrack.errors import UsageError
    from geotrack.files.feature_split import split_features

    workspace = workspace_or_packaged(ctx, named=False, quiet=True)
    limits = _limits(workspace.config.limits, features, mb)
    if not file.is_file():
        raise UsageError(f"{file}: no such file")
    with (
        tempfile.TemporaryDirectory(prefix=".geotrack-", dir=file.absolute().parent) as folder,
        progress("splitting", file.stat().st_size, least=_LARGE) as advance,
    ):
        parts = split_features(file, Path(folder), limits, advance)
        count = sum(number for _, number in parts)
        if len(parts) < 2:  # noqa: PLR2004 (a file that is one part)
            notify(f"{file}: {plural(count, 'Feature')}, within the limits of a part; not split")
            return
        targets = _targets(file, len(parts), workspace)
        _refuse_existing([t for t in targets if t != file], force=force)
        _put(dict(zip(targets, (path for path, _ in parts), strict=True)), file, workspace)
    names = [f"{t.name} ({number})" for t, (_, number) in zip(targets, parts, strict=True)]
    notify(f"{file}: {plural(count, 'Feature')} in {len(parts)} files: {', '.join(names)}")


def _limits(limits: Limits, features: int | None, mb: float | None) -> PartLimits:
    from geotrack.files.feature_split import PartLimits

    return PartLimits(
        size=(mb or limits.file_mb * _SHARE) * 1e6,
        features=features or limits.features * _SHARE,
        values=limits.values * _SHARE,
        positions=limits.file_vertices * _SHARE,
    )


def _is_stored(file: Path, workspace: Workspace) -> bool:
    """Return whether a file is one of the workspace's records."""
    return any(file.samefile(one) for one in workspace.event_files if one.exists())


def _targets(file: Path, count: int, workspace: Workspace) -> list[Path]:
    numbered = [file.with_stem(f"{file.stem}-{n:0{len(str(count))}}") for n in range(1, count + 1)]
    return [file, *numbered[1:]] if _is_stored(file, workspace) else numbered


def _refuse_existing(paths: list[Path], *, force: bool) -> None:
    from geotrack.errors import UsageError

    if not force and (there := [path for path in paths if path.exists()]):
        raise UsageError(f"{there[0]} is there already; --force overwrites it")


def _put(parts: dict[Path, Path], file: Path, workspace: Workspace) -> None:
    """Move parts to where they belong: those of a stored file all or none."""
    from geotrack.workspace.transaction import commit, locked

    if file not in parts:
        for target, part in parts.items():
            part.replace(target)
        return
    with locked(workspace.root):
        commit(workspace.root, {t.absolute(): part.read_bytes() for t, part in parts.items()})
