"""Questions at a terminal: each answer is checked at once, and asked again where it is wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.app import FOUND, plain, say, wrapped

if TYPE_CHECKING:
    from geotrack.findings import Finding
    from geotrack.workspace import Workspace
    from geotrack.workspace.edit.compose import Answers

_UNKNOWN = ("unknown", "?")
_CITE = "cite:"
# A warning of what the next question asks, and which is a proper answer to it.
_ASKED_FOR = "precision-unstated"


def at_terminal() -> bool:
    """Return whether someone is there to answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()


@contextmanager
def stoppable(ctx: click.Context) -> Iterator[None]:
    """End with one line where the one who is asked stops (Ctrl-C, Ctrl-D)."""
    try:
        yield
    except (KeyboardInterrupt, EOFError):
        click.echo(err=True)
        say("stopped; nothing is written")
        ctx.exit(FOUND)


def line(prompt: str) -> str:
    """Ask for one line on stderr and return it without the white space around it.

    Raises
    ------
    EOFError
        The input has ended.
    """
    if sys.stdout.isatty():
        return input(f"{plain(prompt)} ").strip()  # the terminal's own line editing
    click.echo(f"{plain(prompt)} ", err=True, nl=False)
    return input().strip()


def agreed(prompt: str) -> bool:
    """Ask for a yes or no; Enter is yes."""
    while True:
        answer = line(f"{prompt} [Y/n]").casefold()
        if answer in {"", "y", "yes"}:
            return True
        if answer in {"n", "no"}:
            return False
        say("write y or n")


def until_sound(prompt: str, take: Callable[[str], list[str]]) -> None:
    """Ask until an answer is taken.

    Parameters
    ----------
    prompt : str
        The question.
    take : callable
        Takes the answer; returns what is wrong with it, nothing where it is taken.
    """
    from geotrack.errors import GeotrackError

    while True:
        given = line(prompt)
        try:
            wrong = take(given)
        except GeotrackError as error:
            wrong = [str(error)]
        if not wrong:
            return
        for text in wrong:
            say(f"  {text}")


def words_of(finding: Finding) -> str:
    """Return a finding's message and remedy."""
    stop = "" if finding.message.endswith("?") else ";"
    return f"{finding.message}{stop} {finding.remedy}" if finding.remedy else finding.message


class RecordPrompts:
    """The questions of one record, asked as far as they are not answered.

    Parameters
    ----------
    answers : Answers
        What is answered already.
    workspace : Workspace
        By whose places, regions and rules answers are judged.

    Attributes
    ----------
    answers : Answers
        What is answered by now.
    """

    def __init__(self, answers: Answers, workspace: Workspace) -> None:
        self.answers = answers
        self._workspace = workspace
        self._told: set[str] = set()

    def ask(self, missing: Container[str]) -> Answers:
        """Ask what is needed and not answered.

        Parameters
        ----------
        missing : container of str
            Of `title`, `type`, `start`, `where` and `source`.
        """
        if "title" in missing:
            self._property("Title:", "title")
        if "type" in missing:
            _list_types()
            self._property("Type:", "type")
        if "start" in missing:
            self._property("Start (2024-09-28, 2024-09, 2024, unknown):", "start")
        if "where" in missing:
            self._ask_where()
        if "source" in missing:
            until_sound(f"Source (its address, or {_CITE} and a work without one):", self._source)
        return self.answers

    def _ask_where(self) -> None:
        until_sound("Where (lon,lat, a place, a region, or unknown):", self._where)
        if not self.answers.place_name and not self.answers.regions:
            until_sound("The place in words (Enter: not stated):", self._in_words)
        if self.answers.geometry is not None and self.answers.precision is None:
            kinds = "exact, near, representative"
            until_sound(f"How exact ({kinds}; Enter: not stated):", self._precision)

    def _take(self, **given: Any) -> list[str]:
        """Take an answer where the rules do; what they warn of is asked about once."""
        from dataclasses import replace

        from geotrack.findings import Severity
        from geotrack.workspace.edit.compose import faults_of_answers

        answers = replace(self.answers, **given)
        found = faults_of_answers(answers, self._workspace)
        wrong = [words_of(f) for f in found if f.severity is Severity.ERROR]
        if wrong:
            return wrong
        doubts = [words_of(f) for f in found if f.rule != _ASKED_FOR]
        fresh = [text for text in doubts if text not in self._told]
        for text in fresh:
            say(f"  warning: {text}")
        if fresh and not agreed("Keep it?"):
            return ["then write it anew"]
        self._told.update(fresh)
        self.answers = answers
        return []

    def _property(self, prompt: str, name: str) -> None:
        until_sound(prompt, lambda given: self._take(**{name: given}))

    def _where(self, given: str) -> list[str]:
        from geotrack.workspace.edit.compose import locate

        if not given:
            return ["write lon,lat, the name of a place or region, or unknown"]
        if given.casefold() in _UNKNOWN:
            return []
        found = locate(given, self._workspace)
        name = self.answers.place_name or found.place_name
        if found.regions:
            say(f"  {', '.join(found.regions)}")
        return self._take(geometry=found.geometry, place_name=name, regions=found.regions)

    def _in_words(self, given: str) -> list[str]:
        return self._take(place_name=given) if given else []

    def _precision(self, given: str) -> list[str]:
        if not given:
            return []
        word = given.casefold()
        wrong = self._take(precision=word)
        if not any("needs a radius" in text for text in wrong):
            return wrong
        until_sound(
            "Within how far (30km, 16nmi; Enter: not stated):",
            lambda length: self._radius(word, length),
        )
        return wrong if self.answers.precision is None else []

    def _radius(self, precision: str, length: str) -> list[str]:
        from geotrack.workspace.edit.compose import kilometres

        return self._take(precision=precision, radius_km=kilometres(length)) if length else []

    def _source(self, given: str) -> list[str]:
        if given.casefold().startswith(_CITE):
            return self._take(sources=({"cite": given[len(_CITE) :].strip()},))
        return self._take(sources=({"url": given},))


def _list_types() -> None:
    """Show the types by theme."""
    from geotrack.taxonomy import taxonomy

    known = taxonomy()
    width = max(map(len, known.themes)) + 3
    for theme in known.themes:
        words = [t.partition("/")[2] for t in known.types if t.partition("/")[0] == theme]
        say(wrapped(", ".join(words), f"  {theme + '/':<{width - 1}}"))
