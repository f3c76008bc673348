"""What stands in each sentence of a report: words, dates, places, actors and ships."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from geotrack.gazetteer import Gazetteer
from geotrack.notation.date_expressions import day_of_text, parse_date_range
from geotrack_extraction.actors import ActorMention, ActorReader, Ship
from geotrack_extraction.clauses import Clause, signals
from geotrack_extraction.dates import MONTH, DateMention, DateReader, Tense
from geotrack_extraction.draft import Report
from geotrack_extraction.lexicon.words import Hit, plain
from geotrack_extraction.place_mentions import PlaceMention
from geotrack_extraction.places import PlaceReader
from geotrack_extraction.sentences import Sentence, Span

__all__ = ["MentionReader", "Mentions"]

# What stands before the text of a report or of a post: a town in capitals, an agency, a day.
_DATELINE = re.compile(
    r"[A-ZÆØÅ]{3,}[\w .,’'/ÆØÅ-]{0,60}?(?:\([^()\n]{2,40}\)\s?)?(?:\s?[–—]\s|\s--?\s|:\s)|"
    r"[A-ZÆØÅ]\w+(?:[ /][A-ZÆØÅ]\w+)?(?:,\s[^,:\n–—]{3,30})?\s?"
    r"\([A-ZÆØÅ][A-Za-z/ ]{1,20}\)\s?[:–—-]\s"
)
_NAME = re.compile(r"\.?((?:\s(?:[A-ZÆØÅÄÖ][\w.'’-]+))+)")
# A date at the start of a sentence of a list: *28.07 – *, *3 March: *.
_LEAD = re.compile(r"[\s*•(\d)–—-]{0,8}(?:[A-Za-zæøå]{3,7}\.?,?\s)?$")
_LEAD_END = re.compile(r"\W{0,3}\s?[–—:-]|[.,]?\s?(?:\w{1,9}\W{0,2})?$|\.?\s(?=[A-ZÆØÅ«])")
# A month there: *- April.*
_LEAD_MONTH = re.compile(
    r"[\s*•–—-]{0,8}((?:(?:early|late|mid|tidlig i|sent i)[ -])?[a-z]{3,9})\s?[.:–—]"
)
_HEADING_OF_DAY = 60
# A heading that is a year, or a month of a year.
_HEADING_YEAR = re.compile(r"\W*(?:[^\W\d_]{3,9}\s)?((?:19|20)\d\d)\W*$")
# Norwegian nouns in the plural end as verbs of the present do.
_NOUN = re.compile(r"(?:els|ing|jon|ør|ter|ner|rer|ler|fartøy|båt)er$|\d")
# Characters before a date at the start of a sentence.
_TOPIC = 12
# Words for what was told of before: pronouns, and what stands for a ship or an event.
_BACK = frozenset({"signals.back", "signals.again", "signals.told"})
# The subject of a clause stands among so many words.
_FIRST_WORDS = 4
# Degrees of latitude.
_NORTH = 58


@dataclass
class Mentions:
    """What one sentence mentions.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    hits : list of Hit
        Entries of the lexicon in it.
    start : int
        Where it begins behind its dateline.
    text : str
        The whole text.
    dates, places, actors, ships : list
        What it names.
    section_date : DateMention, optional
        The day of the heading or of the item in which it stands.
    """

    sentence: Sentence
    hits: list[Hit]
    start: int
    text: str = field(repr=False)
    dates: list[DateMention] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    actors: list[ActorMention] = field(default_factory=list)
    ships: list[Ship] = field(default_factory=list)
    section_date: DateMention | None = None

    @property
    def is_about_the_north(self) -> bool:
        """Whether it names a place, or the Arctic without its limits."""
        return any(place.is_vague or place.regions or _is_north(place) for place in self.places)

    def drop_subjects(self, claimant: Span | None) -> None:
        """Drop words for subjects in the name of who says something: a coastguard, an air force."""
        if claimant is None:
            return
        names = [a.span for a in self.actors if claimant.start <= a.span.start < claimant.end]
        self.hits = [h for h in self.hits if not _is_in(h, names or [claimant], "subjects.")]

    def begins_with_a_quote(self, offset: int) -> bool:
        """Return whether speech begins at an offset."""
        return self.text[offset : offset + 1] in set('"“«')

    def begins_with(self, clause: Clause, key: str) -> bool:
        """Return whether one of the first words of a clause is an entry of a key."""
        words = [w.start for w in self.sentence.words if clause.start <= w.start < clause.end]
        last = words[:_FIRST_WORDS][-1:]
        return any(
            hit.key == key and last and clause.start <= hit.start <= last[0] for hit in self.hits
        )

    def begins_another(self, clause: Clause) -> bool:
        """Return whether a clause begins with what was not told of before: *a ship*, *another*."""
        if self.begins_with(clause, "signals.again"):
            return False
        articles = [h.last for h in self.hits if h.key == "signals.indefinite"]
        things = {h.first for h in self.hits if h.key.startswith("subjects.")}
        is_new = any({*range(n + 1, n + _FIRST_WORDS)} & things for n in articles)
        is_first = self.begins_with(clause, "signals.indefinite")
        return self.begins_with(clause, "signals.other") or (is_first and is_new)

    @property
    def refers_back(self) -> bool:
        """Whether it is of what the sentence before is of: *the ships*, *it*."""
        return any(hit.key in _BACK for hit in self.hits)


class MentionReader:
    """Reads the sentences of a report one after the other.

    Parameters
    ----------
    report : Report
        The report.
    gazetteer : Gazetteer
        Which names are places.
    """

    def __init__(self, report: Report, gazetteer: Gazetteer) -> None:
        self.report, self.lexicon = report, report.lexicon
        self.text = report.document.text
        self.plain = plain(self.text)
        self.dates = DateReader(self.text, self.plain, report.published)
        self._places = PlaceReader(self.text, self.plain, self.lexicon, gazetteer)
        self._actors = ActorReader(self.text, self.plain, self.lexicon)
        self.told: DateMention | None = None
        self._section: DateMention | None = None
        self._section_year: tuple[int, Span, bool] | None = None
        self._is_of_past = False
        self._item: DateMention | None = None

    @property
    def unlisted(self) -> list[str]:
        """Names of places in the text that no list has, each once."""
        return [*dict.fromkeys(self._places.unlisted)]

    def sentences(self) -> Iterator[tuple[Mentions, list[Mentions]]]:
        """Yield what is in each sentence, with that of those before it in its paragraph."""
        sentences = self.report.sentences
        all_hits = [self._hits(sentence) for sentence in sentences]
        ships = self._actors.ships(sentences, all_hits)
        tenses = [_tense(hits) for hits in all_hits]
        self._is_of_past = tenses.count("past") > 2 * tenses.count("future")
        all_names = [[*self.lexicon.names.find(self.plain, s.words)] for s in sentences]
        self._actors.coastguard = _only_coastguard(all_names)
        before: list[Mentions] = []
        n = 0
        for sentence, hits, names in zip(sentences, all_hits, all_names, strict=True):
            if before and before[-1].sentence.paragraph != sentence.paragraph:
                before, self._item = [], None
            of_sentence = []
            while n < len(ships) and ships[n].span.start < sentence.end:
                of_sentence.append(ships[n])
                n += 1
            mentions = self._mentions(sentence, hits, names, of_sentence, before)
            yield mentions, before
            before.append(mentions)

    def _hits(self, sentence: Sentence) -> list[Hit]:
        """Return the entries in a sentence, without those in a phrase that means another thing."""
        hits = [*self.lexicon.entries.find(self.plain, sentence.words)]
        masks = [hit for hit in hits if hit.key == "signals.mask"]
        things = [hit for hit in hits if hit.key.startswith("subjects.")]
        return [
            h
            for h in hits
            if not any(m.start <= h.start and h.end <= m.end for m in masks)
            and not (
                h.key.startswith(("acts.", "subjects.")) and any(_is_part(h, t) for t in things)
            )
        ]

    def _mentions(
        self,
        sentence: Sentence,
        hits: list[Hit],
        names: list[Hit],
        ships: list[Ship],
        before: Sequence[Mentions],
    ) -> Mentions:
        # The name of a ship says what it is, as the word for it did before.
        hits += [
            Hit(f"subjects.{ship.kind}", 0, 0, *ship.span)
            for ship in ships
            if ship.kind not in ("", "vessel")
        ]
        mentions = Mentions(sentence, hits, self._dateline(sentence), self.text, ships=ships)
        section = self._section.value if self._section else None
        counted_from = day_of_text(section.start) if section else None
        tense = _tense(hits)
        if tense == "none" and self._is_of_past and not _has_verb(self.plain, hits):
            tense = "past"  # a note without a verb, in a report of what was
        keys = {hit.key for hit in hits}
        refers_back = bool(_BACK & keys) and not {"signals.other", "signals.indefinite"} & keys
        year = self._year(before, refers_back=refers_back) or self._section_year
        # Behind the day with which an item begins, *two days later* is that day.
        is_led = len(before) == 1 and before[0].sentence.end - before[0].sentence.start < _TOPIC
        told = self.told
        if is_led:
            told = self._item if self._item and self._item.precision == MONTH else None
        dates = self.dates.mentions(sentence, tense, year, counted_from, told)
        mentions.dates = [d for d in dates if d.span.start >= mentions.start]
        mentions.hits = [
            # *May* is no *may*.
            hit
            for hit in hits
            if not _is_in(hit, [d.span for d in dates], "signals.", "acts.")
        ]
        self._note_section(sentence, dates)
        if self._item is None and not sentence.is_heading:
            self._item = self._lead(sentence, mentions.dates) or self._month(sentence)
        mentions.section_date = self._item or self._section
        masks = [ship.span for ship in ships] + [*self._persons(sentence)]
        masks += [d.span for d in mentions.dates]
        organisations = [
            Span(n.start, n.end) for n in names if n.key[0] != "|" and n.last > n.first
        ]
        mentions.hits = [h for h in mentions.hits if not _is_in(h, organisations, "acts.")]
        places = self._places.mentions(sentence, hits, [*masks, *organisations])
        stated = [p for p in places if p.location and p.relation not in ("", "object")]
        regions = [p.span for p in places if p in stated or p.regions]
        actors = self._actors.actors(sentence, names, [*masks, *regions])
        mentions.places = [place for place in places if place.span.start >= mentions.start]
        mentions.actors = [actor for actor in actors if actor.span.start >= mentions.start]
        # A prefix such as USS says whose ship it is.
        mentions.actors += [ActorMention(s.span, "", s.country) for s in ships if s.country]
        return mentions

    def tense(self, sentence: Sentence) -> Tense:
        """Return the tense of a sentence by its words."""
        return _tense(self._hits(sentence))

    def place(self, span: Span) -> PlaceMention:
        """Return the place that words of the text mean."""
        return self._places.read(span)

    def actors(self, sentence: Sentence, span: Span) -> tuple[ActorMention, ...]:
        """Return the actors that words of a sentence name; of a name that no list has, the name."""
        words = [w for w in sentence.words if span.start <= w.start and w.end <= span.end]
        names = [*self.lexicon.names.find(self.plain, words)]
        mentions = self._actors.actors(replace(sentence, words=tuple(words)), names, [])
        name = " ".join(self.text[span.start : span.end].split())
        return tuple(replace(actor, role="participant") for actor in mentions) or (
            ActorMention(span, name, ""),
        )

    def _dateline(self, sentence: Sentence) -> int:
        """Return where a sentence begins behind its dateline: *JUNEAU, Alaska –*."""
        if not sentence.is_first or sentence.is_heading:
            return sentence.start
        match = _DATELINE.match(self.text, sentence.start, sentence.end)
        return match.end() if match else sentence.start

    def _note_section(self, sentence: Sentence, dates: Sequence[DateMention]) -> None:
        """Keep the day that a heading names, until the next one."""
        if not sentence.is_heading:
            return
        year = _HEADING_YEAR.match(self.plain, sentence.start, sentence.end)
        if year or sentence.end - sentence.start <= _HEADING_OF_DAY:
            self._section_year = (int(year[1]), Span(*year.span(1)), True) if year else None
        days = [d for d in dates if d.value and d.precision <= 1]
        if len(days) == 1 and sentence.end - sentence.start <= _HEADING_OF_DAY:
            day = days[0].value.start if days[0].value else ""
            is_own = day == self.report.published or self.dates.is_after(day)
            self._section = None if is_own else days[0]

    def _lead(self, sentence: Sentence, dates: Sequence[DateMention]) -> DateMention | None:
        """Return the day with which an item of a list begins."""
        if not sentence.is_first or not dates or dates[0].value is None:
            return None
        if self.dates.is_after(dates[0].value.start):
            return None
        before = self.text[sentence.start : dates[0].span.start]
        rest = self.text[dates[0].span.end : min(dates[0].span.end + 13, sentence.end)]
        is_lead = _LEAD.match(before) and _LEAD_END.match(rest)
        is_month = dates[0].precision == MONTH and rest[:1] in set(".:–—")
        return dates[0] if is_lead and (dates[0].precision <= 1 or is_month) else None

    def _month(self, sentence: Sentence) -> DateMention | None:
        """Return the month with which an item of a list begins, of the year of its heading."""
        match = _LEAD_MONTH.match(self.plain, sentence.start, sentence.end)
        if match is None or self._section_year is None or not sentence.is_first:
            return None
        found = parse_date_range(f"{match[1]} {self._section_year[0]}")
        found = tuple(date for date in found if not self.dates.is_after(date.start))
        return DateMention(Span(*match.span(1)), found, "context") if found else None

    def _year(
        self, before: Sequence[Mentions], *, refers_back: bool
    ) -> tuple[int, Span, bool] | None:
        """Return the last year that the paragraph states, and whether the next dates are in it.

        They are if the sentence before begins with it or is referred to, or if the day of
        publication is not known.
        """
        for mentions in reversed(before):
            for mention in reversed(mentions.dates):
                if mention.year and not mention.relation:
                    is_topic = mentions is before[-1] and (
                        mention.span.start - mentions.sentence.start < _TOPIC or refers_back
                    )
                    has_day = len(self.report.published) == len("2024-10-12")
                    is_next = mention.basis == "stated" and (is_topic or not has_day)
                    return mention.year, mention.span, is_next
        return None

    def _persons(self, sentence: Sentence) -> Iterator[Span]:
        """Yield the names of persons: what is written with capitals behind a title."""
        titles = self.lexicon.listed("places", "persons")
        for word in sentence.words:
            if word.text in titles:
                match = _NAME.match(self.text, word.end)
                if match:
                    yield Span(*match.span(1))


def _is_north(place: PlaceMention) -> bool:
    geometry = place.location.geometry if place.location else None
    return bool(geometry and geometry["type"] == "Point" and geometry["coordinates"][1] > _NORTH)


def _only_coastguard(names: Sequence[Sequence[Hit]]) -> str:
    """Return the coastguard that a text names with its country, if there is one alone."""
    keys = {hit.key for hits in names for hit in hits if "Coast Guard|" in hit.key}
    keys -= {"Coast Guard|"}
    return keys.pop() if len(keys) == 1 else ""


def _is_in(hit: Hit, spans: Sequence[Span], *tables: str) -> bool:
    """Return whether an entry of some tables stands in one of several pieces of the text."""
    return hit.key.startswith(tables) and any(
        span.start <= hit.start and hit.end <= span.end for span in spans
    )


def _is_part(hit: Hit, thing: Hit) -> bool:
    """Return whether a word is part of one for a thing: *patrol* of *patrol aircraft*."""
    if hit.first == thing.first and hit.last == thing.last:
        return hit.key.startswith("acts.") and 0 < hit.first_letters < thing.first_letters
    is_longer = thing.last - thing.first > hit.last - hit.first
    return is_longer and thing.first <= hit.first and hit.last <= thing.last


def _has_verb(plain_text: str, hits: Sequence[Hit]) -> bool:
    verbs = [plain_text[hit.start : hit.end] for hit in signals(hits).get("verb", ())]
    return any(not _NOUN.search(word) for word in verbs)


def _tense(hits: Sequence[Hit]) -> Tense:
    words = signals(hits)
    if "future" in words:
        if "past" not in words:
            return "future"
        return "past" if words["past"][0].start < words["future"][0].start else "none"
    return "past" if "past" in words else "none"
