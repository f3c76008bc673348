"""Remedies that name options of `geotrack import`, in the words of their reader.

The command line has options, a map definition has keys, and the desk has a form instead.
"""

from __future__ import annotations

from typing import Any

from geotrack.messages import INTERFACE, Interface, Message

__all__ = ["KEYS", "choose_with", "option_name", "option_remedy"]

KEYS = {"crs": "crs", "encoding": "encoding", "layer": "layer", "sheet": "layer"}
"""Keys of a context layer in a map definition, by the option that says the same."""
# What to do at the desk in place of an option.
_AT_DESK = {
    "encoding": Message("save it as UTF-8"),
    "sheet": Message("copy one sheet into a file of its own"),
    "layer": Message("copy one layer into a file of its own"),
    "crs": Message("save it again in longitude and latitude (WGS 84)"),
}


def option_name(option: str, value: str = "") -> str:
    """Return an option with a value as the reader of a message writes it.

    Examples
    --------
    >>> option_name("crs", "EPSG:CODE"), option_name("sheet")
    ('--crs EPSG:CODE', '--sheet')
    >>> token = INTERFACE.set(Interface.MAP)
    >>> option_name("crs", "EPSG:CODE"), option_name("sheet")
    ('crs = "EPSG:CODE"', "'layer'")
    >>> INTERFACE.reset(token)
    """
    if INTERFACE.get() is Interface.COMMAND_LINE:
        return f"--{option} {value}" if value else f"--{option}"
    key = KEYS.get(option, option)
    return f'{key} = "{value}"' if value else repr(key)


def option_remedy(template: str, *values: Any, option: str = "") -> str:
    """Return a remedy that names options; elsewhere another one, or none.

    Parameters
    ----------
    template, *values
        As of a `Message`, for the command line.
    option : {'layer', 'sheet', 'crs', 'encoding'}, optional
        The option, if a map definition has a key for it, or the desk another remedy.
    """
    match INTERFACE.get():
        case Interface.DESK:
            return _AT_DESK.get(option, "")
        case Interface.MAP if not option:
            return ""
        case _:
            return Message(template, *values)


def choose_with(option: str) -> str:
    """Return the remedy where a file has several layers or sheets."""
    return option_remedy("choose with {option}", option_name(option, "NAME"), option=option)
