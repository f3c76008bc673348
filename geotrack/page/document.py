"""The document of a page, rendered from templates."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from string import ascii_uppercase
from typing import Any

import jinja2
from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from folium_polar.geometry.cache import WeakCache
from geotrack.files.resources import PACKAGE
from geotrack.mapview.record.accounts import Account
from geotrack.mapview.record.citations import host
from geotrack.mapview.record.comparison import place_case
from geotrack.mapview.record.day_rule import arms
from geotrack.mapview.record.view import RecordView
from geotrack.mapview.symbols import number_y, symbol_sheet
from geotrack.mapview.text.frame import Frame
from geotrack.mapview.text.scenes import Paragraphs
from geotrack.mapview.translations import LocalizedText, Texts, Translator, unbroken
from geotrack.page.texts import lang, marked, own, tag
from geotrack.taxonomy import Theme

__all__ = ["accounts_html", "cards", "document", "is_crowd", "paragraphs_html"]

_MAP = "<!--map-->"
# A map of more records draws dots: see `web/src/page/dots/many-records.js`.
_CROWD = 600
_LINE_STYLES = 4
_CARDS: WeakCache[tuple[str, Texts]] = WeakCache()


def is_crowd(records: Sequence[RecordView]) -> bool:
    """Return whether there are so many records that their cards are packed."""
    return len(records) > _CROWD


def document(
    record_views: Sequence[RecordView],
    themes: Sequence[Theme],
    frame: Frame,
    app6: str = "",
    **values: Any,
) -> tuple[str, str]:
    """Return the document before and after the map's element.

    Parameters
    ----------
    record_views : sequence of RecordView
        The records.
    themes : sequence of Theme
        Themes of the symbols.
    frame : Frame
        Texts around the map; `body.html` has each by its name.
    app6 : str
        The sheet of APP-6 symbols, markup of shapes only.
    **values
        Other values of `body.html`.
    """
    signs = [id_ for id_, *_ in frame.marks]
    sheet = symbol_sheet(themes, app6, signs, sided=bool(frame.sides))
    page = (
        _environment()
        .get_template("body.html")
        .render(
            symbols=Markup(sheet),  # noqa: S704 (our own words, and shapes alone)
            app6=bool(app6),
            many=is_crowd(record_views),
            map_element=Markup(_MAP),  # noqa: S704 (a constant)
            **{field.name: getattr(frame, field.name) for field in fields(frame)},
            **values,
        )
    )
    before, _, after = page.partition(_MAP)
    return before, after


def cards(records: Sequence[RecordView], translate: Translator, *, graded: bool) -> list[str]:
    """Return the cards of records as HTML; `graded` is whether any record of the page is."""
    template = _environment().get_template("card.html")
    values = {
        "translate": translate,
        "many": True,
        "graded": graded,
    }
    card = vars(template.make_module(values))["card"]

    def html(record: RecordView) -> str:
        beside = translate.language, graded
        text, texts = _CARDS.recall(record, beside, lambda: translate.capture(lambda: card(record)))
        translate.collect(texts)
        return text

    return [html(record) for record in records]


def accounts_html(record: RecordView, translate: Translator) -> str:
    """Return who says what of a record as HTML, as its card has it."""
    template = _environment().get_template("card.html")
    values = {"translate": translate, "many": True, "graded": False}
    return str(vars(template.make_module(values))["accounts"](record))


def paragraphs_html(paragraphs: Paragraphs) -> str:
    """Return paragraphs of a lead or a scene as HTML."""
    template = _environment().get_template("paragraphs.html")
    return str(vars(template.module)["telling"](paragraphs))


def _line_style(account: Account) -> int:
    """Return the style of an account's lines; see `web/src/page/card/account-areas.js`."""
    return ascii_uppercase.index(account.letter) % _LINE_STYLES


def _percent(share: float) -> str:
    """Return a share of a rule of days for a style."""
    return f"{100 * share:.3g}%"


class _CompiledTemplates(FileSystemBytecodeCache):
    """Templates compiled to Python, cached like compiled modules."""

    def __init__(self) -> None:
        # Code compiled by one release of Jinja is not for another.
        release = Path(jinja2.__file__).stat().st_mtime_ns
        super().__init__(
            str(PACKAGE / "page" / "templates" / "__pycache__"), f"jinja-{release:x}-%s.cache"
        )

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if not sys.dont_write_bytecode:
            with suppress(OSError):  # an installation may be read-only
                Path(self.directory).mkdir(exist_ok=True)
                super().dump_bytecode(bucket)


def _environment() -> Environment:
    # The templates have no constant expressions, and searching for them takes time.
    environment = Environment(
        loader=FileSystemLoader(PACKAGE / "page" / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        optimized=False,
        bytecode_cache=_CompiledTemplates(),
    )
    environment.filters.update(host=host, unbroken=unbroken)
    environment.globals.update(
        lang=lang,
        marked=marked,
        own=own,
        tag=tag,
        number_y=number_y,
        line_style=_line_style,
        place_case=place_case,
        percent=_percent,
        arms=arms,
    )
    environment.tests["localized"] = lambda text: isinstance(text, LocalizedText)
    return environment
