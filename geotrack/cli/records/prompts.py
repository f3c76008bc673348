"""Questions at a terminal; each answer is checked at once and repeated if invalid."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.app import EXIT_FINDINGS, notify, plain, wrap_text

if TYPE_CHECKING:
    from geotrack.findings import Finding
    from geotrack.taxonomy import Taxonomy
    from geotrack.workspace import Workspace
    from geotrack.workspace.edit.compose import RecordAnswers

_UNKNOWN = ("unknown", "?")
_CITE = "cite:"
_OF_A_PLACE = (
    "geometry", "place_name", "regions", "precision", "radius_km", "inner_radius_km", "described",
    "place_note",
)  # fmt: skip
# The next question asks for the precision; leaving it unstated is a valid answer.
# The rule and the key of a precision whose radius is not stated.
_NEEDS_RADIUS = ("radius", "precision")
_EXPECTED_WARNING = "precision-unstated"


def at_terminal() -> bool:
    """Return whether stdin and stderr are a terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


@contextmanager
def interruptible(ctx: click.Context) -> Iterator[None]:
    """Exit with one line if the user stops (Ctrl-C, Ctrl-D)."""
    try:
        yield
    except (KeyboardInterrupt, EOFError):
        click.echo(err=True)
        notify("stopped; nothing is written")
        ctx.exit(EXIT_FINDINGS)


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


def confirm(prompt: str) -> bool:
    """Ask for a yes or no; Enter is yes."""
    while True:
        answer = line(f"{prompt} [Y/n]").casefold()
        if answer in {"", "y", "yes"}:
            return True
        if answer in {"n", "no"}:
            return False
        notify("write y or n")


def prompt_until_valid(prompt: str, take: Callable[[str], list[str]]) -> None:
    """Ask until an answer is accepted.

    Parameters
    ----------
    prompt : str
        The question.
    take : callable
        Stores an answer; returns error texts, empty if the answer is accepted.
    """
    from geotrack.errors import GeotrackError

    while True:
        answer = line(prompt)
        try:
            wrong = take(answer)
        except GeotrackError as error:
            wrong = [str(error)]
        if not wrong:
            return
        for text in wrong:
            notify(f"  {text}")


def message_and_remedy(finding: Finding) -> str:
    """Return a finding's message and remedy."""
    return finding.text()


class RecordPrompts:
    """Asks for the missing parts of one record.

    Parameters
    ----------
    answers : RecordAnswers
        Values known already.
    workspace : Workspace
        The workspace whose places, regions and rules apply.

    Attributes
    ----------
    answers : RecordAnswers
        All values, updated by each answer.
    """

    def __init__(self, answers: RecordAnswers, workspace: Workspace) -> None:
        self.answers = answers
        self._workspace = workspace
        self._confirmed: set[str] = set()
        self._broken: set[tuple[str, str]] = set()
        self._reach = ""
        """Precision and radius of a named place, unless another is stated."""

    def ask(self, missing: Container[str]) -> RecordAnswers:
        """Ask for missing values.

        Parameters
        ----------
        missing : container of str
            Of `title`, `type`, `start`, `where` and `source`.
        """
        if "title" in missing:
            self._property("Title:", "title")
        if "type" in missing:
            list_types(self._workspace.taxonomy)
            self._property("Type:", "type")
        if "start" in missing:
            prompt_until_valid("Start (2024-09-28, 28 September 2024, unknown):", self._start)
        if "where" in missing:
            kinds = "lon,lat, a place, 40 nm NW of a place, a region, or unknown"
            prompt_until_valid(f"Where ({kinds}):", self._where)
            has_place = self.answers.place_name or self.answers.regions or self.answers.described
            if not has_place:
                prompt_until_valid("The place in words (Enter: not stated):", self._place_name)
            if self.answers.geometry is not None and (
                self.answers.precision is None or self._reach
            ):
                kinds = "exact, near, ring, representative"
                otherwise = self._reach or "not stated"
                prompt_until_valid(f"How exact ({kinds}; Enter: {otherwise}):", self._precision)
        if "source" in missing:
            prompt_until_valid(
                f"Source (its address, or {_CITE} and a work without one):", self._source
            )
        return self.answers

    def _take(self, **answer: Any) -> list[str]:
        """Store an answer if it is valid; ask once about warnings."""
        from dataclasses import replace

        from geotrack.findings import Severity
        from geotrack.workspace.edit.compose import faults_of_answers

        answers = replace(self.answers, **answer)
        findings = faults_of_answers(answers, self._workspace)
        errors = [f for f in findings if f.severity is Severity.ERROR]
        self._broken = {(f.rule, f.key) for f in errors}
        if errors:
            return [message_and_remedy(f) for f in errors]
        doubts = [message_and_remedy(f) for f in findings if f.rule != _EXPECTED_WARNING]
        fresh = [text for text in doubts if text not in self._confirmed]
        for text in fresh:
            notify(f"  warning: {text}")
        if fresh and not confirm("Keep it?"):
            return ["write it again"]
        self._confirmed.update(fresh)
        self.answers = answers
        return []

    def _property(self, prompt: str, name: str) -> None:
        prompt_until_valid(prompt, lambda answer: self._take(**{name: answer}))

    def _start(self, answer: str) -> list[str]:
        from geotrack.workspace.edit.compose import time_in_words

        start, end = time_in_words(answer)
        if start != answer:
            notify(f"  {start}{f' to {end}' if end else ''}")
        return self._take(start=start, **({"end": end} if end else {}))

    def _where(self, answer: str) -> list[str]:
        from geotrack.workspace.edit.compose import locate

        if not answer:
            return ["write lon,lat, the name of a place or region, a description, or unknown"]
        if answer.casefold() in _UNKNOWN:
            return []
        location = locate(answer, self._workspace)
        if location.regions:
            notify(f"  {', '.join(location.regions)}")
        for text in (*location.places, *filter(None, [location.place_note])):
            notify(f"  {text}")
        if location.described and location.precision and self.answers.precision:
            return ["a description gives precision and radius itself; write a position or a place"]
        values = {key: getattr(location, key) for key in _OF_A_PLACE}
        values["place_name"] = self.answers.place_name or location.place_name
        if self.answers.precision:  # from an option, in place of the radius of a named place
            values |= dict.fromkeys(("precision", "radius_km", "inner_radius_km"))
        elif location.precision and not location.described:
            self._reach = f"{location.precision}, {location.radius_km:g} km"
        return self._take(**{key: value for key, value in values.items() if value})

    def _place_name(self, answer: str) -> list[str]:
        return self._take(place_name=answer) if answer else []

    def _precision(self, answer: str) -> list[str]:
        from geotrack.workspace.edit.compose import kilometres

        if not answer:
            return []
        word = answer.casefold()
        wrong = self._take(precision=word, radius_km=None, inner_radius_km=None)
        if _NEEDS_RADIUS not in self._broken:
            return wrong
        if word == "ring":
            prompt_until_valid(
                "Between what distances (120km 230km; Enter: not stated):", self._radii
            )
        else:
            prompt_until_valid(
                "Within how far (30km, 16nmi; Enter: not stated):",
                lambda length: (
                    self._take(precision=word, radius_km=kilometres(length)) if length else []
                ),
            )
        return wrong if self.answers.precision is None else []

    def _radii(self, lengths: str) -> list[str]:
        from geotrack.workspace.edit.compose import kilometres

        if not lengths:
            return []
        radii = re.findall(r"\d[\d.,]*\s*[^\d\s.,]+", lengths)
        if len(radii) != 2:  # noqa: PLR2004 - the radii of a ring
            return ["write both distances, each with its unit, for example 120km 230km"]
        inner, outer = sorted(map(kilometres, radii))
        return self._take(precision="ring", radius_km=outer, inner_radius_km=inner)

    def _source(self, answer: str) -> list[str]:
        if answer.casefold().startswith(_CITE):
            return self._take(sources=({"cite": answer[len(_CITE) :].strip()},))
        return self._take(sources=({"url": answer},))


def list_types(terms: Taxonomy) -> None:
    """Print the event types by theme."""
    width = max(map(len, terms.themes)) + 3
    for theme in terms.themes:
        names = [t.partition("/")[2] for t in terms.types if t.partition("/")[0] == theme]
        notify(wrap_text(", ".join(names), f"  {theme + '/':<{width - 1}}"))
