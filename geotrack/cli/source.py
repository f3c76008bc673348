"""`geotrack source`: states who says what in a source of a stored record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.app import current_workspace, emit, notify, record_of, today, wrap_text
from geotrack.cli.options.authors import author, author_name
from geotrack.cli.records.record_change import plan_change
from geotrack.cli.show import source_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geotrack.model import Event

_KEYS = ("claimant", "stance", "says")


@click.command("source")
@click.argument("id_", metavar="ID")
@click.option(
    "--source",
    "which",
    metavar="N|URL",
    help="The source, by its number in the record, its address or its work; needed of several.",
)
@click.option("--add", "new", metavar="URL|WORK", help="Cite a further source, and state of it.")
@click.option("--claimant", metavar="NAME", help="Who says it.")
@click.option("--stance", metavar="WORD", help="supports, disputes, denies or silent.")
@click.option("--says", metavar="TEXT", help="The claimant's own account, in your own words.")
@author
@click.option("--why", metavar="TEXT", help="Reason of the change, stored in revisions.")
@click.option("--dry-run", is_flag=True, help="Show the change without writing it.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    id_: str,
    which: str | None,
    new: str | None,
    by: str | None,
    why: str | None,
    dry_run: bool,
    **account: str | None,
) -> None:
    """State who says what in a source of the record ID: claimant, stance and account.

    An empty text removes what is stated. The change is one of the record: it is added to its
    revisions, and the record becomes a draft again.
    """
    from geotrack.errors import UsageError
    from geotrack.workspace import shown_path

    members = {key: text.strip() for key in _KEYS if (text := account[key]) is not None}
    if members.get("stance"):
        members["stance"] = stance_of(members["stance"])
    if not members and new is None:
        raise UsageError("say what the source states: --claimant, --stance or --says")
    workspace = current_workspace(ctx)
    event = record_of(workspace, id_)
    name = author_name(by, "changes it", needed=not dry_run)
    new_source = None if new is None else _new_source(event, new.strip(), which)
    n = _index(event, which) if new_source is None else len(event.sources)
    feature = _with_source(event, n, new_source, members)
    if feature == event.feature:
        notify(f"nothing to write: source {n + 1} of {event.id} states that already")
        return
    addition = plan_change(ctx, workspace, feature, "source", f"changed  {event.id}")
    (record,) = addition.records
    emit(
        wrap_text(source_text(record.event.sources[n], workspace), f"{'':9}source {n + 1} is now: ")
    )
    if dry_run:
        notify("nothing is written: --dry-run")
        return
    paths = addition.write("", by=name, on=today(), why=why)
    notify(f"source {n + 1} of {event.id}, written to {', '.join(map(shown_path, paths))}")


def _with_source(
    event: Event, n: int, new_source: Mapping[str, str] | None, stated: Mapping[str, str]
) -> dict[str, Any]:
    """Return the record with what source `n` states; empty texts remove what is stated."""
    from geotrack.model.base import listed

    sources: Any = listed(event.feature["properties"]["sources"])
    sources = [*sources, *([] if new_source is None else [new_source])]
    old = sources[n] if isinstance(sources[n], dict) else {"url": sources[n]}
    new = {k: v for k, v in {**old, **stated}.items() if v != "" or k not in stated}
    if new_source is None and new == old:
        return dict(event.feature)
    sources[n] = new
    return {**event.feature, "properties": {**event.feature["properties"], "sources": sources}}


def stance_of(text: str) -> str:
    """Return the stance that a text means, in English or Norwegian.

    Raises
    ------
    UsageError
        It means none.
    """
    from geotrack.errors import UsageError
    from geotrack.findings import shown
    from geotrack.importing.cells.values import CellRules, choice_of, suggestion
    from geotrack.importing.targets.properties import properties

    choice = properties()["sources.stance"]
    value = choice_of(choice, text, CellRules())
    if value is None:
        raise UsageError(f"{shown(text)} is no stance; {suggestion(choice, text)}")
    return value


def _index(event: Event, which: str | None) -> int:
    """Return the index of a source, by its number, its address or its work.

    Raises
    ------
    UsageError
        No source is that one, or none of several is named.
    """
    from geotrack.errors import UsageError
    from geotrack.findings import shown

    names = [_names(event, n) for n in range(len(event.sources))]
    if which is None and len(names) == 1:
        return 0
    matches = [n for n, source_names in enumerate(names) if which in {str(n + 1), *source_names}]
    if len(matches) == 1:
        return matches[0]
    listing = "; ".join(f"{n} is {source_names[0]}" for n, source_names in enumerate(names, 1))
    problem = (
        f"{event.id} has {len(names)} sources"
        if which is None
        else (f"{shown(which)} is {'several sources' if matches else 'no source'} of {event.id}")
    )
    raise UsageError(f"{problem}; name one with --source: {listing}; or cite it with --add")


def _names(event: Event, n: int) -> Sequence[str]:
    """Return the names of a source: its address, its work, its report with the claim."""
    source = event.sources[n]
    seed = f"{source.seed} {source.claim}" if source.seed else None
    return [name for name in (source.url, *source.read_at, source.cite, seed) if name]


def _new_source(event: Event, new: str, which: str | None) -> dict[str, str]:
    """Return a source that the record does not cite yet.

    Raises
    ------
    UsageError
        The record cites it, or another source is named too.
    """
    from geotrack.errors import UsageError
    from geotrack.findings import shown
    from geotrack.importing.cells.lists import is_work

    if which is not None:
        raise UsageError("--source and --add do not go together; leave one out")
    if not new:
        raise UsageError("--add is empty; write an address, or a work without one")
    for n in range(len(event.sources)):
        if new in _names(event, n):
            raise UsageError(
                f"{event.id} cites {shown(new)} already; name it with --source {n + 1}"
            )
    is_cited = is_work(new) and "://" not in new
    return {"cite": new} if is_cited else {"url": new}
