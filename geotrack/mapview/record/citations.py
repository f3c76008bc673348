"""Sources of a record with their grades, claims of reports, and shared origins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from geotrack.dates import When, in_words
from geotrack.i18n import words
from geotrack.mapview.translations import LocalizedText, Text, Translator, joined
from geotrack.model import Event, Source
from geotrack.model.localized import localized
from geotrack.model.place_text import extra_words
from geotrack.workspace import Workspace

__all__ = ["Cited", "Claimed", "Grading", "cited", "claimed", "day", "host", "named", "origins"]

# A year alone, which stays as it is; a day is written in words.
_YEAR = re.compile("[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Grading:
    """A grade such as `B2`, with its meaning, its author and date."""

    grade: str
    means: LocalizedText
    attribution: Text


@dataclass(frozen=True, slots=True)
class Cited:
    """A source in a list."""

    label: str
    published: LocalizedText
    url: str
    read_at: tuple[str, ...]
    grading: Grading | None
    more: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim of a report that the record cites, with the section of the report."""

    report: str
    publisher: str
    published: LocalizedText
    claim: str
    section: str
    says: str
    grading: Grading | None
    more: str


def day(text: str | None, translate: Translator) -> LocalizedText:
    """Return a date of a source or a revision as text; empty without one."""
    when = When.parse(text) if text else None
    return translate.each(lambda language: in_words(when, language) if when else "")


def _published(text: str | None, translate: Translator) -> LocalizedText:
    """Return the date of a publication as text: a year as it is, any other as `day` does."""
    return LocalizedText(text) if text and _YEAR.fullmatch(text) else day(text, translate)


def cited(source: Source, translate: Translator) -> Cited:
    """Return the view of a source that is no report of the workspace."""
    return Cited(
        label=_label(source),
        published=_published(source.published, translate),
        url=source.url or "",
        read_at=source.read_at,
        grading=_grading(source, translate),
        more="; ".join(extra_words(source)),
    )


def claimed(source: Source, seed: str, workspace: Workspace, translate: Translator) -> Claimed:
    """Return the view of a claim of a report."""
    report = workspace.reports_by_id.get(seed)
    claims = (c for c in (report.claims if report else ()) if c.id == source.claim)
    claim = next(claims, None)
    return Claimed(
        report=report.title if report else seed,
        publisher=(report.publisher if report else None) or "",
        published=_published(report.published if report else None, translate),
        claim=source.claim or "",
        section=(claim.section if claim else None) or "",
        says=translate.text(localized(claim, translate.language, translate.own).says)
        if claim
        else "",
        grading=_grading(source, translate),
        more="; ".join(extra_words(source)),
    )


def _grading(source: Source, translate: Translator) -> Grading | None:
    grade = source.grade
    if grade is None:
        return None

    def means(language: str) -> str:
        label = words(language)
        reliability = label.section("grades.reliability")[grade.reliability]
        return f"{reliability}, {label.section('grades.credibility')[str(grade.credibility)]}"

    grader: Text = (translate("grades.by"), f" {grade.by}") if grade.by else ""
    return Grading(
        f"{grade.reliability}{grade.credibility}",
        translate.each(means),
        joined([grader, day(grade.on, translate)], ", "),
    )


def named(source: Source, workspace: Workspace) -> str:
    """Return the claimant of a source, else its publisher."""
    return (
        source.claimant or source.publisher or source.cite or _report_publisher(source, workspace)
    ) or ""


def _report_publisher(source: Source, workspace: Workspace) -> str | None:
    report = workspace.reports_by_id.get(source.seed or "")
    return (report.publisher or report.title) if report else source.seed


def host(url: str) -> str:
    """Return the host of an address, without `www.`.

    Examples
    --------
    >>> host("https://www.example.org/a?b")
    'example.org'
    """
    return url.partition("://")[2].partition("/")[0].removeprefix("www.")


def _label(source: Source) -> str:
    """Return the title of a source, or the host on which it was read."""
    text = " · ".join(w for w in (source.publisher, source.title, source.cite) if w)
    return text or host(source.url or next(iter(source.read_at), ""))


def origins(event: Event, workspace: Workspace, translate: Translator) -> Iterator[Text]:
    """Yield the sources that share an origin, which do not confirm each other.

    An origin is shown by its name if that is words, not a key.
    """
    counts: dict[str, Counter[str]] = {}
    for source in event.sources:
        if source.origin:
            seed = _report_publisher(source, workspace) if source.seed else None
            name = source.publisher or seed or _label(source)
            counts.setdefault(source.origin, Counter())[name] += 1
    for origin, names in counts.items():
        suffix = f", {origin}" if " " in origin else ""
        if names.total() == 1 and not suffix:
            continue
        singular = translate("record.oneOrigin" if names.total() > 1 else "record.origin")
        texts = [_times(name, count, translate) for name, count in names.items()]
        yield (singular, f"{suffix}: ", *joined(texts, ", "))


def _times(name: str, many: int, translate: Translator) -> Text:
    return (f"{name} (", translate("record.times", n=many), ")") if many > 1 else name
