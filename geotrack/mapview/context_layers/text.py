"""Texts about context layers: name with date, source, licence and what was simplified."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from geotrack.dates import When, in_words
from geotrack.i18n import words
from geotrack.mapview.context_layers.layer import ContextLayer
from geotrack.mapview.translations import Text, Translator, joined
from geotrack.model.localized import each, in_language
from geotrack.model.maps.ice import Ice

__all__ = ["ContextText", "context_texts", "detail", "legend_name"]


@dataclass(frozen=True, slots=True)
class ContextText:
    """Texts about a layer.

    Parameters
    ----------
    layer : ContextLayer
        The layer.
    name : str
        Its name, with its as-of date.
    detail : Text
        Its source, its licence, and by how much pictures simplify it.
    """

    layer: ContextLayer
    name: str
    detail: Text


def context_texts(layers: Sequence[ContextLayer], translate: Translator) -> list[ContextText]:
    """Return the texts about context layers, in order."""
    return [
        ContextText(layer, legend_name(layer, translate), detail(layer, translate, layer.whole_m))
        for layer in layers
    ]


def legend_name(layer: ContextLayer, translate: Translator) -> str:
    """Return the name of a layer with its as-of date; of sea ice with its source, too."""
    settings = layer.settings
    name = each(settings.name, lambda text: " ".join(text.split()))
    plain = translate.text(name)
    if settings.date is None:
        return plain
    when = When.parse(settings.date)
    source = f" ({' '.join(settings.source.split())})" if isinstance(settings, Ice) else ""
    return translate.each(
        lambda language: f"{in_language(name, language)}, {in_words(when, language)}{source}"
    )


def detail(layer: ContextLayer, translate: Translator, accuracy_m: int) -> Text:
    """Return the source and the licence of a layer, and by how much it is simplified, if it is."""
    return joined(_detail(layer, translate, accuracy_m), " ")


def _detail(layer: ContextLayer, translate: Translator, accuracy_m: int) -> Iterator[Text]:
    settings = layer.settings
    if isinstance(settings, Ice):
        is_graded = any(shape.label for shape in layer.shapes)
        yield translate(f"document.context.{'concentration' if is_graded else 'extent'}")
    yield (translate("document.context.source"), f" {_sentence(settings.source)}")
    yield (translate("document.context.licence"), f" {_sentence(settings.licence)}")
    if accuracy_m:
        yield translate.each(partial(_accuracy, accuracy_m))
    if layer.left_out:
        yield translate("document.context.leftOut", n=layer.left_out)


def _sentence(text: str) -> str:
    line = " ".join(text.split())
    return line if line.endswith((".", "!", "?")) else f"{line}."


def _accuracy(metres: int, language: str) -> str:
    label = words(language)
    return label("document.context.accuracy", metres=label.number(metres))
