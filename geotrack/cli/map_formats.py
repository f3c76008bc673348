"""What `geotrack map` writes a map as: the page itself, or a handout of it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.app import say
from geotrack.handout.options import Options
from geotrack.handout.sheet.boxes import SHEETS
from geotrack.i18n import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from geotrack.mapview.map_view import MapView

__all__ = ["FORMS", "OPTIONS", "Form", "MapOutput", "map_output"]


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a map.

    Parameters
    ----------
    writer : str
        Module and function of `geotrack.handout` that render it; the page where there is none.
    takes : tuple of str
        The options that it takes, as `Options` calls them.
    """

    writer: str = ""
    takes: tuple[str, ...] = ()


FORMS = {
    "html": Form(),
    "md": Form("markdown:write"),
    "pptx": Form("slides:write", takes=("template",)),
    "png": Form("sheet.picture:png", takes=("size", "dpi")),
    "svg": Form("sheet.picture:svg", takes=("size",)),
    "pdf": Form("sheet.picture:pdf", takes=("size",)),
}
"""All forms by name, which is the ending of their files too."""

OPTIONS = (
    click.option(
        "--format",
        "form",
        type=click.Choice(tuple(FORMS), case_sensitive=False),
        help="html is the page, md text, pptx slides; png, svg, pdf are pictures. "
        "Default: by --out's ending, else html.",
    ),
    click.option(
        "--template",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        help="Of slides: a .pptx whose layouts, size and look they take.",
    ),
    click.option(
        "--lang",
        "language",
        type=click.Choice(LANGUAGES),
        help="What it is in, in place of the definition's language or the workspace's.",
    ),
    click.option(
        "--size",
        type=click.Choice(tuple(SHEETS), case_sensitive=False),
        default=Options().size,
        show_default=True,
        help="Of a picture's sheet, which lies.",
    ),
    click.option(
        "--dpi",
        type=click.IntRange(36, 600),
        default=Options().dpi,
        show_default=True,
        help="Pixels an inch of a PNG.",
    ),
)
"""The options of the command that say how a map is handed out."""


# Endings that say a form, and none of ours: a page under one would not open.
_OTHERS = ("jpg", "jpeg", "gif", "tif", "tiff", "webp", "ppt", "odp", "doc", "docx")


@dataclass(frozen=True, slots=True)
class MapOutput:
    """A form with its options, and the language that was asked for."""

    form: str = "html"
    options: Options = field(default_factory=Options)
    language: str | None = None

    @property
    def inputs(self) -> list[Path]:
        """The files that it is made from, beside the map's."""
        return [self.options.template] if self.options.template else []

    def write(self, view: MapView) -> Callable[[Path], None]:
        """Render a map; return what writes it to a file and keeps the numbers that it issued."""
        from geotrack.mapview.numbers import NumbersError

        rendered = self._rendered(view)

        def put(path: Path) -> None:
            try:
                rendered(path)
                view.keep_numbers()
            except NumbersError as error:
                say(f"note: {error}")

        return put

    def _rendered(self, view: MapView) -> Callable[[Path], Any]:
        module, _, function = FORMS[self.form].writer.partition(":")
        if not module:
            from geotrack.page import Briefing

            return Briefing(view).save
        make = getattr(import_module(f"geotrack.handout.{module}"), function)
        content: bytes = make(view, self.options, say)
        return lambda path: path.write_bytes(content)


def map_output(
    form: str | None, out: Path | None, *, language: str | None = None, **given: Any
) -> MapOutput:
    """Return how a map is handed out: as was asked, or as a file's ending means.

    Parameters
    ----------
    form : str, optional
        Name of a form.
    out : path, optional
        The file to write.
    language : str, optional
        In place of the definition's.
    **given
        Values of `Options`.

    Raises
    ------
    UsageError
        An option is for another form, or the file's ending says another one or none.
    """
    from geotrack.errors import UsageError

    ending = out.suffix.casefold().removeprefix(".") if out is not None else ""
    if ending in _OTHERS:
        raise UsageError(f"{out}: no map is handed out as .{ending}; write .{', .'.join(FORMS)}")
    name = form or (ending if ending in FORMS else "html")
    if form and ending in FORMS and ending != form:
        raise UsageError(
            f"{out}: --format {form} makes no .{ending}; leave it out, or write .{form}"
        )
    options = Options(**given)
    for one in fields(options):
        if getattr(options, one.name) != one.default and one.name not in FORMS[name].takes:
            takes = " and ".join(other for other, its in FORMS.items() if one.name in its.takes)
            raise UsageError(
                f"--{one.name.replace('_', '-')} is for --format {takes}, not for {name}"
            )
    return MapOutput(name, options, language)
