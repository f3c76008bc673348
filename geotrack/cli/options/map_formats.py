"""Output formats of `geotrack map`: the page and its handouts."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geotrack.cli.app import notify, report_error
from geotrack.handout.boxes import SHEETS
from geotrack.handout.options import Options
from geotrack.i18n import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from geotrack.mapview.map_view import MapView

__all__ = ["FORMS", "OPTIONS", "MapFormat", "MapOutput", "map_output"]


@dataclass(frozen=True, slots=True)
class MapFormat:
    """An output format of a map.

    Parameters
    ----------
    writer : str
        Module and function of `geotrack.handout` that render it; empty for the page.
    option_names : tuple of str
        The fields of `Options` that the format uses.
    """

    writer: str = ""
    option_names: tuple[str, ...] = ()


FORMS = {
    "html": MapFormat(),
    "md": MapFormat("markdown:write"),
    "pptx": MapFormat("slides:write", option_names=("template",)),
    "png": MapFormat("sheet.picture:png", option_names=("size", "dpi")),
    "svg": MapFormat("sheet.picture:svg", option_names=("size",)),
    "pdf": MapFormat("sheet.picture:pdf", option_names=("size",)),
}
"""All formats by name; the name is also the suffix of their files."""

OPTIONS = (
    click.option(
        "--format",
        "form",
        type=click.Choice(tuple(FORMS), case_sensitive=False),
        help="html: page; md: text; pptx: slides; png, svg, pdf: pictures. "
        "Default: the suffix of --out, else html.",
    ),
    click.option(
        "--template",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        help="For slides: a .pptx file with layouts, size and theme.",
    ),
    click.option(
        "--lang",
        "language",
        type=click.Choice(LANGUAGES),
        help="Language; default that of the definition, else of the workspace.",
    ),
    click.option(
        "--size",
        type=click.Choice(tuple(SHEETS), case_sensitive=False),
        default=Options().size,
        show_default=True,
        help="Paper size of a picture, landscape.",
    ),
    click.option(
        "--dpi",
        type=click.IntRange(36, 600),
        default=Options().dpi,
        show_default=True,
        help="Resolution of a PNG, pixels per inch.",
    ),
)
"""Options of the command for the output format."""


# Suffixes of formats that geotrack does not write.
_OTHERS = ("jpg", "jpeg", "gif", "tif", "tiff", "webp", "ppt", "odp", "doc", "docx")


@dataclass(frozen=True, slots=True)
class MapOutput:
    """An output format with its options and the requested language."""

    form: str = "html"
    options: Options = field(default_factory=Options)
    language: str | None = None

    @property
    def inputs(self) -> list[Path]:
        """Files read besides those of the map."""
        return [self.options.template] if self.options.template else []

    def write(self, view: MapView) -> Callable[[Path], None]:
        """Render a map; return a function that writes it and stores the numbers of its records."""
        from geotrack.mapview.numbers import NumbersError

        rendered = self._rendered(view)

        def write_file(path: Path) -> None:
            try:
                rendered(path)
                view.keep_numbers()
            except NumbersError as error:
                report_error(click.get_current_context(), error, str(error), "note")

        return write_file

    def _rendered(self, view: MapView) -> Callable[[Path], Any]:
        module, _, function = FORMS[self.form].writer.partition(":")
        if not module:
            from geotrack.page import Briefing

            page = Briefing(view)
            footprints, script = (f"{size / 1000:.0f} kB" for size in page.question_sizes)
            if any(page.question_sizes):
                notify(
                    f"note: questions on the page take {footprints} of footprints, "
                    f"{script} of script"
                )
            return page.save
        make = getattr(import_module(f"geotrack.handout.{module}"), function)
        content: bytes = make(view, self.options, notify)
        return lambda path: path.write_bytes(content)


def map_output(
    form: str | None, out: Path | None, *, language: str | None = None, **values: Any
) -> MapOutput:
    """Return the output of a map, by `--format` or the suffix of its file.

    Parameters
    ----------
    form : str, optional
        Name of a format.
    out : path, optional
        The file to write.
    language : str, optional
        Overrides the language of the definition.
    **values
        Values of `Options`.

    Raises
    ------
    UsageError
        An option does not apply to the format, or the suffix is that of another format, which
        geotrack writes or not. Any other suffix may be that of a page.
    """
    from geotrack.errors import UsageError

    ending = out.suffix.casefold().removeprefix(".") if out is not None else ""
    if ending in _OTHERS:
        raise UsageError(f"{out}: no map is handed out as .{ending}; write .{', .'.join(FORMS)}")
    if form and ending in FORMS and ending != form:
        raise UsageError(
            f"{out}: --format {form} makes no .{ending}; leave it out, or write .{form}"
        )
    form = form or (ending if ending in FORMS else "html")
    options = Options(**values)
    for option in fields(options):
        is_given = getattr(options, option.name) != option.default
        if is_given and option.name not in FORMS[form].option_names:
            users = " and ".join(
                other for other, format_ in FORMS.items() if option.name in format_.option_names
            )
            raise UsageError(
                f"--{option.name.replace('_', '-')} is for --format {users}, not for {form}"
            )
    return MapOutput(form, options, language)
