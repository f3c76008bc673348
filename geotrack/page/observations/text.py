"""What a page says of observations: in the list of layers, in the key, and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from geotrack.i18n import words
from geotrack.i18n.folding import folded
from geotrack.mapview.record.citations import day
from geotrack.mapview.selection_text import place_and_time_text, place_words
from geotrack.mapview.translations import LocalizedText, Text, Translator, marked
from geotrack.model import Observed
from geotrack.page.observations.layers import Asked, Drawing, Look
from geotrack.polarmap import PolarLayer, json_for_script
from geotrack.workspace import Workspace

if TYPE_CHECKING:
    from geotrack.observations import Condition

__all__ = ["ObservedLayer", "Told", "conditions", "place_of", "told"]

# As the script draws them, in a box of 28 by 28: see web/src/observations/paint/point-colours.js.
_DOTS = ((8, 9), (20, 13), (11, 21))
_DOT = '<circle cx="14" cy="14" r="6"/>'
_RING = '<circle class="possible" cx="14" cy="14" r="7"/>'
_WITHIN = '<circle class="within" cx="14" cy="14" r="13"/><circle cx="14" cy="14" r="5"/>'
_SIGNS = {"<=": "≤", ">=": "≥", "!=": "≠"}
_OF_POINTS = Look("", "document.observed.certain", _RING, "document.observed.possible")


@dataclass(frozen=True)
class Told:
    """What the document says of a dataset.

    Parameters
    ----------
    id : str
        Of its layer.
    title, source : str
        As the definition has them.
    said : LocalizedText
        How many there are, from when, by which selection and in which ways they are drawn; nothing
        of those ways of a dataset that are told with its first.
    key : list of (Markup, str)
        Signs of the map with what they are called: the dataset, and classes of it.
    signs : list of (Markup, Text)
        The same, with what they mean.
    """

    id: str
    title: str
    source: str
    said: LocalizedText
    key: Sequence[tuple[Markup, Text]]
    signs: Sequence[tuple[Markup, Text]]

    @property
    def cited(self) -> tuple[str, str]:
        """What it is and who says so: of several ways the same."""
        return self.title, self.source


class ObservedLayer(PolarLayer):
    """A drawing as a folium layer, drawn by the script of `web/src/observations/`."""

    def __init__(self, drawing: Drawing, translate: Translator) -> None:
        entry = drawing.asked.entry
        count = words(translate.language).number(drawing.many)
        title = Markup('<span data-observed="{}">{}</span>').format(
            drawing.asked.id, marked(_titled(drawing, translate))
        )
        name = f"{_key(drawing)}{title} <i>{count}</i>"
        super().__init__(name=name, control=False, show=entry.shown)
        self._name = "ObservedLayer"
        self._drawing = drawing.asked.id

    def expression(self) -> str:
        """Return the JavaScript that makes the layer."""
        return f"geotrackObserved.layer({json_for_script(self._drawing)})"


def told(made: Sequence[Drawing], workspace: Workspace, translate: Translator) -> list[Told]:
    """Tell of drawings what a page says of them in words, with their signs."""
    ways: dict[int, list[Drawing]] = {}
    for drawing in made:
        ways.setdefault(id(drawing.asked.entry), []).append(drawing)
    return [_told(one, ways[id(one.asked.entry)], workspace, translate) for one in made]


def conditions(workspace: Workspace, asked: Asked, language: str) -> list[str]:
    """Return in words what a map asks of a dataset; nothing where it asks for all of it."""
    say, columns = words(language), asked.question.dataset.columns
    where = [_compared(one, columns, say.section("decimal")) for one in asked.question.conditions]
    certain = [say("document.selection.certain")] if asked.entry.certain else []
    return [*place_and_time_text(workspace, asked.entry, language), *where, *certain]


def _compared(condition: Condition, columns: Mapping[str, str], decimal: str) -> str:
    """Return a condition on a column as it is read: `speed_kn ≥ 1,5`."""
    from geotrack.observations.queries.conditions import TEXTS

    column, sign, value = condition.column, condition.sign, condition.value
    if columns.get(column) not in TEXTS:
        # Many a number is a name: no figures are grouped.
        value = value.replace(".", decimal)
    return f"{column} {_SIGNS.get(sign, sign)} {value}"


def place_of(entry: Observed, workspace: Workspace, language: str) -> str:
    """Return where a key says that observations are, after their title.

    Returns
    -------
    str
        As `, in the Barents Sea`; nothing where all places are asked for, or the title says it.
    """
    regions = [workspace.regions.named(one) for one in entry.regions]
    title = folded(entry.title)
    if regions and all(any(folded(n) in title for n in one.all_names) for one in regions):
        entry = entry.model_copy(update={"regions": ()})
    return "".join(f", {said}" for said in place_words(workspace, entry, language))


def _titled(drawing: Drawing, translate: Translator) -> tuple[str, ...]:
    """Return what a drawing is called; where others have the same title, with its way."""
    entry = drawing.asked.entry
    if not drawing.asked.shared:
        return (entry.title,)
    return (entry.title, ",\xa0", translate(f"document.observed.ways.{drawing.about['kind']}"))


def _told(
    drawing: Drawing, ways: list[Drawing], workspace: Workspace, translate: Translator
) -> Told:
    """Tell of a drawing; all that is said of the ways of a dataset is said of its first."""
    entry, colours = drawing.asked.entry, drawing.about["colours"]
    look = drawing.look or _OF_POINTS
    classes: list[tuple[Markup, Text]] = []
    title: Text = _titled(drawing, translate)
    place = translate.each(lambda language: place_of(entry, workspace, language))
    title = (*title, place) if place else title
    if "by" in drawing.about:
        named: list[Text] = [str(value) for value in drawing.about["by"]["values"]]
        named += [translate("document.observed.others")] if len(colours) > len(named) else []
        classes = [(_sign(c, _DOT), name) for c, name in zip(colours, named, strict=True)]
        title = (*title, f", {entry.colour}:")
    if look.besides:
        sign, key = look.besides
        classes.append((_sign(colours[0], sign), translate(key, **look.values)))
    signs: list[tuple[Markup, Text]] = [(_key(drawing), translate(look.meaning, **look.values))]
    if drawing.possible:
        sign = _sign(colours[0], look.possible)
        signs.append((sign, translate(look.possibly)))
        classes.append((sign, translate("document.observed.possibleShort")))
    if drawing.radius:
        sign = _sign(colours[0], _WITHIN)
        signs.append((sign, translate("document.observed.inexact")))
        classes.append((sign, translate("document.observed.inexactShort")))
    return Told(
        drawing.asked.id,
        entry.title,
        entry.source,
        translate.each(lambda language: " ".join(_sentences(ways, workspace, language)))
        if drawing is ways[0]
        else LocalizedText(""),
        [(_key(drawing), title), *classes],
        signs,
    )


def _key(drawing: Drawing) -> Markup:
    colours = drawing.about["colours"]
    return _sign(colours[0], drawing.look.sign) if drawing.look else _dots(colours)


def _dots(colours: Sequence[str]) -> Markup:
    dots = (
        f'<circle cx="{x}" cy="{y}" r="4" style="--dot:{colours[n % len(colours)]}"/>'
        for n, (x, y) in enumerate(_DOTS)
    )
    return _sign(colours[0], "".join(dots))


def _sign(colour: str, drawing: str) -> Markup:
    return Markup(  # noqa: S704 (our own constants)
        f'<svg class="key observed-key" style="--dot:{colour}" viewBox="-2 -2 32 32" '
        f'aria-hidden="true">{drawing}</svg>'
    )


def _sentences(ways: list[Drawing], workspace: Workspace, language: str) -> Iterator[str]:
    [drawing, *_] = ways
    say, entry = words(language), drawing.asked.entry
    many = say("document.observed.positions", n=drawing.many)
    if drawing.first and drawing.last:
        translate = Translator(language)
        first, last = (
            str(day(f"{at:%Y-%m-%d}", translate)) for at in (drawing.first, drawing.last)
        )
        yield say("document.observed.period", many=many, first=first, last=last)
    else:
        yield say(f"document.observed.{'said' if drawing.many else 'none'}", many=many)
    if drawing.timeless and drawing.first:
        yield say("document.observed.timeless", n=drawing.timeless)
    if drawing.possible:
        yield say("document.observed.possibly", n=drawing.possible)
    asked = conditions(workspace, drawing.asked, language)
    if asked:
        yield say("document.observed.asked", conditions=", ".join(asked))
    for way in ways:
        if way.south:
            yield say("document.observed.south", n=way.south)
        if way.left_out:
            yield say("document.observed.leftOut", n=way.left_out)
        if way.how and way.many:
            key, values = way.how
            yield say(key, **values)
    if any(way.many and way.about["kind"] != "density" for way in ways):
        yield say("document.observed.rounded", metres=entry.rounded_m)
