"""Text of places, no more certain than the record."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from geotrack.i18n import words
from geotrack.i18n.folding import folded
from geotrack.messages import Message
from geotrack.model.base import Model
from geotrack.model.event import Event
from geotrack.model.layer import LayerFeature
from geotrack.model.localized import versions_of

__all__ = [
    "IN_DOUBT",
    "accuracy_parts",
    "accuracy_words",
    "degrees",
    "doubt_of",
    "extra_words",
    "fits",
    "place_parts",
    "place_words",
    "region_name",
    "regions_words",
    "standing_words",
    "term",
    "value_words",
    "with_article",
]

_NOT_YET_OR_NOT = ("announced", "planned", "postponed", "cancelled")
IN_DOUBT = ("claimed", "disputed", "refuted")
"""Levels of a verification that cast doubt on a record."""


_DECIMALS = 4
_KM_PER_DEGREE = 111.2


def fits(step: float, radius_km: float) -> bool:
    """Return whether a step of coordinates, in degrees of latitude, is at most half a radius.

    Rounding to such steps moves a position north or south by no more than a quarter of its radius.

    Examples
    --------
    >>> fits(0.1, 35), fits(0.1, 15), fits(1 / 60, 5)
    (True, False, True)
    """
    return step * _KM_PER_DEGREE <= radius_km / 2


def degrees(lon: float, lat: float, language: str = "en", radius_km: float | None = None) -> str:
    """Return a position as text, latitude first as on a chart.

    Parameters
    ----------
    lon, lat : float
        Degrees, WGS 84; as many decimals are shown as the numbers have, up to four.
    language : str
        One of `geotrack.i18n.LANGUAGES`.
    radius_km : float, optional
        How far off the position may be: no more decimals are shown than `fits` asks for.

    Examples
    --------
    >>> degrees(-168.5, 65.7), degrees(180.0, 90.0)
    ('65.7° N 168.5° W', '90° N 180°')
    >>> degrees(-168.5, 65.7, "nb")
    '65,7° N 168,5° V'
    >>> degrees(37.62, 55.75, radius_km=100)
    '55.8° N 37.6° E'
    """
    decimals = _DECIMALS
    if radius_km:
        decimals = next((d for d in range(_DECIMALS) if fits(10.0**-d, radius_km)), _DECIMALS)
    label = words(language)
    compass = label.section("places.compass")
    point = label.section("decimal")
    lon = (lon + 180.0) % 360.0 - 180.0
    side = "" if abs(lon) in {0.0, 180.0} else f" {compass['east' if lon > 0 else 'west']}"
    south_or_north = compass["north" if lat >= 0 else "south"]
    north, east = (_number(abs(value), decimals, point) for value in (lat, lon))
    return f"{north}° {south_or_north} {east}°{side}"


def _number(value: float, decimals: int, point: str) -> str:
    text = f"{value:.{decimals}f}"
    return (text.rstrip("0").rstrip(".") if decimals else text).replace(".", point)


def value_words(value: Any) -> str:
    """Return a value that geotrack does not define: text as it is, anything else as JSON.

    Examples
    --------
    >>> value_words("12 kn"), value_words(True), value_words({"flag": None})
    ('12 kn', 'true', '{"flag": null}')
    """
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def extra_words(part: Model) -> list[str]:
    """Return the undefined properties of a part of a record, as `key: value`."""
    return [f"{key}: {value_words(value)}" for key, value in (part.model_extra or {}).items()]


def term(word: str, language: str = "en") -> str:
    """Return the translation of a word of the model, such as a status.

    Examples
    --------
    >>> term("planned"), term("planned", "nb"), term("statement", "nb")
    ('planned', 'planlagt', 'uttalelse')
    """
    label = words(language)
    # The page's script uses these too.
    terms = {**label.section("page.finder.values"), **label.section("terms")}
    text: str = terms.get(word, word)
    return text


def doubt_of(event: Event) -> str:
    """Return the level of a verification that casts doubt on a record, or an empty text."""
    level = event.verification.level if event.verification else ""
    return level if level in IN_DOUBT else ""


def standing_words(event: Event, language: str = "en") -> str:
    """Return why a record is no plain event, in a few words; empty if it is one.

    Parameters
    ----------
    event : Event
        The record; the text names its kind unless that is `event`, a status by which it has not
        happened, and a verification that casts doubt on it.
    language : str
        One of `geotrack.i18n.LANGUAGES`.
    """
    terms: list[str] = [event.kind] if event.kind != "event" else []
    if event.status in _NOT_YET_OR_NOT:
        terms.append(event.status)
    if doubt := doubt_of(event):
        terms.append(doubt)
    return ", ".join(term(word, language) for word in terms)


# Names that stand without an article.
_BARE_STARTS = ("Baffin", "Hudson", "Arctic Circle")
_BARE_ENDS = (" Island", " Land", " Zemlya", " Oblast", " Krai", " Norway")
# fmt: off
_BARE = (
    "Alaska", "Chukotka", "Finnmark", "Greenland", "Iceland", "Jan Mayen", "Kamchatka", "Karelia",
    "Lapland", "Nordland", "Norrbotten", "Nunavut", "Sermersooq", "Svalbard", "Troms", "Trøndelag",
    "Västerbotten", "Yukon",
)
# fmt: on


def place_words(event: Event, regions: Mapping[str, LayerFeature], language: str = "en") -> str:
    """Return the place of an event as text.

    Parameters
    ----------
    event : Event
        The record.
    regions : Mapping of str to LayerFeature
        Regions of the workspace by id, for their names.
    language : str
        One of `geotrack.i18n.LANGUAGES`; the name of the place is the record's own.

    Examples
    --------
    A record that names two seas and says `each` reads “in the Chukchi Sea and the
    Bering Sea”; one without place reads “place not stated”.
    """
    return "".join(place_parts(event, regions, language))


def _names(event: Event, name: str) -> set[str]:
    """Return the name of a record's place in all its languages."""
    translations = (event.place.translations if event.place else None) or {}
    return {*versions_of(name), *(texts.get("name", name) for texts in translations.values())}


def place_parts(
    event: Event, regions: Mapping[str, LayerFeature], language: str = "en"
) -> tuple[str, str, str]:
    """Return `place_words` in three parts: the record's own name, geotrack's text, the rest."""
    name = event.place.name if event.place else None
    text = _position_text(event, regions, language)
    # In any language, so that a page and a table have the same parts in each.
    if name is None or any(_is_made_of_regions(n, event, regions) for n in _names(event, name)):
        return "", text, ""
    return (f"{name}: ", text, "") if event.placed else (f"{name} (", text, ")")


# Words that join the names of regions in the name of a place.
_JOINING = {"the", "and", "or", "in", "og", "eller", "i"}


def _is_made_of_regions(name: str, event: Event, regions: Mapping[str, LayerFeature]) -> bool:
    """Return whether the name of a place consists of the names of its regions."""
    if not event.regions or not (event.geometry is None or event.precision == "region"):
        return False
    left = folded(name)
    for id_ in event.regions:
        region = regions.get(id_)
        if region is None:
            return False
        names = sorted((folded(n) for n in (region.name, *region.names.values())), key=len)
        match = next((n for n in reversed(names) if n in left), None)
        if match is None:
            return False
        left = left.replace(match, " ")
    return not set(re.findall(r"\w+", left)) - _JOINING


def accuracy_words(event: Event, regions: Mapping[str, LayerFeature], language: str = "en") -> str:
    """Return a short text of a place: a name, and how well it is known.

    Parameters
    ----------
    event : Event
        The record.
    regions : Mapping of str to LayerFeature
        Regions of the workspace by id, for their names.
    language : str
        One of `geotrack.i18n.LANGUAGES`; the name of the place is the record's own.
    """
    return "".join(accuracy_parts(event, regions, language))


def accuracy_parts(
    event: Event, regions: Mapping[str, LayerFeature], language: str = "en"
) -> tuple[str, str]:
    """Return `accuracy_words` in two parts: the record's own name, and geotrack's text."""
    label = words(language)
    name = event.place.name if event.place else None
    if not event.placed:
        return (name, "") if name else ("", label("places.unstated"))
    if event.geometry is None or event.precision == "region":
        return (name, "") if name else ("", _named(event, regions, language))
    text = _accuracy(event, language)
    return (f"{name} · ", text) if name else ("", f"{_position(event, language)} · {text}")


def _accuracy(event: Event, language: str) -> str:
    label = words(language)
    if event.precision == "area":
        return label("places.inArea")
    if event.precision == "exact":
        return label("places.within", radius=event.radius_km or 1)
    if event.radius_km is None:
        return label("places.accuracyUnstated")
    if event.inner_radius_km is not None:
        return label("places.ringShort", inner=event.inner_radius_km, radius=event.radius_km)
    assumed = event.precision == "representative"
    return label("places.assumed" if assumed else "places.within", radius=event.radius_km)


def _position_text(event: Event, regions: Mapping[str, LayerFeature], language: str) -> str:
    label = words(language)
    regions_text = _named(event, regions, language)
    if event.geometry is None or event.precision == "region":
        return regions_text or label("places.unstated")
    position = _position(event, language)
    radius = event.radius_km or 0
    texts = {
        "area": lambda: label("places.somewhereInArea"),
        "line": lambda: label("places.nearLine", radius=radius),
        "near": lambda: label("places.near", radius=radius, at=position),
        "ring": lambda: label(
            "places.ring", inner=event.inner_radius_km, radius=radius, at=position
        ),
        "representative": lambda: label("places.representative", radius=radius, at=position),
        "exact": lambda: position,
    }.get(event.precision, lambda: label("places.unsure", at=position))()
    return f"{texts}; {regions_text}" if regions_text else texts


def _position(event: Event, language: str) -> str:
    geometry = event.geometry or {}
    if geometry.get("type") == "Point":
        lon, lat, *_ = geometry["coordinates"]
        return degrees(lon, lat, language, event.radius_km)
    return words(language)("places.shape")


def _named(event: Event, regions: Mapping[str, LayerFeature], language: str) -> str:
    all_regions = event.place is not None and event.place.regions_mode == "each"
    members = [regions.get(r) or r for r in event.regions]
    if event.is_about:
        # What is stated or judged of a region was not somewhere in it.
        subject = _joined(_about(members, language), language, each=True)
        return words(language)("places.about", names=subject) if subject else ""
    text = regions_words(members, language, each=all_regions)
    return text if all_regions or not text else words(language)("places.inOne", names=text)


def regions_words(
    regions: Sequence[LayerFeature | str], language: str = "en", *, each: bool
) -> str:
    """Return the text “in A and B” for some regions.

    Parameters
    ----------
    regions : sequence of LayerFeature or str
        The regions; text for unknown ones.
    language : str
        One of `geotrack.i18n.LANGUAGES`.
    each : bool
        Whether they are joined by *and*, else by *or*.
    """
    names = _joined(_WITHIN[language](regions), language, each=each)
    return words(language)("places.in", names=names) if names else ""


def _joined(names: Sequence[str], language: str, *, each: bool) -> str:
    *names_before, last = names or [""]
    word = words(language)("places.each" if each else "places.one")
    return f"{', '.join(names_before)}{word}{last}" if names_before else last


def region_name(region: LayerFeature, language: str = "en") -> str:
    """Return the name of a region in a language, or its main name."""
    return region.names.get(language, region.name)


def name_of(region: LayerFeature) -> Message:
    """Return the name of a region within a sentence, in each language."""
    return Message("{name}", partial(_in_sentence, region))


def _in_sentence(region: LayerFeature, language: str) -> str:
    (name,) = _about([region], language)
    is_direction = region_name(region, language).startswith(_DIRECTIONS)
    return f"området {name}" if language == "nb" and is_direction else name


def _in_english(regions: Sequence[LayerFeature | str]) -> list[str]:
    return [with_article(r if isinstance(r, str) else region_name(r)) for r in regions]


# Norwegian uses "on" for islands, and no preposition before these directions.
_ON = {"island", "islands"}
_DIRECTIONS = ("Nord for ", "Sør for ", "Øst for ", "Vest for ")
# Articles at the start of a name, in lower case within a sentence.
_ARTICLES = ("Det ", "Den ", "De ")


def _in_bokmaal(regions: Sequence[LayerFeature | str]) -> list[str]:
    phrases, before = [], ""
    for region in regions:
        name = region if isinstance(region, str) else region_name(region, "nb")
        on = not isinstance(region, str) and region.kind in _ON
        preposition = "" if name.startswith(_DIRECTIONS) else "på " if on else "i "
        if name.startswith((*_DIRECTIONS, *_ARTICLES)):
            name = f"{name[0].lower()}{name[1:]}"
        # Written once for names that share it: "i Tsjuktsjerhavet og Beringhavet".
        phrases.append(name if preposition == before else f"{preposition}{name}")
        before = preposition
    return phrases


_WITHIN = {"en": _in_english, "nb": _in_bokmaal}


def _about(regions: Sequence[LayerFeature | str], language: str) -> list[str]:
    """Return names as the subject of a statement, without "in"."""
    if language == "en":
        return _in_english(regions)
    names = [r if isinstance(r, str) else region_name(r, language) for r in regions]
    starts = (*_DIRECTIONS, *_ARTICLES)
    return [f"{n[0].lower()}{n[1:]}" if n.startswith(starts) else n for n in names]


def with_article(name: str) -> str:
    """Return the name of a region with its article, for use in a sentence.

    Examples
    --------
    >>> with_article("Bering Strait"), with_article("Baffin Bay")
    ('the Bering Strait', 'Baffin Bay')
    >>> with_article("Wrangel Island"), with_article("Greenland"), with_article("Greenland Sea")
    ('Wrangel Island', 'Greenland', 'the Greenland Sea')
    >>> with_article("North of the Arctic Circle")
    'the area north of the Arctic Circle'
    """
    if name.startswith("North of "):
        return f"the area n{name[1:]}"
    has_none = (
        name.lower().startswith("the ")
        or name.startswith(_BARE_STARTS)
        or name.endswith(_BARE_ENDS)
        or name in _BARE
    )
    return name if has_none else f"the {name}"
