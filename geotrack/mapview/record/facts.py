"""The rows of a record's card: a label and a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from geotrack.i18n import LANGUAGES, words
from geotrack.mapview.record.citations import day
from geotrack.mapview.translations import LocalizedText, Text, Translator, joined
from geotrack.model import Actor, Event, LayerFeature
from geotrack.model.event import Confidence, Revision
from geotrack.model.localized import each
from geotrack.model.place_text import doubt_of, extra_words, region_name, term
from geotrack.workspace.edit.revisions import is_link, is_review, merged_ids, since_release

__all__ = ["Row", "actor_text", "changed_words", "facts", "handling", "label", "last_correction"]

Row = tuple[LocalizedText, Text]

_CHANGED = "changed "
# A merge always changes these: it has the sources of both.
_OF_A_MERGE = ("replaces", "sources")
# Two lines of the index.
_SHORT_CORRECTION = 76


@dataclass(frozen=True, slots=True)
class _Correction:
    """A revision that readers see: the number of merged records, and the changed properties."""

    revision: Revision
    merged: int = 0
    names: tuple[str, ...] = ()


def label(event: Event, translate: Translator) -> LocalizedText:
    """Return the kind of a record as text: type, kind unless an event, status with doubt."""
    labels = event.type.label
    # A statement of the type `statement` is named once.
    kinds = {"event", labels["en"].casefold()}

    def text(language: str) -> str:
        parts = [labels.get(language) or labels["en"]]
        parts += [] if event.kind in kinds else [term(event.kind, language)]
        parts += [status] if (status := _status(event, language)) else []
        return " · ".join(parts)

    return translate.each(text)


def _status(event: Event, language: str) -> str:
    """Return a status; an event that is only claimed, or refuted, did not plainly occur."""
    status = term(event.status, language) if event.status else ""
    doubt = doubt_of(event)
    if not doubt:
        return status
    return (
        words(language)(f"record.doubted.{doubt}", status=status)
        if status
        else term(doubt, language)
    )


def facts(
    event: Event, regions: Mapping[str, LayerFeature], translate: Translator
) -> Iterator[Row]:
    """Yield the properties of a record, except date and place."""
    if event.place:
        on_the_place = translate("record.onThePlace")
        if event.place.excluding:
            excluded = [
                translate.each(partial(region_name, regions[word]))
                if word in regions
                else translate.each(partial(term, word))
                for word in event.place.excluding
            ]
            yield translate("record.notIn"), joined(excluded, ", ")
        if event.place.note:
            yield on_the_place, event.place.note
        if extra := extra_words(event.place):
            yield on_the_place, "; ".join(extra)
    for actor in event.actors:
        yield translate("record.who"), actor_text(actor, translate)
    yield from _judged(event, translate)
    if event.tags:
        yield translate("record.tags"), ", ".join(event.tags)


def _judged(event: Event, translate: Translator) -> Iterator[Row]:
    """Yield verification, confidence and likelihood, which never share a sentence."""
    if verification := event.verification:
        level = translate.each(lambda language: _sentence(term(verification.level, language)))
        yield translate("record.verification"), joined([level, verification.basis or ""], " ")
    if confidence := event.confidence:
        yield (
            translate("record.confidence"),
            joined([_confidence(confidence, translate), confidence.basis or ""], " "),
        )
    if likely := event.likelihood:
        judge: Text = (
            (translate("record.judgedBy"), " ", likely.judged_by) if likely.judged_by else ""
        )
        scale: Text = (translate("record.scale"), f" {likely.scale}") if likely.scale else ""
        rest = joined([judge, scale], "; ")
        term_text = translate.text(each(likely.term, _sentence))
        yield translate("record.likelihood"), joined([term_text, rest], " ")


def _confidence(confidence: Confidence, translate: Translator) -> Text:
    def text(language: str) -> str:
        key = "record.sureOf" if confidence.about else "record.sure"
        return _first(words(language)(key, level=term(confidence.level, language)))

    return (
        (translate.each(text), " ", translate.text(each(confidence.about, _stopped)))
        if confidence.about
        else translate.each(text)
    )


def _first(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _stopped(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _sentence(text: str) -> str:
    return _stopped(_first(text))


def actor_text(actor: Actor, translate: Translator) -> Text:
    """Return an actor as text: name, country, role, assets."""
    country = f" ({actor.country})" if actor.country else ""
    name = translate.each(lambda language: f"{_usual('actors', actor.name, language)}{country}")
    role = translate.each(partial(_usual, "roles", actor.role or ""))
    parts = (role, ", ".join(actor.assets), "; ".join(extra_words(actor)))
    details = joined([part for part in parts if part], "; ")
    return joined([name, details], ": ") if details else name


def _usual(section: str, text: str, language: str) -> str:
    """Return an actor or a role in a language if it is a usual one, else as it is."""
    name: str = words(language).section(section).get(text, text)
    return name


def handling(event: Event, translate: Translator) -> Iterator[Row]:
    """Yield the handling of a record: what it replaces, its marking, its corrections."""
    # A replaced record is on no map, and its id may contain words of its title.
    if count := len(event.replaces):
        yield translate("record.replaces"), translate("record.earlier", n=count)
    if event.marking:
        yield translate("record.marking"), event.marking
    if event.releasable_to:
        yield translate("record.releasableTo"), ", ".join(event.releasable_to)
    if (review := event.review) and review != "draft":  # a draft has a tag
        yield translate("record.review"), translate.each(lambda language: term(review, language))
    for change in _corrections(event):
        yield translate("record.corrected"), _correction_text(change, translate)


def _corrections(event: Event) -> list[_Correction]:
    """Return the revisions that changed what readers had of the record, one of each merge.

    A citation of a claim that was added is among the sources, and corrects nothing.
    """
    corrections: list[_Correction] = []
    for revision in since_release(event.revisions):
        description = revision.what
        if is_review(description) or is_link(description):
            continue
        names = (
            description.removeprefix(_CHANGED).split(", ")
            if description.startswith(_CHANGED)
            else []
        )
        merged = len(merged_ids(description, event.replaces))
        # A merge is stored as a change of `replaces` and what else differs, then as a merge.
        if merged and corrections and "replaces" in corrections[-1].names:
            before = corrections[-1].revision
            if (before.on, before.why) == (revision.on, revision.why):
                names = [name for name in corrections.pop().names if name not in _OF_A_MERGE]
        corrections.append(_Correction(revision, merged, tuple(names)))
    return corrections


def _correction_text(change: _Correction, translate: Translator, *, why: bool = True) -> Text:
    """Return the text of a correction; its author is shown by `geotrack show --history` only."""
    on, reason = day(change.revision.on, translate), change.revision.why
    text = joined([on, _what(change, translate, first=not on)], ", ")
    return joined([text, reason], ": ") if why and reason else text


def _what(change: _Correction, translate: Translator, *, first: bool) -> Text:
    if not (change.merged or change.names):
        return _first(change.revision.what) if first else change.revision.what

    def text(language: str) -> str:
        if not change.merged:
            return changed_words(change.names, language, first=first)
        merged = words(language)("record.merged", n=change.merged)
        merged = _first(merged) if first else merged
        if not change.names:
            return merged
        return f"{merged} ({changed_words(change.names, language, first=False)})"

    return translate.each(text)


def changed_words(names: Sequence[str], language: str, *, first: bool) -> str:
    """Return the text that some properties were changed.

    Parameters
    ----------
    names : sequence of str
        The properties, at least one.
    language : str
        The page's.
    first : bool
        Whether the text begins a sentence.
    """
    label = words(language)
    property_names = label.section("record.properties")
    *initial, last = [property_names.get(name, _spaced(name)) for name in names]
    listed = f"{', '.join(initial)}{label('places.each')}{last}" if initial else last
    text = label("record.changed", what=listed)
    return _first(text) if first else text


def _spaced(name: str) -> str:
    return name.replace("_", " ").replace(".", " ")


def last_correction(event: Event, translate: Translator) -> Text:
    """Return the last change for the index, as far as it is short in each language."""
    changes = _corrections(event)
    if not changes:
        return ""
    last = changes[-1]
    tellers = [Translator(language) for language in LANGUAGES]
    for why in (True, False):
        if all(
            len("".join(_correction_text(last, t, why=why))) <= _SHORT_CORRECTION for t in tellers
        ):
            return _correction_text(last, translate, why=why)
    return day(last.revision.on, translate) or translate("record.seeItsCard")
