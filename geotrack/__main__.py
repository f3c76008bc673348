"""`geotrack` and `python -m geotrack`: the command line as a process of its own."""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys

from geotrack.cli import main

__all__ = ["run"]


# NumPy multiplies no matrices here: threads for that would only take the time to start them. And
# what a record may be is for geotrack to say: no plugin of pydantic is looked for.
_SETTINGS = {"OPENBLAS_NUM_THREADS": "1", "PYDANTIC_DISABLE_PLUGINS": "__all__"}


def run() -> None:
    """Run the command line, and end the process with its exit code."""
    # As Ctrl-C does: what is half made is swept, and the exit code is a shell's for this signal.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
    # For good: switched on again at the end, it would look through all records once more.
    gc.disable()
    try:
        main(prog_name="geotrack")
    except SystemExit as leaving:
        if isinstance(leaving.code, int | None):
            _end_at_once(leaving.code or 0)
        raise


def _end_at_once(code: int) -> None:
    # To take ten thousand records apart one by one takes Python a quarter of a command's time.
    atexit._run_exitfuncs()  # as Python itself would
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except OSError:
        return  # Python tells it in its own way
    os._exit(code)


if __name__ == "__main__":
    run()
